"""The window's calls about models with the engine itself: small networks, a server of this test."""

from __future__ import annotations

import contextlib
import gc
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from torchvision_file import server, trunk, weights
from untrained import bundle, cpu, fetched, runs

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.fetchable import SOURCES, Source
from examiner_app.engine.models.manifest import MANIFEST, file_sha256
from examiner_app.gui.bundle_calls import BundleCalls
from examiner_app.gui.bundles import Bundles
from examiner_app.gui.desk import Desk
from examiner_app.gui.registers import Registers
from examiner_app.resources import demo_register

__all__ = ["bundle", "cpu", "fetched", "runs", "server", "trunk", "weights"]

Settle = Callable[[], None]


@pytest.fixture
def source(weights: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> Source:
    """The small file is what can be fetched."""
    digits = file_sha256(weights)[:8]
    own = replace(SOURCES["vgg16-imagenet"], url=f"{server}/w.pth", sha256_prefix=digits)
    monkeypatch.setitem(SOURCES, "vgg16-imagenet", own)
    return own


@pytest.fixture
def bundles(desk: Desk, fetched: Path, settle: Settle) -> Bundles:
    made = Bundles(desk, Registers(desk))
    made.refresh()
    settle()
    return made


def test_registers_say_which_models_they_need(fetched: Path, tmp_path: Path) -> None:
    found = BundleCalls().look([tmp_path / "gone", demo_register()])
    assert list(found.needed.values()) == [["Demo register"]]
    assert [source.name for source in found.sources] == list(SOURCES)


def test_the_processors_of_this_machine(fetched: Path) -> None:
    assert BundleCalls().hardware()[-1].kind == "cpu"


def test_looking_again_puts_nothing_aside(fetched: Path) -> None:
    look = BundleCalls().hardware
    look()
    before = gc.get_freeze_count()
    look()
    assert gc.get_freeze_count() <= before


def test_fetched_checked_damaged_and_removed(
    bundles: Bundles, desk: Desk, source: Source, fetched: Path, settle: Settle
) -> None:
    bundles.fetch("vgg16-imagenet")
    settle()
    made = bundles.state.bundle
    assert made is not None
    assert (made.folder, made.problem) == (fetched / "vgg16-imagenet", "")
    bundles.verify(made)
    settle()
    assert bundles.state.problems(made) == []
    (made.folder / "backbone.safetensors").write_bytes(b"x")
    bundles.verify(made)
    settle()
    assert "backbone.safetensors" in (bundles.state.problems(made) or [""])[0]
    # Fetched once more, it is sound.
    bundles.fetch("vgg16-imagenet")
    settle()
    assert bundles.state.problems(made) is None
    bundles.remove(made)
    settle()
    assert list(fetched.iterdir()) == []
    assert [one.name for one in bundles.state.bundles] == ["untrained"]


class Held(BaseHTTPRequestHandler):
    """Answers with half of a large file, and waits with the rest."""

    go_on = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2000000")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(bytes(1_000_000))
            self.go_on.wait(10)
            self.wfile.write(bytes(1_000_000))

    def log_message(self, *args: object) -> None:
        pass


def test_cancelled_in_the_middle_nothing_is_left(
    bundles: Bundles,
    desk: Desk,
    source: Source,
    fetched: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def arrived() -> bool:
        progress = desk.tasks.state.progress
        return progress is not None and progress.stage == "Downloading" and progress.done > 0

    with ThreadingHTTPServer(("127.0.0.1", 0), Held) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{http.server_address[1]}/w.pth"
        monkeypatch.setitem(SOURCES, source.name, replace(source, url=url))
        bundles.fetch(source.name)
        qtbot.waitUntil(arrived)
        assert list(fetched.iterdir())
        desk.tasks.cancel()
        Held.go_on.set()
        settle()
        http.shutdown()
        thread.join()
    outcome = desk.tasks.state.outcome
    assert outcome is not None
    assert outcome.text == "Cancelled. Everything is as it was before."
    assert list(fetched.iterdir()) == []
    assert len(bundles.state.bundles) == 1


def test_imported_and_refused(
    bundles: Bundles, desk: Desk, source: Source, weights: Path, tmp_path: Path, settle: Settle
) -> None:
    bundles.take_file(weights)
    settle()
    assert bundles.state.bundle is not None
    assert bundles.state.bundle.name == "vgg16-imagenet"
    other = tmp_path / "logo.png"
    other.write_bytes(b"no weights")
    bundles.take_file(other)
    settle()
    assert desk.messages.current is not None
    assert "logo.png is no file of weights that is known here" in desk.messages.current.text


def test_a_damaged_or_missing_bundle_hides_no_other(
    bundles: Bundles, bundle: Bundle, fetched: Path, settle: Settle
) -> None:
    for name in ("broken", "lacking", "whole"):
        shutil.copytree(bundle.folder, fetched / name)
    (fetched / "broken" / MANIFEST).write_text("{")
    (fetched / "lacking" / "text-mask.safetensors").unlink()
    bundles.refresh()
    settle()
    problems = {one.folder.name: one.problem for one in bundles.state.bundles}
    assert list(problems) == [bundle.folder.name, "broken", "lacking", "whole"]
    assert "broken is not valid" in problems["broken"]
    assert problems["lacking"].startswith("text-mask.safetensors is missing")
    assert problems["whole"] == ""
    shutil.rmtree(fetched)
    bundles.refresh()
    settle()
    assert len(bundles.state.bundles) == 1
