"""What a figure shows, read off its name: families name the same concept in their own styles."""

from __future__ import annotations

import re

BRAND_FAMILIES = frozenset(
    {
        "simple-icons",
        "logos",
        "devicon",
        "skill-icons",
        "vscode-icons",
        "cryptocurrency-color",
        "token-branded",
    }
)
"""Families of real logos; their drawings may hold lettering that no truth map knows of."""

_STYLES = frozenset(
    re.findall(
        r"\S+",
        """
        outline outlined fill filled bold duotone line linear regular rounded round sharp solid
        twotone thin two tone original plain wordmark icon logo variant alt flat negative background
        """,
    )
)
_STYLES_OF_FAMILY = {
    "ph": frozenset({"light"}),
    "vscode-icons": frozenset({"light", "opened"}),
    "skill-icons": frozenset({"light", "dark"}),
    "fluent-emoji-flat": frozenset({"light", "medium", "dark"}),
}
_PREFIXES = re.compile(
    r"^(bx[sl]?|ios|md|brand|(?:file|folder)-type(?:-light)?|default-folder|logo)-"
)
_SKIN = re.compile(r"-(?:(?:medium-light|medium-dark|medium|light|dark)-skin-tone|skin-tone.*)$")
_SIZE = re.compile(r"^\d{1,3}(px)?$")

_TEXT_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        letter letters alphabet alphabetical alpha abc abcd number numbers numeric format numbered
        text texts font fonts typography keycap roman title subtitle wordmark numeral numerals ol
        looks counter exposure heading headings language translate translation ampersand ordered
        copyright copyleft registered trademark percent percentage question currency input td hpv
        pdf csv gif jpg jpeg png doc docx html http https json raw sql tif txt xls xlsx xml ppt svg
        hd sd uhd hq cc ad ads gps nfc wc atm sos vip api sms mp3 mp4 mov css php sdk button
        filetype replay forward rewind hours italic underline strikethrough superscript
        subscript paragraph spellcheck symbols ligature hashtag hash at multiplier px calendar
        hundred soon new ok free cool omega sigma pi lambda latex tex regex parking hospital
        math function functions decimal decimals dollar euro pound
        sterling yen yuan rupee ruble lira won peso baht bitcoin btc franc cent
        """,
    )
)
_LETTERED_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        360 abs adobe ai ar behance bmp cad cny co2 dns dollars euros ev fm hdr icd ip iso js jsx
        loinc lte nest npm pounds rdt rfid slot ssh ts tsx url usd ux vih vpn vr www xl xs zzz
        """,
    )
)
"""Names of drawings that show a thing with letters on it, or now and then the letters alone."""

_TEXT_TOKEN = re.compile(r"^(\d+[a-z]{1,3}|[a-z]|h\d|\d+)$")
_TEXT_HEAD = re.compile(
    r"^(bold$|type-|badge-\w{1,2}$|sort-|timer-\d|time-duration|(end|on|top|back|soon)-arrow$)"
)


def concept_of(family: str, name: str) -> str:
    """Return the normalised name of what ``name`` of ``family`` shows.

    Style, weight, size and variant suffixes go (``home-outline-rounded``, ``home-24``,
    ``bx-home`` → ``home``), so that families agree on what they draw.
    """
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    base = _SKIN.sub("", base)
    base = _PREFIXES.sub("", base) or base
    styles = _STYLES | _STYLES_OF_FAMILY.get(family, frozenset())
    tokens = base.split("-")
    while len(tokens) > 1 and (tokens[-1] in styles or _SIZE.match(tokens[-1])):
        tokens.pop()
    return "-".join(tokens)


def is_text_like(name: str) -> bool:
    """Say whether a figure of this name draws letters, digits or their signs, so is text."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if _TEXT_HEAD.match(base):
        return True
    tokens = base.split("-")
    while len(tokens) > 1 and (_SIZE.match(tokens[-1]) or tokens[-1] in _STYLES - _TEXT_WORDS):
        tokens.pop()
    return any(token in _TEXT_WORDS or _TEXT_TOKEN.match(token) for token in tokens)


def is_brand(family: str, name: str) -> bool:
    """Say whether a figure is a real brand's logo."""
    return family in BRAND_FAMILIES or bool({"brand", "logo"} & set(name.lower().split("-")))


def may_be_lettered(family: str, name: str) -> bool:
    """Say whether a figure may hold lettering: a real brand's logo, or a thing with letters."""
    words = re.split(r"[^a-z0-9]+", name.lower())
    return is_brand(family, name) or not _LETTERED_WORDS.isdisjoint(words)
