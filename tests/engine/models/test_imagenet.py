from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError
from torchvision_file import server, trunk, weights

from examiner_app.engine.describe import available_methods, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.models import imagenet, new_bundle
from examiner_app.engine.models.assemble import assemble
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.download import download
from examiner_app.engine.models.fetchable import SOURCES, Source
from examiner_app.engine.models.imagenet import fetch, import_vgg16, take_file
from examiner_app.engine.models.manifest import MANIFEST, file_sha256
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.progress import finish
from examiner_app.errors import BundleError, FetchError

__all__ = ["server", "trunk", "weights"]


def test_fetched_and_made_into_a_bundle(
    server: str, trunk: VGG16Trunk, weights: Path, bundle: Bundle, tmp_path: Path, cpu: Device
) -> None:
    file = finish(download(f"{server}/w.pth", tmp_path / "w.pth", file_sha256(weights)[:8]))
    source = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    made = finish(import_vgg16(file, tmp_path / "made", bundle, source))
    networks = load_networks(made, cpu)
    assert networks.trunk.width == 16
    assert networks.vggcam_lower is not None
    assert networks.class_head is None
    assert "jimenez" not in available_methods(networks)
    images = torch.rand(1, 3, 48, 48)
    with torch.inference_mode():
        expected, actual = trunk(images), networks.trunk(images)
    torch.testing.assert_close(actual, expected, rtol=5e-3, atol=5e-3 * float(expected.max()))
    with pytest.raises(BundleError, match="no whitening"):
        open_describer(made, cpu)


def test_networks_in_eight_bits_serve_a_new_bundle_too(
    runs: Path, weights: Path, tmp_path: Path, cpu: Device
) -> None:
    parts = [runs / name for name in ("backbone", "mark-type", "text-mask")]
    assemble(tmp_path / "base", "small", *parts, precision="int8")
    base = Bundle.open(tmp_path / "base")
    source = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    made = finish(import_vgg16(weights, tmp_path / "made", base, source))
    assert {one.role: one.precision for one in made.manifest.components} == {
        "backbone": None,
        "mark-type-trunk": "int8",
        "mark-type": "int8",
        "text-mask": "int8",
    }
    lower = load_networks(made, cpu).vggcam_lower
    own = load_networks(base, cpu).trunk.lower
    assert lower is not None
    assert all(map(torch.equal, lower.state_dict().values(), own.state_dict().values()))


@pytest.mark.parametrize("data", [b"junk", b""])
def test_junk_is_not_weights(data: bytes, bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "junk.pth"
    file.write_bytes(data)
    with pytest.raises(FetchError, match="not a file of PyTorch weights"):
        finish(import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"]))


def test_another_file_than_the_one_named_is_refused(
    weights: Path, bundle: Bundle, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match="say with --name"):
        finish(import_vgg16(weights, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"]))
    with pytest.raises(FetchError, match="name a new one"):
        finish(import_vgg16(weights, bundle.folder, bundle, SOURCES["vgg16-imagenet"]))
    assert bundle.problems() == []


def test_other_networks_are_not_vgg16(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(3), "x": torch.ones(1)}, file)
    with pytest.raises(FetchError, match="does not hold VGG-16"):
        finish(import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"]))
    with pytest.raises(FetchError, match="not there"):
        finish(import_vgg16(tmp_path / "gone", tmp_path / "out", bundle, SOURCES["vgg16-imagenet"]))


@pytest.fixture
def source(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """The small file is the one that is known."""
    own = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    monkeypatch.setitem(SOURCES, "vgg16-imagenet", own)
    return own


def test_a_fetch_leaves_nothing_wherever_it_is_stopped(
    server: str, source: Source, fetched: Path
) -> None:
    stages = []
    for stop in range(1, 100):
        work = fetch(source, url=f"{server}/w.pth")
        steps = list(itertools.islice(work, stop))
        if len(steps) < stop:
            # It came to its end.
            break
        stages.append(steps[-1].stage)
        work.close()
        assert not fetched.exists() or list(fetched.iterdir()) == []
    assert list(dict.fromkeys(stages)) == [
        "Checking the shipped models",
        "Connecting",
        "Downloading",
        "Reading the weights",
        "Checking the file",
        "Making the bundle",
        "Checking the new bundle",
    ]
    assert [path.name for path in fetched.iterdir()] == ["vgg16-imagenet"]


def test_a_second_fetch_mends_a_damaged_bundle(server: str, source: Source, fetched: Path) -> None:
    made = finish(fetch(source, url=f"{server}/w.pth"))
    (made.folder / "backbone.safetensors").write_bytes(b"x")
    (made.folder / "note.txt").write_text("mine")
    again = finish(fetch(source, url=f"{server}/w.pth"))
    assert again.problems() == []
    assert again.id == made.id
    assert (made.folder / "note.txt").read_text() == "mine"
    assert [path.name for path in fetched.iterdir()] == ["vgg16-imagenet"]


def test_an_import_that_is_stopped_leaves_the_present_bundle(
    weights: Path, source: Source, fetched: Path
) -> None:
    before = finish(take_file(weights, source))
    stamps = {path: path.stat().st_mtime_ns for path in before.folder.iterdir()}
    work = take_file(weights, source)
    while next(work).stage != "Checking the new bundle":
        pass
    work.close()
    assert {path: path.stat().st_mtime_ns for path in before.folder.iterdir()} == stamps
    assert [path.name for path in fetched.iterdir()] == ["vgg16-imagenet"]


def test_a_file_is_known_by_its_digest(
    weights: Path, source: Source, fetched: Path, tmp_path: Path
) -> None:
    renamed = Path(shutil.copy(weights, tmp_path / "weights of a friend.bin"))
    made = finish(take_file(renamed))
    assert (made.name, made.folder) == ("vgg16-imagenet", fetched / "vgg16-imagenet")
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG")
    with pytest.raises(FetchError, match=r"logo\.png is no file of weights.*amdegroot-88682ab5"):
        finish(take_file(picture))
    with pytest.raises(FetchError, match="is not there"):
        finish(take_file(tmp_path / "gone.pth"))
    with pytest.raises(FetchError, match="cannot be read"):
        finish(take_file(tmp_path))


def test_damaged_shipped_models_are_not_made_into_others(
    weights: Path, source: Source, bundle: Bundle, tmp_path: Path
) -> None:
    base = Path(shutil.copytree(bundle.folder, tmp_path / "base"))
    (base / "text-mask.safetensors").write_bytes(b"x")
    with pytest.raises(BundleError, match=r"text-mask\.safetensors of the model bundle is not"):
        finish(take_file(weights, source, base=base, out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), SafetensorError("full")])
def test_a_disk_that_is_full_while_the_bundle_is_made(
    error: Exception,
    weights: Path,
    source: Source,
    bundle: Bundle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(imagenet, "save", full)
    with pytest.raises(FetchError, match=r"cannot be written to .*free some space"):
        finish(import_vgg16(weights, tmp_path / "made" / "out", bundle, source))
    assert list((tmp_path / "made").iterdir()) == []


def test_a_place_that_is_a_file(
    weights: Path, source: Source, bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match="cannot be written to"):
        finish(import_vgg16(weights, tmp_path / "file" / "out", bundle, source))
    assert (tmp_path / "file").is_file()


def test_moving_in_ends_with_the_manifest(
    weights: Path, source: Source, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = finish(take_file(weights, source))

    def interrupted(path: Path, target: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(OSError, match="Input"):
        new_bundle.put_in_place(made.folder, made.folder)
    assert not (made.folder / MANIFEST).exists()
