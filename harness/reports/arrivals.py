"""来件 in words: what a piece of evidence is called, and what of it nobody has decided on yet.

In: cases as they were judged. Out: names, rows and sentences for the reports. Nothing here decides;
an arrival in doubt is never told as what it may be, and no silence is told beside one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from harness.clock.deadline import ClockFinding
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.material import Material
from harness.scoring.assessment import Arrival, Case
from harness.scoring.facts import day_text, waiting_text
from harness.scoring.timing import Timing, in_the_way, timing

# what the clock says of lateness and silence; the rest of its findings stands whatever came
_ACCUSING = frozenset({"no_answer", "answer_late", "signed_before_posted_late"})
_SHA_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Undecided:
    """An arrival in doubt, once, with all applications that it may belong to."""

    arrival: Arrival
    cases: tuple[Case, ...]


def number_of(arrival: Arrival) -> str:
    """来件LJ003, 邮件12: the number that it has in the ledger."""
    return arrival.id if arrival.id.startswith("邮件") else f"来件{arrival.id}"


def name_of(arrival: Arrival) -> str:
    """答复书.pdf（来件LJ003）; files of the ledger mostly bear their number already."""
    if arrival.id in arrival.name:
        return arrival.name
    return f"{arrival.name}（{number_of(arrival)}）"


def evidence_names(material: Material) -> dict[str, str]:
    """By the path of its bytes, what a piece of evidence is called."""
    every = (one for case in material.assessment.cases for one in (*case.arrivals, *case.doubtful))
    return {one.path: name_of(one) for one in every}


def evidence_name(names: dict[str, str], path: str) -> str:
    """Bytes of no application are called by their file, or the start of their SHA-256: whoever
    lists them names them beside it."""
    if path in names or not path:
        return names.get(path, "")
    file = PurePosixPath(path)
    if len(file.stem) == _SHA_DIGITS:
        return f"SHA-256：{file.stem[:12]}…"
    return file.name


def settled(case: Case) -> tuple[Arrival, ...]:
    """What certainly belongs here and is certainly of its kind."""
    doubtful = {one.id for one in case.doubtful}
    return tuple(one for one in case.arrivals if one.id not in doubtful and not one.doubt)


def undecided(cases: Iterable[Case]) -> tuple[Undecided, ...]:
    arrivals: dict[str, Arrival] = {}
    belongs: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for one in case.doubtful:
            arrivals.setdefault(one.id, one)
            belongs[one.id].append(case)
    return tuple(Undecided(one, tuple(belongs[id])) for id, one in arrivals.items())


def later_answers(case: Case) -> tuple[Arrival, ...]:
    """Answers beside the one that was judged."""
    if case.answer is None:
        return ()
    judged = case.answer.id
    return tuple(one for one in settled(case) if one.kind is ReplyKind.ANSWER and one.id != judged)


def later_sentence(case: Case, named: Callable[[Arrival], str] | None = None) -> str:
    """Empty where there was one answer. `named`: what arrivals are called, if not by number and day."""
    later = later_answers(case)
    if not later or case.answer is None:
        return ""
    came = "、".join(map(named or _with_day, later))
    return (
        f"除首份答复（{(named or number_of)(case.answer)}）外，又收到答复{len(later)}份：{came}。期限计算和"
        "要素认定以首份答复为准，后续答复是否更正、补充首份答复，由人工复核。"
    )


def _with_day(one: Arrival) -> str:
    return f"{number_of(one)}（{day_text(one.on)}收到）"


def undecided_sentence(material: Material, case: Case) -> str:
    """Empty where everything that came is decided."""
    if not case.doubtful:
        return ""
    text = f"有{waiting_text(case.doubtful)}，属于或者可能属于本件申请"
    if not (in_the_way(case) and _disputed(material, case)):
        return f"{text}。"
    return f"{text}；认定之前，本件申请不认定为{_accusation(case)}。"


def findings_of(material: Material, case: Case) -> tuple[ClockFinding, ...]:
    """The clock's findings; without those of lateness and silence where they are in dispute."""
    if not _disputed(material, case):
        return tuple(_up_to(material, found) for found in case.clock.findings)
    return tuple(found for found in case.clock.findings if found.code not in _ACCUSING)


def _up_to(material: Material, found: ClockFinding) -> ClockFinding:
    """The clock tells of a silence up to the day of the report; looked was up to another."""
    if found.code != "no_answer":
        return found
    told, true = (f"至{day_text(day)}" for day in (material.assessment.as_of, material.collected))
    return replace(found, message=found.message.replace(told, true))


def dispute_of(material: Material, case: Case) -> str:
    """Why nobody can say whether the answer is in time; empty where it can be said."""
    return dispute_on(material.assessment.as_of, case)


def dispute_on(as_of: date, case: Case) -> str:
    if timing(case, as_of) is not Timing.UNCLEAR:
        return ""
    blocking = in_the_way(case)
    if not blocking:
        return "是否逾期存疑，待人工认定"
    return f"有{waiting_text(blocking)}，认定之前不能认定{_accusation(case)}"


def _disputed(material: Material, case: Case) -> bool:
    return timing(case, material.assessment.as_of) is Timing.UNCLEAR


def _accusation(case: Case) -> str:
    return "未答复" if case.clock.answered_on is None else "逾期答复"
