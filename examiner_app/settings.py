"""What Examiner remembers between two mornings: one table gives storage, dialog and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from examiner_app.engine.methods import DEFAULT_METHOD, METHODS
from examiner_app.translation import LANGUAGES, marked


class Kind(Enum):
    """How a setting is chosen."""

    HIDDEN = "remembered, not chosen"
    CHOICE = "one of several"
    NUMBER = "a whole number"


@dataclass(frozen=True, slots=True)
class Setting:
    """One remembered value.

    Attributes:
        key: Stable name in the user's settings.
        default: Value until the user chooses; its type is the setting's type.
        title: What the user reads, in English, as all of the texts here.
        help: One line that explains it.
        choices: Allowed values, or empty where any will do.
        names: What the user reads for each of them.
        group: Title it stands under in the dialog; empty where the dialog does not show it.
        least: Least allowed number.
        most: Greatest allowed number; 0 where the setting is no number.
        unit: What the number counts.
    """

    key: str
    default: str
    title: str
    help: str
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    group: str = ""
    least: int = 0
    most: int = 0
    unit: str = ""

    @property
    def kind(self) -> Kind:
        """How it is chosen."""
        if not self.group:
            return Kind.HIDDEN
        return Kind.CHOICE if self.choices else Kind.NUMBER

    @property
    def named_choices(self) -> dict[str, str]:
        """The allowed values with what the user reads for each."""
        return dict(zip(self.choices, self.names, strict=True))

    def allows(self, value: str) -> bool:
        """Whether it can have a value."""
        if self.choices:
            return value in self.choices
        if self.most:
            return value.isdecimal() and self.least <= int(value) <= self.most
        return True


_APPEARANCE: Final = marked("Appearance")
_MATCHES: Final = marked("Matches")
_START: Final = marked("Start and computing")

THEME: Final = Setting(
    "window/theme",
    "system",
    marked("Theme"),
    marked("Light, dark, or as the system is."),
    ("system", "light", "dark"),
    (marked("System"), marked("Light"), marked("Dark")),
    _APPEARANCE,
)
LANGUAGE: Final = Setting(
    "window/language",
    "system",
    marked("Language"),
    marked("Of the window, from its next start on; reports are in English."),
    ("system", *LANGUAGES),
    (marked("System"), *LANGUAGES.values()),
    _APPEARANCE,
)
LAYER_COLOURS: Final = Setting(
    "layers/colours",
    "paper",
    marked("Heat maps"),
    marked(
        "All but the paper's blue to red get lighter throughout: the colour-blind can read them."
    ),
    ("paper", "viridis", "cividis", "inferno", "grey"),
    (
        marked("As in the paper"),
        marked("Viridis"),
        marked("Cividis"),
        marked("Inferno"),
        marked("Grey"),
    ),
    _APPEARANCE,
)
LAYER_STACK: Final = Setting(
    "layers/stack", "", "Layers", "Order and opacities of the layers, as a JSON list."
)
LAYER_LIST: Final = Setting("layers/list", "", "List of layers", "Whether it is open.")
MATCH_LAYOUT: Final = Setting(
    "matches/layout",
    "grid",
    marked("Matches as"),
    marked("A grid of pictures, or a table of ranks."),
    ("grid", "table"),
    (marked("Grid"), marked("Table")),
    _MATCHES,
)
FOLD: Final = Setting(
    "matches/fold",
    "pictures",
    marked("Fold"),
    marked("Which marks take one place in the list."),
    ("nothing", "pictures", "owners"),
    (marked("Nothing"), marked("Same picture"), marked("Same picture or owner")),
    _MATCHES,
)
CELL_SIZE: Final = Setting(
    "matches/cell",
    "132",
    marked("Size of matches"),
    marked("Least width of a match in the grid."),
    group=_MATCHES,
    least=64,
    most=260,
    unit="px",
)
SORT: Final = Setting(
    "matches/sort",
    DEFAULT_METHOD,
    marked("Sort by"),
    marked("What matches are sorted by when Examiner starts; the present ones are, too."),
    (*METHODS, "fused"),
    (*(method.name for method in METHODS.values()), marked("Fused rank")),
    _MATCHES,
)
START_REGISTER: Final = Setting(
    "register/start",
    "last",
    marked("Register at start"),
    marked("The one that was open last, or the demo."),
    ("last", "demo"),
    (marked("The last one"), marked("The demo")),
    _START,
)
DEVICE: Final = Setting(
    "models/device",
    "auto",
    marked("Networks run on"),
    marked("Holds from the next loading of models on: open a register, or start Examiner again."),
    ("auto", "cpu", "cuda"),
    (marked("GPU if there is one"), marked("Processor (CPU)"), "GPU (CUDA)"),
    _START,
)
TOUR: Final = Setting("window/tour", "", "Tour", "Whether the tour was seen.")
GEOMETRY: Final = Setting("window/geometry", "", "Window", "Where the window was.")
COLUMNS: Final = Setting("window/columns", "", "Columns", "How wide the three columns were.")
SAVED_FILTERS: Final = Setting(
    "filters/saved", "", "Saved filters", "Conditions on marks that are kept under a name."
)
UNREADABLE_FILTERS: Final = Setting(
    "filters/unreadable",
    "",
    "Filters that could not be read",
    "What saved filters were before new ones took the place of a damaged or newer text.",
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
MODELS_WINDOW: Final = Setting(
    "models/geometry", "", "Models", "Where the window of the models was."
)
CASES_WINDOW: Final = Setting("cases/geometry", "", "Cases", "Where the window of the cases was.")
REGISTER: Final = Setting("register/last", "", "Register", "The register that was open last.")
LOGO_FOLDER: Final = Setting("folders/logos", "", "Logos", "Where the last logo was opened.")
RECENT_LOGOS: Final = Setting("logos/recent", "", "Recent logos", "The logos opened last.")
EXAMINER: Final = Setting("case/examiner", "", "Examiner", "Who examined the last case.")
REPORT_FOLDER: Final = Setting("folders/reports", "", "Reports", "Where the last report went.")
REPORT_WINDOW: Final = Setting(
    "reports/geometry", "", "Report", "Where the window of the report was."
)
PAPER: Final = Setting(
    "reports/paper", "", "Paper", "What reports are laid out for; as the country does by default."
)
MATCHES_LISTED: Final = Setting(
    "reports/matches",
    "50",
    "Matches listed",
    "How many of the nearest marks reports list.",
    choices=("10", "20", "50", "100", "200"),
)

SETTINGS: Final[tuple[Setting, ...]] = (
    THEME,
    LANGUAGE,
    LAYER_COLOURS,
    LAYER_STACK,
    LAYER_LIST,
    MATCH_LAYOUT,
    FOLD,
    CELL_SIZE,
    SORT,
    START_REGISTER,
    DEVICE,
    TOUR,
    GEOMETRY,
    COLUMNS,
    SAVED_FILTERS,
    UNREADABLE_FILTERS,
    COMPARISON,
    RECENT_REGISTERS,
    REGISTERS_WINDOW,
    MODELS_WINDOW,
    CASES_WINDOW,
    REGISTER,
    LOGO_FOLDER,
    RECENT_LOGOS,
    REPORT_FOLDER,
    REPORT_WINDOW,
    PAPER,
    MATCHES_LISTED,
    EXAMINER,
)

CHOSEN: Final = tuple(setting for setting in SETTINGS if setting.kind is not Kind.HIDDEN)
"""Those that the user chooses, in the order of the dialog."""
