from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from untrained import other_bundle

from examiner_app.engine.description import Description
from examiner_app.engine.examination import Examination, Workbench, open_workbench
from examiner_app.engine.logo import Logo, read_logo
from examiner_app.engine.methods import METHODS
from examiner_app.engine.models import at_hand
from examiner_app.engine.models.assemble import write_bundle
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import Progress, finish
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.engine.register.manifest import read_manifest
from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING
from examiner_app.errors import BundleError, RegisterError, RegisterMismatchError

Marks = Callable[..., Logo]


@pytest.fixture(scope="module")
def workbench(register_folder: Path, bundle: Bundle) -> Iterator[Workbench]:
    opened = finish(open_workbench(register_folder, bundle.folder, "cpu"))
    yield opened
    opened.register.close()


def run(workbench: Workbench, logo: Logo, first: str = "rmac") -> tuple[list[object], Examination]:
    work = workbench.examine(logo, first)
    seen: list[object] = []
    while True:
        try:
            seen.append(next(work))
        except StopIteration as stop:
            result: Examination = stop.value
            return seen, result


def test_a_mark_of_the_register_finds_itself(workbench: Workbench, marks_folder: Path) -> None:
    _, result = run(workbench, read_logo(marks_folder / "mark-05.png"))
    mark = workbench.register.find("mark-05.png")
    assert mark is not None
    for key in METHODS:
        assert result.ranks.ranks[key][mark.index] <= 2, key
        assert result.ranks.distances[key][mark.index] < 0.05, key


def test_it_knows_the_files_of_the_models(
    workbench: Workbench, marks_folder: Path, bundle: Bundle
) -> None:
    _, result = run(workbench, read_logo(marks_folder / "mark-05.png"))
    told = {one.file: one.sha256 for one in result.models}
    assert told == {one.file: one.sha256 for one in bundle.manifest.components}
    assert {one.role for one in result.models} >= {"backbone", "mark-type", "text-mask"}


def test_equal_files_get_equal_ranks(workbench: Workbench, marks_folder: Path) -> None:
    _, result = run(workbench, read_logo(marks_folder / "mark-11.png"))
    first, second = (workbench.register.find(name) for name in ("mark-28.png", "mark-29.png"))
    assert first is not None
    assert second is not None
    assert first.sha256 == second.sha256
    for ranks in [*result.ranks.ranks.values(), result.ranks.fused]:
        assert ranks is not None
        assert ranks[first.index] == ranks[second.index]


def test_what_is_yielded(workbench: Workbench, mark: Marks) -> None:
    seen, result = run(workbench, mark(77), first="camsa_mac")
    assert isinstance(seen[0], Progress)
    described = [step for step in seen if isinstance(step, Description)]
    tables = [step for step in seen if isinstance(step, RankTable)]
    assert described == [result.description]
    assert list(tables[0].ranks) == ["camsa_mac"]
    assert len(tables) == len(METHODS)
    assert tables[-1].complete
    assert tables[-1].fused is not None
    assert result.ranks is tables[-1]
    assert result.started.tzinfo is not None


def test_cancelled_between_yields(workbench: Workbench, mark: Marks) -> None:
    work = workbench.examine(mark(1))
    next(work)
    work.close()
    with pytest.raises(StopIteration):
        next(work)


def test_other_models_are_refused(register_folder: Path, bundle: Bundle, tmp_path: Path) -> None:
    other = Path(shutil.copytree(bundle.folder, tmp_path / "other"))
    path = other / "backbone.safetensors"
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(BundleError, match="sha256"):
        finish(open_workbench(register_folder, other, "cpu"))
    from examiner_app.engine.models.manifest import file_sha256

    changed = [
        entry.model_copy(update={"sha256": file_sha256(path)})
        if entry.role == "backbone"
        else entry.model_copy(update={"shares_trunk": file_sha256(path)})
        if entry.role == "mark-type"
        else entry
        for entry in bundle.manifest.components
    ]
    write_bundle(other, "other", changed)
    with pytest.raises(RegisterMismatchError, match="untrained"):
        finish(open_workbench(register_folder, other, "cpu"))


def test_its_models_are_found_among_those_at_hand(
    register_folder: Path, bundle: Bundle, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(bundle.folder, fetched / "place"))
    shipped = other_bundle(bundle, fetched.parent / "shipped", "shipped")
    monkeypatch.setattr(at_hand, "default_bundle", lambda: shipped.folder)
    opened = finish(open_workbench(register_folder, device="cpu"))
    assert opened.describer.bundle.folder == copy
    opened.register.close()
    shutil.rmtree(copy)
    with pytest.raises(RegisterMismatchError, match=r"«untrained».* are not here"):
        finish(open_workbench(register_folder, device="cpu"))


def test_a_bundle_that_was_whitened_anew_is_refused(
    register_folder: Path, bundle: Bundle, tmp_path: Path
) -> None:
    other = other_bundle(bundle, tmp_path / "again", "untrained")
    assert read_manifest(register_folder).state == "bundle"
    with pytest.raises(RegisterMismatchError, match=bundle.id[:12]):
        finish(open_workbench(register_folder, other.folder, "cpu"))


@pytest.mark.parametrize("says", [True, False])
def test_a_register_that_carries_its_state_opens(
    says: bool, register_folder: Path, bundle: Bundle, tmp_path: Path
) -> None:
    # As registers were built before they could share their bundle's whitening and vocabulary.
    old = Path(shutil.copytree(register_folder, tmp_path / "old"))
    (old / STATE).mkdir()
    for name in (WHITENING, VOCABULARY):
        shutil.copyfile(bundle.folder / name, old / STATE / name)
    record = json.loads((old / "register.json").read_text(encoding="utf-8")) | {"state": "own"}
    if not says:
        del record["state"]
    (old / "register.json").write_text(json.dumps(record), encoding="utf-8")
    opened = finish(open_workbench(old, bundle.folder, "cpu"))
    assert opened.register.state(WHITENING) == old / STATE / WHITENING
    opened.register.close()
    other = other_bundle(bundle, tmp_path / "other")
    shutil.copyfile(other.folder / WHITENING, old / STATE / WHITENING)
    with pytest.raises(RegisterMismatchError, match="whitening or the vocabulary"):
        finish(open_workbench(old, bundle.folder, "cpu"))


def test_no_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError):
        finish(open_workbench(tmp_path))


def test_the_same_candidate_twice_gives_the_same_ranks(workbench: Workbench, mark: Marks) -> None:
    _, one = run(workbench, mark(40))
    _, two = run(workbench, mark(40))
    for key in METHODS:
        assert np.array_equal(one.ranks.ranks[key], two.ranks.ranks[key])
