"""What paper reports are laid out for, where the user has not said so."""

from __future__ import annotations

from typing import Final, get_args

from PySide6.QtCore import QLocale

from examiner_app.engine.report.kinds import Paper
from examiner_app.gui.preferences import Preferences
from examiner_app.settings import PAPER
from examiner_app.translation import tr

PAPER_TITLES: Final[dict[Paper, str]] = {"a4": tr("A4"), "letter": tr("US Letter")}

_LETTER: Final = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Where US Letter is usual, by the Unicode Common Locale Data Repository."""


def usual_paper(locale: QLocale) -> Paper:
    """Return the paper that is usual in the territory of a locale."""
    territory = QLocale.territoryToCode(locale.territory())
    return "letter" if territory in _LETTER else "a4"


def chosen_paper(preferences: Preferences) -> Paper:
    """Return the paper that was chosen last, or else the one that is usual here."""
    kept = preferences.get(PAPER)
    found: list[Paper] = [paper for paper in get_args(Paper) if paper == kept]
    return found[0] if found else usual_paper(QLocale.system())
