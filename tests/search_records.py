"""Search records for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from examiner_app.engine.cases.search_record import (
    NearMark,
    SearchedModels,
    SearchedRegister,
    SearchRecord,
)

TIME = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
IMAGE = "1" * 64


def record(**changes: Any) -> SearchRecord:
    """Return a record of a search, with some fields changed."""
    values: dict[str, Any] = {
        "time": TIME,
        "image": IMAGE,
        "name": "heron.png",
        "searched": SearchedRegister(
            id="r" * 32, name="Marks", path="/marks", count=1500, updated=TIME, fingerprint="f"
        ),
        "models": SearchedModels(name="examiner", id="b" * 64),
        "methods": ("mac", "rmac"),
        "sort": "rmac",
        "fold": "nothing",
        "passing": 1500,
        "seconds": 0.5,
        "device": "CPU",
        "program": "Examiner 1",
        "ranks": {"mac": "a" * 64, "rmac": "c" * 64},
        "nearest": tuple(NearMark(id=f"m{rank}", rank=rank) for rank in range(1, 6)),
    }
    return SearchRecord(**values | changes)
