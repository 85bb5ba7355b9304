"""The keys that a view handles itself, besides the shortcuts of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewKeys:
    """Keys of one view; it stands as ``KEYS`` in the class that handles them.

    Attributes:
        view: What the view is called.
        keys: What each key does.
    """

    view: str
    keys: Mapping[str, str]
