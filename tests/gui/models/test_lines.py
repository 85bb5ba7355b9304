from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from examiner_app.gui.models.lines import LINE, Line, LinesModel


def made(worded: list[str]) -> LinesModel:
    def line(row: str) -> Line:
        worded.append(row)
        return Line(f"<b>{row}</b>", "below", lead="7", badge="new", tip=f"<i>{row}</i>")

    return LinesModel(lambda row: row, line)


def test_rows_are_worded_when_they_are_looked_at(qapp: QApplication) -> None:
    worded: list[str] = []
    model = made(worded)
    model.show_rows([f"row {number}" for number in range(10_000)])
    assert (model.rowCount(), worded) == (10_000, [])
    index = model.place("row 9999")
    assert index.row() == 9_999
    assert index.data(LINE).title == "<b>row 9999</b>"
    assert index.data() == "7, <b>row 9999</b>, new, below"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data()
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>&lt;i&gt;row 9999&lt;/i&gt;</qt>"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert not model.place("row 10000").isValid()


def test_who_looks_at_a_row_stays_there_when_nothing_but_its_words_changed(
    qapp: QApplication,
) -> None:
    model = made([])
    news: list[str] = []
    model.modelReset.connect(lambda: news.append("others"))
    model.dataChanged.connect(lambda *_: news.append("words"))
    model.show_rows(["a", "b"])
    model.show_rows(["a", "b"])
    model.show_rows(["b", "a"])
    model.show_rows([])
    assert news == ["others", "words", "others", "others"]
    assert model.rowCount() == 0
