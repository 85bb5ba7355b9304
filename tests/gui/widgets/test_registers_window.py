"""Registers, from the menu to what is built, without networks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.register.about import About
from examiner_app.engine.register.build_progress import BuildProgress
from examiner_app.engine.register.build_request import BuildPlan, BuildRequest
from examiner_app.engine.register.manifest import BundleReference, RegisterManifest
from examiner_app.gui.register_calls import RegisterCalls
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.registers_window import RegistersWindow
from examiner_app.gui.widgets.task_view import RejectsDialog
from examiner_app.settings import RECENT_REGISTERS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]


class Calls:
    """An engine that knows two registers and builds a third, slowly."""

    def __init__(self) -> None:
        self.requests: list[BuildRequest] = []
        self.problems: dict[str, str] = {}
        self.damage: list[str] = []
        self.go_on = threading.Event()

    def about(self, path: Path) -> About:
        if path.name == "gone":
            return About(path, path.name, problem=f"{path} is not there any more.")
        facts = (("Marks", "1 500"), ("Folder", str(path)))
        rejects = (("bad <b>.png", "bad <b>.png is not an image.\nUse another."),)
        return About(
            path, f"Marks & {path.name}", 1500, path.name != "half register", "", facts, rejects
        )

    def plan(self, _: BuildRequest) -> BuildPlan:
        return BuildPlan("folder", "source", 62, 0, 700_000, 10**9, dict(self.problems))

    def build(self, request: BuildRequest) -> Work[RegisterManifest]:
        self.requests.append(request)
        stage = Stage("Describing marks", 4)
        for number in range(4):
            step = stage.step()
            yield BuildProgress(
                step.stage, step.done, step.total, rejects=1, rejected=((f"{number}.png", "bad"),)
            )
            if number == 1:
                self.go_on.wait(10)
        request.out.mkdir(exist_ok=True)
        (request.out / "register.json").touch()
        return RegisterManifest(
            name="built", bundle=BundleReference(name="b", id="0"), fingerprint="f",
            methods={"mac": 8}, count=4, rejects=4,
        )  # fmt: skip

    def verify(self, _: Path) -> Work[list[str]]:
        yield Stage("Checking files", 1).step()
        return self.damage


@pytest.fixture
def calls() -> Iterator[Calls]:
    made = Calls()
    yield made
    made.go_on.set()


@pytest.fixture
def registers(window: MainWindow, calls: Calls, settle: Settle) -> RegistersWindow:
    window.registers.calls = RegisterCalls(calls.about, calls.plan, calls.build, calls.verify)
    window.desk.open_register(Path("demo register"))
    settle()
    window.registers.state.offer(Path("/registers/gone"))
    window.registers.state.offer(Path("/registers/half register"))
    window.register_actions.show.trigger()
    settle()
    made = window.registers_window
    assert made is not None
    return made


def lines(window: RegistersWindow) -> list[str]:
    return [window.list.item(row).text() for row in range(window.list.count())]


def choose(window: RegistersWindow, name: str) -> None:
    row = next(row for row, line in enumerate(lines(window)) if name in line)
    window.list.setCurrentRow(row)


def test_the_list_says_which_are_open_gone_or_not_finished(registers: RegistersWindow) -> None:
    found = lines(registers)
    assert found[0] == "Marks & demo register\n1\u00a0500 marks  ·  open"
    assert "gone\ncannot be opened" in found
    assert "Marks & half register\n1\u00a0500 marks, not finished" in found
    assert registers.list.currentRow() == 0
    assert registers.name.full_text == "Marks & demo register"


def test_what_can_be_done_depends_on_the_register(registers: RegistersWindow) -> None:
    choose(registers, "gone")
    assert not registers.open_button.isEnabled()
    assert not registers.append_button.isEnabled()
    assert not registers.verify_button.isEnabled()
    assert "not there any more" in registers.problem.text()
    assert registers.forget_button.isEnabled()
    choose(registers, "half")
    assert registers.append_button.text() == "Go on building…"
    assert registers.open_button.isEnabled()
    assert registers.problem.isHidden()


def test_a_register_is_opened_and_forgotten(
    registers: RegistersWindow, window: MainWindow, engine: Any, settle: Settle
) -> None:
    choose(registers, "half")
    registers.open_button.click()
    settle()
    assert window.desk.session.register is not None
    assert window.desk.session.register.path == Path("/registers/half register")
    assert lines(registers)[0].endswith("·  open")
    choose(registers, "gone")
    registers.forget_button.click()
    assert not any("gone" in line for line in lines(registers))


def test_recent_registers_are_in_the_menu_and_remembered(
    registers: RegistersWindow, window: MainWindow, settle: Settle
) -> None:
    names = [action.text() for action in window.register_actions.recent.actions()]
    assert names[0] == "&1  Marks && demo register"
    window.register_actions.recent.actions()[-1].trigger()
    settle()
    names = [action.text() for action in window.register_actions.recent.actions()]
    assert names[0] == "&1  Marks && half register"
    window.close()
    assert '"/registers/half register"' in window.preferences.get(RECENT_REGISTERS)


def test_a_build_from_the_form_to_the_register(
    registers: RegistersWindow,
    window: MainWindow,
    calls: Calls,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registers.new_button.click()
    form = registers.form
    assert form is not None
    assert not form.start_button.isEnabled()
    source = tmp_path / "marks 2026"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(source))
    form.source_button.click()
    assert form.out.text() == str(tmp_path / "marks 2026 register")
    form.methods.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(form.start_button.isEnabled)
    assert "62 marks" in form.summary.text()
    form.start_button.click()
    tasks = window.desk.tasks
    qtbot.waitUntil(lambda: tasks.state.progress is not None and tasks.state.progress.done == 2)
    request = calls.requests[0]
    assert (request.source, request.out) == (source, tmp_path / "marks 2026 register")
    assert request.methods is not None
    assert "sift_bow" not in request.methods
    assert "mac" in request.methods
    # It is seen in both windows, and nothing else can be begun.
    assert "Describing marks: 2 of 4" in window.status.task.text()
    assert registers.task.rejects_button.text() == "2 skipped"
    assert not registers.new_button.isEnabled()
    calls.go_on.set()
    qtbot.waitUntil(lambda: not tasks.state.running)
    settle()
    assert window.status.task.isHidden()
    assert (
        registers.task.pace.full_text == "The register «built» has 4 marks; 4 files were skipped."
    )
    assert "Marks & marks 2026 register" in lines(registers)[0]
    # The message leads to it.
    window.message_bar.open_button.click()
    settle()
    assert window.desk.session.register is not None
    assert window.desk.session.register.path == request.out


def test_the_form_says_what_is_wrong(
    registers: RegistersWindow, calls: Calls, qtbot: QtBot
) -> None:
    calls.problems = {"out": "/x holds other files.", "space": "Free some space."}
    registers.build_new(Path("/marks"))
    form = registers.form
    assert form is not None
    form.out.setText("/x")
    qtbot.waitUntil(lambda: "other files" in form.problem.text())
    assert "Free some space." in form.problem.text()
    assert not form.start_button.isEnabled()
    calls.problems = {}
    form.out.setText("/y")
    qtbot.waitUntil(form.start_button.isEnabled)
    assert form.problem.text() == ""
    form.reject()


def test_marks_are_added_to_the_chosen_register(
    registers: RegistersWindow, calls: Calls, qtbot: QtBot, settle: Settle
) -> None:
    choose(registers, "half")
    registers.append_button.click()
    form = registers.form
    assert form is not None
    assert not form.out.isEnabled()
    form.source.setText("/more")
    qtbot.waitUntil(form.start_button.isEnabled)
    request = form.request
    assert (request.out, request.methods, request.name) == (
        Path("/registers/half register"),
        None,
        None,
    )
    form.reject()


def test_pause_and_cancel(
    registers: RegistersWindow, window: MainWindow, calls: Calls, tmp_path: Path, qtbot: QtBot
) -> None:
    calls.go_on.set()
    window.registers.build(BuildRequest(Path("/s"), tmp_path / "o"), "A")
    window.desk.tasks.pause()
    assert registers.task.hold_button.text() == "Resume"
    time.sleep(0.1)
    registers.task.hold_button.click()
    assert registers.task.hold_button.text() == "Pause"
    registers.task.cancel_button.click()
    qtbot.waitUntil(lambda: not window.desk.tasks.state.running)
    assert not registers.task.hold_button.isVisible()


@pytest.mark.parametrize("damage", [[], ["vectors/mac.f16 is damaged.", "Another."]])
def test_a_check_says_what_it_found(
    registers: RegistersWindow, window: MainWindow, calls: Calls, qtbot: QtBot, damage: list[str]
) -> None:
    calls.damage = damage
    registers.verify_button.click()
    qtbot.waitUntil(lambda: window.desk.tasks.state.outcome is not None)
    text = registers.task.pace.full_text
    assert ("mac.f16 is damaged. (and 1 more)" in text) if damage else text.endswith("is sound.")
    if damage:
        # Bad news is no success, in green.
        assert window.desk.messages.current is not None
        assert window.desk.messages.current.level.value == "error"


def test_skipped_files_are_listed_and_copied(registers: RegistersWindow, qtbot: QtBot) -> None:
    assert registers.rejects_button.isVisible()
    assert registers.task.isHidden()
    dialog = RejectsDialog([("bad <b>.png", "Not an\nimage.")], registers)
    qtbot.addWidget(dialog)
    item = dialog.table.item(0, 0)
    assert item is not None
    assert item.text() == "bad <b>.png"
    dialog._copy()
    assert QGuiApplication.clipboard().text() == "bad <b>.png\tNot an image."


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_the_window_asks_before_it_ends_a_build(
    registers: RegistersWindow,
    window: MainWindow,
    calls: Calls,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    asked: list[str] = []

    def question(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton[answer]

    monkeypatch.setattr(QMessageBox, "question", question)
    window.registers.build(BuildRequest(Path("/s"), tmp_path / "o"), "A")
    qtbot.waitUntil(lambda: bool(calls.requests))
    calls.go_on.set()
    window.desk.tasks.pause()
    closed = window.close()
    assert asked == ["Building «A» is not finished. What is finished is kept. Stop it and quit?"]
    assert closed is (answer == "Yes")
    window.desk.tasks.cancel()
