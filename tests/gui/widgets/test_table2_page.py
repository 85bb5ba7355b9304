"""Table 2 as a plot and as a picture: pointer, keys, clipboard and file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pointer import move
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.rank_plot import PlotPoint
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.rank_plot import RankPlot
from examiner_app.gui.widgets.rank_plot_painting import (
    DARK_LINES,
    LIGHT_LINES,
    SHAPES,
    PlotStyle,
)
from examiner_app.gui.widgets.table2_page import PLOT, TABLE, Table2Page

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]


@pytest.fixture
def pinned(window: MainWindow, logo_file: Callable[..., Path], settle: Settle) -> MainWindow:
    desk = window.desk
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    for row in (0, 4, 9):
        desk.toggle_pin(desk.matches.marks[row])
    window.matches.show_tab(1)
    settle()
    return window


@pytest.fixture
def page(pinned: MainWindow) -> Table2Page:
    return pinned.matches.table2_page


@pytest.fixture
def plot(page: Table2Page, qtbot: QtBot) -> RankPlot:
    qtbot.mouseClick(page.switcher.button(PLOT), Qt.MouseButton.LeftButton)
    assert page.shown == PLOT
    assert page.plot.isVisible()
    return page.plot


def at(plot: RankPlot, line: int, row: int) -> QPoint:
    rank = plot.lines[line][row]
    assert rank is not None
    return plot.scale().point(row, rank).toPoint()


def test_the_plot_has_every_rank(plot: RankPlot, pinned: MainWindow) -> None:
    matches = pinned.desk.matches
    marks = pinned.desk.pins.marks
    assert plot.lines == [[matches.rank(key, mark.index) for key in SORT_KEYS] for mark in marks]
    assert all(rank is not None for line in plot.lines for rank in line)


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_lines_are_painted_in_their_colours(plot: RankPlot, theme: Theme, shade: str) -> None:
    theme.choose(shade)
    strong = plot._strong()
    assert strong is not None
    wanted = (LIGHT_LINES, DARK_LINES)[shade == "dark"][strong]
    image = plot.grab().toImage()
    assert image.pixelColor(at(plot, strong, 5)).name() == wanted
    theme.choose("light")


def test_styles_repeat_only_after_all_pairs_have_met() -> None:
    styles = [PlotStyle.of(line, dark=False) for line in range(len(LIGHT_LINES) * len(SHAPES))]
    assert len({(style.colour.name(), style.shape) for style in styles}) == len(styles)


def test_pointing_tells_the_exact_rank(plot: RankPlot, pinned: MainWindow) -> None:
    move(plot, at(plot, 1, 3))
    assert plot.pointed is not None
    mark = pinned.desk.pins.marks[plot.pointed.line]
    key = SORT_KEYS[plot.pointed.row]
    rank = pinned.desk.matches.rank(key, mark.index)
    assert f"rank {rank} of" in plot.accessibleDescription()
    assert "SPoC PCAwc" in plot.accessibleDescription()
    assert f"rank {rank} of" in QToolTip.text()
    move(plot, QPoint(3, 3))
    assert plot.pointed is None
    assert plot.accessibleDescription() == ""


def test_a_click_selects_by_point_and_by_key(
    plot: RankPlot, pinned: MainWindow, qtbot: QtBot
) -> None:
    matches, marks = pinned.desk.matches, pinned.desk.pins.marks
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.key_entry(2).center().toPoint())
    assert matches.selected is marks[2]
    place = at(plot, 1, SORT_KEYS.index("atrha_rmac"))
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place)
    assert matches.selected is marks[1]
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert matches.selected is marks[1]


def test_the_keyboard_walks_and_compares(
    plot: RankPlot, pinned: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    matches, marks = pinned.desk.matches, pinned.desk.pins.marks
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.pointed == PlotPoint(0, 0, plot.lines[0][0] or 0)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.pointed == PlotPoint(1, 1, plot.lines[1][1] or 0)
    assert matches.selected is marks[1]
    for _ in range(40):
        qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.pointed is not None
    assert plot.pointed.row == len(SORT_KEYS) - 1
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    settle()
    assert pinned.comparison is not None
    assert pinned.comparison.isVisible()
    qtbot.keyClick(plot, Qt.Key.Key_Delete)
    assert pinned.desk.pins.marks == [marks[0], marks[2]]
    assert plot.pointed is None


def test_enter_in_the_table_compares(
    page: Table2Page, pinned: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    marks = pinned.desk.pins.marks
    page.table.setCurrentIndex(pinned.matches.table2_model.index(2, 1))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    assert pinned.comparison is not None
    assert pinned.comparison.isVisible()
    assert pinned.comparisons.state.pictures is not None
    assert pinned.comparisons.state.pictures.mark is marks[1]


@pytest.mark.parametrize("pins", [1, 12])
def test_any_number_of_pins_fits(
    plot: RankPlot, pinned: MainWindow, settle: Settle, pins: int
) -> None:
    desk = pinned.desk
    desk.pins.clear()
    for mark in desk.matches.marks[:pins]:
        desk.toggle_pin(mark)
    settle()
    pinned.resize(pinned.minimumSize())
    QApplication.processEvents()
    plot.grab()
    scale, below = plot.scale(), plot.key_entry(pins - 1)
    assert plot.rect().toRectF().contains(scale.area)
    assert plot.rect().toRectF().contains(below)
    assert scale.area.bottom() <= plot.key_entry(0).top()
    assert scale.area.height() / scale.methods >= 12


def test_ranks_that_are_missing_are_no_points(plot: RankPlot, pinned: MainWindow) -> None:
    model = plot._model
    before = model.rank
    model.rank = lambda key, mark: (  # type: ignore[method-assign]
        None if key != "mac" else before(key, mark)
    )
    plot.grab()
    for row in range(len(SORT_KEYS)):
        points = [line[row] for line in plot.lines]
        assert all(rank is None for rank in points) is (SORT_KEYS[row] != "mac")
    plot.setFocus()
    plot._walk(0, 1)
    assert plot.pointed is not None
    assert SORT_KEYS[plot.pointed.row] == "mac"
    before_walk = plot.pointed
    plot._walk(0, 1)
    assert plot.pointed == before_walk, "there is nothing below"


def test_the_switch_keeps_the_focus(page: Table2Page, pinned: MainWindow, qtbot: QtBot) -> None:
    page.table.setFocus()
    pinned.table2_actions.toggle.trigger()
    assert page.shown == PLOT
    assert page.switcher.button(PLOT).isChecked()
    pinned.table2_actions.toggle.trigger()
    assert page.shown == TABLE


def test_a_picture_goes_into_the_clipboard(pinned: MainWindow, settle: Settle) -> None:
    QGuiApplication.clipboard().clear()
    pinned.table2_actions.copy.trigger()
    settle()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1000
    assert image.pixelColor(1, 1).name() == "#ffffff"
    assert "clipboard" in pinned.desk.messages.waiting[-1].text
    pinned.desk.pins.clear()
    assert not pinned.table2_actions.copy.isEnabled()
    assert not pinned.table2_actions.save.isEnabled()


@pytest.mark.parametrize("name", ["ranks.png", "ranks"])
def test_a_picture_is_saved(
    pinned: MainWindow,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        # The table changes while the dialog is open: what was seen before is saved.
        pinned.desk.pins.clear()
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    pinned.table2_actions.save.trigger()
    settle()
    assert asked[0].endswith("candidate Table 2.png")
    assert QImage(str(tmp_path / "ranks.png")).width() > 1000


def test_a_place_that_cannot_be_written_is_told(
    pinned: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    pinned.table2_actions.export.save(tmp_path / "missing" / "ranks.png")
    settle()
    assert "cannot be written" in pinned.desk.messages.waiting[-1].text


def test_an_empty_table_is_refused(window: MainWindow) -> None:
    window.table2_actions.export.copy()
    assert "pin a match" in window.desk.messages.waiting[-1].text


def test_coming_to_the_table_chooses_no_other_match(
    pinned: MainWindow, page: Table2Page, qtbot: QtBot
) -> None:
    matches, marks = pinned.desk.matches, pinned.desk.pins.marks
    for mark in (marks[-1], marks[0]):
        matches.select(mark)
        pinned.matches.grid.setFocus()
        pinned.actions_.show_table.trigger()
        assert page.table.hasFocus()
        assert matches.selected is mark
        assert page.table.currentIndex().column() == marks.index(mark)
        pinned.actions_.show_matches.trigger()
    other = next(mark for mark in matches.marks if mark not in marks)
    matches.select(other)
    pinned.actions_.show_table.trigger()
    assert matches.selected is other
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert matches.selected in marks
