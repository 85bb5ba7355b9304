"""A case of several images in the whole window: drops, leafing, judging, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.widgets.main_window import MainWindow

Make = Callable[..., Path]
Settle = Callable[[], None]
CITED, CONSIDERED, REJECTED = Judgement
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(
    window: MainWindow, mime: QMimeData, keys: Qt.KeyboardModifier = NONE, on: QWidget | None = None
) -> QPoint:
    place = QPoint(80, 300) if on is None else on.mapTo(window, on.rect().center())
    event = QDragEnterEvent(place, ACTIONS, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    return place


def drop(
    window: MainWindow, mime: QMimeData, keys: Qt.KeyboardModifier = NONE, on: QWidget | None = None
) -> None:
    place = drag(window, mime, keys, on)
    event = QDropEvent(QPointF(place), ACTIONS, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()


def names(window: MainWindow) -> list[str]:
    return [image.name for image in window.desk.images.images]


@pytest.fixture
def ready(window: MainWindow, engine: Any, tmp_path: Path, settle: Settle) -> MainWindow:
    engine.store = tmp_path / "data" / "judgements.sqlite"
    window.desk.open_register(Path("demo register"))
    settle()
    return window


@pytest.fixture
def views(logo_file: Make) -> list[Path]:
    return [logo_file(f"view {letter}.png", seed) for seed, letter in enumerate("abc", 2)]


@pytest.fixture
def three(ready: MainWindow, views: list[Path], settle: Settle) -> MainWindow:
    """A window with a case of three images, of which the first was looked at."""
    drop(ready, files(*views))
    settle()
    return ready


@pytest.fixture
def examined(engine: Any) -> list[str]:
    """Return the names of the logos that were examined, in order."""
    return engine.workbenches[-1].examined  # type: ignore[no-any-return]


def test_three_files_are_one_case(three: MainWindow, examined: list[str], settle: Settle) -> None:
    assert names(three) == ["view a.png", "view b.png", "view c.png"]
    assert three.desk.messages.history == []
    # Only what is looked at is examined.
    assert examined == ["view a.png"]
    assert three.windowTitle() == "view a.png – Examiner"
    pager = three.candidate.images.pager
    assert pager.isVisible()
    assert pager.place.text() == "1 of 3"
    assert [path.name for path in three.desk.recent.paths] == [
        "view c.png",
        "view b.png",
        "view a.png",
    ]


def test_an_image_comes_back_at_once_as_it_was(
    three: MainWindow, examined: list[str], settle: Settle, qtbot: QtBot
) -> None:
    desk = three.desk
    desk.question.select(Region(20, 30, 300, 200))
    desk.question.draw(Stroke(True, 12, ((50.0, 60.0), (90.0, 60.0))))
    qtbot.waitUntil(lambda: desk.candidate.phase is Phase.DONE)
    settle()
    marking, table, asked = desk.question.marking, desk.matches.table, list(examined)
    before = desk.candidate.examination
    desk.matches.select(desk.matches.marks[6])
    chosen = desk.matches.selected
    qtbot.keyClick(three, Qt.Key.Key_PageDown, CONTROL)
    settle()
    assert examined == [*asked, "view b.png"]
    assert three.candidate.name.full_text == "view b.png"
    assert desk.question.marking.region is None
    assert desk.matches.table is not table
    qtbot.keyClick(three, Qt.Key.Key_PageUp, CONTROL)
    # Everything but the painted layers is there before anything was computed.
    assert desk.candidate.phase is Phase.DONE
    assert desk.candidate.examination is before
    assert (desk.matches.table, desk.question.marking) == (table, marking)
    settle()
    assert examined == [*asked, "view b.png"]
    assert desk.matches.selected == chosen
    assert desk.layers.network_mask is not None
    assert not desk.question.pending
    assert three.candidate.images.pager.place.text() == "1 of 3"


def test_another_region_is_examined_on_an_image_that_came_back(
    three: MainWindow, examined: list[str], settle: Settle, qtbot: QtBot
) -> None:
    desk = three.desk
    for by in (1, -1):
        desk.case.step(by)
        settle()
    desk.question.select(Region(20, 30, 300, 200))
    qtbot.waitUntil(lambda: desk.candidate.phase is Phase.DONE)
    assert examined == ["view a.png", "view b.png", "view a.png"]
    # Gone while it is examined, it is examined again with what was drawn.
    desk.question.select(Region(20, 30, 200, 200))
    desk.case.step(1)
    settle()
    desk.case.step(-1)
    settle()
    assert desk.question.marking.region == Region(20, 30, 200, 200)
    assert desk.candidate.examination is not None
    assert desk.candidate.examination.question.region == Region(20, 30, 200, 200)


def test_what_does_not_fit_into_memory_is_examined_again(
    three: MainWindow, examined: list[str], settle: Settle
) -> None:
    three.desk.images.examined.most_bytes = 0
    for by in (1, -1):
        three.desk.case.step(by)
        settle()
    assert examined == ["view a.png", "view b.png", "view a.png"]


def test_another_register_examines_every_image_anew(
    three: MainWindow, engine: Any, settle: Settle
) -> None:
    desk = three.desk
    desk.case.step(1)
    settle()
    desk.open_register(Path("other register"))
    settle()
    desk.case.step(-1)
    settle()
    assert engine.workbenches[-1].examined == ["view b.png", "view a.png"]
    assert desk.candidate.examination is not None
    assert desk.candidate.examination.register is desk.session.register


def test_pages_of_a_file_are_a_case(
    ready: MainWindow, engine: Any, settle: Settle, tmp_path: Path
) -> None:
    pages = [Image.new("RGB", (90, 60 + number), "teal") for number in range(3)]
    path = tmp_path / "mark.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    drop(ready, files(path))
    settle()
    ready.desk.case.show(2)
    settle()
    assert engine.workbenches[-1].examined == ["mark.tif, page 1 of 3", "mark.tif, page 3 of 3"]
    assert ready.desk.candidate.logo is not None
    assert ready.desk.candidate.logo.height == 62
    assert ready.desk.recent.paths == [path]
    assert len({image.sha256 for image in ready.desk.images.images}) == 3


def test_a_plain_drop_begins_another_case(
    three: MainWindow, logo_file: Make, settle: Settle
) -> None:
    drop(three, files(logo_file("other.png", 9)))
    settle()
    assert names(three) == ["other.png"]
    assert not three.candidate.images.pager.isVisible()
    assert not three.candidate.images.isVisible()


@pytest.mark.parametrize("how", ["shift", "row", "pager"])
def test_a_drop_adds_with_shift_or_on_the_images(
    three: MainWindow, logo_file: Make, settle: Settle, how: str
) -> None:
    strip = three.candidate.images
    mime = files(logo_file("other.png", 9))
    on = {"shift": None, "row": strip, "pager": strip.pager}[how]
    drop(three, mime, SHIFT if how == "shift" else NONE, on)
    settle()
    assert names(three)[3:] == ["other.png"]
    # What was added last is what one wants to see.
    assert three.candidate.name.full_text == "other.png"
    assert strip.pager.place.text() == "4 of 4"


def test_what_is_there_already_is_shown_and_not_added(
    three: MainWindow, views: list[Path], examined: list[str], settle: Settle
) -> None:
    drop(three, files(views[1]), SHIFT)
    settle()
    assert (len(names(three)), three.desk.images.index) == (3, 1)
    drop(three, files(views[1]), SHIFT)
    settle()
    assert examined == ["view a.png", "view b.png"]


def test_the_hint_says_what_a_drop_would_do(three: MainWindow, logo_file: Make) -> None:
    hint, mime = three.drops.hint, files(logo_file())
    drag(three, mime)
    assert hint.isVisible()
    assert "new case" in hint.text()
    assert three.candidate.view.rect().contains(hint.geometry())
    drag(three, mime, SHIFT)
    assert hint.text() == "Adds to the images of this case"
    QApplication.sendEvent(three, QDragLeaveEvent())
    assert not hint.isVisible()


def test_without_a_case_there_is_no_hint_and_shift_opens(
    ready: MainWindow, views: list[Path], settle: Settle
) -> None:
    drag(ready, files(*views), SHIFT)
    assert not ready.drops.hint.isVisible()
    drop(ready, files(*views), SHIFT)
    settle()
    assert len(names(ready)) == 3
    assert ready.desk.images.index == 0


def test_unreadable_files_are_told_and_the_others_taken(
    ready: MainWindow, views: list[Path], tmp_path: Path, settle: Settle
) -> None:
    drop(ready, files(tmp_path / "gone.png", views[0], tmp_path / "lost.png", views[1]))
    settle()
    assert names(ready) == ["view a.png", "view b.png"]
    [message] = ready.desk.messages.history
    assert message.text == ("2 of 4 files cannot be read and were left out: gone.png, lost.png.")
    assert ready.desk.candidate.phase is Phase.DONE


def test_a_newer_drop_takes_the_place_of_an_older_one(
    ready: MainWindow, views: list[Path], logo_file: Make, settle: Settle
) -> None:
    drop(ready, files(*views))
    drop(ready, files(logo_file("newer.png", 9)))
    settle()
    assert names(ready) == ["newer.png"]


def test_an_image_that_is_gone_leaves_the_present_one(
    three: MainWindow, views: list[Path], settle: Settle
) -> None:
    before = three.desk.candidate.examination
    views[1].unlink()
    three.desk.case.show(1)
    settle()
    assert three.desk.candidate.examination is before
    assert three.desk.images.index == 0
    assert "view b.png is not there any more" in three.message_bar.text.text()


def test_a_drop_that_cannot_be_read_stops_no_image_on_its_way(
    three: MainWindow, tmp_path: Path, settle: Settle
) -> None:
    three.desk.case.show(1)
    drop(three, files(tmp_path / "gone.png"))
    settle()
    assert three.candidate.name.full_text == "view b.png"
    assert three.desk.images.index == 1


def test_what_is_added_again_while_it_is_read_is_shown(
    three: MainWindow, views: list[Path], settle: Settle
) -> None:
    three.desk.case.show(1)
    drop(three, files(views[1]), SHIFT)
    settle()
    assert three.candidate.name.full_text == "view b.png"


def test_leafing_quickly_examines_only_where_one_stops(
    three: MainWindow, engine: Any, settle: Settle, qtbot: QtBot
) -> None:
    workbench = engine.workbenches[-1]
    workbench.gate.clear()
    three.desk.case.step(1)
    qtbot.waitUntil(lambda: len(workbench.examined) == 2)
    three.desk.case.step(1)
    qtbot.waitUntil(lambda: three.candidate.name.full_text == "view c.png")
    three.desk.case.show(0)
    assert three.desk.candidate.phase is Phase.DONE
    workbench.gate.set()
    settle()
    assert three.candidate.name.full_text == "view a.png"
    assert three.desk.candidate.phase is Phase.DONE
    assert "view c.png" not in workbench.examined
    assert workbench.abandoned == ["view b.png"]


def test_closing_while_an_image_is_examined(three: MainWindow, engine: Any, qtbot: QtBot) -> None:
    workbench = engine.workbenches[-1]
    workbench.gate.clear()
    three.desk.case.step(1)
    qtbot.waitUntil(lambda: len(workbench.examined) == 2)
    three.desk.jobs.stop()
    workbench.gate.set()
    assert three.close()
    assert not three.isVisible()


def test_a_judgement_holds_under_every_image(
    three: MainWindow, engine: Any, settle: Settle
) -> None:
    desk = three.desk
    row = desk.matches.marks[3].index
    mark = engine.opened[-1].mark(row)
    desk.judgements.judge(mark, CITED)
    desk.judgements.write_note(mark, "as in view a")
    desk.case.step(1)
    settle()
    assert desk.judgements.judgement(row) is CITED
    assert desk.judgements.note(row) == "as in view a"
    assert desk.judgements.tally.cited == 1
    desk.judgements.judge(mark, REJECTED)
    settle()
    desk.case.step(-1)
    settle()
    # The latest holds, wherever it was made.
    assert desk.judgements.judgement(row) is REJECTED
    assert desk.report_request().assessments[0].judgement is REJECTED  # type: ignore[union-attr]
    store = AssessmentStore(engine.store)
    register = desk.session.register
    assert register is not None
    kept = [store.read(digest, register.manifest.id) for digest in desk.images.digests]
    store.close()
    assert [[one.judgement for one in rows] for rows in kept] == [[CITED], [REJECTED], []]


def test_undoing_a_judgement_brings_back_that_of_the_other_image(
    three: MainWindow, engine: Any, settle: Settle
) -> None:
    desk = three.desk
    mark = desk.matches.marks[3]
    desk.judgements.judge(mark, CITED)
    desk.case.step(1)
    settle()
    # It belongs to the image that is not shown.
    assert not desk.history.can_undo
    desk.judgements.judge(mark, REJECTED)
    desk.judgements.set_judgement(mark, None)
    settle()
    assert desk.judgements.judgement(mark.index) is None
    desk.history.undo()
    assert desk.judgements.judgement(mark.index) is REJECTED
    desk.history.undo()
    assert desk.judgements.judgement(mark.index) is CITED
    settle()
    desk.case.step(-1)
    settle()
    assert desk.judgements.judgement(mark.index) is CITED


def test_judgements_of_an_image_come_and_go_with_it(
    ready: MainWindow, views: list[Path], settle: Settle
) -> None:
    desk = ready.desk
    for path, judgement in zip(views, (CITED, REJECTED, None), strict=True):
        drop(ready, files(path))
        settle()
        if judgement:
            desk.judgements.judge(desk.session.register.mark(5), judgement)  # type: ignore[union-attr]
    settle()
    assert desk.judgements.judgement(5) is None
    drop(ready, files(*views[:2]), SHIFT)
    settle()
    assert names(ready) == ["view c.png", "view a.png", "view b.png"]
    assert desk.judgements.judgement(5) is REJECTED
    desk.case.remove(2)
    assert desk.judgements.judgement(5) is CITED
    desk.case.remove(1)
    settle()
    assert ready.candidate.name.full_text == "view c.png"
    assert desk.judgements.judgement(5) is None


def test_pins_are_those_of_the_case(three: MainWindow, settle: Settle) -> None:
    desk = three.desk
    desk.toggle_pin(desk.matches.marks[2])
    pinned = desk.pins.indices
    desk.case.step(1)
    settle()
    assert desk.pins.indices == pinned
    assert desk.matches.rank("mac", pinned[0]) == int(desk.matches.table.ranks["mac"][pinned[0]])  # type: ignore[union-attr]


def test_removing_the_shown_image_shows_the_next(
    three: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    view = three.candidate.images.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    settle()
    assert names(three) == ["view b.png", "view c.png"]
    assert three.candidate.name.full_text == "view b.png"
    three.desk.case.remove(1)
    assert not three.image_actions.remove.isEnabled()
    assert not three.candidate.images.pager.isVisible()


def test_keys_and_clicks_on_the_thumbnails(three: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    strip = three.candidate.images
    view = strip.view
    assert view.isVisible()
    place = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert three.candidate.name.full_text == "view c.png"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    settle()
    assert three.candidate.name.full_text == "view b.png"
    qtbot.mouseClick(strip.pager.previous, Qt.MouseButton.LeftButton)
    settle()
    assert three.desk.images.index == 0
    assert not strip.pager.previous.isEnabled()
    assert strip.pager.following.text() == "›"


# The platform without a screen says that it cannot do for popups what others do.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_list_of_all_images(three: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    pager = three.candidate.images.pager
    pager.place.click()
    overview = pager.overview
    assert overview.isVisible()
    view = overview.view
    assert view.verticalScrollBar().maximum() == 0
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert not overview.isVisible()
    assert three.candidate.name.full_text == "view b.png"


def test_the_row_gives_way_in_a_low_window(
    ready: MainWindow, views: list[Path], settle: Settle, qtbot: QtBot
) -> None:
    ready.resize(1120, 690)
    drop(ready, files(views[0]))
    settle()
    QApplication.processEvents()
    height = ready.candidate.view.height()
    drop(ready, files(*views))
    settle()
    strip = ready.candidate.images
    qtbot.waitUntil(strip.pager.isVisible)
    assert not strip.isVisible()
    assert ready.candidate.view.height() >= height - 2
    ready.resize(1120, 900)
    qtbot.waitUntil(strip.isVisible)
    ready.resize(1120, 690)
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_the_dialog_gives_several_files_and_adds_some(
    ready: MainWindow, views: list[Path], settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(path) for path in views]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen[:2], ""))
    assert not ready.image_actions.add.isEnabled()
    ready.actions_.open_logo.trigger()
    settle()
    assert names(ready) == ["view a.png", "view b.png"]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen[2:], ""))
    ready.image_actions.add.trigger()
    settle()
    assert names(ready)[2:] == ["view c.png"]


def test_pasting_begins_a_case_or_adds_to_it(
    three: MainWindow, logo_file: Make, settle: Settle
) -> None:
    QGuiApplication.clipboard().setMimeData(files(logo_file("pasted.png", 7)))
    three.image_actions.paste.trigger()
    settle()
    assert names(three)[3:] == ["pasted.png"]
    three.actions_.paste.trigger()
    settle()
    assert names(three) == ["pasted.png"]


def test_a_report_is_of_the_image_that_is_shown(three: MainWindow, settle: Settle) -> None:
    three.desk.case.step(2)
    settle()
    request = three.desk.report_request()
    assert request is not None
    assert request.examination.logo.name == "view c.png"
    ranks = request.examination.ranks.ranks["mac"]
    assert np.array_equal(ranks, three.desk.matches.table.ranks["mac"])  # type: ignore[union-attr]
