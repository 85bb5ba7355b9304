"""The writing systems that synthetic words are made in, and the characters tried of each."""

from __future__ import annotations


def _span(first: str, last: str) -> str:
    return "".join(chr(code) for code in range(ord(first), ord(last) + 1))


def _two_byte(codec: str, leads: range, trails: range) -> str:
    # The national standards list their commonest characters first, in exactly these rows.
    rows = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(row.decode(codec, errors="ignore") for row in rows)


LATIN = _span("A", "Z") + _span("a", "z")
LATIN_EXTRA = "0123456789&.-'!+®™©ÇĞİÖŞÜçğıöşüÄÉÈÑäéèñßÆØÅæøåŁł"
KANA = _span("ア", "ン") + _span("あ", "ん")

CHARACTERS: dict[str, str] = {
    "latin": LATIN,
    "cyrillic": _span("А", "Я") + _span("а", "я"),
    "greek": _span("Α", "Ρ") + _span("Σ", "Ω") + _span("α", "ω"),
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew": _span("א", "ת"),
    "thai": _span("ก", "ฮ") + "ะาำเแโใไิีึืุู่้",
    "devanagari": _span("क", "ह") + "ािीुूेैोौं",
    "hangul": _two_byte("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)),
    "cjk": _two_byte("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)) + KANA,
}
"""Script → the characters words are made of; CJK and Hangul are the standards' commonest rows."""

FEW = 40
"""A font of CJK or Hangul counts as one with so many of the characters (web fonts are sliced)."""
