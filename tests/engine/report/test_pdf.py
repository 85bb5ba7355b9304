from __future__ import annotations

import io
import itertools
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pypdfium2
import pytest
from hostile_words import HOSTILE as HOSTILE_WORDS
from hostile_words import with_words
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from scripts_of_the_world import WORDS

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import NOTICE, build_content
from examiner_app.engine.report.entries import WORDS_LIMIT
from examiner_app.engine.report.kinds import KIND_NOTES, LIMITS, Paper, ReportKind
from examiner_app.engine.report.pdf import render_pdf
from examiner_app.engine.report.pdf_fonts import BOLD, CJK, REGULAR, in_fonts
from examiner_app.engine.report.pdf_parts import MARGIN
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.text import printable, shorten


def _read(examination: Examination, **options: object) -> PdfReader:
    content = build_content(examination, **options)  # type: ignore[arg-type]
    return PdfReader(io.BytesIO(render_pdf(content)))


@pytest.fixture(scope="module")
def reader(examination: Examination) -> PdfReader:
    near = examination.ranks.order("atrha_rmac", 60)
    assert {1, 2, 4, 5, 6, 8} <= {int(index) % 12 for index in near}, "all scripts are listed"
    return _read(
        examination, pinned=[1, 8, 5, 9], top=60, reference="2026/0815", examiner="A. <b>Person"
    )


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_pages_are_a4_and_numbered(reader: PdfReader, pages: list[str]) -> None:
    assert len(pages) > 3
    for number, page in enumerate(reader.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"Page {number} of {len(pages)}" in pages[number - 1]
        assert "ranks are not a legal finding" in pages[number - 1]


def test_the_document_says_what_it_is(reader: PdfReader) -> None:
    information = reader.metadata
    assert information is not None
    assert information.title == "Similarity report: blue <heron> & co.png"
    assert information.author == "A. <b>Person"
    assert information.subject == "2026/0815"
    assert (information.creator or "").startswith("Examiner ")


def test_the_notice_and_what_was_searched_are_on_the_first_page(pages: list[str]) -> None:
    assert NOTICE in pages[0]
    assert "What was searched" in pages[0]
    assert "Test & <register>" in pages[0]
    assert "%" not in " ".join(pages)


def test_every_match_is_there_with_its_ranks_and_no_row_is_split(
    examination: Examination, reader: PdfReader
) -> None:
    raw = [page.extract_text() for page in reader.pages]
    for index in examination.ranks.order("atrha_rmac", 60):
        name = f"mark-{index:05}"
        found = [page for page in raw if f"Owner & Co {index} " in page.replace("\n", " ")]
        assert len(found) == 1, name
        assert name in found[0]
        exact = f"{int(examination.ranks.ranks['camsa_mac'][index]):,}".replace(",", "\u00a0")
        assert exact in found[0]


def test_the_head_of_the_matches_is_repeated(pages: list[str]) -> None:
    listed = [page for page in pages if "Owner & Co" in page]
    assert len(listed) > 1
    assert all("Rank by each method, of 1 600" in page.replace("\xa0", " ") for page in listed)


def test_hostile_words_are_printed_as_they_are(pages: list[str]) -> None:
    everything = " ".join(pages)
    assert "<font color='white'>gone</font>" in everything
    assert "[other signs]" in everything
    assert "КОФЕ ДОМ" in everything


def _fonts(reader: PdfReader) -> set[str]:
    """Return the names of the fonts of all pages; each must be embedded."""
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            entry = font.get_object()
            assert "/FontFile2" in entry["/FontDescriptor"].get_object(), entry["/BaseFont"]
            prefix, name = entry["/BaseFont"].lstrip("/").split("+")
            assert len(prefix) == 6, "only what is used is embedded"
            names.add(name)
    return names


def test_letters_are_embedded(reader: PdfReader) -> None:
    assert {"DejaVuSans", "DejaVuSans-Bold", "NotoSansArabic-Bold", CJK} == _fonts(reader)


def test_every_script_is_shown_with_embedded_letters(examination: Examination) -> None:
    content = with_words(build_content(examination, top=1), tuple(WORDS.values()))
    data = render_pdf(content)
    names = _fonts(PdfReader(io.BytesIO(data)))
    used = {font for words in WORDS.values() for font, _ in in_fonts(words)}
    assert used <= names
    document = pypdfium2.PdfDocument(data)
    read = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    everything = unicodedata.normalize("NFKC", " ".join(read))
    assert all(unicodedata.normalize("NFKC", words) in everything for words in WORDS.values())
    assert "letters]" not in everything
    assert len(data) < 900_000


def test_hostile_words_leave_the_report_whole(examination: Examination) -> None:
    scripts = itertools.cycle(WORDS.values())
    mixes = [
        f"{text[:99]} {next(scripts)}-{text[:9]}({next(scripts)}" for text in HOSTILE_WORDS[::3]
    ]
    piled = ("a" + "\u0301" * 200, "က္က" * 80, "W" * 240, "咖" * 240, "௵" * 240, "\ufdfd " * 120)
    texts = tuple(shorten(printable(text), WORDS_LIMIT) for text in (*mixes, *piled))
    reader = PdfReader(io.BytesIO(render_pdf(with_words(build_content(examination), texts))))
    assert getattr(reader.metadata, "title", "") == texts[0]
    assert "DejaVuSans" in _fonts(reader)
    assert all("Page" in page.extract_text() for page in reader.pages)


def test_what_is_below_the_pages_leaves_room_for_their_numbers(examination: Examination) -> None:
    content = replace(build_content(examination, top=1), title="咖啡東京" * 40)
    reader = PdfReader(io.BytesIO(render_pdf(content)))
    assert getattr(reader.metadata, "title", "") == content.title
    foot = next(line for line in reader.pages[1].extract_text().splitlines() if "咖啡東京" in line)
    assert "…" in foot
    assert foot.count("咖啡") < 14


def test_pictures_are_not_written_as_text(examination: Examination) -> None:
    assert b"ASCII85" not in render_pdf(build_content(examination))


def test_a_small_register_without_pins(make_examination: Callable[..., Examination]) -> None:
    reader = _read(make_examination(count=3), top=50)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "The nearest 3 marks by ATRHA R-MAC" in text
    assert "pinned marks" not in text


def test_a_hundred_matches_keep_every_page_whole(examination: Examination) -> None:
    reader = _read(examination, top=100, listing=Listing("fused"), pinned=range(20))
    assert len(reader.pages) > 10


HOSTILE = "<script>alert(1)</script></para> & <font color='white'>"


def _log(count: int, facts: int = 4, letters: int = 40) -> tuple[LogLine, ...]:
    told = tuple((f"Label {number}", f"{'w' * letters} {HOSTILE}") for number in range(facts))
    return tuple(
        LogLine(number, datetime(2026, 11, 23, 9, number % 60, tzinfo=UTC), told)
        for number in range(1, count + 1)
    )


def _texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_kind_is_near_the_title_and_on_every_page(
    examination: Examination, pages: list[str]
) -> None:
    assert KIND_NOTES[ReportKind.WORKING_FILE] in pages[0]
    assert all("· Working file ·" in page for page in pages)
    copy = _texts(_read(examination, kind=ReportKind.FILE_COPY))
    assert KIND_NOTES[ReportKind.FILE_COPY] in copy[0]
    assert copy[0].index("File copy") < copy[0].index(NOTICE)
    assert all("· File copy ·" in page for page in copy)


def test_every_match_has_its_distance_and_percentile(
    examination: Examination, reader: PdfReader
) -> None:
    everything = " ".join(_texts(reader))
    content = build_content(examination, top=60)
    for mark in content.matches:
        for cell in mark.ranks[:-1]:
            assert f"{cell.distance_text} · {cell.percentile_text}" in everything
        sorts = next(cell for cell in mark.ranks if cell.sorts)
        assert f"distance {sorts.distance_text} percentile {sorts.percentile_text}" in everything


def test_evidence_is_among_the_particulars_and_below_pinned_marks(
    examination: Examination,
) -> None:
    near = int(examination.ranks.order("mac", 1)[0])
    told = {near: "23 keypoints agree", 1_500: "no keypoints agree"}
    reader = _read(examination, listing=Listing("mac"), top=2, pinned=[1_500], evidence=told)
    text = " ".join(_texts(reader))
    assert "Evidence 23 keypoints agree" in text
    assert "Evidence on mark-01500 no keypoints agree" in text


def test_the_log_has_a_repeated_head_and_all_its_words(examination: Examination) -> None:
    pages = _texts(_read(examination, top=1, log=_log(60)))
    logged = [page for page in pages if "Label 3" in page]
    assert len(logged) > 2
    assert all("No. Began, UTC What was searched" in page for page in logged)
    assert sum(page.count(HOSTILE) for page in pages) == 240
    assert "2026-11-23 09:59:00" in " ".join(pages)
    assert "Search log" not in " ".join(_texts(_read(examination, top=1)))


@pytest.mark.parametrize(("facts", "letters"), [(0, 0), (1, 5_000), (60, 900)])
def test_a_long_or_empty_line_of_the_log_fits_its_pages(
    make_examination: Callable[..., Examination], facts: int, letters: int
) -> None:
    log = _log(2, facts, letters)
    assert len(_read(make_examination(count=3), log=log, paper="letter").pages) >= 2


def test_what_it_rests_on_and_what_it_cannot_see_are_told(
    examination: Examination, pages: list[str]
) -> None:
    end = " ".join(pages[-2:])
    for label, value in build_content(examination).hashes:
        assert f"{label} {value}" in end
    assert all(limit in end for limit in LIMITS)


def test_the_outline_leads_to_the_page_of_each_section(examination: Examination) -> None:
    reader = _read(examination, pinned=[3], top=30, log=_log(3))
    content = build_content(examination, top=30)
    outline: list[Any] = list(reader.outline)
    assert [entry.title for entry in outline] == [
        "The candidate",
        "What was searched",
        "Search log",
        "Ranks of the pinned marks",
        content.heading,
        "The methods",
        "What this rests on",
        "Known limits",
    ]
    texts = _texts(reader)
    places = [reader.get_destination_page_number(entry) or 0 for entry in outline]
    assert all(entry.title in texts[place] for entry, place in zip(outline, places, strict=True))
    assert places == sorted(places)
    assert len(set(places)) > 2
    height = reader.pages[0].mediabox.height
    assert all(0 < float(entry.top) < height for entry in outline)


def _extent(page: Any) -> tuple[float, float]:
    """Return the leftmost and the rightmost place that text or a picture takes on a page."""
    places: list[float] = []

    def text(words: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        name = "" if font is None else str(font["/BaseFont"])
        for line in filter(None, map(str.strip, words.splitlines())):
            left = tm[4] * cm[0] + cm[4]
            letters = BOLD if name.endswith("Bold") else REGULAR
            places.extend([left, left + stringWidth(line, letters, size) * cm[0]])

    def operand(operator: bytes, _: Any, cm: list[float], __: list[float]) -> None:
        if operator == b"Do":
            places.extend([cm[4], cm[4] + cm[0]])

    page.extract_text(visitor_text=text, visitor_operand_before=operand)
    return min(places), max(places)


@pytest.mark.parametrize("paper", get_args(Paper))
def test_nothing_is_beyond_the_margins_of_either_paper(
    examination: Examination, paper: str
) -> None:
    size = {"a4": (595, 842), "letter": (612, 792)}[paper]
    reader = _read(examination, top=12, pinned=range(9), log=_log(4, letters=900), paper=paper)
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size
        left, right = _extent(page)
        assert left >= MARGIN - 1
        # Blanks may be drawn a little narrower than they are, so that one word more fits a line.
        assert right <= size[0] - MARGIN + 6
