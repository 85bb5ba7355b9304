"""A report as one JSON object, for programs: numbers are numbers, pictures are their digests."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Final

from examiner_app.engine.pictures import Legend
from examiner_app.engine.report.columns import cells_by_method, figure
from examiner_app.engine.report.content import CandidateLayer, ReportContent
from examiner_app.engine.report.entries import MatchEntry
from examiner_app.engine.report.html import css
from examiner_app.engine.report.images import Picture
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.text import REPLACEMENT

FORMAT: Final = 1
"""Goes up when a reader of the former format would misread the new one."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")

_Record = dict[str, object]


def render_json(content: ReportContent) -> bytes:
    """Return the report as a JSON file: UTF-8, one object, keys always in the same order."""
    text = json.dumps(_report(content), ensure_ascii=False, indent=2, allow_nan=False)
    # JSON can hold half a character, UTF-8 cannot.
    return f"{_SURROGATES.sub(REPLACEMENT, text)}\n".encode()


def _report(content: ReportContent) -> _Record:
    keys = {method.name: method.key for method in content.methods}
    return {
        "format": FORMAT,
        "title": content.title,
        "kind": content.kind.value,
        "kind_title": content.kind_title,
        "kind_note": content.kind_note,
        "scope": content.scope,
        "reference": content.reference,
        "examiner": content.examiner,
        "started": content.started.isoformat(),
        "program": content.program,
        "notice": content.notice,
        "rank_meaning": content.rank_meaning,
        "limits": list(content.limits),
        "candidate": _facts(content.candidate),
        "layers": [_layer(layer) for layer in content.layers],
        "searched": _facts(content.searched),
        "count": content.count,
        "methods": [
            {"key": method.key, "name": method.name, "explanation": method.explanation}
            for method in content.methods
        ],
        "sorted_by": keys.get(content.sorted_by, content.sorted_by),
        "heading": content.heading,
        "matches": [_mark(content, mark) for mark in content.matches],
        "cited": [_mark(content, mark) for mark in content.cited],
        "tables": [[_mark(content, mark) for mark in table] for table in content.tables],
        "log": [_search(line) for line in content.log],
        "hashes": _facts(content.hashes),
    }


def _mark(content: ReportContent, mark: MatchEntry) -> _Record:
    cells = cells_by_method(content, mark)
    distances = {key: figure(cell.distance) for key, cell in cells.items()}
    return {
        "id": mark.id,
        "words": mark.words,
        "facts": _facts(mark.facts),
        "judgement": mark.judgement,
        "note": list(mark.note),
        "judged_under": mark.under,
        "pinned": mark.pinned,
        "evidence": mark.evidence,
        "rank": {key: cell.rank for key, cell in cells.items()},
        "distance": {key: value for key, value in distances.items() if value is not None},
        "percentile": {key: figure(cell.percentile) for key, cell in cells.items()},
        "picture": None if mark.picture is None else _picture(mark.picture),
    }


def _search(line: LogLine) -> _Record:
    return {"number": line.number, "time": line.time.isoformat(), "facts": _facts(line.facts)}


def _facts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return facts by their labels; a label that comes again is numbered, so that none is lost."""
    facts: dict[str, str] = {}
    for label, value in pairs:
        name, number = label, 1
        while name in facts:
            number += 1
            name = f"{label} ({number})"
        facts[name] = value
    return facts


def _layer(layer: CandidateLayer) -> _Record:
    return {
        "title": layer.title,
        "explanation": layer.explanation,
        "picture": _picture(layer.picture),
        "legend": None if layer.legend is None else _legend(layer.legend),
    }


def _picture(picture: Picture) -> _Record:
    return {
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "bytes": len(picture.data),
        "sha256": hashlib.sha256(picture.data).hexdigest(),
    }


def _legend(legend: Legend) -> _Record:
    swatches = legend.colours if isinstance(legend.colours, tuple) else ()
    return {
        "title": legend.title,
        "low": legend.low,
        "high": legend.high,
        "swatches": [{"colour": css(colour), "label": label} for colour, label in swatches],
    }
