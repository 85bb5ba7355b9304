"""Assessments by the rows that their marks have in an open register."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from operator import attrgetter
from pathlib import Path

from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.register.open import Register

Rows = dict[int, Assessment]
"""Row of the register → what is held of the mark in it; nothing says nothing."""


def by_row(register: Register, assessments: Iterable[Assessment]) -> Rows:
    """Return assessments by row, of several on one mark the last.

    Those that say nothing, and those of marks that are not in the register, are left out.
    """
    found = ((register.catalogue.find(one.mark), one) for one in assessments if one)
    return {mark.index: one for mark, one in found if mark is not None}


def in_order(rows: Rows) -> tuple[Assessment, ...]:
    """Return the assessments as a report takes them, in the order of the rows."""
    return tuple(rows[row] for row in sorted(rows))


def kept_rows(file: Path, images: Iterable[str], register: Register) -> Rows:
    """Return what is kept in a file for the images of a case in a register.

    Of what was said about one mark under several images, the latest holds. A file that is not there
    keeps nothing, and is not made.

    Args:
        file: Where it is kept.
        images: The digests of the images.
        register: The marks.

    Raises:
        CaseError: It cannot be read.
    """
    if not file.exists():
        return {}
    with closing(AssessmentStore(file)) as store:
        kept = [one for image in images for one in store.read(image, register.manifest.id)]
    return by_row(register, sorted(kept, key=attrgetter("changed")))
