"""Assessments by the rows that their marks have in an open register."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.register.open import Register

Rows = dict[int, Assessment]
"""Row of the register → what is held of the mark in it; nothing says nothing."""


def by_row(register: Register, assessments: Iterable[Assessment]) -> Rows:
    """Return assessments by row; those of marks that are not in the register are left out."""
    found = ((register.catalogue.find(one.mark), one) for one in assessments if one)
    return {mark.index: one for mark, one in found if mark is not None}


def in_order(rows: Rows) -> tuple[Assessment, ...]:
    """Return the assessments as a report takes them, in the order of the rows."""
    return tuple(rows[row] for row in sorted(rows))


def kept_rows(file: Path, candidate: str, register: Register) -> Rows:
    """Return what is kept in a file for a candidate (the sha256 of its file) in a register.

    A file that is not there keeps nothing, and is not made.

    Raises:
        CaseError: It cannot be read.
    """
    if not file.exists():
        return {}
    with closing(AssessmentStore(file)) as store:
        return by_row(register, store.read(candidate, register.manifest.id))
