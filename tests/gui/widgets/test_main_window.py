"""The whole window with a fake engine: drops, keys, refusals, and an examination to its report."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QFileDialog,
    QWidget,
)
from pytestqt.qtbot import QtBot

from examiner_app.gui.models.match_model import Role
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.match_delegate import star_rect
from examiner_app.gui.widgets.message_bar import MessageList
from examiner_app.settings import COLUMNS, GEOMETRY, REGISTER, REPORT_FOLDER

Make = Callable[..., Path]
Settle = Callable[[], None]
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def drop(window: MainWindow, mime: QMimeData) -> bool:
    """Drag over the window and drop; return whether the drag was accepted."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(80, 200), ACTIONS, mime, buttons, keys)
    entered.ignore()
    QApplication.sendEvent(window, entered)
    if not entered.isAccepted():
        return False
    dropped = QDropEvent(QPointF(80, 200), ACTIONS, mime, buttons, keys)
    QApplication.sendEvent(window, dropped)
    assert dropped.isAccepted()
    assert dropped.dropAction() == Qt.DropAction.CopyAction
    return True


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.fixture
def ready(window: MainWindow, settle: Settle) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    return window


@pytest.fixture
def examined(ready: MainWindow, logo_file: Make, settle: Settle) -> MainWindow:
    assert drop(ready, files(logo_file()))
    settle()
    return ready


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_from_drop_to_report(
    ready: MainWindow,
    engine: Any,
    logo_file: Make,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The examiner's way, by hand: drop, look at layers, sort, pin, compare, export."""
    window, desk = ready, ready.desk
    assert drop(window, files(logo_file("Norvik.png")))
    settle()
    assert window.windowTitle() == "Norvik.png – Examiner"
    assert window.matches.pages.currentWidget() is window.matches.grid
    assert window.matches.shown.text() == "600 marks"
    assert window.candidate.types.types[0][0] == "Figure + text"

    qtbot.mouseClick(window.candidate.switcher.button("cam"), Qt.MouseButton.LeftButton)
    assert desk.layers.key == "cam"
    assert window.candidate.legend.legend is not None

    combo = window.matches.sort
    row = combo.findData("spoc")
    combo.setCurrentIndex(row)
    combo.activated.emit(row)
    settle()
    assert desk.matches.sorted_by == "spoc"

    grid = window.matches.grid
    grid.setFocus()
    grid.setCurrentIndex(window.matches.model.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert desk.matches.selected is desk.matches.marks[1]
    qtbot.waitUntil(lambda: window.compare.match_caption.text() == "Rank 2 by SPoC")
    qtbot.keyClick(window, Qt.Key.Key_P)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert desk.pins.indices == [desk.matches.marks[1].index, desk.matches.marks[2].index]
    assert window.compare.pin.isChecked()

    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.matches.tabs.tabText(1) == "Table 2 · 2"
    assert window.matches.pages.currentWidget() is window.matches.table2_page

    target = tmp_path / "Norvik"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "HTML (*.html)"))
    qtbot.mouseClick(window.header.export_button, Qt.MouseButton.LeftButton)
    assert window.reports.window is not None
    window.reports.window.save.trigger()
    settle()
    assert engine.reports.pop(0)[3].suffix == ".pdf", "the preview"
    assert engine.reports[0][1:] == (desk.pins.indices, "spoc", target.with_suffix(".html"))
    assert window.message_bar.isVisible()
    assert window.message_bar.open_button.isVisible()
    assert "Norvik.html" in window.message_bar.text.text()
    assert window.preferences.get(REPORT_FOLDER) == str(tmp_path)


def test_methods_that_a_register_lacks_cannot_be_chosen(
    window: MainWindow, engine: Any, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_made = engine.open_register

    def open_small(path: Path) -> Any:
        register = ready_made(path)
        register.methods = ("mac", "atrha_rmac")
        return register

    monkeypatch.setattr(engine, "open_register", open_small)
    window.desk.open_register(Path("small register"))
    settle()
    sorts = window.actions_.sorts
    enabled = {key for key, action in sorts.items() if action.isEnabled()}
    assert enabled == {"mac", "atrha_rmac", "fused"}


def test_a_drag_lights_the_candidate_up_until_it_leaves(ready: MainWindow, logo_file: Make) -> None:
    panel = ready.candidate
    mime = files(logo_file())
    event = QDragEnterEvent(
        QPoint(5, 5), ACTIONS, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(ready, event)
    assert panel.view.highlighted
    QApplication.sendEvent(ready, QDragLeaveEvent())
    assert not panel.view.highlighted


def test_junk_is_not_even_accepted(ready: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("just words")
    assert not drop(ready, mime)
    assert ready.desk.messages.current is None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (files, "is a folder"),
        (
            lambda folder: files(folder / "a.png", folder / "b.png"),
            "None of the 2 files can be read: a.png, b.png.",
        ),
        (lambda folder: files(_text(folder / "notes.txt")), "not an image"),
        (lambda _: _web(), "web address"),
    ],
    ids=["folder", "several", "text file", "web address"],
)
def test_refusals_stay_until_dismissed_and_change_nothing(
    examined: MainWindow,
    settle: Settle,
    qtbot: QtBot,
    tmp_path: Path,
    make: Callable[[Path], QMimeData],
    says: str,
) -> None:
    before = examined.desk.candidate.examination
    assert drop(examined, make(tmp_path))
    settle()
    bar = examined.message_bar
    assert bar.isVisible()
    assert says in bar.text.text()
    assert examined.desk.candidate.examination is before
    assert examined.candidate.name.full_text == "candidate.png"
    qtbot.keyClick(examined, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert [says in message.text for message in examined.desk.messages.history] == [True]


def test_image_data_can_be_dropped_and_pasted(
    ready: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    mime = QMimeData()
    mime.setImageData(image)
    assert drop(ready, mime)
    settle()
    assert ready.candidate.name.full_text == "Dropped image.png"
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(ready, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ready.candidate.name.full_text == "Pasted image.png"
    QGuiApplication.clipboard().setText("words")
    ready.paste()
    assert "no image" in ready.message_bar.text.text()


def test_dialogs_give_logos_and_registers(
    ready: MainWindow,
    logo_file: Make,
    settle: Settle,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(logo_file("a.png"))], ""))
    qtbot.mouseClick(ready.header.open_button, Qt.MouseButton.LeftButton)
    settle()
    assert ready.candidate.name.full_text == "a.png"
    folder = tmp_path / "other register"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.mouseClick(ready.header.register_button, Qt.MouseButton.LeftButton)
    settle()
    assert "Other register" in ready.header.register_button.text()
    assert ready.preferences.get(REGISTER) == str(folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    ready.dialogs.choose_logo()
    ready.dialogs.choose_register()
    assert not ready.desk.jobs.busy


def test_layers_have_shortcuts_opacity_and_values(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    panel, layers = examined.candidate, examined.desk.layers
    alt = Qt.KeyboardModifier.AltModifier
    for number, key in enumerate(("filed", "text", "ssa", "cam", "atrha")):
        qtbot.keyClick(examined, Qt.Key(Qt.Key.Key_1 + number), alt)
        assert layers.key == key
        assert panel.switcher.button(key).isChecked()
        assert panel.slider.isEnabled() is (key != "filed")
    layers.show("cam")
    panel.slider.setValue(35)
    assert layers.opacity == pytest.approx(0.35)
    assert panel.view.overlays[0].opacity == pytest.approx(0.35)
    qtbot.keyClick(examined, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert panel.slider.value() == 45
    place = panel.view.image_rect()
    qtbot.mouseMove(panel.view, place.center())
    panel.view.pointed.emit(QPointF(0.5, 0.4))
    assert panel.legend.value is not None
    assert panel.legend.value > 0.9
    panel.view.left.emit()
    assert panel.legend.value is None
    qtbot.mouseClick(panel.filed_tile, Qt.MouseButton.LeftButton)
    assert layers.key == "filed"
    qtbot.mouseClick(panel.searched_tile, Qt.MouseButton.LeftButton)
    assert layers.key == "atrha"


def test_the_mark_as_filed_is_always_in_sight(examined: MainWindow) -> None:
    for key in ("text", "atrha"):
        examined.desk.layers.show(key)
        examined.desk.layers.set_opacity(1)
        assert examined.candidate.filed_tile.isVisible()
        assert not examined.candidate.filed_tile.image_rect().isEmpty()


def test_a_click_on_the_star_pins(examined: MainWindow, qtbot: QtBot) -> None:
    grid = examined.matches.grid
    index = examined.matches.model.index(3, 0)
    star = star_rect(grid.visualRect(index)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=star)
    assert examined.desk.pins.marks == [index.data(Role.MARK)]
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=star)
    assert len(examined.desk.pins) == 0


def test_only_thumbnails_in_sight_are_read(
    examined: MainWindow, engine: Any, settle: Settle, qtbot: QtBot
) -> None:
    read = engine.workbenches[0].register.thumbnails_read
    # Cells are painted in several turns, and each asks for its own.
    qtbot.waitUntil(lambda: len(read) > 5)
    qtbot.wait(100)
    settle()
    assert len(read) < 60
    assert len(read) == len(set(read))


def test_scrolling_loads_further_pages(examined: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    grid, model = examined.matches.grid, examined.matches.model
    before = model.rowCount()
    grid.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() > before)
    settle()


def test_table2_copies_releases_and_shows(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    desk, panel = examined.desk, examined.matches
    for row in (0, 5, 8):
        desk.toggle_pin(desk.matches.marks[row])
    panel.show_tab(1)
    settle()
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == panel.table2_model.as_text()
    table = panel.table2
    table.setCurrentIndex(panel.table2_model.index(2, 1))
    table.clicked.emit(panel.table2_model.index(2, 1))
    assert desk.matches.selected is desk.matches.marks[5]
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert desk.matches.selected is desk.matches.marks[8]
    qtbot.keyClick(table, Qt.Key.Key_Left)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert desk.pins.indices == [desk.matches.marks[row].index for row in (0, 8)]
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, 1)
    header = table.header
    cross = QPoint(header.sectionViewportPosition(0) + header.sectionSize(0) - 14, 20)
    qtbot.mouseMove(header.viewport(), cross)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert desk.pins.indices == [desk.matches.marks[8].index]
    examined.actions_.clear_pins.trigger()
    assert panel.pages.currentWidget() is not table
    assert not panel.copy_button.isVisible()


def test_the_candidate_is_examined_again(examined: MainWindow, settle: Settle) -> None:
    before = examined.desk.candidate.examination
    assert before is not None
    assert examined.actions_.retry.isEnabled()
    examined.actions_.retry.trigger()
    assert not examined.actions_.retry.isEnabled()
    settle()
    assert examined.desk.candidate.examination is not None
    assert examined.desk.candidate.examination is not before


def test_the_rank_table_sorts(examined: MainWindow, settle: Settle) -> None:
    table = examined.compare.table
    table.activated.emit(table.model().index(1, 0))
    settle()
    assert examined.desk.matches.sort == "mac"
    assert examined.matches.sort.currentText() == "MAC"
    assert examined.actions_.sorts["mac"].isChecked()


def test_facts_leave_out_what_is_not_known(examined: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(examined.compare.facts.texts))
    texts = examined.compare.facts.texts
    assert "Owner" in texts
    assert "" not in texts


def test_actions_are_allowed_only_when_they_make_sense(
    window: MainWindow, engine: Any, logo_file: Make, qtbot: QtBot, settle: Settle
) -> None:
    actions = window.actions_
    assert not actions.export.isEnabled()
    assert not actions.pin.isEnabled()
    assert not actions.copy_table.isEnabled()
    engine.gate.clear()
    window.desk.open_register(Path("demo register"))
    drop(window, files(logo_file()))
    qtbot.waitUntil(lambda: window.desk.candidate.phase is Phase.WAITING)
    assert not actions.export.isEnabled()
    assert window.matches._no_matches.title.text() == "Getting ready"
    engine.gate.set()
    settle()
    assert actions.export.isEnabled()
    assert actions.pin.isEnabled()
    assert window.header.export_button.isEnabled()


def test_a_failed_search_offers_to_try_again(
    ready: MainWindow, engine: Any, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    engine.workbenches[0].error = RuntimeError("boom")
    drop(ready, files(logo_file()))
    settle()
    assert ready.matches.retry_button.isVisible()
    assert ready.message_bar.detail_button.isVisible()
    engine.workbenches[0].error = None
    qtbot.mouseClick(ready.matches.retry_button, Qt.MouseButton.LeftButton)
    settle()
    assert ready.desk.candidate.phase is Phase.DONE


def test_without_a_register_the_window_says_what_to_do(window: MainWindow, settle: Settle) -> None:
    assert window.matches.register_button.isVisible()
    assert window.status.activity.text() == "No register is open"
    window.desk.open_register(Path("elsewhere"))
    settle()
    assert window.message_bar.isVisible()
    assert window.matches.register_button.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_messages_are_kept_in_a_list(examined: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    examined.desk.messages.success("Something was done.")
    examined.actions_.messages.trigger()
    listed = examined.findChild(MessageList)
    assert isinstance(listed, MessageList)
    assert listed.isVisible()
    listed.accept()


def test_everything_has_a_name_for_screen_readers(examined: MainWindow) -> None:
    nameless = [
        widget
        for widget in examined.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QAbstractSlider)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
    assert examined.matches.grid.accessibleName()
    assert examined.compare.table.accessibleName()


def test_the_keyboard_reaches_every_part(examined: MainWindow, qtbot: QtBot) -> None:
    reached = set()
    # The right column has a turn of its own.
    qtbot.waitUntil(examined.compare.table.isVisible)
    examined.activateWindow()
    examined.header.open_button.setFocus()
    for _ in range(40):
        focus = examined.focusWidget()
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {
        examined.header.open_button,
        examined.header.export_button,
        examined.matches.grid,
        examined.matches.sort,
        examined.compare.pin,
        examined.compare.table,
        examined.candidate.switcher.button("filed"),
    } <= reached
    # Tab reaches the chosen one of the layers, the arrows reach the others.
    examined.candidate.switcher.button("filed").setFocus()
    qtbot.keyClick(examined.candidate.switcher.button("filed"), Qt.Key.Key_Right)
    assert examined.desk.layers.key == "text"


def test_the_arrows_walk_over_new_matches_at_once(
    ready: MainWindow, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    drop(ready, files(logo_file()))
    settle()
    assert ready.matches.grid.hasFocus()
    qtbot.keyClick(ready.matches.grid, Qt.Key.Key_Right)
    assert ready.desk.matches.selected is ready.desk.matches.marks[1]
    # Whoever is at another control stays there.
    ready.header.open_button.setFocus()
    drop(ready, files(logo_file("other.png", 5)))
    settle()
    assert ready.header.open_button.hasFocus()


def test_the_window_answers_while_it_searches_scrolls_and_sorts(
    ready: MainWindow, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: ready.fonts.ready, timeout=10_000)
    blocks = []
    for number in range(3):
        with Watchdog() as watchdog:
            drop(ready, files(logo_file(f"{number}.png", number)))
            settle()
            for step in range(0, 900, 90):
                ready.matches.grid.verticalScrollBar().setValue(step)
                qtbot.wait(5)
            ready.desk.matches.sort_by(("fused", "mac", "spoc")[number])
            settle()
        blocks.append(watchdog.longest_busy_ms)
    # Only the window's own work is counted, and the best of three: other programs take the cores.
    assert min(blocks) < 50


def test_the_layout_is_remembered(examined: MainWindow) -> None:
    examined.close()
    assert not examined.preferences.get_bytes(GEOMETRY).isEmpty()
    assert not examined.preferences.get_bytes(COLUMNS).isEmpty()


def test_closing_during_work_is_clean(
    ready: MainWindow, engine: Any, logo_file: Make, qtbot: QtBot
) -> None:
    workbench = engine.workbenches[0]
    workbench.gate.clear()
    drop(ready, files(logo_file()))
    qtbot.waitUntil(lambda: bool(workbench.examined))
    threading.Timer(0.1, workbench.gate.set).start()
    with qtbot.waitSignal(ready.closed):
        ready.close()
    assert not any(thread.name.startswith("examiner-") for thread in threading.enumerate())
    assert workbench.abandoned


def test_leaving_events_do_not_disturb(examined: MainWindow) -> None:
    QApplication.sendEvent(examined.candidate.view, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(examined.matches.table2.header, QEvent(QEvent.Type.Leave))
    assert examined.candidate.legend.value is None


def _text(path: Path) -> Path:
    path.write_text("hello", encoding="utf-8")
    return path


def _web() -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/logo.png")])
    return mime
