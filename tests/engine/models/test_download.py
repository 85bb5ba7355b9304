from __future__ import annotations

import ssl
from pathlib import Path
from types import SimpleNamespace

import pytest
from torchvision_file import server, trunk, weights

from examiner_app.engine.models import download as module
from examiner_app.engine.models.download import download
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.progress import BYTES, finish
from examiner_app.errors import FetchError

__all__ = ["server", "trunk", "weights"]


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

    def read1(self, _: int) -> bytes:
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
    monkeypatch.setattr(module, "urlopen", lambda *_, **__: _Failing(error))
    with pytest.raises(FetchError, match="broke off"):
        finish(download("https://x/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk(server: str, tmp_path: Path) -> None:
    (tmp_path / "w.part").symlink_to("/dev/full")
    with pytest.raises(FetchError, match=r"cannot be written to \(No space left.*free some space"):
        finish(download(f"{server}/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


def test_too_little_space_is_said_before_the_transfer(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=7_000)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(FetchError, match="has 7 kB of free space, and the download takes"):
        finish(download(f"{server}/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


def test_cancelled_between_chunks(server: str, tmp_path: Path) -> None:
    work = download(f"{server}/w.pth", tmp_path / "w.pth", "")
    while next(work).stage != "Downloading":
        pass
    assert list(tmp_path.iterdir())
    work.close()
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_bytes(server: str, weights: Path, tmp_path: Path) -> None:
    size = weights.stat().st_size
    steps = [step for step in download(f"{server}/w.pth", tmp_path / "w.pth", "") if step.total]
    assert {(step.total, step.unit) for step in steps} == {(size, BYTES)}
    assert steps[-1].done == size


def test_a_file_of_the_disk(weights: Path, tmp_path: Path) -> None:
    got = finish(download(weights.as_uri(), tmp_path / "w.pth", file_sha256(weights)[:8]))
    assert got.read_bytes() == weights.read_bytes()
