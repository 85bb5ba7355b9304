from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from examiner_app.gui.warm_up import YOUNG_OBJECTS, patient_collector


def run(program: str) -> tuple[str, str]:
    """Run a program of this test in a fresh interpreter; return what it printed."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), done.stderr


def test_the_collector_comes_back_even_after_an_error() -> None:
    usual = gc.get_threshold()
    seen = []

    def fail() -> None:
        with patient_collector():
            seen.append(gc.get_threshold())
            raise ValueError("x")

    before = len(gc.callbacks)
    with pytest.raises(ValueError, match="x"):
        fail()
    assert seen[0] != usual
    assert gc.get_threshold() == usual
    assert len(gc.callbacks) == before
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


def test_two_workers_may_import_at_once() -> None:
    usual = gc.get_threshold()
    one, other = patient_collector(), patient_collector()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    # The other one still imports.
    assert gc.get_threshold() != usual
    other.__exit__(None, None, None)
    assert gc.get_threshold() == usual
    gc.unfreeze()


def longest_wait(call: Callable[[], object]) -> float:
    """Return how long, in seconds, this thread was kept from the interpreter during a call."""
    worker = threading.Thread(target=call)
    longest, last = 0.0, time.perf_counter()
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    worker.join()
    return longest


def test_a_long_call_lets_others_in() -> None:
    def in_one_call() -> None:
        # No instruction of Python runs in between, as while an extension starts.
        list(zip(range(2_000_000), range(2_000_000), strict=True))

    def impatiently() -> None:
        gc.disable()
        try:
            in_one_call()
        finally:
            gc.enable()

    def patiently() -> None:
        with patient_collector():
            in_one_call()

    blocked = max(longest_wait(impatiently) for _ in range(3))
    answered = min(longest_wait(patiently) for _ in range(3))
    gc.unfreeze()
    assert answered < blocked / 2


def test_the_window_is_there_without_the_heavy_libraries() -> None:
    program = (
        "import sys, examiner_app.gui.bench\n"
        "from examiner_app.gui.app import Arguments, make_application, make_window\n"
        "from examiner_app.gui.engine import real_engine\n"
        "from examiner_app.gui.preferences import Preferences\n"
        "application = make_application()\n"
        "window = make_window(application, Arguments(), real_engine(), Preferences())\n"
        "window.show()\n"
        "application.processEvents()\n"
        "heavy = {'torch', 'torchvision', 'faiss', 'cv2', 'numpy', 'PIL', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "window.close()"
    )
    assert run(program) == ("[]", "")


def test_torch_works_after_its_libraries_were_preloaded() -> None:
    program = (
        "from examiner_app.gui.warm_up import *\n"
        "with heavy_imports():\n"
        "    import torch, cv2, faiss\n"
        "import gc; gc.unfreeze()\n"
        "print(int(torch.ones(3, 3).matmul(torch.ones(3, 1)).sum()))"
    )
    assert run(program) == ("9", "")


def test_a_register_is_opened_with_patient_imports() -> None:
    program = (
        "import gc, sys\n"
        "from pathlib import Path\n"
        "from examiner_app.gui.engine import real_engine\n"
        "class Watch:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'cv2': print(len(gc.callbacks), gc.get_threshold()[0])\n"
        "sys.meta_path.insert(0, Watch())\n"
        "from examiner_app.resources import demo_register\n"
        "for _ in range(2):\n"
        "    register = real_engine().open_register(demo_register())\n"
        "    register.close()\n"
        "print(len(gc.callbacks), gc.get_threshold()[0])\n"
        "gc.unfreeze()"
    )
    *found, after = run(program)[0].split("\n")
    assert set(found) == {f"1 {YOUNG_OBJECTS}"}
    assert after.startswith("0 ")
