"""Paints the cells of the table of matches: ranks on their colours, and plain texts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from examiner_app.gui import ranks
from examiner_app.gui.models.match_columns import COLUMNS, JUDGED, SPREAD
from examiner_app.gui.models.match_model import MatchModel, Role
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.theme import SIZES, Theme, font, metrics
from examiner_app.gui.widgets.judgement_badge import BADGE, paint_badges
from examiner_app.gui.widgets.rank_pill import paint_pill

_PILL: Final = 26
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MatchCells:
    """Paints one cell after another with a painter that smooths edges."""

    def __init__(self, model: MatchModel, theme: Theme) -> None:
        self._model = model
        self._state = model.state
        self._theme = theme

    def paint(self, painter: QPainter, cell: QRect, row: int, column: int) -> None:
        """Paint what stands in a column of a match."""
        key, pill = COLUMNS[column], _pill(cell)
        if key in SORT_KEYS:
            self._paint_rank(painter, pill, key, self._model.answer(key, row, Role.RANK))
        elif key == JUDGED:
            judgement = self._model.answer(key, row, Role.JUDGEMENT)
            noted = bool(self._model.answer(key, row, Role.NOTED))
            at = QPoint(pill.left() + 6, pill.center().y() - BADGE // 2)
            paint_badges(painter, at, judgement, self._theme, noted=noted)
        else:
            text = str(self._model.answer(key, row, Qt.ItemDataRole.DisplayRole))
            self._paint_text(painter, pill, key, text)

    def paint_focus(self, painter: QPainter, cell: QRect) -> None:
        """Paint the frame of the cell that has the focus."""
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_pill(cell), 4, 4)

    def _paint_rank(self, painter: QPainter, pill: QRect, key: str, rank: int | None) -> None:
        table = self._state.table
        if rank is not None and table is not None:
            paint_pill(painter, pill, rank, table.count, self._theme)
        strong = key == self._state.sorted_by
        painter.setFont(font(SIZES.body, QFont.Weight.DemiBold if strong else QFont.Weight.Normal))
        painter.setPen(self._theme.colour("soft" if rank is None else "text"))
        text = "–" if rank is None else ranks.exact(rank)
        painter.drawText(pill.adjusted(0, 0, -7, 0), _RIGHT, text)

    def _paint_text(self, painter: QPainter, room: QRect, key: str, text: str) -> None:
        number = key == SPREAD
        room = room.adjusted(6, 0, -7, 0)
        shown = metrics(SIZES.body).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font(SIZES.body))
        painter.setPen(self._theme.colour("text" if number else "soft"))
        painter.drawText(room, _RIGHT if number else _LEFT, shown)


def _pill(cell: QRect) -> QRect:
    middle = cell.top() + (cell.height() - _PILL) // 2
    return QRect(cell.left() + 2, middle, cell.width() - 4, _PILL)
