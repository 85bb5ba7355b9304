"""What the libraries under commands that compute for long read when a program starts.

Networks on a CPU ask for blocks of tens of megabytes and give them back, hundreds of times a
second. As it comes, glibc returns each to the system, which clears and maps it again page by page.
And threads that wait for each other by spinning take the processor from those that draw or decode.
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


WAITING: Final = "OMP_WAIT_POLICY"
"""What OpenMP reads, likewise."""


def tune() -> None:
    """Start this program again under :data:`SETTINGS`, unless the user has chosen others.

    Elsewhere than on Linux with glibc nothing happens. Call it before anything is loaded.
    """
    if (
        sys.platform == "linux"
        and VARIABLE not in os.environ
        and sys.executable
        and platform.libc_ver()[0] == "glibc"
    ):
        os.environ[VARIABLE] = SETTINGS
        os.environ.setdefault(WAITING, "PASSIVE")
        # The same program with the same arguments, and the same process: signals find it.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
