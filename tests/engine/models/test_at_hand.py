from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from untrained import other_bundle

from examiner_app.engine.models import at_hand
from examiner_app.engine.models.at_hand import (
    bundle_named,
    bundle_with_id,
    bundles_at_hand,
    remove_bundle,
    summaries,
)
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.manifest import MANIFEST
from examiner_app.errors import BundleError, ExaminerError
from examiner_app.resources import default_bundle


def test_a_bundle_is_found_by_any_of_its_names(bundle: Bundle, fetched: Path) -> None:
    other = other_bundle(bundle, fetched / "place", "other")
    assert bundle_named("untrained") == bundle.folder
    assert bundle_named("other") == other.folder
    assert bundle_named("place") == other.folder
    assert [entry.folder for entry in bundles_at_hand()] == [bundle.folder, other.folder]


def test_the_shipped_bundle_is_found_by_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "bundles_folder", lambda: tmp_path)
    for name in ("examiner", "vgg16-half-logo"):
        assert bundle_named(name) == default_bundle()


def test_an_unknown_name_gets_the_names_at_hand(bundle: Bundle, fetched: Path) -> None:
    other_bundle(bundle, fetched / "place", "other")
    with pytest.raises(BundleError, match="no models «vgg19»") as caught:
        bundle_named("vgg19")
    for name in ("untrained", "vgg16-half-logo", "other", "place"):
        assert name in str(caught.value)
    assert "models fetch" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_can_be_fetched_is_said(fetched: Path) -> None:
    with pytest.raises(BundleError, match="untrained") as caught:
        bundle_named("vgg16-imagenet")
    assert "examiner-cli models fetch vgg16-imagenet" in str(caught.value)


def test_different_bundles_of_one_name_are_not_chosen_between(
    bundle: Bundle, fetched: Path
) -> None:
    other_bundle(bundle, fetched / "place", "untrained")
    with pytest.raises(BundleError, match="several bundles") as caught:
        bundle_named("untrained")
    assert str(bundle.folder) in str(caught.value)
    assert str(fetched / "place") in str(caught.value)
    assert bundle_named("place") == fetched / "place"


def test_of_copies_the_shipped_one_serves(bundle: Bundle, fetched: Path) -> None:
    shutil.copytree(bundle.folder, fetched / "copy")
    assert bundle_named("untrained") == bundle.folder
    assert bundle_with_id(bundle.id) == bundle.folder


def test_a_bundle_is_found_by_its_id(bundle: Bundle, fetched: Path) -> None:
    other = other_bundle(bundle, fetched / "place")
    assert other.id != bundle.id
    assert bundle_with_id(other.id) == other.folder
    assert bundle_with_id("0" * 64) is None


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe"])
def test_a_damaged_one_is_named_and_hides_no_other(
    data: bytes, bundle: Bundle, fetched: Path
) -> None:
    (fetched / "broken").mkdir(parents=True)
    (fetched / "broken" / MANIFEST).write_bytes(data)
    other = other_bundle(bundle, fetched / "place")
    assert bundle_named("other") == other.folder
    assert bundle_with_id(other.id) == other.folder
    with pytest.raises(BundleError, match="manifest of the model bundle broken is not valid"):
        bundle_named("broken")


def test_a_fetch_that_was_killed_leaves_no_bundle(bundle: Bundle, fetched: Path) -> None:
    (fetched / "fetch-x").mkdir(parents=True)
    (fetched / "fetch-x" / "vgg16.part").write_bytes(b"half")
    assert [entry.folder for entry in bundles_at_hand()] == [bundle.folder]


def test_nothing_waits_for_torch() -> None:
    code = "import sys, examiner_app.engine.models.at_hand; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_every_bundle_is_told_of_the_damaged_ones_too(bundle: Bundle, fetched: Path) -> None:
    other_bundle(bundle, fetched / "whole", "whole")
    other_bundle(bundle, fetched / "lacking", "lacking")
    (fetched / "lacking" / "backbone.safetensors").unlink()
    (fetched / "broken").mkdir()
    (fetched / "broken" / MANIFEST).write_text("{")
    found = {one.name: one for one in summaries()}
    assert list(found) == ["untrained", "broken", "lacking", "whole"]
    assert [one.shipped for one in found.values()] == [True, False, False, False]
    assert (found["whole"].problem, found["whole"].id != bundle.id) == ("", True)
    assert found["whole"].sizes["backbone.safetensors"] > 1000
    assert "backbone.safetensors is missing" in found["lacking"].problem
    assert "backbone.safetensors" not in found["lacking"].sizes
    assert (found["broken"].manifest, found["broken"].id) == (None, "")
    assert "is not valid" in found["broken"].problem


def test_the_others_are_told_of_where_the_shipped_one_is_not_there(
    bundle: Bundle, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Path:
        raise ExaminerError("The shipped file models/examiner is missing: install Examiner again.")

    other_bundle(bundle, fetched / "place", "other")
    monkeypatch.setattr(at_hand, "default_bundle", missing)
    shipped, other = summaries()
    assert (shipped.shipped, shipped.manifest) == (True, None)
    assert "install Examiner again" in shipped.problem
    assert (other.name, other.problem) == ("other", "")


@pytest.mark.parametrize("damaged", [False, True])
def test_a_fetched_bundle_is_removed_and_nothing_else(
    damaged: bool, bundle: Bundle, fetched: Path
) -> None:
    other_bundle(bundle, fetched / "place")
    other_bundle(bundle, fetched / "kept")
    if damaged:
        (fetched / "place" / MANIFEST).write_text("{")
    remove_bundle(fetched / "place")
    assert [path.name for path in fetched.iterdir()] == ["kept"]
    assert [one.folder for one in summaries()] == [bundle.folder, fetched / "kept"]


def test_what_else_lies_in_its_folder_stays(bundle: Bundle, fetched: Path) -> None:
    other_bundle(bundle, fetched / "place")
    (fetched / "place" / "note.txt").touch()
    remove_bundle(fetched / "place")
    assert [path.name for path in (fetched / "place").iterdir()] == ["note.txt"]


def test_nothing_but_fetched_bundles_is_removed(
    bundle: Bundle, fetched: Path, tmp_path: Path
) -> None:
    elsewhere = other_bundle(bundle, tmp_path / "elsewhere")
    (fetched / "empty").mkdir(parents=True)
    folders = [bundle.folder, elsewhere.folder, fetched / "empty", fetched / ".." / "elsewhere"]
    for folder in folders:
        with pytest.raises(BundleError, match="no bundle that was fetched or imported"):
            remove_bundle(folder)
    assert elsewhere.problems() == bundle.problems() == []


def test_a_folder_that_cannot_be_deleted(
    bundle: Bundle, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    other_bundle(bundle, fetched / "place")
    monkeypatch.setattr(Path, "unlink", denied)
    with pytest.raises(BundleError, match=r"cannot be deleted \(Permission denied\)"):
        remove_bundle(fetched / "place")
    assert bundle_named("other") == fetched / "place"
