"""What a process that works for another one does first."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import cv2


def become_worker() -> None:
    """Leave Ctrl-C to the first process, use one core, and end when the first process does."""
    # Ctrl-C in a terminal reaches every process of it; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    # A pool's workers would wait for ever for work from a process that was killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
