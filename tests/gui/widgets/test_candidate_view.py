"""Zoom, region and brush on the candidate, with real mouse and keyboard events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pointer import move
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from examiner_app.engine.region import Region
from examiner_app.errors import ReportError
from examiner_app.gui.mask_canvas import TEXT
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.question import Marking, Tool
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.candidate_view import CandidateView
from examiner_app.gui.widgets.main_window import MainWindow

Make = Callable[..., Path]
Settle = Callable[[], None]
Left = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def examined(window: MainWindow, logo_file: Make, settle: Settle) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    window.activateWindow()
    return window


@pytest.fixture
def view(examined: MainWindow) -> CandidateView:
    return examined.candidate.view


def at(view: CandidateView, x: float, y: float) -> QPoint:
    """Return where a pixel of the mark is in the view."""
    place, scale = view.image_rect(), view.scale()
    return QPoint(round(place.x() + x * scale), round(place.y() + y * scale))


def drag(qtbot: QtBot, view: CandidateView, *points: QPoint, button: Qt.MouseButton = Left) -> None:
    qtbot.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        move(view, point, button)
    qtbot.mouseRelease(view, button, pos=points[-1])


def wheel(view: CandidateView, point: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(point), QPointF(view.mapToGlobal(point)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def near(region: Region | None, box: tuple[int, int, int, int], by: float = 4) -> bool:
    return region is not None and all(
        abs(one - other) <= by for one, other in zip(region.box, box, strict=True)
    )


def grab(view: CandidateView) -> QImage:
    return view.grab().toImage()


def test_a_region_is_drawn_moved_and_resized(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    question = examined.desk.question
    qtbot.keyClick(examined, Qt.Key.Key_G)
    assert question.tool is Tool.REGION
    drag(qtbot, view, at(view, 100, 80), at(view, 300, 200), at(view, 400, 300))
    assert near(question.marking.region, (100, 80, 300, 220))
    drag(qtbot, view, at(view, 250, 200), at(view, 200, 150))
    assert near(question.marking.region, (50, 30, 300, 220))
    drag(qtbot, view, at(view, 350, 250), at(view, 500, 400))
    assert near(question.marking.region, (50, 30, 450, 370), 6)
    drag(qtbot, view, at(view, 50, 215), at(view, 150, 215))
    assert near(question.marking.region, (150, 30, 350, 370), 8)
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert question.marking.region is None
    qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert near(question.marking.region, (100, 80, 300, 220))


def test_a_click_draws_no_region(examined: MainWindow, view: CandidateView, qtbot: QtBot) -> None:
    question = examined.desk.question
    question.choose(Tool.REGION)
    qtbot.mouseClick(view, Left, pos=at(view, 200, 200))
    assert question.marking.region is None
    drag(qtbot, view, at(view, 200, 200), at(view, 201, 201))
    assert question.marking.region is None
    drag(qtbot, view, at(view, 100, 100), at(view, 300, 300), button=Qt.MouseButton.RightButton)
    assert question.marking.region is None


def test_the_arrows_nudge_the_region(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    question = examined.desk.question
    qtbot.keyClick(examined, Qt.Key.Key_G)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert question.marking.region == Region(160, 120, 320, 240), "the first makes one"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert question.marking.region == Region(161, 110, 320, 240)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view, Qt.Key.Key_Down, both)
    assert question.marking.region == Region(161, 110, 319, 250)
    question.history.undo()
    assert question.marking.region == Region(160, 120, 320, 240)


def test_escape_drops_what_is_drawn_and_then_the_tool(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    question = examined.desk.question
    for tool in (Tool.REGION, Tool.ADD):
        question.choose(tool)
        qtbot.mousePress(view, Left, pos=at(view, 100, 100))
        move(view, at(view, 300, 300), Left)
        qtbot.keyClick(view, Qt.Key.Key_Escape)
        assert question.tool is tool
        qtbot.mouseRelease(view, Left, pos=at(view, 300, 300))
        assert question.marking == Marking()
        assert not question.history.can_undo
        qtbot.keyClick(view, Qt.Key.Key_Escape)
        assert question.tool is Tool.LOOK


def test_escape_puts_a_message_away_before_the_tool(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    examined.desk.question.choose(Tool.ADD)
    examined.desk.messages.refuse(ReportError("No."))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert examined.desk.messages.current is None
    assert examined.desk.question.tool is Tool.ADD
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert examined.desk.question.tool is Tool.LOOK


def test_the_brush_paints_at_once_and_is_searched_after(
    examined: MainWindow, view: CandidateView, qtbot: QtBot, engine: Any, settle: Settle
) -> None:
    desk = examined.desk
    qtbot.keyClick(examined, Qt.Key.Key_B)
    assert desk.layers.key == "text", "the brush paints on the text mask"
    desk.question.resize(60)
    point = at(view, 320, 240)
    before = grab(view).pixelColor(point)
    qtbot.mousePress(view, Left, pos=point)
    move(view, at(view, 420, 240), Left)
    painted = grab(view).pixelColor(at(view, 345, 240))
    assert painted != before
    assert abs(painted.hue() - TEXT.hue()) < 30
    assert engine.workbenches[0].questions[-1].correction is None
    qtbot.mouseRelease(view, Left, pos=at(view, 420, 240))
    assert abs(grab(view).pixelColor(at(view, 345, 240)).hue() - TEXT.hue()) < 30
    qtbot.waitUntil(lambda: len(engine.workbenches[0].questions) == 2)
    settle()
    assert not desk.question.pending
    correction = engine.workbenches[0].questions[-1].correction
    assert correction is not None
    assert abs(correction.added - (60 * 100 + 30 * 30 * 3.14)) < 1000
    assert desk.candidate.layers is not None
    assert desk.candidate.layers.text[240, 370] == 1
    # What the engine paints is where the stroke was.
    move(view, at(view, 10, 10), Left)
    assert abs(grab(view).pixelColor(at(view, 345, 240)).hue() - TEXT.hue()) < 30


def test_the_other_brush_wipes(examined: MainWindow, view: CandidateView, qtbot: QtBot) -> None:
    desk = examined.desk
    qtbot.keyClick(examined, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert desk.question.tool is Tool.TAKE
    desk.layers.set_opacity(1.0)
    desk.question.resize(300)
    masked = grab(view)
    drag(qtbot, view, at(view, 0, 420), at(view, 639, 420))
    move(view, at(view, 320, 60), Left)
    wiped = grab(view)
    pink = [
        sum(image.pixelColor(at(view, x, 403)).saturation() > 120 for x in range(150, 500, 4))
        for image in (masked, wiped)
    ]
    assert pink[0] > 3
    assert pink[1] == 0


def test_what_is_not_searched_is_dimmed_at_once(
    examined: MainWindow, view: CandidateView, settle: Settle, qtbot: QtBot
) -> None:
    question = examined.desk.question
    outside, inside = at(view, 20, 20), at(view, 110, 90)
    for layer in ("filed", "text"):
        examined.desk.layers.show(layer)
        assert grab(view).pixelColor(outside).lightness() == 255
        question.select(Region(100, 80, 400, 300))
        assert question.pending
        assert grab(view).pixelColor(outside).lightness() < 200
        assert grab(view).pixelColor(inside).lightness() == 255
        qtbot.waitUntil(lambda: not question.pending, timeout=10_000)
        settle()
        assert grab(view).pixelColor(outside).lightness() < 200
        assert grab(view).pixelColor(inside).lightness() == 255
        question.select(None)
        settle()


def test_a_stroke_keeps_only_the_points_that_change_anything(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    question = examined.desk.question
    question.choose(Tool.ADD)
    question.resize(200)
    qtbot.mousePress(view, Left, pos=at(view, 100, 200))
    for step in range(200):
        move(view, at(view, 100 + step, 200), Left)
    qtbot.mouseRelease(view, Left, pos=at(view, 300, 200))
    points = question.marking.strokes[0].points
    assert 5 < len(points) < 40
    assert points[-1][0] > 285


def test_another_layer_puts_the_brush_away(examined: MainWindow) -> None:
    desk = examined.desk
    desk.question.choose(Tool.ADD)
    desk.layers.show("cam")
    assert desk.question.tool is Tool.LOOK
    desk.question.choose(Tool.REGION)
    desk.layers.show("ssa")
    assert desk.question.tool is Tool.REGION


def test_brush_sizes_by_keys_and_slider(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    question, row = examined.desk.question, examined.candidate.tools
    assert not row.slider.isVisible()
    qtbot.keyClick(examined, Qt.Key.Key_B)
    assert row.slider.isVisible()
    size = question.brush
    qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    assert question.brush > size
    qtbot.keyClick(view, Qt.Key.Key_BracketLeft)
    assert question.brush == size
    row.slider.setValue(80)
    assert row.size_label.text() == f"{question.brush} px"
    assert question.brush > size
    qtbot.keyClick(examined, Qt.Key.Key_B)
    assert question.tool is Tool.LOOK, "the same key puts it away"


def test_letters_that_are_typed_take_no_tool(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    field = QLineEdit(examined)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "gbBf[]")
    assert field.text() == "gbBf[]"
    assert examined.desk.question.tool is Tool.LOOK


def test_without_a_candidate_there_is_no_tool(window: MainWindow, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_G, Qt.Key.Key_B):
        qtbot.keyClick(window, key)
        assert window.desk.question.tool is Tool.LOOK
    assert not any(action.isEnabled() for action in window.marking.tools.values())


def test_the_wheel_zooms_at_the_pointer_and_space_drags_the_paper(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    whole = view.image_rect()
    point = at(view, 200, 150)
    wheel(view, point, 6)
    assert view.image_rect().width() > 3 * whole.width()
    seen = view.to_mark(QPointF(point))
    assert abs(seen.x() - 200) < 3
    assert abs(seen.y() - 150) < 3
    examined.desk.question.choose(Tool.ADD)
    qtbot.keyPress(view, Qt.Key.Key_Space)
    before = view.image_rect()
    drag(qtbot, view, point, point + QPoint(30, 20))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    after = view.image_rect()
    assert abs(after.x() - before.x() - 30) <= 1
    assert abs(after.y() - before.y() - 20) <= 1
    assert examined.desk.question.marking == Marking(), "nothing was painted"
    drag(qtbot, view, point, point + QPoint(10, 0), button=Qt.MouseButton.MiddleButton)
    assert abs(view.image_rect().x() - after.x() - 10) <= 1
    drag(qtbot, view, point, point + QPoint(5, 5))
    assert len(examined.desk.question.marking.strokes) == 1
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert view.image_rect() == whole


def test_a_double_click_shows_all_again(
    examined: MainWindow, view: CandidateView, qtbot: QtBot
) -> None:
    whole = view.image_rect()
    wheel(view, at(view, 100, 100), 3)
    drag(qtbot, view, view.rect().center(), view.rect().center() + QPoint(20, 10))
    assert view.image_rect() != whole
    qtbot.mouseDClick(view, Left, pos=view.rect().center())
    assert view.image_rect() == whole
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.viewport.zoom > 1.9
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.viewport.x > 0
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.image_rect() == whole


@pytest.mark.parametrize("notches", [0, 4, 12])
def test_the_value_under_the_pointer_is_that_of_the_pixel_there(
    examined: MainWindow, view: CandidateView, notches: int
) -> None:
    examined.desk.layers.show("text")
    layers = examined.desk.candidate.layers
    assert layers is not None
    wheel(view, at(view, 320, 400), notches)
    if not notches:
        view.fit()
    for spot in (QPoint(10, 3), QPoint(-4, -8), QPoint(0, 0)):
        point = view.rect().center() + spot
        mark = view.to_mark(QPointF(point))
        move(view, point, Qt.MouseButton.NoButton)
        expected = layers.text[int(mark.y()), int(mark.x())]
        assert examined.candidate.legend.value == pytest.approx(float(expected))


def test_the_panel_says_what_is_asked_and_takes_it_back(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    panel, question = examined.candidate, examined.desk.question
    assert not panel.asked.region_chip.isVisible()
    question.select(Region(100, 80, 120, 80))
    assert panel.asked.region_chip.text().startswith("Searched: region 120 × 80 px")
    assert not panel.asked.mask_chip.isVisible()
    tile = panel.filed_tile.grab().toImage()
    qtbot.mouseClick(panel.asked.region_chip, Left)
    assert question.marking == Marking()
    assert not panel.asked.region_chip.isVisible()
    assert panel.filed_tile.grab().toImage() != tile, "the outline on the mark as filed has gone"
    question.choose(Tool.ADD)
    drag(qtbot, panel.view, at(panel.view, 100, 100), at(panel.view, 200, 100))
    assert panel.asked.mask_chip.text().startswith("Mask corrected by hand")
    qtbot.mouseClick(panel.asked.mask_chip, Left)
    assert question.marking == Marking()
    question.history.undo()
    assert len(question.marking.strokes) == 1, "a reset is a step like any other"


def test_a_new_candidate_is_seen_whole_and_unmarked(
    examined: MainWindow, view: CandidateView, logo_file: Make, settle: Settle
) -> None:
    wheel(view, at(view, 100, 100), 5)
    examined.desk.question.select(Region(100, 80, 120, 80))
    examined.desk.examine(FileSource(logo_file("other.png", 5)))
    settle()
    assert view.viewport.zoom == 1
    assert not examined.candidate.asked.region_chip.isVisible()


def test_every_tool_has_a_name_a_tip_and_its_place_in_the_order_of_tabs(
    examined: MainWindow,
) -> None:
    buttons = examined.candidate.tools.findChildren(QToolButton)
    assert len(buttons) == 6
    for button in buttons:
        assert button.accessibleName()
        assert button.toolTip()
        assert not button.icon().isNull()
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_no_stroke_on_a_huge_mark_blocks_the_window(
    examined: MainWindow, view: CandidateView, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    path = tmp_path / "huge.png"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(path, compress_level=1)
    examined.desk.examine(FileSource(path))
    qtbot.waitUntil(lambda: examined.desk.question.width == 4000, timeout=20_000)
    settle()
    examined.desk.question.choose(Tool.ADD)
    view.grab()
    with Watchdog() as drawing:
        for row in range(4):
            points = [at(view, 200 + 100 * step, 600 + 400 * row) for step in range(36)]
            qtbot.mousePress(view, Left, pos=points[0])
            for point in points[1:]:
                move(view, point, Left)
                qtbot.wait(10)
            qtbot.mouseRelease(view, Left, pos=points[-1])
    with Watchdog() as searching:
        qtbot.waitUntil(
            lambda: (
                not examined.desk.question.pending and examined.desk.candidate.phase is Phase.DONE
            ),
            timeout=30_000,
        )
        settle()
    assert drawing.longest_busy_ms < 50
    assert searching.longest_busy_ms < 50
