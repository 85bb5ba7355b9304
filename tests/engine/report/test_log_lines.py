from __future__ import annotations

import gettext

import pytest
from search_records import record

from examiner_app import translation
from examiner_app.engine.cases.case import LoggedSearch
from examiner_app.engine.cases.search_record import NearMark, SearchedMask
from examiner_app.engine.report.log_lines import log_line, search_facts


def facts(**changes: object) -> dict[str, str]:
    return dict(log_line(LoggedSearch(7, record(**changes))).facts)


def test_a_plain_search_says_what_was_searched_and_what_was_near() -> None:
    line = log_line(LoggedSearch(7, record()))
    assert (line.number, line.time) == (7, record().time)
    found = dict(line.facts)
    assert found["Image"] == "heron.png"
    assert found["Methods"] == "MAC, R-MAC"
    assert found["Sorted by"] == "R-MAC"
    assert found["Nearest"].startswith("m1 (1), m2 (2)")
    assert not {"Region searched", "Text mask", "Filter", "Folded", "Passing"} & set(found)


def test_what_was_asked_beyond_that_is_said() -> None:
    found = facts(
        region=(1, 2, 30, 40),
        mask=SearchedMask(added=5, taken=6, sha256="d" * 64),
        filter={"nice": [9, 25]},
        fold="pictures",
        passing=12,
        sort="fused",
    )
    assert found["Region searched"] == "30 × 40 pixels from (1, 2)"
    assert "5 pixels added, 6 taken away" in found["Text mask"]
    assert "9, 25" in found["Filter"]
    assert found["Folded"] == "Marks with the same picture take one place"
    assert found["Passing"].startswith("12 of 1")
    assert found["Sorted by"] == "Fused"


@pytest.mark.parametrize("words", ["a\x00b\u202ec", "<b>", "x" * 5_000])
def test_hostile_names_are_one_printable_line_each(words: str) -> None:
    found = facts(name=words, nearest=(NearMark(id=words, rank=1),))
    assert all("\x00" not in value and "\u202e" not in value for value in found.values())
    assert all(len(value) <= 1_000 for value in found.values())


def test_what_a_later_program_knows_is_named_as_it_is() -> None:
    found = facts(sort="dreams", methods=("mac", "dreams"), filter={"smell": 1}, fold="colours")
    assert (found["Sorted by"], found["Methods"]) == ("dreams", "MAC, dreams")
    assert "does not know" in found["Filter"]
    assert found["Folded"] == "colours take one place"


class Marking(gettext.NullTranslations):
    """Says every text with a mark."""

    def gettext(self, message: str) -> str:
        return f"!{message}"


def test_the_screen_speaks_its_language_and_the_report_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(translation, "_catalogue", Marking())
    assert dict(search_facts(record()))["!Sorted by"] == "R-MAC"
    assert facts()["Sorted by"] == "R-MAC"
