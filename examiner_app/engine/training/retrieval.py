"""Held-back retrieval: does a trunk find figures it never saw under every layout and drawing style?

The training recipe of the backbone is chosen by these numbers, not by its loss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from examiner_app.engine.aggregation.rmac import region_mac
from examiner_app.engine.device import Device
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.layouts import Layout
from examiner_app.engine.training.views import Pixels, draw_view

DEPTH = 100
"""MAP is cut at this rank (paper 4.2)."""

_BATCH = 16
_STYLES = 6

Maps = Callable[[Tensor], Tensor]
"""A network from normalised images (B, 3, H, W) to feature maps (B, C, h, w)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One image of a held-back test.

    Attributes:
        figure: Index of its figure.
        group: Query group, or −1 for a mark that is relevant to nothing.
        layout: How it is drawn.
        style: Whether the group is one concept in several families (else one figure).
    """

    figure: int
    group: int
    layout: Layout
    style: bool


@dataclass(frozen=True, slots=True)
class HeldBackTest:
    """Query groups and distractors of figures that training never sees.

    Attributes:
        figures: The held-back figures.
        words: Drawn words.
        entries: The images, as recipes: they are drawn again at each size.
        seed: Of the drawing.
    """

    figures: FigureLibrary
    words: Sequence[Pixels]
    entries: Sequence[Entry]
    seed: int

    def images(self, size: int) -> list[Pixels]:
        """Draw the test at ``size`` pixels."""
        drawn = []
        for number, entry in enumerate(self.entries):
            rng = np.random.default_rng([self.seed, number])
            spots = rng.integers(len(self.figures.figures), size=2)
            others = [self.figures.rgba(self.figures.figures[int(i)].index) for i in spots]
            figure = self.figures.rgba(entry.figure)
            view, _ = draw_view(rng, figure, self.words, others, size, entry.layout)
            drawn.append(view)
        return drawn


def held_back_test(
    library: FigureLibrary,
    words: Sequence[Pixels],
    *,
    groups: int = 24,
    distractors: int = 300,
    seed: int = 0,
) -> HeldBackTest:
    """Compose a test: ``groups`` figures in every layout, as many concepts in several styles."""
    rng = np.random.default_rng([seed, 77])
    family = {figure.index: figure.family for figure in library.figures}
    order = [int(i) for i in rng.permutation([figure.index for figure in library.figures])]
    entries: list[Entry] = []
    used: set[int] = set()
    for figure in order[:groups]:
        entries += [Entry(figure, len(used), layout, False) for layout in Layout]
        used.add(figure)
    concepts = list(library.by_concept().values())
    number = groups
    for pick in rng.permutation(len(concepts)):
        members = {family[i]: i for i in concepts[int(pick)] if i not in used}
        if len(members) >= 3 and number < 2 * groups:
            drawn = [members[key] for key in sorted(members)][:_STYLES]
            entries += [Entry(i, number, Layout.ALONE, True) for i in drawn]
            used.update(members.values())
            number += 1
    layouts = list(Layout)
    rest = [i for i in order[groups:] if i not in used][:distractors]
    entries += [Entry(i, -1, layouts[n % len(layouts)], False) for n, i in enumerate(rest)]
    return HeldBackTest(library, words, entries, seed)


def normalise(images: Tensor, mean: Sequence[float], deviation: Sequence[float]) -> Tensor:
    """Turn (B, H, W, 3) bytes into normalised (B, 3, H, W) floats, channels last in memory."""
    scaled = images.permute(0, 3, 1, 2).float() / 255
    shift = torch.tensor(mean, device=images.device)[:, None, None]
    spread = torch.tensor(deviation, device=images.device)[:, None, None]
    return ((scaled - shift) / spread).contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def pooled(
    maps: Maps,
    images: Sequence[Pixels],
    mean: Sequence[float],
    deviation: Sequence[float],
    device: Device,
) -> dict[str, Tensor]:
    """Return the unwhitened MAC, SPoC and R-MAC vectors, (N, C) each, of unit length."""
    mac, spoc, rmac = [], [], []
    for start in range(0, len(images), _BATCH):
        block = torch.from_numpy(np.stack(images[start : start + _BATCH]))
        with device.autocast:
            features = maps(normalise(block.to(device.torch_device), mean, deviation)).float()
        mac.append(functional.normalize(features.amax(dim=(2, 3)), dim=1).cpu())
        spoc.append(functional.normalize(features.sum(dim=(2, 3)), dim=1).cpu())
        regions = functional.normalize(region_mac(features), dim=2).sum(dim=1)
        rmac.append(functional.normalize(regions, dim=1).cpu())
    return {"mac": torch.cat(mac), "spoc": torch.cat(spoc), "rmac": torch.cat(rmac)}


def average_precisions(test: HeldBackTest, vectors: Tensor) -> dict[str, float]:
    """Return MAP@100 in percent over the groups of ``test``, the query left out of the ranking.

    Keys: ``layouts`` (one figure in every layout), ``styles`` (one concept in several families)
    and, for each layout, the MAP of finding just that view from the figure alone.
    """
    groups = np.array([entry.group for entry in test.entries])
    similarity = (vectors @ vectors.T).numpy()
    np.fill_diagonal(similarity, -np.inf)
    by_kind: dict[str, list[float]] = {}
    for query, entry in enumerate(test.entries):
        if entry.group < 0:
            continue
        relevant = groups == entry.group
        relevant[query] = False
        kind = "styles" if entry.style else "layouts"
        by_kind.setdefault(kind, []).append(average_precision(similarity[query], relevant))
        if entry.layout is Layout.ALONE and not entry.style:
            for other in np.flatnonzero(relevant):
                # The group's other views are neither right nor wrong here.
                scores = np.where(relevant, -np.inf, similarity[query])
                scores[other] = similarity[query, other]
                only = np.arange(len(groups)) == other
                name = test.entries[int(other)].layout.value
                by_kind.setdefault(name, []).append(average_precision(scores, only))
    return {kind: round(100 * float(np.mean(values)), 2) for kind, values in by_kind.items()}


def average_precision(scores: NDArray[np.float32], relevant: NDArray[np.bool_]) -> float:
    """Return AP@100 (paper 4.2): (1/R) Σ_{rank ≤ 100} j / rank_j, ties against the relevant."""
    hits = np.sort(scores[relevant])[::-1]
    others = np.sort(scores[~relevant])
    ahead = len(others) - np.searchsorted(others, hits, side="left")
    found = np.arange(1, len(hits) + 1)
    ranks = found + ahead
    return float((found / ranks)[ranks <= DEPTH].sum() / max(1, len(hits)))
