"""The diary of a drill: what will happen at which virtual minute, in the order of the minutes."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random

CHINA = timezone(timedelta(hours=8))
Doing = Callable[[datetime], Awaitable[None]]


@dataclass(order=True, frozen=True, slots=True)
class Act:
    """Something that happens at a virtual time; `name` settles the order of equal times."""

    at: datetime
    name: str
    do: Doing = field(compare=False)


class Diary:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._acts: list[Act] = []

    def minute(self, day: date, name: str) -> datetime:
        """Some minute of the office day, always the same for the same act."""
        minutes = Random(f"{self._seed} {name}").randint(10, 440)
        return datetime.combine(day, time(8, 30), CHINA) + timedelta(minutes=minutes)

    def plan(self, day: date, name: str, do: Doing) -> None:
        self.enter(self.minute(day, name), name, do)

    def enter(self, at: datetime, name: str, do: Doing) -> None:
        heapq.heappush(self._acts, Act(at, name, do))

    def until(self, day: date) -> Iterator[Act]:
        """What is due by the end of a day, what is entered meanwhile too; each once."""
        evening = datetime.combine(day, time.max, CHINA)
        while self._acts and self._acts[0].at <= evening:
            yield heapq.heappop(self._acts)
