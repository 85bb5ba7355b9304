from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ended import wait_until_ended

_KILLED = """
import os, signal, sys
from multiprocessing import active_children
from examiner_app.engine.training.feed import Feed

feed = Feed(divmod, 2)
assert [feed.get(step, 2) for step in (8, 9)] == [(4, 0), (4, 1)]
print(*(child.pid for child in active_children()))
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_processes_that_draw_end_with_a_program_that_is_killed() -> None:
    command = [sys.executable, "-c", _KILLED]
    run = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=120
    )
    workers = run.stdout.split()
    assert len(workers) == 2, run.stderr
    wait_until_ended(workers)
