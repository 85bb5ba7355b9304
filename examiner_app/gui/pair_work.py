"""What the comparison's jobs do in their workers: pixels, keypoints, layers of the match."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTransform

from examiner_app.gui.images import LONGEST_SHOWN, to_image
from examiner_app.gui.state.comparison import PaintOptions
from examiner_app.gui.state.layers import FILED
from examiner_app.gui.state.pair_pictures import Line, PairPictures, Picture
from examiner_app.gui.state.parts import PARTS
from examiner_app.settings import LAYER_COLOURS
from examiner_app.translation import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.describe import Describer
    from examiner_app.engine.description import Layers
    from examiner_app.engine.evidence.keypoints import Agreement, Keypoints
    from examiner_app.engine.logo import Logo, Pixels
    from examiner_app.engine.pictures import Legend
    from examiner_app.engine.region import Region
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register

SMALLEST_LEVEL: Final = 160
"""A picture that is shorter is not kept in a smaller size, pixels."""

HEAT_OPACITY: Final = 0.6
TINT_OPACITY: Final = 0.9
"""How strongly a layer lies on a mark; a heat map lets it shine through."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The pixels of two marks.

    Attributes:
        mark: The match.
        candidate: (H, W, 3), as filed but no longer than ``LONGEST_SHOWN``.
        match: (h, w, 3), the register's thumbnail.
    """

    mark: Mark
    candidate: Pixels
    match: Pixels


def read_pair(logo: Logo, register: Register, mark: Mark, known: Pixels | None) -> Pair:
    """Read a match's picture, and shrink the candidate unless that was done (``known``).

    Raises:
        LogoError: The register's picture of the match is damaged.
    """
    from examiner_app.engine.logo import decode_logo, resize

    match = decode_logo(
        register.thumbnail(mark.index), tr("The thumbnail of {id}", id=mark.id)
    ).pixels
    if known is None:
        scale = min(1.0, LONGEST_SHOWN / max(logo.width, logo.height))
        width, height = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
        known = resize(logo.pixels, width, height)
    return Pair(mark, known, match)


def find_agreement(
    pair: Pair, known: Keypoints | None, region: Region | None = None, width: int = 0
) -> Generator[Keypoints, None, Agreement]:
    """Match the keypoints of a pair; yield the candidate's, which serve for every match.

    Args:
        pair: The two marks.
        known: All keypoints of the candidate, where they were found before.
        region: What is searched of the candidate; all of it by default.
        width: Width of the candidate in whose pixels the region is given.
    """
    from examiner_app.engine.evidence.keypoints import (
        agree,
        find_keypoints,
        find_mirrored_keypoints,
    )

    candidate = known or find_keypoints(pair.candidate)
    yield candidate
    match = find_keypoints(pair.match)
    # Who leafs on does not wait for the rest.
    yield candidate
    searched = candidate
    if region is not None:
        scale = pair.candidate.shape[1] / width
        rows, columns = pair.candidate.shape[:2]
        across, down = scale / columns, scale / rows
        x, y, w, h = region.box
        searched = candidate.inside((x * across, y * down, w * across, h * down))
    return agree(searched, match, find_mirrored_keypoints(pair.match))


def describe_match(describer: Describer, pair: Pair) -> Layers | None:
    """Compute the layers of a match from its thumbnail."""
    from examiner_app.engine.logo import logo_from_pixels

    return describer.describe([logo_from_pixels(pair.match, pair.mark.id)])[0].layers


def paint_pair(
    pair: Pair,
    options: PaintOptions,
    candidate_layers: Layers | None,
    match_layers: Layers | None,
    agreement: Agreement | None,
    colours: str = LAYER_COLOURS.default,
) -> PairPictures:
    """Paint both marks of a pair; a layer that is not known yet is left out."""
    from examiner_app.engine.evidence.side_by_side import aligned, mirrored

    candidate, here = _painted(pair.candidate, options, candidate_layers, colours)
    match, there = _painted(pair.match, options, match_layers, colours)
    height, width = candidate.shape[:2]
    if options.aligned and agreement is not None and agreement.transform is not None:
        match = aligned(match, agreement.transform, width, height)
    elif options.mirrored:
        match = mirrored(match)
    rows, columns = pair.match.shape[:2]
    lines = () if agreement is None else _lines(pair, options, agreement)
    return PairPictures(
        pair.mark,
        _levels(candidate),
        _levels(match),
        (columns, rows),
        lines,
        _match_map(pair, options, agreement),
        (here, there),
    )


def _painted(
    pixels: Pixels, options: PaintOptions, layers: Layers | None, colours: str
) -> tuple[Pixels, Legend | None]:
    from examiner_app.engine.colour_maps import PAPER
    from examiner_app.engine.evidence.side_by_side import faded, greyscale, inverted
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.pictures import blend, layer_picture

    if options.grey:
        pixels = greyscale(pixels)
    if options.inverted:
        pixels = inverted(pixels)
    if options.layer == PARTS:
        # The view lays the parts on it: they change with every move of the pointer.
        return faded(pixels), None
    if layers is None or options.layer == FILED:
        return pixels, None
    picture = layer_picture(options.layer, Logo(pixels, "", ""), layers, colours=colours)
    tinted = options.layer == "text" and colours == PAPER
    return blend(pixels, picture, TINT_OPACITY if tinted else HEAT_OPACITY), picture.legend


def _match_map(pair: Pair, options: PaintOptions, agreement: Agreement | None) -> QTransform:
    if options.aligned and agreement is not None and agreement.transform is not None:
        (height, width), (rows, columns) = pair.candidate.shape[:2], pair.match.shape[:2]
        (a, b, right), (c, d, down) = agreement.transform.tolist()
        # The transform's numbers are of the middles of pixels, half a pixel from their edges.
        right += 0.5 - (a + b) / 2
        down += 0.5 - (c + d) / 2
        return QTransform(
            a * columns / width,
            c * columns / height,
            b * rows / width,
            d * rows / height,
            right / width,
            down / height,
        )
    return QTransform(-1, 0, 0, 1, 1, 0) if options.mirrored else QTransform()


def _levels(pixels: Pixels) -> Picture:
    from examiner_app.engine.logo import resize

    levels: list[QImage] = [to_image(pixels)]
    while max(pixels.shape[:2]) // 2 >= SMALLEST_LEVEL:
        height, width = pixels.shape[:2]
        pixels = resize(pixels, max(1, width // 2), max(1, height // 2))
        levels.append(to_image(pixels))
    return Picture(tuple(levels))


def _lines(pair: Pair, options: PaintOptions, agreement: Agreement) -> tuple[Line, ...]:
    size = pair.candidate.shape[1::-1]
    here = (agreement.candidate + 0.5) / size
    if options.aligned and agreement.transform is not None:
        moved = agreement.match @ agreement.transform[:, :2].T + agreement.transform[:, 2]
        there = (moved + 0.5) / size
    else:
        there = (agreement.match + 0.5) / pair.match.shape[1::-1]
        if options.mirrored:
            there[:, 0] = 1 - there[:, 0]
    order = agreement.inliers.argsort(kind="stable")
    return tuple(
        Line((here[row, 0], here[row, 1]), (there[row, 0], there[row, 1]), agrees)
        for row, agrees in zip(order, agreement.inliers[order].tolist(), strict=True)
    )
