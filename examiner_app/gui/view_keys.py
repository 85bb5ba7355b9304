"""The keys that a view handles itself, besides the shortcuts of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from examiner_app.translation import tr


@dataclass(frozen=True, slots=True)
class ViewKeys:
    """Keys of one view; it stands as ``KEYS`` in the class that handles them.

    Attributes:
        view: What the view is called.
        keys: What each key does, as ``Shift+Arrows``, ``Home, End``.
    """

    view: str
    keys: Mapping[str, str]


_NAMES: Final = {
    "Ctrl": tr("Ctrl"),
    "Shift": tr("Shift"),
    "Alt": tr("Alt"),
    "Arrows": tr("Arrows"),
    "Left": tr("Left"),
    "Right": tr("Right"),
    "Home": tr("Home"),
    "End": tr("End"),
    "PgUp": tr("PgUp"),
    "PgDown": tr("PgDown"),
    "Space": tr("Space"),
    "Enter": tr("Enter"),
    "Del": tr("Del"),
    "Backspace": tr("Backspace"),
    "Wheel": tr("Wheel"),
}


def key_names(keys: str) -> str:
    """Return the names of keys as they stand on the user's keyboard."""
    return ", ".join(
        "+".join(_NAMES.get(key, key) for key in one.split("+")) for one in keys.split(", ")
    )
