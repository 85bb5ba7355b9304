"""The button in the header that folds the matches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.sources import FileSource
from examiner_app.gui.widgets.basics import MARGIN
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.matches_panel import MATCHES, TABLE2

Settle = Callable[[], None]


@pytest.fixture
def examined(window: MainWindow, logo_file: Callable[..., Path], settle: Settle) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    register = window.desk.session.register
    register.manifest.coverage.repeats = 60
    window.desk.examine(FileSource(logo_file()))
    settle()
    return window


def colours(window: MainWindow) -> set[str]:
    """Colours of the icon's opaque pixels."""
    image = window.matches.fold_button.icon().pixmap(16).toImage()
    pixels = (image.pixelColor(x, y) for x in range(16) for y in range(16))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_the_menu_folds_and_ticks_what_is_folded(examined: MainWindow, settle: Settle) -> None:
    button, matches = examined.matches.fold_button, examined.desk.matches
    ways = button.choices.actions()[:3]
    assert [way.text() for way in ways] == ["Nothing", "Same picture", "Same picture or owner"]
    assert [way.isChecked() for way in ways] == [False, True, False]
    ways[0].trigger()
    settle()
    assert matches.places == matches.count == 600
    assert [way.isChecked() for way in ways] == [True, False, False]


def test_it_shows_whether_marks_are_folded(examined: MainWindow, settle: Settle) -> None:
    button = examined.matches.fold_button
    assert button.accessibleName() == "Which marks take one place"
    assert button.toolTip().splitlines()[:2] == [
        "Fold: Same picture",
        "600 marks are in 540 places",
    ]
    assert button.accessibleDescription() == "Fold: Same picture. 600 marks are in 540 places"
    folded = colours(examined)
    examined.desk.folding.choose("nothing")
    settle()
    assert not folded & colours(examined)
    assert button.toolTip().splitlines()[:2] == [
        "Fold: Nothing",
        "Every mark has a place of its own",
    ]


def test_what_was_unfolded_is_folded_again_at_once(examined: MainWindow, settle: Settle) -> None:
    matches, again = examined.desk.matches, examined.fold_actions.fold_all
    before = [int(size) for size in matches.sizes]
    assert not again.isEnabled()
    folded = [mark for row, mark in enumerate(matches.marks) if matches.stands_for(row) == 2]
    for mark in folded[:2]:
        examined.desk.toggle_fold(mark)
        settle()
    assert len(matches.order) == 542
    assert again in examined.matches.fold_button.choices.actions()
    again.trigger()
    settle()
    assert [int(size) for size in matches.sizes] == before
    assert not again.isEnabled()


def test_the_header_has_room_for_it_in_the_least_window(examined: MainWindow, qtbot: QtBot) -> None:
    examined.resize(1120, 690)
    header = examined.matches.findChild(QWidget, "centre-header")
    assert header is not None
    sort = examined.matches.sort
    qtbot.waitUntil(lambda: sort.geometry().right() < header.width() - MARGIN)
    assert examined.matches.fold_button.isVisible()
    examined.matches.show_tab(TABLE2)
    assert not examined.matches.fold_button.isVisible()
    examined.matches.show_tab(MATCHES)
    assert examined.matches.fold_button.isVisible()
