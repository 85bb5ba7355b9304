"""What the log keeps of a search: enough to run it again, and to say what is other then."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from examiner_app import __version__
from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.errors import CaseError
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.listing import Listed, Listing
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.question import MaskCorrection

NEAREST: Final = 200
"""Marks of the result that are kept by their ids: those that are looked at."""

MOST_PIXELS: Final = 100_000_000
"""More than a side of any image that is taken; regions up to there fit every arithmetic."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


_Place = Annotated[int, Field(ge=0, le=MOST_PIXELS)]
_Side = Annotated[int, Field(gt=0, le=MOST_PIXELS)]

Box = tuple[_Place, _Place, _Side, _Side]
"""[x, y, w, h] in pixels of an image."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SearchedMask(_Record):
    """How the text mask was corrected by hand.

    Attributes:
        added: Pixels that were made text.
        taken: Pixels that were made other than text.
        sha256: Digest of which pixels these are.
    """

    added: int
    taken: int
    sha256: Sha256


class SearchedRegister(_Record):
    """What was searched.

    Attributes:
        id: Random name of the register, kept for life.
        name: For people.
        path: The folder it was in.
        count: Marks in it then.
        updated: As of when it was.
        fingerprint: Digest of the models, whitening and vocabulary that its marks were described
            with.
    """

    id: str
    name: str
    path: str
    count: int
    updated: datetime
    fingerprint: str


class SearchedModels(_Record):
    """What the candidate was described with.

    Attributes:
        name: For people.
        id: Digest of all weights.
    """

    name: str
    id: str


class NearMark(_Record):
    """One mark of the result.

    Attributes:
        id: The register's name for it.
        rank: Its rank by what the result is sorted by.
    """

    id: str
    rank: int


class SearchRecord(_Record):
    """One search.

    Attributes:
        format: Version of this record.
        time: When it began, UTC.
        image: Digest of the image that was searched for.
        name: What people call that image.
        region: What of it was searched, [x, y, w, h] in its pixels; ``None`` for all of it.
        mask: How its text mask was corrected; ``None`` where it is the network's.
        searched: The register.
        models: What with.
        methods: By which methods every mark was ranked.
        sort: By which of these, or by the fusion of all, the result is sorted.
        fold: Which marks take one place in it.
        filter: Which marks are in it; empty for all.
        passing: How many these are.
        seconds: How long it took to describe the candidate and rank every mark.
        device: Where the networks ran.
        program: Name and version of the program.
        ranks: Method → digest of the ranks of all marks.
        nearest: The nearest marks of the result.
    """

    format: Literal[1] = 1
    time: AwareDatetime
    image: Sha256
    name: str
    region: Box | None = None
    mask: SearchedMask | None = None
    searched: SearchedRegister
    models: SearchedModels
    methods: tuple[str, ...]
    sort: str
    fold: str
    filter: dict[str, Any] = {}
    passing: int
    seconds: Annotated[float, Field(allow_inf_nan=False)]
    device: str
    program: str
    ranks: dict[str, Sha256]
    nearest: tuple[NearMark, ...]


def read_search(number: int, text: str) -> SearchRecord:
    """Return the record of a search as it was kept.

    Args:
        number: Of the search, for people.
        text: The record.

    Raises:
        CaseError: It makes no sense.
    """
    try:
        return SearchRecord.model_validate_json(text)
    except ValidationError as error:
        raise CaseError(
            tr(
                "Search {number} of the case cannot be read: it is damaged, or a newer Examiner "
                "wrote it; update Examiner.",
                number=number,
            )
        ) from error


def record_search(examination: Examination, listing: Listing, found: Listed) -> SearchRecord:
    """Return what is kept of a search.

    Args:
        examination: What was found.
        listing: How the result is listed.
        found: The marks that are listed.
    """
    question, manifest = examination.question, examination.register.manifest
    ranks, correction = examination.ranks, question.correction
    seen = [int(row) for row in found.folded.order[:NEAREST]]
    by = ranks.of(listing.key)
    known = {*ranks.ranks, *(() if ranks.fused is None else (FUSED,))}
    return SearchRecord(
        time=examination.started,
        image=examination.logo.sha256,
        name=examination.logo.name,
        region=None if question.region is None else question.region.box,
        mask=None if correction is None else _mask(correction),
        searched=SearchedRegister(
            id=manifest.id,
            name=manifest.name,
            path=str(examination.register.path),
            count=ranks.count,
            updated=manifest.updated,
            fingerprint=manifest.fingerprint,
        ),
        models=SearchedModels(name=examination.bundle_name, id=examination.bundle_id),
        methods=tuple(key for key in METHODS if key in ranks.ranks),
        sort=listing.key,
        fold=listing.how.value,
        filter=listing.wanted.record() if listing.wanted else {},
        passing=found.passing,
        seconds=round(examination.seconds_describe + examination.seconds_rank, 3),
        device=examination.device,
        program=f"Examiner {__version__}",
        ranks={key: _digest(ranks.of(key)) for key in (*METHODS, FUSED) if key in known},
        nearest=tuple(
            NearMark(id=mark.id, rank=int(by[mark.index]))
            for mark in examination.register.marks(seen)
        ),
    )


def _mask(correction: MaskCorrection) -> SearchedMask:
    return SearchedMask(added=correction.added, taken=correction.taken, sha256=correction.sha256)


def _digest(ranks: NDArray[np.int32]) -> str:
    return hashlib.sha256(np.ascontiguousarray(ranks, "<i4").tobytes()).hexdigest()
