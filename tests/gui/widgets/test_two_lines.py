from __future__ import annotations

import time
from operator import itemgetter

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from examiner_app.gui.models.lines import Line, LinesModel
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.two_lines import TwoLines


def made(qtbot: QtBot, theme: Theme, worded: list[str], count: int = 10_000) -> TwoLines:
    def line(row: str) -> Line:
        worded.append(row)
        return Line(f"{row} " + "long " * 40, "below", lead="1", badge="new")

    view = TwoLines("Rows", theme, LinesModel(itemgetter(slice(None)), line))
    qtbot.addWidget(view)
    view.resize(260, 400)
    view.show()
    qtbot.waitExposed(view)
    view.lines.show_rows([f"row {number}" for number in range(count)])
    return view


def test_of_ten_thousand_rows_only_those_in_sight_are_worded(qtbot: QtBot, theme: Theme) -> None:
    worded: list[str] = []
    view = made(qtbot, theme, worded)
    qtbot.waitUntil(lambda: bool(worded))
    view.grab()
    assert len(set(worded)) < 20
    assert not view.horizontalScrollBar().maximum()
    start = time.perf_counter()
    view.point_at(view.lines.place("row 9000"))
    view.grab()
    assert time.perf_counter() - start < 0.5
    assert len(set(worded)) < 40
    assert "row 9000" in worded


def test_only_what_the_user_does_is_told(qtbot: QtBot, theme: Theme) -> None:
    view = made(qtbot, theme, [], 50)
    chosen: list[int] = []
    typed: list[str] = []
    view.chosen.connect(chosen.append)
    view.typed.connect(typed.append)
    view.point_at(view.lines.place("row 7"))
    assert (view.currentIndex().row(), chosen) == (7, [])
    assert view.selectionModel().selectedIndexes() == [view.currentIndex()]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen == [8]
    qtbot.keyClicks(view, "r")
    assert (typed, view.currentIndex().row()) == (["r"], 8)
    view.point_at(view.lines.place("nothing"))
    assert not view.currentIndex().isValid()
    assert view.selectionModel().selectedIndexes() == []
    assert chosen == [8]


def test_a_painter_is_given_back_as_it_was_lent_even_where_a_row_cannot_be_worded(
    qtbot: QtBot, theme: Theme
) -> None:
    view = made(qtbot, theme, [], 1)
    option = QStyleOptionViewItem()
    option.rect = view.rect()
    option.state |= QStyle.StateFlag.State_Selected
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pen = painter.pen()
    with pytest.raises(AttributeError):
        view.itemDelegate().paint(painter, option, QModelIndex())
    assert painter.pen() == pen
    painter.end()


def test_selected_rows_have_another_ground_in_both_themes(qtbot: QtBot, theme: Theme) -> None:
    view = made(qtbot, theme, [], 3)
    view.point_at(view.lines.place("row 1"))
    for choice in ("light", "dark"):
        theme.choose(choice)
        image: QImage = view.viewport().grab().toImage()
        rows = [view.visualRect(view.lines.index(row)) for row in range(3)]
        grounds = [image.pixelColor(rect.right() - 3, rect.bottom() - 5).name() for rect in rows]
        assert grounds[1] == theme.colour("accent_soft").name()
        assert grounds[0] != grounds[1] != grounds[2]
    theme.choose("light")
