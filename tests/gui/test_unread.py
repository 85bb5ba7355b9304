from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from examiner_app.gui import unread

LOOK = """
import linecache, sys
import examiner_app.gui.theme
import wave
assert "PySide6.QtWidgets" in sys.modules and wave
print(sorted(name for name in linecache.cache if "theme" in name or "wave" in name))
"""


def test_no_source_is_read_when_a_module_is_imported() -> None:
    """PySide's own way leaves the lines of each module in the cache of lines."""
    done = subprocess.run(  # noqa: S603 - our own line
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_pyside_that_looks_elsewhere_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    features = importlib.import_module("shibokensupport.feature")
    monkeypatch.delattr(features, "_mod_uses_pyside")
    unread.leave_sources_unread()
    assert not hasattr(features, "_mod_uses_pyside")
    monkeypatch.setattr(unread, "_FEATURES", "shibokensupport.elsewhere")
    unread.leave_sources_unread()
