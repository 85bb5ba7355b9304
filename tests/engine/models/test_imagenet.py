from __future__ import annotations

import errno
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torchvision_file import server, trunk, weights

from examiner_app.engine.describe import available_methods, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.models import imagenet
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.imagenet import download, import_vgg16
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.progress import finish
from examiner_app.errors import BundleError, FetchError

__all__ = ["server", "trunk", "weights"]


def test_fetched_and_made_into_a_bundle(
    server: str, trunk: VGG16Trunk, weights: Path, bundle: Bundle, tmp_path: Path, cpu: Device
) -> None:
    file = finish(download(f"{server}/w.pth", tmp_path / "w.pth", file_sha256(weights)[:8]))
    source = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    made = import_vgg16(file, tmp_path / "made", bundle, source)
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


@pytest.mark.parametrize(
    ("path", "prefix", "message"),
    [
        ("/w.pth", "00000000", "not the expected one"),
        ("/broken", "", "broke off"),
        ("/gone", "", "answers 404"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_left(
    server: str, tmp_path: Path, path: str, prefix: str, message: str
) -> None:
    with pytest.raises(FetchError, match=message):
        finish(download(server + path, tmp_path / "w.pth", prefix))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/w.pth", "no address", "http://"])
def test_no_network(url: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        finish(download(url, tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


class _Failing:
    """A transfer that fails after its first bytes."""

    headers: dict[str, str] = {}  # noqa: RUF012 - nobody writes to it

    def __init__(self, error: Exception) -> None:
        self._answers: list[bytes | Exception] = [b"first", error]

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def read(self, _: int) -> bytes:
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    "error", [ssl.SSLError(1, "bad record"), ConnectionResetError(104, "reset"), TimeoutError()]
)
def test_a_connection_lost_on_the_way(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imagenet, "urlopen", lambda *_, **__: _Failing(error))
    with pytest.raises(FetchError, match="broke off"):
        finish(download("https://x/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    def full(_: Path) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(imagenet, "file_sha256", full)
    with pytest.raises(FetchError, match=r"cannot be written \(No space left"):
        finish(download(f"{server}/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


def test_cancelled_between_chunks(server: str, tmp_path: Path) -> None:
    work = download(f"{server}/w.pth", tmp_path / "w.pth", "")
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"junk", b""])
def test_junk_is_not_weights(data: bytes, bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "junk.pth"
    file.write_bytes(data)
    with pytest.raises(FetchError, match="not a file of PyTorch weights"):
        import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])


def test_another_file_than_the_one_named_is_refused(
    weights: Path, bundle: Bundle, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match="say with --name"):
        import_vgg16(weights, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])
    with pytest.raises(FetchError, match="name a new one"):
        import_vgg16(weights, bundle.folder, bundle, SOURCES["vgg16-imagenet"])
    assert bundle.problems() == []


def test_other_networks_are_not_vgg16(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(3), "x": torch.ones(1)}, file)
    with pytest.raises(FetchError, match="does not hold VGG-16"):
        import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])
    with pytest.raises(FetchError, match="not there"):
        import_vgg16(tmp_path / "gone", tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])
