"""Strictness for the whole suite: no screen, no thread left behind, no line in Qt's log.

Qt's log lines fail tests by ``qt_log_level_fail`` in pyproject.toml.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PATIENCE = 2.0
"""Seconds that a thread which was told to end may take."""


@pytest.fixture(autouse=True)
def no_dangling_threads() -> Iterator[None]:
    """Fail a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    left = _new_threads(before)
    while left and time.monotonic() < deadline:
        left[0].join(0.02)
        left = _new_threads(before)
    assert not left, f"threads left behind: {', '.join(thread.name for thread in left)}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    # A dummy stands for a thread that a C++ library made and keeps (OpenMP, Qt's pools).
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
