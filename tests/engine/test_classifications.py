from __future__ import annotations

import pytest

from examiner_app import translation
from examiner_app.engine.classifications import (
    NICE_CLASSES,
    VIENNA_CATEGORIES,
    nice_heading,
    vienna_divisions,
    vienna_heading,
    vienna_key,
    vienna_levels,
)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("03.07.16", "03.07.16"),
        ("3.7.16", "03.07.16"),
        ("030716", "03.07.16"),
        ("0307", "03.07"),
        (" A 3.7.16 ", "03.07.16"),
        ("A03.07.16", "03.07.16"),
        ("3-7-16", "03.07.16"),
        ("3", "03"),
        ("27", "27"),
        ("", ""),
        ("bird", ""),
        ("3.", ""),
        ("3.7.16.2", ""),
        ("030", ""),
        ("3.700", ""),
    ],
)
def test_codes_have_one_spelling(code: str, key: str) -> None:
    assert vienna_key(code) == key
    assert vienna_key(key) == key


def test_a_code_lies_in_its_division_and_category() -> None:
    assert vienna_levels("A 3.7.16") == ("03", "03.07", "03.07.16")
    assert vienna_levels("27.5") == ("27", "27.05")
    assert vienna_levels("nothing") == ()


def test_every_category_and_class_has_a_heading() -> None:
    assert list(VIENNA_CATEGORIES) == [f"{number:02}" for number in range(1, 30)]
    assert list(NICE_CLASSES) == list(range(1, 46))
    for headings in (list(VIENNA_CATEGORIES.values()), list(NICE_CLASSES.values())):
        assert len(set(headings)) == len(headings)
        assert all(heading.strip() for heading in headings)


def test_divisions_lie_in_categories_and_say_something_of_their_own() -> None:
    divisions = vienna_divisions()
    assert list(divisions) == sorted(divisions)
    assert len(divisions) > 120
    for code, heading in divisions.items():
        assert vienna_key(code) == code
        assert len(vienna_levels(code)) == 2
        assert code[:2] in VIENNA_CATEGORIES
        assert heading == heading.strip()
        assert heading
    assert len(set(divisions.values())) == len(divisions)
    assert {code[:2] for code in divisions} == set(VIENNA_CATEGORIES)


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("03", "Animals"),
        ("03.07", "Birds, bats"),
        ("24.01", "Shields"),
        ("03.07.16", ""),
        ("03.99", ""),
        ("", ""),
    ],
)
def test_a_heading_is_that_of_the_code_or_none(code: str, heading: str) -> None:
    assert vienna_heading(code) == heading


@pytest.mark.parametrize("language", sorted(set(translation.LANGUAGES) - {"en"}))
def test_divisions_have_their_headings_in_every_language(language: str) -> None:
    english, foreign = vienna_divisions("en"), vienna_divisions(language)
    assert list(foreign) == list(english)
    assert all(foreign.values())
    assert sum(foreign[code] != english[code] for code in english) > 100
    translation.use(language)
    try:
        assert vienna_heading("03.07") == foreign["03.07"]
        assert vienna_heading("03") != VIENNA_CATEGORIES["03"]
        assert nice_heading(12) != NICE_CLASSES[12]
        with translation.in_english():
            assert vienna_heading("03.07") == english["03.07"]
            assert nice_heading(12) == NICE_CLASSES[12]
    finally:
        translation.use("en")


def test_a_class_that_is_not_there_has_no_heading() -> None:
    assert nice_heading(0) == nice_heading(46) == ""
