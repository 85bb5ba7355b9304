"""The line at the bottom: what it says, and that saying it paints nothing else at once."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.engine.progress import Progress
from examiner_app.gui.desk import Desk
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.status_line import StatusLine


class Canvas(QWidget):
    """Counts how often it is painted."""

    painted = 0

    def event(self, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return super().event(event)


class Shown(NamedTuple):
    """A window with a canvas above the line."""

    window: QWidget
    canvas: Canvas
    line: StatusLine


@pytest.fixture
def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> Shown:
    window = QWidget()
    canvas, line = Canvas(), StatusLine(desk)
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(canvas, 1)
    column.addWidget(line)
    qtbot.addWidget(window)
    window.resize(500, 200)
    window.show()
    qtbot.waitExposed(window)
    desk.session.set_activity(Progress("Ranking every mark", 0, 15))
    qtbot.waitUntil(lambda: canvas.painted > 0)
    return Shown(window, canvas, line)


def test_says_what_goes_on(shown: Shown, desk: Desk) -> None:
    line = shown.line
    desk.session.set_activity(Progress("Ranking every mark", 4, 15))
    assert line.activity.text() == "Ranking every mark 4 of 15…"
    assert (line.progress.value(), line.progress.maximum()) == (4, 15)
    assert line.progress.isVisible()
    desk.session.set_activity(Progress("Loading the models"))
    assert line.activity.text() == "Loading the models…"
    desk.session.set_activity(None)
    assert not line.progress.isVisible()
    assert line.activity.text() == "No register is open"


def test_progress_leaves_painting_to_its_turn(shown: Shown, desk: Desk, qtbot: QtBot) -> None:
    canvas, line = shown.canvas, shown.line
    for done in (3, 9):
        canvas.update()
        before = canvas.painted
        desk.session.set_activity(Progress("Ranking every mark", done, 15))
        assert canvas.painted == before
        qtbot.waitUntil(lambda before=before: canvas.painted == before + 1)
        assert line.progress.value() == done
