"""What a grid without matches says."""

from __future__ import annotations

from examiner_app.gui import ranks
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness


def why_empty(readiness: Readiness, phase: Phase, count: int, register: str) -> tuple[str, str]:
    """Return title and sentence for a grid without matches: why, and what to do."""
    if readiness is Readiness.CLOSED:
        return "No register is open", "Open the register that candidates are to be compared with."
    marks = f"all {ranks.exact(count)} marks of «{register}»" if count else "the register"
    if phase is Phase.FAILED:
        return "The search failed", "The message above says why. You can try it again."
    if phase is Phase.EMPTY:
        return "Matches appear here", f"Drop, paste or open a logo: it is ranked against {marks}."
    if phase is Phase.WAITING:
        return "Getting ready", f"The models are loading. Then the logo is ranked against {marks}."
    return "Searching", f"The logo is being described and ranked against {marks}."
