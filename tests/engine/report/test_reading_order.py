from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from examiner_app.engine.report.reading_order import levels, reordered, right_to_left

LETTERS = "abZéאבגחסه 12٣٤()[]<>.,:-+%$'!&/·咖「」\u05b0\u0300\u0651"


def seen(text: str) -> str:
    pairs = list(zip(text, levels(text), strict=True))
    return "".join(letter for letter, _ in reordered(pairs, lambda pair: pair[1]))


@settings(max_examples=600, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=24).map(str.strip).filter(bool))
def test_the_order_is_that_of_another_implementation(text: str) -> None:
    assert seen(text) == get_display(text, base_dir="R" if right_to_left(text) else "L")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("abc 12", "abc 12"),
        ("אבג", "גבא"),
        ("אבג 12", "12 גבא"),
        ("abc אבג 12", "abc 12 גבא"),
        ("אב (cd) גה", "הג )cd( בא"),
        ("قهوة ١٢-abc", "abc-١٢ ةوهق"),
        ("- 5 %", "- 5 %"),
    ],
)
def test_words_are_seen_as_they_are_read(text: str, expected: str) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ("12 (", False), ("a אב", False), ("12 אב a", True), ("«قهوة» a", True)],
)
def test_the_first_letter_says_where_a_text_begins(text: str, expected: bool) -> None:
    assert right_to_left(text) is expected


def test_what_joins_letters_has_the_level_of_what_it_joins() -> None:
    assert levels("می\u200cشود") == [1] * 6
    assert levels("a\u00adb") == [0, 0, 0]
    assert levels("\u200dא") == [1, 1]


def test_brackets_that_nobody_closes_are_read() -> None:
    text = "א" + "(" * 200 + "a" + ")" * 200
    assert sorted(seen(text)) == sorted(text)
