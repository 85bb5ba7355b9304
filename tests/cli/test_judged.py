from __future__ import annotations

import pytest
import typer

from examiner_app.cli.judged import Judged, parse_judged
from examiner_app.engine.cases.judgements import Judgement, unjudged

MARK = unjudged("r", "m")


def test_kinds_are_parsed() -> None:
    assert parse_judged("") == frozenset()
    assert parse_judged("cited, Considered,") == {Judgement.CITED, Judgement.CONSIDERED}
    assert parse_judged("undecided") == {None}


@pytest.mark.parametrize("text", ["cit", "cited,magic", ",", " "])
def test_what_is_no_kind_is_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is none of cited, considered, rejected"):
        parse_judged(text)


def test_what_was_found_is_said_in_one_line() -> None:
    assert Judged({}).found == "No mark of this register is judged for this candidate."
    one = Judged({3: MARK.judged(Judgement.CITED)})
    assert one.found == "Found 1 judgement (1 cited) and 0 notes for this candidate."
    rows = {
        0: MARK.judged(Judgement.CITED).noted("why"),
        1: MARK.judged(Judgement.REJECTED),
        2: MARK.noted("hm"),
    }
    assert Judged(rows).found == (
        "Found 2 judgements (1 cited, 1 rejected) and 2 notes for this candidate."
    )
    assert Judged({2: MARK.noted("hm")}).found == (
        "Found 0 judgements and 1 note for this candidate."
    )


def test_what_a_row_says() -> None:
    rows = {0: MARK.judged(Judgement.CITED).noted("why"), 2: MARK.noted("hm")}
    judged = Judged(rows, frozenset({Judgement.CITED, None}))
    assert [judged.cell(row) for row in range(3)] == ["cited, note", "", "note"]
    assert judged.record(0) == {"judgement": "cited", "note": "why"}
    assert judged.record(1) == {}
    assert judged.record(2) == {"note": "hm"}
    assert judged.words == ["cited", "undecided"]
