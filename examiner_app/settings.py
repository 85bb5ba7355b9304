"""What Examiner remembers between two mornings: one table gives storage, type and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Setting:
    """One remembered value.

    Attributes:
        key: Stable name in the user's settings.
        default: Value until the user chooses; its type is the setting's type.
        title: What the user reads.
        help: One line that explains it.
        choices: Allowed values, or empty where any will do.
    """

    key: str
    default: str
    title: str
    help: str
    choices: tuple[str, ...] = ()


THEME: Final = Setting(
    "window/theme",
    "system",
    "Theme",
    "Light, dark, or as the system is.",
    ("system", "light", "dark"),
)
GEOMETRY: Final = Setting("window/geometry", "", "Window", "Where the window was.")
COLUMNS: Final = Setting("window/columns", "", "Columns", "How wide the three columns were.")
MATCH_LAYOUT: Final = Setting(
    "matches/layout",
    "grid",
    "Matches as",
    "A grid of pictures, or a table of ranks.",
    ("grid", "table"),
)
FOLD: Final = Setting(
    "matches/fold",
    "pictures",
    "Fold",
    "Which marks take one place in the list: those with one picture, or of one owner too.",
    ("nothing", "pictures", "owners"),
)
CELL_SIZE: Final = Setting(
    "matches/cell", "132", "Size of matches", "Least width of a match in the grid, pixels."
)
COMPARISON: Final = Setting(
    "comparison/geometry", "", "Comparison", "Where the window of the comparison was."
)
RECENT_REGISTERS: Final = Setting(
    "register/recent", "", "Registers", "Folders of the registers used lately, as a JSON list."
)
REGISTERS_WINDOW: Final = Setting(
    "registers/geometry", "", "Registers", "Where the window of the registers was."
)
REGISTER: Final = Setting("register/last", "", "Register", "The register that was open last.")
LOGO_FOLDER: Final = Setting("folders/logos", "", "Logos", "Where the last logo was opened.")
REPORT_FOLDER: Final = Setting("folders/reports", "", "Reports", "Where the last report went.")

SETTINGS: Final[tuple[Setting, ...]] = (
    THEME,
    GEOMETRY,
    COLUMNS,
    MATCH_LAYOUT,
    FOLD,
    CELL_SIZE,
    COMPARISON,
    RECENT_REGISTERS,
    REGISTERS_WINDOW,
    REGISTER,
    LOGO_FOLDER,
    REPORT_FOLDER,
)
