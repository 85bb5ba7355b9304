"""Small parts that every panel is made of: labels that elide, rules, switches, empty states."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.icons import pixmap
from examiner_app.gui.theme import Theme
from examiner_app.gui.tips import plain_tip

GAP = 8
"""The grid that all distances are multiples of, pixels."""

MARGIN = 2 * GAP
"""Distance of a panel's content from its edge."""


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in one of the style sheet's roles."""
    result = QLabel(text)
    result.setProperty("role", role)
    result.setWordWrap(wrap)
    result.setTextFormat(Qt.TextFormat.PlainText)
    return result


def rule() -> QFrame:
    """Return a hairline."""
    result = QFrame()
    result.setObjectName("rule")
    return result


def button(text: str, role: str = "", tip: str = "") -> QPushButton:
    """Return a button in one of the style sheet's roles."""
    result = QPushButton(text)
    result.setProperty("role", role)
    result.setToolTip(tip)
    return result


def restyle(widget: QWidget) -> None:
    """Have the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ElidedLabel(QLabel):
    """A line of text that is shortened where there is no room; the tooltip has all of it."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def full_text(self) -> str:
        """The text before it was shortened."""
        return self._full

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._full = text
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(plain_tip(self._full) if shown != self._full else "")


def narrow_pages() -> QStackedWidget:
    """Return pages of which the one that is seen may be narrower than the widest one."""
    pages = QStackedWidget()
    pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
    return pages


class Switcher(QWidget):
    """One of several, as a row of joined buttons.

    Signals:
        chosen(str): The user chose the button with this key.
    """

    chosen = Signal(str)

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switcher")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for key, title in titles.items():
            one = QPushButton(title)
            one.setCheckable(True)
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            one.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(one)
            self._buttons[key] = one
            row.addWidget(one)

    def button(self, key: str) -> QPushButton:
        """Return the button of a key."""
        return self._buttons[key]

    def choose(self, key: str) -> None:
        """Show a key as chosen, without telling."""
        self._buttons[key].setChecked(True)


class Icon(QWidget):
    """A line icon in a colour of the theme."""

    def __init__(self, theme: Theme, name: str, colour: str, size: int) -> None:
        super().__init__()
        self._theme = theme
        self.name = name
        self.colour = colour
        self._size = size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set(self, name: str, colour: str) -> None:
        """Show another icon."""
        self.name, self.colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        colour = self._theme.colour(self.colour).name()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self.name, colour, self._size, self.devicePixelRatioF()))


class EmptyState(QWidget):
    """What stands where nothing is to be seen yet, and what to do about it.

    Attributes:
        title: One line.
        text: One sentence.
        buttons: The row for actions.
    """

    def __init__(self, theme: Theme, icon: str, *, compact: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.icon = Icon(theme, icon, "soft", 28 if compact else 40)
        self.title = label("", "heading" if compact else "title", wrap=True)
        self.text = label("", "soft", wrap=True)
        for one in (self.title, self.text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMaximumWidth(440)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GAP)
        self.buttons.setAlignment(middle)
        column.addStretch(2)
        column.addWidget(self.icon, 0, middle)
        column.addSpacing(GAP // 2)
        column.addWidget(self.title)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, 4)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(GAP)
        column.addLayout(self.buttons)
        column.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
