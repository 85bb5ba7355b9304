"""Import the heavy libraries in a worker without stopping the window.

Three things stop it otherwise, each for 150–350 ms: the collector walking half a million new
objects, the dynamic linker loading torch's libraries with the interpreter locked, and a worker
that keeps the interpreter for its whole share of time.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SWITCH_SECONDS: Final = 0.0005
"""How long a worker keeps the interpreter while the window wants it (Python's own: 5 ms)."""

_GLOBAL: Final = ("libtorch_global_deps.so",)
_LIBRARIES: Final = ("libc10.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so")


def share_interpreter() -> None:
    """Let the window have the interpreter soon after it asks for it."""
    sys.setswitchinterval(SWITCH_SECONDS)


@contextmanager
def quiet_collector() -> Generator[None]:
    """Pause garbage collection, then put all that was made aside, out of later collections."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def preload_torch() -> None:
    """Have the dynamic linker load torch's libraries with the interpreter unlocked.

    Only on Linux, where it matters; a library that cannot be loaded here is torch's to report.
    """
    spec = importlib.util.find_spec("torch")
    if not sys.platform.startswith("linux") or spec is None or spec.origin is None:
        return
    # Called through ctypes, dlopen runs without the interpreter lock; ctypes.CDLL would hold it.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    folder = Path(spec.origin).parent / "lib"
    for names, flags in ((_GLOBAL, os.RTLD_GLOBAL | os.RTLD_NOW), (_LIBRARIES, os.RTLD_NOW)):
        for name in names:
            if (folder / name).exists():
                dlopen(os.fsencode(folder / name), flags)
