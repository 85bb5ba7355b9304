"""Names of cases lead nowhere as names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.gui.file_names import file_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("EM 018 123", "EM 018 123"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\\y?.png", "C--x-y-.png"),
        ("..", "case"),
        ("", "case"),
        ("\x00\u202e", "case"),
        ("con", "case con"),
        ("NUL.png", "case NUL.png"),
        ("Müller & Söhne", "Müller - Söhne"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_is_called_after_a_case_without_leading_anywhere(name: str, stem: str) -> None:
    assert file_stem(name) == stem
    assert Path(stem).name == stem
