"""What the keypoints of marks say beside a candidate's, in one sentence for each mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.evidence.keypoints import (
    Agreement,
    Keypoints,
    agree,
    find_keypoints,
    find_mirrored_keypoints,
)
from examiner_app.engine.logo import decode_logo, resize
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.errors import ExaminerError

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.register.open import Register

MOST_MARKS: Final = 40
"""Marks whose keypoints are looked at for one report†: more would keep it for many seconds."""

CANDIDATE_SIDE: Final = 1600
"""Longest side the candidate is looked at with, as in the window's comparison: both count alike."""

NONE_AGREE: Final = "no keypoints agree"


def evidence_rows(
    register: Register,
    pinned: Iterable[int],
    assessments: Iterable[Assessment],
    kind: ReportKind = ReportKind.WORKING_FILE,
) -> list[int]:
    """Return the rows of the marks whose keypoints a report tells of, the most of them.

    Args:
        register: The marks.
        pinned: Rows of the pinned marks; a file copy does not tell of them.
        assessments: How marks are judged; the cited ones come first.
        kind: Of the report.
    """
    cited = [one.mark for one in assessments if one.judgement is Judgement.CITED]
    marks = (register.find(external_id) for external_id in cited)
    rows = [mark.index for mark in marks if mark is not None]
    if kind is not ReportKind.FILE_COPY:
        rows += pinned
    return list(dict.fromkeys(rows))[:MOST_MARKS]


def keypoint_evidence(examination: Examination, rows: Sequence[int]) -> Work[dict[int, str]]:
    """Look for keypoints of the candidate and of marks that agree.

    Marks whose pictures are damaged are left out.

    Args:
        examination: A finished examination.
        rows: Of the marks.

    Returns:
        A sentence for each row.
    """
    told: dict[int, str] = {}
    if not rows:
        return told
    stage = Stage("Looking at keypoints", len(rows))
    candidate = _candidate(examination)
    for row in rows:
        agreement = _agreement(candidate, examination.register, row)
        if agreement is not None:
            told[row] = sentence(agreement)
        yield stage.step()
    return told


def sentence(agreement: Agreement) -> str:
    """Say how many keypoints agree."""
    if not agreement.count:
        return NONE_AGREE
    beside = " with the mirror image" if agreement.mirrored else ""
    return f"{agreement.count} keypoints agree{beside} on one similarity transform"


def _candidate(examination: Examination) -> Keypoints:
    logo, region = examination.logo, examination.question.region
    scale = min(1.0, CANDIDATE_SIDE / max(logo.width, logo.height))
    width, height = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
    found = find_keypoints(resize(logo.pixels, width, height))
    if region is None:
        return found
    x, y, across, down = region.box
    return found.inside((x / logo.width, y / logo.height, across / logo.width, down / logo.height))


def _agreement(candidate: Keypoints, register: Register, row: int) -> Agreement | None:
    try:
        pixels = decode_logo(register.thumbnail(row), "a thumbnail").pixels
    except ExaminerError:
        return None
    return agree(candidate, find_keypoints(pixels), find_mirrored_keypoints(pixels))
