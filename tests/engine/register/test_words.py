from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.register import words as module
from examiner_app.engine.register.words import COUNTS, INDPTR, WORDS, SparseWords

SIZE = 50


def write(folder: Path, rows: list[dict[int, int]]) -> SparseWords:
    (folder / "sift").mkdir()
    ends = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    ends.tofile(folder / INDPTR)
    np.array([word for row in rows for word in sorted(row)], np.int32).tofile(folder / WORDS)
    np.array([row[word] for row in rows for word in sorted(row)], np.int32).tofile(folder / COUNTS)
    return SparseWords(folder, len(rows), SIZE)


def made_up(count: int) -> list[dict[int, int]]:
    rng = np.random.default_rng(1)
    rows = []
    for length in rng.integers(0, 12, count).tolist():
        chosen = rng.choice(SIZE, length, replace=False).tolist()
        rows.append({word: int(rng.integers(1, 9)) for word in chosen})
    return rows


@pytest.mark.parametrize("block", [1, 7, 10_000])
def test_products_and_norms_recomputed_mark_by_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(module, "BLOCK_WORDS", block)
    rows = [{}, *made_up(40), {}, {3: 2}, {}]
    words = write(tmp_path, rows)
    weights = np.zeros(SIZE)
    weights[[3, 8, 21]] = 0.7, 1.9, -0.2
    expected = [sum(row[word] * weights[word] for word in sorted(row)) for row in rows]
    # Bit for bit: words without weight add nothing, and the others are added in their order.
    assert words.products(weights).tolist() == expected
    idf = words.statistics.idf
    assert words.statistics.norms.tolist() == [
        float(sum((row[word] ** 2) * idf[word] ** 2 for word in sorted(row))) for row in rows
    ]


def test_a_query_without_weight_has_no_products(tmp_path: Path) -> None:
    words = write(tmp_path, made_up(5))
    assert words.products(np.zeros(SIZE)).tolist() == [0.0] * 5


def test_no_marks(tmp_path: Path) -> None:
    words = write(tmp_path, [])
    assert words.products(np.ones(SIZE)).shape == (0,)
    assert words.statistics.norms.shape == (0,)


def test_marks_without_words(tmp_path: Path) -> None:
    words = write(tmp_path, [{}, {}, {}])
    assert words.products(np.ones(SIZE)).tolist() == [0.0, 0.0, 0.0]
