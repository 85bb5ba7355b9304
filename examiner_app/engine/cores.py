"""How many processor cores there are to share work among."""

from __future__ import annotations

import os


def usable_cores() -> int:
    """Return how many cores this program may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
