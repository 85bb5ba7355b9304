from __future__ import annotations

from datetime import UTC, datetime, timedelta

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.gui.state.case_assessments import CaseAssessments

CITED, CONSIDERED, REJECTED = Judgement
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def said(judgement: Judgement | None, minutes: int = 0, note: str = "") -> Assessment:
    return Assessment("register", "M1", judgement, note, NOON + timedelta(minutes=minutes))


def test_the_latest_holds_in_whatever_order_they_are_read() -> None:
    held = CaseAssessments()
    held.join("a", {7: said(CITED, 5)})
    held.join("b", {7: said(REJECTED, 1), 8: said(CONSIDERED)})
    assert held.rows == {7: said(CITED, 5), 8: said(CONSIDERED)}
    held.join("c", {7: said(REJECTED, 9)})
    assert held.rows[7].judgement is REJECTED
    held.leave("c")
    assert held.rows[7].judgement is CITED


def test_what_is_held_is_newer_than_what_is_read() -> None:
    held = CaseAssessments()
    held.put(7, "a", said(CITED, 1))
    held.join("a", {7: said(REJECTED, 0)})
    assert held.rows[7].judgement is CITED


def test_a_change_is_for_one_image_and_saying_nothing_for_all() -> None:
    held = CaseAssessments()
    held.join("a", {7: said(CITED, 5)})
    changed = held.change(7, "b", said(REJECTED, 6))
    assert changed == {"a": said(CITED, 5), "b": said(REJECTED, 6)}
    assert held.change(7, "b", said(None)) == {"a": None, "b": None}


def test_a_clock_that_was_set_back_brings_nothing_back() -> None:
    held = CaseAssessments()
    held.join("a", {7: said(CITED, 5)})
    for image, assessment in held.change(7, "b", said(REJECTED, -100)).items():
        held.put(7, image, assessment)
    assert held.rows[7].judgement is REJECTED


def test_nothing_is_left_of_what_was_taken_away() -> None:
    held = CaseAssessments()
    held.put(7, "a", said(CITED))
    held.put(7, "a", None)
    held.leave("a")
    assert held.rows == {}
    assert held.of(7) == {}
