"""The desk of a case is kept as it was left, and is never in the way of the case."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from search_records import IMAGE, record

from examiner_app.engine.cases.case import Case, KeptImage, LoggedSearch
from examiner_app.engine.cases.desk_record import (
    DeskMarking,
    DeskRecord,
    DeskRegister,
    DeskStroke,
    desk_at,
    desk_of,
    read_desk,
)
from examiner_app.engine.cases.search_record import SearchedMask

NOW = datetime(2026, 11, 26, tzinfo=UTC)
OTHER = "2" * 64
DESK = DeskRecord(
    searched=DeskRegister(id="r", name="Marks", path="/marks"),
    images=(OTHER, IMAGE),
    shown=IMAGE,
    markings={
        IMAGE: DeskMarking(
            region=(1, 2, 30, 40),
            mask_of=3,
            strokes=(DeskStroke(adds=True, size=4.5, points=((0.5, 1.5), (2.25, 3))),),
        )
    },
    sort="mac",
    filter={"nice": [9]},
    fold="owners",
    judged=("", "cited"),
    selected="m7",
    layers=("text", "cam"),
    layer="cam",
)


def make_case(*searches: LoggedSearch, desk: DeskRecord | None = None) -> Case:
    images = tuple(KeptImage(image, image, 1, "heron.png") for image in (IMAGE, OTHER))
    return Case("c", "EM 1", "Ada", NOW, NOW, images, searches, {}, desk)


def test_a_desk_is_read_as_it_was_written() -> None:
    assert read_desk(DESK.model_dump_json(exclude_defaults=True)) == DESK
    assert read_desk(DeskRecord().model_dump_json(exclude_defaults=True)) == DeskRecord()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": 2}', '{"later": 1}', '{"images": ["x"]}', '{"shown": 3}'],
)
def test_what_makes_no_sense_is_no_desk(text: str) -> None:
    assert read_desk(text) is None


@pytest.mark.parametrize(
    "stroke",
    [
        {"adds": True, "size": 0, "points": [[1, 1]]},
        {"adds": True, "size": float("inf"), "points": [[1, 1]]},
        {"adds": True, "size": 3, "points": []},
        {"adds": True, "size": 3, "points": [[float("nan"), 1]]},
        {"adds": True, "size": 1e300, "points": [[1, 1]]},
        {"adds": True, "size": 3, "points": [[1, -1e300]]},
        {"adds": True, "size": 3, "points": [[1, 1]] * 100_001},
    ],
)
def test_strokes_that_cannot_be_drawn_are_refused(stroke: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DeskStroke.model_validate(stroke)


@pytest.mark.parametrize(
    "marking",
    [
        {"region": [10**12, 0, 50, 50]},
        {"region": [-5, -5, 50, 50]},
        {"region": [0, 0, 10**30, 5]},
        {"region": [0, 0, 0, 5]},
        {"mask_of": 2**70},
        {"mask_of": -1},
        {"strokes": [{"adds": True, "size": 1, "points": [[1, 1]]}] * 10_001},
    ],
)
def test_what_could_not_be_drawn_on_an_image_is_no_desk(marking: dict[str, object]) -> None:
    assert read_desk(json.dumps({"markings": {IMAGE: marking}})) is None


def test_the_desk_of_a_search_is_what_was_asked() -> None:
    mask = SearchedMask(added=1, taken=0, sha256="e" * 64)
    asked = record(
        image=OTHER, region=(1, 2, 30, 40), mask=mask, filter={"nice": [9]}, fold="owners"
    )
    desk = desk_at(make_case(), LoggedSearch(7, asked), {"words": "fly"})
    assert desk == DeskRecord(
        searched=DeskRegister(id="r" * 32, name="Marks", path="/marks"),
        images=(IMAGE, OTHER),
        shown=OTHER,
        markings={OTHER: DeskMarking(region=(1, 2, 30, 40), mask_of=7)},
        sort="rmac",
        filter={"nice": [9], "words": "fly"},
        fold="owners",
    )
    plain = desk_at(make_case(), LoggedSearch(8, record()))
    assert plain.markings == {IMAGE: DeskMarking()}


def test_a_case_is_left_as_it_was_kept_or_at_its_last_search() -> None:
    searches = LoggedSearch(1, record(sort="mac")), LoggedSearch(2, record(sort="spoc"))
    assert desk_of(make_case(*searches, desk=DESK)) == DESK
    assert desk_of(make_case(*searches)) == desk_at(make_case(), searches[1])
    assert desk_of(make_case()) == DeskRecord(images=(IMAGE, OTHER))
