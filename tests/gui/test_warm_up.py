from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from examiner_app.gui.warm_up import quiet_collector


def run(program: str) -> tuple[str, str]:
    """Run a program of this test in a fresh interpreter; return what it printed."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), done.stderr


def test_the_collector_comes_back_even_after_an_error() -> None:
    seen = []

    def fail() -> None:
        with quiet_collector():
            seen.append(gc.isenabled())
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()
    assert seen == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


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
        "share_interpreter(); preload_torch()\n"
        "with quiet_collector():\n"
        "    import torch\n"
        "import gc; gc.unfreeze()\n"
        "print(int(torch.ones(3, 3).matmul(torch.ones(3, 1)).sum()))"
    )
    assert run(program) == ("9", "")
