from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from examiner_app.engine.models import manifest
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.manifest import check_files, file_size
from examiner_app.engine.progress import BYTES, finish
from examiner_app.errors import BundleError


@pytest.fixture
def copy(bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle.folder, tmp_path / "copy"))


def test_a_check_counts_bytes_and_can_be_stopped_within_a_file(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "_CHUNK", 1000)
    size = sum(path.stat().st_size for path in copy.glob("*.safetensors"))
    steps = list(check_files(copy, "Looking"))
    assert {(step.stage, step.total, step.unit) for step in steps} == {("Looking", size, BYTES)}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == size
    assert len(steps) > 10 * len(list(copy.iterdir()))
    work = check_files(copy)
    next(work)
    work.close()


def test_everything_that_is_wrong_is_said(copy: Path) -> None:
    assert finish(check_files(copy)) == []
    (copy / "backbone.safetensors").unlink()
    (copy / "text-mask.safetensors").write_bytes(b"")
    problems = finish(check_files(copy))
    assert len(problems) == 2
    assert "backbone.safetensors of the model bundle is missing" in problems[0]
    assert "text-mask.safetensors of the model bundle is not the file" in problems[1]


def test_a_file_that_cannot_be_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def failing(path: Path, *args: Any, **named: Any) -> Any:
        if path.suffix == ".safetensors":
            raise OSError(5, "Input/output error")
        return real(path, *args, **named)

    monkeypatch.setattr(Path, "open", failing)
    problems = finish(check_files(copy))
    assert "cannot be read (Input/output error): install the bundle again" in problems[0]


def test_no_bundle_to_check(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="holds no model bundle"):
        finish(check_files(tmp_path / "gone"))


def test_sizes_of_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123")
    assert file_size(tmp_path / "a") == 3
    assert file_size(tmp_path) is file_size(tmp_path / "gone") is None
