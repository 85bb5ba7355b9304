from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examiner_app.engine.evaluation.evaluate import evaluate_register
from examiner_app.engine.evaluation.gains import gains
from examiner_app.engine.evaluation.kinds import every_query
from examiner_app.engine.evaluation.protocol import PROTOCOLS
from examiner_app.engine.evaluation.tables import (
    evaluation_record,
    kinds_record,
    rank_examples,
    tables_text,
    write_tables,
)
from examiner_app.engine.progress import finish
from examiner_app.engine.ranking.exact import rank
from examiner_app.engine.register.open import Register
from examiner_app.errors import EvaluationError


@pytest.fixture
def register(make_register: Callable[..., Register], unit: Any) -> Register:
    groups = [index % 10 if index < 30 else None for index in range(100)]
    words = [([index % 7], [1]) for index in range(100)]
    return make_register({"mac": unit(100, 8), "rmac": unit(100, 4, 1)}, words, groups)


def test_record_is_the_contract(register: Register) -> None:
    evaluation = finish(evaluate_register(register, PROTOCOLS["metu"]))
    record = evaluation_record(evaluation)
    assert list(record) == ["protocol", "queries", "marks", "rows"]
    assert (record["protocol"], record["queries"], record["marks"]) == ("metu", 30, 100)
    for row in record["rows"]:
        assert list(row) == ["method", "name", "dim", "map100", "nar", "ci"]
        low, high = row["ci"]
        assert low <= row["map100"] <= high
    assert [row["name"] for row in record["rows"]] == ["SIFT", "MAC", "R-MAC"]
    assert json.loads(json.dumps(record)) == record


def test_examples_carry_the_exact_rank(register: Register) -> None:
    evaluation = finish(evaluate_register(register, PROTOCOLS["paper"]))
    examples = finish(rank_examples(register, evaluation))
    assert [(example.query, example.match) for example in examples[:2]] == [
        ("id0", "id20"),
        ("id1", "id21"),
    ]
    assert len(examples) == 8
    *_, table = rank(register, register.query(1), register.methods)
    assert examples[1].ranks == {key: int(table.ranks[key][21]) for key in register.methods}


def test_written_tables(register: Register, tmp_path: Path) -> None:
    evaluation = finish(evaluate_register(register, PROTOCOLS["paper"]))
    examples = finish(rank_examples(register, evaluation))
    kinds = every_query(evaluation)
    write_tables(tmp_path / "a" / "b", register, evaluation, examples, kinds)
    text = (tmp_path / "a" / "b" / "tables.txt").read_text(encoding="utf-8")
    assert text == tables_text(evaluation, examples, kinds)
    score = evaluation.scores[1]
    row = next(line for line in text.splitlines() if line.startswith("MAC"))
    assert row.split()[1:3] == ["8", f"{100 * score.map100:.1f}"]
    assert max(len(line) for line in text.splitlines()) <= 100
    metrics = json.loads((tmp_path / "a" / "b" / "metrics.json").read_text(encoding="utf-8"))
    assert len(metrics["per_query"]) == 30
    mean = sum(entry["ap100"]["mac"] for entry in metrics["per_query"]) / 30
    assert mean == pytest.approx(metrics["rows"][1]["map100"])
    assert metrics["examples"][0]["rank"] == examples[0].ranks
    (tmp_path / "file").touch()
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_tables(tmp_path / "file", register, evaluation, examples, kinds)


def test_figures_of_each_kind_and_what_attention_gains(
    make_register: Callable[..., Register], unit: Any
) -> None:
    vectors = {"mac": unit(40, 8), "ssa_mac": unit(40, 8, 2)}
    groups = [index % 4 if index < 20 else None for index in range(40)]
    register = make_register(vectors, [([0], [1])] * 40, groups)
    evaluation = finish(evaluate_register(register, PROTOCOLS["paper"], ["mac", "ssa_mac"]))
    chosen = np.array([group < 2 for group in evaluation.groups])
    kinds = every_query(evaluation) | {"figure": chosen, "layout": ~chosen}
    record = kinds_record(evaluation, kinds)
    assert record["kinds"] == {"all": 20, "figure": 10, "layout": 10}
    mac, ssa = (score.average_precisions for score in evaluation.scores)
    assert record["map100_by_kind"]["mac"]["layout"] == pytest.approx(mac[~chosen].mean())
    assert [gain["kind"] for gain in record["gains"]] == ["all", "figure", "layout"]
    assert record["gains"][1]["map100"] == pytest.approx((ssa - mac)[chosen].mean())
    text = tables_text(evaluation, [], kinds)
    assert "figure (10)" in text
    rows = [line.split() for line in text.splitlines() if line.startswith("SSA MAC")]
    means = ssa.mean(), ssa[chosen].mean(), ssa[~chosen].mean()
    assert rows[1][2:] == [f"{100 * mean:.1f}" for mean in means]
    shown = [f"{100 * gain.mean:+.1f}" + "*" * gain.told_apart for gain in gains(evaluation, kinds)]
    assert rows[2][2:4] == ["MAC", shown[0]]
    assert rows[2][-2:] == shown[1:]
    # One kind needs no table of kinds.
    assert "has in common" not in tables_text(evaluation, [], every_query(evaluation))
