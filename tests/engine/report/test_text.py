from __future__ import annotations

import pytest

from examiner_app.engine.report.text import printable, shorten


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("BLUE  HERON\n", "BLUE HERON"),
        ("a\x00b\x1b[31mc", "a\ufffdb\ufffd[31mc"),
        ("file\udc80", "file\ufffd"),
        ("\u202e123\u2069", "123"),
        ("قهوة 咖啡 🦊", "قهوة 咖啡 🦊"),
        ("\u2028 x\ty\u00a0z", "x y\u00a0z"),
        ("\uffff", "\ufffd"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_shorten_keeps_the_limit() -> None:
    assert shorten("abc", 3) == "abc"
    assert shorten("abcd", 3) == "ab…"
    assert len(shorten("x" * 900, 240)) == 240
