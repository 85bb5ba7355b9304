from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.gui import fonts_ahead
from examiner_app.gui.fonts_ahead import FACES, SAMPLES, SHIPPED, FontsAhead
from examiner_app.gui.theme import metrics
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.resources import resource

Script = QFontDatabase.WritingSystem


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
    monkeypatch.setattr(fonts_ahead, "SHIPPED", {})
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


def test_what_the_computer_has_no_font_for_is_taken_from_the_reports(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {Script.Thai, Script.Hebrew}
    added: list[str] = []
    database = SimpleNamespace(
        families=lambda script: ["some"] if script in there else [],
        addApplicationFont=lambda path: added.append(path) or 0,
    )
    monkeypatch.setattr(fonts_ahead, "QFontDatabase", database)
    monkeypatch.setattr(fonts_ahead, "PAUSE_MS", 0)
    fonts = FontsAhead()
    fonts.start()
    qtbot.waitUntil(lambda: fonts.ready)
    wanted = dict.fromkeys(name for script, name in SHIPPED.items() if script not in there)
    assert [Path(path).stem for path in added] == list(wanted)
    assert all(Path(path).is_file() for path in added)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (Script.Korean, "한글"),
        (Script.Japanese, "かな"),
        (Script.SimplifiedChinese, "漢字"),
        (Script.Arabic, "العربية"),
        (Script.Hebrew, "שלום"),
        (Script.Thai, "ไทย"),
        (Script.Devanagari, "हिन्दी"),
        (Script.Khmer, "ខ្មែរ"),
        (Script.Tamil, "தமிழ்"),
    ],
)
def test_the_fonts_of_the_reports_have_the_letters(
    qapp: QApplication, script: Script, text: str
) -> None:
    font = QRawFont(str(resource("fonts", f"{SHIPPED[script]}.ttf")), 12)
    assert all(font.supportsCharacter(ord(letter)) for letter in text)
