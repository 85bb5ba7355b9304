"""The matches by hand: grid and table, keys, sizes, sorting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from examiner_app.gui.desk import Desk
from examiner_app.gui.models.match_columns import COLUMNS, JUDGED, SPREAD
from examiner_app.gui.models.match_model import Role
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.ranks import FUSED, SORT_KEYS
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.arrangement import GRID, LARGEST, SMALLEST, TABLE
from examiner_app.gui.theme import Theme
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.matches_panel import TABLE2
from examiner_app.settings import CELL_SIZE, MATCH_LAYOUT

Make = Callable[..., Path]
Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
VIEWS = pytest.mark.parametrize("layout", [GRID, TABLE])


@pytest.fixture
def tabled(examined: MainWindow, settle: Settle) -> MainWindow:
    examined.arrangement.show(TABLE)
    settle()
    return examined


def in_sight(window: MainWindow) -> bool:
    view = window.matches.matches_view
    row = window.matches.model.row_of(window.desk.matches.selected)
    assert row is not None
    index = window.matches.model.index(row, view.currentIndex().column())
    return view.viewport().rect().intersects(view.visualRect(index))


def test_two_buttons_and_a_key_switch(examined: MainWindow, qtbot: QtBot) -> None:
    panel, switch = examined.matches, examined.matches.switch
    panel.grid.setFocus()
    assert panel.pages.currentWidget() is panel.grid
    qtbot.keyClick(panel.grid, Qt.Key.Key_G, CTRL)
    assert panel.pages.currentWidget() is panel.table
    assert panel.table.hasFocus()
    assert switch.button(TABLE).isChecked()
    assert not switch.slider.isEnabled()
    qtbot.mouseClick(switch.button(GRID), LEFT)
    assert panel.pages.currentWidget() is panel.grid
    assert switch.slider.isEnabled()
    panel.show_tab(TABLE2)
    assert not switch.isVisible()
    qtbot.keyClick(examined, Qt.Key.Key_G, CTRL)
    assert panel.pages.currentWidget() is panel.table


def test_layout_and_size_are_remembered(
    desk: Desk, theme: Theme, qtbot: QtBot, window: MainWindow
) -> None:
    window.arrangement.show(TABLE)
    window.arrangement.resize(200)
    window.close()
    assert window.preferences.get(MATCH_LAYOUT) == TABLE
    assert window.preferences.get(CELL_SIZE) == "200"


def test_the_window_opens_as_it_was_left(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    preferences = Preferences()
    preferences.set(MATCH_LAYOUT, TABLE)
    preferences.set(CELL_SIZE, "99")
    window = MainWindow(desk, theme, preferences)
    qtbot.addWidget(window)
    assert window.matches.matches_view is window.matches.table
    assert window.matches.switch.slider.value() == 99
    window.close()


def test_both_views_follow_one_selection(examined: MainWindow, qtbot: QtBot) -> None:
    panel, matches = examined.matches, examined.desk.matches
    panel.grid.setFocus()
    for _ in range(40):
        qtbot.keyClick(panel.grid, Qt.Key.Key_Right)
    assert matches.selected is matches.marks[40]
    examined.arrangement.show(TABLE)
    assert panel.table.currentIndex().row() == 40
    assert in_sight(examined)
    for _ in range(20):
        qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert matches.selected is matches.marks[60]
    examined.arrangement.show(GRID)
    assert panel.grid.currentIndex().row() == 60
    assert in_sight(examined)


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
@VIEWS
def test_keys_of_a_list(
    examined: MainWindow, qtbot: QtBot, settle: Settle, layout: str, engine: Any
) -> None:
    examined.arrangement.show(layout)
    settle()
    view, matches = examined.matches.matches_view, examined.desk.matches
    view.setFocus()
    rows = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(view, key)
        rows.append(view.currentIndex().row())
        assert in_sight(examined)
    assert 0 < rows[2] < rows[1]
    assert rows[3] == 0
    last = examined.matches.model.rowCount() - 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == last
    assert matches.selected is matches.marks[last]
    qtbot.waitUntil(lambda: examined.matches.model.rowCount() > last + 1)
    settle()
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert examined.desk.pins.marks == [matches.marks[last]]
    with qtbot.waitSignal(view.compared):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_ctrl_home_and_end_go_along_a_row(tabled: MainWindow, qtbot: QtBot) -> None:
    table = tabled.matches.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_End, CTRL)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, len(COLUMNS) - 1)
    qtbot.keyClick(table, Qt.Key.Key_Home, CTRL)
    assert table.currentIndex().column() == COLUMNS.index(JUDGED)


def test_a_click_on_a_method_sorts(tabled: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    heads, matches = tabled.matches.table.heads, tabled.desk.matches
    for key in ("mac", "spoc"):
        place = heads.sectionViewportPosition(COLUMNS.index(key)) + 20
        qtbot.mouseMove(heads.viewport(), QPoint(place, 30))
        qtbot.mouseClick(heads.viewport(), LEFT, pos=QPoint(place, 30))
        settle()
        assert matches.sorted_by == key
    place = heads.sectionViewportPosition(COLUMNS.index(SPREAD)) + 20
    qtbot.mouseClick(heads.viewport(), LEFT, pos=QPoint(place, 30))
    assert matches.sort == "spoc"


def test_a_method_that_the_register_lacks_is_not_sorted_by(
    window: MainWindow, engine: Any, settle: Settle, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    ready_made = engine.open_register

    def open_small(path: Path) -> Any:
        register = ready_made(path)
        register.methods = ("mac", "atrha_rmac")
        return register

    monkeypatch.setattr(engine, "open_register", open_small)
    window.desk.open_register(Path("small register"))
    settle()
    heads = window.matches.table.heads
    before = window.desk.matches.sort
    heads.sectionClicked.emit(COLUMNS.index("spoc"))
    qtbot.keyClick(window, Qt.Key.Key_3)
    assert window.desk.matches.sort == before
    heads.sectionClicked.emit(COLUMNS.index("mac"))
    assert window.desk.matches.sort == "mac"


def test_what_sorts_the_table_is_in_sight(tabled: MainWindow, settle: Settle) -> None:
    tabled.resize(1366, 768)
    settle()
    table = tabled.matches.table
    for key in (FUSED, "sift_bow"):
        tabled.desk.matches.sort_by(key)
        settle()
        left = table.columnViewportPosition(COLUMNS.index(key))
        assert 0 <= left <= table.viewport().width() - table.columnWidth(COLUMNS.index(key))


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_stars_and_rows_of_the_table(tabled: MainWindow, qtbot: QtBot) -> None:
    table, desk = tabled.matches.table, tabled.desk
    rows = table.rows.viewport()
    star = table.rows.star_at(2).center()
    qtbot.mouseMove(rows, star)
    qtbot.mouseClick(rows, LEFT, pos=star)
    assert desk.pins.marks == [desk.matches.marks[2]]
    assert desk.matches.selected is desk.matches.marks[0]
    qtbot.mouseClick(rows, LEFT, pos=table.rows.star_at(3).center() - QPoint(120, 0))
    assert desk.matches.selected is desk.matches.marks[3]
    with qtbot.waitSignal(table.compared):
        table.rows.sectionDoubleClicked.emit(3)
    qtbot.mouseMove(tabled.matches.table.viewport(), QPoint(5, 5))


def test_the_table_reads_only_thumbnails_in_sight(
    window: MainWindow, engine: Any, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    window.arrangement.show(TABLE)
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    read = engine.workbenches[0].register.thumbnails_read
    # Rows are painted in several turns, and each asks for its own.
    qtbot.waitUntil(lambda: len(read) > 5)
    qtbot.wait(100)
    settle()
    assert len(read) < 25
    bar = window.matches.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: window.matches.model.rowCount() > 100)
    settle()
    assert len(read) < 60


def test_figures_sort(examined: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    matches, actions = examined.desk.matches, examined.actions_
    for number, key in enumerate((FUSED, *SORT_KEYS[:9])):
        qtbot.keyClick(examined, Qt.Key(Qt.Key.Key_0 + number))
        settle()
        assert matches.sorted_by == key
        assert actions.sorts[key].shortcut().toString() == str(number)
    assert actions.sorts[SORT_KEYS[9]].shortcut().isEmpty()


def test_figures_belong_to_a_text_field_that_has_the_focus(
    examined: MainWindow, qtbot: QtBot
) -> None:
    before = examined.desk.matches.sort
    field = QLineEdit(examined.centralWidget())
    field.show()
    examined.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for key in (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_P):
        qtbot.keyClick(field, key)
    assert field.text() == "01p"
    assert examined.desk.matches.sort == before
    assert len(examined.desk.pins) == 0


def test_the_slider_sizes_the_cells(examined: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    grid, slider = examined.matches.grid, examined.matches.switch.slider
    slider.setValue(LARGEST)
    assert grid.gridSize().width() >= LARGEST
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert examined.arrangement.size == SMALLEST
    assert SMALLEST <= grid.gridSize().width() < SMALLEST + 10


def test_keys_and_wheel_size_the_cells(examined: MainWindow, qtbot: QtBot) -> None:
    grid = examined.matches.grid

    def across() -> int:
        return grid.viewport().width() // grid.gridSize().width()

    before = across()
    qtbot.keyClick(examined, Qt.Key.Key_Minus, CTRL)
    assert across() == before + 1
    qtbot.keyClick(examined, Qt.Key.Key_Equal, CTRL)
    qtbot.keyClick(examined, Qt.Key.Key_Plus, CTRL)
    assert across() == before - 1
    wheel(grid.viewport(), -120, CTRL)
    assert across() == before
    # A touch pad turns a little at a time.
    for _ in range(3):
        wheel(grid.viewport(), -40, CTRL)
    assert across() == before + 1
    assert grid.verticalScrollBar().value() == 0
    wheel(grid.viewport(), -120, Qt.KeyboardModifier.NoModifier)
    assert grid.verticalScrollBar().value() > 0
    examined.arrangement.show(TABLE)
    assert not examined.actions_.larger.isEnabled()
    assert not examined.actions_.smaller.isEnabled()


@pytest.mark.parametrize("row", [37, 99])
def test_the_selected_match_stays_in_sight(examined: MainWindow, settle: Settle, row: int) -> None:
    matches = examined.desk.matches
    matches.select(matches.marks[row])
    for size in (SMALLEST, LARGEST, 110, 240, SMALLEST, 132):
        examined.arrangement.resize(size)
        assert in_sight(examined)
        settle()
        assert in_sight(examined)
    for width in (1120, 1600, 1300):
        examined.resize(width, 760)
        settle()
        assert in_sight(examined)


def test_what_is_read_stays_in_sight_where_the_selected_match_is_not(
    examined: MainWindow, settle: Settle
) -> None:
    grid, model = examined.matches.grid, examined.matches.model
    grid.scrollTo(model.index(80, 0), grid.ScrollHint.PositionAtTop)
    assert not in_sight(examined)
    seen = grid.indexAt(QPoint(30, 30)).row()
    examined.arrangement.resize(LARGEST)
    settle()
    assert grid.viewport().rect().intersects(grid.visualRect(model.index(seen, 0)))


def test_the_smallest_cells_show_hundreds_with_their_pictures(
    examined: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    examined.resize(1920, 1080)
    examined.arrangement.resize(SMALLEST)
    grid, model = examined.matches.grid, examined.matches.model
    qtbot.waitUntil(lambda: model.rowCount() > 220)
    settle()
    qtbot.wait(50)
    settle()
    shown = [
        model.index(row, 0)
        for row in range(model.rowCount())
        if grid.viewport().rect().contains(grid.visualRect(model.index(row, 0)))
    ]
    assert len(shown) > 200
    assert all(index.data(Role.THUMBNAIL) is not None for index in shown)


def test_the_window_answers_while_its_matches_are_laid_out_anew(
    examined: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    examined.repaint()
    with Watchdog() as watchdog:
        for size in (SMALLEST, 100, LARGEST, SMALLEST):
            examined.arrangement.resize(size)
            settle()
            qtbot.wait(5)
        examined.arrangement.toggle()
        table = examined.matches.table
        for step in range(0, 900, 90):
            table.verticalScrollBar().setValue(step)
            table.horizontalScrollBar().setValue(step)
            qtbot.wait(5)
        examined.desk.matches.sort_by(FUSED)
        settle()
    # As for the search: only the window's own work.
    assert watchdog.longest_busy_ms < 50


def wheel(widget: Any, angle: int, modifiers: Qt.KeyboardModifier) -> None:
    place = QPointF(60, 60)
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
