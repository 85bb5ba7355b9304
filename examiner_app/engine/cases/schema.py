"""Names and tables of the files that cases are kept in, by version."""

from __future__ import annotations

from typing import Final

CASE_SUFFIX: Final = ".examiner-case"
"""How the name of a file ends that one case was exported to."""

_JUDGEMENTS: Final = """
CREATE TABLE assessments (
    candidate TEXT NOT NULL,
    register TEXT NOT NULL,
    mark TEXT NOT NULL,
    judgement TEXT NOT NULL CHECK (judgement IN ('', 'cited', 'considered', 'rejected')),
    note TEXT NOT NULL,
    changed TEXT NOT NULL,
    PRIMARY KEY (candidate, register, mark)
) WITHOUT ROWID
"""

_CASES: Final = (
    """
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    examiner TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID
""",
    """
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    data BLOB NOT NULL
)
""",
    """
CREATE TABLE images (
    case_id TEXT NOT NULL REFERENCES cases (id),
    sha256 TEXT NOT NULL,
    position INTEGER NOT NULL,
    file TEXT NOT NULL REFERENCES files (sha256),
    page INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (case_id, sha256)
) WITHOUT ROWID
""",
    "CREATE INDEX images_by_digest ON images (sha256)",
    """
CREATE TABLE pins (
    case_id TEXT NOT NULL REFERENCES cases (id),
    register TEXT NOT NULL,
    mark TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (case_id, register, mark)
) WITHOUT ROWID
""",
    """
CREATE TABLE searches (
    case_id TEXT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL CHECK (number > 0),
    record TEXT NOT NULL,
    correction BLOB,
    PRIMARY KEY (case_id, number)
)
""",
)

_DESKS: Final = """
CREATE TABLE desks (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    record TEXT NOT NULL
) WITHOUT ROWID
"""

# Columns of a key come first where there are no row ids: the check of SQLite 3.40 takes the
# others for missing else.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = ((_JUDGEMENTS,), _CASES, (_DESKS,))
"""What makes version 1 of an empty file, version 2 of version 1, and so on."""

VERSION: Final = len(MIGRATIONS)
"""Of the tables; a file with a higher one is a later program's."""
