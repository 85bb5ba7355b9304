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
        names: What the user reads for each of them.
    """

    key: str
    default: str
    title: str
    help: str
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def named_choices(self) -> dict[str, str]:
        """The allowed values with what the user reads for each."""
        return dict(zip(self.choices, self.names, strict=True))


THEME: Final = Setting(
    "window/theme",
    "system",
    "Theme",
    "Light, dark, or as the system is.",
    ("system", "light", "dark"),
)
GEOMETRY: Final = Setting("window/geometry", "", "Window", "Where the window was.")
COLUMNS: Final = Setting("window/columns", "", "Columns", "How wide the three columns were.")
LAYER_COLOURS: Final = Setting(
    "layers/colours",
    "paper",
    "Colours of heat maps",
    "The paper's blue to red, or one that the colour-blind can read: it gets lighter throughout.",
    ("paper", "viridis", "cividis", "inferno", "grey"),
    ("As in the paper", "Viridis", "Cividis", "Inferno", "Grey"),
)
MATCH_LAYOUT: Final = Setting(
    "matches/layout",
    "grid",
    "Matches as",
    "A grid of pictures, or a table of ranks.",
    ("grid", "table"),
)
CELL_SIZE: Final = Setting(
    "matches/cell", "132", "Size of matches", "Least width of a match in the grid, pixels."
)
COMPARISON: Final = Setting(
    "comparison/geometry", "", "Comparison", "Where the window of the comparison was."
)
REGISTER: Final = Setting("register/last", "", "Register", "The register that was open last.")
LOGO_FOLDER: Final = Setting("folders/logos", "", "Logos", "Where the last logo was opened.")
REPORT_FOLDER: Final = Setting("folders/reports", "", "Reports", "Where the last report went.")

SETTINGS: Final[tuple[Setting, ...]] = (
    THEME,
    GEOMETRY,
    COLUMNS,
    LAYER_COLOURS,
    MATCH_LAYOUT,
    CELL_SIZE,
    COMPARISON,
    REGISTER,
    LOGO_FOLDER,
    REPORT_FOLDER,
)
