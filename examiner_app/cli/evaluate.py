"""``examiner-cli evaluate``: MAP@100 and NAR of every method on a register of the METU layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from examiner_app.cli.console import fail, print_json, show
from examiner_app.engine.evaluation.evaluate import evaluate_register
from examiner_app.engine.evaluation.kinds import every_query, read_kinds
from examiner_app.engine.evaluation.protocol import PROTOCOLS
from examiner_app.engine.evaluation.tables import (
    evaluation_record,
    kinds_record,
    rank_examples,
    tables_text,
    write_tables,
)
from examiner_app.engine.register.open import open_register
from examiner_app.errors import ExaminerError


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A register built from queries/ and pool/.")],
    protocol: Annotated[
        Literal["paper", "metu"],
        typer.Option(help="«paper»: query left out, rank ≤ K; «metu»: the METU release's code."),
    ] = "paper",
    out: Annotated[
        Path | None, typer.Option(help="Folder to write tables.txt and metrics.json to.")
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option(
            help="Table with the columns group and kind; figures are given for each kind too."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Rank the whole register for every query mark, and print MAP@100 and NAR of each method."""
    try:
        register = open_register(folder)
        try:
            evaluation = show(evaluate_register(register, PROTOCOLS[protocol]), quiet=as_json)
            kinds = every_query(evaluation) if groups is None else read_kinds(groups, evaluation)
            wants_examples = out is not None or not as_json
            examples = (
                show(rank_examples(register, evaluation), quiet=as_json) if wants_examples else []
            )
            if out is not None:
                write_tables(out, register, evaluation, examples, kinds)
        finally:
            register.close()
    except ExaminerError as error:
        fail(error)
    if as_json:
        by_kind = {} if groups is None else kinds_record(evaluation, kinds)
        print_json(evaluation_record(evaluation) | by_kind)
    else:
        typer.echo(tables_text(evaluation, examples, kinds), nl=False)
