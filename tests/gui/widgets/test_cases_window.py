"""Former cases: damaged ones, those that others change, and those that go from desk to desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from search_records import record

from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.schema import CASE_SUFFIX
from examiner_app.engine.cases.transfer import export_case
from examiner_app.gui.widgets.cases_window import CasesWindow
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import REPORT_FOLDER
from tests.gui.widgets.conftest import show

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
Make = Callable[..., Path]


def names(window: CasesWindow) -> list[str]:
    model = window.finder.list.lines
    return [model.index(row).data().split(",")[0] for row in range(model.rowCount())]


def answer(button: QMessageBox.StandardButton, asked: list[str]) -> None:
    """Answer the question when it is asked."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(5, press)
            return
        # Elsewhere than here, for an error would leave the box open.
        plain = box.textFormat() is Qt.TextFormat.PlainText
        asked.append(box.text() if plain else "markup")
        box.button(button).click()

    QTimer.singleShot(5, press)


def seen(asked: list[str], count: int) -> bool:
    return len(asked) == count


def test_a_damaged_case_says_so_and_the_others_can_be_used(
    cases: CasesWindow, store: CaseStore, settle: Settle
) -> None:
    store.database.run(
        lambda to: to.execute(
            "UPDATE searches SET record = '{}' WHERE case_id = (SELECT id FROM cases "
            "WHERE reference = 'EM 2')"
        )
    )
    store.close()
    cases.finder.list.setCurrentIndex(cases.finder.list.lines.index(2))
    settle()
    panel = cases.panel
    assert "Search 1 of the case cannot be read" in panel.problem.text()
    assert panel.name.full_text == "EM 2"
    assert not panel.searches.isVisible()
    assert not panel.open_button.isEnabled()
    assert not panel.export_button.isEnabled()
    cases.finder.list.setCurrentIndex(cases.finder.list.lines.index(3))
    settle()
    assert not panel.problem.isVisible()
    assert panel.searches.isVisible()
    assert panel.open_button.isEnabled()


def test_where_there_is_no_case_it_says_how_one_begins(window: MainWindow, settle: Settle) -> None:
    made = show(window)
    settle()
    assert made.panel.currentIndex() == 0
    assert made.panel.empty.text.text() == "Open a logo: its first search begins a case."
    assert made.finder.count.text() == "0 cases"


def test_what_the_window_logs_and_what_others_change_is_seen(
    cases: CasesWindow, window: MainWindow, store: CaseStore, settle: Settle
) -> None:
    window.desk.filters.toggle("types", "figure-only")
    settle()
    window.desk.log.flush()
    settle()
    assert cases.panel.searches.list.lines.rowCount() == 2
    assert cases._cases.state.number == 1, "who looks at a search stays there"
    store.describe(cases._cases.state.selected, "EM 4", "Eve")
    store.close()
    QApplication.sendEvent(cases, QEvent(QEvent.Type.WindowActivate))
    settle()
    assert names(cases)[0] == "EM 4"
    assert cases.panel.name.full_text == "EM 4"


@pytest.mark.parametrize("suffix", [CASE_SUFFIX, ""])
def test_a_case_is_exported_under_its_name_and_replaces_nothing_unasked(
    cases: CasesWindow,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settle: Settle,
    qtbot: QtBot,
    suffix: str,
) -> None:
    proposed: list[str] = []
    path = tmp_path / f"x{CASE_SUFFIX}"
    path.write_text("precious")

    def choose(_: object, __: str, start: str, ___: str) -> tuple[str, str]:
        proposed.append(Path(start).name)
        return str(tmp_path / f"x{suffix}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    asked: list[str] = []
    if not suffix:
        answer(QMessageBox.StandardButton.No, asked)
    cases.panel.export_button.click()
    qtbot.waitUntil(lambda: bool(asked) or path.read_bytes() != b"precious")
    settle()
    assert proposed == [f"candidate.png{CASE_SUFFIX}"]
    assert window.preferences.get(REPORT_FOLDER) == str(tmp_path)
    if suffix:
        # The file dialog has asked.
        assert cases.news.text() == f"The case candidate.png is in {path}."
        return
    assert path.read_text() == "precious"
    answer(QMessageBox.StandardButton.Yes, asked)
    cases.panel.export_button.click()
    qtbot.waitUntil(cases.news.isVisible)
    assert asked == [f"x{CASE_SUFFIX} already exists. Do you want to replace it?"] * 2
    assert path.read_bytes() != b"precious"


def test_a_case_that_is_here_is_replaced_only_where_that_is_agreed_to(
    cases: CasesWindow,
    store: CaseStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    path = tmp_path / f"x{CASE_SUFFIX}"
    case = store.of_reference("EM 3")
    assert case is not None
    store.describe(case, "<b>EM</b> 3", "")
    export_case(store, case, path)
    store.log(case, record())
    store.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    asked: list[str] = []
    for button, searches in (
        (QMessageBox.StandardButton.No, 4),
        (QMessageBox.StandardButton.Yes, 3),
    ):
        answer(button, asked)
        cases.finder.import_button.click()
        qtbot.waitUntil(partial(seen, asked, 5 - searches))
        settle()
        assert len(store.read(case).searches) == searches
        store.close()
    assert asked[0].startswith("The case <b>EM</b> 3 is here already.")
    assert cases.panel.name.full_text == "<b>EM</b> 3"
    path.write_text("no case")
    cases.finder.import_button.click()
    settle()
    assert "no file with a case" in cases.news.text()
    assert cases.news.property("role") == "danger"


def test_its_keys_are_in_the_list_of_shortcuts(cases: CasesWindow, window: MainWindow) -> None:
    sections = {one.title: one for one in window.desktop.sections()}
    assert [entry.keys for entry in sections["Cases"].entries] == ["Up, Down", "Enter", "Esc"]


def test_the_main_window_takes_it_along(cases: CasesWindow, window: MainWindow) -> None:
    window.close()
    assert not cases.isVisible()
