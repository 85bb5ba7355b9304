"""``case watch``: what came to a register since a search, on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.register.open import open_register
from examiner_app.errors import ReportError

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
def growing(twenty: Path, tmp_path: Path) -> Path:
    """A register of the twenty that may grow."""
    out = tmp_path / "growing"
    shutil.copytree(twenty, out)
    return out


@pytest.fixture
def grow(cli: Run, growing: Path, models: Path, marks_folder: Path, tmp_path: Path) -> Run:
    def run(*names: str) -> tuple[int, str, str]:
        more = tmp_path / names[0]
        more.mkdir()
        for turn, name in enumerate(names, 1):
            with Image.open(marks_folder / "mark-03.png") as image:
                image.rotate(turn, fillcolor="white").save(more / f"{name}.png")
        return cli("register", "append", more, growing, "--bundle", models, "--device", "cpu")

    return run


def test_a_watch_lists_what_came_since_and_goes_on_from_there(
    keep: Run, cli: Run, grow: Run, growing: Path, models: Path
) -> None:
    def watch(*words: object) -> tuple[int, str, str]:
        return cli("case", "watch", NAME, "--bundle", models, "--device", "cpu", *words)

    keep("--sort", "mac", register=growing)
    code, out, err = watch()
    assert (code, out) == (0, "")
    assert "No mark came to the register since search 1." in err
    assert grow("new-1", "new-2")[0] == 0
    code, out, err = watch("--json")
    assert code == 0
    answer = json.loads(out)
    assert (answer["since"], answer["search"], answer["new"]) == (1, 2, 2)
    assert sorted(match["id"] for match in answer["matches"]) == ["new-1.png", "new-2.png"]
    assert all(match["rank"]["mac"] <= 22 for match in answer["matches"])
    code, out, err = watch()
    assert "No mark came to the register since search 2." in err
    grow("new-3")
    code, out, err = watch("--number", 1)
    assert "3 marks came since search 1; this is search 3." in err
    assert "new-3.png" in out
    assert "mark-03.png" not in out.partition("\n")[2]


def test_a_watch_is_of_its_own_register(
    keep: Run, cli: Run, models: Path, marks_folder: Path, tmp_path: Path
) -> None:
    keep()
    other = tmp_path / "other"
    done = cli("register", "build", marks_folder, other, "--bundle", models, "--device", "cpu")
    assert done[0] == 0
    code, _, err = cli("case", "watch", NAME, "--register", other, "--bundle", models)
    assert code == 1
    assert "this one is not" in err


def test_a_watch_reports_what_came_and_says_so(
    keep: Run, cli: Run, grow: Run, growing: Path, models: Path, judgements: Path, tmp_path: Path
) -> None:
    keep("--sort", "mac", "--pin", "mark-07.png", register=growing)
    grow("new-1", "new-2")
    identity = open_register(growing).manifest.id
    store = AssessmentStore(judgements)
    shown = json.loads(cli("case", "show", NAME, "--json")[1])
    image = shown["images"][0]["sha256"]
    store.write(image, unjudged(identity, "mark-02.png").judged(Judgement.CITED))
    store.close()
    csv_file, json_file = tmp_path / "new.csv", tmp_path / "new.json"
    options = ("--bundle", models, "--device", "cpu", "--csv-separator", "semicolon")
    reports = ("--report", csv_file, "--report", json_file)
    code, _, err = cli("case", "watch", NAME, *options, *reports)
    assert code == 0, err
    day = shown["searches"][0]["time"][:10]
    sentence = f"Only marks that came to the register since search 1 of {day} are listed."
    answer = json.loads(json_file.read_text("utf-8"))
    assert answer["scope"].startswith(sentence)
    assert f"came since search 1 of {day}" in answer["heading"]
    assert sorted(mark["id"] for mark in answer["matches"]) == ["new-1.png", "new-2.png"]
    assert [mark["id"] for mark in answer["cited"]] == ["mark-02.png"]
    assert "mark-07.png" in [mark["id"] for table in answer["tables"] for mark in table]
    text = csv_file.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert all(row["scope"].startswith(sentence) for row in rows)
    assert "," in rows[0]["distance: MAC"]
    logged = json.loads(cli("case", "show", NAME, "--json")[1])["searches"][1]
    assert (logged["filter"], logged["passing"]) == ({"added_after": 20}, 2)


def test_a_watch_whose_report_fails_is_not_logged(
    keep: Run,
    cli: Run,
    grow: Run,
    growing: Path,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise ReportError("new.json cannot be written (disk full): choose another place.")

    def watch() -> tuple[int, str, str]:
        options = ("--bundle", models, "--device", "cpu", "--report", tmp_path / "new.json")
        return cli("case", "watch", NAME, *options)

    keep("--sort", "mac", register=growing)
    grow("new-1", "new-2")
    with monkeypatch.context() as patch:
        patch.setattr("examiner_app.engine.report.write.write_report", full)
        code, _, err = watch()
    assert (code, "disk full" in err) == (1, True)
    assert len(json.loads(cli("case", "show", NAME, "--json")[1])["searches"]) == 1
    code, _, err = watch()
    assert code == 0, err
    assert "2 marks came since search 1; this is search 2." in err
    log = json.loads((tmp_path / "new.json").read_text("utf-8"))["log"]
    assert [line["number"] for line in log] == [1, 2]
    assert len(json.loads(cli("case", "show", NAME, "--json")[1])["searches"]) == 2


def test_a_report_that_cannot_be_written_is_refused_before_any_work(
    cli: Run, tmp_path: Path
) -> None:
    code, _, err = cli("case", "watch", NAME, "--report", tmp_path / "new.xyz")
    assert code == 1
    assert "A report cannot be written to new.xyz" in err
