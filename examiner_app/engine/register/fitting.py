"""The describer that a register is built with: whitened on its own marks, or by the bundle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from examiner_app.engine.describe import BATCH, Describer, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.fit import SAMPLE, fit
from examiner_app.engine.logo import Logo
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.progress import Work
from examiner_app.engine.register.manifest import MANIFEST
from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING
from examiner_app.engine.register.prepare import Prepared, prepare
from examiner_app.engine.sift_vocabulary import Vocabulary
from examiner_app.engine.sources.source import Source
from examiner_app.engine.whitening import WhiteningSet, load_whitening, save_whitening

WhiteningChoice = Literal["auto", "bundle", "fit"]
"""``auto`` fits on the register's own marks where there are at least ``SAMPLE`` of them."""


def describer_to_build(
    source: Source,
    out: Path,
    bundle: Bundle,
    device: Device,
    *,
    whitening: WhiteningChoice = "auto",
    methods: Sequence[str] | None = None,
) -> Work[tuple[Describer, tuple[Path, ...]]]:
    """Open the describer for a register that is begun or gone on with.

    Returns:
        The describer, and the files of its whitening and vocabulary, which the register keeps.

    Raises:
        BundleError: The models are damaged, or the marks too few to fit on.
    """
    state = (out / STATE / WHITENING, out / STATE / VOCABULARY)
    # Without a manifest they are left from a build that died, perhaps of other models.
    if not ((out / MANIFEST).is_file() and all(path.is_file() for path in state)):
        state = yield from _begin_state(source, state, bundle, device, whitening)
    describer = open_describer(
        bundle,
        device,
        whitening=load_whitening(state[0]),
        vocabulary=Vocabulary.load(state[1]),
        methods=methods,
    )
    return describer, state


def fit_on(
    source: Source, bundle: Bundle, device: Device, *, sample: int = SAMPLE, seed: int = 0
) -> Work[tuple[WhiteningSet, Vocabulary]]:
    """Fit whitenings and vocabulary on random marks of a source; unusable files are left out.

    Raises:
        BundleError: The marks are too few.
    """
    networks = load_networks(bundle, device)
    drawn = np.random.default_rng(seed).permutation(len(source))[:sample]
    chosen = {int(index) for index in drawn}
    return (yield from fit(_logos(source, chosen), len(chosen), networks, device))


def _begin_state(
    source: Source,
    state: tuple[Path, Path],
    bundle: Bundle,
    device: Device,
    choice: WhiteningChoice,
) -> Work[tuple[Path, Path]]:
    own = bundle.path("whitening"), bundle.path("vocabulary")
    enough = choice == "fit" or (choice == "auto" and len(source) >= SAMPLE)
    if not enough and own[0] is not None and own[1] is not None:
        return own[0], own[1]
    fitted, vocabulary = yield from fit_on(source, bundle, device)
    state[0].parent.mkdir(parents=True, exist_ok=True)
    for path, save in ((state[0], partial(save_whitening, fitted)), (state[1], vocabulary.save)):
        # Fitting takes long: a kill while saving must not leave half a file to trip over.
        unfinished = path.with_name(path.name + ".new")
        save(unfinished)
        unfinished.replace(path)
    return state


def _logos(source: Source, chosen: set[int]) -> Iterator[Logo]:
    marks = (mark for index, mark in enumerate(source) if index in chosen)
    for entry in prepare(marks, 2 * BATCH):
        if isinstance(entry, Prepared):
            yield entry.logo
