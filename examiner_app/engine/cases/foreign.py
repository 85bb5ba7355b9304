"""What is checked of a case that comes from elsewhere, before any of it is kept.

Whoever wrote its file may have meant harm: what only they could have written makes the file none
with a case, and what is merely too long or too late is brought within bounds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from examiner_app.engine.cases.case import KeptImage, LoggedSearch, WholeCase
from examiner_app.engine.cases.case_names import short_text
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord
from examiner_app.engine.cases.judgements import Assessment, clean_note

NAME_LIMIT: Final = 300
"""Characters of an image's or a register's name; no file system has longer ones."""

YEARS: Final = range(1990, 2101)
"""When cases may have been worked on; all of it is far from where calendars end."""

_MOST: Final = 2**31
"""No case has more searches, and no file more pages."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

# Columns of SQLite hold values of any kind, whatever the tables were made for.
_OTHER_KINDS: Final = """
SELECT 1 FROM cases WHERE 'text text text text text' != typeof(id) || ' ' || typeof(reference)
    || ' ' || typeof(examiner) || ' ' || typeof(created) || ' ' || typeof(changed)
UNION ALL
SELECT 1 FROM images WHERE 'text text integer text' !=
    typeof(sha256) || ' ' || typeof(file) || ' ' || typeof(page) || ' ' || typeof(name)
UNION ALL
SELECT 1 FROM searches WHERE 'integer text' != typeof(number) || ' ' || typeof(record)
    OR typeof(correction) NOT IN ('blob', 'null')
UNION ALL
SELECT 1 FROM pins WHERE 'text text' != typeof(register) || ' ' || typeof(mark)
UNION ALL
SELECT 1 FROM assessments WHERE 'text text text text' !=
    typeof(register) || ' ' || typeof(mark) || ' ' || typeof(note) || ' ' || typeof(changed)
"""

_TIMES: Final = """
SELECT created FROM cases UNION ALL SELECT changed FROM cases
UNION ALL SELECT changed FROM assessments
"""


def check_columns(source: CaseStore) -> None:
    """Check that a store holds what its tables are made for, and times that can be reckoned with.

    Raises:
        CaseError: It cannot be read.
        ValueError: It holds something else.
    """
    if source.database.run(lambda to: to.execute(_OTHER_KINDS).fetchone()):
        raise ValueError("a value is of another kind than its column")
    for (text,) in source.database.run(lambda to: to.execute(_TIMES).fetchall()):
        _check_time(datetime.fromisoformat(text))


def as_kept(whole: WholeCase) -> WholeCase:
    """Return a case with texts and notes as they may be kept, and nothing later than now.

    Judgements on other images than its own are left out.

    Raises:
        ValueError: Something of it is not as any Examiner writes it.
    """
    case, now = whole.case, datetime.now(UTC)
    if not _ID.fullmatch(case.id):
        raise ValueError("no id of a case")
    images = {image.sha256 for image in case.images}
    kept = replace(
        case,
        reference=short_text(case.reference),
        examiner=short_text(case.examiner),
        created=min(case.created.astimezone(UTC), now),
        # A case from the future would be the one that was changed last for ever.
        changed=min(case.changed.astimezone(UTC), now),
        images=tuple(map(_image, case.images)),
        searches=tuple(map(_search, case.searches)),
        desk=None if case.desk is None else _desk(case.desk),
    )
    assessments = tuple(
        (candidate, _assessment(one, now))
        for candidate, one in whole.assessments
        if candidate in images
    )
    return replace(whole, case=kept, assessments=assessments)


def _check_time(time: datetime) -> None:
    if time.tzinfo is None or time.year not in YEARS:
        raise ValueError("no time that a case was worked on")


def _check_number(number: int) -> None:
    if not 0 < number < _MOST:
        raise ValueError("no number of a search or a page")


def _image(image: KeptImage) -> KeptImage:
    if not _SHA256.fullmatch(image.sha256):
        raise ValueError("no digest")
    _check_number(image.page)
    return replace(image, name=_name(image.name))


def _search(search: LoggedSearch) -> LoggedSearch:
    _check_number(search.number)
    _check_time(search.record.time)
    searched = search.record.searched
    names = {
        "name": _name(search.record.name),
        "searched": searched.model_copy(update={"name": _name(searched.name)}),
    }
    return replace(search, record=search.record.model_copy(update=names))


def _desk(desk: DeskRecord) -> DeskRecord:
    if desk.searched is None:
        return desk
    searched = desk.searched.model_copy(update={"name": _name(desk.searched.name)})
    return desk.model_copy(update={"searched": searched})


def _assessment(one: Assessment, now: datetime) -> Assessment:
    return replace(one, note=clean_note(one.note), changed=min(one.changed.astimezone(UTC), now))


def _name(text: str) -> str:
    return " ".join(text.splitlines())[:NAME_LIMIT]
