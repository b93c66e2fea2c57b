"""When each mail may leave: mails that wait, rates and hours -> the next one of an account, or when.

Pure: it is told what time it is. The same reckoning makes the forecast and runs the sending.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(1, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_LONGEST = 370  # days to look ahead for the next office hours
SECOND = timedelta(seconds=1)

# the first instant from this one on at which mails may leave; None: never again
Opens = Callable[[datetime], datetime | None]


def at_any_time(now: datetime) -> datetime:
    return now


def in_hours(
    hours: Sequence[tuple[str, str]],
    is_workday: Callable[[date], bool],
    first: date | None = None,
    last: date | None = None,
) -> Opens:
    """On working days in these hours of China's clocks (none: at any time), from `first` to `last`."""
    spans = sorted((time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours)

    def opens(now: datetime) -> datetime | None:
        here = now.astimezone(CHINA)
        if first is not None and here.date() < first:
            here = datetime.combine(first, time(), CHINA)
        if not spans:
            return here if last is None or here.date() <= last else None
        for days in range(_LONGEST):
            day = here.date() + timedelta(days=days)
            if last is not None and day > last:
                return None
            if is_workday(day):
                ends = [
                    (datetime.combine(day, a, CHINA), datetime.combine(day, b, CHINA))
                    for a, b in spans
                ]
                for begin, end in ends:
                    if here < end:
                        return max(here, begin)
        return None

    return opens


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail in the line: from which account, to which domain."""

    id: str
    account: str
    domain: str
    not_before: datetime = START


@dataclass(frozen=True, slots=True)
class Limit:
    """Of an account; 0 is no limit. `gone`: how many it has sent today already."""

    per_minute: int = 0
    per_day: int = 0
    gone: int = 0


@dataclass
class _Line:
    """An account's mails, by receiving domain, and when each domain comes next."""

    limit: Limit
    mails: dict[str, deque[Waiting]] = field(default_factory=lambda: defaultdict(deque))
    turns: list[tuple[datetime, int, str]] = field(default_factory=list)  # a heap
    free_at: datetime = START
    day: date = date.min
    gone: int = 0


class Pacer:
    """The line of mails. Not safe for threads: whoever shares it locks it."""

    def __init__(
        self,
        mails: Iterable[Waiting],
        limits: Mapping[str, Limit],
        per_minute_domain: int = 0,
        opens: Opens = at_any_time,
        now: datetime = START,
    ) -> None:
        self._lines = {account: _Line(limit) for account, limit in limits.items()}
        self._domains: dict[str, datetime] = {}
        self._gap = _gap(per_minute_domain)
        self._opens, self._count = opens, 0
        for line in self._lines.values():
            line.day, line.gone = (
                now.astimezone(CHINA).date() if now > START else date.min,
                line.limit.gone,
            )
        for each in mails:
            self.add(each)

    def add(self, mail: Waiting) -> None:
        line = self._lines[mail.account]
        if not line.mails[mail.domain]:
            self._count += 1
            heapq.heappush(line.turns, (mail.not_before, self._count, mail.domain))
        line.mails[mail.domain].append(mail)

    def left(self, account: str) -> int:
        return sum(map(len, self._lines[account].mails.values()))

    def take(self, account: str, now: datetime) -> Waiting | datetime | None:
        """The account's next mail; or when to ask again; None where nothing of its waits, or never
        may leave."""
        line = self._lines[account]
        if not line.turns:
            return None
        begin = self._begin(line, now)
        if begin is None or begin > now:
            return begin
        while True:
            turn, number, domain = line.turns[0]
            # another account may have written to this domain since
            turn = max(turn, self._domains.get(domain, START))
            if turn <= now:
                heapq.heappop(line.turns)
                return self._gone(line, domain, now)
            if turn == line.turns[0][0]:
                return turn
            heapq.heapreplace(line.turns, (turn, number, domain))

    def _begin(self, line: _Line, now: datetime) -> datetime | None:
        """From when on the account may send."""
        begin = self._opens(max(now, line.free_at))
        today = now.astimezone(CHINA).date()
        if line.limit.per_day and line.day == today and line.gone >= line.limit.per_day:
            begin = self._opens(datetime.combine(today + timedelta(days=1), time(), CHINA))
        return begin

    def _gone(self, line: _Line, domain: str, now: datetime) -> Waiting:
        mail = line.mails[domain].popleft()
        today = now.astimezone(CHINA).date()
        line.day, line.gone = today, line.gone + 1 if line.day == today else 1
        line.free_at = now + _gap(line.limit.per_minute)
        self._domains[domain] = now + self._gap
        if line.mails[domain]:
            next_one = max(self._domains[domain], line.mails[domain][0].not_before)
            self._count += 1
            heapq.heappush(line.turns, (next_one, self._count, domain))
        return mail


def _gap(per_minute: int) -> timedelta:
    return MINUTE / per_minute if per_minute else timedelta()


def ends(pacer: Pacer, connections: Mapping[str, int], now: datetime) -> dict[str, datetime | None]:
    """Account -> when its last mail will have left, where each takes a second of a connection's
    time; None where the authorisation ends before. The pacer is used up."""
    done: dict[str, datetime | None] = {}
    turns = [(now, account) for account in connections]  # a heap: they send side by side
    while turns:
        at, account = heapq.heappop(turns)
        got = pacer.take(account, at)
        if got is None:
            done[account] = None if pacer.left(account) else at
        elif isinstance(got, datetime):
            heapq.heappush(turns, (got, account))
        else:
            heapq.heappush(turns, (at + SECOND / connections[account], account))
    return done
