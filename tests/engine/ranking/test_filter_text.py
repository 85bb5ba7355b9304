from __future__ import annotations

import pytest

from examiner_app.engine.ranking.filter_text import (
    FILTER_FIELDS,
    filter_text,
    parse_filter,
    vienna_text,
)
from examiner_app.engine.ranking.filters import EVERY_MARK, MarkFilter
from examiner_app.errors import FilterError


def test_conditions_add_up() -> None:
    wanted = parse_filter(
        [
            "type=text-only, figure-only",
            "nice=9,25",
            "nice=1",
            "vienna=3.7",
            "office=EM,",
            "words=a=b",
        ]
    )
    assert wanted == MarkFilter(
        types=frozenset({"text-only", "figure-only"}),
        nice=frozenset({1, 9, 25}),
        vienna=frozenset({"03.07"}),
        offices=frozenset({"EM", ""}),
        words="a=b",
    )
    assert parse_filter([]) == EVERY_MARK


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("2015..2016-06", ("2015", "2016-06")),
        ("2015", ("2015", "2015")),
        ("..2016", ("", "2016")),
        ("2015-06-30..", ("2015-06-30", "")),
    ],
)
def test_filing_dates_have_two_ends(value: str, span: tuple[str, str]) -> None:
    wanted = parse_filter([f"filed={value}"])
    assert (wanted.filed_from, wanted.filed_to) == span


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("colour=red", "«colour=red» is no filter: write FIELD=VALUE with one of type, office"),
        ("nice", "«nice» is no filter"),
        ("nice=46", "«46» is no Nice class: use 1 to 45."),
        ("nice=", "«» is no Nice class"),
        ("type=logo", "«logo» is no type of mark: use one of text-only, figure-only"),
        ("vienna=bird", "«bird» is no Vienna code"),
        ("filed=yesterday", "«yesterday» is no date"),
        ("added-after=-1", "«-1» is no number of marks: give how many there were"),
        ("added-after=", "«» is no number"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(condition: str, says: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse_filter([condition])
    assert says in str(refused.value)


def test_people_read_every_condition() -> None:
    wanted = parse_filter(
        [
            *("type=figure-only,text-only", "vienna=03,27.05", "nice=25,9", "office=EM,"),
            *("status=pending", "owner=kuchen", "words=apfel", "filed=2015..2016"),
            "added-after=1500",
        ]
    )
    assert filter_text(wanted) == (
        ("Type", "text-only, figure-only"),
        ("Vienna", "03 Animals, 27.05 Letters presenting a special form of writing"),
        ("Nice", "9, 25"),
        ("Office", "not stated, EM"),
        ("Status", "pending"),
        ("Owner", "kuchen"),
        ("Words", "apfel"),
        ("Filed", "2015 to 2016"),
        ("Added", "after the first 1\u00a0500 marks"),
    )
    assert len(filter_text(wanted)) == len(FILTER_FIELDS)
    assert filter_text(EVERY_MARK) == ()
    assert dict(filter_text(parse_filter(["filed=2015"]))) == {"Filed": "2015"}
    assert dict(filter_text(parse_filter(["filed=..2015"]))) == {"Filed": "until 2015"}
    assert dict(filter_text(parse_filter(["added-after=1"]))) == {"Added": "after the first mark"}
    assert parse_filter(["added-after=0"]) == EVERY_MARK
    assert dict(filter_text(parse_filter(["filed=2015.."]))) == {"Filed": "from 2015"}


def test_categories_and_divisions_have_headings() -> None:
    assert vienna_text("26") == "26 Geometrical figures and solids"
    assert vienna_text("26.01") == "26.01 Circles, ellipses"
    assert vienna_text("26.01.03") == "26.01.03"
