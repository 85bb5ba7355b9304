from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
import typer

from examiner_app.cli import console
from examiner_app.engine.progress import BYTES, Progress, Work
from examiner_app.errors import LogoError


def _work(closed: list[bool] | None = None, stop_at: int | None = None) -> Work[str]:
    try:
        for done in range(4):
            if done == stop_at:
                raise KeyboardInterrupt
            yield Progress("Describing", done, 3, "a.png", elapsed=done * 2.0)
    finally:
        if closed is not None:
            closed.append(True)
    return "result"


def test_show_returns_the_result_and_writes_lines_to_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert console.show(_work()) == "result"
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert lines[0] == "Describing: 0 of 3 (a.png)"
    assert lines[-1] == "Describing: 3 of 3 (0.5/s, a.png)"


def _transfer() -> Work[str]:
    for done in range(4):
        yield Progress("Downloading", done * 500_000, 1_500_000, elapsed=done * 2.0, unit=BYTES)
    return "result"


def test_bytes_are_shown_as_sizes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    console.show(_transfer())
    assert capsys.readouterr().err.splitlines()[-1] == "Downloading: 1.5 MB of 1.5 MB (250 kB/s)"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    console.show(_transfer())
    assert "1.5 MB/1.5 MB" in capsys.readouterr().err


def test_show_quiet_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.show(_work(), quiet=True) == "result"
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")


def test_show_on_a_terminal_draws_bars(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    assert console.show(_work()) == "result"
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Describing" in shown.err
    assert "3/3" in shown.err


@pytest.mark.parametrize("quiet", [True, False])
def test_ctrl_c_closes_the_work_and_exits_1_with_a_sentence(
    quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    closed: list[bool] = []
    with pytest.raises(typer.Exit) as caught:
        console.show(_work(closed, stop_at=2), quiet=quiet)
    assert caught.value.exit_code == 1
    assert closed == [True]
    assert console.STOPPED in capsys.readouterr().err


def test_ctrl_c_between_two_steps_closes_the_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(console._Lines, "update", interrupt)
    with pytest.raises(typer.Exit):
        console.show(_work(closed))
    assert closed == [True]


def test_an_error_of_the_work_passes_and_closes_it() -> None:
    def failing() -> Work[None]:
        yield Progress("Reading")
        raise LogoError("a.png is damaged.")

    with pytest.raises(LogoError):
        console.show(failing(), quiet=True)


def test_json_is_one_object_with_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json({"words": "КОФЕ 咖啡", "rank": 1})
    out = capsys.readouterr().out
    assert json.loads(out) == {"words": "КОФЕ 咖啡", "rank": 1}
    assert "КОФЕ" in out


@pytest.mark.parametrize("words", ["КОФЕ", "file\udc80name"])
def test_json_falls_back_to_escapes(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="latin-1", write_through=True))
    console.print_json({"words": words})
    assert json.loads(raw.getvalue()) == {"words": words}


def test_fail_is_one_clean_line_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as caught:
        console.fail(LogoError("a\x1b[31m.png\nis damaged."))
    assert caught.value.exit_code == 1
    assert capsys.readouterr().err == "Error: a\ufffd[31m.png is damaged.\n"


def test_a_stage_without_a_total_shows_no_count(capsys: pytest.CaptureFixture[str]) -> None:
    def loading() -> Iterator[Progress]:
        yield Progress("Loading the models")

    def work() -> Work[int]:
        yield from loading()
        return 1

    assert console.show(work()) == 1
    assert capsys.readouterr().err == "Loading the models\n"
