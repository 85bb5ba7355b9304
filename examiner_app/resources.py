"""Where the shipped files are: next to the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

from examiner_app.errors import ExaminerError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder.

    Raises:
        ExaminerError: It is not part of this installation.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    name = "/".join(parts)
    raise ExaminerError(f"The shipped file {name} is missing: install Examiner again.")


def default_bundle() -> Path:
    """Folder of the shipped model bundle."""
    return resource("models", "examiner")


def demo_register() -> Path:
    """Folder of the shipped demo register."""
    return resource("demo", "register")


def demo_logos() -> Path:
    """Folder of the shipped sample candidate logos."""
    return resource("demo", "logos")
