from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from report_texts import report_text
from search_records import TIME, record

from examiner_app.engine.cases.case import LoggedSearch
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.log_lines import log_line
from examiner_app.engine.report.scope import since
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.write import RENDERERS

NEW = MarkFilter(added_after=1_500)
SENTENCE = (
    "Only marks that came to the register since search 2 of 2026-11-21 are listed. "
    "Cited marks are listed in any case."
)


def log(examination: Examination) -> tuple[LogLine, ...]:
    """Four searches: of fewer marks, of those before the new ones, of another register, and now."""
    own = examination.register.manifest.id
    found = ((1_400, own, 4), (1_500, own, 2), (1_500, "other", 1), (1_600, own, 0))
    return tuple(
        log_line(
            LoggedSearch(
                number,
                record(
                    time=examination.started - timedelta(days=days),
                    searched=record().searched.model_copy(update={"count": count, "id": register}),
                    filter=NEW.record() if not days else {},
                ),
            )
        )
        for number, (count, register, days) in enumerate(found, 1)
    )


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    near = int(examination.ranks.order("mac")[0])
    cited = Assessment("r", f"mark-{near:05}", Judgement.CITED, "", TIME)
    return build_content(
        examination,
        top=4,
        listing=Listing("mac", NEW),
        log=log(examination),
        assessments=[cited],
    )


def test_only_what_came_since_is_listed_and_the_cited(content: ReportContent) -> None:
    assert content.scope == SENTENCE
    assert content.heading == "The nearest 4 marks that came since search 2 of 2026-11-21, by MAC"
    assert all(mark.id >= "mark-01500" for mark in content.matches)
    assert [mark.id < "mark-01500" for mark in content.cited] == [True]
    assert (
        "Added: after the first 1\xa0500 marks. 100 of 1\xa0600 marks pass"
        in dict(content.searched)["Filter"]
    )


@pytest.mark.parametrize("suffix", RENDERERS)
def test_the_head_says_so_in_every_format(content: ReportContent, suffix: str) -> None:
    text = report_text(content, suffix)
    assert SENTENCE in text
    if suffix != ".csv":
        assert text.index(SENTENCE) < text.index("after the first 1")
    assert SENTENCE not in report_text(replace(content, scope=""), suffix)


def test_other_conditions_are_said_beside_it(examination: Examination) -> None:
    listing = Listing("mac", replace(NEW, added_after=1_595, words="x"))
    wanted = build_content(examination, listing=replace(listing, wanted=NEW), top=2)
    assert wanted.heading == "The nearest 2 marks that came after the first 1\xa0500, by MAC"
    assert wanted.scope.startswith("Only marks that came to the register after the first 1\xa0500 ")
    from examiner_app.engine.report.headings import list_heading

    assert list_heading(3, listing, "since search 1 of 2026-11-21", folded=False) == (
        "The nearest 3 marks that came since search 1 of 2026-11-21 and pass the filter, by MAC"
    )


def test_a_file_copy_lists_the_cited_marks_and_says_what_was_searched_for(
    examination: Examination,
) -> None:
    copy = build_content(
        examination,
        listing=Listing("mac", NEW),
        log=log(examination),
        kind=ReportKind.FILE_COPY,
    )
    assert copy.scope.startswith(
        "The search was only for marks that came to the register since search 2 of 2026-11-21."
    )
    assert copy.heading == "No mark was cited"


def test_without_such_a_filter_nothing_is_said(examination: Examination) -> None:
    content = build_content(examination, listing=Listing("mac"), top=1, log=log(examination))
    assert content.scope == ""
    assert since(MarkFilter(words="x"), examination, log(examination)) == ""


def test_a_search_is_not_older_than_itself(examination: Examination) -> None:
    wanted = MarkFilter(added_after=1_600)
    assert since(wanted, examination, log(examination)) == "after the first 1\xa0600"


def test_a_search_without_a_zone_is_in_utc(examination: Examination) -> None:
    before, _, _, now = log(examination)
    plain = [replace(line, time=line.time.replace(tzinfo=None)) for line in (before, now)]
    wanted = MarkFilter(added_after=1_400)
    assert since(wanted, examination, plain) == since(wanted, examination, [before])
    assert since(MarkFilter(added_after=1_600), examination, plain).startswith("after the first")
