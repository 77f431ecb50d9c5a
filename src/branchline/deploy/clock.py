"""The time, as records keep it."""

from datetime import UTC, datetime


def now() -> str:
    """Return the time in UTC, to the millisecond, in ISO 8601: `2026-01-31T12:00:00.000Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
