"""What the user asks for, and what comes of it: the desk with a fake engine, without a window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.errors import RegisterMismatchError, ReportError
from examiner_app.gui.desk import Desk
from examiner_app.gui.ranks import FUSED
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.matches import PAGE
from examiner_app.gui.state.session import Readiness

Make = Callable[..., Path]
Settle = Callable[[], None]


@pytest.fixture
def ready(desk: Desk, settle: Settle) -> Desk:
    desk.open_register(Path("first register"))
    settle()
    return desk


def said(desk: Desk) -> list[str]:
    return [message.text for message in desk.messages.waiting]


def test_the_register_is_known_before_the_models_are_ready(
    desk: Desk, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.gate.clear()
    desk.open_register(Path("first register"))
    qtbot.waitUntil(lambda: desk.session.count == 600)
    assert desk.session.readiness is Readiness.LOADING
    qtbot.waitUntil(lambda: desk.session.activity is not None)
    assert desk.session.activity.stage == "Loading the models"  # type: ignore[union-attr]
    engine.gate.set()
    settle()
    assert desk.session.readiness is Readiness.READY
    assert desk.session.activity is None


def test_a_logo_that_comes_early_is_shown_and_examined_when_ready(
    desk: Desk, engine: Any, logo_file: Make, qtbot: QtBot, settle: Settle
) -> None:
    engine.gate.clear()
    desk.open_register(Path("first register"))
    desk.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: desk.candidate.image is not None)
    assert desk.candidate.phase is Phase.WAITING
    engine.gate.set()
    settle()
    assert desk.candidate.phase is Phase.DONE
    assert engine.workbenches[0].examined == ["candidate.png"]


def test_an_examination_gives_layers_matches_and_every_rank(
    ready: Desk, logo_file: Make, settle: Settle
) -> None:
    phases: list[Phase] = []
    ready.candidate.phase_changed.connect(lambda: phases.append(ready.candidate.phase))
    painted: list[str] = []
    ready.layers.painted.connect(painted.append)
    ready.layers.show("cam")
    ready.examine(FileSource(logo_file()))
    settle()
    assert phases == [Phase.WAITING, Phase.DESCRIBING, Phase.RANKING, Phase.DONE]
    assert painted[-4:] == ["cam", "text", "ssa", "atrha"]
    assert ready.layers.view is not None
    assert ready.layers.view.legend.title == "CAM, scaled to this mark"
    assert ready.candidate.crop is not None
    assert ready.matches.complete
    assert ready.matches.sorted_by == "atrha_rmac"
    assert ready.matches.selected == ready.matches.marks[0]
    assert len(ready.matches.marks) == PAGE


def test_matches_appear_before_every_method_is_ranked(
    ready: Desk, logo_file: Make, settle: Settle
) -> None:
    seen: list[tuple[bool, int]] = []

    def look() -> None:
        if len(ready.matches.order):
            table = ready.matches.table
            seen.append((ready.matches.complete, 0 if table is None else len(table.ranks)))

    ready.matches.reset.connect(look)
    ready.examine(FileSource(logo_file()))
    settle()
    assert len(seen) == 1, "the order by the first method must not be shown twice"


def test_sorting_by_the_fused_rank_waits_for_it(
    ready: Desk, logo_file: Make, settle: Settle
) -> None:
    ready.matches.sort_by(FUSED)
    ready.examine(FileSource(logo_file()))
    settle()
    table = ready.matches.table
    assert table is not None
    assert list(ready.matches.order) == table.order(FUSED).tolist()


def test_a_newer_logo_replaces_the_older_and_stale_results_are_dropped(
    ready: Desk, engine: Any, logo_file: Make, qtbot: QtBot, settle: Settle
) -> None:
    workbench = engine.workbenches[0]
    workbench.gate.clear()
    ready.examine(FileSource(logo_file("old.png", 2)))
    qtbot.waitUntil(lambda: workbench.examined == ["old.png"])
    ready.examine(FileSource(logo_file("new.png", 5)))
    qtbot.waitUntil(
        lambda: ready.candidate.logo is not None and ready.candidate.logo.name == "new.png"
    )
    described: list[Any] = []
    ready.candidate.description_changed.connect(
        lambda: described.append(ready.candidate.logo and ready.candidate.logo.name)
    )
    workbench.gate.set()
    settle()
    assert workbench.examined == ["old.png", "new.png"]
    assert workbench.abandoned == ["old.png"]
    assert set(described) == {"new.png"}
    examination = ready.candidate.examination
    assert examination is not None
    assert examination.logo.name == "new.png"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder, "is a folder"),
        (lambda folder: folder / "none.png", "not there any more"),
        (lambda folder: _write(folder / "text.png", b"hello"), "not an image"),
        (lambda folder: _write(folder / "cut.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), ""),
        (lambda folder: _huge(folder / "huge.png"), "megapixels allowed"),
    ],
    ids=["folder", "missing", "text", "damaged", "huge"],
)
def test_what_cannot_be_read_is_refused_and_the_state_before_stays(
    ready: Desk,
    logo_file: Make,
    settle: Settle,
    tmp_path: Path,
    make: Callable[[Path], Path],
    says: str,
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()
    examination, order = ready.candidate.examination, list(ready.matches.order)
    ready.examine(FileSource(make(tmp_path)))
    settle()
    assert len(said(ready)) == 1
    assert says in said(ready)[0]
    assert said(ready)[0].endswith(".")
    assert ready.candidate.examination is examination
    assert list(ready.matches.order) == order
    assert ready.candidate.phase is Phase.DONE


def test_a_refusal_while_searching_does_not_stop_the_search(
    ready: Desk, engine: Any, logo_file: Make, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    workbench = engine.workbenches[0]
    workbench.gate.clear()
    ready.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: bool(workbench.examined))
    ready.examine(FileSource(tmp_path / "none.png"))
    qtbot.waitUntil(lambda: bool(said(ready)))
    workbench.gate.set()
    settle()
    assert ready.candidate.phase is Phase.DONE


def test_a_folder_that_is_a_register_is_opened_as_one(
    ready: Desk, tmp_path: Path, settle: Settle
) -> None:
    folder = tmp_path / "second register"
    folder.mkdir()
    (folder / "register.json").write_text("{}", encoding="utf-8")
    ready.examine(FileSource(folder))
    settle()
    assert ready.session.register_name == "Second register"


def test_another_register_examines_the_candidate_again_with_its_own_pins(
    ready: Desk, engine: Any, logo_file: Make, settle: Settle
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()
    ready.toggle_pin(None)
    ready.open_register(Path("second register"))
    settle()
    assert ready.session.register_name == "Second register"
    assert engine.workbenches[1].examined == ["candidate.png"]
    assert ready.candidate.examination.register is engine.workbenches[1].register  # type: ignore[union-attr]
    assert len(ready.pins) == 0
    ready.open_register(Path("first register"))
    settle()
    assert len(ready.pins) == 1


def test_no_register_and_a_mismatched_one_are_refused_and_the_old_one_stays(
    ready: Desk, engine: Any, logo_file: Make, settle: Settle
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()
    old, order = ready.session.workbench, list(ready.matches.order)
    ready.open_register(Path("elsewhere"))
    settle()
    engine.mismatch = RegisterMismatchError("It was built with other models: build it again.")
    ready.open_register(Path("third register"))
    settle()
    assert [text.partition(":")[0] for text in said(ready)] == [
        "elsewhere is not a register",
        "It was built with other models",
    ]
    assert ready.session.workbench is old
    assert ready.session.register_name == "First register"
    assert list(ready.matches.order) == order


def test_a_first_register_that_fails_leaves_a_window_to_try_again(
    desk: Desk, engine: Any, logo_file: Make, settle: Settle
) -> None:
    engine.mismatch = RegisterMismatchError("It was built with other models: build it again.")
    desk.open_register(Path("first register"))
    desk.examine(FileSource(logo_file()))
    settle()
    assert desk.session.readiness is Readiness.CLOSED
    assert desk.candidate.phase is Phase.WAITING
    engine.mismatch = None
    desk.open_register(Path("first register"))
    settle()
    assert desk.candidate.phase is Phase.DONE


def test_an_unexpected_failure_is_told_and_can_be_retried(
    ready: Desk, engine: Any, logo_file: Make, settle: Settle
) -> None:
    engine.workbenches[0].error = MemoryError("no memory")
    ready.examine(FileSource(logo_file()))
    settle()
    assert ready.candidate.phase is Phase.FAILED
    assert "MemoryError" in said(ready)[0]
    engine.workbenches[0].error = None
    ready.retry()
    settle()
    assert ready.candidate.phase is Phase.DONE


def test_pages_follow_the_scrolling(ready: Desk, logo_file: Make, settle: Settle) -> None:
    ready.examine(FileSource(logo_file()))
    settle()
    ready.matches.want_more()
    settle()
    marks, order = ready.matches.marks, list(ready.matches.order)
    assert [mark.index for mark in marks] == order[: 2 * PAGE]


def test_pins_come_back_with_their_candidate(ready: Desk, logo_file: Make, settle: Settle) -> None:
    first, second = logo_file("a.png", 2), logo_file("b.png", 5)
    ready.examine(FileSource(first))
    settle()
    ready.toggle_pin(ready.matches.marks[3])
    kept = ready.pins.indices
    ready.examine(FileSource(second))
    settle()
    assert ready.pins.indices == []
    ready.examine(FileSource(first))
    settle()
    assert ready.pins.indices == kept


def test_a_report_is_written_with_pins_and_order(
    ready: Desk, engine: Any, logo_file: Make, tmp_path: Path, settle: Settle
) -> None:
    ready.export(tmp_path / "early.pdf")
    assert said(ready) == ["There is nothing to report yet: wait until every method is ranked."]
    ready.messages.dismiss()
    ready.examine(FileSource(logo_file()))
    settle()
    ready.toggle_pin(ready.matches.marks[2])
    ready.matches.sort_by("mac")
    busy: list[bool] = []
    ready.exporting_changed.connect(busy.append)
    ready.export(tmp_path / "report.pdf")
    settle()
    examination, pinned, sort, path = engine.reports[0]
    assert examination is ready.candidate.examination
    assert (pinned, sort) == (ready.pins.indices, "mac")
    assert path.exists()
    assert busy == [True, False]
    assert ready.messages.current is not None
    assert ready.messages.current.file == path


def test_a_report_that_cannot_be_written_is_told(
    ready: Desk, logo_file: Make, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()

    def fail(*_: object, **__: object) -> None:
        raise ReportError("The disk is full: choose another place.")

    monkeypatch.setattr(Path, "write_text", fail)
    ready.export(tmp_path / "report.pdf")
    settle()
    assert said(ready) == ["The disk is full: choose another place."]
    assert not ready.exporting


def test_registers_are_closed_once_nobody_reads_them(
    ready: Desk, engine: Any, logo_file: Make, tmp_path: Path, settle: Settle
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()
    request = ready.report_request()
    ready.open_register(Path("second register"))
    settle()
    assert [one.closed for one in engine.opened] == [True, False, True, False]
    ready.export(tmp_path / "report.pdf", request)
    del request
    settle()
    assert engine.reports[0][0].register is engine.opened[1]
    ready.open_register(Path("third register"))
    settle()
    used = engine.workbenches[-1].register
    assert [one for one in engine.opened if not one.closed] == [used]


def test_a_refused_register_leaves_the_one_on_its_way(
    desk: Desk, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.gate.clear()
    desk.open_register(Path("first register"))
    qtbot.waitUntil(lambda: desk.session.count == 600)
    desk.open_register(Path("elsewhere"))
    qtbot.waitUntil(lambda: bool(said(desk)))
    assert desk.session.readiness is Readiness.LOADING
    assert desk.session.register_name == "First register"
    engine.gate.set()
    settle()
    assert desk.session.readiness is Readiness.READY


def test_a_register_is_ready_when_it_is_heard_of(desk: Desk, settle: Settle) -> None:
    heard: list[Readiness] = []
    desk.session.register_changed.connect(lambda: heard.append(desk.session.readiness))
    desk.open_register(Path("first register"))
    settle()
    assert heard[-1] is Readiness.READY


def test_a_page_that_cannot_be_read_is_told_and_can_be_asked_for_again(
    ready: Desk, engine: Any, logo_file: Make, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.examine(FileSource(logo_file()))
    settle()

    def fail(_: object) -> None:
        raise ReportError("The disk is gone: bring it back.")

    with monkeypatch.context() as patch:
        patch.setattr(engine.workbenches[0].register, "marks", fail)
        ready.matches.want_more()
        settle()
    assert said(ready) == ["The disk is gone: bring it back."]
    ready.matches.want_more()
    settle()
    assert len(ready.matches.marks) == 2 * PAGE


def test_the_activity_counts_the_methods(ready: Desk, logo_file: Make, settle: Settle) -> None:
    done: list[int] = []
    ready.session.activity_changed.connect(
        lambda: done.append(ready.session.activity.done if ready.session.activity else 0)
    )
    ready.examine(FileSource(logo_file()))
    settle()
    assert max(done) == 15
    assert ready.session.activity is None


def test_closing_in_the_midst_of_work_waits_closes_and_delivers_nothing(
    ready: Desk, engine: Any, logo_file: Make, qtbot: QtBot
) -> None:
    workbench = engine.workbenches[0]
    workbench.gate.clear()
    ready.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: bool(workbench.examined))
    threading.Timer(0.1, workbench.gate.set).start()
    ready.close()
    qtbot.wait(30)
    assert workbench.abandoned == ["candidate.png"]
    assert ready.candidate.description is None
    assert all(register.closed for register in engine.opened)


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _huge(path: Path) -> Path:
    from PIL import Image

    Image.new("1", (10_000, 5_000)).save(path)
    return path


def test_another_colour_map_repaints_the_layers(
    ready: Desk, logo_file: Make, settle: Settle
) -> None:
    ready.layers.use_colours("cividis")
    assert not ready.jobs.busy
    ready.layers.show("cam")
    ready.examine(FileSource(logo_file()))
    settle()
    before = ready.layers.view
    ready.layers.use_colours("grey")
    assert ready.layers.view is before
    settle()
    after = ready.layers.view
    assert before is not None
    assert after is not None
    colour, grey = before.image.pixelColor(9, 9), after.image.pixelColor(9, 9)
    assert colour.red() != colour.blue()
    assert grey.red() == grey.green() == grey.blue()
