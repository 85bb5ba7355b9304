"""Ranks that arrive in a burst are shown once, and none of a former candidate's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.gui.desk import Desk
from examiner_app.gui.ordering import Ordering

COUNT = 600


def table(*methods: str) -> RankTable:
    ranks = {key: np.arange(COUNT, 0, -1, dtype=np.int32) for key in methods}
    return RankTable(COUNT, {}, ranks, None, complete=False)


@pytest.fixture
def ordering(desk: Desk, settle: Callable[[], None]) -> Iterator[Ordering]:
    desk.open_register(Path("demo register"))
    settle()
    made = Ordering(
        desk.jobs,
        desk.session,
        desk.matches,
        desk.filters,
        desk.folding,
        desk.judgements,
        desk.messages,
    )
    yield made
    made.forget()


def test_a_burst_is_shown_once(
    desk: Desk, ordering: Ordering, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    shown: list[int] = []
    desk.matches.ranks_changed.connect(lambda: shown.append(len(desk.matches.table.ranks)))
    for methods in (["mac"], ["mac", "spoc"], ["mac", "spoc", "crow"]):
        ordering.grow(table(*methods))
    assert desk.session.activity is not None
    assert (desk.session.activity.done, desk.session.activity.total) == (3, 15)
    assert shown == []
    qtbot.waitUntil(lambda: shown == [3])
    settle()
    assert list(desk.matches.order) == list(range(COUNT - 1, -1, -1))


def test_the_last_table_is_taken_at_once_and_ends_the_burst(
    desk: Desk, ordering: Ordering, qtbot: QtBot
) -> None:
    shown: list[int] = []
    desk.matches.ranks_changed.connect(lambda: shown.append(len(desk.matches.table.ranks)))
    ordering.grow(table("mac"))
    ordering.finish(table("mac", "spoc"))
    assert shown == [2]
    qtbot.wait(20)
    assert shown[:1] == [2]
    assert 1 not in shown


def test_what_is_on_its_way_is_shown_when_no_more_comes(desk: Desk, ordering: Ordering) -> None:
    ordering.settle()
    assert desk.matches.table is None
    ordering.grow(table("mac"))
    ordering.settle()
    assert desk.matches.has("mac")


def test_a_forgotten_burst_is_never_shown(desk: Desk, ordering: Ordering, qtbot: QtBot) -> None:
    ordering.grow(table("mac"))
    ordering.forget()
    qtbot.wait(20)
    assert desk.matches.table is None
