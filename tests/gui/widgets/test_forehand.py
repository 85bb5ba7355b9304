from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource
from examiner_app.gui.widgets import forehand
from examiner_app.gui.widgets.forehand import Forehand
from examiner_app.gui.widgets.main_window import MainWindow


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forehand, "QUIET_MS", 5)


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    result = QWidget()
    qtbot.addWidget(result)
    return result


@pytest.fixture
def made(soon: None, desk: Desk, owner: QWidget, qtbot: QtBot) -> list[QWidget]:
    found: list[QWidget] = []

    def make() -> QWidget:
        assert not desk.jobs.busy
        widget = QWidget()
        QLabel("inside", widget)
        qtbot.addWidget(widget)
        found.append(widget)
        return widget

    Forehand(desk, [make], [], owner)
    return found


def test_a_window_is_made_once_and_when_the_models_are_there(
    desk: Desk,
    made: list[QWidget],
    logo_file: Callable[..., Path],
    settle: Callable[[], None],
    qtbot: QtBot,
) -> None:
    qtbot.wait(30)
    assert made == []
    desk.open_register(Path("demo register"))
    settle()
    qtbot.waitUntil(lambda: len(made) == 1)
    label = made[0].findChild(QLabel)
    assert label is not None
    qtbot.waitUntil(lambda: label.testAttribute(Qt.WidgetAttribute.WA_WState_Polished))
    assert not made[0].isVisible()
    desk.examine(FileSource(logo_file("other.png", 3)))
    settle()
    qtbot.wait(30)
    assert len(made) == 1


@pytest.mark.usefixtures("soon")
def test_the_comparison_is_there_before_it_is_opened(examined: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: examined.comparison is not None)
    assert examined.comparison is not None
    assert not examined.comparison.isVisible()
    assert examined.comparisons.state.pictures is None, "nothing is computed for it yet"
