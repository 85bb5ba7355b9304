"""What the colours of a layer mean, and the value under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from examiner_app.gui.state.parts import UNDER
from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.pictures import Legend

HEIGHT = 64
_BAR = 10
_LINE = 16
_SWATCH = 18
_BETWEEN = 12


class LegendView(QWidget):
    """A ramp with its ends named, or a list of swatches.

    Attributes:
        legend: What is explained; ``None`` for nothing.
        note: What stands there without a legend.
        value: The value that is read, or ``None``.
        where: Where it is read.
        more: One more line below: what other layers say.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ramp: QImage | None = None
        self.legend: Legend | None = None
        self.note = ""
        self.value: float | None = None
        self.where = UNDER
        self.more = ""
        self._digits = 2
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend"))
        theme.changed.connect(self.update)

    def explain(self, legend: Legend | None, note: str = "", digits: int = 2) -> None:
        """Show a legend, or a note where there is none; values have so many ``digits``."""
        self._digits = digits
        self.legend, self.note, self.value = legend, note, None
        self._ramp = None
        if legend is not None and not isinstance(legend.colours, tuple):
            self._ramp = QImage(
                legend.colours.tobytes(), len(legend.colours), 1, QImage.Format.Format_RGB888
            ).copy()
        self._describe()
        self.update()

    def set_value(self, value: float | None, where: str = UNDER) -> None:
        """Show the value under the pointer, or ``where`` else it is read."""
        if (value, where) != (self.value, self.where):
            self.value, self.where = value, where
            self._describe()
            self.update()

    def say_more(self, text: str) -> None:
        """Show one more line below."""
        if text != self.more:
            self.more = text
            self._describe()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ramp or swatches."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SIZES.caption))
        if self.legend is None:
            painter.setPen(self._theme.colour("soft"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(self.rect(), flags | Qt.TextFlag.TextWordWrap, self.note)
        elif self._ramp is not None:
            self._paint_ramp(painter, self.legend, self._ramp)
        else:
            self._paint_swatches(painter, self.legend)
        if self.more and self.legend is not None:
            last = QRectF(0, HEIGHT - _LINE, self.width(), _LINE)
            painter.setPen(self._theme.colour("text"))
            painter.drawText(last, Qt.AlignmentFlag.AlignVCenter, self._elided(painter, last))

    def _elided(self, painter: QPainter, room: QRectF) -> str:
        right = Qt.TextElideMode.ElideRight
        return painter.fontMetrics().elidedText(self.more, right, int(room.width()))

    def _describe(self) -> None:
        """Say in words what is painted."""
        parts = [self.legend.title if self.legend else self.note]
        if self.value is not None:
            parts.append(f"{self._number()} {self.where}")
        self.setAccessibleDescription(". ".join(part for part in (*parts, self.more) if part))

    def _number(self) -> str:
        return f"{self.value:.{self._digits}f}".replace("-", "\N{MINUS SIGN}")

    def _paint_ramp(self, painter: QPainter, legend: Legend, ramp: QImage) -> None:
        width = self.width()
        top = QRectF(0, 0, width, _LINE)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(
            top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend.title
        )
        if self.value is not None:
            text = f"{self._number()} {self.where}"
            painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        bar = QRectF(0.5, _LINE + 4.5, width - 1, _BAR)
        path = QPainterPath()
        path.addRoundedRect(bar, 3, 3)
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, ramp)
        painter.setClipping(False)
        painter.setPen(self._theme.colour("line_strong"))
        painter.drawPath(path)
        ends = QRectF(0, _LINE + _BAR + 8, width, _LINE)
        painter.setPen(self._theme.colour("soft"))
        painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, legend.low)
        painter.drawText(ends, Qt.AlignmentFlag.AlignRight, legend.high)

    def _paint_swatches(self, painter: QPainter, legend: Legend) -> None:
        if not isinstance(legend.colours, tuple):
            return
        metrics, across, row = painter.fontMetrics(), 0, 0
        for number, (colour, text) in enumerate(legend.colours):
            wanted = _SWATCH + metrics.horizontalAdvance(text)
            # Beside the one before where there is room: a row is left for other layers.
            if across and across + wanted > self.width():
                across, row = 0, row + 1
            painter.setPen(self._theme.colour("line_strong"))
            painter.setBrush(QColor(*colour))
            painter.drawRoundedRect(QRectF(across + 0.5, row * _LINE + 3.5, 10, 10), 2, 2)
            painter.setPen(self._theme.colour("soft" if number else "text"))
            left = across + _SWATCH
            room = QRectF(left, row * _LINE, self.width() - left, _LINE)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            across += wanted + _BETWEEN
