"""Folding, as ``examine`` takes and says it."""

from __future__ import annotations

from typing import Annotated

import typer

from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.wording import thousands

FoldOption = Annotated[
    Fold | None,
    typer.Option(
        help="Which marks take one place: none, those with the same picture, or those of one owner "
        "too. By default pictures in the printed table, and nothing in JSON and reports.",
        show_default=False,
    ),
]


def cell_text(size: int) -> str:
    """Return what a place that stands for so many marks says, as the window's badge does."""
    return f"+{thousands(size - 1)}" if size > 1 else ""
