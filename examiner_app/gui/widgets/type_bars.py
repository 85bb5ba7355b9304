"""The mark's type with the network's probabilities."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.translation import tr

_LINE = 18
_NAME = 92
_NUMBER = 44


class TypeBars(QWidget):
    """Three probabilities as bars, the likeliest first.

    Attributes:
        types: Names and probabilities; empty while unknown.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.types: list[tuple[str, float]] = []
        self.setFixedHeight(3 * _LINE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_types(self, types: list[tuple[str, float]]) -> None:
        """Show other probabilities."""
        self.types = types
        said = ", ".join(f"{name} {chance:.0%}" for name, chance in types)
        self.setAccessibleName(tr("Mark type: {said}", said=said or tr("not known yet")))
        self.setToolTip(tr("What the mark-type network says: {said}", said=said) if said else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names, bars and numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.types:
            painter.setFont(font(SIZES.caption))
            painter.setPen(self._theme.colour("soft"))
            painter.drawText(QRectF(0, 0, self.width(), _LINE), tr("Not known yet"))
        for row, (name, chance) in enumerate(self.types):
            self._paint_row(painter, row, name, chance)

    def _paint_row(self, painter: QPainter, row: int, name: str, chance: float) -> None:
        top, width = row * _LINE, self.width()
        first = row == 0
        weight = QFont.Weight.DemiBold if first else QFont.Weight.Normal
        painter.setFont(font(SIZES.caption, weight))
        painter.setPen(self._theme.colour("text" if first else "soft"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, _NAME, _LINE), middle, name)
        number = QRectF(width - _NUMBER, top, _NUMBER, _LINE)
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, f"{chance * 100:.0f} %")
        track = QRectF(_NAME, top + _LINE / 2 - 2, width - _NAME - _NUMBER, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, 2, 2)
        track.setWidth(max(4.0, track.width() * chance))
        painter.setBrush(self._theme.colour("accent" if first else "line_strong"))
        painter.drawRoundedRect(track, 2, 2)
