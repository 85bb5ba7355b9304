from __future__ import annotations

from dataclasses import replace

import pytest
from report_texts import report_text
from search_records import TIME

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.judged import OtherImages, citations, judged_text
from examiner_app.engine.report.kinds import LIMITS, ReportKind
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.write import RENDERERS

OTHER, ALIKE, ALIKE_TOO = "5" * 64, "6" * 64, "7" * 64


def line(number: int, image: str, name: str) -> LogLine:
    return LogLine(number, TIME, (), image, name)


def held(row: int, judgement: Judgement | None, image: str, note: str = "") -> Assessment:
    return Assessment("r", f"mark-{row:05}", judgement, note, TIME, image)


@pytest.fixture(scope="module")
def log(examination: Examination) -> tuple[LogLine, ...]:
    here = examination.logo
    return (
        line(1, here.sha256, here.name),
        line(2, OTHER, "marks.tif, page 2 of 3"),
        line(3, ALIKE, "logo\u202e.png"),
        line(4, ALIKE_TOO, "logo.png"),
    )


@pytest.fixture(scope="module")
def order(examination: Examination) -> list[int]:
    return [int(row) for row in examination.ranks.order("mac")]


@pytest.fixture(scope="module")
def content(examination: Examination, log: tuple[LogLine, ...], order: list[int]) -> ReportContent:
    return build_content(
        examination,
        top=4,
        listing=Listing("mac"),
        pinned=[order[700]],
        log=log,
        assessments=[
            held(order[0], Judgement.CITED, OTHER),
            held(order[1], Judgement.CITED, examination.logo.sha256),
            held(order[2], None, OTHER, "a note"),
            held(order[3], Judgement.REJECTED, ""),
            held(order[700], Judgement.CONSIDERED, OTHER),
        ],
    )


def test_a_mark_says_under_which_other_image_it_was_judged(content: ReportContent) -> None:
    assert [mark.judged_under for mark in content.matches] == [
        (("Cited under", "marks.tif, page 2 of 3"),),
        (),
        (("Noted under", "marks.tif, page 2 of 3"),),
        (),
    ]
    assert dict(content.searched)["Judged"] == (
        "2 cited, 1 considered, 1 rejected, 1 with a note, "
        "3 of them under another image of the case"
    )
    assert content.limits == LIMITS


@pytest.mark.parametrize("suffix", RENDERERS)
def test_every_format_says_it_of_listed_and_of_pinned_marks(
    content: ReportContent, suffix: str
) -> None:
    name = "marks.tif, page 2 of 3"
    # Two are listed. The pinned one is not, and stands in no table of marks that are.
    times = 2 if suffix == ".csv" else 3
    assert report_text(replace(content, log=()), suffix).count(name) >= times
    bare = replace(content, matches=(), cited=(), tables=(), log=())
    assert name not in report_text(bare, suffix)


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".docx"])
def test_people_read_how_it_was_judged_there(content: ReportContent, suffix: str) -> None:
    text = report_text(content, suffix)
    assert "Cited under" in text
    assert "Noted under" in text
    assert f"{content.tables[0][0].id}: considered under" in text


def test_an_image_is_told_from_others_of_its_name(log: tuple[LogLine, ...]) -> None:
    others = OtherImages("1" * 64, log)
    assert others.name(held(0, None, ALIKE)) == "logo.png (sha256 666666666666…)"
    assert others.name(held(0, None, ALIKE_TOO)) == "logo.png (sha256 777777777777…)"
    assert others.name(held(0, None, "8" * 64)) == "another image (sha256 888888888888…)"
    assert others.name(held(0, None, "")) == others.name(held(0, None, "1" * 64)) == ""


def test_a_citation_says_so_in_the_file_copy_too(
    examination: Examination, log: tuple[LogLine, ...], order: list[int]
) -> None:
    cited = held(order[5], Judgement.CITED, OTHER, "secret")
    others = [held(order[6], Judgement.REJECTED, OTHER)]
    copy = build_content(
        examination, log=log, assessments=[cited, *others], kind=ReportKind.FILE_COPY
    )
    assert [mark.under for mark in copy.cited] == ["marks.tif, page 2 of 3"]
    (kept,) = citations([cited, *others])
    assert (kept.image, kept.note) == (OTHER, "")


def test_without_a_case_the_limits_say_whose_judgements_these_are(
    examination: Examination, order: list[int]
) -> None:
    judged = [held(order[0], Judgement.CITED, examination.logo.sha256)]
    alone = build_content(examination, top=1, assessments=judged)
    assert alone.limits[:-1] == LIMITS
    assert "those on this image" in alone.limits[-1]
    assert build_content(examination, top=1).limits == LIMITS
    copy = build_content(examination, kind=ReportKind.FILE_COPY)
    assert copy.limits == alone.limits
    assert judged_text(judged, OtherImages(examination.logo.sha256, ())) == "1 cited"
