"""The log under test is the test's docstring, one event a line.

A first line may set the stage: `email as_of=2026-05-01 no_confirmation=never region=广西`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import dedent

import pytest

from harness.clock.deadline import read_clock
from harness.clock.events import parse_log
from harness.clock.result import Clock
from letters.model import Channel, Convention

CHANNELS = {channel.value for channel in Channel}


def clock_of(log: str, **changed: object) -> Clock:
    lines = [line for line in dedent(log).strip().splitlines() if line.strip()]
    stage = lines.pop(0).split() if lines and lines[0].split()[0] in CHANNELS else ["email"]
    said = dict(word.split("=") for word in stage[1:]) | {k: str(v) for k, v in changed.items()}
    return read_clock(
        parse_log("\n".join(lines)),
        channel=stage[0],
        as_of=date.fromisoformat(said.get("as_of", "2026-10-01")),
        convention=Convention(
            said.get("count_receipt_day", "no") in ("yes", "True"),
            said.get("no_confirmation", "sent"),
            said.get("answered_on", "posted"),
        ),
        region=said.get("region"),
    )


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    return clock_of(request.function.__doc__)


@pytest.fixture
def codes(clock: Clock) -> list[str]:
    return [finding.code for finding in clock.findings]


@pytest.fixture
def read() -> Callable[..., Clock]:
    return clock_of
