"""The paper's Tables 2 and 5 of a register and what attention gains, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from examiner_app.engine.evaluation.evaluate import Evaluation
from examiner_app.engine.evaluation.gains import Gain, gains
from examiner_app.engine.evaluation.kinds import Kinds
from examiner_app.engine.methods import METHODS
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.ranking.exact import method_distances
from examiner_app.engine.register.manifest import write_atomically
from examiner_app.engine.register.open import Register
from examiner_app.errors import EvaluationError

EXAMPLES: Final = 8
"""Columns of Table 2."""

TABLES: Final = "tables.txt"
METRICS: Final = "metrics.json"

_KIND_WIDTH: Final = 14


@dataclass(frozen=True, slots=True)
class Example:
    """One column of Table 2: a query, one of its look-alikes, and where each method ranks it.

    Attributes:
        query: External id of the query.
        match: External id of the look-alike.
        ranks: Method → exact rank of the match in the whole register, the query included.
    """

    query: str
    match: str
    ranks: dict[str, int]


def evaluation_record(evaluation: Evaluation) -> dict[str, Any]:
    """Return the contract of ``evaluate --json``; ``ci`` is the 95 % interval of MAP@100."""
    return {
        "protocol": evaluation.protocol.key,
        "queries": len(evaluation.queries),
        "marks": evaluation.marks,
        "rows": [
            {
                "method": score.method,
                "name": score.name,
                "dim": score.dim,
                "map100": score.map100,
                "nar": score.nar,
                "ci": list(score.map100_interval),
            }
            for score in evaluation.scores
        ],
    }


def kinds_record(evaluation: Evaluation, kinds: Kinds) -> dict[str, Any]:
    """Return MAP@100 by kind of query, and what attention gains on each."""
    return {
        "kinds": {kind: int(chosen.sum()) for kind, chosen in kinds.items()},
        "map100_by_kind": {
            score.method: {
                kind: float(score.average_precisions[chosen].mean())
                for kind, chosen in kinds.items()
            }
            for score in evaluation.scores
        },
        "gains": [
            {
                "method": gain.method,
                "baseline": gain.baseline,
                "kind": gain.kind,
                "map100": gain.mean,
                "ci": list(gain.interval),
            }
            for gain in gains(evaluation, kinds)
        ],
    }


def full_record(
    evaluation: Evaluation, register: Register, examples: Sequence[Example], kinds: Kinds
) -> dict[str, Any]:
    """Return the contract's record with NAR's intervals, kinds, each query's figures, Table 2."""
    record = evaluation_record(evaluation)
    for row, score in zip(record["rows"], evaluation.scores, strict=True):
        row["nar_ci"] = list(score.nar_interval)
    marks = register.marks(evaluation.queries)
    record["register"] = {"id": register.manifest.id, "name": register.manifest.name}
    record["bundle"] = register.manifest.bundle.model_dump()
    record["per_query"] = [
        {
            "id": mark.id,
            "group": mark.group,
            "ap100": {s.method: float(s.average_precisions[place]) for s in evaluation.scores},
            "nar": {s.method: float(s.average_ranks[place]) for s in evaluation.scores},
        }
        for place, mark in enumerate(marks)
    ]
    record |= kinds_record(evaluation, kinds)
    record["examples"] = [
        {"query": example.query, "match": example.match, "rank": example.ranks}
        for example in examples
    ]
    return record


def rank_examples(
    register: Register, evaluation: Evaluation, limit: int = EXAMPLES
) -> Work[list[Example]]:
    """Rank one look-alike of one query in each of the first groups, by every method (Table 2)."""
    members: dict[int, list[int]] = {}
    for query, group in zip(evaluation.queries, evaluation.groups, strict=True):
        members.setdefault(group, []).append(query)
    pairs = [(rows[0], rows[-1]) for rows in members.values() if len(rows) > 1][:limit]
    stage = Stage("Ranking examples", len(pairs))
    examples = []
    for query, match in pairs:
        description = register.query(query)
        ranks = {}
        for score in evaluation.scores:
            distances = method_distances(register, description, score.method)
            ranks[score.method] = int((distances <= distances[match]).sum())
        ids = [mark.id for mark in register.marks([query, match])]
        examples.append(Example(ids[0], ids[1], ranks))
        yield stage.step()
    return examples


def tables_text(evaluation: Evaluation, examples: Sequence[Example], kinds: Kinds) -> str:
    """Return Table 5, the same by kind, what attention gains, and Table 2, for a terminal."""
    lines = [*_table_5(evaluation), *_by_kind(evaluation, kinds)]
    lines += [*_gains(gains(evaluation, kinds), kinds), *_table_2(examples)]
    return "\n".join(lines) + "\n"


def _table_5(evaluation: Evaluation) -> Iterator[str]:
    queries, marks = len(evaluation.queries), evaluation.marks
    yield f"Table 5. {queries} queries in {marks} marks, protocol «{evaluation.protocol.key}»."
    yield evaluation.protocol.explanation
    yield ""
    yield f"{'Method':<18}{'Dim':>6}{'MAP@100':>9}  {'95 %':^13}{'NAR':>7}  {'95 %':^13}"
    for score in evaluation.scores:
        low, high = score.map100_interval
        nar_low, nar_high = score.nar_interval
        yield (
            f"{score.name:<18}{score.dim:>6}{100 * score.map100:>9.1f}"
            f"  {100 * low:>5.1f} – {100 * high:>5.1f}"
            f"{score.nar:>7.3f}  {nar_low:>5.3f} – {nar_high:>5.3f}"
        )


def _by_kind(evaluation: Evaluation, kinds: Kinds) -> Iterator[str]:
    if len(kinds) < 2:
        return
    yield ""
    yield "MAP@100 by what a query's group has in common."
    yield ""
    heads = [f"{kind} ({int(chosen.sum())})" for kind, chosen in kinds.items()]
    yield f"{'Method':<18}" + "".join(f"{head:>{_KIND_WIDTH}}" for head in heads)
    for score in evaluation.scores:
        values = (100 * score.average_precisions[chosen].mean() for chosen in kinds.values())
        yield f"{score.name:<18}" + "".join(f"{value:>{_KIND_WIDTH}.1f}" for value in values)


def _gains(found: Sequence[Gain], kinds: Kinds) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield "What attention gains: MAP@100 less that of its baseline over the same queries;"
    yield "* where the 95 % interval of the difference leaves out 0."
    yield ""
    first, *others = kinds
    heads = f"{first:>6}   {'95 %':^13} " + "".join(f"{kind:>{_KIND_WIDTH}} " for kind in others)
    yield f"{'Method':<18}{'Baseline':<12}{heads}".rstrip()
    for start in range(0, len(found), len(kinds)):
        row = found[start : start + len(kinds)]
        names = METHODS[row[0].method].name, METHODS[row[0].baseline].name
        low, high = (100 * value for value in row[0].interval)
        interval = f"  {low:>+5.1f} … {high:>+5.1f} "
        cells = _gain(row[0], 6) + interval + "".join(_gain(gain, _KIND_WIDTH) for gain in row[1:])
        yield f"{names[0]:<18}{names[1]:<12}{cells}".rstrip()


def _gain(gain: Gain, width: int) -> str:
    return f"{100 * gain.mean:>+{width}.1f}" + ("*" if gain.told_apart else " ")


def _table_2(examples: Sequence[Example]) -> Iterator[str]:
    if not examples:
        return
    columns = range(1, len(examples) + 1)
    yield ""
    yield "Table 2. Rank of a look-alike under each method, in the whole register."
    yield ""
    yield f"{'Method':<18}" + "".join(f"{f'({column})':>9}" for column in columns)
    for method in examples[0].ranks:
        ranks = "".join(f"{example.ranks[method]:>9}" for example in examples)
        yield f"{METHODS[method].name:<18}{ranks}"
    yield ""
    for column, example in zip(columns, examples, strict=True):
        yield f"({column}) {example.query}: {example.match}"


def write_tables(
    folder: Path,
    register: Register,
    evaluation: Evaluation,
    examples: Sequence[Example],
    kinds: Kinds,
) -> None:
    """Write ``tables.txt`` and ``metrics.json`` into ``folder``, which is made if need be.

    Raises:
        EvaluationError: The folder cannot be written.
    """
    record = full_record(evaluation, register, examples, kinds)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / TABLES, tables_text(evaluation, examples, kinds).encode())
        write_atomically(
            folder / METRICS, json.dumps(record, indent=1, ensure_ascii=False).encode()
        )
    except OSError as error:
        reason = error.strerror or "output error"
        raise EvaluationError(
            f"{folder} cannot be written ({reason}): choose another folder."
        ) from error
