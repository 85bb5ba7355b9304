"""The list of layers, by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.state.layers import OVERLAYS, LayersState
from examiner_app.gui.theme import LIGHT, Theme
from examiner_app.gui.widgets.layer_list import LayerList
from examiner_app.gui.widgets.layer_row import LayerRow

Left, Alt = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def layers() -> LayersState:
    return LayersState()


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(320, 200)
    return made


@pytest.fixture
def made(holder: QWidget, layers: LayersState, theme: Theme, qtbot: QtBot) -> LayerList:
    result = LayerList(layers, theme)
    result.setParent(holder)
    result.setGeometry(10, 10, 300, result.sizeHint().height())
    holder.show()
    qtbot.waitExposed(holder)
    holder.activateWindow()
    return result


def middle(row: LayerRow) -> QPoint:
    return row.name.geometry().center()


def press(row: LayerRow) -> None:
    _send(row, QEvent.Type.MouseButtonPress, middle(row))


def move_to(row: LayerRow, made: LayerList, y: int) -> None:
    at = _there(row, made, y)
    _send(row, QEvent.Type.MouseMove, at)


def release(row: LayerRow, made: LayerList, y: int) -> None:
    _send(row, QEvent.Type.MouseButtonRelease, _there(row, made, y))


def _there(row: LayerRow, made: LayerList, y: int) -> QPoint:
    return QPoint(middle(row).x(), row.mapFrom(made, QPoint(0, y)).y())


def _send(row: LayerRow, kind: QEvent.Type, at: QPoint) -> None:
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Left
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Left
    place, there = QPointF(at), QPointF(row.mapToGlobal(at))
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(row, QMouseEvent(kind, place, there, button, held, none))


def seen_order(made: LayerList) -> list[str]:
    return sorted(made.rows, key=lambda key: made.rows[key].y())


def test_rows_stand_as_the_layers_lie(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    assert seen_order(made) == list(OVERLAYS)
    layers.move("cam", 0)
    qtbot.waitUntil(lambda: seen_order(made) == ["cam", "atrha", "text", "ssa"])
    assert made.rows["cam"].y() < 10


def test_the_eye_shows_and_hides(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    row = made.rows["cam"]
    assert not row.slider.isEnabled()
    qtbot.mouseClick(row.eye, Left)
    qtbot.mouseClick(made.rows["text"].eye, Left)
    assert layers.shown == ("text", "cam")
    assert row.eye.isChecked()
    assert row.slider.isEnabled()
    assert made.rows["text"].property("active") is True
    assert row.property("active") is False
    qtbot.mouseClick(row.eye, Left)
    assert layers.shown == ("text",)
    assert not row.eye.isChecked()


def test_a_click_on_the_name_shows_the_layer_and_speaks_of_it(
    made: LayerList, layers: LayersState, qtbot: QtBot
) -> None:
    for key in ("cam", "text", "cam"):
        qtbot.mouseClick(made.rows[key], Left, pos=middle(made.rows[key]))
        assert layers.key == key
    assert layers.shown == ("text", "cam")
    right = Qt.MouseButton.RightButton
    qtbot.mouseClick(made.rows["ssa"], right, pos=middle(made.rows["ssa"]))
    assert layers.shown == ("text", "cam")


def test_the_slider_fades_its_own_layer(made: LayerList, layers: LayersState) -> None:
    layers.activate("cam")
    layers.activate("text")
    made.rows["cam"].slider.setValue(20)
    assert (layers.opacity_of("cam"), layers.opacity_of("text")) == (0.2, 0.7)
    assert made.rows["cam"].percent.text() == "20 %"
    layers.set_opacity(0.333, "cam")
    assert made.rows["cam"].slider.value() == 33
    assert layers.opacity_of("cam") == 0.333, "showing it rounds nothing"


def test_the_keys_of_a_row(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    made.rows["atrha"].setFocus()
    qtbot.keyClick(made.rows["atrha"], Key.Key_Down)
    row = made.rows["text"]
    assert row.hasFocus()
    qtbot.keyClick(row, Key.Key_Right)
    assert layers.opacity_of("text") == 0.7, "a hidden layer is not faded"
    qtbot.keyClick(row, Key.Key_Space)
    assert layers.shown == ("text",)
    qtbot.keyClick(row, Key.Key_Right)
    assert layers.opacity_of("text") == pytest.approx(0.75)
    qtbot.keyClick(row, Key.Key_Left)
    qtbot.keyClick(row, Key.Key_Left)
    assert layers.opacity_of("text") == pytest.approx(0.65)
    layers.activate("cam")
    qtbot.keyClick(row, Key.Key_Return)
    assert layers.shown == ("text",)
    qtbot.keyClick(row, Key.Key_Space)
    assert layers.shown == ()
    assert row.hasFocus(), "the focus stays for another Space"


def test_keys_move_a_row_and_its_focus(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    row = made.rows["text"]
    row.setFocus()
    qtbot.keyClick(row, Key.Key_Down, Alt)
    assert layers.order == ("atrha", "ssa", "text", "cam")
    qtbot.waitUntil(lambda: seen_order(made) == list(layers.order))
    assert row.hasFocus()
    for _ in range(5):
        qtbot.keyClick(row, Key.Key_Up, Alt)
    assert layers.order == ("text", "atrha", "ssa", "cam")
    qtbot.keyClick(row, Key.Key_Up)
    assert row.hasFocus(), "there is none above"


def test_one_row_is_a_stop_of_tab(made: LayerList) -> None:
    def stops() -> list[str]:
        policy = Qt.FocusPolicy.StrongFocus
        return [key for key, row in made.rows.items() if row.focusPolicy() == policy]

    assert stops() == ["atrha"]
    made.rows["ssa"].setFocus()
    assert stops() == ["ssa"]


def test_a_row_is_dragged_below_others(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    row, low = made.rows["atrha"], made.rows["ssa"].geometry()
    press(row)
    assert made.drop_line.isHidden()
    move_to(row, made, low.bottom() - 2)
    assert made.dragged == "atrha"
    assert made.drop_line.isVisible()
    assert abs(made.drop_line.geometry().center().y() - low.bottom()) <= 2
    shown = made.grab().toImage().pixelColor(80, made.drop_line.geometry().top())
    assert shown.name() == LIGHT.accent
    release(row, made, low.bottom() - 2)
    assert layers.order == ("text", "ssa", "atrha", "cam")
    assert made.drop_line.isHidden()
    assert layers.shown == (), "dragging is no click"


def test_a_row_is_dragged_to_the_top_and_beyond(made: LayerList, layers: LayersState) -> None:
    row = made.rows["cam"]
    press(row)
    move_to(row, made, -300)
    release(row, made, -300)
    assert layers.order == ("cam", "atrha", "text", "ssa")


@pytest.mark.parametrize("end", ["atrha", "text"])
def test_a_row_that_is_dropped_where_it_was_stays(
    made: LayerList, layers: LayersState, end: str
) -> None:
    row = made.rows["atrha"]
    target = made.rows[end].geometry()
    y = target.bottom() if end == "atrha" else target.top() + 2
    press(row)
    move_to(row, made, target.bottom() + 90)
    move_to(row, made, y)
    release(row, made, y)
    assert layers.order == OVERLAYS
    assert layers.shown == ()


def test_escape_ends_a_drag(made: LayerList, layers: LayersState, qtbot: QtBot) -> None:
    row = made.rows["atrha"]
    row.setFocus()

    def is_taken() -> bool:
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, Key.Key_Escape, Qt.KeyboardModifier.NoModifier
        )
        event.ignore()
        QApplication.sendEvent(row, event)
        return event.isAccepted()

    assert not is_taken(), "it is the window's where nothing is dragged"
    press(row)
    move_to(row, made, 90)
    assert is_taken()
    qtbot.keyClick(row, Key.Key_Escape)
    assert (made.dragged, made.drop_line.isHidden()) == (None, True)
    release(row, made, 90)
    assert layers.order == OVERLAYS


def test_another_button_ends_a_drag_and_so_does_closing(
    made: LayerList, layers: LayersState, qtbot: QtBot
) -> None:
    row = made.rows["atrha"]
    press(row)
    move_to(row, made, 90)
    qtbot.mousePress(row, Qt.MouseButton.RightButton, pos=middle(row))
    assert (made.dragged, made.drop_line.isHidden()) == (None, True)
    release(row, made, 90)
    press(row)
    move_to(row, made, 90)
    made.hide()
    made.show()
    assert (made.dragged, made.drop_line.isHidden()) == (None, True)
    release(row, made, 90)
    assert (layers.order, layers.shown) == (OVERLAYS, ())


def test_a_trembling_hand_clicks(made: LayerList, layers: LayersState) -> None:
    row = made.rows["text"]
    y = row.geometry().center().y()
    press(row)
    move_to(row, made, y + 2)
    release(row, made, y + 2)
    assert (layers.order, layers.key) == (OVERLAYS, "text")


def test_everything_has_a_name(made: LayerList, layers: LayersState) -> None:
    layers.activate("cam")
    row = made.rows["cam"]
    assert (made.accessibleName(), row.accessibleName()) == ("List of layers", "CAM")
    assert row.accessibleDescription() == "Shown, opacity 70 %, place 4 of 4 from the top"
    layers.shift("cam", -1)
    layers.set_opacity(0.5)
    assert row.accessibleDescription() == "Shown, opacity 50 %, place 3 of 4 from the top"
    assert made.rows["text"].accessibleDescription().startswith("Hidden")
    assert row.eye.accessibleName() == "Show CAM"
    assert "Alt+Shift+4" in row.eye.toolTip()
    assert row.slider.accessibleName() == "Opacity of CAM"


def test_the_focus_is_seen(made: LayerList) -> None:
    row = made.rows["text"]
    row.setFocus()
    assert row.grab().toImage().pixelColor(row.width() // 2, 0).name() == LIGHT.accent
