"""Today is China's, wherever the machine stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from harness.cli import today as module
from harness.cli.campaign.desk import Desk


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 11, 30)),
    ],
)
def test_in_the_morning_of_china_it_is_not_yesterday(monkeypatch, at, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return at.astimezone(tz)

    monkeypatch.setattr(module, "datetime", Clock)
    assert Desk().day == day
