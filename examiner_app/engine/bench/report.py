"""How long reports of an examination take to make, and how large they are, by kind and format."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from examiner_app.engine.cases.judgements import Assessment, Judgement, unjudged
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.keypoint_evidence import evidence_rows, keypoint_evidence
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.write import RENDERERS, write_report

CITED: Final = 10
PINNED: Final = 4

_NOTE: Final = (
    "The figure is the same: a bird that flies to the left, its wings raised.\n"
    "The words differ, and are weak for these goods. The owner has further marks with this figure."
)


@dataclass(frozen=True, slots=True)
class ReportTime:
    """One report.

    Attributes:
        kind: How much it says.
        suffix: Its format.
        cpu_seconds: To render and write it, once its content is gathered; of all threads.
        size: Of the file, bytes.
    """

    kind: str
    suffix: str
    cpu_seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class ReportBench:
    """Times of one run. The examination was finished before, and what makes pages was imported.

    Attributes:
        hits: Marks that are listed, with their pictures.
        cited: How many of them are cited, with a note.
        pinned: How many are pinned.
        evidence_cpu_seconds: To look at the keypoints of cited and pinned marks.
        content_cpu_seconds: To gather the content of the working file.
        peak_rss_bytes: Most memory this process held.
        reports: Each kind in each format.
    """

    hits: int
    cited: int
    pinned: int
    evidence_cpu_seconds: float
    content_cpu_seconds: float
    peak_rss_bytes: int
    reports: tuple[ReportTime, ...]


def bench_report(examination: Examination, hits: int) -> Work[ReportBench]:
    """Report an examination in every kind and format, one after the other, into a folder that goes.

    Args:
        examination: A finished examination.
        hits: How many of the nearest marks are listed.
    """
    near = [int(row) for row in examination.ranks.order(DEFAULT_METHOD, hits)]
    cited, pinned = near[:: max(1, hits // CITED)][:CITED], near[1 : 1 + PINNED]
    judged = _citations(examination, cited)
    stage = Stage("Writing reports", len(ReportKind) * len(RENDERERS))
    yield stage.step(0)
    begun = time.process_time()
    rows = evidence_rows(examination.register, pinned, judged)
    evidence = yield from keypoint_evidence(examination, rows)
    looked = time.process_time() - begun
    gathering: dict[ReportKind, float] = {}
    reports = []
    with tempfile.TemporaryDirectory() as folder:
        _warm_up(examination, Path(folder))
        for kind in ReportKind:
            begun = time.process_time()
            content = build_content(
                examination,
                pinned=pinned,
                top=hits,
                listing=Listing(DEFAULT_METHOD),
                assessments=judged,
                kind=kind,
                evidence=evidence,
            )
            gathering[kind] = time.process_time() - begun
            for suffix in RENDERERS:
                reports.append(_write(content, Path(folder) / f"{kind.value}{suffix}"))
                yield stage.step(1, suffix)
    return ReportBench(
        len(near),
        len(cited),
        len(pinned),
        looked,
        gathering[ReportKind.WORKING_FILE],
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        tuple(reports),
    )


def _citations(examination: Examination, rows: Sequence[int]) -> list[Assessment]:
    register = examination.register
    return [
        unjudged(register.manifest.id, mark.id).judged(Judgement.CITED).noted(_NOTE)
        for mark in register.marks(rows)
    ]


def _warm_up(examination: Examination, folder: Path) -> None:
    """Import what makes pages, and load its fonts: that is paid once, by the first report."""
    content = build_content(examination, top=1)
    for suffix in RENDERERS:
        write_report(content, folder / f"first{suffix}")


def _write(content: ReportContent, path: Path) -> ReportTime:
    begun = time.process_time()
    write_report(content, path)
    seconds = time.process_time() - begun
    return ReportTime(content.kind.value, path.suffix, seconds, path.stat().st_size)
