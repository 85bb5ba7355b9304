"""What files may be called after what people type."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 80
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
"""What Windows lets no file be called."""


def file_stem(name: str) -> str:
    """Return what a file may be called after a case: nothing in it leads to another folder."""
    kept = "".join(one if one.isalnum() or one in " -_.," else "-" for one in name)
    stem = kept[:_LONGEST].strip(" .-") or "case"
    return f"case {stem}" if _DEVICES.fullmatch(stem.split(".")[0]) else stem
