from __future__ import annotations

import pytest

from examiner_app.gui.tips import plain_tip, wrapped


@pytest.mark.parametrize("text", ["", "short", "two\nlines", "a\n\nb"])
def test_what_is_short_stays_as_it_is(text: str) -> None:
    assert wrapped(text) == text


@pytest.mark.parametrize("text", ["x" * 10_000, "word " * 2_000, "<b>" * 900])
def test_what_is_long_is_cut_and_in_narrow_lines(text: str) -> None:
    shown = wrapped(text)
    assert len(shown) < 420
    assert max(map(len, shown.splitlines())) <= 64
    assert shown.endswith("…")
    assert "<b>" not in plain_tip(shown)
