"""What the colours on the two marks mean, and the numbers under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.comparison import Toggle
from examiner_app.gui.state.layers import FILED
from examiner_app.gui.state.parts import PARTS, Side
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.legend import LegendView
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.description import Layers

Spot = tuple[Side, QPointF]
"""A place on one of the marks, as shares of its picture's width and height."""


class PairLegends(QWidget):
    """A legend below each mark; both are put away where no layer is on.

    Attributes:
        views: The legends, the one on the left first.
    """

    def __init__(self, desk: Desk, comparisons: Comparisons, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._comparisons = comparisons
        self._state = comparisons.state
        self._parts = comparisons.finder.state
        self.views = (LegendView(theme), LegendView(theme))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        for view in self.views:
            row.addWidget(view, 1)
        for signal in (
            self._state.options_changed,
            self._state.pair_changed,
            self._parts.changed,
            self._parts.source_changed,
        ):
            signal.connect(self._explain)
        self._explain()

    def legend(self, side: Side) -> LegendView:
        """Return the legend below a mark."""
        return self.views[side.other if self._state.active(Toggle.SWAP) else side]

    def point(self, spot: Spot | None) -> None:
        """Show the value of the layer at a place, or none; the parts read their own."""
        if self._state.layer == PARTS:
            return
        for side in Side:
            here = spot is not None and spot[0] is side
            self.legend(side).set_value(self._value(side, spot[1]) if here and spot else None)

    def _value(self, side: Side, share: QPointF) -> float | None:
        layers, pictures = self._layers(side), self._state.pictures
        if layers is None or pictures is None or pictures.legends[side] is None:
            return None
        from examiner_app.engine.pictures import value_at

        height, width = layers.text.shape
        column, row = int(share.x() * width), int(share.y() * height)
        return value_at(self._state.layer, layers, column, row)

    def _layers(self, side: Side) -> Layers | None:
        if side is Side.CANDIDATE:
            return self._desk.candidate.layers
        return self._comparisons.match_layers

    def _explain(self) -> None:
        layer = self._state.layer
        self.setVisible(layer != FILED)
        for side in Side:
            if layer == PARTS:
                self._explain_parts(side)
            elif layer != FILED:
                pictures = self._state.pictures
                known = pictures.legends[side] if pictures else None
                if known is not self.legend(side).legend or known is None:
                    self.legend(side).explain(known, tr("Computing this layer…"))

    def _explain_parts(self, side: Side) -> None:
        view, painted, source = self.legend(side), self._parts.painted, self._parts.source
        if painted is None:
            view.explain(None, self._parts.note if side is Side.CANDIDATE else "")
            return
        answers = source is not None and source.side is not side
        view.explain(painted.answer_legend if answers else painted.legend, "", 2 if answers else 4)
        reading = self._parts.reading(side)
        if reading is not None:
            view.set_value(reading.value, reading.where)
