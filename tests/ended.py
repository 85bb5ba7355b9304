"""Waiting for processes that nobody is the parent of any more."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path


def wait_until_ended(processes: Sequence[str], seconds: float = 30) -> None:
    """Return once none of ``processes`` (ids) runs; fail if one still does after ``seconds``."""
    deadline = time.monotonic() + seconds
    while any(_alive(process) for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _alive(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
