"""Records of searches are read as they were written, and what no Examiner writes is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from search_records import TIME, record

from examiner_app.engine.cases.search_record import read_search
from examiner_app.errors import CaseError


def test_a_record_is_read_as_it_was_written() -> None:
    for time in (TIME, datetime.now(UTC)):
        kept = record(time=time, region=(1, 2, 30, 40))
        found = read_search(1, kept.model_dump_json())
        assert found == kept
        assert found.time.utcoffset() == timedelta()


def test_times_are_read_as_they_were_written_so_far() -> None:
    text = record().model_dump_json()
    assert '"time":"2026-11-26T09:30:00Z"' in text
    for zone in ("Z", "+00:00"):
        written = text.replace("09:30:00Z", f"09:30:00{zone}")
        assert read_search(1, written) == record()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time", "2026-11-26T09:30:00"),
        ("time", "2026-11-26"),
        ("region", [-1, 0, 50, 50]),
        ("region", [0, 0, 0, 50]),
        ("region", [0, 0, 10**12, 50]),
        ("seconds", float("inf")),
        ("format", 2),
        ("later", 1),
    ],
)
def test_what_no_examiner_writes_is_refused(name: str, value: object) -> None:
    values = json.loads(record().model_dump_json()) | {name: value}
    text = json.dumps(values).replace("Infinity", "1e999")
    with pytest.raises(CaseError, match="Search 7 of the case cannot be read"):
        read_search(7, text)
