"""A collection of synthetic marks in METU's layout: a pool, query groups, register entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.arrangements import ARRANGE
from examiner_app.engine.synthesis.canvas import Block, Canvas, Pixels
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.folders import prepare_folder, write_jpeg, write_table
from examiner_app.engine.synthesis.fonts import Font, FontLibrary
from examiner_app.engine.synthesis.groups import (
    Group,
    GroupKind,
    Member,
    bare_some,
    concepts_needed,
    group_kinds,
    make_group,
    plan_members,
)
from examiner_app.engine.synthesis.look_alikes import MOST_MARKS, make_member
from examiner_app.engine.synthesis.mark_records import COLUMNS, MarkRecord, make_record
from examiner_app.engine.synthesis.palettes import gradient, pale, strong
from examiner_app.engine.synthesis.parts import Workshop
from examiner_app.engine.synthesis.phonetics import script_of
from examiner_app.engine.synthesis.scenes import plain_background
from examiner_app.engine.synthesis.separate_figures import allot, choose_concepts, pool_figures
from examiner_app.engine.synthesis.textures import PATTERNED, PLAIN_SHAPES
from examiner_app.engine.synthesis.words import invented_word
from examiner_app.errors import SourceError

METU_SHARES: dict[MarkType, float] = {
    MarkType.TEXT_ONLY: 0.63,
    MarkType.FIGURE_ONLY: 0.03,
    MarkType.FIGURE_AND_TEXT: 0.34,
}
"""Share of each type in METU (paper 4.1), held over pool and queries together."""

GROUP_SIZES = (8, MOST_MARKS)
_SHARED_LETTERING = 0.5  # of the pool: marks in a figure query's font with a name much like its
_GROUND_CHANCE = 0.07


@dataclass(frozen=True, slots=True)
class Settings:
    """What a collection was asked to be; the same settings give the same bytes.

    Attributes:
        count: Marks in all, pool and queries.
        groups: Query groups.
        seed: Seed.
    """

    count: int
    groups: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Sketch:
    file: str
    block: Block
    kind: MarkType
    words: str
    vienna: str = ""
    group: str = ""
    likeness: str = ""


def write_marks(
    out: Path, figures: FigureLibrary, fonts: FontLibrary, settings: Settings
) -> Work[Path]:
    """Write a collection: ``pool/*.jpg``, ``queries/*.jpg``, ``groups.csv`` and ``marks.csv``.

    A query's group is the number right before the extension. Most groups are look-alikes of one
    figure, others share the sound of a name, a texture or a layout (``groups.GroupKind``), which
    ``groups.csv`` says of each. Types
    are as in METU; much of the pool is lettered in the queries' fonts with names like theirs, and
    none of it shows, sounds like or is patterned like what makes a query group.

    Returns:
        Path of ``marks.csv`` (the value of the generator), which is written last.

    Raises:
        SourceError: ``out`` holds something else, ``count`` cannot hold the groups, or the figures
            have too few concepts.
    """
    plain = figures.subset(lambda f: PATTERNED.isdisjoint(f.concept.split("-")))
    groups, members = _plan_groups(plain, fonts, settings)
    prepare_folder(out, {"what": "marks", **asdict(settings)}, ("pool", "queries"))
    stage = Stage("Drawing marks", settings.count)
    others = pool_figures(plain, groups)
    records: list[MarkRecord] = []
    queries: list[MarkType] = []
    for number, sketch in enumerate(_queries(others, fonts, settings, groups, members)):
        records.append(_finish(out, sketch, settings.seed, number))
        queries.append(sketch.kind)
        yield stage.step(1, sketch.file)
    kinds = _pool_kinds(settings, queries)
    for number, sketch in enumerate(_pool(others, fonts, settings, groups, kinds), len(queries)):
        records.append(_finish(out, sketch, settings.seed, number))
        yield stage.step(1, sketch.file)
    kinds_of_groups = [
        {"group": number, "kind": group.kind.value} for number, group in enumerate(groups, 1)
    ]
    write_table(out / "groups.csv", ("group", "kind"), kinds_of_groups)
    return write_table(out / "marks.csv", COLUMNS, [asdict(record) for record in records])


def _plan_groups(
    figures: FigureLibrary, fonts: FontLibrary, settings: Settings
) -> tuple[list[Group], list[list[Member]]]:
    """Return the groups and their marks."""
    rng = np.random.default_rng([settings.seed, 1])
    low, high = GROUP_SIZES
    kinds = group_kinds(settings.groups)
    sizes = [int(rng.integers(low, high + 1)) for _ in kinds]
    if sum(sizes) >= settings.count:
        raise SourceError(
            f"{settings.groups} groups are {sum(sizes)} marks already; ask for more than that "
            "with --count, or for fewer groups."
        )
    needs = [(k, concepts_needed(k, size)) for k, size in zip(kinds, sizes, strict=True)]
    needed = sum(need for _, need in needs)
    concepts = choose_concepts(rng, figures, needed)
    if len(concepts) < needed:
        raise SourceError(
            f"The figures show {len(concepts)} separate concepts, not the {needed} that "
            "the groups need; give more figures or fewer groups."
        )
    first = int(rng.integers(1000))
    groups = [
        make_group(rng, kind, own, fonts, first + number)
        for number, (kind, own) in enumerate(
            zip(kinds, allot(figures, concepts, needs), strict=True)
        )
    ]
    members = [plan_members(rng, group, size) for group, size in zip(groups, sizes, strict=True)]
    most = round(METU_SHARES[MarkType.FIGURE_ONLY] * settings.count)
    return groups, bare_some(rng, groups, members, most)


def _queries(
    others: FigureLibrary,
    fonts: FontLibrary,
    settings: Settings,
    groups: Sequence[Group],
    members: Sequence[Sequence[Member]],
) -> Iterator[_Sketch]:
    number = 0
    for index, (group, own) in enumerate(zip(groups, members, strict=True), 1):
        for member in own:
            rng = np.random.default_rng([settings.seed, 2, number])
            plan = make_member(rng, group, member, others, fonts)
            yield _Sketch(
                file=f"queries/q{number:04d}-{index}.jpg",
                block=plan.block,
                kind=plan.kind,
                words=plan.words,
                vienna=plan.vienna or group.vienna,
                group=str(index),
                likeness=member.likeness,
            )
            number += 1


def _pool_kinds(settings: Settings, queries: Sequence[MarkType]) -> list[MarkType]:
    """Return the types of the pool's marks so that the whole collection has METU's shares."""
    wanted = {kind: round(share * settings.count) for kind, share in METU_SHARES.items()}
    for kind in queries:
        wanted[kind] = max(0, wanted[kind] - 1)
    room = settings.count - len(queries)
    kinds = [kind for kind, count in wanted.items() for _ in range(count)][:room]
    kinds += [MarkType.TEXT_ONLY] * (room - len(kinds))
    np.random.default_rng([settings.seed, 3]).shuffle(kinds)
    return kinds


def _pool(
    figures: FigureLibrary,
    fonts: FontLibrary,
    settings: Settings,
    groups: Sequence[Group],
    kinds: Sequence[MarkType],
) -> Iterator[_Sketch]:
    # A name like a phonetic group's would be one more of it.
    lettered = [group for group in groups if group.kind is GroupKind.FIGURE]
    for number, kind in enumerate(kinds):
        rng = np.random.default_rng([settings.seed, 4, number])
        shop = Workshop.open(rng, figures, fonts)
        shop.shapes = PLAIN_SHAPES
        if lettered and shop.chance(_SHARED_LETTERING):
            group = lettered[int(rng.integers(len(lettered)))]
            shop.house_font = group.font
            shop.house_name = _like_name(rng, group.name, group.font)
        block = ARRANGE[kind](shop)
        words = " ".join(shop.said)
        yield _Sketch(f"pool/m{number:06d}.jpg", block, kind, words)


def _like_name(rng: np.random.Generator, name: str, font: Font) -> str:
    """Return a name that begins or ends as ``name`` does."""
    script = script_of(name)
    other = invented_word(rng, script, font.characters[script])
    half = max(1, len(name) // 2)
    mixed = name[:half] + other[len(other) // 2 :] if rng.random() < 0.6 else other + name[half:]
    return mixed.upper() if name.isupper() else mixed


def _finish(out: Path, sketch: _Sketch, seed: int, number: int) -> MarkRecord:
    rng = np.random.default_rng([seed, 5, number])
    path = out / sketch.file
    if not path.is_file():
        write_jpeg(path, _painted(rng, sketch.block), int(rng.integers(55, 96)))
    rng = np.random.default_rng([seed, 6, number])
    return make_record(
        rng,
        sketch.file,
        sketch.kind,
        sketch.words,
        figure_codes=sketch.vienna,
        group=sketch.group,
        likeness=sketch.likeness,
    )


def _ground(rng: np.random.Generator, h: int, w: int) -> Pixels:
    """Return a coloured or graded background (h, w, 3): a patterned one would be a texture."""
    kind = rng.random()
    if kind < 0.75:
        return np.full((h, w, 3), pale(rng) if kind < 0.5 else strong(rng), np.float32)
    graded = gradient(rng, pale(rng), strong(rng)).astype(np.float32)
    return np.asarray(cv2.resize(graded, (w, h)), dtype=np.float32)


def _painted(rng: np.random.Generator, block: Block) -> NDArray[np.uint8]:
    """Return ``block`` as filed: tight or with a margin, 200 … 600 px on the longer side."""
    longer = float(rng.integers(200, 601))
    margin = longer * (float(rng.uniform(0.0, 0.08)) if rng.random() < 0.8 else 0.15)
    unit = (longer - 2 * margin) / max(block.w, block.h)
    # Nothing is filed as a hairline: a very long mark gets some white above and below.
    w = max(round(block.w * unit + 2 * margin), 40)
    h = max(round(block.h * unit + 2 * margin), 40)
    plain = rng.random() >= _GROUND_CHANCE
    canvas = Canvas(plain_background(h, w) if plain else _ground(rng, h, w))
    canvas.paint(block, (margin, margin, w - 2 * margin, h - 2 * margin))
    return canvas.image()
