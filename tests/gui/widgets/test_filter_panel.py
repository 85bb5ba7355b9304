"""Filtering by hand: values, texts and dates, the bar over the matches, and the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from examiner_app.engine.ranking.filters import EVERY_MARK, MarkFilter
from examiner_app.gui.sources import FileSource
from examiner_app.gui.widgets.facet_tree import FIELDS, value_text
from examiner_app.gui.widgets.filter_bar import Chip
from examiner_app.gui.widgets.filter_panel import FilterPanel
from examiner_app.gui.widgets.main_window import MainWindow

Settle = Callable[[], None]
LEFT = Qt.MouseButton.LeftButton
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def filtering(window: MainWindow, logo_file: Callable[..., Path], settle: Settle) -> MainWindow:
    """A window with a finished examination and the conditions in sight."""
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    window.actions_.filter.trigger()
    settle()
    return window


def panel(window: MainWindow) -> FilterPanel:
    return window.matches.filter_panel


def numbers(item: QTreeWidgetItem) -> dict[str, str]:
    children = [item.child(row) for row in range(item.childCount())]
    return {child.text(0): child.text(1) for child in children}


def test_a_slash_brings_the_conditions_and_escape_takes_them_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert not panel(window).isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Slash)
    assert panel(window).isVisible()
    assert panel(window).fields["words"].hasFocus()
    assert window.matches.filter_button.isChecked()
    qtbot.keyClick(panel(window).fields["words"], Qt.Key.Key_Slash)
    assert panel(window).fields["words"].text() == "/"
    qtbot.keyClick(panel(window).fields["words"], Qt.Key.Key_Escape)
    assert not panel(window).isVisible()


def test_values_are_counted_and_nest(filtering: MainWindow) -> None:
    tree = panel(filtering).tree
    roots = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    assert [root.text(0) for root in roots] == list(FIELDS.values())
    assert numbers(roots[0]) == {"Text": "200", "Figure": "200", "Figure + text": "200"}
    assert numbers(roots[1]) == {"registered": "480", "not stated": "120"}
    assert list(numbers(roots[3])) == [
        "9  Instruments, electronics, software",
        "25  Clothing, footwear, headwear",
        "35  Advertising, business",
    ]
    assert tree.item("vienna", "05.05").parent() is tree.item("vienna", "05")
    assert tree.item("vienna", "05.05.20").parent() is tree.item("vienna", "05.05")
    assert tree.item("vienna", "27").text(0) == "27  Forms of writing, numerals"


def test_a_check_lists_fewer_marks_with_the_same_ranks(
    filtering: MainWindow, settle: Settle
) -> None:
    desk, bar = filtering.desk, filtering.matches.filter_bar
    before = {mark.index: desk.matches.rank("mac", mark.index) for mark in desk.matches.marks}
    whole = list(desk.matches.order)
    assert not bar.isVisible()
    panel(filtering).tree.item("types", "figure-only").setCheckState(0, CHECKED)
    settle()
    assert desk.filters.wanted == MarkFilter(types=frozenset({"figure-only"}))
    assert {mark.type for mark in desk.matches.marks} == {"figure-only"}
    assert list(desk.matches.order) == [index for index in whole if index % 3 == 1]
    for mark in desk.matches.marks:
        assert before.get(mark.index) in {None, desk.matches.rank("mac", mark.index)}
    assert bar.isVisible()
    assert bar.passing.text() == "200 of 600 marks"
    tree = panel(filtering).tree
    assert tree.topLevelItem(0).text(0) == "Type  ·  1"
    assert numbers(tree.topLevelItem(0))["Text"] == "200", "others of the field stay on offer"
    tree.item("types", "figure-only").setCheckState(0, UNCHECKED)
    settle()
    assert list(desk.matches.order) == whole
    assert not bar.isVisible()


def test_words_are_taken_while_one_types_and_dates_when_one_is_done(
    filtering: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    fields, desk = panel(filtering).fields, filtering.desk
    QTest.keyClicks(fields["words"], "norv")
    assert desk.filters.wanted is None
    qtbot.waitUntil(lambda: desk.filters.present.words == "norv")
    settle()
    assert desk.matches.marks
    assert all(mark.words == "NORVIK" for mark in desk.matches.marks)
    QTest.keyClicks(fields["filed_from"], "201x")
    qtbot.keyClick(fields["filed_from"], Qt.Key.Key_Return)
    assert "«201x» is no date" in desk.messages.waiting[-1].text
    assert desk.filters.present.filed_from == ""
    fields["filed_from"].clear()
    QTest.keyClicks(fields["filed_from"], "2018-03")
    qtbot.keyClick(fields["filed_from"], Qt.Key.Key_Return)
    settle()
    assert min(mark.filed for mark in desk.matches.marks) >= "2018-03"
    filtering.actions_.clear_filter.trigger()
    assert [field.text() for field in fields.values()] == [""] * 4


def test_chips_take_one_condition_away(filtering: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    desk, bar = filtering.desk, filtering.matches.filter_bar
    desk.filters.toggle("nice", 25)
    desk.filters.say("owner", "trading & co")
    settle()
    assert [chip.text() for chip in bar.chips] == ["Nice: 25  ×", "Owner: trading && co  ×"]
    qtbot.mouseClick(bar.chips[1], LEFT)
    settle()
    assert dict(desk.filters.conditions) == {"Nice": "25"}
    assert [chip.text() for chip in bar.chips] == ["Nice: 25  ×"]
    qtbot.mouseClick(bar.clear_button, LEFT)
    assert desk.filters.wanted is None


def test_a_chip_without_room_is_shortened(qtbot: QtBot) -> None:
    chip = Chip("Vienna", "01 Celestial bodies, natural phenomena, geographical maps")
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() == 240
    chip.resize(120, 24)
    chip.show()
    assert chip.text().endswith("…  ×")
    assert "geographical maps" in chip.toolTip()


def test_nothing_passes_and_the_window_says_so(filtering: MainWindow, settle: Settle) -> None:
    desk = filtering.desk
    desk.filters.say("owner", "nobody")
    settle()
    assert len(desk.matches.order) == 0
    page = filtering.matches.pages.currentWidget()
    assert page is not filtering.matches.grid
    assert filtering.matches.filter_bar.passing.text() == "0 of 600 marks"
    desk.filters.clear()
    settle()
    assert filtering.matches.pages.currentWidget() is filtering.matches.grid


def test_a_filter_outlives_the_candidate_and_goes_into_the_report(
    filtering: MainWindow,
    engine: Any,
    logo_file: Callable[..., Path],
    settle: Settle,
    tmp_path: Path,
) -> None:
    desk = filtering.desk
    desk.export(tmp_path / "a.html")
    desk.filters.toggle("types", "text-only")
    desk.examine(FileSource(logo_file("next.png", 5)))
    settle()
    assert {mark.type for mark in desk.matches.marks} == {"text-only"}
    desk.export(tmp_path / "b.html")
    settle()
    assert engine.report_filters == [EVERY_MARK, MarkFilter(types=frozenset({"text-only"}))]


def test_values_are_those_of_the_open_register(filtering: MainWindow, settle: Settle) -> None:
    filtering.desk.open_register(Path("other register"))
    settle()
    assert numbers(panel(filtering).tree.topLevelItem(0))["Figure"] == "200"


def test_values_say_what_they_mean() -> None:
    assert value_text("types", "text-only") == "Text"
    assert value_text("offices", "") == "not stated"
    assert value_text("vienna", "03.07") == "03.07  Birds, bats"
    assert value_text("vienna", "03.07.16") == "03.07.16"
    assert value_text("nice", 45) == "45  Legal, security, personal services"
