from __future__ import annotations

from examiner_app.engine.examination import Examination
from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.register.catalogue import Mark
from examiner_app.engine.report.columns import cells_by_method, figure, listed_marks
from examiner_app.engine.report.content import build_content
from examiner_app.engine.report.entries import FACT_LABELS, STANDS_FOR, facts


def test_every_fact_of_a_mark_has_a_column() -> None:
    full = Mark(
        index=0, id="m", words="w", owner="o", office="EM", number="1", status="s", filed="f",
        registered="r", nice=(9,), vienna=("01.01.01",), type="text-only",
        type_probabilities=(1.0, 0.0, 0.0), group=None, sha256="", file="m.png",
    )  # fmt: skip
    assert (*(label for label, _ in facts(full)), STANDS_FOR) == FACT_LABELS


def test_ranks_are_found_by_the_keys_of_their_methods(examination: Examination) -> None:
    content = build_content(examination, top=3)
    for mark in listed_marks(content):
        row = int(mark.id.removeprefix("mark-"))
        ranks = {key: cell.rank for key, cell in cells_by_method(content, mark).items()}
        assert ranks == {key: int(examination.ranks.of(key)[row]) for key in (*METHODS, FUSED)}


def test_figures_are_finite_and_without_noise() -> None:
    assert figure(0.12340000271797180) == 0.1234
    assert figure(None) is None
    assert figure(float("nan")) is None
    assert figure(float("inf")) is None
