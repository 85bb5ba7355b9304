from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.description import Description, VisualWords
from examiner_app.engine.logo import Logo
from examiner_app.engine.methods import METHODS
from examiner_app.engine.progress import finish
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.manifest import RegisterManifest
from examiner_app.engine.sources.folder import FolderSource

SIZE = 20


class PixelDescriber:
    """Describes a mark by its own pixels, differently for each method: no networks needed."""

    bundle_name = "pixels"
    bundle_id = "0" * 64

    def __init__(
        self, methods: Sequence[str] = ("sift_bow", "mac", "atrha_rmac"), fingerprint: str = "f"
    ) -> None:
        self.methods = tuple(methods)
        self.dims = {key: 8 for key in methods if key != "sift_bow"}
        self.fingerprint = fingerprint
        self.seen: list[str] = []
        self.spoilt: set[str] = set()

    def describe(self, logos: Sequence[Logo], *, layers: bool = True) -> list[Description]:
        assert not layers
        return [self._one(logo) for logo in logos]

    def _one(self, logo: Logo) -> Description:
        self.seen.append(logo.name)
        small = cv2.resize(logo.pixels, (4, 4), interpolation=cv2.INTER_AREA).astype(np.float64)
        vectors = {}
        for key in self.dims:
            weights = np.random.default_rng(list(METHODS).index(key)).standard_normal((48, 8))
            vector = (small.ravel() - 127) @ weights
            vector /= max(1e-9, float(np.linalg.norm(vector)))
            if logo.name in self.spoilt:
                vector[3] = np.nan
            vectors[key] = vector.astype(np.float32)
        counts = np.bincount(small.astype(int).ravel() % SIZE, minlength=SIZE)
        words = np.flatnonzero(counts).astype(np.int32)
        light = float(small.mean()) / 255
        types = np.array([light / 2, light / 2, 1 - light], np.float32)
        visual = VisualWords(words, counts[words].astype(np.int32))
        return Description(vectors, visual, types, None)


def png(seed: int, side: int = 24) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side + seed % 5, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def describer() -> PixelDescriber:
    return PixelDescriber()


@pytest.fixture
def describer_type() -> type[PixelDescriber]:
    return PixelDescriber


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    for number in range(12):
        (folder / f"m{number}.png").write_bytes(png(number))
    return folder


Build = Callable[..., RegisterManifest]


@pytest.fixture
def build() -> Build:
    def run(
        marks: Path, out: Path, describer: PixelDescriber, **options: object
    ) -> RegisterManifest:
        chosen = {"vocabulary_size": SIZE, "batch": 5} | options
        work = build_register(FolderSource(marks), out, describer, BuildOptions(**chosen))  # type: ignore[arg-type]
        return finish(work)

    return run
