"""A plot of Table 2: one line for each pinned mark, methods down, the rank's logarithm across."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from examiner_app.gui.models.table2_model import Table2Model
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.state.rank_plot import PlotPoint, PlotScale, nearest
from examiner_app.gui.theme import Theme
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN
from examiner_app.gui.widgets.rank_plot_painting import (
    KEY_LINE,
    NAMES,
    PlotStyle,
    key_columns,
    key_place,
    paint_axes,
    paint_focus,
    paint_key,
    paint_line,
)
from examiner_app.translation import tr

REACH: Final = 12.0
"""How far from a point the pointer may be, pixels."""

TOP: Final = 34
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RankPlot(QWidget):
    """Paints the ranks; pointing tells mark, method and exact rank, a click selects the mark.

    Attributes:
        pointed: The rank under the pointer or under the keyboard's cursor.

    Signals:
        chosen(Mark): The user looks at this mark.
        compared(): Enter was pressed or a point double-clicked.
        released(Mark): Delete was pressed.
    """

    KEYS: Final = ViewKeys(
        tr("Plot of the ranks"),
        {
            "Arrows": tr("Across to another mark, down to another method"),
            "Enter": tr("Compare the mark with the candidate"),
            "Del": tr("Take the mark out of Table 2"),
        },
    )

    chosen = Signal(object)
    compared = Signal()
    released = Signal(object)

    def __init__(
        self, model: Table2Model, matches: MatchesState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._matches = matches
        self._theme = theme
        self.pointed: PlotPoint | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(300, 260)
        self.setAccessibleName(tr("Plot of the ranks of the pinned matches by every method"))
        model.modelReset.connect(self._forget)
        model.dataChanged.connect(self.update)
        matches.selection_changed.connect(self.update)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return what sixteen methods need."""
        return QSize(640, 520)

    @property
    def lines(self) -> list[list[int | None]]:
        """The ranks of each pinned mark by each method."""
        return [[self._model.rank(key, mark) for key in SORT_KEYS] for mark in self._model.marks]

    def scale(self) -> PlotScale:
        """Return the axes as they are now."""
        below = MARGIN + self._key_lines() * KEY_LINE
        left = MARGIN + NAMES + GAP
        area = QRectF(
            left,
            TOP,
            max(40.0, self.width() - left - 2 * MARGIN),
            max(40.0, self.height() - TOP - below - GAP),
        )
        return PlotScale(area, len(SORT_KEYS), self._model.count)

    def key_entry(self, line: int) -> QRectF:
        """Return where the key names a line."""
        return key_place(line, self._key_area())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, lines and their key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, lines = self.scale(), self.lines
        paint_axes(painter, scale, self._theme, self._matches.sorted_by)
        strong = self._strong()
        # The line that is looked at lies on top of the others.
        for number in sorted(range(len(lines)), key=lambda number: number == strong):
            style = PlotStyle.of(number, self._theme.dark)
            faint = strong is not None and number != strong
            paint_line(painter, scale, lines[number], style, self._theme, faint=faint)
        for number, mark in enumerate(self._model.marks):
            style = PlotStyle.of(number, self._theme.dark)
            place, text = self.key_entry(number), mark.words or mark.id
            paint_key(painter, place, text, style, self._theme, strong=number == strong)
        if self.pointed is not None and self.pointed.line < len(lines):
            point = scale.point(self.pointed.row, self.pointed.rank)
            paint_focus(painter, point, self._theme, focused=self.hasFocus())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the rank under the pointer."""
        found = nearest(self.scale(), self.lines, event.position(), REACH)
        over = found is not None or self._entry_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self._point(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the mark of the point or of the key's entry."""
        found = nearest(self.scale(), self.lines, event.position(), REACH)
        line = found.line if found else self._entry_at(event.position())
        if line is not None:
            self.chosen.emit(self._model.marks[line])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Compare the mark of the point."""
        if nearest(self.scale(), self.lines, event.position(), REACH) is not None:
            self.compared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the ranks by the arrows: across to another mark, down to another method."""
        key, marks = Qt.Key(event.key()), self._model.marks
        if key in _ARROWS and marks:
            self._walk(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._strong() is not None:
            self.compared.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._strong() is not None:
            self.released.emit(marks[self._strong() or 0])
        else:
            super().keyPressEvent(event)

    def _walk(self, right: int, down: int) -> None:
        lines, before = self.lines, self.pointed
        line = before.line if before else self._strong() or 0
        row = before.row if before else 0
        if before is not None:
            line = min(len(lines) - 1, max(0, line + right))
            row += down
        while 0 <= row < len(SORT_KEYS) and lines[line][row] is None:
            row += down or 1
        rank = lines[line][row] if 0 <= row < len(SORT_KEYS) else None
        if rank is not None:
            self.chosen.emit(self._model.marks[line])
            self._point(PlotPoint(line, row, rank))

    def _point(self, point: PlotPoint | None) -> None:
        if point == self.pointed:
            return
        self.pointed = point
        self.update()
        text = ""
        if point is not None:
            text = self._model.about(SORT_KEYS[point.row], self._model.marks[point.line])
            place = self.scale().point(point.row, point.rank).toPoint()
            QToolTip.showText(self.mapToGlobal(place), plain_tip(text), self)
        else:
            QToolTip.hideText()
        self.setAccessibleDescription(text)

    def _forget(self) -> None:
        self.pointed = None
        self.update()

    def _strong(self) -> int | None:
        """Return the line of the mark that is compared."""
        selected = self._matches.selected
        numbers = (
            number
            for number, mark in enumerate(self._model.marks)
            if selected is not None and mark.index == selected.index
        )
        return next(numbers, None)

    def _entry_at(self, at: QPointF) -> int | None:
        entries = range(len(self._model.marks))
        return next((line for line in entries if self.key_entry(line).contains(at)), None)

    def _key_lines(self) -> int:
        columns = key_columns(self.width() - 2 * MARGIN)
        return -(-len(self._model.marks) // columns)

    def _key_area(self) -> QRectF:
        height = self._key_lines() * KEY_LINE
        return QRectF(
            MARGIN, self.height() - height - GAP, max(1, self.width() - 2 * MARGIN), height
        )
