"""What a report says of judgements: how many there are, and under which images of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from examiner_app.engine.cases.judgements import Assessment, Judgement, tally
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands

_LIMIT: Final = 100
"""Characters of a name that are shown."""

_DIGITS: Final = 12
"""Of a digest, where a name alone does not tell which image is meant."""


class OtherImages:
    """The images of a case but the one that is reported, by what the log of its searches says."""

    def __init__(self, reported: str, log: Sequence[LogLine]) -> None:
        self._reported = reported
        self._names = {line.image: shorten(printable(line.name), _LIMIT) for line in log}
        self._alike = Counter(self._names.values())

    def name(self, assessment: Assessment) -> str:
        """Return what the image is called that a mark was judged under; nothing for this one."""
        image = assessment.image
        if image in {"", self._reported}:
            return ""
        name = self._names.get(image, "")
        if name and self._alike[name] == 1:
            return name
        return f"{name or 'another image'} (sha256 {printable(image[:_DIGITS])}…)"


def judged_text(assessments: Sequence[Assessment], others: OtherImages) -> str:
    """Say how many marks are judged how, and of how many the judgement is of another image."""
    judged = tally(assessments)
    counts = [f"{thousands(judged.of(one))} {one.value}" for one in Judgement if judged.of(one)]
    if judged.notes:
        counts.append(f"{thousands(judged.notes)} with a note")
    elsewhere = sum(bool(one) and bool(others.name(one)) for one in assessments)
    if elsewhere:
        counts.append(f"{thousands(elsewhere)} of them under another image of the case")
    return ", ".join(counts)


def citations(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return what a file copy may tell: the citations, without their notes."""
    cited = (one for one in assessments if one.judgement is Judgement.CITED)
    return [replace(one, note="") for one in cited]
