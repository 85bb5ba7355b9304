from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from untrained import other_bundle

from examiner_app.engine.models import at_hand
from examiner_app.engine.models.at_hand import bundle_named, bundle_with_id, bundles_at_hand
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.manifest import MANIFEST
from examiner_app.errors import BundleError
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
