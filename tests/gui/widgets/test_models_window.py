"""Models from the menu to what is fetched, without networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from small_bundles import CPU, FETCHED, GPU, SHIPPED, Calls

from examiner_app.errors import FetchError
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.state.task import Outcome
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets import models_window
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.models_window import ModelsWindow
from examiner_app.settings import MODELS_WINDOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]


@pytest.fixture
def calls() -> Iterator[Calls]:
    made = Calls(needed={FETCHED.id: ["Marks 2026"]})
    yield made
    made.go_on.set()


@pytest.fixture
def models(window: MainWindow, calls: Calls, settle: Settle) -> ModelsWindow:
    window.models.bundles.calls = calls.as_calls()
    window.desk.open_register(Path("demo register"))
    settle()
    # As if the register had been opened with the shipped ones.
    use = replace(window.models.bundles.state.use, loaded=SHIPPED.id, wanted=SHIPPED.id)
    window.models.bundles.state.begin_use(use)
    window.models.show.trigger()
    settle()
    made = window.models.window
    assert made is not None
    return made


def lines(window: ModelsWindow) -> list[str]:
    return [window.list.item(row).text() for row in range(window.list.count())]


def fact(window: ModelsWindow, title: str) -> str:
    return next(fact.text for fact in window.facts.facts if fact.title == title)


def test_the_list_says_what_is_in_use_and_what_is_damaged(models: ModelsWindow) -> None:
    assert lines(models) == [
        "shipped\n1.5 MB  ·  in use",
        "fetched\n1.5 MB  ·  fetched or imported",
        "broken\ndamaged",
    ]
    assert models.list.currentRow() == 0
    assert models.name.full_text == "shipped"
    assert fact(models, "Came from") == "shipped with Examiner"
    assert not models.lacking.isVisible()


def test_what_can_be_done_depends_on_the_models(models: ModelsWindow, qtbot: QtBot) -> None:
    assert not models.remove_button.isEnabled()
    assert "part of Examiner" in models.remove_button.toolTip()
    qtbot.keyClick(models.list, Qt.Key.Key_Down)
    assert models.name.full_text == "fetched"
    assert fact(models, "Registers") == "«Marks 2026»"
    assert models.remove_button.isEnabled()
    assert models.verify_button.isEnabled()
    qtbot.keyClick(models.list, Qt.Key.Key_Down)
    assert models.problem.text() == "Its manifest is not valid."
    assert models.problem.isVisible()
    assert not models.verify_button.isEnabled()
    assert not models.build_button.isEnabled()
    assert models.remove_button.isEnabled()


def test_a_check_is_told_and_remembered(
    models: ModelsWindow, window: MainWindow, calls: Calls, qtbot: QtBot, settle: Settle
) -> None:
    qtbot.mouseClick(models.verify_button, Qt.MouseButton.LeftButton)
    settle()
    assert fact(models, "Files").startswith("checked: each has the sha256")
    assert models.task.pace.full_text.endswith("are what their manifest says.")
    assert not models.task.failure.isVisible()
    calls.damage = ["backbone.safetensors differs."]
    qtbot.mouseClick(models.verify_button, Qt.MouseButton.LeftButton)
    settle()
    assert models.task.failure.isVisible()
    assert not models.task.pace.isVisible()
    assert models.task.failure.text().endswith("damaged. backbone.safetensors differs.")
    assert models.problem.text() == "backbone.safetensors differs."
    assert lines(models)[0] == "shipped\n1.5 MB  ·  damaged"


def test_a_fetch_with_progress_is_seen_in_both_windows_and_cancelled(
    models: ModelsWindow, window: MainWindow, calls: Calls, qtbot: QtBot, settle: Settle
) -> None:
    offered = [action.text() for action in models.fetch_menu.actions()]
    assert offered[0] == "ImageNet VGG-16, nearest to the paper's: 553 MB"
    calls.go_on.clear()
    models.fetch_menu.actions()[0].trigger()
    pace = "Downloading: 1.0 MB of 5.0 MB, 500 kB a second, 8 s left"
    qtbot.waitUntil(lambda: models.task.pace.full_text == pace)
    assert window.status.task.text() == f"Fetching the models «vgg16-imagenet» · {pace}"
    assert models.task.progress.value() == 200
    for one in (models.fetch_button, models.import_button, models.verify_button):
        assert not one.isEnabled()
    # The line leads to the window that the task belongs to.
    models.close()
    qtbot.mouseClick(window.status.task, Qt.MouseButton.LeftButton)
    assert models.isVisible()
    assert window.registers_window is None
    assert "nothing is changed" in models.task.cancel_button.toolTip()
    qtbot.mouseClick(models.task.cancel_button, Qt.MouseButton.LeftButton)
    calls.go_on.set()
    settle()
    assert models.task.pace.full_text == "Cancelled. Everything is as it was before."
    assert window.status.task.isHidden()
    assert calls.asked == []
    assert models.fetch_button.isEnabled()


def test_what_was_fetched_is_shown_and_built_with(
    models: ModelsWindow, window: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    models.fetch_menu.actions()[0].trigger()
    settle()
    assert models.name.full_text == "vgg16-imagenet"
    assert models.list.currentRow() == 3
    assert "here already" in models.fetch_menu.actions()[0].text()
    assert "here already" not in models.fetch_menu.actions()[1].text()
    qtbot.mouseClick(models.build_button, Qt.MouseButton.LeftButton)
    assert window.registers_window is not None
    form = window.registers_window.form
    assert form is not None
    assert form.request.bundle == Path("/models/vgg16-imagenet")
    form.reject()
    window.registers_window.build_new()
    assert window.registers_window.form is not None
    assert window.registers_window.form.request.bundle is None
    window.registers_window.form.reject()
    settle()


def test_a_failure_is_said_in_full(models: ModelsWindow, calls: Calls, settle: Settle) -> None:
    calls.error = FetchError("It cannot be reached: import the weights from a file.")
    models.fetch_menu.actions()[1].trigger()
    settle()
    assert models.task.failure.text() == str(calls.error)
    assert len(lines(models)) == 3


@pytest.mark.parametrize("chosen", ["/x/vgg.pth", ""])
def test_import_asks_for_a_file(
    models: ModelsWindow,
    calls: Calls,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    qtbot.mouseClick(models.import_button, Qt.MouseButton.LeftButton)
    settle()
    assert calls.asked == ([Path(chosen)] if chosen else [])


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_models_are_deleted_after_a_question(
    models: ModelsWindow,
    calls: Calls,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    asked: list[str] = []

    def question(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton[answer]

    monkeypatch.setattr(QMessageBox, "question", question)
    models.list.setCurrentRow(1)
    qtbot.mouseClick(models.remove_button, Qt.MouseButton.LeftButton)
    settle()
    assert "Delete the models «fetched»" in asked[0]
    assert "cannot be searched without: «Marks 2026»" in asked[0]
    assert calls.asked == ([FETCHED.folder] if answer == "Yes" else [])
    assert len(lines(models)) == (2 if answer == "Yes" else 3)


def test_the_processor_is_watched_while_the_window_is_open(
    window: MainWindow,
    calls: Calls,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models_window, "_LOOK_MS", 20)
    window.models.bundles.calls = calls.as_calls()
    made = window.models.open()
    qtbot.waitUntil(lambda: made.device.name.full_text == "Some CPU")
    calls.hardware = [replace(GPU, used=40_000_000_000), CPU]
    qtbot.waitUntil(lambda: made.device.name.full_text == "NVIDIA H100")
    assert made.device.bar.value() == 500
    assert made.device.memory.text() == "40.0 GB of 80.0 GB of memory in use"
    made.close()
    settle()
    before = calls.looks
    qtbot.wait(100)
    assert calls.looks == before


def test_another_processor_is_chosen_in_the_settings(
    models: ModelsWindow, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(models.device.change_button, Qt.MouseButton.LeftButton)
    assert window.desktop.settings_dialog is not None
    assert window.desktop.settings_dialog.isVisible()
    window.desktop.settings_dialog.close()


def test_models_in_the_status_line_lead_to_the_window(
    models: ModelsWindow, window: MainWindow, qtbot: QtBot
) -> None:
    models.close()
    assert window.status.models.text() == "Models: Fake models   ·   CPU"
    qtbot.mouseClick(window.status.models, Qt.MouseButton.LeftButton)
    assert models.isVisible()


def test_facts_are_read_in_the_colours_of_the_theme(
    models: ModelsWindow, window: MainWindow, theme: Theme
) -> None:
    text = models.facts.toPlainText()
    assert "vgg16-half-logo (vgg16, width 256)" in text
    assert "MAP@100, mac: layouts 52.36" in text
    light = models.facts.toHtml()
    theme.choose("dark")
    assert models.facts.toHtml() != light
    assert models.facts.toPlainText() == text
    models.facts.show_facts([Fact("<b>", "1 < 2 & 3\nnext")])
    assert models.facts.toPlainText().split() == ["<b>", "1", "<", "2", "&", "3", "next"]


def test_a_long_task_is_shortened_in_the_status_line(
    models: ModelsWindow, window: MainWindow, qtbot: QtBot
) -> None:
    window.desk.tasks.state.begin("Fetching & more " * 20)
    window.resize(1120, 690)
    task = window.status.task
    qtbot.waitUntil(lambda: task.shown_text().endswith("…"))
    assert task.shown_text().startswith("Fetching && more")
    assert "Fetching &amp; more " * 20 in task.toolTip()
    assert window.status.models.geometry().right() < window.width()
    window.desk.tasks.state.begin("Fetching")
    qtbot.waitUntil(lambda: task.shown_text() == "Fetching · waiting to begin")
    window.desk.tasks.state.end(Outcome("", ""))


def test_facts_are_copied_and_the_folder_is_shown(
    models: ModelsWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.mouseClick(models.copy_button, Qt.MouseButton.LeftButton)
    assert f"SHA-256: {'a' * 64}" in QGuiApplication.clipboard().text()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    qtbot.mouseClick(models.folder_button, Qt.MouseButton.LeftButton)
    assert opened == [str(SHIPPED.folder)]


def test_keys_and_focus(models: ModelsWindow, window: MainWindow, qtbot: QtBot) -> None:
    models.activateWindow()
    qtbot.waitUntil(models.list.hasFocus)
    order = []
    for _ in range(8):
        qtbot.keyClick(models.focusWidget(), Qt.Key.Key_Tab)
        order.append(models.focusWidget())
    assert order[:2] == [models.fetch_button, models.import_button]
    assert order.index(models.build_button) < order.index(models.device.change_button)
    models.resize(800, 500)
    qtbot.keyClick(models.list, Qt.Key.Key_Escape)
    assert not models.isVisible()
    assert not window.preferences.get_bytes(MODELS_WINDOW).isEmpty()


def test_the_place_is_remembered(
    window: MainWindow, theme: Theme, calls: Calls, settle: Settle
) -> None:
    window.models.bundles.calls = calls.as_calls()
    preferences = Preferences()
    first = ModelsWindow(window.desk, window.models.bundles, theme, preferences, window)
    first.resize(780, 500)
    first.close()
    second = ModelsWindow(window.desk, window.models.bundles, theme, preferences, window)
    assert (second.width(), second.height()) == (780, 500)
    settle()


def test_nothing_at_hand(models: ModelsWindow, calls: Calls, settle: Settle) -> None:
    calls.bundles.clear()
    models.open()
    settle()
    assert (lines(models), models.name.full_text, models.facts.facts) == ([], "", [])
    for one in (models.build_button, models.verify_button, models.copy_button):
        assert not one.isEnabled()
    assert models.fetch_button.isEnabled()


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_the_window_asks_before_it_ends_a_fetch(
    models: ModelsWindow,
    window: MainWindow,
    calls: Calls,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    asked: list[str] = []

    def question(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton[answer]

    monkeypatch.setattr(QMessageBox, "question", question)
    models.fetch_menu.actions()[0].trigger()
    window.desk.tasks.pause()
    closed = window.close()
    assert asked == ["Fetching the models «vgg16-imagenet» is not finished. Stop it and quit?"]
    assert closed is (answer == "Yes")
    assert models.isVisible() is (answer == "No")
    window.desk.tasks.cancel()
    if closed:
        assert calls.closed.is_set()
