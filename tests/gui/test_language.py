"""Whether every text of the windows is marked for translation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.foreign_window import rest

ROOT = Path(__file__).parents[2]


def test_every_window_speaks_the_language_it_was_opened_in() -> None:
    command = [sys.executable, "-m", "tests.gui.foreign_window"]
    done = subprocess.run(  # noqa: S603 - our own module
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "mark these texts by tr(), and run packaging/translate.sh"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("⟦Open⟧", ""),
        ("Open", "Open"),
        ("⟦a ⟦b⟧ c⟧ (Esc)", " (Esc)"),
        ("<b>⟦x⟧</b>", ""),
        ("", ""),
    ],
)
def test_what_is_left_was_not_translated(text: str, left: str) -> None:
    assert rest(text) == left
