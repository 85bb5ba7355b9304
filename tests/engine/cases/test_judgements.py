from __future__ import annotations

import pytest

from examiner_app.engine.cases.judgements import (
    NOTE_LIMIT,
    Judgement,
    Tally,
    clean_note,
    restricted,
    tally,
    unjudged,
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("  two\n\nlines \n ", "  two\n\nlines"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("a\x00b\x1b[31m\ud800", "a\ufffdb\ufffd[31m\ufffd"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("=1+1", "=1+1"),
        ("قهوة \u202eevil", "قهوة \u202eevil"),
    ],
)
def test_a_note_keeps_what_can_be_kept(given: str, kept: str) -> None:
    assert clean_note(given) == kept
    clean_note(given).encode("utf-8")


def test_a_note_has_a_limit() -> None:
    assert len(clean_note("x" * 10_000)) == 10_000
    assert len(clean_note("x" * (NOTE_LIMIT + 5))) == NOTE_LIMIT


def test_an_assessment_changes_by_copies_that_know_when() -> None:
    first = unjudged("r", "m")
    assert not first
    cited = first.judged(Judgement.CITED)
    assert cited
    assert first.judgement is None
    assert cited.changed >= first.changed
    assert cited.changed.tzinfo is not None
    noted = cited.noted("a\x00").judged(None)
    assert noted.note == "a\ufffd"
    assert noted
    assert not noted.noted(" \n")


def test_the_tally() -> None:
    mark = unjudged("r", "m")
    assert tally([]) == Tally()
    found = tally(
        [
            mark.judged(Judgement.CITED).noted("x"),
            mark.judged(Judgement.REJECTED),
            mark.judged(Judgement.REJECTED),
            mark.noted("y"),
        ]
    )
    assert found == Tally(cited=1, considered=0, rejected=2, notes=2)
    assert found.judged == 3
    assert [found.of(one) for one in Judgement] == [1, 0, 2]


def test_rows_that_are_listed_for_their_judgement() -> None:
    mark = unjudged("r", "m")
    rows = {
        1: mark.judged(Judgement.CITED),
        2: mark.judged(Judgement.REJECTED).noted("x"),
        3: mark.noted("y"),
    }
    every = range(5)

    def listed(*wanted: Judgement | None) -> list[int]:
        found = restricted(rows, frozenset(wanted))
        return [row for row in every if found is None or row in found]

    assert listed() == [0, 1, 2, 3, 4]
    assert listed(Judgement.CITED) == [1]
    assert listed(Judgement.CONSIDERED) == []
    assert listed(Judgement.CITED, Judgement.REJECTED) == [1, 2]
    assert listed(None) == [0, 3, 4]
    assert listed(None, Judgement.CITED) == [0, 1, 3, 4]
