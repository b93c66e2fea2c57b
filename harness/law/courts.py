"""Which level of court hears a suit against the unit: what may be said of the courts named.

In: the unit as a `Body`, the courts in a letter, the day of the answer. Out: a `Held`, as for the
organs (jurisdiction.py). Courts are told apart by their level alone; the law is data/organs.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from harness.law import statutes
from harness.law.bodies import Body
from harness.law.review_organs import Held
from parsers import lazy_re as re

_SPECIAL = re.compile(r"铁路|知识产权|海事|互联网|金融|专门|兵团|垦区|农垦|林区|矿区|油田")
# a short name of a body of the State Council is built like a department's
_CENTRAL = re.compile(r"国家|中央|国务院|全国|兵团|新疆生产建设兵团")
_PLACED = frozenset({"department", "justice", "branch", "government", "township", "subdistrict"})
_LEVEL_NAMES = {"basic": "基层人民法院", "intermediate": "中级人民法院"}


def courts(unit: Body, named: Iterable[str], on: date, *, after: bool) -> Held:
    """The courts named, by their level alone. `after`: the suit is one after reconsideration, which
    may be against the government that reviewed: then either level may be right."""
    levels = statutes.court_levels_on(unit.kind, on)
    if not levels or unit.is_office:  # the office may have answered in its own name (D5)
        return Held((), (), "")
    if unit.kind in _PLACED and (not unit.places or _CENTRAL.match(unit.name)):
        return Held((), (), "")  # whose department it is the name does not say
    if after or (unit.rank == 3 and unit.kind in ("department", "justice")):
        # suits against a province's departments are in places given to intermediate courts
        levels = levels | {"basic", "intermediate"}
    right, wrong = [], []
    for name in named:
        level = _level(name)
        if level in levels:
            right.append(name)
        elif level:
            wrong.append(name)
    should = "或者".join(_LEVEL_NAMES[one] for one in _LEVEL_NAMES if one in levels)
    return Held(tuple(right), tuple(wrong), should)


def _level(court: str) -> str:
    """basic, intermediate, high; empty for courts that may be designated across districts."""
    if "最高" in court or "高级" in court:
        return "high"
    if _SPECIAL.search(court):
        return ""
    return "intermediate" if "中级" in court else "basic"
