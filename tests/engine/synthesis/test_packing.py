from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import textwrap
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from examiner_app.engine.synthesis import packing
from examiner_app.engine.synthesis.drawings import Drawing, read_drawings
from examiner_app.engine.synthesis.packing import Chunk, packed
from tests.ended import wait_until_ended

TORN = Drawing("set", "torn", "<path", (0.0, 0.0, 24.0, 24.0))
UNSEEN = Drawing("set", "white", '<path fill="#fff" d="M0 0h9v9z"/>', (0.0, 0.0, 24.0, 24.0))


@pytest.fixture(scope="module")
def drawings(figure_folder: Path) -> list[Drawing]:
    """Some four hundred drawings, one of which cannot be rendered and one not be seen."""
    known = [d for f in sorted(figure_folder.glob("*/icons.json")) for d in read_drawings(f)]
    return [*known, TORN, *known, UNSEEN, *known]


@pytest.fixture(scope="module")
def serial(drawings: list[Drawing]) -> list[Chunk]:
    """What this process makes of them."""
    return list(packed(drawings, 32, processes=1))


def test_two_processes_render_what_one_does(drawings: list[Drawing], serial: list[Chunk]) -> None:
    assert list(packed(drawings, 32, processes=2)) == serial


def test_what_cannot_be_rendered_or_seen_is_none(
    drawings: list[Drawing], serial: list[Chunk]
) -> None:
    rendered = [pixels for chunk in serial for pixels in chunk]
    missing = [d for d, pixels in zip(drawings, rendered, strict=True) if pixels is None]
    assert missing == [TORN, UNSEEN]


def test_results_come_some_dozens_at_a_time(drawings: list[Drawing], serial: list[Chunk]) -> None:
    assert [len(chunk) for chunk in serial] == [64] * 5 + [len(drawings) - 5 * 64]
    assert list(packed([], 32)) == []


def test_no_process_is_left_of_stopped_work(drawings: list[Drawing]) -> None:
    before = set(multiprocessing.active_children())
    with closing(packed(drawings, 32, processes=2)) as work:
        next(work)
        assert len(set(multiprocessing.active_children()) - before) == 2
    assert set(multiprocessing.active_children()) == before


def test_few_drawings_or_cores_start_no_process(
    drawings: list[Drawing], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(packing, "_side_by_side", unwanted)
    monkeypatch.setattr(packing, "usable_cores", lambda: 64)
    next(packed(drawings, 32))
    monkeypatch.setattr(packing, "usable_cores", lambda: 1)
    next(packed(drawings * 9, 32))
    monkeypatch.setattr(packing, "usable_cores", lambda: 2)
    with pytest.raises(AssertionError):
        next(packed(drawings * 9, 32))


def test_this_process_goes_on_where_no_other_can(
    drawings: list[Drawing], serial: list[Chunk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "become_worker", partial(os._exit, 3))
    assert list(packed(drawings, 32, processes=2)) == serial


def test_this_process_goes_on_where_none_can_be_started(
    drawings: list[Drawing], serial: list[Chunk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(packing.ProcessPoolExecutor, "submit", refuse)
    assert list(packed(drawings, 32, processes=2)) == serial


def _run(code: str, figure_folder: Path) -> subprocess.CompletedProcess[str]:
    head = """
        import os, signal, sys
        from multiprocessing import active_children
        from pathlib import Path
        from examiner_app.engine.synthesis.drawings import read_drawings
        from examiner_app.engine.synthesis.packing import packed
        work = packed(list(read_drawings(Path(sys.argv[1]))) * 20, 16, processes=2)
    """
    source = str(figure_folder / "solid" / "icons.json")
    command = [sys.executable, "-c", textwrap.dedent(head) + code, source]
    return subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_program_given_as_text_has_processes_too(figure_folder: Path) -> None:
    run = _run("print(sum(len(chunk) for chunk in work))", figure_folder)
    assert (run.returncode, run.stdout, run.stderr) == (0, "800\n", "")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_processes_end_with_a_program_that_is_killed(figure_folder: Path) -> None:
    code = "next(work); print(*(c.pid for c in active_children())); sys.stdout.flush()\n"
    run = _run(code + "os.kill(os.getpid(), signal.SIGKILL)", figure_folder)
    workers = run.stdout.split()
    assert len(workers) == 2
    wait_until_ended(workers)
