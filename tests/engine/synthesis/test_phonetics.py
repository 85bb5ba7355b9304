from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from examiner_app.engine.synthesis.fonts import Font, FontLibrary
from examiner_app.engine.synthesis.phonetics import (
    SPELT_SCRIPTS,
    phonetic_name,
    script_of,
    sound_alikes,
)
from examiner_app.engine.synthesis.scripts import CHARACTERS

Distance = Callable[[str, str], int]
_SAME_SOUND = (("ph", "f"), ("ks", "x"), ("[cq]", "k"), ("z", "s"), ("w", "v"))


def _font(script: str) -> Font:
    return Font("", 0, script, {script: CHARACTERS[script]}, frozenset())


def _consonants(name: str) -> str:
    """Return what is heard of the consonants of a Latin name."""
    for written, heard in _SAME_SOUND:
        name = re.sub(written, heard, name)
    return re.sub("[aeiouy]", "", re.sub(r"(.)\1", r"\1", name))


@pytest.mark.parametrize("script", tuple(CHARACTERS))
def test_names_that_sound_alike_differ_by_little(script: str, edit_distance: Distance) -> None:
    font = _font(script)
    for seed in range(30):
        rng = np.random.default_rng(seed)
        name = phonetic_name(rng, font)
        others = sound_alikes(rng, name, font, 14)
        assert len({name, *others}) == 15
        assert {script_of(other) for other in others} == {script}
        assert all(set(other) <= set(CHARACTERS[script]) for other in others)
        assert all(1 <= edit_distance(name, other) <= 4 for other in others)


def test_latin_names_keep_their_consonants_but_for_an_ending() -> None:
    font = _font("latin")
    for seed in range(60):
        rng = np.random.default_rng(seed)
        name = phonetic_name(rng, font)
        for other in sound_alikes(rng, name, font, 14):
            kept, heard = _consonants(name), _consonants(other)
            assert heard[: len(kept)] == kept
            assert len(heard) <= len(kept) + 1


def test_every_family_of_the_examples_occurs() -> None:
    variants = set(sound_alikes(np.random.default_rng(0), "kafinor", _font("latin"), 80))
    assert {"cafinor", "qafinor", "kaphinor", "kafynor", "kafinorr", "kafinora"} <= variants


def test_names_are_written_in_letters_that_can_be_spelt_another_way(fonts: FontLibrary) -> None:
    rng = np.random.default_rng(0)
    for _ in range(40):
        font = fonts.pick(rng)
        name = phonetic_name(rng, font)
        assert script_of(name) in SPELT_SCRIPTS
        assert set(name) <= set(font.characters[script_of(name)])
