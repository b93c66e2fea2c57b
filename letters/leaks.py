"""A plan -> what in it could tell the units that they are being tested, two applications at a time.

Offices of one system compare what they receive, and one mail room may serve several of them. Found
are two things that stand in the letters themselves: one applicant who sends the same words to
several units of one 类别 in one round, and one return address from which the same words leave for
several units on one day. Of a group of n the n - 1 pairs of neighbours are told, so that a plan of
hundreds stays readable; whoever mends one of them sees what is left when planning again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from letters.columns import same
from letters.model import Application, Channel


@dataclass(frozen=True, slots=True)
class Leak:
    a: str  # application ids, in the plan's order
    b: str
    why: str


def leaks(applications: Sequence[Application]) -> tuple[Leak, ...]:
    """In the plan's order; a pair is told once, under the first heading that it falls under."""
    place = {each.id: n for n, each in enumerate(applications)}
    found: dict[tuple[str, str], Leak] = {}
    for key, why in ((_person_and_system, _of_one_system), (_day_and_address, _of_one_address)):
        for group in _groups(applications, key):
            for a, b in pairwise(group):
                found.setdefault((a.id, b.id), Leak(a.id, b.id, why(a, b, len(group))))
    return tuple(sorted(found.values(), key=lambda leak: (place[leak.a], place[leak.b])))


def _groups(
    applications: Iterable[Application], key: Callable[[Application], Hashable]
) -> list[list[Application]]:
    """Those with one key, each unit once: what one unit gets twice it need not hear of."""
    groups: dict[Hashable, dict[str, Application]] = defaultdict(dict)
    for each in applications:
        groups[key(each)].setdefault(each.unit.id, each)
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _person_and_system(each: Application) -> Hashable:
    return each.round.id, same(each.unit.category), same(each.applicant.name), _words(each)


def _day_and_address(each: Application) -> Hashable:
    return each.round.send_on, _address(each), _words(each)


def _words(each: Application) -> Hashable:
    return same(each.question.title), same(each.question.text)


def _address(each: Application) -> str:
    """What the unit sees as the sender's."""
    who = each.applicant
    return same(who.email if each.channel is Channel.EMAIL else who.address)


def _of_one_system(a: Application, b: Application, count: int) -> str:
    return (
        f"同一轮次（{a.round.label}）中，{a.applicant.name}向同属“{a.unit.category}”的"
        f"{a.unit.name}与{b.unit.name}提出措辞相同的申请（{a.question.id}，这样的共{count}件），"
        "两单位一经比对就会看出是测评；可增加申请人或者问题"
    )


def _of_one_address(a: Application, b: Application, count: int) -> str:
    what = "发信邮箱" if a.channel is Channel.EMAIL else "通信地址"
    return (
        f"{a.unit.name}与{b.unit.name}在同一天（{a.round.send_on}）收到从同一{what}发出、"
        f"措辞相同的申请（{a.question.id}，这样的共{count}件）；可错开日期，或者增加申请人、问题"
    )
