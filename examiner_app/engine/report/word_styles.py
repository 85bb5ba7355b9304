"""The page, the styles and the properties of the Word report, before anything is written."""

from __future__ import annotations

from datetime import UTC
from typing import Final, cast

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Length, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.kinds import Paper
from examiner_app.engine.report.text import printable, shorten

INK: Final = RGBColor(0x16, 0x18, 0x1D)
SOFT: Final = RGBColor(0x56, 0x5C, 0x68)
LINE: Final = "C9CDD5"
WIDTH: Final = Mm(210 - 2 * 14)
"""Of the text on a page."""

_PAPERS: Final[dict[Paper, tuple[Length, Length]]] = {
    "a4": (Mm(210), Mm(297)),
    "letter": (Inches(8.5), Inches(11)),
}
"""Width and height."""

TITLE, SUBTITLE, HEADING, BULLET = "Title", "Subtitle", "Heading 1", "List Bullet"
BODY, SMALL, NOTICE = "Normal", "Report Small", "Report Notice"
LABEL, WORDS, DETAIL = "Report Label", "Report Words", "Report Detail"
RANKS, METHOD = "Report Ranks", "Report Method"
CENTRED, NAME = "Report Centred", "Report Name"
QUIET = "Report Quiet"
PLAIN, LINES, GRID = "Report Plain", "Report Lines", "Report Grid"
"""Names of the styles: of paragraphs, of letters, and the last three of tables."""

RANK_TABS: Final = ((30.7, True), (39.2, True), (47.2, True), (50.2, False), (80.9, True),
                    (89.4, True), (97.4, True))  # fmt: skip
"""Where rank, distance and share of two methods in a line stand: millimetres, and whether right."""

_FONT: Final = "Arial"
"""Every Word has it, with Arabic, Hebrew, Greek and Cyrillic letters."""

_EAST_ASIAN: Final = "Microsoft YaHei"
_PROPERTY_LIMIT: Final = 255
"""Characters that a core property can have."""

_SZ_CS_NEXT: Final = (
    "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs",
    "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
)  # fmt: skip
_BORDER_NEXT: Final = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
    "w:outlineLvl",
)  # fmt: skip


def new_document(content: ReportContent) -> Document:
    """Return an empty document on its paper, with all of a report that is not its text."""
    document = docx.Document()
    _page(document, content.paper)
    _defaults(document)
    _text_styles(document)
    _table_styles(document)
    _running(document, content)
    _properties(document, content)
    return document


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return a new element; attributes are of Word's namespace."""
    made = cast(BaseOxmlElement, OxmlElement(tag))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def style_id(name: str) -> str:
    """Return the name of a style as the text refers to it."""
    return name.replace(" ", "")


def _page(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _PAPERS[paper]
    # The text is as wide on every paper: its tables are measured for that.
    section.left_margin = section.right_margin = Length((section.page_width - WIDTH) // 2)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.header_distance = section.footer_distance = Mm(9)


def _defaults(document: Document) -> None:
    root = document.styles.element
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for fonts in root.iter(qn("w:rFonts")):
        # A font of the theme would win over one that is named.
        fonts.attrib.clear()
        for script, font in (("ascii", _FONT), ("hAnsi", _FONT), ("cs", _FONT)):
            fonts.set(qn(f"w:{script}"), font)
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            # Word opens files of older modes as «compatible» and locks some of its tools.
            setting.set(qn("w:val"), "15")


def _text_styles(document: Document) -> None:
    _style(document, BODY, 9, after=3)
    title = _style(document, TITLE, 18, bold=True, after=2)
    subtitle = _style(document, SUBTITLE, 11, bold=True, after=2)
    for style in (title, subtitle):
        style.font.italic = False
        for spaced in list(style.element.get_or_add_rPr().iter(qn("w:spacing"))):
            spaced.getparent().remove(spaced)
    for style in (title, subtitle, _style(document, HEADING, 13, bold=True, before=16, after=4)):
        # The template's are blue, with a rule.
        style.font.color.rgb = INK
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    _style(document, "Heading 2", 10, bold=True, before=8, after=3).font.color.rgb = INK
    _style(document, BULLET, 9, after=2)
    _style(document, SMALL, 8, after=4).font.color.rgb = SOFT
    notice = _style(document, NOTICE, 9, before=6, after=6)
    notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Mm(2)
    _boxed(notice)
    _style(document, LABEL, 9, after=0).font.color.rgb = SOFT
    _style(document, WORDS, 9, bold=True, after=1).font.no_proof = True
    _style(document, METHOD, 8)
    _style(document, DETAIL, 7, after=1).font.no_proof = True
    for name, size in ((CENTRED, 8), (NAME, 7)):
        style = _style(document, name, size)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.font.no_proof = True
    quiet = cast(CharacterStyle, document.styles.add_style(QUIET, WD_STYLE_TYPE.CHARACTER))
    quiet.font.color.rgb = SOFT
    ranks = _style(document, RANKS, 6.5, after=0.8)
    ranks.font.no_proof = True
    for place, right in RANK_TABS:
        way = WD_TAB_ALIGNMENT.RIGHT if right else WD_TAB_ALIGNMENT.LEFT
        ranks.paragraph_format.tab_stops.add_tab_stop(Mm(place), way)


def _style(
    document: Document,
    name: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> ParagraphStyle:
    """Return a paragraph style, made where the template has not got it."""
    if name not in document.styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast(ParagraphStyle, document.styles[name])
    style.font.size = Pt(size)
    style.font.bold = style.font.cs_bold = bold
    # Letters of complex scripts have a size of their own, that python-docx does not know.
    properties = style.element.get_or_add_rPr()
    properties.remove_all("w:szCs")
    half_points = element("w:szCs", val=str(round(2 * size)))
    properties.insert_element_before(half_points, *_SZ_CS_NEXT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.08
    return style


def _boxed(style: ParagraphStyle) -> None:
    box = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        box.append(element(f"w:{side}", val="single", sz="8", space="5", color=str(INK)))
    style.element.get_or_add_pPr().insert_element_before(box, *_BORDER_NEXT)


def _table_styles(document: Document) -> None:
    _table_style(document, PLAIN, {}, across=0)
    _table_style(document, LINES, {"bottom": 4, "insideH": 4}, across=Mm(1.5))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    _table_style(document, GRID, dict.fromkeys(sides, 4), across=Mm(1))


def _table_style(document: Document, name: str, borders: dict[str, int], across: int) -> None:
    style = cast(CharacterStyle, document.styles.add_style(name, WD_STYLE_TYPE.TABLE))
    properties = element("w:tblPr")
    if borders:
        box = element("w:tblBorders")
        for side, width in borders.items():
            box.append(element(f"w:{side}", val="single", sz=str(width), space="0", color=LINE))
        properties.append(box)
    margins = element("w:tblCellMar")
    for side, width in (("top", Mm(0.6)), ("left", across), ("bottom", Mm(0.6)), ("right", across)):
        margins.append(element(f"w:{side}", w=str(_twentieths(width)), type="dxa"))
    properties.append(margins)
    style.element.append(properties)


def _twentieths(length: int) -> int:
    return round(length / Pt(1) * 20)


def _running(document: Document, content: ReportContent) -> None:
    section = document.sections[0]
    for name in ("Header", "Footer"):
        style = _style(document, name, 7.5)
        style.font.color.rgb = SOFT
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    head = section.header.paragraphs[0]
    head.add_run(printable(shorten(content.title, 90)))
    head.add_run("\t")
    head.add_run(content.kind_title)
    foot = section.footer.paragraphs[0]
    foot.add_run("Ranks are not a legal finding\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word counts by itself; ``code`` is never a text of the report."""
    field = element("w:fldSimple", instr=code)
    run = paragraph.add_run("1")._r
    field.append(run)
    paragraph._p.append(field)


def _properties(document: Document, content: ReportContent) -> None:
    started = content.started.astimezone(UTC)
    properties = document.core_properties
    properties.title = _property(content.title)
    properties.author = properties.last_modified_by = _property(content.examiner or content.program)
    properties.subject = _property(content.reference or "Trademark image search")
    properties.category = content.kind_title
    properties.comments = f"Made by {content.program}"
    properties.language = "en-GB"
    properties.created = properties.modified = started
    package = document.part.package
    if package is not None:
        # The template's picture of its own first page.
        previews = [
            key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL
        ]
        for key in previews:
            del package.rels[key]


def _property(text: str) -> str:
    return shorten(printable(text), _PROPERTY_LIMIT)
