from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from examiner_app.gui import fonts_ahead
from examiner_app.gui.fonts_ahead import FACES, SAMPLES, FontsAhead
from examiner_app.gui.theme import metrics
from examiner_app.gui.widgets.main_window import MainWindow


def test_every_sample_is_measured_once_in_a_turn_of_its_own(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[tuple[object, str]] = []

    def measures(*face: object) -> SimpleNamespace:
        def measure(text: str) -> int:
            measured.append((face, text))
            return 0

        return SimpleNamespace(horizontalAdvance=measure)

    monkeypatch.setattr(fonts_ahead, "metrics", measures)
    monkeypatch.setattr(fonts_ahead, "PAUSE_MS", 0)
    fonts = FontsAhead()
    qtbot.wait(5)
    assert measured == []
    fonts.start()
    fonts._step()
    assert len(measured) == 1
    qtbot.waitUntil(lambda: fonts.ready)
    fonts.start()
    qtbot.wait(10)
    assert measured == [(face, sample) for face in FACES for sample in SAMPLES]


@pytest.mark.parametrize("face", FACES)
def test_words_are_painted_in_fonts_that_are_at_hand(face: tuple[int, QFont.Weight]) -> None:
    # A sample without width would have opened nothing.
    assert all(metrics(*face).horizontalAdvance(sample) > 0 for sample in SAMPLES)


def test_a_window_that_is_shown_has_them_soon(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.fonts.ready, timeout=10_000)
