from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from examiner_app.gui import icons


@pytest.mark.usefixtures("qapp")
def test_no_icon_is_read_after_all_were(monkeypatch: pytest.MonkeyPatch) -> None:
    icons.read_all()
    icons.pixmap.cache_clear()
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: pytest.fail("read again"))
    for name in ("star", "type-text", "close"):
        assert not icons.icon(name, QColor("red")).isNull()


def test_an_icon_has_its_colour_and_its_size(qapp: QApplication) -> None:
    red = icons.pixmap("star-filled", "#ff0000", 16, 2.0)
    assert red.size().toTuple() == (32, 32)
    assert red.toImage().pixelColor(16, 16) == QColor("#ff0000")
    faint = icons.icon("star-filled", QColor("#ff0000"), QColor("#00ff00"))
    shown = faint.pixmap(16, icons.QIcon.Mode.Disabled).toImage()
    assert shown.pixelColor(8, 8).green() > 200
