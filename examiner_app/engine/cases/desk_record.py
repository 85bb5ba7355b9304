"""What the desk is like when a case is left: what is on it, what is asked, how matches are listed.

Judgements, notes, pins and the log of searches have their own places in the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from examiner_app.engine.cases.search_record import Box, Sha256
from examiner_app.engine.methods import DEFAULT_METHOD

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case, LoggedSearch

# Far beyond what can be drawn: a case from elsewhere must not fill the memory, or leave what the
# window can reckon with.
_Side = Annotated[float, Field(gt=0, le=1e5, allow_inf_nan=False)]
_Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
_Points = Annotated[
    tuple[tuple[_Coordinate, _Coordinate], ...], Field(min_length=1, max_length=100_000)
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeskStroke(_Record):
    """One stroke of the brush, as :class:`~examiner_app.engine.strokes.Stroke` has it.

    Attributes:
        adds: Whether it makes text of what it covers.
        size: Diameter of the brush, pixels of the mark as filed.
        points: The way of the brush's middle.
    """

    adds: bool
    size: _Side
    points: _Points


_Strokes = Annotated[tuple[DeskStroke, ...], Field(max_length=10_000)]


class DeskMarking(_Record):
    """What was drawn on one image.

    Attributes:
        region: What of it is searched, [x, y, w, h] in its pixels; ``None`` for all of it.
        mask_of: The search of the log whose corrected text mask it begins with; 0 for the
            network's own.
        strokes: Of the brush over that mask, in order.
    """

    region: Box | None = None
    mask_of: Annotated[int, Field(ge=0, le=2**31)] = 0
    strokes: _Strokes = ()


class DeskRegister(_Record):
    """The register that is searched.

    Attributes:
        id: Random name of the register, kept for life.
        name: For people.
        path: The folder it was in.
    """

    id: str
    name: str
    path: str


class DeskRecord(_Record):
    """The desk.

    Attributes:
        format: Version of this record.
        searched: The register; ``None`` where none was open.
        images: Digests of the images on the desk, in order.
        shown: The one that is shown.
        markings: Digest of an image → what was drawn on it.
        sort: What the matches are sorted by.
        filter: Which of them are listed; empty for all.
        filtering: Whether the conditions are in sight.
        fold: Which of them take one place.
        judged: Judgements of those that are listed, an empty one standing for the undecided; every
            mark where it is empty.
        selected: The register's name for the match that is compared; empty for none.
        layers: The layers over the candidate, from the top.
        layer: The one that opacity and legend speak of; empty for the mark as filed.
    """

    format: Literal[1] = 1
    searched: DeskRegister | None = None
    images: tuple[Sha256, ...] = ()
    shown: str = ""
    markings: dict[Sha256, DeskMarking] = {}
    sort: str = DEFAULT_METHOD
    filter: dict[str, Any] = {}
    filtering: bool = False
    fold: str = "nothing"
    judged: tuple[str, ...] = ()
    selected: str = ""
    layers: tuple[str, ...] = ()
    layer: str = ""


def read_desk(text: str) -> DeskRecord | None:
    """Return the desk that was kept, or ``None`` where it makes no sense: the case is whole then.

    How a window looked is of no weight for the record, and a later program may know more.
    """
    try:
        return DeskRecord.model_validate_json(text)
    except ValidationError:
        return None


def desk_at(case: Case, search: LoggedSearch, extra: Mapping[str, Any] | None = None) -> DeskRecord:
    """Return the desk as it was at a search.

    Args:
        case: The case.
        search: One of its log.
        extra: Conditions beside those of the search's filter, as a filter's record.
    """
    record = search.record
    drawn = DeskMarking(region=record.region, mask_of=search.number if record.mask else 0)
    return DeskRecord(
        searched=DeskRegister(
            id=record.searched.id, name=record.searched.name, path=record.searched.path
        ),
        images=tuple(image.sha256 for image in case.images),
        shown=record.image,
        markings={record.image: drawn},
        sort=record.sort,
        filter={**record.filter, **(extra or {})},
        fold=record.fold,
    )


def desk_of(case: Case) -> DeskRecord:
    """Return the desk as the case was left: as it was kept, else as at its last search."""
    if case.desk is not None:
        return case.desk
    if case.searches:
        return desk_at(case, case.searches[-1])
    return DeskRecord(images=tuple(image.sha256 for image in case.images))
