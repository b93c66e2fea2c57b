"""A mapping that is like another but for a few keys, made in the time of those few; neither ever changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST = 500  # keys that lie on top before all are copied into one


class Layered(Mapping[K, V]):
    """What is there, or was and comes back, keeps its place in the order; what is new comes last."""

    __slots__ = ("_base", "_gone", "_new", "_top")

    def __init__(self, base: Mapping[K, V]) -> None:
        self._base: Mapping[K, V] = dict(base) if isinstance(base, Layered) else base
        self._top: dict[K, V] = {}
        self._gone: frozenset[K] = frozenset()
        self._new = 0  # how many keys of the top are not in the base

    def changed(self, now: Mapping[K, V], gone: Collection[K] = ()) -> Layered[K, V]:
        """With these values, and without those keys that are gone and have none."""
        if not now and not gone:
            return self
        found: Layered[K, V] = Layered.__new__(Layered)
        found._base, found._new = self._base, 1
        found._top = {**self._top, **now}
        for each in gone:
            if each not in now:
                found._top.pop(each, None)
        lost = {each for each in gone if each not in now and each in self._base}
        found._gone = (self._gone | lost) - now.keys()
        if len(found._top) + len(found._gone) > MOST:
            return Layered(dict(found.items()))
        found._new = sum(each not in self._base for each in found._top)
        return found

    def __getitem__(self, key: K) -> V:
        if key in self._top:
            return self._top[key]
        if self._gone and key in self._gone:
            raise KeyError(key)
        return self._base[key]

    def __contains__(self, key: object) -> bool:
        return key in self._top or (key in self._base and key not in self._gone)

    def __iter__(self) -> Iterator[K]:
        if not self._gone and not self._new:
            return iter(self._base)
        return self._keys()

    def _keys(self) -> Iterator[K]:
        yield from (each for each in self._base if each not in self._gone)
        yield from (each for each in self._top if each not in self._base)

    def __len__(self) -> int:
        return len(self._base) - len(self._gone) + self._new

    def __repr__(self) -> str:
        return f"Layered({dict(self.items())!r})"


def layered(mapping: Mapping[K, V]) -> Layered[K, V]:
    return mapping if isinstance(mapping, Layered) else Layered(mapping)
