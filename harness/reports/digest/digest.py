"""每日简报: what somebody must know this morning, as values. A pure function of the facts and a day makes
it (campaign/digest.py); in words it stands in text.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class Arrived:
    """`where`: units and applications to which it belongs; empty where nobody knows yet."""

    id: str
    on: date
    kind: str
    where: str
    name: str
    doubt: str = ""
    weight: int = 1  # 0: something did not arrive; 2: a machine's word that it did


@dataclass(frozen=True, slots=True)
class RunsOut:
    """A period that ends soon, or has. `earliest`, `latest`: where the day is not certain."""

    where: str
    on: date
    left: int
    provisional: bool = False
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class ToGo:
    """`printed`: made, and nobody has said yet that it went. `barred`: why it must not go now."""

    where: str
    channel: str
    printed: bool = False
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """Things of one kind that a person must decide, with the first few of them."""

    name: str
    number: int
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Since when, by China's clocks; `until` is empty while it lasts."""

    what: str
    why: str
    since: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A day of which nobody got the digest, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Digest:
    on: date
    title: str
    workday: bool
    off: str = ""  # 国庆节, where that is why
    next_workday: date | None = None
    first: bool = False  # there was none before
    missed: tuple[Missed, ...] = ()
    came: tuple[Arrived, ...] = ()
    horizon: date | None = None  # the third working day from here
    running_out: tuple[RunsOut, ...] = ()
    ran_out: tuple[RunsOut, ...] = ()  # since the last digest, without an answer
    disputed: int = 0  # periods that are over, where something undecided may be the answer
    collect_until: date | None = None  # where that is within the horizon
    to_go: tuple[ToGo, ...] = ()
    mails: tuple[ToGo, ...] = ()
    unknown: tuple[str, ...] = ()  # letters of which nobody knows whether they went out
    paused: str = ""  # why no mail goes now
    coming: tuple[tuple[date, int], ...] = ()  # batches that are due within the horizon
    ours: tuple[str, ...] = ()  # where a unit waits for us
    returned: tuple[str, ...] = ()  # came back, and not sent again
    waiting: tuple[Waits, ...] = ()
    failed: tuple[Failed, ...] = ()
    broken: str = ""  # why the rest could not be told
