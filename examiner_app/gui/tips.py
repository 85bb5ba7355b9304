"""Tooltips that show what is written, whatever it looks like."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Final

from PySide6.QtGui import QKeySequence

_LONGEST: Final = 400
_WIDEST: Final = 64
"""Characters of a note, and of one of its lines, that a tooltip shows."""


def plain_tip(text: str) -> str:
    """Return a tooltip with exactly this text: Qt would take words like ``<b>`` for markup."""
    if "<" not in text and "&" not in text:
        return text
    lines = escape(text).replace("\n", "<br>")
    return f"<qt>{lines}</qt>"


def wrapped(text: str) -> str:
    """Return the beginning of a long text in lines of a width that a tooltip can have."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    lines = (textwrap.wrap(line, _WIDEST) or [""] for line in shown.splitlines())
    return "\n".join(part for line in lines for part in line)


def native_keys(shortcut: QKeySequence) -> str:
    """Return a shortcut as it stands on the user's keyboard."""
    return shortcut.toString(QKeySequence.SequenceFormat.NativeText)


def with_keys(tip: str, shortcut: str) -> str:
    """Return a tip that ends with the shortcut, where there is one."""
    return f"{tip} ({native_keys(QKeySequence(shortcut))})" if shortcut else tip
