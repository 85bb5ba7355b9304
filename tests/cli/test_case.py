"""Cases on the command line: kept by ``examine --case``, listed, moved, and run again."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from examiner_app.engine.cases.case_store import CaseStore

Run = Callable[..., tuple[int, str, str]]
NAME = "EM 018 123"


@pytest.fixture
def keep(cli: Run, models: Path, twenty: Path, marks_folder: Path) -> Run:
    """Examine mark 3 of the twenty, and keep the search."""

    def run(*words: object, register: Path = twenty, logo: Path | None = None) -> object:
        candidate = logo or marks_folder / "mark-03.png"
        options = ("--register", register, "--bundle", models, "--device", "cpu")
        return cli("examine", candidate, *options, "--case", NAME, *words)

    return run


@pytest.fixture
def replay(cli: Run, models: Path) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        return cli("case", "replay", NAME, "--bundle", models, "--device", "cpu", *words)

    return run


def test_searches_are_numbered_and_shown(keep: Run, cli: Run, tmp_path: Path) -> None:
    code, _, err = keep("--examiner", "Ada", "--pin", "mark-07.png")
    assert code == 0
    assert f"search 1 of the case {NAME}" in err
    code, _, err = keep(
        "--filter", "type=figure-and-text", "--region", "5,5,60,50", "--sort", "mac"
    )
    assert "search 2" in err
    code, out, _ = cli("case", "show", NAME)
    assert code == 0
    assert "Examiner: Ada" in out
    assert "mark-07.png" in out
    assert out.index("Search 1,") < out.index("Search 2,")
    assert "60 × 50 pixels from (5, 5)" in out
    code, out, _ = cli("case", "show", NAME, "--json")
    answer = json.loads(out)
    assert [one["number"] for one in answer["searches"]] == [1, 2]
    assert answer["searches"][1]["sort"] == "mac"
    assert list(answer["pins"].values()) == [["mark-07.png"]]


def test_a_report_tells_reference_examiner_and_log(keep: Run, tmp_path: Path) -> None:
    keep()
    report = tmp_path / "report.pdf"
    code, _, _ = keep("--examiner", "Ada Lovelace", "--report", report)
    assert code == 0
    text = " ".join(page.extract_text() for page in PdfReader(report).pages)
    assert NAME in text
    assert "Ada Lovelace" in text


def test_the_list_finds_words(keep: Run, cli: Run) -> None:
    code, out, err = cli("case", "list")
    assert (code, out) == (0, "")
    assert "no case yet" in err
    keep()
    code, out, _ = cli("case", "list", "018", "MARK-03")
    assert NAME in out
    assert "1 image, 1 search 0 cited" in out
    code, out, err = cli("case", "list", "nothing")
    assert out == ""
    assert "no such case" in err
    code, out, _ = cli("case", "list", "--json")
    (one,) = json.loads(out)["cases"]
    assert (one["reference"], one["searches"]) == (NAME, 1)


def test_a_case_moves_in_a_file_and_runs_again_there(
    keep: Run, cli: Run, replay: Run, judgements: Path, twenty: Path, tmp_path: Path
) -> None:
    keep("--sort", "fused")
    file = tmp_path / "moved.examiner-case"
    assert cli("case", "export", NAME, file)[0] == 0
    code, _, err = cli("case", "export", NAME, file)
    assert code == 1
    assert "exists already" in err
    code, _, err = cli("case", "import", file)
    assert code == 1
    assert "here already" in err
    judgements.unlink()
    assert cli("case", "import", file)[0] == 0
    code, _, err = replay()
    assert code == 1
    assert "is not known here: say with --register where it is" in err
    code, out, _ = replay("--register", twenty)
    assert (code, out) == (0, "Search 1: the same result: every mark has the rank that it had.\n")


def test_a_register_that_grew_is_named(
    keep: Run,
    replay: Run,
    twenty: Path,
    models: Path,
    cli: Run,
    marks_folder: Path,
    tmp_path: Path,
) -> None:
    grown = tmp_path / "grown"
    shutil.copytree(twenty, grown)
    keep("--sort", "mac", register=grown)
    more = tmp_path / "more"
    more.mkdir()
    with Image.open(marks_folder / "mark-03.png") as image:
        image.rotate(1, fillcolor="white").save(more / "new.png")
    code, _, err = cli("register", "append", more, grown, "--bundle", models, "--device", "cpu")
    assert code == 0, err
    code, out, _ = replay()
    assert code == 0
    assert "Search 1: another result." in out
    assert "grown from 20 to 21 marks" in out
    assert "Among the nearest now: new.png" in out
    code, out, _ = replay("--json", "--number", 1)
    (one,) = json.loads(out)["searches"]
    assert (one["verdict"], one["come"]) == ("different", ["new.png"])
    code, out, _ = replay("--json", "--register", twenty)
    assert json.loads(out)["searches"][0]["verdict"] == "same"


def test_what_is_not_there_is_said(
    keep: Run, cli: Run, replay: Run, twenty: Path, tmp_path: Path
) -> None:
    for words in (("show", "x"), ("export", "x", tmp_path / "f"), ("replay", "x")):
        code, _, err = cli("case", *words)
        assert (code, err.count("\n")) == (1, 1)
        assert "no case x" in err
    gone = tmp_path / "gone"
    shutil.copytree(twenty, gone)
    keep(register=gone)
    code, _, err = replay("--number", 7)
    assert "no search 7" in err
    shutil.rmtree(gone)
    code, _, err = replay()
    assert code == 1
    assert "--register" in err


def test_hostile_words_stay_on_their_line(cli: Run, judgements: Path) -> None:
    store = CaseStore(judgements)
    store.begin([], "a\x1b[31m\u202eb", "=cmd|' /C calc'!A0")
    store.close()
    code, out, _ = cli("case", "list")
    assert (code, out.count("\n")) == (0, 1)
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_file_of_a_newer_program_is_refused(keep: Run, cli: Run, judgements: Path) -> None:
    keep()
    with sqlite3.connect(judgements) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    code, _, err = cli("case", "list")
    assert code == 1
    assert "newer Examiner (version 99" in err
