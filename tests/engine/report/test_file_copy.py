"""Nothing of a mark that is not cited shows through a file copy, whatever its format."""

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
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.html import render_html
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.pdf import render_pdf
from examiner_app.engine.report.search_log import LogLine

TIME = datetime(2026, 1, 1, tzinfo=UTC)
NOTES = {
    Judgement.CITED: "reasonforcitation, but see other",
    Judgement.CONSIDERED: "lookedinto",
    Judgement.REJECTED: "dismissed",
    None: "merelynoted",
}


def pdf_text(content: ReportContent) -> str:
    reader = PdfReader(io.BytesIO(render_pdf(content)))
    shown = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return shown + str(reader.metadata) + str(reader.outline)


def html_text(content: ReportContent) -> str:
    return render_html(content).decode("utf-8").split("</style>")[1]


@pytest.fixture(scope="module")
def judged(examination: Examination) -> dict[int, Judgement | None]:
    """Rows of the nearest marks, and how they are judged; the twelfth words are only of others."""
    near = [int(row) for row in examination.ranks.order("mac", 400)]
    cited = [row for row in near if row % 12 == 2][:2]
    others = [row for row in near if row % 12 in {0, 6, 10}][:9]
    kinds = (Judgement.CONSIDERED, Judgement.REJECTED, None)
    return dict.fromkeys(cited, Judgement.CITED) | {
        row: kinds[place % 3] for place, row in enumerate(others)
    }


def told(
    examination: Examination, judged: dict[int, Judgement | None], kind: ReportKind
) -> ReportContent:
    others = [row for row, judgement in judged.items() if judgement is not Judgement.CITED]
    names = ", ".join(f"mark-{row:05}" for row in others)
    log = (("Image", "logo.png"), ("Nearest", names), ("Judged", "3 rejected"))
    return build_content(
        examination,
        pinned=[*judged, 77],
        listing=Listing("mac", how=Fold.PICTURES),
        assessments=[
            Assessment("r", f"mark-{row:05}", judgement, NOTES[judgement], TIME)
            for row, judgement in judged.items()
        ],
        kind=kind,
        log=[LogLine(1, TIME, log)],
        evidence=dict.fromkeys(judged, "9 keypoints agree"),
        reference="2026/7",
    )


@pytest.fixture(autouse=True)
def folded(examination: Examination, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = np.arange(examination.ranks.count, dtype=np.int32) // 3
    monkeypatch.setattr(listing, "groups_of", lambda _register, _how: groups)


FORMATS = [pytest.param(pdf_text, id="pdf"), pytest.param(html_text, id="html")]


@pytest.mark.parametrize("text_of", FORMATS)
def test_no_word_of_another_mark_is_in_it(
    examination: Examination,
    judged: dict[int, Judgement | None],
    text_of: Callable[[ReportContent], str],
) -> None:
    copy = text_of(told(examination, judged, ReportKind.FILE_COPY))
    whole = text_of(told(examination, judged, ReportKind.WORKING_FILE))
    register = examination.register
    others = [row for row, judgement in judged.items() if judgement is not Judgement.CITED]
    for mark in register.marks([*others, 77]):
        for words in (mark.id, mark.owner.removeprefix("Owner & Co "), mark.words):
            if words and not words.isdigit():
                assert words not in copy
    assert all(f"mark-{row:05}" in whole for row in others)
    for secret in (*NOTES.values(), "BLUE HERON", "considered", "rejected", "pinned", "Stands for"):
        assert secret not in copy, secret
    assert all(secret in whole for secret in ("lookedinto", "dismissed", "rejected", "Stands for"))


@pytest.mark.parametrize("text_of", FORMATS)
def test_the_cited_marks_and_the_parameters_are(
    examination: Examination,
    judged: dict[int, Judgement | None],
    text_of: Callable[[ReportContent], str],
) -> None:
    copy = text_of(told(examination, judged, ReportKind.FILE_COPY))
    for row, judgement in judged.items():
        assert (f"mark-{row:05}" in copy) is (judgement is Judgement.CITED)
    for shown in ("The 2 cited marks, by MAC", "9 keypoints agree", "logo.png", "2026/7"):
        assert shown in copy
    assert "Ranks of the cited marks" in copy
    assert "CAM, scaled" not in copy
    assert "Marks searched" in copy


@pytest.mark.parametrize("text_of", FORMATS)
def test_without_cited_marks_it_says_so_and_has_no_empty_table(
    examination: Examination, text_of: Callable[[ReportContent], str]
) -> None:
    copy = text_of(told(examination, {5: Judgement.REJECTED}, ReportKind.FILE_COPY))
    assert "No mark was cited" in copy
    assert "Particulars" not in copy
    assert "mark-" not in copy


def test_a_filter_is_told_without_what_it_lists(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = np.ones(examination.ranks.count, bool)
    monkeypatch.setattr(listing, "passing", lambda _register, _wanted: within)
    wanted = Listing("mac", MarkFilter(nice=frozenset({9})))
    text = html_text(build_content(examination, listing=wanted, kind=ReportKind.FILE_COPY))
    assert "Nice: 9." in text
    assert "are listed" not in text
