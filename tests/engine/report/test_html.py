from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hostile_words import with_words
from PIL import Image

from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import NOTICE, build_content
from examiner_app.engine.report.html import css, render_html, tint
from examiner_app.engine.report.kinds import KIND_NOTES, LIMITS, ReportKind
from examiner_app.engine.report.search_log import LogLine

HOSTILE = "<script>alert('log')</script><img src=y onerror=alert(2)>"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data

    def close_all(self) -> None:
        assert self._open == []


@pytest.fixture(scope="module")
def source(examination: Examination) -> str:
    content = build_content(
        examination,
        pinned=[1, 8, 9],
        top=40,
        reference="<i>7</i>",
        examiner='"><img src=x>',
        log=[LogLine(7, datetime(2026, 11, 23, 9, 30, tzinfo=UTC), (("<b>Image", HOSTILE),))],
        evidence={1: "23 <keypoints> agree"},
    )
    return render_html(content).decode("utf-8")


@pytest.fixture(scope="module")
def page(source: str) -> _Page:
    return _Page(source)


def test_the_page_is_well_formed_and_says_what_ranks_are_not(page: _Page) -> None:
    page.close_all()
    assert NOTICE in page.text
    assert "%" not in page.text
    assert "legal finding" in page.text


def test_hostile_words_stay_words(page: _Page) -> None:
    assert "script" not in {tag for tag, _ in page.tags}
    assert "font" not in {tag for tag, _ in page.tags}
    assert "<script>alert('1')</script> & <b>bold</b>" in page.text
    assert '"><img src=x>' in page.text
    assert f"<b>Image{HOSTILE}" in page.text
    assert "Evidence on mark-00001 23 <keypoints> agree" in page.text
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_everything_is_inside_the_file(source: str, page: _Page) -> None:
    sources = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    assert all(uri and uri.startswith("data:image/") for uri in sources)
    assert not re.findall(r"https?://|url\(|@import", source)
    assert "link" not in {tag for tag, _ in page.tags}
    # Five layers, forty matches, three pinned; one thumbnail may be damaged.
    assert len(sources) >= 5 + 39 + 3


def test_pictures_are_whole(page: _Page) -> None:
    for tag, attributes in page.tags:
        if tag == "img":
            data = (attributes["src"] or "").split(",", 1)[1]
            with Image.open(io.BytesIO(base64.b64decode(data))) as image:
                image.load()
                assert str(image.width) == attributes["width"]


def test_the_table_of_pinned_marks_rounds_and_keeps_the_exact_rank(
    examination: Examination,
) -> None:
    ranks = examination.ranks.ranks["mac"]
    far = int(ranks.argmax())
    source = render_html(build_content(examination, pinned=[far], top=1)).decode()
    exact = f"{int(ranks[far]):,}".replace(",", "\u00a0")
    assert re.search(rf'<td title="{exact}"[^>]*>2k</td>', source)


def test_it_prints_with_repeated_heads_and_whole_rows(source: str) -> None:
    assert "@page" in source
    assert "table-header-group" in source
    assert "break-inside: avoid" in source


def test_colours() -> None:
    assert css((255, 0, 16)) == "#ff0010"
    assert tint((0, 0, 0)) == "#c2c2c2"
    assert tint((255, 255, 255)) == "#ffffff"


def test_the_kind_the_digests_and_the_limits_are_told(
    examination: Examination, page: _Page
) -> None:
    assert f"Working file {KIND_NOTES[ReportKind.WORKING_FILE]}" in page.text
    for label, value in build_content(examination).hashes:
        assert f"{label}{value}" in page.text
    assert all(limit in page.text for limit in LIMITS)


def test_every_rank_has_its_distance_and_percentile(examination: Examination, source: str) -> None:
    for mark in build_content(examination, top=40).matches:
        for cell in mark.ranks[:-1]:
            assert f"{cell.distance_text} · {cell.percentile_text}</small>" in source
        assert f"<small>{mark.ranks[-1].percentile_text}</small>" in source


def test_the_log_is_a_table_with_a_head(source: str, page: _Page) -> None:
    assert page.text.count("Search log") == 1
    assert re.search(r'<table class="log">\s*<thead>', source)
    assert '<th scope="row">7</th><td><time datetime="2026-11-23T09:30:00+00:00">' in source


def test_it_prints_on_the_paper_that_is_asked_for(examination: Examination, source: str) -> None:
    assert "@page { size: a4;" in source
    assert "@page { size: letter;" in render_html(
        build_content(examination, top=1, paper="letter")
    ).decode("utf-8")


class _Directions(HTMLParser):
    """Notes the elements in which a word stands that reads from its own side, and the others."""

    def __init__(self, word: str, text: str) -> None:
        super().__init__()
        self.own: list[str] = []
        self.others: list[str] = []
        self._word = word
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "img", "br"}:
            self._open.append((tag, tag == "bdi" or dict(attrs).get("dir") == "auto"))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, own = self._open[-1] if self._open else ("", False)
        if self._word in data and tag != "title":
            (self.own if own else self.others).append(tag)


def test_words_of_registers_and_cases_are_read_from_their_own_side(
    examination: Examination,
) -> None:
    content = with_words(build_content(examination, top=1), ("قهوة 12", "קפה 7"))
    content = replace(
        content,
        log=(LogLine(1, datetime(2026, 11, 23, tzinfo=UTC), (("קפה", "قهوة 12"),)),),
    )
    for word in ("قهوة", "קפה"):
        found = _Directions(word, render_html(content).decode())
        assert found.others == []
        assert {"td", "th", "b", "bdi"} <= set(found.own)
