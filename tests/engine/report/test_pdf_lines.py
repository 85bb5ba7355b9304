from __future__ import annotations

import unicodedata

import pytest
from hostile_words import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts_of_the_world import WORDS

from examiner_app.engine.report.pdf_lines import (
    Line,
    Span,
    as_seen,
    begins_right,
    line_width,
    set_lines,
)
from examiner_app.engine.report.text import printable

WIDE = 10_000.0
PARTS = [*WORDS.values(), *(printable(words)[:60] for words in HOSTILE), " ", "-", "(", ")", "12"]


def texts(lines: list[Line]) -> list[str]:
    return ["".join(atom.text for atom in line) for line in lines]


def seen(line: Line) -> list[str]:
    return [atom.text for atom in as_seen(line) if not atom.blank]


def lines_of(text: str, width: float = WIDE, size: float = 10) -> list[Line]:
    return set_lines([Span(text)], width, size)


def test_a_line_is_read_in_order_and_seen_from_its_side() -> None:
    (line,) = lines_of("קפה שלום 12 (Café)")
    assert texts([line]) == ["קפה שלום 12 (Café)"]
    assert seen(line) == [")", "Café", "(", "12", "שלום", "קפה"], "brackets are turned later"
    (line,) = lines_of("Café שלום קפה 12")
    assert seen(line) == ["Café", "12", "קפה", "שלום"]


def test_the_first_line_has_the_first_words() -> None:
    words = "الشركة العربية للقهوة والشاي والمشروبات الساخنة (Arab Coffee 2019) المحدودة"
    lines = lines_of(words, 100)
    assert len(lines) > 2
    assert " ".join(texts(lines)) == words
    assert texts(lines)[0].startswith("الشركة العربية")
    assert seen(lines[0])[-1] == "الشركة"
    assert all(line_width(line) * 10 <= 100 for line in lines)


def test_spans_do_not_reorder_each_other() -> None:
    spans = [Span("Owner"), Span(" "), Span("قهوة 12"), Span(" · "), Span("שלום")]
    (line,) = set_lines(spans, WIDE, 10)
    assert seen(line) == ["Owner", "12", "قهوة", "·", "שלום"]
    (line,) = set_lines([Span("קפה"), Span("שלום")], WIDE, 10)
    assert seen(line) == ["קפה", "שלום"]


def test_ends_of_lines_are_kept() -> None:
    assert texts(set_lines([Span("a\nקפה"), Span("\n\nb")], WIDE, 10)) == ["a", "קפה", "", "b"]
    assert texts(lines_of("")) == [""]


def test_blanks_are_left_away_where_a_line_ends() -> None:
    assert texts(lines_of("咖啡 " * 9, 50)) == ["咖啡 咖啡"] * 4 + ["咖啡"]
    assert texts(lines_of("קפה\u00a0קפה קפה", 50)) == ["קפה\u00a0קפה", "קפה"]


def test_signs_of_han_and_kana_stay_with_what_they_close_and_open() -> None:
    text = "咖啡東京株式会社、コーヒー「東京」。" * 4
    lines = texts(lines_of(text, 73))
    assert "".join(lines) == text
    assert len(lines) > 8
    assert not any(line[0] in "、。」ー" or line[-1] == "「" for line in lines)


def test_hangul_is_parted_between_words() -> None:
    assert texts(lines_of("커피하우스 커피하우스", 60)) == ["커피하우스", "커피하우스"]


@pytest.mark.parametrize("script", ["Arabic", "Devanagari", "Thai", "Sinhala", "Khmer", "Hangul"])
def test_a_word_that_is_too_long_is_parted_between_letters(script: str) -> None:
    text = WORDS[script].replace(" ", "") * 30
    lines = lines_of(text, 60)
    assert "".join(texts(lines)) == text
    assert len(lines) > 5
    assert all(line_width(line) * 10 <= 60 for line in lines)
    assert not any(unicodedata.category(line[0]).startswith("M") for line in texts(lines))
    assert not any(line[-1] in "\u094d\u0dca\u17d2" for line in texts(lines))


def test_nothing_is_lost_where_there_is_no_room_at_all() -> None:
    assert "".join(texts(lines_of("قهوة 咖啡 हिन्दी", 1))).replace(" ", "") == "قهوة咖啡हिन्दी"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.sampled_from([30, 90, 200]))
def test_hostile_mixes_are_set_without_loss(text: str, width: float) -> None:
    shown = "".join(texts(lines_of(text)))
    lines = lines_of(text, width)
    assert "".join(texts(lines)).replace(" ", "") == shown.replace(" ", "")
    for line in lines:
        assert sorted(map(id, as_seen(line))) == sorted(map(id, line))


def test_a_very_long_word_takes_no_time() -> None:
    assert len(lines_of("حسهصلي" * 2_000, 150)) > 100


def test_one_text_may_begin_on_the_right() -> None:
    assert begins_right([Span("12 קפה abc")])
    assert not begins_right([Span("abc קפה")])
    assert not begins_right([Span("Owner"), Span("קפה")])
