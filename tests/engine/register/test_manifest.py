from __future__ import annotations

import json
from pathlib import Path

import pytest

from examiner_app.engine.register.manifest import (
    BundleReference,
    RegisterManifest,
    read_manifest,
    write_atomically,
    write_manifest,
)
from examiner_app.errors import RegisterError


@pytest.fixture
def manifest() -> RegisterManifest:
    bundle = BundleReference(name="b", id="0")
    return RegisterManifest(name="Ä", bundle=bundle, fingerprint="f", methods={"mac": 8})


def test_round_trip(manifest: RegisterManifest, tmp_path: Path) -> None:
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert [path.name for path in tmp_path.iterdir()] == ["register.json"]


def test_ids_differ(manifest: RegisterManifest) -> None:
    again = RegisterManifest(name="Ä", bundle=manifest.bundle, fingerprint="f", methods={})
    assert again.id != manifest.id
    assert again.source is not manifest.source


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is damaged"),
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"format": 1}', "is damaged"),
        ('{"format": 2}', "another version"),
        ("\xff", "is damaged"),
    ],
)
def test_damage_is_one_clear_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "register.json").write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=sentence) as caught:
        read_manifest(tmp_path)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "register.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegisterError, match="cannot be read"):
        read_manifest(tmp_path)


def test_unknown_fields_and_negative_counts_are_damage(
    manifest: RegisterManifest, tmp_path: Path
) -> None:
    for change in ({"colour": "red"}, {"count": -1}, {"state": "borrowed"}, {"state": None}):
        record = json.loads(manifest.model_dump_json()) | change
        (tmp_path / "register.json").write_text(json.dumps(record))
        with pytest.raises(RegisterError, match="damaged"):
            read_manifest(tmp_path)


def test_a_manifest_that_says_nothing_of_its_state_has_its_own(
    manifest: RegisterManifest, tmp_path: Path
) -> None:
    record = json.loads(manifest.model_copy(update={"state": "bundle"}).model_dump_json())
    (tmp_path / "register.json").write_text(json.dumps(record))
    assert read_manifest(tmp_path).state == "bundle"
    del record["state"]
    (tmp_path / "register.json").write_text(json.dumps(record))
    assert read_manifest(tmp_path).state == "own"


def test_a_write_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old and long")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
