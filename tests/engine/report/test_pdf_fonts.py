from __future__ import annotations

import itertools

import pytest
from hostile_words import HOSTILE
from scripts_of_the_world import WORDS

from examiner_app.engine.report import pdf_fonts
from examiner_app.engine.report.pdf_font_files import load
from examiner_app.engine.report.pdf_fonts import (
    BOLD,
    CJK,
    REGULAR,
    in_fonts,
    is_plain,
    markup,
    register_fonts,
)
from examiner_app.engine.report.text import printable
from examiner_app.resources import resource


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    groups = itertools.groupby(in_fonts(text, bold=bold), key=lambda pair: pair[0])
    return [(font, "".join(letter for _, letter in pairs)) for font, pairs in groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Ωμέγα КОФЕ café", [(REGULAR, "Ωμέγα КОФЕ café")]),
        ("咖啡 café", [(CJK, "咖啡"), (REGULAR, " café")]),
        ("コーヒー珈琲", [(CJK, "コーヒー珈琲")]),
        ("커피", [(CJK, "커피")]),
        ("قهوة bar", [("NotoSansArabic-Regular", "قهوة"), (REGULAR, " bar")]),
        ("(שלום)", [(REGULAR, "("), ("NotoSansHebrew-Regular", "שלום"), (REGULAR, ")")]),
        ("fox 🦊", [(REGULAR, "fox [other signs]")]),
        ("𠀀", [(REGULAR, "[other signs]")]),
        ("ᠮᠣᠩ", [(REGULAR, "[Mongolian letters]")]),
        ("\ue000", [(REGULAR, "[other signs]")]),
        ("a\u00adb\U000e0041\ufe0f", [(REGULAR, "ab")]),
    ],
)
def test_each_run_is_in_a_font_that_has_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert runs(text) == expected


def test_what_belongs_to_a_letter_is_in_its_font() -> None:
    assert runs("می\u200cشود") == [("NotoSansArabic-Regular", "می\u200cشود")]
    assert runs("e\u0301") == [(REGULAR, "e\u0301")]
    assert runs("क्\u200dष।") == [("NotoSansDevanagari-Regular", "क्\u200dष।")]


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("a", BOLD),
        ("قهوة", "NotoSansArabic-Bold"),
        ("שלום", "NotoSansHebrew-Bold"),
        ("हिन्दी", "NotoSansDevanagari-Bold"),
        ("กาแฟ", "NotoSansThai-Bold"),
        ("咖啡", CJK),
        ("বাংলা", "NotoSansBengali-Regular"),
    ],
)
def test_letters_are_bold_where_their_script_has_bold_ones(text: str, font: str) -> None:
    assert runs(text, bold=True) == [(font, text)]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_no_letter_of_a_script_is_left_out(words: str) -> None:
    shown = in_fonts(words)
    assert "".join(letter for _, letter in shown) == words
    assert all(ord(letter) in load(font).letters for font, letter in shown)


@pytest.mark.parametrize("words", [*HOSTILE, "".join(HOSTILE)[:400]])
def test_every_letter_of_hostile_words_has_a_font(words: str) -> None:
    shown = in_fonts(printable(words))
    assert all(ord(letter) in load(font).letters for font, letter in shown)


def test_the_large_font_is_read_only_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(pdf_fonts, "load", lambda name: asked.append(name) or load(name))
    pdf_fonts._usual.cache_clear()
    in_fonts("BLUE HERON, قهوة, КОФЕ, हिन्दी")
    assert asked
    assert CJK not in asked
    in_fonts("咖")
    assert CJK in asked


@pytest.mark.parametrize(
    ("text", "plain"),
    [("BLUE <HERON>", True), ("КОФЕ café", True), ("e\u0301", False), ("قهوة", False), ("", True)],
)
def test_words_are_plain_where_letters_only_stand_side_by_side(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_markup_is_escaped() -> None:
    assert markup("<b>&") == "&lt;b&gt;&amp;"
    assert markup("a<", bold=True) == "<b>a&lt;</b>"


def test_the_shipped_fonts_have_the_signs_that_reports_use() -> None:
    assert all(ord(sign) in register_fonts() for sign in "×·…«»αβ\u00a0\ufffd’–")


def test_the_fonts_are_small_and_each_has_its_licence() -> None:
    fonts = [path for path in resource("fonts").iterdir() if path.suffix in {".ttf", ".otf"}]
    added = [path for path in fonts if path.name.startswith(("Noto", "WenQuanYi"))]
    assert sum(path.stat().st_size for path in added) < 5_500_000
    licences = [path.name.split("-")[0] for path in resource("fonts").glob("*-LICENSE.txt")]
    assert all(path.name.startswith(tuple(licences)) for path in fonts)
