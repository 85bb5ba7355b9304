from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from examiner_app.engine.report.pdf_fonts import HAN, JAPANESE, KOREAN, markup, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ωμέγα КОФЕ café", "Ωμέγα КОФЕ café"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("咖啡 café", f'<font name="{HAN}">咖啡</font> café'),
        ("コーヒー珈琲", f'<font name="{JAPANESE}">コーヒー珈琲</font>'),
        ("커피", f'<font name="{KOREAN}">커피</font>'),
        ("قهوة bar", "[Arabic letters] bar"),
        ("fox 🦊", "fox [other signs]"),
        ("𠀀", "[other signs]"),
    ],
)
def test_each_run_is_in_a_font_that_has_it(text: str, expected: str) -> None:
    assert markup(text) == expected


def test_bold_is_marked_around_everything() -> None:
    assert markup("a<", bold=True) == "<b>a&lt;</b>"


def test_plain_text_has_embedded_letters_only() -> None:
    assert plain("Ωa咖") == "Ωa?"


def test_the_shipped_fonts_have_the_signs_that_reports_use() -> None:
    markup("")
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        glyphs = pdfmetrics.getFont(name).face.charToGlyph
        assert all(ord(sign) in glyphs for sign in "×·…«»αβ\u00a0\ufffd’–")
