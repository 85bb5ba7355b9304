"""What ``examine --case`` knows of the other images of a case."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from examiner_app.cli.kept import images_of_case
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.register.open import open_register
from examiner_app.errors import CaseError

Run = Callable[..., tuple[int, str, str]]
NAME = "EM 018 123"


def test_judgements_of_the_whole_case_are_reported_each_with_its_image(
    cli: Run, models: Path, twenty: Path, marks_folder: Path, judgements: Path, tmp_path: Path
) -> None:
    options = ("--register", twenty, "--bundle", models, "--device", "cpu", "--json")

    def examine(number: int, *words: object) -> str:
        code, out, err = cli("examine", marks_folder / f"mark-{number:02}.png", *options, *words)
        assert code == 0, err
        return str(json.loads(out)["query"]["sha256"])

    first = examine(3, "--case", NAME)
    store = AssessmentStore(judgements)
    cited = unjudged(open_register(twenty).manifest.id, "mark-07.png").judged(Judgement.CITED)
    store.write(first, cited)
    store.close()
    report = tmp_path / "report.json"
    second = examine(5, "--case", NAME, "--report", report)
    answer = json.loads(report.read_text("utf-8"))
    told = {mark["id"]: mark for mark in (*answer["matches"], *answer["cited"])}
    assert told["mark-07.png"]["judgement"] == "cited"
    assert told["mark-07.png"]["judged_under"] == "mark-03.png"
    assert answer["searched"]["Judged"] == "1 cited, 1 of them under another image of the case"
    assert images_of_case(NAME, second) == (second, first)
    alone = tmp_path / "alone.json"
    examine(5, "--report", alone)
    answer = json.loads(alone.read_text("utf-8"))
    assert not [mark for mark in answer["matches"] if mark["judgement"]]


def test_without_a_case_there_is_one_image(judgements: Path) -> None:
    assert images_of_case("", "a") == ("a",)
    assert not judgements.exists(), "reading makes nothing"
    assert images_of_case("unknown", "a") == ("a",)
    store = CaseStore(judgements)
    store.begin([], NAME)
    store.close()
    assert images_of_case(NAME, "a") == ("a",)


def test_a_case_is_meant_by_its_reference_or_its_id_never_by_a_guess(
    cli: Run, models: Path, twenty: Path, marks_folder: Path, judgements: Path
) -> None:
    options = ("--register", twenty, "--bundle", models, "--device", "cpu", "--no-judgements")

    def examine(name: str, *words: object) -> tuple[int, str, str]:
        return cli("examine", marks_folder / "mark-03.png", *options, "--case", name, *words)

    with closing(CaseStore(judgements)) as store:
        first, second = store.begin([], NAME), store.begin([], NAME)
    code, _, err = examine(NAME)
    assert code == 1
    assert f"say which one by its id, {second[:8]}, {first[:8]}" in " ".join(err.split())
    with pytest.raises(CaseError, match="any of several cases"):
        images_of_case(NAME, "a")
    code, _, err = examine(first[:8], "--examiner", "Ada")
    assert code == 0, err
    assert f"This is search 1 of the case {NAME}." in err
    with closing(CaseStore(judgements)) as store:
        assert (store.read(first).reference, store.read(first).examiner) == (NAME, "Ada")
        assert len(store.summaries()) == 2
