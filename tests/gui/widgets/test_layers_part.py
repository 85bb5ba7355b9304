"""Several layers over the candidate in the whole window: pictures, numbers, room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from examiner_app.engine.region import Region
from examiner_app.gui.state.question import Tool
from examiner_app.gui.widgets.candidate_view import CandidateView
from examiner_app.gui.widgets.main_window import MainWindow

Left = Qt.MouseButton.LeftButton
Settle = Callable[[], None]


def grab(view: CandidateView) -> QImage:
    return view.grab().toImage()


def at(view: CandidateView, across: float, down: float) -> QPoint:
    place = view.image_rect()
    return QPoint(
        round(place.x() + across * place.width()), round(place.y() + down * place.height())
    )


def mixed(below: QColor, image: QImage, share: float, across: float, down: float) -> QColor:
    """Return what a layer makes of a colour at a place, worked out by hand."""
    above = image.pixelColor(int(across * image.width()), int(down * image.height()))
    strong = share * above.alphaF()
    pairs = zip(below.getRgbF()[:3], above.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a + (b - a) * strong for a, b in pairs))


def near(one: QColor, other: QColor, by: int = 5) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(int(a) - int(b)) <= by for a, b in pairs)


def test_two_layers_lie_over_the_mark_in_their_order(examined: MainWindow, settle: Settle) -> None:
    desk, view = examined.desk, examined.candidate.view
    desk.layers.use_colours("viridis")  # The text mask covers all of the mark then, as CAM does.
    settle()
    for key, opacity in (("cam", 0.6), ("text", 0.4)):
        desk.layers.activate(key)
        desk.layers.set_opacity(opacity, key)
    pictures = {key: desk.layers.view_of(key) for key in ("cam", "text")}
    for place in ((0.1, 0.1), (0.9, 0.3)):
        seen = []
        for order in (("cam", "text"), ("text", "cam")):
            desk.layers.move(order[1], 0)
            colour = QColor("white")
            for key in order:
                picture = pictures[key]
                assert picture is not None
                opacity = desk.layers.opacity_of(key)
                colour = mixed(colour, picture.image, opacity, *place)
            shown = grab(view).pixelColor(at(view, *place))
            assert near(shown, colour), (order, shown.getRgb(), colour.getRgb())
            seen.append(shown)
        assert seen[0] != seen[1], "the order is seen"


def test_the_surroundings_of_a_region_are_dimmed_once(
    examined: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    desk, view = examined.desk, examined.candidate.view
    desk.question.select(Region(200, 100, 300, 250))
    qtbot.waitUntil(lambda: not desk.question.pending, timeout=10_000)
    settle()
    shades = []
    for key in ("cam", "ssa", "text", "atrha"):
        desk.layers.activate(key)
        shades.append(grab(view).pixelColor(at(view, 0.1, 0.1)).getRgb())
    assert len(set(shades)) == 1
    assert 120 < shades[0][0] < 230
    inside = grab(view).pixelColor(at(view, 0.5, 0.4))
    assert inside.getRgb() != shades[0]


def test_all_say_their_numbers_under_the_pointer(examined: MainWindow, qtbot: QtBot) -> None:
    panel, layers = examined.candidate, examined.desk.layers
    legend = panel.legend
    layers.show("cam")
    assert legend.more == ""
    layers.activate("text")
    layers.activate("ssa")
    assert legend.more == "Also shown: Text mask, CAM"
    qtbot.mouseMove(panel.view, at(panel.view, 0.5, 0.4))
    panel.view.pointed.emit(QPointF(0.5, 0.4))
    assert legend.value == pytest.approx(1.5)
    said = legend.more.split(" · ")
    assert [one.split()[0] for one in said] == ["Text", "CAM"]
    assert float(said[1].split()[1]) > 0.9
    words = legend.accessibleDescription()
    assert words.startswith("SSA weight α. 1.50 under the pointer. Text mask 0.00 · CAM ")
    panel.view.left.emit()
    assert legend.value is None
    assert legend.more == "Also shown: Text mask, CAM"


def test_the_crop_says_what_became_of_the_pixel(examined: MainWindow) -> None:
    panel, layers = examined.candidate, examined.desk.layers
    layers.show("atrha")
    panel.view.pointed.emit(QPointF(0.5, 0.3))
    assert panel.legend.more == "ATRHA: searched"
    panel.view.pointed.emit(QPointF(0.02, 0.02))
    assert panel.legend.more == "ATRHA: left out"
    layers.activate("cam")
    panel.view.pointed.emit(QPointF(0.5, 0.3))
    assert panel.legend.more == "ATRHA: searched"
    assert panel.legend.value is not None


def test_the_switcher_is_for_a_quick_look_and_with_ctrl_for_more(
    examined: MainWindow, qtbot: QtBot
) -> None:
    switcher, layers = examined.candidate.switcher, examined.desk.layers
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(switcher.button("cam"), Left)
    qtbot.mouseClick(switcher.button("text"), Left, control)
    assert layers.shown == ("text", "cam")
    assert switcher.button("text").isChecked()
    assert switcher.button("cam").property("beside") is True
    assert switcher.button("text").property("beside") is False
    qtbot.mouseClick(switcher.button("text"), Left, control)
    assert layers.shown == ("cam",)
    assert switcher.button("cam").isChecked()
    assert switcher.button("cam").property("beside") is False
    qtbot.mouseClick(switcher.button("cam"), Left, control)
    assert layers.shown == ()
    assert switcher.button("filed").isChecked()
    qtbot.mouseClick(switcher.button("ssa"), Left)
    qtbot.mouseClick(switcher.button("filed"), Left, control)
    assert layers.shown == ()


def test_the_slider_is_that_of_the_layer_that_is_spoken_of(examined: MainWindow) -> None:
    panel, layers = examined.candidate, examined.desk.layers
    layers.activate("cam")
    layers.set_opacity(0.2)
    layers.activate("text")
    assert panel.slider.value() == 70
    assert panel.slider.accessibleName() == "Opacity of Text mask"
    panel.slider.setValue(55)
    assert (layers.opacity_of("cam"), layers.opacity_of("text")) == (0.2, 0.55)
    layers.activate("cam")
    assert panel.slider.value() == 20


def test_the_brush_is_kept_while_its_layer_is_seen(examined: MainWindow) -> None:
    desk = examined.desk
    desk.layers.activate("cam")
    desk.layers.activate("ssa")
    desk.question.choose(Tool.ADD)
    assert desk.layers.key == "text"
    assert desk.layers.shown == ("text", "ssa", "cam")
    desk.layers.toggle("cam")
    desk.layers.activate("atrha")
    assert desk.question.tool is Tool.ADD
    desk.layers.toggle("text")
    assert desk.question.tool is Tool.LOOK


def test_the_list_opens_by_key_and_button(examined: MainWindow, qtbot: QtBot) -> None:
    part = examined.candidate.layers
    assert not part.list.isVisible()
    assert part.slider.isVisible()
    qtbot.keyClick(examined, Qt.Key.Key_L)
    assert part.list.isVisible()
    assert not part.slider.isVisible(), "every row has a slider of its own"
    qtbot.mouseClick(part.list_button, Left)
    assert not part.list.isVisible()


@pytest.mark.parametrize(
    ("size", "types"), [((1120, 690), False), ((1440, 900), True), ((1920, 1080), True)]
)
def test_there_is_room_for_the_list(
    examined: MainWindow, qtbot: QtBot, size: tuple[int, int], types: bool
) -> None:
    panel = examined.candidate
    examined.resize(*size)
    qtbot.wait(20)
    closed = panel.view.height()
    assert closed >= 135
    examined.layering.listed.trigger()
    qtbot.wait(20)
    assert (examined.width(), examined.height()) == size
    assert panel.types.isVisible() is types
    assert panel.filed_tile.isVisible(), "the mark as filed is always in sight"
    assert panel.view.height() >= 120
    for child in panel.layers.findChildren(QWidget):
        if child.isVisible():
            assert child.parentWidget().rect().contains(child.geometry())
            assert child.width() >= min(child.minimumSizeHint().width(), child.sizeHint().width())
    examined.layering.listed.trigger()
    qtbot.wait(20)
    assert panel.types.isVisible()
    assert panel.view.height() == closed


def test_a_message_in_the_least_window_cuts_nothing_off(examined: MainWindow, qtbot: QtBot) -> None:
    panel = examined.candidate
    examined.resize(1120, 690)
    examined.layering.listed.trigger()
    examined.desk.layers.activate("cam")
    examined.desk.messages.success("The report is written.")
    qtbot.wait(20)
    for widget in (panel.tools, panel.view, panel.layers, panel.filed_tile):
        assert widget.isVisible()
        assert widget.height() >= widget.minimumSizeHint().height()
    assert panel.layers.geometry().bottom() < panel.filed_tile.y()
