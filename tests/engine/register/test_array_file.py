from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.register.array_file import load_arrays, save_arrays

ARRAYS = {"a": np.arange(6, dtype=np.int32), "b": np.zeros((0, 3), np.float32)}


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    assert save_arrays(path, "marks", ARRAYS)
    loaded = load_arrays(path, "marks")
    assert loaded is not None
    assert loaded.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        assert np.array_equal(loaded[name], array)
    assert [one.name for one in path.parent.iterdir()] == ["file"]


def test_arrays_of_something_else_are_not_given(tmp_path: Path) -> None:
    save_arrays(tmp_path / "file", "marks", ARRAYS)
    assert load_arrays(tmp_path / "file", "other marks") is None
    assert load_arrays(tmp_path / "none", "marks") is None
    assert load_arrays(tmp_path, "marks") is None


def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_arrays(path, "marks", ARRAYS)
    data = path.read_bytes()
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        loaded = load_arrays(path, "marks")
        # A blank among the header's padding is nobody's.
        assert loaded is None or all(
            np.array_equal(loaded[name], array) for name, array in ARRAYS.items()
        )
    for length in range(len(data)):
        path.write_bytes(data[:length])
        assert load_arrays(path, "marks") is None


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    assert not save_arrays(tmp_path / "in the way" / "file", "marks", ARRAYS)
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    assert not save_arrays(tmp_path / "folder", "marks", ARRAYS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "in the way"]


@pytest.mark.parametrize("data", [b"", b"\xff" * 99, b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_another_program_s_file_is_as_good_as_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert load_arrays(tmp_path / "file", "marks") is None
