"""A logged search runs again; what is the same is said to be, and what changed is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from search_records import TIME, record

from examiner_app.engine.cases.listing import Listing, list_marks
from examiner_app.engine.cases.replay import (
    Verdict,
    compare,
    listing_of,
    question_of,
    repeats,
    replay,
)
from examiner_app.engine.cases.search_record import (
    NearMark,
    SearchedMask,
    SearchedModels,
    SearchRecord,
    record_search,
)
from examiner_app.engine.examination import Workbench, open_workbench
from examiner_app.engine.logo import Logo, read_logo
from examiner_app.engine.methods import METHODS
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.question import MaskCorrection, ask
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.region import Region
from examiner_app.errors import CaseError, FilterError, QuestionError

REGION = Region(4, 4, 60, 50)


@pytest.fixture(scope="module")
def workbench(register_folder: Path, bundle: Bundle) -> Iterator[Workbench]:
    opened = finish(open_workbench(register_folder, bundle.folder, "cpu"))
    yield opened
    opened.register.close()


@pytest.fixture
def logo(marks_folder: Path) -> Logo:
    return read_logo(marks_folder / "mark-05.png")


def corrected(logo: Logo) -> MaskCorrection:
    added = np.zeros((logo.height, logo.width), bool)
    added[10:30, 10:40] = True
    return MaskCorrection.of(added, np.zeros_like(added))


def searched(workbench: Workbench, logo: Logo) -> tuple[SearchRecord, bytes]:
    question = ask(logo, REGION, corrected(logo))
    examination = finish(workbench.examine(logo, "mac", question))
    listing = Listing(FUSED, MarkFilter(types=frozenset({"both", "text-only", "figure-only"})))
    found = list_marks(workbench.register, examination.ranks, listing)
    correction = examination.question.correction
    assert correction is not None
    return record_search(examination, listing, found), correction.pack()


def test_the_same_search_has_the_same_result(workbench: Workbench, logo: Logo) -> None:
    before, correction = searched(workbench, logo)
    kept = SearchRecord.model_validate_json(before.model_dump_json())
    assert kept == before
    assert kept.region == REGION.box
    assert list(kept.ranks) == [*METHODS, FUSED]
    examination, again, found = finish(replay(workbench, logo, kept, correction))
    assert found.verdict is Verdict.SAME
    assert (found.reasons, found.methods, found.come, found.gone, found.moved) == ((),) * 4 + (0,)
    assert again.ranks == kept.ranks
    assert examination.question.correction is not None


def test_another_question_has_another_result(workbench: Workbench, logo: Logo) -> None:
    before, _ = searched(workbench, logo)
    plain = before.model_copy(update={"region": None, "mask": None})
    _, _, found = finish(replay(workbench, logo, plain))
    assert found.verdict is not Verdict.SAME
    assert found.methods


def test_a_record_says_what_was_nearest(workbench: Workbench, logo: Logo) -> None:
    before, _ = searched(workbench, logo)
    ids = [mark.id for mark in before.nearest]
    assert len(ids) == min(200, workbench.register.count)
    assert [mark.rank for mark in before.nearest] == sorted(mark.rank for mark in before.nearest)
    assert before.passing == workbench.register.count


def test_only_the_image_and_the_mask_of_the_search_are_taken(
    workbench: Workbench, logo: Logo, marks_folder: Path
) -> None:
    before, correction = searched(workbench, logo)
    with pytest.raises(CaseError, match="not the image"):
        question_of(before, read_logo(marks_folder / "mark-06.png"), correction)
    with pytest.raises(CaseError, match="not kept"):
        question_of(before, logo, None)
    with pytest.raises(CaseError, match="not kept"):
        question_of(before.model_copy(update={"mask": None}), logo, correction)
    for damage in (b"", b"10x10\nnonsense", b"axb\n", correction[:-4]):
        with pytest.raises(QuestionError, match="damaged"):
            question_of(before, logo, damage)


def test_a_search_of_a_newer_program_is_refused() -> None:
    assert listing_of(record()).how is Fold.NOTHING
    with pytest.raises(CaseError, match="newer Examiner"):
        listing_of(record(sort="a method of tomorrow"))
    with pytest.raises(CaseError, match="newer Examiner"):
        listing_of(record(fold="colours"))
    with pytest.raises(FilterError):
        listing_of(record(filter={"smell": "rose"}))


def marks(*pairs: tuple[str, int]) -> tuple[NearMark, ...]:
    return tuple(NearMark(id=name, rank=rank) for name, rank in pairs)


def test_what_came_went_and_moved_is_told_apart() -> None:
    before = record(nearest=marks(("a", 1), ("b", 2), ("c", 3)))
    after = record(
        nearest=marks(("a", 1), ("new", 2), ("b", 3)), ranks={"mac": "a" * 64, "rmac": "d" * 64}
    )
    found = compare(before, after)
    assert (found.verdict, found.methods) == (Verdict.DIFFERENT, ("rmac",))
    assert (found.come, found.gone, found.moved) == (("new",), ("c",), 1)


def test_other_ranks_far_down_leave_the_nearest_the_same() -> None:
    found = compare(record(), record(ranks={"mac": "e" * 64, "rmac": "c" * 64}))
    assert (found.verdict, found.methods) == (Verdict.SAME_NEAREST, ("mac",))
    assert compare(record(), record(passing=1499)).verdict is Verdict.DIFFERENT


REASONS: tuple[tuple[Callable[[SearchRecord], dict[str, Any]], str], ...] = (
    (
        lambda one: {"searched": one.searched.model_copy(update={"count": 1600})},
        "1\xa0500 to 1\xa0600",
    ),
    (lambda one: {"searched": one.searched.model_copy(update={"id": "x"})}, "Another register"),
    (
        lambda one: {"searched": one.searched.model_copy(update={"updated": TIME + timedelta(1)})},
        "written to meanwhile",
    ),
    (lambda one: {"searched": one.searched.model_copy(update={"fingerprint": "x"})}, "whitening"),
    (lambda _: {"models": SearchedModels(name="newer", id="0" * 64)}, "newer, not examiner"),
    (lambda _: {"methods": ("mac",)}, "Other methods"),
    (lambda _: {"device": "GPU"}, "on GPU, not on CPU"),
    (lambda _: {"program": "Examiner 2"}, "Examiner 2"),
)


@pytest.mark.parametrize(("change", "words"), REASONS)
def test_each_reason_is_named(change: Callable[[SearchRecord], dict[str, Any]], words: str) -> None:
    before = record()
    (reason,) = compare(before, before.model_copy(update=change(before))).reasons
    assert words in reason
    assert reason.endswith(".")


def test_a_correction_is_packed_whole(logo: Logo) -> None:
    kept = corrected(logo)
    again = MaskCorrection.unpack(kept.pack())
    assert again == kept
    assert all(
        (one == other).all() for one, other in zip(again.planes(), kept.planes(), strict=True)
    )


def test_a_search_repeats_another_one_that_asked_and_found_the_same() -> None:
    before = record()
    assert repeats(before, record(time=before.time + timedelta(days=1), sort="mac", fold="owners"))
    region: tuple[int, int, int, int] = (0, 0, 20, 20)
    for change in (
        {"image": "2" * 64},
        {"region": region},
        {"mask": SearchedMask(added=1, taken=0, sha256="e" * 64)},
        {"filter": {"nice": [9]}},
        {"passing": 7},
        {"methods": ("mac",)},
        {"ranks": {"mac": "a" * 64, "rmac": "d" * 64}},
        {"models": SearchedModels(name="examiner", id="e" * 64)},
        {"searched": before.searched.model_copy(update={"id": "s" * 32})},
    ):
        assert not repeats(before, record(**change)), change
