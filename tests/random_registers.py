"""Registers of given vectors, written without any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from examiner_app.engine.register.catalogue import Mark
from examiner_app.engine.register.manifest import BundleReference, RegisterManifest, write_manifest
from examiner_app.engine.register.open import Register, open_register
from examiner_app.engine.register.writer import RegisterWriter, Row

Words = tuple[Sequence[int], Sequence[int]]


def write_register(
    folder: Path,
    vectors: Mapping[str, NDArray[np.float16]],
    words: Sequence[Words] | None = None,
    groups: Sequence[int | None] | None = None,
    vocabulary: int = 50,
    about: Sequence[Mapping[str, object]] | None = None,
) -> None:
    """Write a register of given vectors and words, and what is known of marks, without images."""
    folder.mkdir()
    methods = {"sift_bow": vocabulary} if words is not None else {}
    methods |= {key: rows.shape[1] for key, rows in vectors.items()}
    manifest = RegisterManifest(
        name="made up", bundle=BundleReference(name="b", id="0"), fingerprint="f", methods=methods
    )
    write_manifest(folder, manifest)
    counts = [len(rows) for rows in vectors.values()] + ([len(words)] if words is not None else [])
    marks, rows = [], []
    for index in range(counts[0]):
        group = None if groups is None else groups[index]
        blank = ("",) * 7
        mark = Mark(
            index, f"id{index}", *blank, (), (), "figure-only", (0, 1, 0), group, "", "", index
        )
        marks.append(mark if about is None else replace(mark, **about[index]))
        found, number = ((), ()) if words is None else words[index]
        visual = np.array(found, np.int32), np.array(number, np.int32)
        rows.append(Row({key: value[index] for key, value in vectors.items()}, *visual, b"x"))
    writer = RegisterWriter(folder, manifest)
    if marks:
        writer.append(marks, rows)
    writer.commit(complete=True)
    writer.close()


@pytest.fixture
def make_register(tmp_path: Path) -> Iterator[Callable[..., Register]]:
    opened: list[Register] = []

    def make(*args: object, **kwargs: object) -> Register:
        folder = tmp_path / f"register{len(opened)}"
        write_register(folder, *args, **kwargs)  # type: ignore[arg-type]
        opened.append(open_register(folder))
        return opened[-1]

    yield make
    for register in opened:
        register.close()


@pytest.fixture
def unit() -> Callable[..., NDArray[np.float16]]:
    """Random l2-normalised rows."""

    def make(count: int, dim: int, seed: int = 0) -> NDArray[np.float16]:
        rows = np.random.default_rng(seed).standard_normal((count, dim))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)

    return make
