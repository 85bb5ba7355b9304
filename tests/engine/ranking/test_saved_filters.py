from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.ranking.filters import FacetCounts, MarkFilter
from examiner_app.engine.ranking.saved_filters import (
    LONGEST_NAME,
    SavedFilter,
    check_name,
    read_saved,
    unknown_values,
    write_saved,
)
from examiner_app.errors import FilterError

BIRDS = SavedFilter(
    "Birds & co",
    MarkFilter(
        types=frozenset({"figure-only"}),
        statuses=frozenset({"registered, renewed", ""}),
        nice=frozenset({9, 25}),
        vienna=frozenset({"03.07"}),
        owner="alba",
        filed_from="2015",
    ),
)
WORDS = SavedFilter("Слова", MarkFilter(words="norv"))


def test_what_was_written_is_read() -> None:
    assert read_saved(write_saved([BIRDS, WORDS])) == ([BIRDS, WORDS], [])
    assert read_saved("") == ([], [])
    assert read_saved(write_saved([])) == ([], [])


def test_a_filter_is_shown_with_its_conditions() -> None:
    assert BIRDS.text.splitlines() == [
        "Type: figure-only",
        "Vienna: 03.07 Birds, bats",
        "Nice: 9, 25",
        "Status: not stated, registered, renewed",
        "Owner: alba",
        "Filed: from 2015",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        "[]",
        "{}",
        "null",
        "7",
        '{"version": 1}',
        '{"version": 1, "filters": 7}',
        "[" * 9999,
    ],
)
def test_what_is_no_list_of_filters_is_said(text: str) -> None:
    found, problems = read_saved(text)
    assert found == []
    assert [str(one) for one in problems] == [
        "The saved filters cannot be read: save your filters anew."
    ]


def test_those_of_a_newer_version_are_left_alone() -> None:
    found, problems = read_saved('{"version": 2, "filters": []}')
    assert found == []
    assert "newer Examiner" in str(problems[0])


@pytest.mark.parametrize(
    "record",
    [
        7,
        {},
        {"name": 7},
        {"name": "", "conditions": {"words": "a"}},
        {"name": "x" * 99, "conditions": {"words": "a"}},
        {"name": "a\nb\x00", "conditions": {"words": "a"}},
        {"name": "x"},
        {"name": "x", "conditions": []},
        {"name": "x", "conditions": {}},
        {"name": "x", "conditions": {"colour": "red"}},
        {"name": "x", "conditions": {"nice": ["nine"]}},
        {"name": "x", "conditions": {"words": 7}},
        {"name": "x", "conditions": {"vienna": ["bird"]}},
        {"name": "x", "conditions": {"filed_from": "yesterday"}},
    ],
)
def test_a_broken_filter_is_left_out_and_the_others_stay(record: Any) -> None:
    data = json.loads(write_saved([BIRDS, WORDS]))
    data["filters"].insert(1, record)
    found, problems = read_saved(json.dumps(data))
    assert found == [BIRDS, WORDS]
    assert len(problems) == 1


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists) | st.text())
def test_nothing_that_is_stored_is_a_crash(data: Any) -> None:
    read_saved(json.dumps({"version": 1, "filters": data}))
    read_saved(json.dumps({"version": data, "filters": []}))
    read_saved(json.dumps(data))


def test_of_two_with_one_name_the_first_stays() -> None:
    twin = SavedFilter("birds & CO", WORDS.wanted)
    assert read_saved(write_saved([BIRDS, twin])) == ([BIRDS], [])


def test_a_name_is_one_line_and_nobody_elses() -> None:
    assert check_name("  two   words ", [BIRDS]) == "two words"
    assert check_name("x" * LONGEST_NAME, []) == "x" * LONGEST_NAME
    for name, reason in (
        ("  ", "needs a name"),
        ("x" * (LONGEST_NAME + 1), "shorten it"),
        ("BIRDS & co", "already"),
    ):
        with pytest.raises(FilterError, match=reason):
            check_name(name, [BIRDS])


def test_values_that_a_register_does_not_know_are_named() -> None:
    counts = FacetCounts(0, {"figure-only": 3}, {}, {"": 3}, {9: 0}, {"03": 1, "03.07": 1})
    assert unknown_values(BIRDS.wanted, counts) == ["Nice 25", "Status registered, renewed"]
    assert unknown_values(WORDS.wanted, counts) == []
