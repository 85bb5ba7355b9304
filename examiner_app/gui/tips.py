"""Tooltips that show what is written, whatever it looks like."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return a tooltip with exactly this text: Qt would take words like ``<b>`` for markup."""
    if "<" not in text and "&" not in text:
        return text
    lines = escape(text).replace("\n", "<br>")
    return f"<qt>{lines}</qt>"
