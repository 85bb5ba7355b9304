from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QLocale

from examiner_app import translation
from examiner_app.errors import ExaminerError
from examiner_app.gui import app, launch
from examiner_app.gui.launch import chosen_language
from examiner_app.settings import LANGUAGE


class Store:
    """Settings that hold one choice."""

    choice = LANGUAGE.default

    def __init__(self, *names: str) -> None:
        assert names == ("Examiner", "Examiner")

    def value(self, key: str, default: str) -> str:
        assert (key, default) == (LANGUAGE.key, LANGUAGE.default)
        return self.choice


@pytest.fixture(autouse=True)
def _store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "QSettings", Store)
    monkeypatch.delenv(launch.VARIABLE, raising=False)


@pytest.mark.parametrize(
    ("choice", "system", "expected"),
    [
        ("system", ["de-AT", "en"], "de"),
        ("system", ["fr-FR"], "en"),
        ("en", ["de-DE"], "en"),
        ("de", ["en-US"], "de"),
        ("no such", ["de-DE"], "en"),
    ],
)
def test_the_setting_decides_and_the_system_where_it_says_so(
    monkeypatch: pytest.MonkeyPatch, choice: str, system: list[str], expected: str
) -> None:
    monkeypatch.setattr(Store, "choice", choice)
    monkeypatch.setattr(QLocale, "uiLanguages", lambda *_: system)
    assert chosen_language([]) == expected


def test_pictures_are_english_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Store, "choice", "de")
    assert chosen_language(["--picture", "a.png"]) == "en"
    monkeypatch.setenv(launch.VARIABLE, "de_DE.UTF-8")
    assert chosen_language(["--picture", "a.png"]) == "de"


def test_the_language_is_known_before_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(sys, "argv", ["examiner"])
    monkeypatch.setattr(Store, "choice", "de")
    monkeypatch.setattr(app, "run", lambda: spoken.append(translation.language()))
    try:
        launch.run()
    finally:
        translation.use("en")
    assert spoken == ["de"]


def test_a_missing_catalogue_does_not_keep_the_window_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(_: str) -> None:
        raise ExaminerError("The shipped file is missing.")

    opened: list[bool] = []
    monkeypatch.setattr(sys, "argv", ["examiner"])
    monkeypatch.setattr(translation, "use", missing)
    monkeypatch.setattr(app, "run", lambda: opened.append(True))
    launch.run()
    assert opened == [True]
    assert "missing" in capsys.readouterr().err
