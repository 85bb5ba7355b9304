from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examiner_app.engine.ranking.filters import (
    EVERY_MARK,
    MarkFilter,
    check_date,
    facet_counts,
    passing,
)
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.register.open import Register
from examiner_app.errors import FilterError

COUNT = 60


def about(index: int) -> dict[str, object]:
    return {
        "type": MARK_TYPES[index % 3],
        "office": ("EM", "US", "")[index // 3 % 3],
        "status": ("registered", "pending")[index // 7 % 2],
        "nice": tuple(range(1, 1 + index % 5)),
        "vienna": (("03.07.16", "27.05.01"), ("3.1.2",), (), ("26.01.01",))[index // 2 % 4],
        "words": ("Zwölf Äpfel", "apfelkuchen", "", "Norvik & Co")[index // 5 % 4],
        "owner": ("O'Neill Ltd", "Kuchen GmbH")[index % 2],
        "filed": ("2015-06-30", "2015-07-01", "2016", "", "01/02/2015", "1999-12")[index % 6],
    }


@pytest.fixture
def register(make_register: Callable[..., Register], unit: Callable[..., Any]) -> Register:
    return make_register({"mac": unit(COUNT, 8)}, about=[about(index) for index in range(COUNT)])


def begins(text: str, wanted: str) -> bool:
    folded = text.lower().replace("ö", "o").replace("ä", "a").replace("'", " ").split()
    return all(any(word.startswith(one.lower()) for word in folded) for one in wanted.split())


def meets(mark: Mark, field: str, wanted: MarkFilter) -> bool:
    """One condition on one mark, read the slow way."""
    values: dict[str, tuple[set[Any], frozenset[Any]]] = {
        "types": ({mark.type}, wanted.types),
        "offices": ({mark.office}, wanted.offices),
        "statuses": ({mark.status}, wanted.statuses),
        "nice": (set(mark.nice), wanted.nice),
    }
    if field in values:
        own, any_of = values[field]
        return not any_of or bool(own & any_of)
    if field == "vienna":
        codes = {".".join(part.zfill(2) for part in code.split(".")) for code in mark.vienna}
        found = any(f"{code}.".startswith(f"{key}.") for code in codes for key in wanted.vienna)
        return not wanted.vienna or found
    if field == "filed":
        dated = mark.filed[:4].isdecimal() and mark.filed[4:5] in {"", "-"}
        first, last = wanted.filed_from, wanted.filed_to
        inside = mark.filed[: len(first)] >= first and mark.filed[: len(last)] <= last
        return not (first or last) or (dated and inside)
    if field == "added":
        return mark.index >= wanted.added_after
    text = {"words": (mark.words, wanted.words), "owner": (mark.owner, wanted.owner)}[field]
    return begins(*text)


FIELDS = ("types", "offices", "statuses", "nice", "vienna", "words", "owner", "filed", "added")

FILTERS = st.builds(
    MarkFilter,
    types=st.frozensets(st.sampled_from(MARK_TYPES), max_size=2),
    offices=st.frozensets(st.sampled_from(["EM", "US", "", "XX"]), max_size=2),
    statuses=st.frozensets(st.sampled_from(["registered", "pending"]), max_size=1),
    nice=st.frozensets(st.integers(1, 45), max_size=2),
    vienna=st.frozensets(st.sampled_from(["03", "03.07", "27.05.01", "26", "01"]), max_size=2),
    words=st.sampled_from(["", " ", "apfel", "zwolf apf", "norvik co", "nothing"]),
    owner=st.sampled_from(["", "kuchen", "neill"]),
    filed_from=st.sampled_from(["", "2015", "2015-07", "2015-06-30"]),
    filed_to=st.just("") | st.sampled_from(["2015", "2015-06", "2016-01-01"]),
    added_after=st.sampled_from([0, 0, 1, 40, COUNT, 10**9]),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(FILTERS)
def test_marks_pass_as_they_do_one_by_one(register: Register, wanted: MarkFilter) -> None:
    marks = register.catalogue.all()
    each = {field: [meets(mark, field, wanted) for mark in marks] for field in FIELDS}
    expected = [all(every) for every in zip(*each.values(), strict=True)]
    assert passing(register, wanted).tolist() == expected
    counts = facet_counts(register, wanted)
    assert counts.passing == sum(expected)
    rest = {
        field: [
            all(each[other][index] for other in FIELDS if other != field) for index in range(COUNT)
        ]
        for field in ("types", "nice")
    }
    types = Counter(mark.type for mark, ok in zip(marks, rest["types"], strict=True) if ok)
    assert {key: number for key, number in counts.types.items() if number} == types
    nice = Counter(n for mark, ok in zip(marks, rest["nice"], strict=True) if ok for n in mark.nice)
    assert {key: number for key, number in counts.nice.items() if number} == nice


@given(FILTERS)
def test_a_filter_comes_back_from_its_record(wanted: MarkFilter) -> None:
    assert MarkFilter.from_record(wanted.record()) == wanted


def test_what_does_not_restrict_is_not_recorded() -> None:
    assert EVERY_MARK.record() == {}
    assert not EVERY_MARK
    wanted = MarkFilter(nice=frozenset({25, 9}), words="kiwi")
    assert wanted
    assert wanted.record() == {"nice": [9, 25], "words": "kiwi"}


@pytest.mark.parametrize(
    "record",
    [
        {"colour": "red"},
        {"nice": ["a"]},
        {"types": "text-only"},
        {"added_after": -1},
        {"added_after": "many"},
    ],
)
def test_a_record_of_something_else_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(FilterError, match=f"at {next(iter(record))}.*delete it"):
        MarkFilter.from_record(record)


def test_dates_and_codes_are_checked(register: Register) -> None:
    assert check_date(" 2015-06 ") == "2015-06"
    for date in ("15", "2015-6", "30.6.2015", "2015-06-30x"):
        with pytest.raises(FilterError, match="is no date: give"):
            passing(register, MarkFilter(filed_from=date))
    with pytest.raises(FilterError, match="is no Vienna code"):
        passing(register, MarkFilter(vienna=frozenset({"bird"})))


def test_what_is_new_is_known_without_a_look_at_the_other_fields(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: Register) -> None:
        raise AssertionError("seconds of reading in a large register")

    monkeypatch.setattr(Register, "facets", property(read))
    assert passing(register, MarkFilter(added_after=58)).nonzero()[0].tolist() == [58, 59]
    both = MarkFilter(added_after=50, words="norvik")
    assert passing(register, both).nonzero()[0].tolist() == [55, 56, 57, 58, 59]


def test_an_empty_register_passes_nothing(make_register: Callable[..., Register]) -> None:
    empty = make_register({"mac": np.zeros((0, 8), np.float16)})
    wanted = MarkFilter(types=frozenset({"text-only"}), words="x", filed_from="2015")
    assert passing(empty, wanted).shape == (0,)
    assert facet_counts(empty, wanted).passing == 0
