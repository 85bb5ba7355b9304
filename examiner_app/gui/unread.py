"""Keep PySide from reading the source of everything that is imported.

It looks in it for its own name, once for each module that is imported after it: who might have
asked for ``snake_case`` names (its ``__feature__``) must say so there. Nobody here does; with torch
that is nearly a thousand files, 17 MB of lines that stay in memory, and a third of a second.
"""

from __future__ import annotations

import importlib

_FEATURES = "shibokensupport.feature"
_LOOKS = "_mod_uses_pyside"


def leave_sources_unread() -> None:
    """Have PySide take it that no module asks for other names of its methods.

    A PySide that does not look, or looks elsewhere, is left as it is.
    """
    importlib.import_module("PySide6.QtCore")
    try:
        features = importlib.import_module(_FEATURES)
    except ImportError:
        return
    if callable(getattr(features, _LOOKS, None)):
        setattr(features, _LOOKS, _uses_no_features)


def _uses_no_features(_module: object) -> bool:
    return False
