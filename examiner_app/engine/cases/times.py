"""Times as the file of cases holds them: in UTC, so that they sort as their texts do."""

from __future__ import annotations

from datetime import UTC, datetime


def now_text() -> str:
    """Return what is written for now."""
    return datetime.now(UTC).isoformat()


def read_time(text: str) -> datetime:
    """Return the time that was written; without a zone it is in UTC.

    Raises:
        ValueError: It is none.
    """
    return in_utc(datetime.fromisoformat(text))


def in_utc(time: datetime) -> datetime:
    """Return a time that can be compared: one without a zone is in UTC."""
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
