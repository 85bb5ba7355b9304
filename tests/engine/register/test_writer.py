from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examiner_app.engine.progress import finish
from examiner_app.engine.register import writer as writer_module
from examiner_app.engine.register.manifest import read_manifest
from examiner_app.engine.register.open import open_register
from examiner_app.engine.register.verify import verify_register
from examiner_app.engine.register.writer import RegisterWriter
from examiner_app.errors import RegisterError

Build = Callable[..., Any]


def test_a_full_disk_is_said_and_what_was_committed_stays(
    marks: Path, tmp_path: Path, describer: Any, build: Build, monkeypatch: Any
) -> None:
    out = tmp_path / "register"
    kept = (marks / "m11.png").rename(tmp_path / "m11.png")
    build(marks, out, describer)
    kept.rename(marks / "m11.png")
    room = 3

    def append(tail: Any, data: bytes) -> None:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(tail, data)

    original = writer_module._Tail.append
    monkeypatch.setattr(writer_module._Tail, "append", append)
    with pytest.raises(RegisterError, match="No space left on device"):
        build(marks, out, describer)
    monkeypatch.undo()
    assert finish(verify_register(out)) == []
    register = open_register(out)
    assert register.count == 11
    register.close()
    assert build(marks, out, describer).count == 12
    assert finish(verify_register(out)) == []


def test_rows_can_be_read_before_they_are_committed(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer)
    register = open_register(out)
    writer = RegisterWriter(out, read_manifest(out))
    mark = register.mark(4)
    row = writer.row(4)
    assert row.vectors["mac"].tobytes() == register.vectors("mac")[4].tobytes()
    writer.append([mark.__class__(*_copy_of(mark))], [row])
    again = writer.row(12)
    assert again.vectors["mac"].tobytes() == row.vectors["mac"].tobytes()
    assert again.words.tolist() == row.words.tolist()
    assert again.counts.tolist() == row.counts.tolist()
    writer.close()
    assert open_count(out) == 12
    register.close()


def _copy_of(mark: Any) -> list[Any]:
    values = [getattr(mark, name) for name in mark.__dataclass_fields__]
    values[1] = "copy"
    return values


def open_count(out: Path) -> int:
    register = open_register(out)
    register.close()
    return register.count


def test_the_lock_goes_with_the_writer(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer)
    writer = RegisterWriter(out, read_manifest(out))
    with pytest.raises(RegisterError, match="another Examiner"):
        RegisterWriter(out, read_manifest(out))
    writer.close()
    RegisterWriter(out, read_manifest(out)).close()
    assert not (out / "build.lock").exists()
