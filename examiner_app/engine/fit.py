"""Fit the PCA whitenings and the visual vocabulary on a sample of marks (paper 3.2.3, 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import torch
from numpy.typing import NDArray

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.table import AGGREGATIONS
from examiner_app.engine.describe import (
    BATCH,
    available_methods,
    is_whitened,
    map_sift,
    method_regions,
)
from examiner_app.engine.device import Device
from examiner_app.engine.logo import Logo
from examiner_app.engine.methods import METHODS
from examiner_app.engine.models.bundle import Networks
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.sift_vocabulary import WORDS, Vocabulary, fit_vocabulary
from examiner_app.engine.views import Views, see
from examiner_app.engine.whitening import COMPONENTS, Covariance, WhiteningSet

SAMPLE = 20_000
"""Random marks that the whitenings are fitted on (paper 3.2.3)."""

_WORKERS = 4
_DESCRIPTORS_PER_WORD = 256


def fit(
    sample: Iterable[Logo],
    total: int,
    networks: Networks,
    device: Device,
    *,
    components: int = COMPONENTS,
    words: int = WORDS,
    vocabulary: Vocabulary | None = None,
) -> Work[tuple[WhiteningSet, Vocabulary]]:
    """Fit one whitening per whitened method, each on marks seen through its own attention.

    R-MAC's region vectors, thirty a mark, stream into the covariance; Jimenez's whitening sees
    each mark's likeliest class only.

    Args:
        sample: Marks, drawn at random by the caller.
        total: How many there are, for the progress; 0 when not known.
        networks: Loaded for ``device``.
        device: Where they run.
        components: Dimensions kept.
        words: Size of the vocabulary.
        vocabulary: One that is there already and serves; fitted on the sample by default.

    Raises:
        BundleError: The sample is too small.
    """
    stage = Stage("Fitting the whitening", total)
    methods = [key for key in available_methods(networks) if is_whitened(key)]
    seen = {key: Covariance(networks.trunk.width) for key in methods}
    descriptors: list[NDArray[np.float32]] = []
    room = words * _DESCRIPTORS_PER_WORD if vocabulary is None else 0
    for logos in _batches(sample):
        views = see(logos, networks, device)
        _add(views, seen, networks)
        if room > 0:
            with ThreadPoolExecutor(_WORKERS, thread_name_prefix="fit") as pool:
                found = list(map_sift(pool, views))
            descriptors += found
            room -= sum(len(rows) for rows in found)
        yield stage.step(len(logos))
    if vocabulary is None:
        yield stage.step(0, "clustering the visual words")
        vocabulary = fit_vocabulary(descriptors, words)
    return {key: covariance.fit(components) for key, covariance in seen.items()}, vocabulary


@torch.inference_mode()
def _add(views: Views, seen: dict[str, Covariance], networks: Networks) -> None:
    for key, regions in method_regions(views, list(seen), networks):
        leading = regions[:, : AGGREGATIONS[METHODS[key].aggregation].fit_on]
        seen[key].add(l2(leading).flatten(0, 1).cpu().numpy())


def _batches(sample: Iterable[Logo]) -> Iterator[list[Logo]]:
    source = iter(sample)
    while batch := list(islice(source, BATCH)):
        yield batch
