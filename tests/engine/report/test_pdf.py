from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import NOTICE, build_content
from examiner_app.engine.report.pdf import render_pdf


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
    assert "[Arabic letters]" in everything
    assert "КОФЕ ДОМ" in everything


def test_letters_are_embedded(reader: PdfReader) -> None:
    embedded, named = set(), set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            entry = font.get_object()
            named.add(entry["/BaseFont"].lstrip("/").split("+")[-1])
            descriptor = entry.get("/FontDescriptor")
            if descriptor and "/FontFile2" in descriptor.get_object():
                embedded.add(entry["/BaseFont"].lstrip("/").split("+")[-1])
    assert {"DejaVuSans", "DejaVuSans-Bold"} <= embedded
    assert named - embedded <= {"STSong-Light", "HeiseiKakuGo-W5", "HYGothic-Medium"}


def test_a_small_register_without_pins(make_examination: Callable[..., Examination]) -> None:
    reader = _read(make_examination(count=3), top=50)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "The nearest 3 marks by ATRHA R-MAC" in text
    assert "pinned marks" not in text


def test_a_hundred_matches_keep_every_page_whole(examination: Examination) -> None:
    reader = _read(examination, top=100, listing=Listing("fused"), pinned=range(20))
    assert len(reader.pages) > 10
