"""The first and the last sheet of the XLSX report: what was examined, and the searches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from math import ceil
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from examiner_app.engine.pictures import Legend
from examiner_app.engine.report.content import CandidateLayer, ReportContent
from examiner_app.engine.report.html import css
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.xlsx_cells import (
    BOLD,
    CENTRED,
    HEAD,
    SECTION,
    SOFT,
    TEXT,
    TIME,
    TITLE,
    place_picture,
    put,
    set_height,
    set_page,
    set_widths,
)
from examiner_app.engine.wording import thousands

FIGURES_MEANING: Final = (
    "Distances are as each method measures them; those of different methods cannot be compared. "
    "The percentile is the share of the marks searched that are farther, in hundredths."
)

_LABEL_WIDTH, _VALUE_WIDTH = 26.0, 112.0
_LOG_COLUMNS: Final = 6
"""Facts of a search that can be read side by side on one page."""

_BOX: Final = (270, 168)
_PICTURE_HEIGHT: Final = 132.0
"""Pixels of the candidate, and points of its row."""


def fill_summary(sheet: Worksheet, content: ReportContent) -> None:
    """Write everything that is not about single marks."""
    set_widths(sheet, [_LABEL_WIDTH, _VALUE_WIDTH])
    put(sheet, 1, 1, content.title, TITLE)
    sheet.row_dimensions[1].height = 24
    page = _Page(sheet, 1)
    page.facts([(content.kind_title, content.kind_note), ("Listed", content.scope)], BOLD)
    page.facts(
        [
            ("Reference", content.reference),
            ("Examiner", content.examiner),
            ("Time", f"{content.started:%Y-%m-%d %H:%M:%S} UTC"),
            ("Program", content.program),
            ("Notice", content.notice),
            ("Ranks", content.rank_meaning),
            ("Distances, percentiles", FIGURES_MEANING),
            ("Matches", f"{content.heading}. Of {thousands(content.count)} marks."),
            ("Cited marks", _farther(content)),
        ]
    )
    page.section("The candidate")
    for layer in content.layers:
        # What the network saw is for the examiner; as filed is the only layer without a legend.
        if content.kind is ReportKind.WORKING_FILE or layer.legend is None:
            page.layer(layer)
    page.facts(content.candidate)
    page.section("What was searched")
    page.facts(content.searched)
    page.section("The methods")
    page.facts((method.name, method.explanation) for method in content.methods)
    if content.limits:
        page.section("What the methods do not see")
        page.facts((str(number), limit) for number, limit in enumerate(content.limits, 1))
    if content.hashes:
        page.section("What the report rests on")
        page.facts(content.hashes)
    set_page(sheet, content.paper)


def _farther(content: ReportContent) -> str:
    if content.kind is ReportKind.FILE_COPY or not content.cited:
        return ""
    return f"{len(content.cited)} not among these, at the end of the list"


class _Page:
    """Writes rows below each other."""

    def __init__(self, sheet: Worksheet, row: int) -> None:
        self._sheet = sheet
        self._row = row

    def section(self, title: str) -> None:
        self._row += 2
        put(self._sheet, self._row, 1, title, SECTION)
        put(self._sheet, self._row, 2, None, SECTION)

    def facts(self, pairs: Iterable[tuple[str, str]], look: str = SOFT) -> None:
        for label, value in pairs:
            if value:
                self._row += 1
                put(self._sheet, self._row, 1, label, look)
                put(self._sheet, self._row, 2, value, TEXT)
                texts = [(label, _LABEL_WIDTH), (value, _VALUE_WIDTH)]
                set_height(self._sheet, self._row, texts)

    def layer(self, layer: CandidateLayer) -> None:
        self._row += 1
        legend = [] if layer.legend is None else [_legend(layer.legend)]
        text = "\n".join([layer.title, layer.explanation, *legend])
        put(self._sheet, self._row, 1, text, SOFT)
        place_picture(self._sheet, self._row, 2, layer.picture, _BOX, centred=False)
        set_height(self._sheet, self._row, [(text, _LABEL_WIDTH)], _PICTURE_HEIGHT)


def _legend(legend: Legend) -> str:
    if isinstance(legend.colours, tuple):
        parts = [f"{label} ({css(colour)})" for colour, label in legend.colours]
        return f"{legend.title}: {', '.join(parts)}"
    ends = [css((int(red), int(green), int(blue))) for red, green, blue in legend.colours[[0, -1]]]
    return f"{legend.title}: {legend.low} ({ends[0]}) to {legend.high} ({ends[1]})"


def fill_log(sheet: Worksheet, content: ReportContent) -> None:
    """Write one row for each search of the case."""
    labels = list(dict.fromkeys(label for line in content.log for label, _ in line.facts))
    for column, head in enumerate(["No.", "Time (UTC)", *labels], 1):
        put(sheet, 1, column, head, HEAD)
    widths = [6.0, 20.0, *([30.0] * len(labels))]
    set_widths(sheet, widths)
    for row, line in enumerate(content.log, 2):
        put(sheet, row, 1, line.number, CENTRED)
        put(sheet, row, 2, line.time.astimezone(UTC).replace(tzinfo=None), TIME)
        facts = dict(line.facts)
        for column, label in enumerate(labels, 3):
            put(sheet, row, column, facts.get(label), TEXT)
        set_height(sheet, row, [(text, 30.0) for text in facts.values()])
    sheet.freeze_panes = "A2"
    across = max(1, ceil(len(labels) / _LOG_COLUMNS))
    set_page(sheet, content.paper, "1:1", across=across, grid=True)
    sheet.print_title_cols = "A:B"
