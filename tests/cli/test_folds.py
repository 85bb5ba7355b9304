from __future__ import annotations

from examiner_app.cli.folds import cell_text


def test_a_place_says_how_many_more_it_stands_for() -> None:
    assert [cell_text(size) for size in (0, 1, 2, 1235)] == ["", "", "+1", "+1\xa0234"]
