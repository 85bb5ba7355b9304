"""Query groups of synthetic marks: the kinds of group, and what the marks of one share."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.canvas import Block, Colour
from examiner_app.engine.synthesis.fonts import Font, FontLibrary
from examiner_app.engine.synthesis.mark_records import vienna_codes
from examiner_app.engine.synthesis.palettes import BLACK, palette
from examiner_app.engine.synthesis.phonetics import SPELT_SCRIPTS, phonetic_name
from examiner_app.engine.synthesis.words import brand_words

Concept = tuple[str, tuple[int, ...]]
"""What figures show, and the indexes of those that show it."""

ORIGINAL, NEAR_DUPLICATE = "original", "near-duplicate"

FIGURE_VARIETIES: dict[str, str] = {
    "other-words": "shape",
    "other-layout": "shape",
    "recoloured": "shape",
    "mirrored": "shape",
    "part-of-larger": "partial",
    "semantic": "semantic",
    NEAR_DUPLICATE: NEAR_DUPLICATE,
}
"""How a mark of a figure group is drawn → what its likeness is called (paper, Figure 1)."""

_BARE_SHARE = 0.12
_SURFACE_VIENNA = 7  # section of Vienna category 25: surfaces covered with ornament


class GroupKind(enum.Enum):
    """What the marks of a group share; the value is the name of that likeness."""

    FIGURE = "figure"
    PHONETIC = "phonetic"
    TEXTURE = "texture"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Group:
    """What the marks of one query group have in common.

    Attributes:
        kind: Which likeness the group is built on.
        concepts: What its figures show.
        drawings: In a figure group the index of its figure, then those of the same concept drawn
            by other sets; in others the figures of its marks, which are nothing like one another.
        font: The first mark's font.
        name: The first mark's words (a layout group's marks each have their own).
        colours: The first mark's colours.
        vienna: The Vienna codes that its marks share, or empty.
        seed: Makes the first mark, and so its near-duplicates; and the texture, the composition
            or the names of the group.
        turn: Its number, which chooses a pattern or composition that its neighbours do not have.
    """

    kind: GroupKind
    concepts: tuple[str, ...]
    drawings: tuple[int, ...]
    font: Font
    name: str
    colours: tuple[Colour, Colour, Colour]
    vienna: str
    seed: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One mark of a group, before it is drawn.

    Attributes:
        number: Its position in the group; 0 is the original.
        variety: How it is drawn: ``original``, one of ``FIGURE_VARIETIES``, or a ``GroupKind``.
        bare: Whether it is the figure alone.
    """

    number: int
    variety: str
    bare: bool = False

    @property
    def likeness(self) -> str:
        """What its likeness to the original is called."""
        return FIGURE_VARIETIES.get(self.variety, self.variety)

    @property
    def copies(self) -> bool:
        """Whether it is the original, drawn for the first time or again."""
        return self.variety in {ORIGINAL, NEAR_DUPLICATE}


@dataclass(frozen=True, slots=True)
class MarkPlan:
    """A mark to paint: what it is made of and what is written on it.

    Attributes:
        block: The mark.
        words: Its words.
        kind: Its type.
        vienna: Its Vienna codes, where they are not the group's.
    """

    block: Block
    words: str
    kind: MarkType
    vienna: str = ""


def group_kinds(count: int) -> list[GroupKind]:
    """Return the kinds of ``count`` groups: of nine, six of figures and one of each other kind."""
    each = round(count / 9) if count >= 8 else 0
    others = [kind for kind in GroupKind if kind is not GroupKind.FIGURE for _ in range(each)]
    return [GroupKind.FIGURE] * (count - len(others)) + others


def concepts_needed(kind: GroupKind, size: int) -> int:
    """Return how many separate concepts a group of ``size`` marks draws."""
    return {
        GroupKind.FIGURE: 1,
        GroupKind.PHONETIC: size // 3,
        GroupKind.TEXTURE: (size + 1) // 2,
        GroupKind.LAYOUT: size,
    }[kind]


def make_group(
    rng: np.random.Generator,
    kind: GroupKind,
    concepts: Sequence[Concept],
    fonts: FontLibrary,
    turn: int = 0,
) -> Group:
    """Return what a group of ``kind`` around or with ``concepts`` has in common."""
    scripts = fonts.scripts
    if kind is GroupKind.PHONETIC:
        # Where a library can, names are in letters that can be changed and still sound alike.
        scripts = tuple(s for s in scripts if s in SPELT_SCRIPTS) or scripts
    latin = "latin" in scripts and rng.random() < 0.85
    font = fonts.pick(rng, "latin" if latin else scripts[int(rng.integers(len(scripts)))])
    colours = palette(rng) if rng.random() < 0.6 else (BLACK, BLACK, BLACK)
    phonetic = kind is GroupKind.PHONETIC
    name = phonetic_name(rng, font) if phonetic else brand_words(rng, font)
    drawings = [drawn if kind is GroupKind.FIGURE else drawn[:1] for _, drawn in concepts]
    vienna = {
        GroupKind.FIGURE: vienna_codes(rng),
        GroupKind.TEXTURE: f"25.{_SURFACE_VIENNA:02d}.{int(rng.integers(1, 26)):02d}",
    }.get(kind, "")
    return Group(
        kind=kind,
        concepts=tuple(concept for concept, _ in concepts),
        drawings=tuple(index for drawn in drawings for index in drawn),
        font=font,
        name=name,
        colours=colours,
        vienna=vienna,
        seed=int(rng.integers(2**31)),
        turn=turn,
    )


def plan_members(rng: np.random.Generator, group: Group, size: int) -> list[Member]:
    """Return the marks of a group of ``size``: the first is the original.

    In a figure group every variety is there once and the rest at random; in others all marks but
    one near-duplicate share what the group is built on.
    """
    if group.kind is GroupKind.FIGURE:
        names = [name for name in FIGURE_VARIETIES if name != NEAR_DUPLICATE]
        extra = [names[int(i)] for i in rng.integers(0, len(names), size)]
        varieties = [NEAR_DUPLICATE, *names, *extra][: size - 1]
        if len(group.drawings) == 1:
            # What only one set draws cannot be shown in another drawing.
            varieties = ["other-words" if v == "semantic" else v for v in varieties]
    else:
        varieties = [NEAR_DUPLICATE, *[group.kind.value] * (size - 2)]
    rng.shuffle(varieties)
    return [Member(i, variety) for i, variety in enumerate((ORIGINAL, *varieties))]


def bare_some(
    rng: np.random.Generator,
    groups: Sequence[Group],
    members: Sequence[Sequence[Member]],
    most: int,
) -> list[list[Member]]:
    """Return ``members`` with some of them, ``most`` at most, made to be the figure alone."""
    units: list[list[tuple[int, int]]] = []
    for index, (group, own) in enumerate(zip(groups, members, strict=True)):
        if group.kind not in {GroupKind.FIGURE, GroupKind.TEXTURE}:
            continue
        # What copies the original is bare where that is.
        units.append([(index, member.number) for member in own if member.copies])
        units += [[(index, member.number)] for member in own if _may_be_bare(member)]
    rng.shuffle(units)
    bare: set[tuple[int, int]] = set()
    room = min(most, round(_BARE_SHARE * sum(len(unit) for unit in units)))
    for unit in units:
        if len(bare) + len(unit) <= room:
            bare.update(unit)
    return [
        [replace(member, bare=(index, member.number) in bare) for member in own]
        for index, own in enumerate(members)
    ]


def _may_be_bare(member: Member) -> bool:
    return not member.copies and member.variety not in {"other-words", "part-of-larger"}
