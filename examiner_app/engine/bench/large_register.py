"""A made-up register of any size, to measure with: a real one's marks over and over, disturbed.

Its ranks mean nothing, but each step of a search costs what it costs on a real register: every
vector is another one, and so is every filing date, class and Vienna code list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.methods import SIFT_BOW
from examiner_app.engine.progress import Progress, Stage, Work
from examiner_app.engine.register.catalogue import Mark
from examiner_app.engine.register.create import check_new
from examiner_app.engine.register.manifest import (
    RegisterManifest,
    SourceReference,
    write_manifest,
)
from examiner_app.engine.register.open import Register
from examiner_app.engine.register.vectors import Half
from examiner_app.engine.register.writer import RegisterWriter, Row
from examiner_app.errors import RegisterError

DISTURBANCE: Final = 0.5
"""Length of what is added to a vector of length 1: copies are near to each other, not equal."""

_BLOCK: Final = 1024
_COMMIT: Final = 64 * _BLOCK
_DRAWN: Final = 4096
_FIRST_YEAR, _YEARS = 1975, 50


def enlarge(register: Register, out: Path, marks: int, seed: int = 0) -> Work[RegisterManifest]:
    """Write a register of ``marks`` marks into the folder ``out``, made of those of ``register``.

    It can be searched with the same models. Whitening and vocabulary stay those of the bundle.

    Raises:
        RegisterError: ``register`` is empty or has models of its own; ``out`` is something else
            or cannot be written.
    """
    if not register.count or register.manifest.state != "bundle":
        raise RegisterError(
            f"{register.path.name} cannot be enlarged: choose a register with marks in it that "
            "uses the whitening of its models, such as the demo."
        )
    check_new(out)
    out.mkdir(parents=True, exist_ok=True)
    stage = Stage("Making up marks", marks)
    yield Progress("Making up marks", 0, marks)
    with closing(RegisterWriter(out, _begin(register, out))) as writer:
        made_up = _MadeUp(register, np.random.default_rng(seed))
        for start in range(0, marks, _BLOCK):
            block = range(start, min(marks, start + _BLOCK))
            writer.append(list(made_up.marks(block)), list(made_up.rows(block)))
            if block.stop % _COMMIT == 0:
                writer.commit()
            yield stage.step(len(block))
        return writer.commit(complete=True)


def _begin(register: Register, out: Path) -> RegisterManifest:
    old = register.manifest
    manifest = RegisterManifest(
        name=f"{old.name}, made up",
        bundle=old.bundle,
        fingerprint=old.fingerprint,
        methods=old.methods,
        state="bundle",
        source=[SourceReference(format="made-up", name=old.name)],
    )
    write_manifest(out, manifest)
    return manifest


class _MadeUp:
    """Marks and rows of a larger register; row i is one of row i modulo the smaller's count."""

    def __init__(self, register: Register, rng: np.random.Generator) -> None:
        self._register = register
        self._rng = rng
        self._count = register.count
        self._known = register.catalogue.all()
        self._methods = [key for key in register.methods if key != SIFT_BOW]
        self._drawn: dict[str, NDArray[np.float32]] = {}

    def marks(self, block: range) -> Iterator[Mark]:
        """Yield what is known of each mark of a block."""
        # Classes, codes and date are drawn apart, or there would be as few lists of them as marks.
        rows = self._rng.integers(self._count, size=(2, len(block)))
        days = self._rng.integers((_YEARS, 12, 28), size=(len(block), 3)).tolist()
        for index, nice, vienna, (year, month, day) in zip(
            block, *rows.tolist(), days, strict=True
        ):
            known = self._known[index % self._count]
            yield replace(
                known,
                id=f"{known.id}/{index // self._count}",
                number=f"{index:09}",
                filed=f"{_FIRST_YEAR + year}-{month + 1:02}-{day + 1:02}",
                nice=self._known[nice].nice,
                vienna=self._known[vienna].vienna,
                group=None,
                repeat=None,
            )

    def rows(self, block: range) -> Iterator[Row]:
        """Yield what is stored of each mark of a block."""
        numbers = np.arange(block.start, block.stop) % self._count
        vectors = {key: self._disturbed(key, numbers) for key in self._methods}
        for place, (index, number) in enumerate(zip(block, numbers.tolist(), strict=True)):
            words, counts = self._words(number)
            # The pictures are stored once; a copy shares that of its mark.
            thumbnail = self._register.thumbnail(number) if index == number else number
            yield Row({key: rows[place] for key, rows in vectors.items()}, words, counts, thumbnail)

    def _words(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        if SIFT_BOW in self._register.methods:
            return self._register.words.row(number)
        empty = np.empty(0, np.int32)
        return empty, empty

    def _disturbed(self, key: str, numbers: NDArray[np.int64]) -> Half:
        disturbances = self._disturbances(key)
        vectors = self._register.vectors(key)[numbers].astype(np.float32)
        vectors += disturbances[self._rng.integers(len(disturbances), size=len(numbers))]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors.astype(np.float16)

    def _disturbances(self, key: str) -> NDArray[np.float32]:
        """Return vectors to add, drawn once: drawing billions of numbers would take minutes."""
        if key not in self._drawn:
            width = self._register.manifest.methods[key]
            drawn = self._rng.standard_normal((_DRAWN, width), np.float32)
            self._drawn[key] = drawn * (DISTURBANCE / np.sqrt(width))
        return self._drawn[key]
