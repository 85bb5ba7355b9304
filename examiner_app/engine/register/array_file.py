"""Arrays in a file that is only ever a copy: one that is not right is as good as none."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

Arrays = Mapping[str, NDArray[Any]]
"""Name → array."""

_VERSION: Final = "1"


def save_arrays(path: Path, of: str, arrays: Arrays) -> bool:
    """Keep arrays that were computed from what has the digest ``of``, where that is possible.

    Returns:
        Whether it was: the disk may be full, or the folder not to be written to.
    """
    data = save(dict(arrays), _label(of, arrays))
    # Two programs may keep the same at once. No sync: a power cut costs no more than a reading.
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        return False
    return True


def load_arrays(path: Path, of: str) -> dict[str, NDArray[Any]] | None:
    """Return the arrays that were kept for the digest ``of``; ``None`` where there are none."""
    try:
        if not path.is_file():
            return None
        _fetch(path)
        with safe_open(path, framework="numpy") as file:
            label: dict[str, str] = file.metadata() or {}
            if label.get("of") != of:
                return None
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, TypeError):
        return None
    return arrays if label == _label(of, arrays) else None


def _fetch(path: Path) -> None:
    """Have the system read a file with the interpreter unlocked: safetensors keeps it locked."""
    room = bytearray(1 << 20)
    with path.open("rb", buffering=0) as file:
        while file.readinto(room):
            pass


def _label(of: str, arrays: Arrays) -> dict[str, str]:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {array.dtype} {array.shape} ".encode())
        digest.update(array.tobytes())
    return {"version": _VERSION, "of": of, "sha256": digest.hexdigest()}
