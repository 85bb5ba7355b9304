"""Conditions on the matches, without a window."""

from __future__ import annotations

import pytest

from examiner_app.engine.ranking.filter_text import parse_filter
from examiner_app.engine.ranking.filters import EVERY_MARK, FacetCounts, MarkFilter
from examiner_app.errors import FilterError
from examiner_app.gui.state.filters import FiltersState


@pytest.fixture
def filters() -> FiltersState:
    return FiltersState()


def test_conditions_are_told_once_and_none_is_none(filters: FiltersState) -> None:
    calls: list[MarkFilter | None] = []
    filters.changed.connect(lambda: calls.append(filters.wanted))
    filters.clear()
    filters.say("words", "  ")
    assert calls == []
    filters.toggle("nice", 25)
    filters.toggle("nice", 9)
    filters.say("words", " kiwi ")
    filters.say("words", "kiwi")
    assert filters.wanted == MarkFilter(nice=frozenset({9, 25}), words="kiwi")
    assert len(calls) == 3
    filters.toggle("nice", 25)
    filters.toggle("nice", 9)
    filters.say("words", "")
    assert filters.wanted is None
    assert filters.present == EVERY_MARK


def test_a_date_that_is_none_changes_nothing(filters: FiltersState) -> None:
    filters.say("filed_from", "2015")
    with pytest.raises(FilterError, match="«sometime» is no date"):
        filters.say("filed_from", "sometime")
    assert filters.present.filed_from == "2015"


def test_each_condition_can_be_dropped(filters: FiltersState) -> None:
    assert filters.conditions == ()
    wanted = parse_filter(
        [
            *("type=text-only", "vienna=3", "nice=9", "office=EM", "status=pending"),
            *("owner=a", "words=b", "filed=2015..2016", "added-after=9"),
        ]
    )
    filters.set(wanted)
    for label, _ in filters.conditions:
        filters.set(wanted)
        filters.drop(label)
        assert label not in dict(filters.conditions)
        assert len(filters.conditions) == 8


def test_counts_and_sight_are_told(filters: FiltersState) -> None:
    calls: list[str] = []
    filters.counted.connect(lambda: calls.append("counted"))
    filters.shown_changed.connect(lambda: calls.append("shown"))
    filters.show(shown=True)
    filters.show(shown=True)
    filters.take_counts(FacetCounts(0, {}, {}, {}, {}, {}))
    assert calls == ["shown", "counted"]
    assert filters.counts is not None
