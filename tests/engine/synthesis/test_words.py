from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis import words
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.scripts import CHARACTERS


def test_words_can_be_written_with_their_font(fonts: FontLibrary) -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        font = fonts.pick(rng)
        has = {" ", *font.extra, *(c for known in font.characters.values() for c in known)}
        for text in (words.brand_words(rng, font), words.slogan(rng, font)):
            assert text.strip()
            assert set(text) <= has


@pytest.mark.parametrize("script", list(CHARACTERS))
def test_every_script_makes_varied_words_of_its_own_letters(script: str) -> None:
    rng = np.random.default_rng(2)
    made = {words.invented_word(rng, script, CHARACTERS[script]) for _ in range(100)}
    assert len(made) > 60
    if script not in {"latin", "cyrillic", "greek"}:
        assert set("".join(made)) <= set(CHARACTERS[script])
    if script in {"thai", "devanagari"}:
        marks = words._MARKS[script]
        assert not any(word[0] in marks for word in made)


def test_no_rude_words() -> None:
    rng = np.random.default_rng(1)
    made = " ".join(words.invented_word(rng, "latin", "") for _ in range(4000))
    assert words._RUDE.search(made.replace(" ", "·")) is None


def test_missing_letters_become_plain_ones(fonts: FontLibrary) -> None:
    latin = fonts.pick(np.random.default_rng(0), "latin")
    bare = type(latin)(latin.path, 0, "x", {"latin": CHARACTERS["latin"]}, frozenset())
    assert words.writable("Çiğ Şöß 7", bare) == "Cig So"
    assert words.writable("777", bare) == "ABC"
