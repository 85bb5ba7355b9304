from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.engine.sources.folder import FolderSource
from examiner_app.errors import SourceError


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_images_below_in_natural_order(tmp_path: Path) -> None:
    touch(
        tmp_path, "a10.png", "a9.PNG", "b/c2.jpeg", "b/c10.tif", "b/c1.webp", "notes.txt",
        ".hidden.png", ".git/x.png", "ä.gif",
    )  # fmt: skip
    source = FolderSource(tmp_path)
    files = [mark.file for mark in source]
    assert files == ["a9.PNG", "a10.png", "b/c1.webp", "b/c2.jpeg", "b/c10.tif", "ä.gif"]
    assert len(source) == 6
    assert [mark.id for mark in source] == files
    assert all(mark.path.is_file() and mark.group is None for mark in source)
    assert (source.format, source.name) == ("folder", tmp_path.name)


def test_no_images_and_no_folder(tmp_path: Path) -> None:
    touch(tmp_path, "notes.txt")
    with pytest.raises(SourceError, match="holds no images"):
        FolderSource(tmp_path)
    with pytest.raises(SourceError, match="is not a folder"):
        FolderSource(tmp_path / "notes.txt")
