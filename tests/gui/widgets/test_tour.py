"""The tour in the real window: it points at what is there, and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.gui.app import Arguments, begin
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.tour import LAYERS, SAMPLE, STEPS
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.tour import SEEN, Tour
from examiner_app.settings import TOUR

Make = Callable[..., Path]
Settle = Callable[[], None]


@pytest.fixture
def ready(window: MainWindow, settle: Settle) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    return window


@pytest.fixture
def tour(ready: MainWindow) -> Tour:
    ready.desktop.tour.trigger()
    return ready.tour


def step(tour: Tour) -> str:
    return tour.state.step.key if tour.state.step else ""


def target(tour: Tour) -> QRect:
    widget = tour.target()
    assert widget is not None
    return QRect(widget.mapTo(tour.mark.parentWidget(), QPoint()), widget.size())


def press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_from_the_sample_to_the_report(tour: Tour, ready: MainWindow, settle: Settle) -> None:
    assert step(tour) == SAMPLE
    assert tour.mark.extra_button.hasFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert ready.desk.candidate.logo is not None
    assert ready.desk.candidate.logo.name.startswith("1-")
    seen = []
    while tour.state.step is not None:
        seen.append(step(tour))
        assert tour.mark.next_button.hasFocus()
        assert tour.mark.title.text() == tour.state.step.title
        assert tour.target() is not None
        assert tour.target().isVisible()  # type: ignore[union-attr]
        assert ready.rect().contains(tour.mark.geometry())
        press(Qt.Key.Key_Return)
    assert seen == [one.key for one in STEPS[1:]]
    assert not tour.mark.isVisible()
    assert not tour.ring.isVisible()
    assert ready.matches.grid.hasFocus()


def test_the_layers_are_shown_with_their_legend_in_sight(
    tour: Tour, ready: MainWindow, settle: Settle
) -> None:
    tour.mark.extra_button.click()
    settle()
    assert step(tour) == LAYERS
    assert ready.desk.layers.key == "cam"
    legend = ready.candidate.legend
    place = QRect(legend.mapTo(ready, QPoint()), legend.size())
    assert not tour.mark.geometry().intersects(place)


def test_a_logo_of_ones_own_is_as_good_as_the_sample(
    tour: Tour, ready: MainWindow, logo_file: Make, settle: Settle
) -> None:
    ready.desk.examine(FileSource(logo_file()))
    settle()
    assert step(tour) == LAYERS
    tour.state.back()
    assert step(tour) == SAMPLE
    assert not tour.mark.extra_button.isVisible()
    assert tour.mark.next_button.hasFocus()


def test_every_step_can_be_seen_without_a_logo(tour: Tour, ready: MainWindow) -> None:
    ready.resize(ready.minimumSize())
    for _ in STEPS:
        assert ready.rect().contains(tour.mark.geometry())
        tour.mark.next_button.click()
    assert tour.state.step is None


def test_escape_leaves_even_where_a_message_waits(tour: Tour, ready: MainWindow) -> None:
    ready.desk.messages.success("A message that Escape would dismiss.")
    press(Qt.Key.Key_Escape)
    assert tour.state.step is None
    assert ready.desk.messages.current is not None


def test_escape_leaves_wherever_the_focus_is(tour: Tour, ready: MainWindow, qtbot: QtBot) -> None:
    ready.matches.sort.setFocus()
    press(Qt.Key.Key_Escape)
    assert tour.state.step is None
    assert ready.matches.sort.hasFocus()


def test_enter_does_what_the_focused_button_says(tour: Tour) -> None:
    tour.state.forward()
    tour.mark.back_button.setFocus()
    press(Qt.Key.Key_Return)
    assert step(tour) == SAMPLE
    tour.mark.next_button.setFocus()
    press(Qt.Key.Key_Enter)
    assert step(tour) == LAYERS
    tour.mark.skip_button.setFocus()
    press(Qt.Key.Key_Return)
    assert tour.state.step is None


def test_it_follows_the_window_and_the_theme(tour: Tour, ready: MainWindow, qtbot: QtBot) -> None:
    for _ in STEPS[1:]:
        tour.state.forward()
    ready.resize(1120, 690)
    qtbot.waitUntil(lambda: tour.ring.geometry().contains(target(tour)))
    assert ready.rect().contains(tour.mark.geometry())
    ready.actions_.themes["dark"].trigger()
    qtbot.waitUntil(lambda: tour.ring.geometry().contains(target(tour)))
    assert tour.mark.isVisible()


def test_the_window_works_on_beneath(tour: Tour, ready: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(ready.matches.tabs, Qt.MouseButton.LeftButton)
    assert tour.mark.isVisible()
    assert tour.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_it_is_said_to_screen_readers(tour: Tour) -> None:
    first = STEPS[0]
    assert tour.mark.accessibleName() == first.title
    assert first.text in tour.mark.extra_button.accessibleDescription()
    assert "Step 1 of" in tour.mark.next_button.accessibleDescription()


class Kept(Preferences):
    """Preferences as in a real run, without a file."""

    def __init__(self) -> None:
        super().__init__()
        self.persistent = True


def test_it_comes_by_itself_at_the_first_start_only(ready: MainWindow, settle: Settle) -> None:
    begin(ready, Arguments())
    assert ready.tour.state.step is None
    ready.preferences = Kept()
    begin(ready, Arguments())
    assert ready.tour.state.step is STEPS[0]
    assert ready.preferences.get(TOUR) == SEEN
    ready.tour.state.end()
    begin(ready, Arguments())
    assert ready.tour.state.step is None
    settle()


def test_it_does_not_come_where_a_logo_is_given(
    ready: MainWindow, logo_file: Make, settle: Settle
) -> None:
    ready.preferences = Kept()
    begin(ready, Arguments(logo=logo_file()))
    assert ready.tour.state.step is None
    assert not ready.preferences.get(TOUR)
    settle()
