"""What training never sees: whole figure families, concepts and fonts, held back by name.

A stable hash decides, so that every run, machine and command agrees on the same split.
"""

from __future__ import annotations

import hashlib

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary

HELD_BACK_FAMILIES = frozenset(
    {"iconoir", "bx", "healthicons", "fluent-emoji-flat", "vscode-icons", "devicon"}
)
"""Drawn by other hands than what trains: outline, solid, medical, emoji, and real logos."""

CONCEPT_SHARE = 0.15
FONT_SHARE = 0.20


def _share(kind: str, name: str) -> float:
    digest = hashlib.sha256(f"{kind}:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def held_back_family(name: str) -> bool:
    """Say whether training may not see the figure family ``name``."""
    return name in HELD_BACK_FAMILIES


def held_back_concept(concept: str) -> bool:
    """Say whether training may not see figures of ``concept`` (15 % of concepts)."""
    return _share("concept", concept) < CONCEPT_SHARE


def held_back_font(name: str) -> bool:
    """Say whether training may not see the font family ``name`` (20 % of families)."""
    return _share("font", name) < FONT_SHARE


def training_figures(library: FigureLibrary) -> FigureLibrary:
    """Return the figures that training may see: neither family nor concept held back."""
    return library.subset(
        lambda f: not held_back_family(f.family) and not held_back_concept(f.concept)
    )


def held_back_figures(library: FigureLibrary) -> FigureLibrary:
    """Return the figures of held-back families, for tests and for the demo register."""
    return library.subset(lambda f: held_back_family(f.family))


def training_fonts(library: FontLibrary) -> FontLibrary:
    """Return the fonts that training may see; every script keeps one."""
    held = _held_back_families(library)
    return library.subset(lambda f: f.family not in held)


def held_back_fonts(library: FontLibrary) -> FontLibrary:
    """Return the fonts that training never sees; every script with two families has one."""
    held = _held_back_families(library)
    return library.subset(lambda f: f.family in held)


def _held_back_families(library: FontLibrary) -> set[str]:
    held = {font.family for font in library.fonts if held_back_font(font.family)}
    by_script = {
        script: {font.family for font in library.fonts if script in font.characters}
        for script in library.scripts
    }
    # Rarer scripts first, so that a family given up for one script is not taken by another.
    order = sorted(by_script, key=lambda script: (len(by_script[script]), script))
    for script in order:
        # A script with all its fonts held back would go untrained: it keeps the first of them.
        if by_script[script] <= held:
            held.discard(min(by_script[script]))
    for script in order:
        # One with none held back would go unmeasured: it gives the likeliest of several up,
        # unless another script would lose its last by it.
        free = sorted(by_script[script] - held, key=lambda family: _share("font", family))
        if len(free) > 1 and not by_script[script] & held:
            spare = [f for f in free if not any(by - held == {f} for by in by_script.values())]
            held.update(spare[:1])
    return held
