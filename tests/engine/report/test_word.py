from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import (
    NOTICE,
    ReportContent,
    build_content,
)
from examiner_app.engine.report.headings import CITED_HEADING
from examiner_app.engine.report.html import tint
from examiner_app.engine.report.kinds import KIND_NOTES, KIND_TITLES, ReportKind
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.word import render_docx

HOSTILE = (
    "<w:t>gone</w:t>",
    "]]><!--",
    "&amp;&#65;",
    "a\x00b\x0bc\x1fd\ufffee",
    "lone \ud800 surrogate \udfff",
    "12\u202e34\u2066",
    "{HYPERLINK http://example.org}",
    "🦊 咖啡 コーヒー 커피",
    "tab\tand\r\nlines\x85",
    "x" * 40_000,
    "w " * 20_000,
)
SHOWN = {
    "a\x00b\x0bc\x1fd\ufffee": "a\ufffdb c d\ufffde",
    "lone \ud800 surrogate \udfff": "lone \ufffd surrogate \ufffd",
    "12\u202e34\u2066": "1234",
    "tab\tand\r\nlines\x85": "tab and lines",
    "w " * 20_000: ("w " * 20_000).strip(),
}
LOG = tuple(
    LogLine(number, datetime(2026, 11, 23, 9, number, tzinfo=UTC), (("Sorted by", "SIFT <1>"),))
    for number in (1, 2, 4)
)


class _Word:
    """A Word file that was read back."""

    def __init__(self, content: ReportContent) -> None:
        self.data = render_docx(content)
        self.document: Document = docx.Document(io.BytesIO(self.data))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.parts: dict[str, Any] = {
                name: etree.fromstring(archive.read(name), parser)
                for name in self.names
                if name.endswith((".xml", ".rels"))
            }

    @property
    def body(self) -> Any:
        return self.parts["word/document.xml"]

    @property
    def headings(self) -> list[str]:
        return [p.text for p in self.document.paragraphs if _style(p) == "Heading 1"]

    @property
    def text(self) -> str:
        paragraphs = self.body.iter(qn("w:p"))
        return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)

    def table(self, first: str) -> Table:
        """The first table whose first cell says ``first``."""
        return next(one for one in self.document.tables if one.rows[0].cells[0].text == first)


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name)


def _content(examination: Examination, rows: Sequence[int], **options: Any) -> ReportContent:
    judged = [
        replace(
            unjudged("r", f"mark-{rows[1]:05}").judged(Judgement.CITED),
            note="Near in the figure.\nملاحظة عن 12",
        ),
        replace(
            unjudged("r", f"mark-{rows[900]:05}").judged(Judgement.CITED), note="Far, but cited."
        ),
    ]
    return build_content(examination, top=40, assessments=judged, **options)


@pytest.fixture(scope="module")
def rows(examination: Examination) -> list[int]:
    return [int(row) for row in examination.ranks.order("atrha_rmac")]


@pytest.fixture(scope="module")
def content(examination: Examination, rows: list[int]) -> ReportContent:
    made = _content(
        examination,
        rows,
        pinned=[rows[1], 5, 8, 9, 10, 12, 13, 14, rows[900], rows[2]],
        reference="2026/<0815>",
        examiner='A. "Person" & Co',
    )
    first, *others = made.matches
    seen = replace(first, evidence="42 of 310 keypoints agree.")
    hashes = (("Candidate", "a" * 64), ("Register", "b" * 64))
    return replace(made, log=LOG, hashes=hashes, matches=(seen, *others))


@pytest.fixture(scope="module")
def word(content: ReportContent) -> _Word:
    return _Word(content)


def test_headings_come_in_the_order_of_the_printed_report(
    word: _Word, content: ReportContent
) -> None:
    assert word.headings == [
        "The candidate",
        "What was searched",
        "Ranks of the pinned marks",
        content.heading,
        CITED_HEADING,
        "The methods",
        "The log of searches",
        "Hashes",
        "What the methods do not see",
    ]
    title, kind, line, note, notice = word.document.paragraphs[:5]
    assert (title.text, _style(title)) == (content.title, "Title")
    assert (kind.text, _style(kind)) == ("Working file", "Subtitle")
    assert line.text == (
        f'Reference 2026/<0815> · Examiner A. "Person" & Co · 2026-11-23 09:30 UTC · '
        f"{content.program}"
    )
    assert note.text == content.kind_note
    assert notice.text == NOTICE


def test_every_style_that_is_referred_to_is_there(word: _Word) -> None:
    known = {one.get(qn("w:styleId")) for one in word.parts["word/styles.xml"].iter(qn("w:style"))}
    for name in ("w:pStyle", "w:tblStyle", "w:rStyle"):
        used = {one.get(qn("w:val")) for one in word.body.iter(qn(name))}
        assert used <= known
    assert len({one.get(qn("w:val")) for one in word.body.iter(qn("w:pStyle"))}) > 10


def test_facts_methods_hashes_and_limits_are_said(word: _Word, content: ReportContent) -> None:
    tables = [
        [(row.cells[0].text, row.cells[-1].text) for row in one.rows]
        for one in word.document.tables
    ]
    assert list(content.candidate) in tables
    assert list(content.searched) in tables
    assert list(content.hashes) in tables
    assert [(one.name, one.explanation) for one in content.methods] in tables
    bullets = [p.text for p in word.document.paragraphs if _style(p) == "List Bullet"]
    assert bullets == list(content.limits)


def test_the_layers_have_titles_explanations_and_legends(
    word: _Word, content: ReportContent
) -> None:
    cells = [cell for row in word.document.tables[0].rows for cell in row.cells]
    for cell, layer in zip(cells, content.layers, strict=False):
        said = [p.text for p in cell.paragraphs]
        assert said[1:3] == [layer.title, layer.explanation]
        fills = {one.get(qn("w:fill")) for one in cell._tc.iter(qn("w:shd"))}
        if layer.legend is None:
            assert not fills
        elif isinstance(layer.legend.colours, tuple):
            assert len(fills) == len(layer.legend.colours)
            assert [p.strip() for p in said[3:]] == [label for _, label in layer.legend.colours]
        else:
            assert len(fills) > 10
            assert said[3] == layer.legend.title
            assert said[4].startswith(layer.legend.low)
            assert said[4].endswith(layer.legend.high)


def test_table_2_has_exact_and_rounded_ranks_on_pale_grounds(
    word: _Word, content: ReportContent
) -> None:
    tables = [one for one in word.document.tables if one.rows[0].cells[0].text == "Method"]
    assert [len(one.columns) for one in tables] == [9, 3]
    for table, marks in zip(tables, content.tables, strict=True):
        head, *lines = table.rows
        for cell, mark in zip(head.cells[1:], marks, strict=True):
            assert mark.id in cell.text
            assert mark.judgement in cell.text
        for number, (row, method) in enumerate(zip(lines, content.methods, strict=True)):
            cells = row.cells
            assert cells[0].text == method.name
            for cell, mark in zip(cells[1:], marks, strict=True):
                rank = mark.ranks[number]
                exact = "" if rank.exact == rank.rounded else f" {rank.exact}"
                assert cell.text == rank.rounded + exact
                fill = cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill"))
                assert f"#{fill}".lower() == tint(rank.colour)
                assert bool(cell.paragraphs[0].runs[0].bold) == (method.name == "ATRHA R-MAC")
    assert any(mark.ranks[0].rounded.endswith("k") for table in content.tables for mark in table)


def test_every_match_is_there_with_its_words_ranks_and_distances(
    word: _Word, content: ReportContent
) -> None:
    listed, cited = (one for one in word.document.tables if one.rows[0].cells[0].text == "Rank")
    for table, marks in ((listed, content.matches), (cited, content.cited)):
        found = [row.cells for row in table.rows if row.cells[2].text and row.cells[3].text]
        assert len(found) == len(marks) + len([m for m in marks if m.note or m.evidence]) + 1
        rows = {cells[2].text: cells for cells in found}
        for mark in marks:
            said = next(text for text in rows if mark.id in text.split("\n"))
            assert mark.words in said
            assert all(f"{label} {value}" in said for label, value in mark.facts)
            rank = next(cell for cell in mark.ranks if cell.sorts)
            assert rows[said][0].text.split("\n")[0] == rank.exact
            for cell in mark.ranks:
                distance = "–" if cell.distance is None else f"{cell.distance:.4f}"
                assert f"{cell.name}\t{cell.exact}\t{distance}\t" in rows[said][3].text
    assert "cited" in cited.rows[1].cells[0].text
    assert [row.cells[1].text for row in cited.rows if row.cells[0].text == "Note"] == [
        "Far, but cited."
    ]
    assert [row.cells[1].text for row in listed.rows if row.cells[0].text == "Evidence"] == [
        "42 of 310 keypoints agree."
    ]


def test_a_share_is_called_whole_only_where_it_is(content: ReportContent) -> None:
    first, *_ = content.matches
    ranks = tuple(replace(cell, percentile=99.99999) for cell in first.ranks)
    said = _Word(replace(content, matches=(replace(first, ranks=ranks),))).text
    assert "100.00" not in said
    assert "99.99" in said


def test_heads_are_repeated_and_no_row_is_split(word: _Word) -> None:
    for table in word.document.tables:
        first = table.rows[0]
        head = first.cells[0].text in {"Method", "Rank", "No."}
        for number, row in enumerate(table.rows):
            properties = row._tr.trPr
            assert properties.find(qn("w:cantSplit")) is not None
            repeated = properties.find(qn("w:tblHeader")) is not None
            assert repeated == (head and number == 0)


def test_five_tables_have_a_head(word: _Word) -> None:
    assert sum(1 for _ in word.body.iter(qn("w:tblHeader"))) == 5


def test_no_table_touches_another(word: _Word) -> None:
    for table in word.body.iter(qn("w:tbl")):
        following = table.getnext()
        assert following is not None
        assert following.tag == qn("w:p")


def test_pages_are_a4_with_title_kind_and_number(word: _Word, content: ReportContent) -> None:
    (section,) = word.document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == f"{content.title}\tWorking file"
    foot = next(part for name, part in word.parts.items() if name.startswith("word/footer"))
    fields = [one.get(qn("w:instr")) for one in foot.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in foot.iter(qn("w:t"))).endswith("Page 1 of 1")


def test_pages_are_for_the_paper_and_the_text_is_as_wide_on_every_one(
    content: ReportContent,
) -> None:
    letter = docx.Document(io.BytesIO(render_docx(replace(content, paper="letter"))))
    (section,) = letter.sections
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    text = section.page_width - section.left_margin - section.right_margin
    assert round(text / 36_000, 1) == 182
    assert section.left_margin == section.right_margin


def test_the_only_fields_are_page_numbers_and_nothing_is_outside(word: _Word) -> None:
    for name, part in word.parts.items():
        if name.endswith(".rels"):
            assert not [one for one in part if one.get("TargetMode") == "External"], name
        elif name.startswith("word/") and "footer" not in name:
            for tag in ("w:fldSimple", "w:instrText", "w:hyperlink", "w:altChunk", "w:object"):
                assert next(part.iter(qn(tag)), None) is None, name
    assert "docProps/thumbnail.jpeg" not in word.names


def test_every_picture_says_what_it_shows(word: _Word, content: ReportContent) -> None:
    shown = list(word.body.iter(qn("wp:docPr")))
    marks = [mark for table in content.tables for mark in table] + [
        *content.matches,
        *content.cited,
    ]
    pictures = len(content.layers) + sum(mark.picture is not None for mark in marks)
    assert len(shown) == pictures
    assert len({one.get("id") for one in shown}) == pictures
    alts = [one.get("descr") for one in shown]
    assert all(alts)
    assert alts[0] == "As filed: The candidate as it was filed."
    for mark in marks:
        if mark.picture is not None:
            assert (f"Mark {mark.id}: {mark.words}" if mark.words else f"Mark {mark.id}") in alts


def test_one_picture_is_in_the_file_once(word: _Word, content: ReportContent) -> None:
    marks = [m for table in content.tables for m in table] + [*content.matches, *content.cited]
    data = {mark.picture.data for mark in marks if mark.picture}
    data |= {layer.picture.data for layer in content.layers}
    assert len([mark for mark in marks if mark.picture]) + len(content.layers) > len(data)
    assert len([name for name in word.names if name.startswith("word/media/")]) == len(data)


def test_the_file_says_what_it_is(word: _Word, examination: Examination) -> None:
    properties = word.document.core_properties
    assert properties.title == "Similarity report: blue <heron> & co.png"
    assert properties.author == 'A. "Person" & Co'
    assert properties.subject == "2026/<0815>"
    assert properties.created == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert properties.language == "en-GB"
    assert "python-docx" not in properties.comments
    languages = {one.get(qn("w:val")) for one in word.parts["word/styles.xml"].iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    nobody = _Word(build_content(examination, top=1)).document.core_properties
    assert nobody.author.startswith("Examiner ")


def test_fonts_are_named_for_every_script(word: _Word) -> None:
    fonts = list(word.parts["word/styles.xml"].iter(qn("w:rFonts")))
    assert fonts
    for one in fonts:
        assert {qn(f"w:{script}") for script in ("ascii", "hAnsi", "cs", "eastAsia")} == set(
            one.attrib
        )


@pytest.mark.parametrize(
    ("words", "turned", "parts"),
    [
        ("قهوة", True, [(True, "قهوة")]),
        ("12 שלום", True, [(True, "12 שלום")]),
        ("قهوة (Coffee)", True, [(True, "قهوة ("), (False, "Coffee"), (True, ")")]),
        ("Coffee قهوة!", False, [(False, "Coffee "), (True, "قهوة"), (False, "!")]),
        ("КОФЕ 咖啡 12", False, [(False, "КОФЕ 咖啡 12")]),
        ("2026 — 12", False, [(False, "2026 — 12")]),
    ],
)
def test_words_are_read_from_their_own_side(
    content: ReportContent, words: str, turned: bool, parts: list[tuple[bool, str]]
) -> None:
    mark = replace(content.matches[0], words=words)
    cell = _Word(replace(content, matches=(mark,))).table("Rank").rows[1].cells[2]
    paragraph = cell.paragraphs[0]
    assert [(bool(run.font.rtl), run.text) for run in paragraph.runs] == parts
    properties = paragraph._p.pPr
    assert (properties.find(qn("w:bidi")) is not None) == turned
    assert paragraph.style.name == "Report Words"


def test_a_note_is_read_from_the_side_of_each_line(word: _Word) -> None:
    row = next(row for row in word.table("Rank").rows if row.cells[0].text == "Note")
    first, second = row.cells[1].paragraphs
    assert first._p.pPr.find(qn("w:bidi")) is None
    assert second._p.pPr.find(qn("w:bidi")) is not None
    assert second.text == "ملاحظة عن 12"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_wherever_it_stands(content: ReportContent, text: str) -> None:
    mark = replace(
        content.matches[0],
        id=text,
        words=text,
        note=(text,),
        evidence=text,
        facts=(("Owner", text),),
    )
    made = _Word(
        replace(
            content,
            title=text,
            reference=text,
            examiner=text,
            heading=text,
            matches=(mark,),
            cited=(mark,),
            tables=((mark,),),
            candidate=(("File", text),),
            searched=(("Filter", text),),
            log=(LogLine(1, LOG[0].time, (("Words", text),)),),
            hashes=((text, text),),
            limits=(text,),
        )
    )
    shown = SHOWN.get(text, text)
    said = made.text
    assert said.count(shown) >= 14 if len(text) < 999 else said.count(shown) >= 10
    assert made.document.paragraphs[0].text == shown
    assert made.table("Rank").rows[1].cells[2].text.split("\n")[:2] == [shown, shown]
    test_the_only_fields_are_page_numbers_and_nothing_is_outside(made)
    test_heads_are_repeated_and_no_row_is_split(made)


def test_a_long_note_is_whole_in_rows_that_fit_a_page(content: ReportContent) -> None:
    lines = tuple(f"line {number} " + "word " * 30 for number in range(300))
    mark = replace(content.matches[0], note=lines, evidence="")
    table = _Word(replace(content, matches=(mark,))).table("Rank")
    notes = [row.cells[1] for row in table.rows[2:]]
    assert [p.text for cell in notes for p in cell.paragraphs] == [one.strip() for one in lines]
    assert len(notes) > 10
    assert all(len(cell.text) < 1_300 for cell in notes)
    assert [row.cells[0].text for row in table.rows[2:]] == ["Note", *[""] * (len(notes) - 1)]


def test_a_missing_picture_is_a_dash(content: ReportContent) -> None:
    mark = replace(content.matches[0], picture=None)
    made = _Word(replace(content, matches=(mark,), tables=((mark,),), cited=()))
    assert made.table("Rank").rows[1].cells[1].text == "–"
    assert made.table("Method").rows[0].cells[1].text.startswith("–\n")
    assert len(list(made.body.iter(qn("wp:docPr")))) == len(content.layers)


def test_an_empty_list_says_so_and_what_is_not_there_has_no_heading(
    content: ReportContent,
) -> None:
    bare = replace(
        content,
        matches=(),
        cited=(),
        tables=(),
        log=(),
        hashes=(),
        limits=(),
        layers=(),
        candidate=(),
    )
    made = _Word(bare)
    assert made.headings == ["The candidate", "What was searched", content.heading, "The methods"]
    assert all(table.rows for table in made.document.tables)


def test_a_file_copy_has_the_cited_marks_only(content: ReportContent) -> None:
    kind = ReportKind.FILE_COPY
    copy = replace(
        content,
        kind=kind,
        kind_title=KIND_TITLES[kind],
        kind_note=KIND_NOTES[kind],
        heading="The cited mark, by MAC",
        matches=(),
        tables=(),
        log=(),
    )
    made = _Word(copy)
    assert made.headings == [
        "The candidate",
        "What was searched",
        "The cited mark, by MAC",
        "The methods",
        "Hashes",
        "What the methods do not see",
    ]
    assert content.rank_meaning in made.text
    assert made.document.paragraphs[1].text == "File copy"
    assert KIND_NOTES[kind] in made.text
    assert made.document.sections[0].header.paragraphs[0].text.endswith("\tFile copy")
    assert content.cited[0].id in made.text
    assert content.matches[5].id not in made.text


def test_the_log_keeps_its_numbers(word: _Word) -> None:
    rows = [[cell.text for cell in row.cells] for row in word.table("No.").rows]
    assert rows[0] == ["No.", "Time", "Search"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "4"]
    assert rows[3] == ["4", "2026-11-23 09:04:00 UTC", "Sorted by SIFT <1>"]


def test_two_hundred_marks_take_seconds_and_a_megabyte(examination: Examination) -> None:
    content = build_content(examination, top=200, pinned=range(16))
    began = time.thread_time()
    data = render_docx(content)
    assert time.thread_time() - began < 10
    assert len(data) < 4_000_000


def test_word_files_are_not_imported_before_one_is_written() -> None:
    code = "import sys; import examiner_app.engine.report.write; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
