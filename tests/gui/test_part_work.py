from __future__ import annotations

from PySide6.QtCore import QRectF

from examiner_app.engine.region import Place, Region
from examiner_app.gui.part_work import _on_mark


def test_what_is_searched_lies_where_its_region_lies() -> None:
    place = Place(Region(50, 20, 100, 40), 200, 80)
    assert _on_mark(QRectF(0, 0, 1, 1), place) == QRectF(0.25, 0.25, 0.5, 0.5)
    # The square of the cells reaches beyond the region; half of it to either side here.
    assert _on_mark(QRectF(-0.5, 0.5, 2, 0.5), place) == QRectF(0, 0.5, 1, 0.25)
    share = QRectF(0.1, 0.2, 0.3, 0.4)
    assert _on_mark(share, None) == share
