"""Headings of the two classifications that marks are filed under, and one spelling of their codes.

Vienna: the categories and divisions of the International Classification of the Figurative Elements
of Marks (WIPO), those of divisions shortened. Nice: the classes of goods and services, each heading
shortened to what tells it apart.
"""

from __future__ import annotations

import csv
import functools
import re
from typing import Final

from examiner_app.resources import resource
from examiner_app.translation import ENGLISH, language, marked, tr

VIENNA_CATEGORIES: Final = {
    "01": marked("Celestial bodies, natural phenomena, geographical maps"),
    "02": marked("Human beings"),
    "03": marked("Animals"),
    "04": marked("Supernatural, fabulous, fantastic or unidentifiable beings"),
    "05": marked("Plants"),
    "06": marked("Landscapes"),
    "07": marked("Constructions, structures for advertisements, gates or barriers"),
    "08": marked("Foodstuffs"),
    "09": marked("Textiles, clothing, sewing accessories, headwear, footwear"),
    "10": marked("Tobacco, smokers' requisites, matches, travel goods, fans, toilet articles"),
    "11": marked("Household utensils"),
    "12": marked("Furniture, sanitary installations"),
    "13": marked("Lighting, wireless valves, heating, cooking or refrigerating equipment"),
    "14": marked("Ironmongery, tools, ladders"),
    "15": marked("Machinery, motors, engines"),
    "16": marked("Telecommunications, sound recording, computers, photography, optics"),
    "17": marked("Horological instruments, jewellery, weights and measures"),
    "18": marked("Transport, equipment for animals"),
    "19": marked("Containers and packing, representations of miscellaneous products"),
    "20": marked("Writing, drawing or painting materials, office requisites, stationery"),
    "21": marked("Games, toys, sporting articles, roundabouts"),
    "22": marked("Musical instruments, music accessories, bells, pictures, sculptures"),
    "23": marked("Arms, ammunition, armour"),
    "24": marked("Heraldry, coins, emblems, symbols"),
    "25": marked("Ornamental motifs, surfaces or backgrounds with ornaments"),
    "26": marked("Geometrical figures and solids"),
    "27": marked("Forms of writing, numerals"),
    "28": marked("Inscriptions in various characters"),
    "29": marked("Colours"),
}
"""Category → heading."""

NICE_CLASSES: Final = {
    1: marked("Chemicals"),
    2: marked("Paints, varnishes"),
    3: marked("Cosmetics, cleaning preparations"),
    4: marked("Industrial oils, fuels"),
    5: marked("Pharmaceuticals"),
    6: marked("Common metals and goods of them"),
    7: marked("Machines, motors"),
    8: marked("Hand tools, cutlery"),
    9: marked("Instruments, electronics, software"),
    10: marked("Medical apparatus"),
    11: marked("Lighting, heating, sanitary apparatus"),
    12: marked("Vehicles"),
    13: marked("Firearms, explosives"),
    14: marked("Jewellery, clocks"),
    15: marked("Musical instruments"),
    16: marked("Paper, printed matter"),
    17: marked("Rubber, plastics, insulation"),
    18: marked("Leather goods, bags"),
    19: marked("Building materials, not of metal"),
    20: marked("Furniture"),
    21: marked("Household utensils, glassware"),
    22: marked("Ropes, nets, tents"),
    23: marked("Yarns, threads"),
    24: marked("Textiles"),
    25: marked("Clothing, footwear, headwear"),
    26: marked("Haberdashery, ribbons"),
    27: marked("Carpets, floor coverings"),
    28: marked("Games, toys, sporting articles"),
    29: marked("Meat, dairy, preserved foods"),
    30: marked("Coffee, bread, confectionery"),
    31: marked("Agricultural products, plants"),
    32: marked("Beers, soft drinks"),
    33: marked("Alcoholic beverages, except beers"),
    34: marked("Tobacco, smokers' articles"),
    35: marked("Advertising, business"),
    36: marked("Finance, insurance, real estate"),
    37: marked("Construction, repair"),
    38: marked("Telecommunications"),
    39: marked("Transport, travel"),
    40: marked("Treatment of materials"),
    41: marked("Education, entertainment"),
    42: marked("Science, technology services"),
    43: marked("Restaurants, accommodation"),
    44: marked("Medical, beauty, agricultural services"),
    45: marked("Legal, security, personal services"),
}
"""Class → shortened heading."""

_PARTS: Final = re.compile(r"\d{1,2}(?:[.\s/-]+\d{1,2}){0,2}")
_RUN: Final = re.compile(r"\d{4}|\d{6}")


def vienna_key(code: str) -> str:
    """Return a Vienna code, or the beginning of one, as ``CC``, ``CC.DD`` or ``CC.DD.SS``.

    Offices write 3.7.16, 03.07.16, 030716, and put an ``A`` before auxiliary sections. What is no
    code gives an empty string.
    """
    text = code.strip().removeprefix("A").strip()
    if _RUN.fullmatch(text):
        return ".".join(text[start : start + 2] for start in range(0, len(text), 2))
    if not _PARTS.fullmatch(text):
        return ""
    return ".".join(part.zfill(2) for part in re.findall(r"\d+", text))


def vienna_heading(code: str) -> str:
    """Return the heading of a category or a division; nothing where there is none for certain."""
    if code in VIENNA_CATEGORIES:
        return tr(VIENNA_CATEGORIES[code])
    return vienna_divisions(language()).get(code, "")


def nice_heading(number: int) -> str:
    """Return the heading of a class of goods and services; nothing where there is none."""
    return tr(NICE_CLASSES[number]) if number in NICE_CLASSES else ""


@functools.cache
def vienna_divisions(language: str = ENGLISH) -> dict[str, str]:
    """Return division → heading in a language, of most divisions of the ninth edition."""
    path = resource("classifications", f"vienna-divisions.{language}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file))


@functools.lru_cache(maxsize=8192)
def vienna_levels(code: str) -> tuple[str, ...]:
    """Return the category, division and section that a code lies in: 03, 03.07, 03.07.16."""
    parts = vienna_key(code).split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)) if parts[0])
