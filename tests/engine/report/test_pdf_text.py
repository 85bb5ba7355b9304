from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from examiner_app.engine.report.pdf_lines import Span
from examiner_app.engine.report.pdf_styles import BODY, CENTRED, NOTE
from examiner_app.engine.report.pdf_text import PageLine, ShapedText, paragraph, words

ARABIC = "الشركة العربية للقهوة والشاي والمشروبات الساخنة والباردة"
HAN = "咖啡東京株式会社コーヒー" * 6


class Recorder:
    """Takes the place of a canvas: notes what is written, and where."""

    def __init__(self) -> None:
        self.written: list[tuple[float, float, str]] = []
        self.literals: list[str] = []

    def beginText(self, across: float, up: float) -> Any:  # noqa: N802 - reportlab's
        recorder = self

        class Text:
            def setFont(self, *_: object) -> None: ...  # noqa: N802

            def setFillColor(self, _: object) -> None: ...  # noqa: N802

            def textOut(self, codes: str) -> None:  # noqa: N802
                recorder.written.append((across, up, codes))

        return Text()

    def drawText(self, _: object) -> None: ...  # noqa: N802

    def addLiteral(self, literal: str) -> None:  # noqa: N802
        self.literals.append(literal)


def drawn(text: Any, width: float) -> Recorder:
    recorder = Recorder()
    text.wrap(width, 1_000)
    text.canv = recorder
    text.draw()
    return recorder


def test_plain_words_are_reportlabs_own_paragraphs() -> None:
    plain = words("КОФЕ <b> &", BODY, bold=True)
    assert isinstance(plain, Paragraph)
    assert plain.getPlainText() == "КОФЕ <b> &"
    assert isinstance(words("", BODY), Paragraph)
    assert isinstance(words("קפה", BODY), ShapedText)


def test_lines_are_as_far_apart_as_in_other_paragraphs() -> None:
    _, one = words("Blue heron", BODY).wrap(200, 1_000)
    _, other = words("咖啡 heron", BODY).wrap(200, 1_000)
    assert one == other == BODY.leading
    ups = {up for _, up, _ in drawn(words("咖啡", BODY), 200).written}
    assert ups == {BODY.leading - BODY.fontSize}


def test_high_letters_get_the_room_that_they_need() -> None:
    tight = ParagraphStyle("tight", BODY, leading=BODY.fontSize)
    _, low = words("קקק", tight).wrap(200, 1_000)
    _, high = words("ปิ่ฎู", tight).wrap(200, 1_000)
    assert high > low
    assert high > tight.leading
    piled = words("\u0623\u0651\u064e", BODY)
    base = min(up for _, up, _ in drawn(piled, 200).written)
    _, height = piled.wrap(200, 1_000)
    assert 1.2 * BODY.fontSize < height - base < 1.8 * BODY.fontSize
    _, endless = words("\u0623" + "\u0651\u064e" * 50, BODY).wrap(200, 1_000)
    assert endless < 3 * BODY.fontSize


def test_words_from_the_right_begin_below_each_other() -> None:
    text = "".join("אב "[place % 3] for place in range(50)) + "א"
    written = drawn(words(text, BODY), 70).written
    starts = [max(across for across, up, _ in written if up == line) for _, line, _ in written]
    assert len({up for _, up, _ in written}) > 2
    assert max(starts) - min(starts) < BODY.fontSize
    lefts = {min(across for across, up, _ in written if up == line) for _, line, _ in written}
    assert min(lefts) == pytest.approx(0)
    assert max(lefts) > BODY.fontSize, "the last line is short"


def test_centred_words_are_in_the_middle() -> None:
    (across, _, _), *_ = drawn(words("咖啡", CENTRED), 100).written
    assert across == pytest.approx(50 - CENTRED.fontSize, abs=0.6)


@pytest.mark.parametrize("text", [HAN, ARABIC * 3])
def test_a_text_is_split_between_lines(text: str) -> None:
    whole = words(text, BODY)
    _, height = whole.wrap(120, 1_000)
    first, second = whole.split(120, height / 2)
    _, above = first.wrap(120, 1_000)
    _, below = second.wrap(120, 1_000)
    assert above <= height / 2
    assert above + below == pytest.approx(height)
    together = drawn(first, 120).written + drawn(second, 120).written
    assert [codes for *_, codes in together] == [codes for *_, codes in drawn(whole, 120).written]
    assert whole.split(120, height + 1) == [whole]
    assert whole.split(120, 3) == []


def test_readers_are_told_what_glyphs_stand_for_only_where_they_do_not_say_it() -> None:
    assert drawn(words("咖啡 קפה", BODY), 200).literals == []
    told = drawn(words("हिन्दी", BODY), 200).literals
    assert told[0] == f"/Span <</ActualText <FEFF{'हिन्दी'.encode('utf-16-be').hex().upper()}>>> BDC"
    assert told[-1] == "EMC"


def test_a_line_of_a_page_knows_how_wide_it_is() -> None:
    line = PageLine(("Report: 咖啡", "  ·  קפה"), 7)
    assert line.width == pytest.approx(PageLine(("Report: 咖啡", "  ·  קפה"), 14).width / 2)
    recorder = Recorder()
    line.draw(recorder, (40, 20), black)
    assert recorder.written[0][:2] == (40, 20)
    assert recorder.written[-1][0] < 40 + line.width


def test_what_is_copied_from_a_page_are_the_letters() -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    for place, text in enumerate(("咖啡 café", "커피", "حسهصلي", "קפה", "ปิ่น")):
        shown = paragraph([Span(text)], NOTE)
        shown.wrapOn(canvas, 400, 100)
        shown.drawOn(canvas, 50, 700 - 40 * place)
    canvas.save()
    page = PdfReader(data).pages[0]
    copied = page.extract_text()
    assert "咖啡 café" in copied
    assert "커피" in copied
    assert set("حسهصليקפה") <= set(copied)
    assert not any("\ue000" <= letter <= "\uf8ff" or letter >= "\ufe70" for letter in copied)
