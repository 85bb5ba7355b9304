"""What people call a case: how long that may be, and which case is meant by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from examiner_app.errors import CaseError
from examiner_app.translation import tr

TEXT_LIMIT: Final = 200
"""Characters of a reference or of an examiner's name."""

ID_SHOWN: Final = 8
"""So many digits of an id are shown to people."""

_LISTED: Final = 5
"""So many of the cases that may be meant are listed."""

# The whole id comes first, for it is meant whatever else is called so.
_NAMED: Final = """
SELECT id, id = :id AS whole FROM cases
WHERE reference = :reference AND reference != ''
    OR length(:id) >= :least AND substr(id, 1, length(:id)) = :id
ORDER BY whole DESC, changed DESC, id
"""


def short_text(text: str) -> str:
    """Return a reference or a person's name as it is kept: on one line, and of bounded length."""
    return " ".join(text.split())[:TEXT_LIMIT]


def case_named(to: sqlite3.Connection, name: str, least: int = 1) -> str | None:
    """Return the case that the office calls so, or whose id begins so; a whole id always wins.

    Args:
        to: The file of cases.
        name: What was said.
        least: So many digits make the beginning of an id.

    Raises:
        CaseError: Several cases may be meant.
    """
    said = {"reference": short_text(name), "id": name.strip().casefold(), "least": least}
    found = to.execute(_NAMED, said).fetchall()
    if len(found) > 1 and not found[0][1]:
        raise _several(name, [str(case) for case, _ in found])
    return str(found[0][0]) if found else None


def no_case(name: str) -> CaseError:
    """Return the error that there is no such case."""
    return CaseError(tr("There is no case {name}: choose one of the list of cases.", name=name))


def _several(name: str, cases: Sequence[str]) -> CaseError:
    brief = [case[:ID_SHOWN] for case in cases]
    # Ids from elsewhere may begin alike, and a reference may be the beginning of an id.
    clear = len({*brief, name.strip().casefold()}) > len(brief)
    told = brief if clear else cases
    more = ", …" if len(told) > _LISTED else ""
    return CaseError(
        tr(
            "{name} may be any of several cases: say which one by its id, {ids}.",
            name=name,
            ids=", ".join(told[:_LISTED]) + more,
        )
    )
