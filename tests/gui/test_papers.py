from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from examiner_app.gui.papers import chosen_paper, usual_paper
from examiner_app.gui.preferences import Preferences
from examiner_app.settings import PAPER


@pytest.mark.parametrize(
    ("locale", "paper"),
    [
        ("en_US", "letter"),
        ("es_MX", "letter"),
        ("fr_CA", "letter"),
        ("en_GB", "a4"),
        ("de_CH", "a4"),
        ("ja_JP", "a4"),
        ("C", "a4"),
    ],
)
def test_the_usual_paper_is_that_of_the_country(locale: str, paper: str) -> None:
    assert usual_paper(QLocale(locale)) == paper


def test_what_was_chosen_last_is_used() -> None:
    preferences = Preferences()
    assert chosen_paper(preferences) == usual_paper(QLocale.system())
    for paper in ("letter", "a4"):
        preferences.set(PAPER, paper)
        assert chosen_paper(preferences) == paper
    preferences.set(PAPER, "papyrus")
    assert chosen_paper(preferences) == usual_paper(QLocale.system())
