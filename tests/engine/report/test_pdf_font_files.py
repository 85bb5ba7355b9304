from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from examiner_app.engine.report.pdf_font_files import UNKNOWN, load
from examiner_app.engine.report.pdf_fonts import CJK
from examiner_app.engine.report.pdf_shaping import shape
from examiner_app.errors import ExaminerError

DEVANAGARI = "NotoSansDevanagari-Regular"


def page_with(font: str, codes: str) -> PdfReader:
    load(font)
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont(font, 10)
    canvas.drawString(50, 700, codes)
    canvas.save()
    return PdfReader(data)


def test_a_font_is_read_once_even_by_two_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        fonts = list(pool.map(load, [DEVANAGARI] * 12))
    assert len(set(map(id, fonts))) == 1


def test_a_font_that_is_not_shipped_is_told() -> None:
    with pytest.raises(ExaminerError, match="install Examiner again"):
        load("NotoSansTibetan-Regular")


def test_letters_of_a_font_are_not_the_codes_that_only_write_glyphs() -> None:
    font = load(DEVANAGARI)
    assert 0x0915 in font.letters
    assert not any(0xE000 <= code <= 0xF8FF for code in font.letters)
    glyph = font.face.charToGlyph[0xE000]
    assert font.code(glyph, "x") == "\ue000"
    assert font.code(font.face.charToGlyph[0x0915], "क") == "क"


def test_what_a_glyph_stands_for_is_noted_once() -> None:
    font = load("NotoSansKhmer-Regular")
    code = "\ue000"
    assert font.text_of(f"a{code}") == f"a{UNKNOWN}"
    font.note_text(code, "ខ្")
    font.note_text(code, "other")
    font.note_text("a", "b")
    assert font.text_of(f"a{code}") == "aខ្"


def test_a_page_has_only_the_glyphs_that_it_shows_and_their_text() -> None:
    (piece,) = shape(DEVANAGARI, "क्ष", 0, 3, leftwards=False).pieces
    reader = page_with(DEVANAGARI, piece.codes)
    assert reader.pages[0].extract_text().strip() == "क्ष"
    reader = page_with(CJK, "咖啡")
    font = reader.pages[0]["/Resources"]["/Font"]["/F2+0"]  # type: ignore[index]
    embedded = font["/FontDescriptor"]["/FontFile2"].get_data()
    assert len(embedded) < 30_000
    mapped = re.findall(r"<\w\w> <(\w+)>", font["/ToUnicode"].get_data().decode())
    assert {"5496", "5561"} <= set(mapped)
