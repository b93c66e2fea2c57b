"""Today, as China's calendars show it, wherever the machine's clock is set: periods end by China's days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def today() -> date:
    return datetime.now(CHINA).date()
