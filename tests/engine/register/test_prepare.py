from __future__ import annotations

import threading
from pathlib import Path

from examiner_app.engine.register.prepare import Prepared, Unusable, prepare
from examiner_app.engine.sources.folder import FolderSource


def test_order_is_kept_and_bad_files_are_named(marks: Path) -> None:
    (marks / "m4.png").write_bytes(b"bad")
    prepared = list(prepare(FolderSource(marks), 5))
    assert [item.source.file for item in prepared] == [f"m{n}.png" for n in range(12)]
    bad = [item for item in prepared if isinstance(item, Unusable)]
    assert [item.source.file for item in bad] == ["m4.png"]
    assert "m4.png is not an image" in bad[0].reason


def test_no_more_than_asked_for_is_read_ahead(marks: Path) -> None:
    asked: list[str] = []

    def marks_asked_for() -> object:
        for mark in FolderSource(marks):
            asked.append(mark.file)
            yield mark

    ahead = prepare(marks_asked_for(), 3)  # type: ignore[arg-type]
    assert isinstance(next(ahead), Prepared)
    assert len(asked) == 3
    next(ahead)
    assert len(asked) == 4
    ahead.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("decode")]
