"""Why points are taken off: a condition of a rubric and one application -> a ground, or none.

Every ground keeps the application and the finding that it came from; one that rests on something
unclear is not `certain` and must never cost a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from harness.checker.finding import ELEMENT_NAMES, Element, Finding, Verdict
from harness.clock.result import OTHERWISE, STATE_NAMES, Clock, State
from harness.guide.finding import ItemFinding
from harness.guide.items import ASKED
from harness.scoring.assessment import Arrival, Case
from harness.scoring.faults import is_faulty
from harness.scoring.rubric_file.scheme import Condition, Rule, Sign
from harness.scoring.timing import (
    Timing,
    in_the_way,
    maybe_first,
    timing,
    was_not_received,
    was_received,
)

World = frozenset[tuple[str, str]]  # what must be so: ("answer", GIVEN), ("remedy", "absent")
ANSWER, GIVEN, NEVER, LOST = "answer", "given", "never", "lost"
_OF_ANSWER: dict[str, World] = {
    value: frozenset({(ANSWER, value)}) for value in (GIVEN, NEVER, LOST)
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Why points are taken off (or, not `certain`, might have to be). `worlds`: in which of the outcomes of
    what is open about the application it holds; none: whatever becomes of the rest."""

    reason: str
    certain: bool = True
    application: str = ""
    finding: Finding | None = None
    worlds: tuple[World, ...] = ()


class Seen(NamedTuple):
    """An application, looked at once for all criteria: in time or not, and which of its elements are
    anything but present. `clean`: there is nothing on which a ground could rest."""

    case: Case
    timing: Timing
    faults: Mapping[Element, Finding]
    clean: bool


def seen(case: Case, as_of: date) -> Seen:
    group = timing(case, as_of)
    judgement = case.judgement
    if judgement is None:
        return Seen(case, group, {}, False)
    faults = {one.element: one for one in judgement.findings if one.verdict not in _SOUND}
    in_time = group is Timing.IN_TIME and not case.clock.findings
    return Seen(case, group, faults, in_time and not faults)


_SOUND = frozenset({Verdict.PRESENT, Verdict.NOT_REQUIRED})

# what the clock found of a unit's acts, by the sign that a rubric names
_ACTS: dict[Sign, str] = {
    Sign.ASKED_TO_WITHDRAW: "asked_to_withdraw",
    Sign.CLARIFICATION_LATE: "clarification_late",
    Sign.CLARIFICATION_REPEATED: "clarification_repeated",
    Sign.EXTENSION_LATE: "extension_after_deadline",
    Sign.EXTENSION_TOO_LONG: "extension_too_long",
    Sign.EXTENSION_REPEATED: "extension_repeated",
}
# whether these were late hangs on the day of the receipt
_BY_THE_DAY = frozenset({Sign.CLARIFICATION_LATE, Sign.EXTENSION_LATE})


def grounds(rule: Rule, cases: Iterable[Seen], as_of: date) -> tuple[Ground, ...]:
    """At most one ground for each application, the certain ones first."""
    found = [
        ground
        for one in cases
        if not one.clean and (ground := _ground(rule, one, as_of)) is not None
    ]
    return tuple(sorted(found, key=lambda ground: not ground.certain)) if found else ()


def _ground(rule: Rule, one: Seen, as_of: date) -> Ground | None:
    """The first that is certain, else the first, which holds wherever any of them does."""
    unclear: list[Ground] = []
    worlds: list[World] = []
    for condition in rule.when:
        ground = _sign(condition, one, as_of)
        if ground is None:
            continue
        if ground.certain:
            return ground
        unclear.append(ground)
        worlds.append(_world(condition))
    if not unclear:
        return None
    # whatever becomes of the rest: what the unit did beside answering
    free = any(not world for world in worlds)
    return replace(unclear[0], worlds=() if free else tuple(dict.fromkeys(worlds)))


def _world(condition: Condition) -> World:
    """What must have come to pass for the condition to hold."""
    if condition.element is not None:
        verdict = (condition.element.value, condition.sign.value)
        return _OF_ANSWER[GIVEN] | {verdict}
    named = {Sign.LATE: GIVEN, Sign.NO_ANSWER: NEVER, Sign.NOT_RECEIVED: LOST}.get(condition.sign)
    return _OF_ANSWER[named] if named else frozenset()


def _sign(condition: Condition, one: Seen, as_of: date) -> Ground | None:
    if condition.element is not None:
        return _element_sign(condition, condition.element, one)
    if condition.sign in (Sign.LATE, Sign.NO_ANSWER):
        return _time_sign(condition.sign, one, as_of)
    if condition.sign is Sign.NOT_RECEIVED:
        return _receipt_sign(one.case)
    if condition.sign in _ACTS:
        return _act_sign(condition.sign, one.case)
    return None  # of the unit, not of an application


def _receipt_sign(case: Case) -> Ground | None:
    number, state = case.application.id, case.clock.state
    if state is State.NOT_SENT or was_received(case.clock):
        return None
    reason = f"申请{number}{STATE_NAMES[state]}"
    if was_not_received(case):
        return Ground(reason, application=number)
    if state is not State.UNDELIVERABLE:
        reason = f"申请{number}没有收到申请的记录"
    waiting = f"，但有{waiting_text(case.doubtful)}" if case.doubtful else ""
    return Ground(f"{reason}{waiting}，是否送达待人工认定", certain=False, application=number)


def _time_sign(sign: Sign, one: Seen, as_of: date) -> Ground | None:
    case, group = one.case, one.timing
    number, answered = case.application.id, case.clock.answered_on
    if (answered is None) != (sign is Sign.NO_ANSWER):
        return None
    if group not in (Timing.UNCLEAR, Timing.LATE, Timing.NONE):
        return None
    due = day_text(case.clock.latest_due_on or case.clock.due_on)
    blocking = in_the_way(case) if group is Timing.UNCLEAR else ()
    if blocking:
        what = "已答复" if answered is None else "在此之前作出过答复"
        reason = f"申请{number}应于{due}前答复，有{waiting_text(blocking)}，是否{what}尚不能认定"
        return Ground(reason, certain=False, application=number)
    if answered is None:
        reason = f"申请{number}应于{due}前答复，至{day_text(as_of)}未收到答复"
    else:
        reason = f"申请{number}应于{due}前答复，实际于{day_text(answered)}答复"
    if group is Timing.UNCLEAR:
        return Ground(f"{reason}，但{_why_unclear(case)}", False, number)
    return Ground(reason, application=number)


def _why_unclear(case: Case) -> str:
    clock = case.clock
    if case.unsettled:
        return f"{case.unsettled}，是否逾期存疑"
    if clock.convention_matters:
        return f"换一种约定结论不同{_other_reading(clock)}，是否逾期存疑"
    if clock.provisional:
        return "截止日是暂定的（放假安排尚未公布，或者缺收到、暂停的佐证），是否逾期存疑"
    return "是否逾期存疑"


def _other_reading(clock: Clock) -> str:
    """Which convention it is that matters, as the working tells; nothing where there is no working."""
    told = next((one.because for one in clock.trace if one.step == OTHERWISE), "")
    return f"（{told}）" if told else ""


def _act_sign(sign: Sign, case: Case) -> Ground | None:
    """What a unit did beside answering. By which day it had to depends on the receipt: while that is not
    settled, neither is this."""
    found = next((one for one in case.clock.findings if one.code == _ACTS[sign]), None)
    if found is None:
        return None
    number = case.application.id
    hangs = case.clock.provisional or case.clock.convention_matters
    if sign in _BY_THE_DAY and hangs:
        return Ground(f"申请{number}：{found.message}，但起算日存疑", False, number)
    return Ground(f"申请{number}：{found.message}", True, number)


def _element_sign(condition: Condition, element: Element, one: Seen) -> Ground | None:
    if one.case.judgement is None:
        return _unread(one.case)
    finding = one.faults.get(element)
    if finding is None:
        return None
    number = one.case.application.id
    if finding.verdict is Verdict.UNCLEAR:
        name = ELEMENT_NAMES[element]
        return Ground(f"申请{number}的{name}待人工认定：{finding.reason}", False, number, finding)
    if condition.sign is Sign.ABSENT:
        hit = finding.verdict is Verdict.ABSENT
    else:
        codes = frozenset({condition.defect}) if condition.defect else frozenset()
        hit = is_faulty(finding, codes)
    if not hit:
        return None
    if before := maybe_first(one.case):
        why = f"有{waiting_text(before)}，是否才是首次答复尚不能认定"
        return Ground(f"申请{number}：{finding.reason}，但{why}", False, number, finding)
    return Ground(f"申请{number}：{finding.reason}", True, number, finding)


def _unread(case: Case) -> Ground | None:
    """An answer that is there, or may be, and that nobody has read."""
    number = case.application.id
    if case.doubtful:
        return Ground(f"申请{number}有{waiting_text(case.doubtful)}，尚未审读", False, number)
    if case.clock.answered_on is not None:
        return Ground(f"申请{number}的答复未能审读", False, number)
    return None


def guide_grounds(rule: Rule, guide: Sequence[ItemFinding]) -> tuple[Ground, ...]:
    """One ground for each item of the guide that the rule looks at, the certain ones first."""
    by_item = {one.element.value: one for one in guide}
    told = (
        _guide_sign(condition, by_item[condition.item])
        for condition in rule.when
        if condition.item in by_item
    )
    found: dict[str, Ground] = {}
    for ground in told:
        if ground is not None:
            found.setdefault(ground.reason, ground)
    return tuple(sorted(found.values(), key=lambda ground: not ground.certain))


def _guide_sign(condition: Condition, found: ItemFinding) -> Ground | None:
    name = ASKED[found.element].name
    if found.verdict is Verdict.UNCLEAR:
        return Ground(f"公开指南的{name}待人工认定：{found.reason}", certain=False)
    if condition.sign is Sign.GUIDE_ABSENT:
        hit = found.verdict is Verdict.ABSENT and not found.excused
    else:
        fits = not condition.defect or condition.defect in found.defects
        hit = found.verdict is Verdict.DEFECTIVE and fits
    return Ground(f"公开指南的{name}：{found.reason}{_quoted(found)}") if hit else None


def _quoted(found: ItemFinding) -> str:
    """The guide's own words, where the reason does not hold them."""
    words = dict.fromkeys(span.text.strip() for span in found.evidence)
    told = [text for text in words if text and text not in found.reason]
    return f"（原文：{'；'.join(f'“{text}”' for text in told)}）" if told else ""


def waiting_text(arrivals: Sequence[Arrival]) -> str:
    """2件来件（LJ003、邮件12）待人工认定"""
    numbers = "、".join(one.id for one in arrivals)
    return f"{len(arrivals)}件来件（{numbers}）待人工认定"


def day_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "（日期不明）"
