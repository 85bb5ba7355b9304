"""Read some columns of every mark of a catalogue, some thousand marks at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from examiner_app.engine.register.catalogue import Catalogue, open_read_only
from examiner_app.engine.register.sentences import damaged
from examiner_app.errors import RegisterError

_ROWS: Final = 20_000


def read_rows(catalogue: Catalogue, columns: str, condition: str = "") -> Iterator[list[Any]]:
    """Yield rows of the committed marks in their order.

    Args:
        catalogue: The marks.
        columns: Names of columns, from the source code alone.
        condition: Which marks, likewise; all by default.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    # A connection of its own: reading a million rows must not keep those of a page waiting.
    connection = open_read_only(catalogue.path)
    try:
        wanted = f" AND {condition}" if condition else ""
        query = f"SELECT {columns} FROM marks WHERE idx < ?{wanted} ORDER BY idx"  # noqa: S608
        cursor = connection.execute(query, [catalogue.count])
        while rows := cursor.fetchmany(_ROWS):
            yield rows
    except sqlite3.DatabaseError as error:
        raise RegisterError(damaged(catalogue.path)) from error
    finally:
        connection.close()
