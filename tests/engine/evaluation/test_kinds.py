from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.evaluation.evaluate import Evaluation, Score
from examiner_app.engine.evaluation.kinds import every_query, read_kinds
from examiner_app.engine.evaluation.protocol import PROTOCOLS
from examiner_app.errors import EvaluationError

SCORE = Score("mac", np.array([0.1, 0.2, 0.3, 0.4]), np.zeros(4), 8)
EVALUATION = Evaluation(PROTOCOLS["paper"], (0, 1, 2, 3), (7, 7, 9, 9), 20, (SCORE,))


def table(folder: Path, text: str) -> Path:
    path = folder / "groups.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_kinds_of_queries_in_the_order_of_the_table(tmp_path: Path) -> None:
    path = table(tmp_path, "kind,group,more\nlayout,9,x\nfigure, 7 ,y\ntexture,3,z\n")
    kinds = read_kinds(path, EVALUATION)
    # Kinds that no query is of would be empty columns.
    assert {kind: chosen.tolist() for kind, chosen in kinds.items()} == {
        "all": [True, True, True, True],
        "layout": [False, False, True, True],
        "figure": [True, True, False, False],
    }
    assert list(kinds) == ["all", "layout", "figure"]


def test_every_query_is_of_the_one_kind() -> None:
    assert {kind: int(chosen.sum()) for kind, chosen in every_query(EVALUATION).items()} == {
        "all": 4
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("group,likeness\n7,figure\n", "columns «group» and «kind»"),
        ("", "columns «group» and «kind»"),
        ("group,kind\n7,figure\n", "group 9"),
        ("group,kind\nseven,figure\n", "line 2"),
        ("group,kind\n7,figure\n9,\n", "line 3"),
        ("group,kind\n7,figure\n9\n", "line 3"),
        ("group,kind\n7,all\n", "line 2"),
    ],
)
def test_a_table_that_does_not_say_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_kinds(table(tmp_path, text), EVALUATION)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "groups.csv"
    binary.write_bytes(b"\xff\xfe\x00group")
    for path in (binary, tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(EvaluationError, match="cannot be read"):
            read_kinds(path, EVALUATION)
