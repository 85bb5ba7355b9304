"""Names that sound alike and are written differently, such as kafinor, cafinorr, qafinora."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from examiner_app.engine.synthesis.fonts import Font
from examiner_app.engine.synthesis.scripts import CHARACTERS
from examiner_app.engine.synthesis.words import invented_word, is_rude

_Rules = tuple[tuple[str, str], ...]


def _both_ways(pairs: str) -> _Rules:
    """Return ``a/b`` pairs as rules a → b and b → a."""
    split = [pair.split("/") for pair in pairs.split()]
    return tuple((a, b) for a, b in split) + tuple((b, a) for a, b in split)


def _added(endings: str, after: str) -> _Rules:
    return tuple((f"(?<=[{after}])$", ending) for ending in endings.split())


_RULES: dict[str, tuple[_Rules, ...]] = {
    "latin": (
        (
            ("c(?![heiy])", "k"),
            ("(?<!c)k(?![eiyh])", "c"),
            ("(?<!c)k(?!h)", "q"),
            ("ph", "f"),
            ("(?<!f)f(?!f)", "ph"),
            ("(?<![sc])s(?![hs])", "z"),
            ("z", "s"),
            ("x", "ks"),
            ("ks", "x"),
        ),
        _both_ways("i/y v/w oo/u ee/i ai/ay"),
        _both_ways("a/e e/i o/u"),
        (("(?<=[aeiouy])([bdfglmnprst])(?=[aeiouy]|$)", r"\1\1"), (r"([b-z])\1", r"\1")),
        (
            *_added("a e o us ex", after="bcdfgklmnpqrstvxz"),
            *_added("n x s", after="aeiouy"),
            ("[aeo]$", ""),
        ),
    ),
    "cyrillic": (
        _both_ways("с/з т/д б/п в/ф г/к"),
        _both_ways("о/а е/э и/ы"),
        (("(?<=[аеиоуы])([клмнпрст])(?=[аеиоуы]|$)", r"\1\1"),),
        (*_added("а о ис", after="бвгдзклмнпрстфх"), *_added("н с", after="аеиоу")),
    ),
    "greek": (
        (("ξ", "κσ"), ("κσ", "ξ"), ("ψ", "πσ")),
        (*_both_ways("η/ι ο(?!υ)/ω"), ("(?<![αεο])ι", "υ"), ("(?<![αεο])υ", "ι")),
        (("ε(?!ι)", "αι"), ("αι", "ε"), ("ει", "ι")),
        (("(?<=[αεηιοω])([λμνρ])(?=[αεηιοω])", r"\1\1"),),
        (*_added("ν ς", after="αεηιουω"), ("[ςν]$", ""), *_added("α ο", after="κλμνπρτ")),
    ),
    "arabic": (
        _both_ways("س/ص ت/ط د/ض ك/ق ز/ظ ه/ح ث/س"),
        _added("ا ي و ه", after="بتجحخدرزسصطعفقكلمن"),
        _added("ن س", after="ايوه"),
    ),
    "hebrew": (
        _both_ways("ט/ת כ/ק ס/ש א/ע ח/כ"),
        _added("ה ו י", after="בגדזטכלמנסעפצקרשת"),
        _added("ן ס", after="אהוי"),
    ),
    "devanagari": (
        _both_ways("स/श श/ष न/ण त/ट द/ड ब/व"),
        _both_ways("ि/ी ु/ू े/ै ो/ौ"),
        (("(?<=[क-ह])$", "ा"), ("(?<=[ा-ौ])$", "न"), ("(?<=[ा-ौ])$", "स")),
    ),
    "thai": (
        _both_ways("ส/ศ ศ/ษ ท/ธ พ/ภ น/ณ ต/ฏ ข/ค"),
        _both_ways("ิ/ี ุ/ู ะ/า"),
        (("(?<=[ก-ฮ])$", "า"), ("(?<=[ะาิีุู])$", "น"), ("(?<=[ะาิีุู])$", "ส")),
    ),
    "hangul": (
        # Syllables are taken apart, so that these are their first sounds and their vowels.
        _both_ways("ᄀ/ᄏ ᄃ/ᄐ ᄇ/ᄑ ᄌ/ᄎ ᄉ/ᄊ ᄀ/ᄁ"),
        _both_ways("ᅢ/ᅦ ᅩ/ᅮ ᅡ/ᅥ ᅵ/ᅴ"),
        (("$", "아"), ("$", "나"), ("$", "스")),
    ),
}
"""Script → families of rules (pattern, replacement), each of which changes one sound's spelling."""

SPELT_SCRIPTS = tuple(_RULES)
"""The scripts whose letters can be changed for others of much the same sound."""

_PATIENCE = 200
_CLUMSY = re.compile(r"(.)\1\1|[aeiouy]{3}|aa|ii|uu|iy|yi")


def phonetic_name(rng: np.random.Generator, font: Font) -> str:
    """Return a lower-case word that ``font`` can write, long enough to be known by its sound."""
    spelt = [script for script in font.scripts if script in _RULES]
    script = spelt[int(rng.integers(len(spelt)))] if spelt else font.scripts[0]
    if "latin" in spelt and rng.random() < 0.7:
        script = "latin"
    least = 3 if script in {"hangul", "cjk"} else 6
    name = ""
    while not least <= len(name) < least + 5 or not _writable(name, font, script):
        name = invented_word(rng, script, font.characters[script])
    return name


def sound_alikes(rng: np.random.Generator, name: str, font: Font, count: int) -> list[str]:
    """Return ``count`` different lower-case names that sound like ``name``.

    Each is one or two changes of spelling, of different families, away from ``name``. In scripts
    without rules, and where the rules are used up, a character is added at the end.
    """
    script = script_of(name)
    rules = _RULES.get(script, ())
    found: list[str] = []
    tries = 0
    while len(found) < count:
        tries += 1
        other = name
        for family in rng.permutation(len(rules))[: int(rng.integers(1, 3))]:
            other = _changed(rng, other, rules[int(family)], script)
        if not rules or tries > _PATIENCE:
            letters = font.characters[script].lower()
            other = name + letters[int(rng.integers(len(letters)))]
        if other not in {name, *found} and _writable(other, font, script):
            found.append(other)
    return found


def script_of(name: str) -> str:
    """Return the script that ``name`` begins in; Latin where that is none of the known ones."""
    return next((s for s, characters in CHARACTERS.items() if name[:1] in characters), "latin")


def _changed(rng: np.random.Generator, name: str, family: _Rules, script: str) -> str:
    """Return ``name`` with one sound spelt another way, where a rule of ``family`` fits it."""
    parts = unicodedata.normalize("NFD", name) if script == "hangul" else name
    fits = [(match, with_) for rule, with_ in family for match in re.finditer(rule, parts)]
    if not fits:
        return name
    match, with_ = fits[int(rng.integers(len(fits)))]
    changed = parts[: match.start()] + match.expand(with_) + parts[match.end() :]
    return unicodedata.normalize("NFC", changed) if script == "hangul" else changed


def _writable(name: str, font: Font, script: str) -> bool:
    # Accented letters would be lost in fonts without them, and two names become the same.
    known = set(name) <= set(font.characters[script])
    return known and not is_rude(name) and not _CLUMSY.search(name)
