"""Judging by hand: keys in every view, buttons, notes, badges, the line over the matches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.judgements import NOTE_LIMIT, Judgement
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.errors import CaseError
from examiner_app.gui.models.match_columns import COLUMNS, JUDGED
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.arrangement import GRID, TABLE
from examiner_app.gui.theme import DARK, LIGHT, Theme
from examiner_app.gui.widgets.history_actions import named
from examiner_app.gui.widgets.judgement_badge import BADGE, badges_width
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.match_delegate import badges_corner, cell_size, paper_rect
from examiner_app.gui.widgets.match_painter import MatchPainter
from examiner_app.gui.widgets.matches_panel import TABLE2

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
CITED, CONSIDERED, REJECTED = Judgement
SAID = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole
VIEWS = pytest.mark.parametrize("layout", [GRID, TABLE])

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "مرحبا \u202eevil",
    "x" * 10_000,
    "a\x00b\x1b",
    "two\nlines",
)


@pytest.fixture
def examined(
    window: MainWindow,
    logo_file: Callable[..., Path],
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    # A window that could not save asks before it closes, at the end of a test that failed too.
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    return window


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def near(image: QImage, place: QRect, colour: str) -> int:
    """Return how many pixels of a place are of a colour."""
    ratio, wanted = image.devicePixelRatio(), QColor(colour)
    return sum(
        image.pixelColor(round(x * ratio), round(y * ratio)) == wanted
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    )


@VIEWS
def test_keys_judge_the_selected_match(
    examined: MainWindow, qtbot: QtBot, settle: Settle, layout: str
) -> None:
    examined.arrangement.show(layout)
    settle()
    view, matches = examined.matches.matches_view, examined.desk.matches
    state = examined.desk.judgements
    view.setFocus()
    step = Key.Key_Right if layout == GRID else Key.Key_Down
    first = matches.selected
    assert first is not None
    qtbot.keyClick(view, Key.Key_C)
    assert state.judgement(first.index) is CITED
    assert matches.selected is first, "the selection stays"
    qtbot.keyClick(view, step)
    second = matches.selected
    assert second is not None
    qtbot.keyClick(view, Key.Key_K)
    qtbot.keyClick(view, step)
    third = matches.selected
    assert third is not None
    qtbot.keyClick(view, Key.Key_R)
    assert [state.judgement(mark.index) for mark in (first, second, third)] == list(Judgement)
    qtbot.keyClick(view, Key.Key_R)
    assert state.judgement(third.index) is None
    qtbot.keyClick(view, Key.Key_K)
    qtbot.keyClick(view, Key.Key_U)
    assert state.judgement(third.index) is None
    assert not examined.judging.undecide.isEnabled()
    for _ in range(4):
        qtbot.keyClick(view, Key.Key_Z, CTRL)
    assert (state.judgement(second.index), state.judgement(third.index)) == (CONSIDERED, None)
    qtbot.keyClick(view, Key.Key_Z, CTRL)
    assert state.judgement(second.index) is None
    qtbot.keyClick(view, Key.Key_Z, CTRL | SHIFT)
    assert state.judgement(second.index) is CONSIDERED
    qtbot.keyClick(view, Key.Key_Y, CTRL)
    assert state.judgement(third.index) is REJECTED
    assert view.hasFocus()


def test_keys_judge_in_table_2(examined: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    marks = examined.desk.matches.marks
    for mark in marks[:3]:
        examined.desk.toggle_pin(mark)
    examined.matches.show_tab(TABLE2)
    table = examined.matches.table2
    table.setCurrentIndex(examined.matches.table2_model.index(2, 1))
    qtbot.keyClick(table, Key.Key_C)
    assert examined.desk.judgements.judgement(marks[1].index) is CITED
    qtbot.keyClick(table, Key.Key_Right)
    qtbot.keyClick(table, Key.Key_R)
    assert examined.desk.judgements.judgement(marks[2].index) is REJECTED
    across = Qt.Orientation.Horizontal
    said = [examined.matches.table2_model.headerData(place, across, SAID) for place in range(3)]
    assert [text.rpartition(", ")[2] for text in said[1:]] == ["cited", "rejected"]
    image = grab(table.header.viewport())
    left = table.header.sectionViewportPosition(1)
    badge = QRect(left + 7, 4, BADGE, BADGE)
    assert near(image, badge, LIGHT.cited) > 60
    assert near(image, badge.translated(-left, 0), LIGHT.cited) == 0


def test_keys_judge_in_the_comparison(examined: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    examined.show_comparison()
    compare = examined.comparison
    assert compare is not None
    qtbot.waitExposed(compare)
    settle()
    state, mark = examined.desk.judgements, examined.desk.matches.selected
    assert mark is not None
    qtbot.keyClick(compare.view, Key.Key_K)
    assert state.judgement(mark.index) is CONSIDERED
    assert compare.judgement.switch.buttons[CONSIDERED].isChecked()
    assert examined.compare.judgement.buttons[CONSIDERED].isChecked()
    qtbot.keyClick(compare.view, Key.Key_Z, CTRL)
    assert state.judgement(mark.index) is None
    qtbot.keyClick(compare.view, Key.Key_N)
    note = compare.judgement.note
    assert note.hasFocus()
    qtbot.keyClicks(note, "crkn 123")
    assert state.judgement(mark.index) is None, "letters of a note judge nothing"
    qtbot.keyClick(note, Key.Key_Escape)
    assert compare.isVisible(), "Escape leaves the note, not the comparison"
    assert not note.hasFocus()
    assert state.note(mark.index) == "crkn 123"
    assert examined.compare.note.toPlainText() == "crkn 123"
    qtbot.keyClick(compare, Key.Key_PageDown)
    settle()
    assert note.toPlainText() == ""
    assert not note.isVisible()


def test_buttons_judge_and_take_away(examined: MainWindow, qtbot: QtBot) -> None:
    switch, state = examined.compare.judgement, examined.desk.judgements
    mark = examined.desk.matches.selected
    assert mark is not None
    for judgement, button in switch.buttons.items():
        qtbot.mouseClick(button, LEFT)
        assert state.judgement(mark.index) is judgement
        assert [one for one, other in switch.buttons.items() if other.isChecked()] == [judgement]
    qtbot.mouseClick(switch.buttons[REJECTED], LEFT)
    assert state.judgement(mark.index) is None
    assert not any(button.isChecked() for button in switch.buttons.values())


def test_nothing_can_be_judged_without_a_match(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Key.Key_C)
    qtbot.keyClick(window, Key.Key_N)
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert window.desk.judgements.snapshot() == ()
    assert not window.judging.note.isEnabled()
    assert not window.history.undo.isEnabled()
    assert not window.compare.note.isVisible()


class TestNotes:
    def test_a_note_is_typed_kept_and_left(self, examined: MainWindow, qtbot: QtBot) -> None:
        grid, note = examined.matches.grid, examined.compare.note
        matches, state = examined.desk.matches, examined.desk.judgements
        mark = matches.selected
        assert mark is not None
        grid.setFocus()
        assert not note.isVisible()
        qtbot.keyClick(grid, Key.Key_N)
        assert note.isVisible()
        assert note.hasFocus()
        qtbot.keyClicks(note, "same ")
        qtbot.waitUntil(lambda: state.note(mark.index) == "same")
        assert note.toPlainText() == "same ", "a blank that is being typed stays"
        qtbot.keyClicks(note, "bird")
        qtbot.keyClick(note, Key.Key_Escape)
        assert grid.hasFocus()
        assert state.note(mark.index) == "same bird"
        assert note.isVisible()
        qtbot.keyClick(grid, Key.Key_Right)
        assert not note.isVisible()
        qtbot.keyClick(grid, Key.Key_Left)
        assert note.toPlainText() == "same bird"
        qtbot.keyClick(grid, Key.Key_Z, CTRL)
        assert state.note(mark.index) == ""
        assert note.toPlainText() == ""
        assert not note.isVisible()

    def test_another_match_does_not_get_what_was_typed(
        self, examined: MainWindow, qtbot: QtBot
    ) -> None:
        matches, state = examined.desk.matches, examined.desk.judgements
        first, second = matches.marks[:2]
        examined.compare.note.open()
        qtbot.keyClicks(examined.compare.note, "of the first")
        matches.select(second)
        assert (state.note(first.index), state.note(second.index)) == ("of the first", "")
        assert examined.compare.note.toPlainText() == ""

    def test_another_candidate_does_not_get_what_was_typed(
        self,
        examined: MainWindow,
        logo_file: Callable[..., Path],
        qtbot: QtBot,
        settle: Settle,
    ) -> None:
        first = logo_file()
        mark = examined.desk.matches.selected
        assert mark is not None
        examined.compare.note.open()
        qtbot.keyClicks(examined.compare.note, "typed")
        examined.desk.examine(FileSource(logo_file("other.png", seed=4)))
        settle()
        assert examined.desk.judgements.snapshot() == ()
        assert examined.compare.note.toPlainText() == ""
        examined.desk.examine(FileSource(first))
        settle()
        assert examined.desk.judgements.note(mark.index) == "typed"

    def test_what_is_being_typed_is_in_the_report(self, examined: MainWindow, qtbot: QtBot) -> None:
        examined.compare.note.open()
        qtbot.keyClicks(examined.compare.note, "last words")
        request = examined.desk.report_request()
        assert request is not None
        assert [one.note for one in request.assessments] == ["last words"]

    def test_what_is_being_typed_is_kept_when_the_window_closes(
        self, engine: Any, examined: MainWindow, qtbot: QtBot, tmp_path: Path
    ) -> None:
        logo = examined.desk.candidate.logo
        assert logo is not None
        engine.store = tmp_path / "judgements.sqlite"
        # The store is opened at its first use, and nothing was judged yet.
        examined.desk.judging._store.cache_clear()
        examined.compare.note.open()
        qtbot.keyClicks(examined.compare.note, "last words")
        examined.close()
        store = AssessmentStore(engine.store)
        found = store.read(logo.sha256, "id of Demo register")
        store.close()
        assert [one.note for one in found] == ["last words"]

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_notes_are_shown_as_they_are(
        self, examined: MainWindow, settle: Settle, text: str
    ) -> None:
        mark, note = examined.desk.matches.marks[0], examined.compare.note
        examined.desk.judgements.write_note(mark, text)
        settle()
        kept = examined.desk.judgements.note(mark.index)
        assert note.toPlainText() == kept
        tip = examined.matches.model.index(0, 0).data(TIP)
        assert "<img" not in tip
        assert len(tip) < 2_000
        assert max(map(len, tip.splitlines())) < 900
        column = examined.matches.model.index(0, COLUMNS.index(JUDGED))
        assert "<img" not in column.data(TIP)
        assert note.height() <= 90
        grab(examined)

    def test_pasting_takes_plain_text_up_to_the_limit(self, examined: MainWindow) -> None:
        note = examined.compare.note
        note.open()
        mime = QMimeData()
        mime.setHtml("<b>bold</b>")
        mime.setText("plain\r\ntext" + "y" * NOTE_LIMIT)
        note.insertFromMimeData(mime)
        assert note.toPlainText().startswith("plain\ntextyy")
        assert len(note.toPlainText()) == NOTE_LIMIT
        note.insertFromMimeData(mime)
        assert len(note.toPlainText()) == NOTE_LIMIT

    def test_an_empty_note_can_be_put_away(self, examined: MainWindow, qtbot: QtBot) -> None:
        button, note = examined.compare.judgement.note_button, examined.compare.note
        qtbot.mouseClick(button, LEFT)
        assert note.hasFocus()
        examined.matches.grid.setFocus()
        assert not note.isVisible()
        qtbot.mouseClick(button, LEFT)
        qtbot.keyClicks(note, "x")
        examined.matches.grid.setFocus()
        assert note.isVisible()

    def test_the_field_is_as_high_as_its_text(self, examined: MainWindow, qtbot: QtBot) -> None:
        note, mark = examined.compare.note, examined.desk.matches.marks[0]
        heights = []
        for lines in (1, 2, 3, 4):
            examined.desk.judgements.write_note(mark, "\n".join(["line"] * lines))
            qtbot.wait(1)
            heights.append(note.height())
            assert not note.verticalScrollBar().isVisible()
        assert heights[0] == heights[1] < heights[2] < heights[3]
        examined.desk.judgements.write_note(mark, "\n".join(["line"] * 40))
        assert note.height() == heights[3]


@pytest.mark.usefixtures("whole_cells")
class TestBadges:
    @pytest.mark.parametrize("shade", ["light", "dark"])
    def test_a_cell_shows_a_letter_on_its_colour(
        self, examined: MainWindow, theme: Theme, shade: str
    ) -> None:
        theme.choose(shade)
        colours = DARK if shade == "dark" else LIGHT
        grid, model = examined.matches.grid, examined.matches.model
        plain = grab(grid.viewport())
        marks = examined.desk.matches.marks
        for row, judgement in enumerate(Judgement, 1):
            examined.desk.judgements.set_judgement(marks[row], judgement)
        examined.desk.judgements.write_note(marks[4], "x")
        image = grab(grid.viewport())
        letters = []
        for row, judgement in enumerate(Judgement, 1):
            corner = badges_corner(grid.visualRect(model.index(row, 0)))
            badge = QRect(corner.x(), corner.y(), BADGE, BADGE)
            assert near(image, badge, getattr(colours, judgement.value)) > 60
            assert near(plain, badge, getattr(colours, judgement.value)) == 0
            ratio = image.devicePixelRatio()
            place = QRect(badge.topLeft() * ratio, badge.size() * ratio)
            letters.append(image.copy(place).convertToFormat(QImage.Format.Format_Mono))
        assert letters[0] != letters[1] != letters[2] != letters[0], "not by colour alone"
        noted = badges_corner(grid.visualRect(model.index(4, 0)))
        place = QRect(noted, noted + QPoint(BADGE, BADGE))
        assert image.copy(place) != plain.copy(place)
        theme.choose("light")

    def test_a_rejected_picture_is_faint_and_its_words_are_not(self, examined: MainWindow) -> None:
        grid, model = examined.matches.grid, examined.matches.model
        before = grab(grid.viewport())
        examined.desk.judgements.set_judgement(examined.desk.matches.marks[2], REJECTED)
        after = grab(grid.viewport())
        cell = grid.visualRect(model.index(2, 0))
        paper = paper_rect(cell)
        inside = paper.adjusted(12, 20, -12, -12)

        def darkest(image: QImage, place: QRect) -> int:
            part = image.copy(place)
            return min(
                part.pixelColor(x, y).lightness()
                for x in range(part.width())
                for y in range(part.height())
            )

        assert darkest(after, inside) > darkest(before, inside) + 40
        below = QRect(paper.bottomLeft() + QPoint(0, 4), cell.bottomRight() - QPoint(8, 2))
        assert after.copy(below) == before.copy(below)

    def test_the_table_has_a_column_for_it(self, examined: MainWindow, settle: Settle) -> None:
        examined.arrangement.show(TABLE)
        settle()
        table, model = examined.matches.table, examined.matches.model
        mark = examined.desk.matches.marks[3]
        examined.desk.judgements.set_judgement(mark, CONSIDERED)
        examined.desk.judgements.write_note(mark, "why so")
        index = model.index(3, COLUMNS.index(JUDGED))
        assert index.data() == "Considered"
        assert index.data(SAID) == "Judged: Considered"
        assert index.data(TIP) == "Considered\nwhy so"
        assert model.index(4, index.column()).data(SAID) == "Judged: not yet"
        whole = model.index(3, 0).data(SAID)
        assert whole.endswith(", considered, with a note")
        assert near(grab(table.viewport()), table.visualRect(index), LIGHT.considered) > 60
        rows = grab(table.rows.viewport())
        top = table.rows.sectionViewportPosition(3)
        assert near(rows, QRect(0, top, 40, 30), LIGHT.considered) > 60

    @pytest.mark.parametrize("width", range(64, 260, 14))
    def test_badges_stay_in_cells_of_every_size(self, width: int) -> None:
        cell = QRect(QPoint(30, 40), cell_size(width))
        size = badges_width(CITED, noted=True)
        assert cell.contains(QRect(badges_corner(cell), badges_corner(cell) + QPoint(size, BADGE)))
        assert badges_width(None, noted=False) == 0


class TestJudgedBar:
    def test_it_counts_and_filters(
        self, examined: MainWindow, qtbot: QtBot, settle: Settle
    ) -> None:
        bar, matches = examined.matches.judged_bar, examined.desk.matches
        assert not bar.isVisible()
        for row, judgement in ((0, CITED), (1, REJECTED), (2, REJECTED)):
            examined.desk.judgements.set_judgement(matches.marks[row], judgement)
        assert bar.isVisible()
        assert [chip.text() for chip in bar.chips.values()] == [
            "1 cited", "0 considered", "2 rejected", "Undecided",
        ]  # fmt: skip
        assert not bar.chips[CONSIDERED].isEnabled()
        expected = [matches.marks[1].index, matches.marks[2].index]
        qtbot.mouseClick(bar.chips[REJECTED], LEFT)
        settle()
        assert list(matches.order) == expected
        assert bar.chips[REJECTED].text() == "2 rejected  ×"
        qtbot.mouseClick(bar.chips[REJECTED], LEFT)
        settle()
        assert len(matches.order) == 600
        bar.chips[None].setFocus()
        qtbot.keyClick(bar.chips[None], Key.Key_Space)
        settle()
        assert len(matches.order) == 597

    def test_an_empty_list_says_why_and_can_be_left(
        self, examined: MainWindow, qtbot: QtBot, settle: Settle
    ) -> None:
        bar, grid = examined.matches.judged_bar, examined.matches.grid
        grid.setFocus()
        qtbot.keyClick(grid, Key.Key_C)
        qtbot.mouseClick(bar.chips[CITED], LEFT)
        settle()
        qtbot.keyClick(examined.matches.grid, Key.Key_C)
        settle()
        assert bar.isVisible()
        assert examined.matches._no_matches.title.text() == "No mark is judged so"
        qtbot.mouseClick(bar.chips[CITED], LEFT)
        settle()
        assert examined.matches.pages.currentWidget() is grid
        assert not bar.isVisible()

    def test_both_filters_hold_at_once(self, examined: MainWindow, settle: Settle) -> None:
        desk = examined.desk
        for mark in desk.matches.marks[:6]:
            desk.judgements.set_judgement(mark, CITED)
        offices = [mark.office for mark in desk.matches.marks[:6]]
        desk.filters.toggle("offices", "EM")
        desk.judgements.want(CITED)
        settle()
        assert len(desk.matches.order) == offices.count("EM")

    def test_what_is_not_saved_is_said_until_it_is(
        self,
        examined: MainWindow,
        qtbot: QtBot,
        settle: Settle,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def fail(*_: object) -> None:
            raise CaseError("The disk is full: make room and try again.")

        bar, grid = examined.matches.judged_bar, examined.matches.grid
        with monkeypatch.context() as broken:
            broken.setattr(AssessmentStore, "write", fail)
            grid.setFocus()
            qtbot.keyClick(grid, Key.Key_C)
            settle()
            assert bar.save_button.isVisible()
            asked: list[str] = []

            def answer(_parent: object, _title: str, text: str) -> Any:
                asked.append(text)
                return QMessageBox.StandardButton.No

            broken.setattr(QMessageBox, "question", answer)
            assert not examined.close(), "it asks before anything is lost"
            assert len(asked) == 1
            assert examined.isVisible()
            settle()
        qtbot.mouseClick(bar.save_button, LEFT)
        settle()
        assert not bar.save_button.isVisible()

    @pytest.mark.parametrize("size", [(1120, 690), (1366, 768), (1920, 1080)])
    def test_nothing_is_cut_off(
        self,
        examined: MainWindow,
        settle: Settle,
        qtbot: QtBot,
        size: tuple[int, int],
    ) -> None:
        examined.resize(*size)
        desk = examined.desk
        for row, mark in enumerate(desk.matches.marks[:99]):
            desk.judgements.set_judgement(mark, tuple(Judgement)[row % 3])
        desk.judgements.write_note(desk.matches.marks[0], "one\ntwo\nthree\nfour")
        desk.judgements.want(CITED)
        settle()
        for unsaved in (False, True):
            desk.judgements.set_unsaved(unsaved=unsaved)
            qtbot.wait(20)
            assert (examined.width(), examined.height()) == size
            for panel in (examined.matches.judged_bar, examined.compare):
                for child in panel.findChildren(QWidget):
                    if child.isVisible():
                        least = min(child.minimumSizeHint().width(), child.sizeHint().width())
                        assert child.width() >= least, child
                        assert child.parentWidget().rect().contains(child.geometry()), child
            assert examined.compare.table.height() >= 100


@pytest.mark.usefixtures("whole_cells")
def test_judging_paints_one_cell_and_no_more(
    examined: MainWindow, qtbot: QtBot, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[QRect] = []
    paper = MatchPainter.paper

    def count(self: MatchPainter, painter: Any, place: QRect, *rest: Any, **more: Any) -> None:
        painted.append(place)
        paper(self, painter, place, *rest, **more)

    grid = examined.matches.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_C)
    settle()
    qtbot.wait(50)
    monkeypatch.setattr(MatchPainter, "paper", count)
    qtbot.keyClick(grid, Key.Key_K)
    settle()
    qtbot.wait(50)
    assert len(painted) == 1


def test_undo_says_what_it_takes_back(examined: MainWindow, qtbot: QtBot) -> None:
    undo, mark = examined.history.undo, examined.desk.matches.selected
    assert mark is not None
    assert undo.text() == "&Undo"
    examined.desk.judgements.judge(mark, CITED)
    assert undo.text() == f"&Undo: {mark.words or mark.id} cited"
    assert undo.isEnabled()
    assert examined.history.redo.text() == "&Redo"
    assert named("&Undo", "R&D cited") == "&Undo: R&&D cited"
    titles = [action.text() for action in examined.menuBar().actions()]
    assert titles[:3] == ["&File", "&Edit", "&Match"]
