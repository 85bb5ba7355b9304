from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.evidence.keypoints import Agreement
from examiner_app.engine.examination import Examination
from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.progress import Progress, finish
from examiner_app.engine.question import ask
from examiner_app.engine.region import Region
from examiner_app.engine.report.content import build_content
from examiner_app.engine.report.images import png
from examiner_app.engine.report.keypoint_evidence import (
    MOST_MARKS,
    NONE_AGREE,
    evidence_rows,
    keypoint_evidence,
    sentence,
)
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.errors import RegisterError


def _drawing(side: int = 400) -> Logo:
    """A figure with many corners in its left half, nothing in its right."""
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(11)
    for x, y, width, height in random.integers(4, side // 5, (30, 4)).tolist():
        place = (x * 2, y * 4, x * 2 + width // 2, y * 4 + height)
        draw.rectangle(place, fill=tuple(random.integers(0, 220, 3).tolist()))
    return logo_from_pixels(np.asarray(image), "drawing.png")


class _Pictures:
    """A register whose first picture is the candidate, the second its mirror image, and so on."""

    def __init__(self, logo: Logo) -> None:
        blank = np.full((90, 120, 3), 255, np.uint8)
        mirror = np.ascontiguousarray(logo.pixels[:, ::-1])
        self._pictures = [logo.pixels, mirror, blank]

    def thumbnail(self, row: int) -> bytes:
        if row == 3:
            raise RegisterError("The thumbnails are damaged.")
        return b"no picture" if row == 4 else png(self._pictures[row]).data


@pytest.fixture(scope="module")
def drawn(make_examination: Callable[..., Examination]) -> Examination:
    logo = _drawing()
    examination = make_examination(count=20, logo=logo)
    pictures: Any = _Pictures(logo)
    return replace(examination, register=pictures)


def _count(told: str) -> int:
    return int(told.split(" ", 1)[0])


def test_it_says_how_many_keypoints_agree(drawn: Examination) -> None:
    told = finish(keypoint_evidence(drawn, [0, 1, 2]))
    assert told[0] == f"{_count(told[0])} keypoints agree on one similarity transform"
    assert _count(told[0]) > 20
    assert told[1].endswith(" keypoints agree with the mirror image on one similarity transform")
    assert told[2] == NONE_AGREE == "no keypoints agree"


def test_damaged_pictures_are_left_out(drawn: Examination) -> None:
    assert list(finish(keypoint_evidence(drawn, [3, 0, 4]))) == [0]


def test_only_the_region_that_is_searched_counts(drawn: Examination) -> None:
    size = drawn.logo.width
    left = replace(drawn, question=ask(drawn.logo, Region(0, 0, size // 5, size)))
    right = replace(drawn, question=ask(drawn.logo, Region(size // 2, 0, size // 2, size)))
    whole = _count(finish(keypoint_evidence(drawn, [0]))[0])
    assert 0 < _count(finish(keypoint_evidence(left, [0]))[0]) < whole
    assert finish(keypoint_evidence(right, [0]))[0] == NONE_AGREE


def test_it_tells_its_progress_and_looks_at_nothing_without_rows(drawn: Examination) -> None:
    steps = list(keypoint_evidence(drawn, [0, 2]))
    assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
    assert all(isinstance(step, Progress) for step in steps)
    assert list(keypoint_evidence(drawn, [])) == []


def test_nobody_agrees_in_an_empty_agreement() -> None:
    nothing = np.zeros((0, 2))
    agreement = Agreement(nothing, nothing, np.zeros(0, bool), None, mirrored=False)
    assert sentence(agreement) == NONE_AGREE


def _held(index: int, judgement: Judgement) -> Assessment:
    return Assessment("r", f"mark-{index:05}", judgement, "", datetime(2026, 1, 1, tzinfo=UTC))


def test_cited_marks_come_first_and_the_file_copy_has_only_them(examination: Examination) -> None:
    register = examination.register
    held = [_held(7, Judgement.CITED), _held(8, Judgement.CONSIDERED), _held(3, Judgement.CITED)]
    held.append(Assessment("r", "gone", Judgement.CITED, "", datetime(2026, 1, 1, tzinfo=UTC)))
    assert evidence_rows(register, [9, 3], held) == [7, 3, 9]
    assert evidence_rows(register, [9, 3], held, ReportKind.FILE_COPY) == [7, 3]
    assert len(evidence_rows(register, range(100), held)) == MOST_MARKS == 40


def test_a_report_tells_it(examination: Examination) -> None:
    rows = evidence_rows(examination.register, [2, 6], [])
    told = finish(keypoint_evidence(examination, rows))
    content = build_content(examination, pinned=[2, 6], evidence=told)
    assert [mark.evidence for mark in content.tables[0]] == [told[2], told[6]]
