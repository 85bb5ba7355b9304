"""Import the heavy libraries in a worker without stopping the window.

Four things stop it otherwise, each for 50–350 ms: the collector walking half a million new objects,
the dynamic linker loading libraries with the interpreter locked, an extension that makes thousands
of classes in one call, and a worker that keeps the interpreter for its whole share of time.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SWITCH_SECONDS: Final = 0.0005
"""How long a worker keeps the interpreter while the window wants it (Python's own: 5 ms)."""

YOUNG_OBJECTS: Final = 200
"""After how many new objects an import pauses, so that the window may have the interpreter."""

_NEVER: Final = 1_000_000_000
_USUAL: Final = gc.get_threshold()

# In the order in which they are imported, each after those that it needs.
_LIBRARIES: Final = (
    ("torch", "lib/libc10.so"),
    ("torch", "lib/libtorch_cpu.so"),
    ("torch", "lib/libtorch_cuda.so"),
    ("torch", "lib/libtorch.so"),
    ("torch", "lib/libtorch_python.so"),
    ("triton", "_C/libtriton.so"),
    ("cv2", "cv2.abi3.so"),
    ("faiss", "_swigfaiss.abi3.so"),
)

ALL: Final = ("torch", "triton", "cv2", "faiss")
"""The packages with large libraries."""


@contextmanager
def heavy_imports(packages: Sequence[str] = ALL) -> Generator[None]:
    """Prepare for importing some packages in this worker while a window is used."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with patient_collector():
        preload_libraries(packages)
        yield


@contextmanager
def patient_collector() -> Generator[None]:
    """Look at new objects only, and let other threads in each time.

    An extension that starts (torch's for 45 ms) is one call, in which no other thread gets the
    interpreter, except while a callback of the collector runs. When the last worker that imports
    is done, all that was made is put aside, out of later collections.
    """
    _PATIENCE.begin()
    try:
        yield
    finally:
        _PATIENCE.end()


class _Patience:
    """The patient collector, for as long as there is a worker that imports."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers = 0

    def begin(self) -> None:
        with self._lock:
            self._workers += 1
            if self._workers == 1:
                gc.set_threshold(YOUNG_OBJECTS, _NEVER, _NEVER)
                gc.callbacks.append(_let_others_in)

    def end(self) -> None:
        with self._lock:
            self._workers -= 1
            if self._workers == 0:
                gc.callbacks.remove(_let_others_in)
                gc.freeze()
                gc.set_threshold(*_USUAL)


_PATIENCE: Final = _Patience()


def _let_others_in(phase: str, information: Mapping[str, int]) -> None:
    """Do nothing: entering a function of Python is when a thread may lose the interpreter."""


def preload_libraries(packages: Sequence[str] = ALL) -> None:
    """Have the dynamic linker load the large libraries with the interpreter unlocked.

    Only on Linux, where it matters; a library that cannot be loaded here is its package's to
    report.
    """
    if not sys.platform.startswith("linux"):
        return
    # Called through ctypes, dlopen runs without the interpreter lock; ctypes.CDLL would hold it.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    if "torch" in packages:
        _load(dlopen, "torch", "lib/libtorch_global_deps.so", os.RTLD_GLOBAL)
    for package, name in _LIBRARIES:
        if package in packages:
            _load(dlopen, package, name, os.RTLD_LOCAL)


def _load(dlopen: Callable[[bytes, int], object], package: str, name: str, scope: int) -> None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return
    file = Path(spec.origin).parent / name
    if file.exists():
        dlopen(os.fsencode(file), scope | os.RTLD_NOW)
