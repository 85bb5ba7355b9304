"""Register entries for synthetic marks: made up, but formed as offices form theirs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import numpy as np

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.scripts import LATIN
from examiner_app.engine.synthesis.words import invented_word

OFFICES = ("QM", "QN", "QP", "QR")
"""User-assigned country codes (ISO 3166), so that no entry passes for one of a real office."""

STATUSES = {"registered": 0.76, "pending": 0.1, "expired": 0.09, "opposed": 0.03, "refused": 0.02}
_FORMS = ("Ltd.", "GmbH", "S.A.", "Inc.", "A.Ş.", "S.p.A.", "B.V.", "Oy", "Holding", "Co.")
_NICE_WEIGHTS = np.array(
    [3 if c in {3, 5, 9, 25, 29, 30, 35, 41, 42, 43} else 1 for c in range(46)]
)
_VIENNA_WORDS = "27.05.01"
_FIRST_DAY, _LAST_DAY = dt.date(1996, 1, 2), dt.date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """One line of ``marks.csv``.

    Attributes:
        id: The file's stem.
        file: The file, relative to the collection.
        office: Country or organisation code.
        owner: Who owns it.
        number: Application number.
        words: What is written on it.
        nice: Nice classes, separated by ``;``.
        vienna: Vienna codes, separated by ``;``.
        filing_date: ISO date.
        registration_date: ISO date, or empty.
        status: ``registered``, ``pending``, ``expired``, ``opposed`` or ``refused``.
        type: The mark's type, as ``MarkType.label``.
        group: Query group, or empty.
        likeness: How it is like the first of its group: ``original``, ``near-duplicate``, or by
            the paper's terms ``shape``, ``semantic``, ``partial``, ``layout``, ``phonetic`` or
            ``texture``; or empty.
    """

    id: str
    file: str
    office: str
    owner: str
    number: str
    words: str
    nice: str
    vienna: str
    filing_date: str
    registration_date: str
    status: str
    type: str
    group: str
    likeness: str


COLUMNS = tuple(field.name for field in fields(MarkRecord))


def vienna_codes(rng: np.random.Generator) -> str:
    """Return one to three Vienna codes of figurative categories (1 … 26)."""
    codes = {
        f"{rng.integers(1, 27):02d}.{rng.integers(1, 16):02d}.{rng.integers(1, 25):02d}"
        for _ in range(int(rng.integers(1, 4)))
    }
    return ";".join(sorted(codes))


def make_record(
    rng: np.random.Generator,
    file: str,
    kind: MarkType,
    words: str,
    *,
    figure_codes: str = "",
    group: str = "",
    likeness: str = "",
) -> MarkRecord:
    """Return an entry for the mark in ``file``; a group's marks are given its Vienna codes."""
    day = _FIRST_DAY + dt.timedelta(days=int(rng.integers((_LAST_DAY - _FIRST_DAY).days)))
    status = tuple(STATUSES)[int(rng.choice(len(STATUSES), p=tuple(STATUSES.values())))]
    registered = day + dt.timedelta(days=int(rng.integers(150, 560)))
    is_registered = status in {"registered", "expired"}
    codes = [] if kind is MarkType.TEXT_ONLY else (figure_codes or vienna_codes(rng)).split(";")
    if kind is not MarkType.FIGURE_ONLY:
        codes.append(_VIENNA_WORDS)
    weights = _NICE_WEIGHTS[1:] / _NICE_WEIGHTS[1:].sum()
    nice = sorted(rng.choice(np.arange(1, 46), int(rng.integers(1, 4)), replace=False, p=weights))
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return MarkRecord(
        id=stem,
        file=file,
        office=OFFICES[int(rng.integers(len(OFFICES)))],
        owner=_owner(rng),
        number=f"{day.year}/{int(rng.integers(1, 99999)):05d}",
        words=words,
        nice=";".join(str(c) for c in nice),
        vienna=";".join(codes),
        filing_date=day.isoformat(),
        registration_date=registered.isoformat() if is_registered else "",
        status=status,
        type=kind.label,
        group=group,
        likeness=likeness,
    )


def _owner(rng: np.random.Generator) -> str:
    names = [invented_word(rng, "latin", LATIN) for _ in range(int(rng.integers(1, 3)))]
    return " ".join([*(n[:1].upper() + n[1:] for n in names), _FORMS[rng.integers(len(_FORMS))]])
