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
from examiner_app.engine.register.manifest import MANIFEST, read_manifest
from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING, state_file
from examiner_app.engine.register.own_models import check_bundle
from examiner_app.engine.register.prepare import Prepared, prepare
from examiner_app.engine.sift_vocabulary import Vocabulary
from examiner_app.engine.sources.source import Source
from examiner_app.engine.whitening import WhiteningSet, load_whitening, save_whitening
from examiner_app.errors import BundleError
from examiner_app.translation import tr

WhiteningChoice = Literal["auto", "bundle", "fit"]
"""``auto`` fits on the register's own marks where there are at least ``SAMPLE`` of them."""

_State = tuple[Path | None, Path | None]
"""A register's own whitening and vocabulary; ``None`` where the bundle's serve."""


def describer_to_build(
    source: Source,
    out: Path,
    bundle: Bundle,
    device: Device,
    *,
    whitening: WhiteningChoice = "auto",
    methods: Sequence[str] | None = None,
) -> Work[tuple[Describer, tuple[Path, ...] | None]]:
    """Open the describer for a register that is begun or gone on with.

    A register that is gone on with keeps the whitening and vocabulary that it was begun with,
    whatever ``whitening`` says.

    Returns:
        The describer, and the files of its whitening and vocabulary, which the register keeps;
        ``None`` where they are the bundle's own.

    Raises:
        BundleError: The models are damaged, lack what they are to have, or the marks are too few
            to fit on.
        RegisterMismatchError: The register that is gone on with was built with other models.
        RegisterError: Its manifest or its own whitening and vocabulary are damaged.
    """
    # Without a manifest, what lies there is left from a build that died, perhaps of other models.
    if (out / MANIFEST).is_file():
        fitted, words = _kept(out, bundle)
    else:
        fitted, words = yield from _begin(source, out, bundle, device, whitening)
    describer = open_describer(
        bundle,
        device,
        whitening=None if fitted is None else load_whitening(fitted),
        vocabulary=None if words is None else Vocabulary.load(words),
        methods=methods,
    )
    return describer, tuple(path for path in (fitted, words) if path is not None) or None


def fit_on(
    source: Source,
    bundle: Bundle,
    device: Device,
    *,
    sample: int = SAMPLE,
    seed: int = 0,
    vocabulary: Vocabulary | None = None,
) -> Work[tuple[WhiteningSet, Vocabulary]]:
    """Fit whitenings and vocabulary on random marks of a source; unusable files are left out.

    Args:
        source: The marks.
        bundle: The models to fit for.
        device: Where they run.
        sample: How many marks to fit on.
        seed: Of the random choice.
        vocabulary: One that is there already and serves; fitted on the marks by default.

    Raises:
        BundleError: The marks are too few.
    """
    networks = load_networks(bundle, device)
    drawn = np.random.default_rng(seed).permutation(len(source))[:sample]
    chosen = {int(index) for index in drawn}
    logos = _logos(source, chosen)
    return (yield from fit(logos, len(chosen), networks, device, vocabulary=vocabulary))


def _kept(out: Path, bundle: Bundle) -> _State:
    manifest = read_manifest(out)
    check_bundle(manifest, bundle.id, bundle.name)
    return state_file(out, manifest, WHITENING), state_file(out, manifest, VOCABULARY)


def _begin(
    source: Source, out: Path, bundle: Bundle, device: Device, choice: WhiteningChoice
) -> Work[_State]:
    shared = bundle.path("vocabulary")
    complete = shared is not None and bundle.path("whitening") is not None
    if choice == "bundle" and not complete:
        raise BundleError(
            tr(
                "The models «{name}» have no whitening and vocabulary of their own: have them "
                "fitted on the marks (--whitening fit).",
                name=bundle.name,
            )
        )
    wanted = choice == "fit" or (choice == "auto" and len(source) >= SAMPLE)
    if complete and not wanted:
        return None, None
    # Visual words do not depend on the networks, and ten thousand of them need many marks.
    vocabulary = None if wanted or shared is None else Vocabulary.load(shared)
    return (yield from _fit_own(source, out / STATE, bundle, device, vocabulary))


def _fit_own(
    source: Source, folder: Path, bundle: Bundle, device: Device, vocabulary: Vocabulary | None
) -> Work[_State]:
    fitted, words = yield from fit_on(source, bundle, device, vocabulary=vocabulary)
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / WHITENING, folder / VOCABULARY
    for path, save in ((state[0], partial(save_whitening, fitted)), (state[1], words.save)):
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
