"""Whether every text of the windows is marked for translation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from examiner_app import translation
from tests.gui.access_keys import clashes
from tests.gui.foreign_window import rest

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a module: a process speaks one language."""
    command = [sys.executable, "-m", *words]
    return subprocess.run(  # noqa: S603 - our own module
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_every_window_speaks_the_language_it_was_opened_in() -> None:
    done = run("tests.gui.foreign_window")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "mark these texts by tr(), and run packaging/translate.sh"


@pytest.mark.parametrize("language", translation.LANGUAGES)
def test_an_access_key_stands_for_one_entry_of_its_menu(language: str) -> None:
    done = run("tests.gui.access_keys", language)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_clash_of_access_keys_is_found(qapp: QApplication) -> None:
    menu = QMenu()
    for text in ("&Open", "&Other", "Save && &quit", "&&o"):
        menu.addAction(text)
    inside = menu.addMenu("&More")
    inside.addActions([inside.addAction("&a"), inside.addAction("A&A")])
    assert list(clashes("File", menu.actions())) == ["File: &Open, &Other", "&More: &a, A&A"]


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
