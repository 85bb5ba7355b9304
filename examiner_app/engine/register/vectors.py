"""Vectors of a register: memory-mapped files, one row per mark.

A method's file ``vectors/<method>.f16`` holds (N, D) float16, row-major; ``vectors/<method>.sq``
holds the (N,) float64 squared norms of those float16 rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from examiner_app.engine.register.sentences import missing
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

Half = NDArray[np.float16]


def vectors_file(method: str) -> str:
    """Return the name of a method's vectors inside the register."""
    return f"vectors/{method}.f16"


def norms_file(method: str) -> str:
    """Return the name of a method's squared norms inside the register."""
    return f"vectors/{method}.sq"


def squared_norms(rows: Half) -> NDArray[np.float64]:
    """Return the exact squared norms (N,) of float16 rows (N, D); see ``ranking.exact``."""
    wide = rows.astype(np.float64)
    norms: NDArray[np.float64] = np.einsum("nd,nd->n", wide, wide)
    return norms


def map_rows(path: Path, dtype: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Map the first rows of a file read-only, without reading them.

    Raises:
        RegisterError: The file is missing or shorter than that.
    """
    kind = np.dtype(dtype)
    expected = kind.itemsize * int(np.prod(shape, dtype=np.int64))
    try:
        size = path.stat().st_size
    except OSError:
        raise RegisterError(missing(path)) from None
    if size < expected:
        raise RegisterError(
            tr(
                "{path} is cut off ({size} of {expected} bytes): restore the register or build "
                "it again.",
                path=path,
                size=size,
                expected=expected,
            )
        )
    if not expected:
        return np.empty(shape, kind)
    return np.memmap(path, kind, "r", shape=shape)
