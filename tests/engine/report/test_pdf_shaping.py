from __future__ import annotations

import pytest
from scripts_of_the_world import WORDS

from examiner_app.engine.report.pdf_font_files import load
from examiner_app.engine.report.pdf_fonts import CJK, REGULAR, in_fonts
from examiner_app.engine.report.pdf_shaping import Shape, shape

ARABIC = "NotoSansArabic-Regular"
DEVANAGARI = "NotoSansDevanagari-Regular"


def whole(font: str, text: str, *, leftwards: bool = False) -> Shape:
    return shape(font, text, 0, len(text), leftwards=leftwards)


def codes(shaped: Shape) -> str:
    return "".join(piece.codes for piece in shaped.pieces)


def test_arabic_letters_are_joined_and_read_from_the_right() -> None:
    # ي final, ل, ص, ه, س medial, ح initial: as the letters stand on the line.
    assert codes(whole(ARABIC, "حسهصلي", leftwards=True)) == "ﻲﻠﺼﻬﺴﺣ"
    assert codes(whole(ARABIC, "لا", leftwards=True)) == "ﻻ"
    assert codes(whole(ARABIC, "پگ", leftwards=True)) == "ﮓﭘ"


def test_a_parted_word_stays_joined() -> None:
    first = shape(ARABIC, "حسهصلي", 0, 3, leftwards=True)
    last = shape(ARABIC, "حسهصلي", 3, 6, leftwards=True)
    assert codes(last) + codes(first) == "ﻲﻠﺼﻬﺴﺣ"


def test_letters_of_arabic_are_read_as_themselves() -> None:
    font = load(ARABIC)
    assert font.text_of("ﺣﺴﻬﺼﻠﻲ") == "حسهصلي"
    assert font.text_of("ﻻ") == "ﻻ", "readers that turn letters around would turn two of them"


def test_brackets_are_turned_where_they_are_read_from_the_right() -> None:
    assert codes(whole(REGULAR, "(", leftwards=True)) == ")"
    assert codes(whole(REGULAR, "(")) == "("


def test_conjuncts_of_devanagari_are_one_glyph() -> None:
    shaped = whole(DEVANAGARI, "क्ष")
    assert len(codes(shaped)) == 1
    assert not shaped.reads or load(DEVANAGARI).text_of(codes(shaped)) == "क्ष"
    apart = sum(whole(DEVANAGARI, letter).width for letter in "कष")
    assert shaped.width < apart


def test_a_vowel_stands_before_the_letter_that_it_follows() -> None:
    shaped = whole(DEVANAGARI, "हि")
    assert not shaped.reads, "readers must be told"
    assert codes(shaped)[-1] == "ह"


def test_marks_of_thai_stand_above_each_other() -> None:
    shaped = whole("NotoSansThai-Regular", "ปิ่")
    assert len(codes(shaped)) == 3
    assert len(shaped.pieces) > 1
    assert shaped.top > whole("NotoSansThai-Regular", "ป").top
    assert shaped.width == pytest.approx(whole("NotoSansThai-Regular", "ป").width, abs=0.02)


def test_letters_that_stand_side_by_side_are_one_piece() -> None:
    for font, text in ((REGULAR, "BLUE HERON"), (CJK, "咖啡コーヒー커피")):
        shaped = whole(font, text)
        assert [piece.codes for piece in shaped.pieces] == [text]
        assert shaped.reads
        assert shaped.width == pytest.approx(load(font).stringWidth(text, 1), abs=0.02)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_no_glyph_is_missing(words: str) -> None:
    for font, letter in in_fonts(words):
        assert "\0" not in codes(whole(font, letter))


def test_what_joins_letters_is_read_but_not_seen() -> None:
    shaped = whole(ARABIC, "می\u200cشود", leftwards=True)
    assert "\u200c" in codes(shaped)
    sign = whole(ARABIC, "\u200c", leftwards=True)
    assert (sign.width, sign.top, sign.bottom) == (0, 0, 0)
