from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.gui.desk import Desk
from examiner_app.gui.models import match_columns, match_model, rank_model, table2_model
from examiner_app.gui.models.match_columns import COLUMNS
from examiner_app.gui.models.match_model import MatchModel
from examiner_app.gui.models.rank_model import Column, RankLine, RankModel
from examiner_app.gui.models.table2_model import Table2Model
from examiner_app.gui.ranks import FUSED, SORT_KEYS, exact, rank_explanation, rank_name, times
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.matches import PAGE
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.tips import plain_tip

DISPLAY = Qt.ItemDataRole.DisplayRole
TIP = Qt.ItemDataRole.ToolTipRole
SAID = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def thumbnails(desk: Desk) -> Thumbnails:
    made = Thumbnails(desk.jobs)
    desk.session.register_changed.connect(lambda: made.use(desk.session.register))
    return made


@pytest.fixture
def examined(
    desk: Desk, thumbnails: Thumbnails, logo_file: Callable[..., Path], settle: Callable[[], None]
) -> Desk:
    """A desk with a finished examination."""
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return desk


def test_match_model_is_sound_from_empty_to_the_last_page(
    desk: Desk,
    thumbnails: Thumbnails,
    logo_file: Callable[..., Path],
    settle: Callable[[], None],
    qtmodeltester: ModelTester,
) -> None:
    model = MatchModel(desk.matches, desk.pins, thumbnails, desk.session, desk.judgements)
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    assert model.rowCount() == PAGE
    # From here on the tester listens to every change, and fetches too.
    qtmodeltester.check(model)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        settle()
    assert model.rowCount() == desk.session.count > PAGE
    qtmodeltester.check(model)


def test_a_match_answers_all_roles(examined: Desk, thumbnails: Thumbnails, qtbot: QtBot) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    index = model.index(0, 0)
    mark = index.data(match_model.Role.MARK)
    assert mark is examined.matches.marks[0]
    assert index.data(DISPLAY) == (mark.words or mark.id)
    assert index.data(match_model.Role.RANK) == 1
    assert index.data(match_model.Role.SUBTITLE) == mark.number
    assert index.data(match_model.Role.PINNED) is False
    assert index.data(SAID).startswith("Rank 1: ")
    assert "Rank 1 of 600 by ATRHA R-MAC" in index.data(TIP)
    with qtbot.waitSignal(model.dataChanged) as changed:
        assert index.data(match_model.Role.THUMBNAIL) is None
    assert changed.args is not None
    assert changed.args[0].row() == 0
    assert not index.data(match_model.Role.THUMBNAIL).isNull()
    examined.toggle_pin(mark)
    assert index.data(match_model.Role.PINNED) is True
    assert model.row_of(mark) == 0
    assert model.row_of(None) is None
    assert model.index(9999, 0).data(DISPLAY) is None


def test_ranks_in_the_grid_are_those_of_the_chosen_order(
    examined: Desk, thumbnails: Thumbnails, settle: Callable[[], None]
) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    for key in ("sift_bow", FUSED):
        examined.matches.sort_by(key)
        settle()
        shown = [model.index(row, 0).data(match_model.Role.RANK) for row in range(5)]
        table = examined.matches.table
        assert table is not None
        assert shown == sorted(table.of(key).tolist())[:5]


def test_a_match_has_a_column_for_every_method(examined: Desk, thumbnails: Thumbnails) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    mark = examined.matches.marks[4]
    by_column = {key: model.index(4, column) for column, key in enumerate(COLUMNS)}
    for key in SORT_KEYS:
        rank = examined.matches.rank(key, mark.index)
        assert rank is not None
        assert by_column[key].data(DISPLAY) == exact(rank)
        assert by_column[key].data(match_model.Role.RANK) == rank
        assert by_column[key].data(SAID) == f"{rank_name(key)}: {exact(rank)}"
        assert f"Rank {exact(rank)} of 600" in by_column[key].data(TIP)
    assert by_column["owner"].data(DISPLAY) == mark.owner
    assert by_column["office"].data(DISPLAY) == mark.office
    assert by_column["status"].data(DISPLAY) == mark.status
    assert by_column["type"].data(DISPLAY) == match_columns.type_name(mark)
    assert by_column["owner"].data(match_model.Role.RANK) is None
    assert by_column["owner"].data(match_model.Role.MARK) is mark
    assert by_column["owner"].data(match_model.Role.PINNED) is None


def test_the_spread_names_the_best_and_the_worst_method(
    examined: Desk, thumbnails: Thumbnails
) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    mark = examined.matches.marks[0]
    ranks = {key: examined.matches.rank(key, mark.index) or 0 for key in METHODS}
    index = model.index(0, COLUMNS.index("spread"))
    assert index.data(DISPLAY) == times(max(ranks.values()) / min(ranks.values()))
    best, worst = index.data(TIP).split("\n")
    assert best == f"Best: rank 1 by {rank_name(min(ranks, key=ranks.__getitem__))}"
    assert worst.startswith(f"Worst: rank {exact(max(ranks.values()))} by ")


def test_what_is_not_ranked_yet_is_a_dash(examined: Desk, thumbnails: Thumbnails) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    table = examined.matches.table
    assert table is not None
    only = {"mac": table.ranks["mac"]}
    examined.matches.set_table(RankTable(table.count, {}, only, None, False))
    texts = {key: model.index(0, column).data(DISPLAY) for column, key in enumerate(COLUMNS)}
    assert texts["mac"] != "–"
    assert {texts[key] for key in (*SORT_KEYS, "spread") if key != "mac"} == {"–"}
    assert model.index(0, COLUMNS.index("spoc")).data(TIP) == "Not ranked yet"
    assert "two methods" in model.index(0, COLUMNS.index("spread")).data(TIP)


def test_heads_of_columns_explain_and_say_what_sorts(
    examined: Desk, thumbnails: Thumbnails, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    across = Qt.Orientation.Horizontal

    def head(key: str, role: int) -> Any:
        return model.headerData(COLUMNS.index(key), across, role)

    assert head("crow", DISPLAY) == "CroW"
    assert head("crow", match_model.Role.SORTED) is False
    assert head("atrha_rmac", match_model.Role.SORTED) is True
    assert "sorted by it" in head("atrha_rmac", TIP)
    assert "Click to sort" in head("crow", TIP)
    assert rank_explanation("crow") in head("crow", TIP)
    assert head("owner", match_model.Role.SORTABLE) is False
    assert "worst rank" in head("spread", TIP)
    with qtbot.waitSignal(model.headerDataChanged):
        examined.matches.sort_by("crow")
    assert head("crow", match_model.Role.SORTED) is True
    monkeypatch.setattr(examined.session.register, "methods", ("mac",))
    assert "built without" in head("spoc", TIP)
    assert model.headerData(99, across) is None


def test_the_head_of_a_row_is_its_match(
    examined: Desk, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    model = MatchModel(
        examined.matches, examined.pins, thumbnails, examined.session, examined.judgements
    )
    down = Qt.Orientation.Vertical
    assert model.headerData(3, down, match_model.Role.MARK) is examined.matches.marks[3]
    assert model.headerData(3, down, match_model.Role.RANK) == 4
    assert model.headerData(9999, down) is None
    # A head follows its cells: a changed header would have a list lay all its cells out anew.
    with (
        qtbot.assertNotEmitted(model.headerDataChanged),
        qtbot.waitSignal(model.dataChanged) as changed,
    ):
        assert model.headerData(3, down, match_model.Role.THUMBNAIL) is None
    assert changed.args[:2] == [model.index(3, 0), model.index(3, 0)]


@pytest.mark.parametrize(
    ("status", "badge"),
    [("registered", ""), ("Registered", ""), ("", ""), ("opposed", "opposed")],
)
def test_only_a_status_of_note_has_a_badge(examined: Desk, status: str, badge: str) -> None:
    assert match_columns.badge(replace(examined.matches.marks[0], status=status)) == badge


def test_rank_model(examined: Desk, qtmodeltester: ModelTester) -> None:
    model = RankModel(examined.matches)
    qtmodeltester.check(model)
    assert model.rowCount() == len(SORT_KEYS) == 16
    row = SORT_KEYS.index("atrha_rmac")
    texts = [model.index(row, column).data(DISPLAY) for column in Column]
    assert texts == ["ATRHA R-MAC", "", "1", "top 0.2 %"]
    index = model.index(row, Column.RANK)
    assert index.data(rank_model.Role.KEY) == "atrha_rmac"
    line = list(model.lines())[row]
    assert line == RankLine("ATRHA R-MAC", 1, "1", "top 0.2 %", 600, strong=True)
    assert [one.strong for one in model.lines()].count(True) == 1
    assert "Rank 1 of 600 marks" in index.data(TIP)
    assert "Distance 0." in index.data(TIP)
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert heads == ["Method", "", "Rank", "Of register"]
    examined.matches.clear()
    assert model.index(row, Column.RANK).data(DISPLAY) == "–"
    assert all(one.rank is None and one.exact == "–" for one in model.lines())


def test_nothing_says_similar(examined: Desk) -> None:
    model = RankModel(examined.matches)
    texts = [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount())
        for column in Column
        for role in (DISPLAY, TIP)
    ]
    assert not any("similar" in text.lower() for text in texts)


def test_table2(
    examined: Desk, thumbnails: Thumbnails, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    model = Table2Model(examined.matches, examined.pins, thumbnails, examined.judgements)
    qtmodeltester.check(model)
    pinned = [examined.matches.marks[row] for row in (0, 4, 9)]
    for mark in pinned:
        examined.toggle_pin(mark)
    qtmodeltester.check(model)
    assert (model.rowCount(), model.columnCount()) == (16, 3)
    row = SORT_KEYS.index("atrha_rmac")
    assert [model.index(row, column).data(DISPLAY) for column in range(3)] == ["1", "5", "10"]
    index = model.index(row, 1)
    assert index.data(table2_model.Role.RANK) == 5
    assert index.data(table2_model.Role.MARK) == pinned[1]
    assert "rank 5 of 600, top 0.8 %" in index.data(TIP)
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert model.headerData(1, across) == (pinned[1].words or pinned[1].id)
    assert pinned[1].id in model.headerData(1, across, TIP)
    assert model.headerData(row, down) == "ATRHA R-MAC"
    assert model.headerData(row, down, TIP).startswith("R-MAC of the figure alone")
    with qtbot.waitSignal(model.headerDataChanged):
        assert model.headerData(1, across, table2_model.Role.THUMBNAIL) is None
    assert not model.headerData(1, across, table2_model.Role.THUMBNAIL).isNull()


def test_table2_as_text_has_exact_ranks(examined: Desk, thumbnails: Thumbnails) -> None:
    model = Table2Model(examined.matches, examined.pins, thumbnails, examined.judgements)
    for row in (0, 3):
        examined.toggle_pin(examined.matches.marks[row])
    lines = [line.split("\t") for line in model.as_text().splitlines()]
    assert lines[0] == ["Method", *(mark.id for mark in model.marks)]
    assert {len(line) for line in lines} == {3}
    by_name: dict[str, Any] = {line[0]: line[1:] for line in lines}
    assert by_name["ATRHA R-MAC"] == ["1", "4"]
    assert by_name["Fused rank"] == [
        str(examined.matches.rank(FUSED, mark.index)) for mark in model.marks
    ]


def test_table2_as_text_is_one_cell_each_and_no_formula(
    examined: Desk, thumbnails: Thumbnails
) -> None:
    mark = replace(examined.matches.marks[0], words="=SUM(A1)\tA\nB")
    examined.toggle_pin(mark)
    lines = (
        Table2Model(examined.matches, examined.pins, thumbnails, examined.judgements)
        .as_text()
        .splitlines()
    )
    assert lines[1].split("\t") == ["", "'=SUM(A1) A B"]
    assert len(lines) == 2 + len(SORT_KEYS)


def test_words_in_tooltips_are_no_markup() -> None:
    assert plain_tip("A\nB") == "A\nB"
    assert plain_tip("<b>A</b> & B\nC") == "<qt>&lt;b&gt;A&lt;/b&gt; &amp; B<br>C</qt>"
