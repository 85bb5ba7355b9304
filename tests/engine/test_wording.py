from __future__ import annotations

import pytest

from examiner_app.engine.wording import counts_text, duration, size_text, thousands


def test_thousands_are_apart() -> None:
    assert thousands(0) == "0"
    assert thousands(999) == "999"
    assert thousands(923_343) == "923\u00a0343"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (16_640_000, "16.6 MB"),
        (712_000_000, "712 MB"),
        (9_000_000_000, "9.0 GB"),
        (4_321_000_000_000, "4\u00a0321.0 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (9.4, "9 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (11_220, "3 h 07 min")],
)
def test_lengths_of_time(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_counts_begin_with_the_most_and_end_with_the_rest() -> None:
    assert counts_text({}) == ""
    assert counts_text({"US": 0, "EM": 1_200, "": 7}) == "EM: 1\u00a0200, not stated: 7"
    many = {f"{number:02}": number for number in range(1, 15)}
    assert counts_text(many).endswith("04: 4, 03: 3, 2 others: 3")
