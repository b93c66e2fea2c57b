"""A plan -> what in it could tell the units that they are being tested, two applications at a time.

Offices of one system compare what they receive, and one mail room may serve several of them. What a
clerk can hold side by side are the words, the day, the return address and the telephone number, as
they stand in the letters. A pair is told where

- one applicant sends the same words to two units of one 类别 in one round, or from one address on
  one day;
- two units of one system (kinds.py) get the same words, whoever asks, or the same wording of the bank
  with another year or place in it;
- two units of one system hear from one address, or may ring one telephone, on one day;
- two people share an address or a telephone before units of one system;
- two people who share an address or a telephone write to one unit;
- one unit is asked nearly the same twice (alike.py), whoever asks.

`grounds` says which of the four signs a pair has in common. Of a group of n the n - 1 pairs of
neighbours are told, so that a plan of hundreds stays readable; whoever mends one of them sees what
is left when planning again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from letters.alike import alike
from letters.columns import same
from letters.kinds import kind_of
from letters.model import Application, Channel

TEXT, DAY, ADDRESS, PHONE = "text", "day", "address", "phone"


@dataclass(frozen=True, slots=True)
class Leak:
    a: str  # application ids, in the plan's order
    b: str
    why: str
    grounds: tuple[str, ...] = ()  # of text, day, address, phone: what the two have in common


def leaks(applications: Sequence[Application]) -> tuple[Leak, ...]:
    """In the plan's order; a pair is told once, under the first heading that it falls under."""
    place = {each.id: n for n, each in enumerate(applications)}
    found: dict[tuple[str, str], Leak] = {}
    for key, why in _HEADINGS:
        for group in _groups(applications, key):
            for a, b in pairwise(group):
                if (a.id, b.id) not in found and (told := why(a, b, len(group))):
                    found[a.id, b.id] = Leak(a.id, b.id, told, _grounds(a, b))
    for leak in at_one_unit(applications):
        found.setdefault((leak.a, leak.b), leak)
    return tuple(sorted(found.values(), key=lambda leak: (place[leak.a], place[leak.b])))


def _groups(
    applications: Iterable[Application], key: Callable[[Application], Hashable]
) -> list[list[Application]]:
    """Those with one key, each unit once: what one unit gets twice is looked at by itself."""
    groups: dict[Hashable, dict[str, Application]] = defaultdict(dict)
    for each in applications:
        if (its := key(each)) is not None:
            groups[its].setdefault(each.unit.id, each)
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _grounds(a: Application, b: Application) -> tuple[str, ...]:
    signs = (
        (TEXT, _words(a) == _words(b) or _nearly(a, b)),
        (DAY, a.round.send_on == b.round.send_on),
        (ADDRESS, _address(a) == _address(b) or _at_one_form(a, b)),
        (PHONE, _phone(a) == _phone(b)),
    )
    return tuple(name for name, common in signs if common)


def _words(each: Application) -> Hashable:
    return same(each.question.title), same(each.question.text)


def _wording(each: Application) -> Hashable:
    """The same whatever year and place were filled in; own questions have their words only."""
    what = each.question
    return (what.id, what.wording) if what.law else _words(each)


def _address(each: Application) -> str:
    """What the unit sees as the sender's."""
    who = each.applicant
    return same(who.email if each.channel is Channel.EMAIL else who.address)


def _phone(each: Application) -> str:
    return "".join(filter(str.isdigit, each.applicant.phone))


def _person_and_class(each: Application) -> Hashable:
    return each.round.id, same(each.unit.category), same(each.applicant.name), _words(each)


def _day_and_address(each: Application) -> Hashable:
    return each.round.send_on, _address(each), _words(each)


def _system_and_words(each: Application) -> Hashable:
    kind = kind_of(each.unit)
    return (kind, _wording(each)) if kind else None


def _system_day_and_address(each: Application) -> Hashable:
    kind = kind_of(each.unit)
    return (kind, each.round.send_on, _address(each)) if kind else None


def _system_day_and_phone(each: Application) -> Hashable:
    kind = kind_of(each.unit)
    return (kind, each.round.send_on, _phone(each)) if kind else None


def _system_and_address(each: Application) -> Hashable:
    kind = kind_of(each.unit)
    return (kind, _address(each)) if kind else None


def _system_and_phone(each: Application) -> Hashable:
    kind = kind_of(each.unit)
    return (kind, _phone(each)) if kind else None


def at_one_unit(applications: Iterable[Application]) -> Iterator[Leak]:
    """What one unit holds side by side, without asking another."""
    units: dict[str, list[Application]] = defaultdict(list)
    for each in applications:
        units[each.unit.id].append(each)
    for whole in units.values():
        if len(whole) == 1:
            continue
        for shared, what in _SHARED:
            groups: dict[str, dict[str, Application]] = defaultdict(dict)
            for each in whole:
                if its := shared(each):
                    groups[its].setdefault(same(each.applicant.name), each)
            for group in groups.values():
                for a, b in pairwise(group.values()):
                    yield Leak(a.id, b.id, _two_at_one_unit(a, b, what), _grounds(a, b))
        for a, b in combinations(whole, 2):
            if _nearly(a, b):
                yield Leak(a.id, b.id, _asked_twice(a, b), _grounds(a, b))


def _at_one_form(a: Application, b: Application) -> bool:
    """Whether one unit sees one address on both forms."""
    return a.unit.id == b.unit.id and "" != _form_address(a) == _form_address(b)


def _nearly(a: Application, b: Application) -> bool:
    return _wording(a) == _wording(b) or alike(
        f"{a.question.title}{a.question.text}", f"{b.question.title}{b.question.text}"
    )


def _form_address(each: Application) -> str:
    """On the form, which goes with a mail too."""
    return same(each.applicant.address)


_SHARED = ((_form_address, "通信地址"), (_phone, "电话"))


def _two_at_one_unit(a: Application, b: Application, what: str) -> str:
    shared = [name for its, name in _SHARED if its(a) and its(a) == its(b)]
    told = "和".join(shared) or what
    one_day = a.round.send_on == b.round.send_on
    day = f"同一天（{a.round.send_on}）" if one_day else f"{a.round.send_on}和{b.round.send_on}"
    return (
        f"{a.unit.name}{day}收到{a.applicant.name}与{b.applicant.name}的申请，两人留的是同一{told}，"
        f"一看就知道是一起的；请改用各自的{told}，或者换人申请"
    )


def _asked_twice(a: Application, b: Application) -> str:
    return (
        f"{a.unit.name}两次收到几乎相同的申请（{a.id}“{a.question.title}”，{b.id}“{b.question.title}”），"
        "容易看出是测评，也会被当作重复申请；请换一个问题"
    )


def _of_one_class(a: Application, b: Application, count: int) -> str:
    return (
        f"同一轮次（{a.round.label}）中，{a.applicant.name}向同属“{a.unit.category}”的"
        f"{a.unit.name}与{b.unit.name}提出措辞相同的申请（{a.question.id}，这样的共{count}件），"
        "两单位一经比对就会看出是测评；可增加申请人或者问题"
    )


def _of_one_address(a: Application, b: Application, count: int) -> str:
    return (
        f"{a.unit.name}与{b.unit.name}在同一天（{a.round.send_on}）收到从同一{_what(a)}发出、"
        f"措辞相同的申请（{a.question.id}，这样的共{count}件）；可错开日期，或者增加申请人、问题"
    )


def _of_one_wording(a: Application, b: Application, count: int) -> str:
    return (
        f"同属“{kind_of(a.unit)}”系统的{a.unit.name}与{b.unit.name}收到措辞相同的申请"
        f"（{a.question.id}，这样的共{count}件），一经比对就会看出是测评；可在 questions.xlsx 补充问题"
    )


def _one_system_one_day(a: Application, b: Application, count: int) -> str:
    return (
        f"同属“{kind_of(a.unit)}”系统的{a.unit.name}与{b.unit.name}在同一天（{a.round.send_on}）"
        f"收到从同一{_what(a)}发出的申请（这样的共{count}件）；可错开日期或者增加申请人"
    )


def _one_system_one_phone(a: Application, b: Application, count: int) -> str:
    return (
        f"同属“{kind_of(a.unit)}”系统的{a.unit.name}与{b.unit.name}在同一天（{a.round.send_on}）"
        f"收到留有同一电话的申请（这样的共{count}件）；可错开日期或者增加申请人"
    )


def _two_at_one_address(a: Application, b: Application, count: int) -> str:
    return _two_people(a, b, _what(a), count)


def _two_with_one_phone(a: Application, b: Application, count: int) -> str:
    return _two_people(a, b, "电话", count)


def _two_people(a: Application, b: Application, what: str, count: int) -> str:
    if same(a.applicant.name) == same(b.applicant.name):
        return ""  # one person may well ask two offices, on two days and in other words
    return (
        f"{a.applicant.name}与{b.applicant.name}留的是同一{what}，分别向同属“{kind_of(a.unit)}”系统的"
        f"{a.unit.name}与{b.unit.name}提出申请（这样的共{count}件）；请改用各自的{what}"
    )


def _what(each: Application) -> str:
    return "发信邮箱" if each.channel is Channel.EMAIL else "通信地址"


_HEADINGS: tuple[
    tuple[Callable[[Application], Hashable], Callable[[Application, Application, int], str]], ...
] = (
    (_person_and_class, _of_one_class),
    (_day_and_address, _of_one_address),
    (_system_and_words, _of_one_wording),
    (_system_day_and_address, _one_system_one_day),
    (_system_day_and_phone, _one_system_one_phone),
    (_system_and_address, _two_at_one_address),
    (_system_and_phone, _two_with_one_phone),
)
