"""Describe marks by every method in one pass: maps once, every aggregation from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.aggregation.jimenez import class_maps, top_class_weights
from examiner_app.engine.aggregation.table import AGGREGATIONS, finish
from examiner_app.engine.attention.text_mask import MaskMemory
from examiner_app.engine.description import Description, VisualWords
from examiner_app.engine.device import Device
from examiner_app.engine.logo import Logo
from examiner_app.engine.methods import METHODS, SIFT_BOW, Attention, Method
from examiner_app.engine.models.bundle import Bundle, Networks, load_networks
from examiner_app.engine.question import Question
from examiner_app.engine.sift_bow import sift_descriptors
from examiner_app.engine.sift_vocabulary import Vocabulary
from examiner_app.engine.views import NO_CORRECTIONS, Needs, Views, see
from examiner_app.engine.whitening import WhiteningSet, load_whitening, whitening_digest
from examiner_app.errors import BundleError
from examiner_app.translation import tr

BATCH = 16
"""Marks per pass: enough to keep two cores or a GPU busy, little enough for a few GB."""

BATCH_PIXELS = 64_000_000
"""Pixels of the originals per pass: huge ones go through one or two at a time."""

_WORKERS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Describer:
    """Describes marks with one bundle, one whitening and one vocabulary.

    Attributes:
        bundle: The models on disk.
        networks: The models on the device.
        device: Where they run.
        whitening: One per whitened method.
        vocabulary: Visual words of SIFT.
        methods: Keys of the methods that are computed, in the tables' order.
        types: Whether the mark type is wanted.
        memory: Of the text mask of the mark that was asked about last.
    """

    bundle: Bundle
    networks: Networks
    device: Device
    whitening: WhiteningSet
    vocabulary: Vocabulary
    methods: tuple[str, ...]
    types: bool = True
    memory: MaskMemory = field(default_factory=MaskMemory)

    @property
    def bundle_name(self) -> str:
        """Name of the model bundle."""
        return self.bundle.name

    @property
    def bundle_id(self) -> str:
        """Digest of the model bundle."""
        return self.bundle.id

    @property
    def fingerprint(self) -> str:
        """Digest of all that decides a vector: models, whitening, vocabulary."""
        parts = (self.bundle.id, whitening_digest(self.whitening), self.vocabulary.digest)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def dims(self) -> dict[str, int]:
        """Length of the vector of each method that has one."""
        width = self.networks.trunk.width
        return {
            key: self.whitening[key].dimensions if is_whitened(key) else width
            for key in self.methods
            if key != SIFT_BOW
        }

    def describe(self, logos: Sequence[Logo], *, layers: bool = True) -> list[Description]:
        """Describe marks by every method.

        Args:
            logos: Any number of marks; they go through the networks ``BATCH`` at a time.
            layers: Whether to return the attention layers as well.
        """
        found: list[Description] = []
        for batch in _batches(logos):
            views = see(batch, self.networks, self.device, self._needs(layers=layers))
            found += self.from_views(views, layers=layers)
        return found

    def answer(self, logo: Logo, question: Question) -> Description:
        """Describe what is asked about one mark, with its layers, by every method."""
        description = self.from_views(self.look(logo, question))[0]
        if description.layers is None:
            return description
        layers = replace(description.layers, place=question.place(logo))
        return replace(description, layers=layers)

    def look(self, logo: Logo, question: Question) -> Views:
        """Return the maps and layers of what is asked about one mark, in a region its own."""
        corrected = question.corrected()
        return see(
            [question.cut(logo)],
            self.networks,
            self.device,
            self._needs(layers=True),
            NO_CORRECTIONS if corrected is None else {0: corrected},
            self.memory,
        )

    @torch.inference_mode()
    def from_views(self, views: Views, *, layers: bool = True) -> list[Description]:
        """Aggregate maps that are already there."""
        vectors = {
            key: finish(regions, self.whitening[key] if is_whitened(key) else None)
            .float()
            .cpu()
            .numpy()
            for key, regions in method_regions(views, self.methods, self.networks)
        }
        types = views.type_probabilities.cpu().numpy()
        words = self._words(views)
        return [
            Description(
                {key: rows[mark] for key, rows in vectors.items()},
                words[mark],
                types[mark],
                views.layers(mark) if layers else None,
            )
            for mark in range(len(views.squares))
        ]

    def _needs(self, *, layers: bool) -> Needs:
        chosen = [METHODS[key] for key in self.methods]
        return Needs(
            trunk=any(method.key != SIFT_BOW for method in chosen),
            atrha=layers or any(method.view == "atrha" for method in chosen),
            text=layers or any(method.attention == "ssa" for method in chosen),
            cam=layers or any(method.attention == "camsa" for method in chosen),
            types=self.types,
        )

    def _words(self, views: Views) -> list[VisualWords]:
        if SIFT_BOW not in self.methods:
            none = np.zeros(0, np.int32)
            return [VisualWords(none, none) for _ in views.squares]
        # Keypoints are found outside the interpreter's lock; the pool ends with this block.
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="sift") as pool:
            return self.vocabulary.quantise_all(list(map_sift(pool, views)))


def _batches(logos: Sequence[Logo]) -> Iterator[list[Logo]]:
    batch: list[Logo] = []
    pixels = 0
    for logo in logos:
        size = logo.width * logo.height
        if batch and (len(batch) == BATCH or pixels + size > BATCH_PIXELS):
            yield batch
            batch, pixels = [], 0
        batch.append(logo)
        pixels += size
    if batch:
        yield batch


def map_sift(pool: ThreadPoolExecutor, views: Views) -> Iterator[NDArray[np.float32]]:
    """Return the SIFT descriptors of each mark as filed, found by a pool of threads."""
    return pool.map(sift_descriptors, views.squares)


def method_regions(
    views: Views, methods: Sequence[str], networks: Networks
) -> Iterator[tuple[str, Tensor]]:
    """Yield each vector method's region vectors (B, R, C), not normalised, from the same maps.

    Methods that pool in the same way over the same weighted maps share the pooling.
    """
    chosen = [METHODS[key] for key in methods if key != SIFT_BOW]
    pooled: dict[tuple[str, Attention], Tensor] = {}
    for method in chosen:
        group = (method.aggregation, method.attention)
        if group not in pooled:
            alike = [m for m in chosen if (m.aggregation, m.attention) == group]
            pooled[group] = _pool(views, alike, networks)
        regions = pooled[group]
        marks = len(views.squares)
        yield method.key, regions[:marks] if method.view == "filed" else regions[views.atrha]


def _pool(views: Views, alike: list[Method], networks: Networks) -> Tensor:
    method = alike[0]
    both = any(entry.view == "atrha" for entry in alike)
    rows = slice(None) if both else slice(len(views.squares))
    features = attended_features(views, method, rows)
    return AGGREGATIONS[method.aggregation].regions(
        features, concept_maps(method, features, networks)
    )


def attended_features(views: Views, method: Method, rows: slice) -> Tensor:
    """Return the maps (V, C, h, w) that a method pools: weighted by its attention.

    They are float64 where cells are summed. SSA has weights for marks as filed alone.
    """
    features = views.features[rows]
    weights = {"none": None, "ssa": views.ssa, "camsa": views.camsa[rows]}[method.attention]
    if weights is not None:
        features = features * weights[:, None]
    return features.double() if AGGREGATIONS[method.aggregation].sums else features


def concept_maps(method: Method, features: Tensor, networks: Networks) -> Tensor:
    """Return the class maps (V, K, h, w) that a method weighs cells by; K = 0 where it has none."""
    if method.aggregation != "jimenez" or networks.class_head is None:
        return features.new_zeros((features.shape[0], 0, *features.shape[2:]))
    weight, bias = (tensor.to(features.dtype) for tensor in networks.class_head)
    return class_maps(features, top_class_weights(features, weight, bias))


def is_whitened(key: str) -> bool:
    """Whether a method's region vectors are PCA-whitened."""
    return key != SIFT_BOW and AGGREGATIONS[METHODS[key].aggregation].whitened


def available_methods(networks: Networks) -> tuple[str, ...]:
    """Return the methods that a bundle can compute: ``jimenez`` needs a classifier's head."""
    return tuple(
        key
        for key, method in METHODS.items()
        if method.aggregation != "jimenez" or networks.class_head is not None
    )


def open_describer(
    bundle: Bundle,
    device: Device,
    *,
    whitening: WhiteningSet | None = None,
    vocabulary: Vocabulary | None = None,
    methods: Sequence[str] | None = None,
) -> Describer:
    """Load a bundle for describing.

    Args:
        bundle: The models.
        device: Where to run them.
        whitening: Another than the bundle's own, such as a register's.
        vocabulary: Another than the bundle's own, such as a register's.
        methods: Keys of the methods wanted; all that the bundle can compute by default.

    Raises:
        BundleError: Something that the methods need is missing or damaged.
    """
    networks = load_networks(bundle, device)
    possible = available_methods(networks)
    wanted = possible if methods is None else tuple(key for key in METHODS if key in set(methods))
    if impossible := [key for key in wanted if key not in possible]:
        raise BundleError(
            tr(
                "The model bundle {name} cannot compute {impossible}.",
                name=bundle.name,
                impossible=impossible[0],
            )
        )
    if whitening is None:
        path = bundle.path("whitening")
        whitening = {} if path is None else load_whitening(path)
    if missing := [key for key in wanted if is_whitened(key) and key not in whitening]:
        raise BundleError(
            tr("There is no whitening for {missing}: fit one for this bundle.", missing=missing[0])
        )
    if vocabulary is None:
        path = bundle.path("vocabulary")
        if path is None:
            raise BundleError(
                tr("The model bundle {name} has no SIFT vocabulary: fit one.", name=bundle.name)
            )
        vocabulary = Vocabulary.load(path)
    placed = {key: entry.to(device.torch_device) for key, entry in whitening.items()}
    return Describer(bundle, networks, device, placed, vocabulary, wanted)
