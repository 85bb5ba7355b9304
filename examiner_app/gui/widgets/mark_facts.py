"""What the register knows of a mark: titles and values in lines, painted, read aloud and copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from examiner_app.gui.state.candidate import MARK_TYPES
from examiner_app.gui.theme import SIZES, Theme, font, metrics
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

_BETWEEN: Final = 3
"""Distance of two lines, pixels."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A title and a value with their places."""

    title: str
    text: str
    title_place: QRect
    place: QRect


class MarkFacts(QWidget):
    """Shows facts of a mark; what is not known is left out.

    Painted, because as many labels take longer to make than the whole of a turn of the event loop.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[list[tuple[str, str]]] = []
        self.setAccessibleName(tr("What the register knows of the match"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = add_action(self, tr("Copy"), tr("Copy what is known of the match"))
        copy.triggered.connect(self._copy)
        theme.changed.connect(self.update)

    def show_mark(self, mark: Mark) -> None:
        """Show another mark."""
        lines = facts(mark)
        if lines == self._lines:
            return
        self._lines = lines
        self.setAccessibleDescription("; ".join(f"{title} {text}" for title, text in self._all()))
        self.updateGeometry()
        self.update()

    @property
    def texts(self) -> list[str]:
        """Everything that is shown, in reading order."""
        return [text for pair in self._all() for text in pair]

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        count = len(self._lines)
        return QSize(0, max(0, count * (metrics(SIZES.body).height() + _BETWEEN) - _BETWEEN))

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the titles, then the values."""
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        values = list(self._values())
        painter.setFont(font(SIZES.caption))
        painter.setPen(self._theme.colour("soft"))
        for value in values:
            painter.drawText(value.title_place, middle, value.title)
        painter.setFont(font(SIZES.body))
        painter.setPen(self._theme.colour("text"))
        for value in values:
            painter.drawText(value.place, middle, _elided(value))

    def event(self, event: QEvent) -> bool:
        """Show all of a value that was shortened."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cut = (one for one in self._values() if _elided(one) != one.text)
            text = next((one.text for one in cut if one.place.contains(event.pos())), "")
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        return super().event(event)

    def _all(self) -> Iterator[tuple[str, str]]:
        return (pair for line in self._lines for pair in line)

    def _values(self) -> Iterator[_Value]:
        """Yield the values with their places: two columns, which a line of one value spans."""
        height, caption = metrics(SIZES.body).height(), metrics(SIZES.caption)
        titles = [0, 0]
        for line in self._lines:
            for column, (title, _) in enumerate(line):
                titles[column] = max(titles[column], caption.horizontalAdvance(title) + GAP)
        first = self._first_width(max(0, self.width() - sum(titles) - GAP))
        for row, line in enumerate(self._lines):
            top = row * (height + _BETWEEN)
            for column, (title, text) in enumerate(line):
                left = column * (titles[0] + first + GAP)
                begin = left + titles[column]
                end = self.width() if column or len(line) == 1 else begin + first
                yield _Value(
                    title,
                    text,
                    QRect(left, top, titles[column], height),
                    QRect(begin, top, end - begin, height),
                )

    def _first_width(self, room: int) -> int:
        """Return the width of the first column: half, or less where the second would be cut."""
        pairs = [line for line in self._lines if len(line) > 1]
        wide = [
            max(
                (metrics(SIZES.body).horizontalAdvance(line[column][1]) for line in pairs),
                default=0,
            )
            for column in (0, 1)
        ]
        half = room // 2
        return half if wide[1] <= room - half else min(half, wide[0] + GAP)

    def _copy(self) -> None:
        lines = (f"{title}\t{text}" for title, text in self._all())
        QGuiApplication.clipboard().setText("\n".join(lines))


def _elided(value: _Value) -> str:
    measure = metrics(SIZES.body)
    return measure.elidedText(value.text, Qt.TextElideMode.ElideRight, value.place.width())


def facts(mark: Mark) -> list[list[tuple[str, str]]]:
    """Return what is known of a mark: lines of one or two titles with their values."""
    number = " ".join(part for part in (mark.office, mark.number) if part)
    dates = [(tr("filed"), mark.filed), (tr("registered"), mark.registered)]
    lines = [
        [(tr("Owner"), mark.owner)],
        [
            (tr("Id"), mark.id if mark.words else ""),
            (tr("Number"), number if mark.number != mark.id else mark.office),
        ],
        [(tr("Dates"), ", ".join(f"{name} {date}" for name, date in dates if date))],
        [(tr("Type"), MARK_TYPES.get(mark.type, mark.type)), (tr("Status"), mark.status)],
        [(tr("Nice"), ", ".join(map(str, mark.nice))), (tr("Vienna"), ", ".join(mark.vienna))],
    ]
    known = [[(title, value) for title, value in line if value] for line in lines]
    return [line for line in known if line]
