"""What the examiner holds of a mark, as a report says it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from pypdf import PdfReader

from examiner_app.engine.cases import listing
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.report.content import NOTICE, ReportContent, build_content
from examiner_app.engine.report.entries import note_lines
from examiner_app.engine.report.headings import CITED_HEADING
from examiner_app.engine.report.html import render_html
from examiner_app.engine.report.pdf import render_pdf

HOSTILE = "<img src=x onerror=alert(1)>\n=1+1\n\n</para> & \u202eevil\x00"


def held(index: int, judgement: Judgement | None, note: str = "") -> Assessment:
    return Assessment("r", f"mark-{index:05}", judgement, note, datetime(2026, 1, 1, tzinfo=UTC))


def order(examination: Examination) -> list[int]:
    return [int(index) for index in examination.ranks.order("mac")]


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    near = order(examination)
    assessments = [
        held(near[0], Judgement.CITED, HOSTILE),
        held(near[1], Judgement.CONSIDERED),
        held(near[2], Judgement.REJECTED),
        held(near[3], None, "only a note"),
        held(near[900], Judgement.CITED, "far"),
        held(near[700], Judgement.CITED),
        held(near[800], Judgement.CONSIDERED, "too far to be listed"),
        Assessment("r", "gone", Judgement.CITED, "", datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    return build_content(
        examination,
        top=5,
        listing=Listing("mac"),
        pinned=[near[0], near[4]],
        assessments=assessments,
    )


def pdf(content: ReportContent) -> list[str]:
    reader = PdfReader(io.BytesIO(render_pdf(content)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_listed_and_pinned_marks_carry_judgement_and_note(content: ReportContent) -> None:
    judged = [mark.judgement for mark in content.matches]
    assert judged == ["cited", "considered", "rejected", "", ""]
    assert content.matches[0].note == (
        "<img src=x onerror=alert(1)>",
        "=1+1",
        "</para> & evil\ufffd",
    )
    assert content.matches[3].note == ("only a note",)
    first, other, *_ = content.tables[0]
    assert (first.judgement, first.note) == ("cited", content.matches[0].note)
    assert (other.judgement, other.note) == ("", ())


def test_cited_marks_are_listed_however_far_they_are(
    content: ReportContent, examination: Examination
) -> None:
    near = order(examination)
    assert [mark.id for mark in content.cited] == [f"mark-{near[row]:05}" for row in (700, 900)]
    assert build_content(examination, top=5).cited == ()


def test_a_filter_does_not_hide_a_cited_mark(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = order(examination)[0]
    nothing = np.zeros(examination.ranks.count, bool)
    monkeypatch.setattr(listing, "passing", lambda _register, _wanted: nothing)
    content = build_content(
        examination,
        listing=Listing(DEFAULT_METHOD, MarkFilter(offices=frozenset({"XX"}))),
        assessments=[held(near, Judgement.CITED), held(near + 1, Judgement.REJECTED)],
    )
    assert content.matches == ()
    assert [mark.id for mark in content.cited] == [f"mark-{near:05}"]


def test_one_line_counts_them(content: ReportContent, examination: Examination) -> None:
    assert dict(content.searched)["Judged"] == "4 cited, 2 considered, 1 rejected, 4 with a note"
    assert "Judged" not in dict(build_content(examination).searched)


def test_pdf_says_it_in_words_and_keeps_its_first_page(content: ReportContent) -> None:
    pages = pdf(content)
    assert NOTICE in pages[0]
    assert "What was searched" in pages[0]
    assert "4 cited, 2 considered" in pages[0]
    text = " ".join(pages)
    assert "<img src=x onerror=alert(1)>" in text
    assert "=1+1" in text
    assert "Note on mark-" in text
    assert CITED_HEADING in text
    assert text.index("The nearest 5 marks") < text.index(CITED_HEADING)


def test_html_escapes_notes(content: ReportContent) -> None:
    page = render_html(content).decode()
    lines = ("&lt;img src=x onerror=alert(1)&gt;", "=1+1", "&lt;/para&gt; &amp; evil\ufffd")
    assert "<br>".join(f"<bdi>{line}</bdi>" for line in lines) in page
    assert "<img src=x" not in page
    assert page.count('<span class="pin cited">cited</span>') == 3
    assert CITED_HEADING in page


@pytest.mark.parametrize(
    "note",
    ["x" * 10_000, "word " * 1_000, "\n".join(["line"] * 300), "日本語" * 1_000, "=\t" * 1_000],
    ids=["one word", "words", "lines", "wide", "blanks"],
)
def test_long_notes_fit_their_pages(
    make_examination: Callable[..., Examination], note: str
) -> None:
    content = build_content(
        make_examination(count=30),
        top=3,
        listing=Listing("mac"),
        pinned=[4, 5],
        assessments=[held(index, Judgement.CITED, note) for index in range(6)],
    )
    pages = pdf(content)
    assert len(pages) > 2
    assert len(render_html(content)) > len(note)


def test_every_word_of_a_long_note_is_printed(
    make_examination: Callable[..., Examination],
) -> None:
    note = " ".join(f"w{number}" for number in range(2_000))
    content = build_content(
        make_examination(count=5),
        top=1,
        listing=Listing("mac"),
        assessments=[held(0, Judgement.CITED, note)],
    )
    text = " ".join(pdf(content))
    assert all(f"w{number} " in text for number in range(1_999))


@pytest.mark.parametrize(("note", "lines"), [("", ()), ("\n \n", ()), ("a\n\nb\t c", ("a", "b c"))])
def test_lines_of_a_note(note: str, lines: tuple[str, ...]) -> None:
    assert note_lines(note) == lines
