from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from untrained import bundle, cpu, fetched, marks_folder, register_folder, runs

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.register.about import about_register
from examiner_app.engine.register.build_progress import BuildProgress
from examiner_app.engine.register.build_request import BuildRequest, plan_build
from examiner_app.engine.register.carry_out import carry_out
from examiner_app.engine.register.open import open_register
from examiner_app.errors import RegisterError

__all__ = ["bundle", "cpu", "fetched", "marks_folder", "register_folder", "runs"]

pytestmark = pytest.mark.usefixtures("fetched")


@pytest.fixture
def request_(marks_folder: Path, tmp_path: Path) -> BuildRequest:
    """A small build on the untrained models, which stand for the shipped ones."""
    return BuildRequest(
        marks_folder, tmp_path / "out", device="cpu", methods=("sift_bow", "mac"), batch=4
    )


def test_a_plan_tells_what_would_be_built(request_: BuildRequest) -> None:
    plan = plan_build(request_)
    assert not plan.problems
    assert (plan.source_format, plan.marks, plan.present) == ("folder", 30, 0)
    # 32 float16 numbers and a norm, words, a picture and an entry: some kilobytes each.
    assert 30 * 1_000 < plan.need < 30 * 10_000
    assert plan.free > plan.need
    assert not request_.out.exists()


def test_every_problem_is_found_at_once(request_: BuildRequest, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    wrong = replace(request_, source=tmp_path / "none", methods=(), bundle=tmp_path / "nobody")
    problems = plan_build(wrong).problems
    assert set(problems) == {"source", "out", "methods", "bundle"}
    assert "letter.txt" in problems["out"]
    assert "is not there" in problems["source"]


def test_a_full_disk_is_told_before(
    request_: BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 5))
    assert "5 bytes are free" in plan_build(request_).problems["space"]


@pytest.mark.parametrize("name", ["a file", "a file/below"])
def test_a_file_is_no_folder_for_a_register(
    request_: BuildRequest, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a file").touch()
    assert "is a file" in plan_build(replace(request_, out=tmp_path / name)).problems["out"]


def test_a_build_is_carried_out_and_gone_on_with(request_: BuildRequest, bundle: Bundle) -> None:
    work = carry_out(request_)
    seen = [next(work) for _ in range(6)]
    work.close()
    reports = [step for step in seen if isinstance(step, BuildProgress)]
    assert reports[-1].done == 4 * len(reports)
    part = open_register(request_.out)
    assert 0 < part.count < 30
    assert not part.manifest.complete
    part.close()
    assert plan_build(request_).present == part.count
    # Its methods and its models are its own: nobody has to remember them.
    again = BuildRequest(request_.source, request_.out, device="cpu")
    assert again.goes_on
    manifest = finish(carry_out(again))
    assert (manifest.count, manifest.complete) == (30, True)
    assert list(manifest.methods) == ["sift_bow", "mac"]
    assert manifest.bundle.id == bundle.id


def test_what_is_no_place_for_a_register_is_refused_before_models_are_loaded(
    request_: BuildRequest, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    work = carry_out(request_)
    next(work)
    with pytest.raises(RegisterError, match="letter"):
        next(work)


def test_about_a_register(register_folder: Path) -> None:
    about = about_register(register_folder)
    facts = dict(about.facts)
    assert (about.count, about.complete, about.problem) == (30, True, "")
    assert facts["Marks"] == "30"
    assert facts["Models"] == "untrained"
    assert "ATRHA R-MAC" in facts["Methods"]
    assert facts["Repeats"] == "1"
    assert facts["On disk"][-2:] in {"kB", "MB"}


def test_about_what_cannot_be_opened(
    register_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not there any more" in about_register(tmp_path / "gone").problem
    assert "is not a register" in about_register(tmp_path).problem
    (tmp_path / "register.json").write_text("{}")
    damaged = about_register(tmp_path)
    assert "damaged" in damaged.problem
    assert damaged.name == tmp_path.name
    monkeypatch.undo()
    # Without the untrained models at hand there is nothing to search it with.
    foreign = about_register(register_folder)
    assert "which are not here" in foreign.problem
    assert dict(foreign.facts)["Models"] == "untrained, not at hand"
