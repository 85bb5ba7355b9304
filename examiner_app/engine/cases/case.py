"""A case: one application, with its images, its searches and what was pinned."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from examiner_app.engine.cases.desk_record import DeskRecord
from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.search_record import SearchRecord
from examiner_app.engine.pages import page_digest
from examiner_app.errors import CaseError
from examiner_app.translation import tr


@dataclass(frozen=True, slots=True)
class KeptImage:
    """An image of the mark as filed.

    Attributes:
        sha256: Its digest; that of its file, but for later pages.
        file: Digest of its file's bytes, which the store keeps.
        page: Which page of the file it is, from 1.
        name: What people call it.
    """

    sha256: str
    file: str
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class NewImage:
    """An image that comes to a case.

    Attributes:
        sha256: Its digest.
        data: The bytes of its file.
        page: Which page of the file it is, from 1.
        name: What people call it.
    """

    sha256: str
    data: bytes
    page: int
    name: str

    @classmethod
    def examined(cls, sha256: str, data: bytes, page: int, name: str) -> NewImage:
        """Return an image that was examined, with the bytes of its file as they are now.

        Raises:
            CaseError: The file was changed since: a record of what was not examined is none.
        """
        if page_digest(hashlib.sha256(data).hexdigest(), page) != sha256:
            raise CaseError(
                tr("{name} was changed after it was examined: examine it again.", name=name)
            )
        return cls(sha256, data, page, name)


@dataclass(frozen=True, slots=True)
class LoggedSearch:
    """A search in the log.

    Attributes:
        number: From 1 in its case, never given twice.
        record: What was searched for and found.
    """

    number: int
    record: SearchRecord


@dataclass(frozen=True, slots=True)
class Case:
    """All that is kept of a case, but for the bytes of its images, and judgements.

    Attributes:
        id: Random name, kept for life.
        reference: The office's file number; may be empty.
        examiner: Who examines; may be empty.
        created: When it was begun, UTC.
        changed: When anything of it was changed last, UTC.
        images: Its images in order.
        searches: Its log in order.
        pins: Register → the marks that are pinned, in order.
        desk: What the desk is like when the case is left; ``None`` where no window kept it.
    """

    id: str
    reference: str
    examiner: str
    created: datetime
    changed: datetime
    images: tuple[KeptImage, ...]
    searches: tuple[LoggedSearch, ...] = ()
    pins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    desk: DeskRecord | None = None


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case with all that belongs to it, as it goes from one store to another.

    Attributes:
        case: The case.
        files: Digest → bytes, of the files of its images.
        corrections: Number of a search → the packed correction of its text mask.
        assessments: Image and judgement, with the note.
    """

    case: Case
    files: Mapping[str, bytes]
    corrections: Mapping[int, bytes]
    assessments: tuple[tuple[str, Assessment], ...]


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the list of cases.

    Attributes:
        id: The case.
        reference: The office's file number; may be empty.
        examiner: Who examines; may be empty.
        changed: When anything of it was changed last, UTC.
        name: Of its first image.
        images: How many it has.
        searches: How many searches its log has.
        cited: How many marks are cited against it.
    """

    id: str
    reference: str
    examiner: str
    changed: datetime
    name: str
    images: int
    searches: int
    cited: int
