from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hostile_words import HOSTILE, strings, with_words
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.json_record import render_json
from examiner_app.engine.report.kinds import KIND_NOTES, KIND_TITLES, ReportKind
from examiner_app.engine.report.search_log import LogLine

THEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    order = [int(row) for row in examination.ranks.order("mac")]
    judged = [
        Assessment("r", f"mark-{order[0]:05}", Judgement.CITED, "one\n\ntwo", THEN),
        Assessment("r", f"mark-{order[900]:05}", Judgement.CITED, "", THEN),
    ]
    built = build_content(
        examination, pinned=[5, 6], top=4, listing=Listing("mac"), assessments=judged
    )
    return replace(
        built,
        log=(LogLine(1, THEN, (("Sorted by", "MAC"),)), LogLine(2, THEN, (("Filter", "Nice: 9"),))),
        hashes=(("File", "a" * 64), ("File", "b" * 64)),
    )


def read(content: ReportContent) -> Any:
    return json.loads(render_json(content))


def test_ranks_distances_and_percentiles_are_numbers_by_method_key(
    content: ReportContent, examination: Examination
) -> None:
    ranks, count = examination.ranks, examination.ranks.count
    matches = read(content)["matches"]
    assert len(matches) == 4
    for mark in matches:
        row = int(mark["id"].removeprefix("mark-"))
        assert mark["rank"] == {key: int(ranks.of(key)[row]) for key in (*METHODS, FUSED)}
        # The fusion has no distance.
        assert mark["distance"] == {
            key: pytest.approx(float(ranks.distances[key][row]), abs=1e-6) for key in METHODS
        }
        assert mark["percentile"] == {
            key: pytest.approx(100 * (count - rank) / count) for key, rank in mark["rank"].items()
        }


def test_it_says_everything_that_the_content_says(content: ReportContent) -> None:
    record = read(content)
    assert record["format"] == 1
    assert record["kind"] == "working-file"
    assert record["sorted_by"] == "mac"
    assert record["count"] == 1_600
    assert datetime.fromisoformat(record["started"]) == content.started
    assert record["candidate"] == dict(content.candidate)
    assert record["searched"] == dict(content.searched)
    assert record["limits"] == list(content.limits)
    assert [method["key"] for method in record["methods"]] == [*METHODS, FUSED]
    for name in ("title", "kind_title", "kind_note", "notice", "rank_meaning", "heading"):
        assert record[name] == getattr(content, name)
    first = record["matches"][0]
    assert (first["judgement"], first["note"]) == ("cited", ["one", "two"])
    assert first["facts"] == dict(content.matches[0].facts)
    assert [mark["id"] for mark in record["cited"]] == [mark.id for mark in content.cited]
    shown = [(mark["id"], mark["pinned"]) for mark in record["tables"][0]]
    assert shown[:2] == [("mark-00005", True), ("mark-00006", True)]
    assert shown == [(mark.id, mark.pinned) for mark in content.tables[0]]
    assert [line["facts"] for line in record["log"]] == [
        {"Sorted by": "MAC"},
        {"Filter": "Nice: 9"},
    ]
    assert record["log"][0]["time"] == "2026-01-02T03:04:05+00:00"


def test_a_label_that_comes_twice_loses_nothing(content: ReportContent) -> None:
    assert read(content)["hashes"] == {"File": "a" * 64, "File (2)": "b" * 64}


def test_pictures_are_sizes_and_digests(content: ReportContent) -> None:
    record = read(content)
    damaged, sound, *_ = record["tables"][0]
    picture = content.tables[0][1].picture
    assert picture is not None
    assert damaged["picture"] is None
    assert sound["picture"] == {
        "media_type": "image/webp",
        "width": picture.width,
        "height": picture.height,
        "bytes": len(picture.data),
        "sha256": hashlib.sha256(picture.data).hexdigest(),
    }
    filed, mask, *_, crop = record["layers"]
    assert filed["legend"] is None
    assert filed["picture"]["sha256"] == hashlib.sha256(content.layers[0].picture.data).hexdigest()
    assert (mask["legend"]["swatches"], mask["legend"]["low"] != "") == ([], True)
    assert crop["legend"]["swatches"][0]["colour"].startswith("#")
    assert len(render_json(content)) < 100_000


def test_the_order_of_keys_and_the_bytes_never_change(content: ReportContent) -> None:
    assert render_json(content) == render_json(content)
    assert next(iter(read(content))) == "format"
    assert '\n  "title": ' in render_json(content).decode("utf-8")


def test_a_file_copy_of_nothing_is_still_a_record(content: ReportContent) -> None:
    kind = ReportKind.FILE_COPY
    bare = replace(
        content, kind=kind, kind_title=KIND_TITLES[kind], kind_note=KIND_NOTES[kind],
        matches=(), cited=(), tables=(), log=(), hashes=(), layers=(),
    )  # fmt: skip
    record = read(bare)
    assert record["kind"] == "file-copy"
    assert record["kind_note"] == KIND_NOTES[kind]
    assert [record[name] for name in ("matches", "cited", "tables", "log")] == [[], [], [], []]


def test_hostile_words_are_only_words(content: ReportContent) -> None:
    data = render_json(with_words(content))
    record = json.loads(data)
    for mark, text in zip(record["matches"], HOSTILE, strict=True):
        assert mark["words"] == text.replace("\ud83e", "\ufffd")
    assert "قهوة".encode() in data
    assert all(text.encode("utf-8") or not text for text in strings(record))


@given(text=st.text(st.characters(codec=None), max_size=40))
def test_any_text_can_be_read_back(content: ReportContent, text: str) -> None:
    words = read(replace(content, matches=(replace(content.matches[0], words=text),)))
    # Half a character is none; two halves that meet in one text stay two.
    expected = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert words["matches"][0]["words"] == expected


def test_a_distance_that_is_no_number_is_left_out(content: ReportContent) -> None:
    first = content.matches[0]
    cells = (replace(first.ranks[0], distance=float("nan")), *first.ranks[1:])
    record = read(replace(content, matches=(replace(first, ranks=cells),)))
    assert "sift_bow" in record["matches"][0]["rank"]
    assert "sift_bow" not in record["matches"][0]["distance"]
