"""What the groups of a query set are alike in, so that figures can be given for each kind."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.evaluation.evaluate import Evaluation
from examiner_app.errors import EvaluationError

GROUP, KIND = "group", "kind"

EVERY: Final = "all"
"""Name of the column of all queries."""

Kinds = dict[str, NDArray[np.bool_]]
"""Kind → which of an evaluation's queries are of it, (Q,); :data:`EVERY` first."""


def read_kinds(path: Path, evaluation: Evaluation) -> Kinds:
    """Read a table with the columns ``group`` and ``kind``, as ``synthesize marks`` writes it.

    Raises:
        EvaluationError: It cannot be read, or does not name the kind of every query's group.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            named = dict(_rows(path, csv.DictReader(file)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EvaluationError(
            f"{path} cannot be read as a table of groups and kinds: choose a CSV file."
        ) from error
    if missing := sorted(set(evaluation.groups) - named.keys()):
        raise EvaluationError(f"{path} does not say of what kind group {missing[0]} is: add it.")
    of_query = np.array([named[group] for group in evaluation.groups])
    # In the order of the table, which is its author's.
    order = [kind for kind in dict.fromkeys(named.values()) if kind in of_query]
    return every_query(evaluation) | {kind: of_query == kind for kind in order}


def every_query(evaluation: Evaluation) -> Kinds:
    """Return the one kind that every query is of."""
    return {EVERY: np.ones(len(evaluation.queries), np.bool_)}


def _rows(path: Path, table: csv.DictReader[str]) -> Iterator[tuple[int, str]]:
    if not {GROUP, KIND} <= set(table.fieldnames or ()):
        raise EvaluationError(f"{path} needs the columns «{GROUP}» and «{KIND}»: name them so.")
    for row in table:
        group, kind = (row[GROUP] or "").strip(), (row[KIND] or "").strip()
        if not group.isdecimal() or not kind or kind == EVERY:
            raise EvaluationError(
                f"{path}, line {table.line_num}: give the number of a group and its kind."
            )
        yield int(group), kind
