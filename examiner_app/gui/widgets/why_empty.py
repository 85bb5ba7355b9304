"""What a grid without matches says."""

from __future__ import annotations

from examiner_app.gui import ranks
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.translation import tr, trn


def why_empty(readiness: Readiness, phase: Phase, count: int, register: str) -> tuple[str, str]:
    """Return title and sentence for a grid without matches: why, and what to do."""
    if readiness is Readiness.CLOSED:
        return tr("No register is open"), tr(
            "Open the register that candidates are to be compared with."
        )
    marks = (
        tr("all {count} marks of «{register}»", count=ranks.exact(count), register=register)
        if count
        else tr("the register")
    )
    if phase is Phase.FAILED:
        return tr("The search failed"), tr("The message above says why. You can try it again.")
    if phase is Phase.EMPTY:
        return tr("Matches appear here"), tr(
            "Drop, paste or open a logo: it is ranked against {marks}.", marks=marks
        )
    if phase is Phase.WAITING:
        return tr("Getting ready"), tr(
            "The models are loading. Then the logo is ranked against {marks}.", marks=marks
        )
    return tr("Searching"), tr(
        "The logo is being described and ranked against {marks}.", marks=marks
    )


def how_many(count: int, places: int) -> str:
    """Return how many marks are listed, and in how many places where some are folded."""
    marks = trn("{count} mark", "{count} marks", count, count=ranks.exact(count))
    if places == count:
        return marks
    return tr("{marks} in {places} places", marks=marks, places=ranks.exact(places))
