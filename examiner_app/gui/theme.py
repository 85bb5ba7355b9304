"""Light and dark: one palette of named colours, one type scale, one style sheet made of both."""

from __future__ import annotations

import functools
from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from examiner_app.resources import resource

FONTS: Final = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
FAMILY: Final = "Inter"

ICON_FILES: Final = ("chevron-down", "chevron-up", "check")
"""Icons that the style sheet itself draws."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, by what they are for.

    Text on its ground has a contrast of at least 4.5 : 1 (WCAG AA) in both themes.

    Attributes:
        window: Ground of the window, behind panels.
        surface: Ground of panels, lists and menus.
        sunken: Ground of tracks, badges and wells.
        line: Hairlines between panels.
        line_strong: Borders of controls.
        text: Primary text.
        soft: Secondary text.
        accent: The one accent colour: selection, focus, the primary action.
        accent_hover: The primary action under the pointer.
        accent_soft: Ground of what is selected.
        on_accent: Text on the accent colour.
        danger: Errors.
        danger_soft: Ground of errors.
        success: Good news.
        success_soft: Ground of good news.
        cited: Ground of the badge of a cited mark.
        considered: Ground of the badge of a considered mark.
        rejected: Ground of the badge of a rejected mark.
        on_judgement: The letter on these; they are told apart without red and green.
    """

    window: str
    surface: str
    sunken: str
    line: str
    line_strong: str
    text: str
    soft: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    success: str
    success_soft: str
    cited: str
    considered: str
    rejected: str
    on_judgement: str


LIGHT: Final = Colours(
    window="#f3f4f6",
    surface="#ffffff",
    sunken="#eceef1",
    line="#e0e3e8",
    line_strong="#c6cbd3",
    text="#181b20",
    soft="#5b6370",
    accent="#2456c8",
    accent_hover="#1c48ac",
    accent_soft="#e9effc",
    on_accent="#ffffff",
    danger="#a8201a",
    danger_soft="#fcedec",
    success="#1b6b3a",
    success_soft="#e8f5ec",
    cited="#b04400",
    considered="#0067a8",
    rejected="#5b6370",
    on_judgement="#ffffff",
)

DARK: Final = Colours(
    window="#15171a",
    surface="#1d2024",
    sunken="#2a2e34",
    line="#2f343a",
    line_strong="#474d56",
    text="#e8eaed",
    soft="#a3abb6",
    accent="#84aaff",
    accent_hover="#a0beff",
    accent_soft="#26334e",
    on_accent="#0d1730",
    danger="#ff9a92",
    danger_soft="#3d2322",
    success="#7fd39b",
    success_soft="#1d3325",
    cited="#ff9d5c",
    considered="#62bdf2",
    rejected="#a3abb6",
    on_judgement="#15171a",
)

PAPER: Final = QColor("#ffffff")
"""Marks are shown on white paper, as filed, in both themes."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type scale, pixels at 100 %.

    Attributes:
        caption: Units, ranks under pictures, status line.
        body: Everything else.
        heading: Titles of panels, words of the compared mark.
        title: Empty states.
    """

    caption: int = 11
    body: int = 13
    heading: int = 15
    title: int = 18


SIZES: Final = Type()


@functools.cache
def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font of the scale, with figures of equal width; not to be changed."""
    result = QFont(FAMILY)
    result.setPixelSize(size)
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


@functools.cache
def metrics(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
    """Return the measures of a font of the scale."""
    return QFontMetrics(font(size, weight))


class Theme(QObject):
    """The theme in use.

    A window made before the style sheet is in force, and styled afterwards, is there in half the
    time: Qt looks for the rules of a widget each time that it, or what it is in, gets a parent.

    Args:
        application: What it is the theme of.
        choice: ``light``, ``dark`` or ``system``.
        styled: Have the style sheet in force at once; else from :meth:`style` on.

    Attributes:
        colours: Its colours.
        choice: ``light``, ``dark`` or ``system``.

    Signals:
        changed(): Colours are others; custom painting has to be done again.
    """

    changed = Signal()

    def __init__(
        self, application: QApplication, choice: str = "system", *, styled: bool = True
    ) -> None:
        super().__init__(application)
        self._application = application
        self._styled = styled
        self.choice = choice
        self.colours = LIGHT
        self.dark = False
        self._made: dict[str, QColor] = {}
        _load_fonts(application)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Use ``light``, ``dark``, or what the system uses."""
        self.choice = choice
        scheme = QGuiApplication.styleHints().colorScheme()
        self.dark = choice == "dark" or (choice == "system" and scheme == Qt.ColorScheme.Dark)
        self.colours = DARK if self.dark else LIGHT
        if self._styled:
            self.style()
        self._made = {name: QColor(value) for name, value in asdict(self.colours).items()}
        self.changed.emit()

    def style(self) -> None:
        """Have style sheet and palette in force, for all widgets that there are."""
        self._styled = True
        sheet = style_sheet(self.colours)
        if sheet != self._application.styleSheet():
            self._application.setPalette(_palette(self.colours))
            self._application.setStyleSheet(sheet)

    def colour(self, name: str) -> QColor:
        """Return a colour by its name in ``Colours``; not to be changed."""
        return self._made[name]

    def _follow_system(self) -> None:
        if self.choice == "system":
            self.choose(self.choice)


def style_sheet(colours: Colours) -> str:
    """Return the style sheet in the given colours."""
    template = Template(resource("styles", "examiner.qss").read_text(encoding="utf-8"))
    sizes = {f"{name}_px": f"{size}px" for name, size in asdict(SIZES).items()}
    shade = "dark" if colours is DARK else "light"
    files = {
        name.replace("-", "_"): resource("styles", f"{name}-{shade}.svg").as_posix()
        for name in ICON_FILES
    }
    return template.substitute(asdict(colours) | sizes | files)


def _load_fonts(application: QApplication) -> None:
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    application.setFont(font(SIZES.body))


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in {
        role.Window: colours.window,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Button: colours.surface,
        role.Text: colours.text,
        role.WindowText: colours.text,
        role.ButtonText: colours.text,
        role.PlaceholderText: colours.soft,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.Light: colours.surface,
        role.Midlight: colours.sunken,
        role.Mid: colours.line_strong,
        role.Dark: colours.line_strong,
    }.items():
        palette.setColor(target, QColor(name))
    disabled = QPalette.ColorGroup.Disabled
    for target in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(disabled, target, QColor(colours.line_strong))
    return palette
