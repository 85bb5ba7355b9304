"""What is said about registers in several places."""

from __future__ import annotations

from pathlib import Path

from examiner_app.translation import tr


def missing(path: Path) -> str:
    """Return the sentence about a file of a register that is not there."""
    return tr("{path} is missing: restore the register or build it again.", path=path)


def damaged(path: Path) -> str:
    """Return the sentence about a catalogue that cannot be read."""
    return tr(
        "{path} is damaged or in use by another program: restore it or build it again.", path=path
    )
