"""Before the window goes it asks about what would be lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from examiner_app.gui.widgets.main_window import MainWindow


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked; every answer is «no»."""
    questions: list[str] = []

    def ask(_: Any, __: str, question: str) -> QMessageBox.StandardButton:
        questions.append(question)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", ask)
    return questions


def test_where_nothing_would_be_lost_nothing_is_asked(window: MainWindow, asked: list[str]) -> None:
    assert window.dialogs.may_close()
    assert asked == []


@pytest.mark.parametrize("what", ["pins", "log"])
def test_what_could_not_be_written_is_asked_about(
    window: MainWindow, asked: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(type(window.desk.log), "flush", lambda _: None)
    lost: Any = SimpleNamespace()
    if what == "pins":
        window.desk.pinning.unsaved = True
    else:
        window.desk.log._failed.append(lost)
    assert not window.dialogs.may_close()
    assert len(asked) == 1
    assert "could not be written to disk" in asked[0]
    window.desk.pinning.unsaved = False
    window.desk.log._failed.clear()
    assert window.dialogs.may_close()


@pytest.mark.parametrize("what", ["report", "case"])
def test_a_file_that_is_being_written_is_asked_about(
    window: MainWindow, asked: list[str], what: str
) -> None:
    if what == "report":
        window.desk.reports.exporting = True
    else:
        window.desk.cases.writing = 1
    assert not window.dialogs.may_close()
    assert asked == ["A file is still being written. Close Examiner without it?"]
    window.desk.reports.exporting, window.desk.cases.writing = False, 0
    assert window.dialogs.may_close()
