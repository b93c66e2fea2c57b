"""What a book holds, by the number that people call it by, however they write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from harness.scoring.layered import Layered
from letters.model import Application, Unit

if TYPE_CHECKING:
    from harness.casebook.book import Filed


class Plan:
    """The units and applications: of a campaign that is held open the same for as long as it is."""

    def __init__(self, units: Sequence[Unit], applications: Sequence[Application]) -> None:
        self._units, self._applications = units, applications

    @cached_property
    def by_id(self) -> Mapping[str, Application]:
        return {each.id: each for each in self._applications}

    @cached_property
    def applications(self) -> Mapping[str, Application]:
        """By their numbers in small letters."""
        return {each.id.casefold(): each for each in self._applications}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        return {each.id.casefold(): each for each in self._units}


class Finder:
    def __init__(
        self,
        plan: Plan,
        filed: Sequence[Filed],
        arrivals: Layered[str, Filed] | None = None,
    ) -> None:
        self.plan = plan
        self._filed = filed
        if arrivals is not None:
            self.__dict__["arrivals"] = arrivals

    @cached_property
    def arrivals(self) -> Layered[str, Filed]:
        """By their numbers; of two that have the same the first."""
        return Layered({each.arrival.id: each for each in reversed(self._filed)})

    def on(
        self, filed: Sequence[Filed], before: Iterable[Filed | None], now: Iterable[Filed]
    ) -> Finder:
        """Where these arrivals are otherwise."""
        if "arrivals" not in self.__dict__:
            return Finder(self.plan, filed)
        new = {each.arrival.id: each for each in now}
        old = [each.arrival.id for each in before if each is not None]
        return Finder(self.plan, filed, self.arrivals.changed(new, old))
