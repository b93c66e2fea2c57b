"""Which elements of which answers were drawn to be marked a second time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from harness.scoring.people import Sample


def is_drawn(samples: Iterable[Sample], target: str, answer: str) -> bool:
    """A drawing is kept in the order of its targets."""
    pair = target, answer
    for each in samples:
        at = bisect_left(each.drawn, pair, key=lambda one: (one.target, one.about))
        if at < len(each.drawn) and (each.drawn[at].target, each.drawn[at].about) == pair:
            return True
    return False


def drawn_of(samples: Sequence[Sample], _: object) -> frozenset[tuple[str, str]]:
    """All of them, for who asks of many."""
    return frozenset((one.target, one.about) for each in samples for one in each.drawn)
