from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from examiner_app.engine.register.sentences import damaged, missing


@pytest.mark.parametrize("say", [missing, damaged])
def test_a_sentence_names_the_file_and_says_what_to_do(say: Callable[[Path], str]) -> None:
    said = say(Path("a {b}") / "marks.sqlite")
    assert said.startswith("a {b}/marks.sqlite is ")
    assert said.endswith("build it again.")
