from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from examiner_app.engine.cases.times import in_utc, now_text, read_time


def test_times_can_be_compared_whatever_was_written() -> None:
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert read_time("2026-01-05T12:00:00") == read_time("2026-01-05T13:00:00+01:00") == noon
    assert in_utc(datetime(2026, 1, 5, 12)) == noon
    east = datetime(2026, 1, 5, 13, tzinfo=timezone(timedelta(hours=1)))
    assert in_utc(east) is east
    with pytest.raises(ValueError, match="never"):
        read_time("never")


def test_now_is_written_in_utc() -> None:
    assert now_text().endswith("+00:00")
    assert abs(read_time(now_text()) - datetime.now(UTC)) < timedelta(seconds=30)
