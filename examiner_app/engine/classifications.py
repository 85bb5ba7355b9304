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

VIENNA_CATEGORIES: Final = {
    "01": "Celestial bodies, natural phenomena, geographical maps",
    "02": "Human beings",
    "03": "Animals",
    "04": "Supernatural, fabulous, fantastic or unidentifiable beings",
    "05": "Plants",
    "06": "Landscapes",
    "07": "Constructions, structures for advertisements, gates or barriers",
    "08": "Foodstuffs",
    "09": "Textiles, clothing, sewing accessories, headwear, footwear",
    "10": "Tobacco, smokers' requisites, matches, travel goods, fans, toilet articles",
    "11": "Household utensils",
    "12": "Furniture, sanitary installations",
    "13": "Lighting, wireless valves, heating, cooking or refrigerating equipment",
    "14": "Ironmongery, tools, ladders",
    "15": "Machinery, motors, engines",
    "16": "Telecommunications, sound recording, computers, photography, optics",
    "17": "Horological instruments, jewellery, weights and measures",
    "18": "Transport, equipment for animals",
    "19": "Containers and packing, representations of miscellaneous products",
    "20": "Writing, drawing or painting materials, office requisites, stationery",
    "21": "Games, toys, sporting articles, roundabouts",
    "22": "Musical instruments, music accessories, bells, pictures, sculptures",
    "23": "Arms, ammunition, armour",
    "24": "Heraldry, coins, emblems, symbols",
    "25": "Ornamental motifs, surfaces or backgrounds with ornaments",
    "26": "Geometrical figures and solids",
    "27": "Forms of writing, numerals",
    "28": "Inscriptions in various characters",
    "29": "Colours",
}
"""Category → heading."""

NICE_CLASSES: Final = {
    1: "Chemicals",
    2: "Paints, varnishes",
    3: "Cosmetics, cleaning preparations",
    4: "Industrial oils, fuels",
    5: "Pharmaceuticals",
    6: "Common metals and goods of them",
    7: "Machines, motors",
    8: "Hand tools, cutlery",
    9: "Instruments, electronics, software",
    10: "Medical apparatus",
    11: "Lighting, heating, sanitary apparatus",
    12: "Vehicles",
    13: "Firearms, explosives",
    14: "Jewellery, clocks",
    15: "Musical instruments",
    16: "Paper, printed matter",
    17: "Rubber, plastics, insulation",
    18: "Leather goods, bags",
    19: "Building materials, not of metal",
    20: "Furniture",
    21: "Household utensils, glassware",
    22: "Ropes, nets, tents",
    23: "Yarns, threads",
    24: "Textiles",
    25: "Clothing, footwear, headwear",
    26: "Haberdashery, ribbons",
    27: "Carpets, floor coverings",
    28: "Games, toys, sporting articles",
    29: "Meat, dairy, preserved foods",
    30: "Coffee, bread, confectionery",
    31: "Agricultural products, plants",
    32: "Beers, soft drinks",
    33: "Alcoholic beverages, except beers",
    34: "Tobacco, smokers' articles",
    35: "Advertising, business",
    36: "Finance, insurance, real estate",
    37: "Construction, repair",
    38: "Telecommunications",
    39: "Transport, travel",
    40: "Treatment of materials",
    41: "Education, entertainment",
    42: "Science, technology services",
    43: "Restaurants, accommodation",
    44: "Medical, beauty, agricultural services",
    45: "Legal, security, personal services",
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
    return VIENNA_CATEGORIES.get(code) or vienna_divisions().get(code, "")


@functools.cache
def vienna_divisions() -> dict[str, str]:
    """Return division → heading, of most divisions of the ninth edition."""
    path = resource("classifications", "vienna-divisions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file))


@functools.lru_cache(maxsize=8192)
def vienna_levels(code: str) -> tuple[str, ...]:
    """Return the category, division and section that a code lies in: 03, 03.07, 03.07.16."""
    parts = vienna_key(code).split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)) if parts[0])
