"""How many, and who: “7家区直单位（甲、乙……）”, in words that are right for none, one and all.

In: units or applications. Out: phrases for sentences. A unit is called by its short name only where
nobody else could be meant by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from letters.model import Unit

NAMED = 8  # so many are named in a sentence; of more the annex has the list


@dataclass(frozen=True, slots=True)
class Roster:
    """The units of a report, by id."""

    units: tuple[Unit, ...]
    short: Mapping[str, str] = field(init=False, repr=False, compare=False)
    order: Mapping[str, int] = field(init=False, repr=False, compare=False)
    categories: tuple[str, ...] = field(init=False)
    sizes: Mapping[str, int] = field(init=False, repr=False, compare=False)
    by_id: Mapping[str, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "short", _short_names(self.units))
        put(self, "order", {unit.id: place for place, unit in enumerate(self.units)})
        put(self, "sizes", Counter(unit.category for unit in self.units))
        put(self, "categories", tuple(dict.fromkeys(unit.category for unit in self.units)))
        put(self, "by_id", {unit.id: unit for unit in self.units})

    def names(self, ids: Iterable[str]) -> list[str]:
        """Short names, in the order of units.xlsx, each once."""
        known = sorted(set(ids), key=lambda id: self.order[id])
        return [self.short[id] for id in known]

    def groups(self, ids: Iterable[str]) -> list[tuple[str, list[str]]]:
        """By category; those without any are left out."""
        chosen = sorted(set(ids), key=lambda id: self.order[id])
        return [
            (category, found)
            for category in self.categories
            if (found := [id for id in chosen if self.by_id[id].category == category])
        ]

    def counted(self, ids: Iterable[str]) -> str:
        """20家区直单位、4家设区市; empty for none."""
        return "、".join(f"{len(found)}家{category}" for category, found in self.groups(ids))

    def told(self, ids: Iterable[str], *, most: int = NAMED) -> str:
        """1家区直单位（甲）、6家设区市（……）: named where they are few."""
        groups = self.groups(ids)
        few = sum(len(found) for _, found in groups) <= most
        return "、".join(
            f"{len(found)}家{category}" + (f"（{'、'.join(self.names(found))}）" if few else "")
            for category, found in groups
        )

    def of(self, ids: Collection[str], category: str) -> str:
        """How many of a category's units: all, so many, none."""
        size, number = self.sizes[category], len(set(ids))
        if number == 0:
            return f"没有{category}"
        if number == size:
            return f"全部{size}家{category}" if size > 1 else f"参评的1家{category}"
        return f"{number}家{category}"


def some(names: Sequence[str], *, most: int = NAMED, unit: str = "家") -> str:
    """甲、乙; 甲、乙……等12家"""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等{len(names)}{unit}"


def _short_names(units: Sequence[Unit]) -> dict[str, str]:
    candidates = {unit.id: _candidates(unit) for unit in units}
    used = Counter(name for names in candidates.values() for name in set(names))
    full = {unit.name for unit in units}
    return {
        unit.id: next(
            (one for one in candidates[unit.id] if used[one] == 1 and one not in full), unit.name
        )
        for unit in units
    }


def _candidates(unit: Unit) -> list[str]:
    """Its short names, the longest first: those whose characters stand in the full name in this
    order. Others in the column may be former names, or names of other bodies."""
    fit = [
        alias
        for alias in unit.aliases
        if 3 <= len(alias) < len(unit.name) and _is_short_for(alias, unit.name)
    ]
    return sorted(fit, key=lambda alias: -len(alias))


def _is_short_for(short: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in short)
