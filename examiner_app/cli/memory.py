"""How the C library hands out memory to commands that compute for long.

Networks on a CPU ask for blocks of tens of megabytes and give them back, hundreds of times a
second. As it comes, glibc returns each to the system, which clears and maps it again page by page.
"""

from __future__ import annotations

import os
import platform
import sys
from typing import Final

VARIABLE: Final = "GLIBC_TUNABLES"
"""What glibc reads when a program starts, and never again."""

SETTINGS: Final = ":".join(
    (
        "glibc.malloc.hugetlb=1",  # large pages, where the system offers them
        "glibc.malloc.mmap_max=0",  # large blocks come from the heap ...
        f"glibc.malloc.trim_threshold={100 * 2**30}",  # ... and stay in it
        f"glibc.malloc.top_pad={256 * 2**20}",
    )
)


def keep_memory() -> None:
    """Start this program again under :data:`SETTINGS`, unless it has chosen its own already.

    Elsewhere than on Linux with glibc nothing happens. Call it before anything is loaded.
    """
    if (
        sys.platform == "linux"
        and VARIABLE not in os.environ
        and sys.executable
        and platform.libc_ver()[0] == "glibc"
    ):
        os.environ[VARIABLE] = SETTINGS
        # The same program with the same arguments, and the same process: signals find it.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
