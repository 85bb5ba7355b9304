from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from untrained import bundle, fetched, other_bundle, runs

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.register.verify import verify_register
from examiner_app.errors import RegisterError

__all__ = ["bundle", "fetched", "runs"]

Build = Callable[..., Any]


@pytest.fixture
def built(marks: Path, tmp_path: Path, describer: Any, build: Build) -> Path:
    out = tmp_path / "register"
    build(marks, out, describer)
    return out


def alter(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x40
    path.write_bytes(data)


def recommit(built: Path, name: str) -> None:
    """Make the manifest agree with a file that was changed."""
    manifest = json.loads((built / "register.json").read_text())
    data = (built / name).read_bytes()
    manifest["checksums"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (built / "register.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("name", ["vectors/mac.f16", "vectors/mac.sq", "thumbnails.bin"])
def test_a_changed_bit_is_found(built: Path, name: str) -> None:
    alter(built / name, 17)
    problems = finish(verify_register(built))
    assert any(name in problem and "has changed" in problem for problem in problems)


def test_a_missing_file_is_found(built: Path) -> None:
    (built / "vectors" / "mac.f16").unlink()
    problems = finish(verify_register(built))
    assert any("cannot be read" in problem for problem in problems)


def test_a_short_file_is_found(built: Path) -> None:
    path = built / "sift" / "words.i32"
    path.write_bytes(path.read_bytes()[:-4])
    assert any("4 of" in problem for problem in finish(verify_register(built)))


def test_a_changed_catalogue_is_found(built: Path) -> None:
    with sqlite3.connect(built / "catalogue.sqlite") as connection:
        connection.execute("UPDATE marks SET owner = 'somebody' WHERE idx = 3")
    connection.close()
    problems = finish(verify_register(built))
    assert problems == [
        "catalogue.sqlite has changed: its marks are not those that were committed."
    ]


def test_missing_marks_are_found(built: Path) -> None:
    with sqlite3.connect(built / "catalogue.sqlite") as connection:
        connection.execute("DELETE FROM marks WHERE idx = 3")
    connection.close()
    assert any("lacks marks" in problem for problem in finish(verify_register(built)))


def test_vectors_of_another_length_are_found(built: Path) -> None:
    path = built / "vectors" / "mac.f16"
    rows = np.fromfile(path, np.float16).reshape(12, 8)
    rows[5] *= np.float16(0.5)
    path.write_bytes(rows.tobytes())
    recommit(built, "vectors/mac.f16")
    assert finish(verify_register(built)) == ["1 vectors of MAC are not of length 1."]


def test_zero_vectors_are_sound(built: Path) -> None:
    for name, dtype, width in (("vectors/mac.f16", np.float16, 8), ("vectors/mac.sq", float, 1)):
        rows = np.fromfile(built / name, dtype).reshape(12, width)
        rows[5] = 0
        (built / name).write_bytes(rows.tobytes())
        recommit(built, name)
    assert finish(verify_register(built)) == []


def test_thumbnails_that_are_no_pictures_are_found(built: Path) -> None:
    path = built / "thumbnails.bin"
    path.write_bytes(bytes(len(path.read_bytes())))
    recommit(built, "thumbnails.bin")
    assert finish(verify_register(built)) == ["12 thumbnails cannot be decoded."]


def test_words_outside_the_vocabulary_are_found(built: Path) -> None:
    path = built / "sift" / "words.i32"
    words = np.fromfile(path, np.int32)
    words[0] = 20
    path.write_bytes(words.tobytes())
    recommit(built, "sift/words.i32")
    assert any("outside the vocabulary" in p for p in finish(verify_register(built)))


def test_a_manifest_that_contradicts_itself_is_found(built: Path) -> None:
    manifest = json.loads((built / "register.json").read_text())
    manifest["count"] = 11
    del manifest["checksums"]["thumbnails.bin"]
    (built / "register.json").write_text(json.dumps(manifest))
    problems = finish(verify_register(built))
    assert "The manifest does not name thumbnails.bin." in problems
    assert any("11 marks need" in problem for problem in problems)


def test_the_whitening_that_it_shares_is_checked_in_its_bundle(
    marks: Path, tmp_path: Path, describer: Any, build: Build, bundle: Bundle, fetched: Path
) -> None:
    other = other_bundle(bundle, fetched / "place")
    describer.bundle_name, describer.bundle_id = other.name, other.id
    out = tmp_path / "register"
    build(marks, out, describer, state=None)
    assert finish(verify_register(out)) == []
    alter(other.folder / "whitening.safetensors", -3)
    for given in (None, other.folder):
        (problem,) = finish(verify_register(out, given))
        assert "whitening.safetensors of the model bundle is not the file" in problem
    (problem,) = finish(verify_register(out, bundle.folder))
    assert "was built with the models «other»" in problem
    other.folder.rename(tmp_path / "elsewhere")
    (problem,) = finish(verify_register(out))
    assert "which are not here" in problem


def test_models_that_a_register_does_not_need_are_not_looked_for(
    built: Path, bundle: Bundle, fetched: Path
) -> None:
    assert finish(verify_register(built)) == []
    (problem,) = finish(verify_register(built, bundle.folder))
    assert "was built with the models «pixels»" in problem


def test_no_register_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegisterError):
        finish(verify_register(tmp_path))
