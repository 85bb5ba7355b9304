"""The marks of a report as rows of figures and words, for the formats that programs read too."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.entries import MatchEntry, RankCell

_DIGITS: Final = 6
"""Decimals of distances and percentiles: float32 has no more, and its noise is no information."""

FORMULA_SIGNS: Final = "=+-@＝＋－＠"
"""What a spreadsheet may take for the beginning of a formula; East Asian ones take wide forms."""


def listed_marks(content: ReportContent) -> tuple[MatchEntry, ...]:
    """Return the matches, and then the cited marks that are not among them."""
    return (*content.matches, *content.cited)


def cells_by_method(content: ReportContent, mark: MatchEntry) -> Mapping[str, RankCell]:
    """Return the ranks of a mark by the keys of the methods, in the order of the methods."""
    # A cell knows only what people call its method.
    named = {cell.name: cell for cell in mark.ranks}
    return {method.key: named[method.name] for method in content.methods if method.name in named}


def figure(value: float | None) -> float | None:
    """Return a distance or percentile without noise; ``None`` where there is no finite one."""
    return None if value is None or not math.isfinite(value) else round(value, _DIGITS)
