from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.register.thumbnails import (
    THUMBNAIL_SPANS,
    THUMBNAILS,
    Thumbnails,
    encode_thumbnail,
)
from examiner_app.errors import RegisterError


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), (1, 1)),
        ((256, 256), (256, 256)),
        ((257, 100), (256, 100)),
        ((1000, 500), (256, 128)),
        ((500, 1000), (128, 256)),
        ((4000, 100), (256, 6)),
        ((3, 4000), (1, 256)),
    ],
)
def test_longest_side(size: tuple[int, int], expected: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 3), (200, 30, 30), np.uint8)
    with Image.open(io.BytesIO(encode_thumbnail(pixels))) as image:
        assert image.format == "WEBP"
        assert image.size == pytest.approx(expected, abs=1)
        assert max(image.size) <= 256
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - (200, 30, 30)).max() < 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / THUMBNAILS).write_bytes(b"onethree")
    # The third mark repeats the first.
    np.array([[0, 3], [3, 5], [0, 3]], np.int64).tofile(tmp_path / THUMBNAIL_SPANS)
    return tmp_path


def test_each_mark_has_its_bytes(folder: Path) -> None:
    thumbnails = Thumbnails(folder, 3)
    assert [thumbnails.read(index) for index in range(3)] == [b"one", b"three", b"one"]
    for index in (-1, 3):
        with pytest.raises(IndexError, match=f"no mark {index}"):
            thumbnails.read(index)
    thumbnails.close()
    thumbnails.close()
    with pytest.raises(RegisterError, match="closed"):
        thumbnails.read(0)


def test_a_register_without_marks_has_none(tmp_path: Path) -> None:
    for name in (THUMBNAILS, THUMBNAIL_SPANS):
        (tmp_path / name).touch()
    thumbnails = Thumbnails(tmp_path, 0)
    with pytest.raises(IndexError):
        thumbnails.read(0)
    thumbnails.close()


def test_several_threads_read_at_once(folder: Path) -> None:
    thumbnails = Thumbnails(folder, 3)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(thumbnails.read, [0, 1] * 500))
    assert found == [b"one", b"three"] * 500
    thumbnails.close()


def test_a_file_that_was_cut_off_afterwards_is_reported(folder: Path) -> None:
    thumbnails = Thumbnails(folder, 3)
    (folder / THUMBNAILS).write_bytes(b"onet")
    assert thumbnails.read(0) == b"one"
    with pytest.raises(RegisterError, match="cut off"):
        thumbnails.read(1)
    thumbnails.close()


def test_a_disk_that_fails_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thumbnails = Thumbnails(folder, 3)

    def fail(*_: object) -> bytes:
        raise OSError("Input/output error")

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(RegisterError, match="of the register cannot be read: Input/output error"):
        thumbnails.read(0)
    thumbnails.close()


def test_a_reader_that_nobody_has_any_more_closes_its_file(folder: Path) -> None:
    thumbnails = Thumbnails(folder, 3)
    file = thumbnails._file
    os.fstat(file)
    del thumbnails
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(file)
