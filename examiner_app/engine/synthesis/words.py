"""Invented brand words: pronounceable where vowels are written, well-formed in other scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from examiner_app.engine.synthesis.fonts import Font
from examiner_app.engine.synthesis.scripts import LATIN


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ONSETS = {
    "latin": _list(
        "b c d f g h j k l m n p r s t v w y z br cr dr fl gl gr kr pl pr sh sk sl st tr vr "
        "ch th ş ç"
    ),
    "cyrillic": _list("б в г д ж з к л м н п р с т ф х ц ч ш бр вл гр др кр пр ст тр"),
    "greek": _list("β γ δ ζ θ κ λ μ ν ξ π ρ σ τ φ χ ψ κρ πρ στ τρ"),
}
_NUCLEI = {
    "latin": _list("a e i o u a e i o u ai ea io oo ou ei ü ö ı"),
    "cyrillic": _list("а е и о у ы я ю э а о и"),
    "greek": _list("α ε η ι ο υ ω αι ει ου"),
}
_CODAS = {
    "latin": _list("n r l s t m x k d nd rt st ng rk ll ğ"),
    "cyrillic": _list("н р л с т м к в й ст"),
    "greek": _list("ν ρ ς λ ν ς"),
}
_TAILS = _list(
    "Foods Group Holding Café Tekstil Gıda Turizm Kozmetik Elektronik Bank Team Sport Studio Labs "
    "Home Design Pharma Motors Energy Travel Hotel Coffee Bakery Organic Natural Premium Express "
    "Digital Global World Plus Pro Line Tech Kids Baby Fashion Jeans Shoes Music Club Co. Ltd. Inc."
)
_SLOGANS = (
    "since {year}",
    "est. {year}",
    "quality you can trust",
    "the taste of life",
    "simply better",
    "made with love",
    "your way",
    "feel the difference",
    "pure & natural",
    "always fresh",
    "live better",
    "ticaret ve sanayi a.ş.",
    "good food good mood",
    "engineering tomorrow",
    "the art of coffee",
    "hand made",
    "www.{word}.com",
    "{word} & co.",
    "100% natural",
    "best in town",
)
_SYLLABLES = (0.08, 0.52, 0.32, 0.08)
_STARTERS = frozenset("เแโใไ")
_MARKS = {"thai": "ะาำิีึืุู่้", "devanagari": "ािीुूेैोौं"}


_RUDE = re.compile(
    r"fuc?k|shit|cunt|coc?k|dic?k|nazi|nig|rape|porn|anal|cum|tits|puss|slut|hure|sik"
)


def is_rude(word: str) -> bool:
    """Say whether a lower-case word holds one that nobody would register."""
    return _RUDE.search(word) is not None


def _one(rng: np.random.Generator, of: Sequence[str]) -> str:
    return of[int(rng.integers(len(of)))]


def invented_word(rng: np.random.Generator, script: str, characters: str) -> str:
    """Return one invented word of ``script`` that needs only ``characters`` (lower case)."""
    if script in _ONSETS:
        word = _spoken_word(rng, script)
        while is_rude(word):
            word = _spoken_word(rng, script)
        return word
    if script in _MARKS:
        return _marked_word(rng, script, characters)
    low, high = (1, 5) if script in {"cjk", "hangul"} else (3, 8)
    return "".join(_one(rng, characters) for _ in range(int(rng.integers(low, high))))


def _spoken_word(rng: np.random.Generator, script: str) -> str:
    parts: list[str] = []
    for _ in range(1 + int(rng.choice(len(_SYLLABLES), p=_SYLLABLES))):
        parts.append(_one(rng, _ONSETS[script]) if rng.random() < 0.85 else "")
        parts.append(_one(rng, _NUCLEI[script]))
    parts.append(_one(rng, _CODAS[script]) if rng.random() < 0.5 else "")
    return "".join(parts)


def _marked_word(rng: np.random.Generator, script: str, characters: str) -> str:
    marks = [c for c in _MARKS[script] if c in characters]
    starters = [c for c in characters if c in _STARTERS]
    bases = [c for c in characters if c not in marks and c not in starters]
    parts: list[str] = []
    for _ in range(int(rng.integers(2, 6))):
        if starters and rng.random() < 0.25:
            parts.append(_one(rng, starters) + _one(rng, bases))
        elif rng.random() < 0.6:
            parts.append(_one(rng, bases) + _one(rng, marks))
        else:
            parts.append(_one(rng, bases))
    return "".join(parts)


def abbreviation(rng: np.random.Generator) -> str:
    """Return a short Latin abbreviation such as ``KLM``, ``A&B``, ``T-7``."""
    letters = [_one(rng, LATIN[:26]) for _ in range(int(rng.integers(1, 5)))]
    if len(letters) == 2 and rng.random() < 0.3:
        return _one(rng, ("&", ".", "-")).join(letters)
    if rng.random() < 0.12:
        letters.append(_one(rng, "0123456789"))
    return "".join(letters)


def slogan(rng: np.random.Generator, font: Font) -> str:
    """Return a line of small print for ``font``: Latin where it can, else two or three words."""
    if "latin" not in font.characters:
        script = font.scripts[0]
        words = (invented_word(rng, script, font.characters[script]) for _ in range(3))
        return " ".join(words)
    pattern = _one(rng, _SLOGANS)
    year, word = int(rng.integers(1850, 2027)), invented_word(rng, "latin", LATIN)
    return writable(pattern.format(year=year, word=word), font)


def brand_words(rng: np.random.Generator, font: Font, script: str | None = None) -> str:
    """Return one to three words for a mark in ``script`` (one of the font's when ``None``)."""
    if script is None:
        script = _one(rng, font.scripts)
    characters = font.characters[script]
    if script == "latin" and rng.random() < 0.15:
        return writable(abbreviation(rng), font)
    count = int(rng.choice(3, p=(0.62, 0.3, 0.08))) + 1
    words = [invented_word(rng, script, characters) for _ in range(count)]
    if script == "latin" and count > 1 and rng.random() < 0.4:
        words[-1] = _one(rng, _TAILS)
    return writable(cased(rng, words), font)


def cased(rng: np.random.Generator, words: Sequence[str]) -> str:
    """Return ``words`` as one text in capitals, with capital initials, or in lower case."""
    style = rng.random()
    text = " ".join(words)
    if style < 0.42:
        return text.upper()
    if style < 0.8:
        return " ".join(word[:1].upper() + word[1:] for word in words)
    return text.lower()


_PLAIN = str.maketrans("ÇĞİÖŞÜçğıöşüÄÉÈÑäéèñÆØÅæøåŁł", "CGIOSUcgiosuAEENaeenAOAaoaLl")


def writable(text: str, font: Font) -> str:
    """Return ``text`` with what ``font`` lacks replaced by plain letters, or dropped."""
    known = tuple(font.characters.values())

    def has(letter: str) -> bool:
        return letter == " " or letter in font.extra or any(letter in some for some in known)

    letters = (c if has(c) else c.translate(_PLAIN) for c in text)
    kept = " ".join("".join(c for c in letters if has(c)).split())
    return kept or font.characters[font.scripts[0]][:3]
