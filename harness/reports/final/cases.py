"""第五章 典型案例和好的做法: what went wrong told by single applications, with the letter's own words in
full; and the units that did everything right, found by a rule that is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.checker.finding import Element, Finding, Verdict
from harness.reports.arrivals import findings_of
from harness.reports.counting import extended
from harness.reports.fault_list import Fault
from harness.reports.final.volume import Volume
from harness.reports.paper.grid import Content
from harness.reports.wording import due_text, group_of, in_quotes, numeral, round_name
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import Timing
from letters.model import CHANNEL_NAMES, Unit
from parsers.document import Span

MOST_CASES = 6
MOST_SHOWN = 10
_GOES_ON = "；;，,、：: "  # a passage that goes on in the letter ends here
_NEAR = 45.0  # points: lines so close are one passage


@dataclass(frozen=True, slots=True)
class Example:
    headline: str
    text: str


def cases(volume: Volume) -> None:
    wrong, good = list(_examples(volume)), _good(volume)
    if not wrong and not good:
        return
    titles = [*(["典型案例"] if wrong else []), *(["好的做法"] if good else [])]
    volume.chapter("和".join(titles))
    if wrong:
        if good:  # a section alone would say its chapter's title again
            volume.section("典型案例")
        for number, one in enumerate(wrong, 1):
            volume.paper.heading(f"案例{numeral(number)}　{one.headline}", 3)
            volume.text(one.text)
    if good:
        volume.section("好的做法")
        _praise(volume, good)


# -- what went wrong


def _examples(volume: Volume) -> Iterator[Example]:
    """One of each kind, the gravest first, each of another unit where there is a choice."""
    taken: set[str] = set()
    timed = list(volume.material.assessment.cases)
    found: list[Example] = []
    for wanted, maker in ((Timing.NONE, _silent), (Timing.LATE, _late)):
        group = [case for case in timed if group_of(volume.material, case) is wanted]
        case = _another(group, taken)
        if case is not None:
            found.append(maker(volume, case))
    withdrawal = [
        case
        for case in timed
        if any(one.code == "asked_to_withdraw" for one in findings_of(volume.material, case))
    ]
    case = _another(withdrawal, taken)
    if case is not None:
        found.append(_asked(volume, case))
    for fault in _chosen(volume.faults):
        hit = _another_hit(fault.hits, taken)
        found.append(_faulty(volume, fault, *hit))
    yield from found[:MOST_CASES]


def _chosen(faults: Sequence[Fault]) -> list[Fault]:
    """The commonest of each element."""
    by_element: dict[Element, Fault] = {}
    for fault in sorted(faults, key=lambda one: -len(one.hits)):
        by_element.setdefault(fault.element, fault)
    return list(by_element.values())


def _another(group: Sequence[Case], taken: set[str]) -> Case | None:
    fresh = [case for case in group if case.application.unit.id not in taken]
    case = next(iter(fresh or group), None)
    if case is not None:
        taken.add(case.application.unit.id)
    return case


def _another_hit(hits: Sequence[tuple[Case, Finding]], taken: set[str]) -> tuple[Case, Finding]:
    case = _another([case for case, _ in hits], taken)
    return next(pair for pair in hits if pair[0] is case)


def _asked_what(case: Case) -> str:
    """The beginning of every example: who was asked for what, and when it came in."""
    one = case.application
    came = f"，{day_text(case.clock.received_on)}收到" if case.clock.received_on else ""
    return (
        f"{round_name(one.round)}{one.id}以{CHANNEL_NAMES[one.channel]}方式向{one.unit.name}申请公开"
        f"“{one.question.title}”{came}，{_until(case)}。"
    )


def _until(case: Case) -> str:
    """应于4月14日前答复; a term whose end is not one day is told as the days between which it ends."""
    clock, told = case.clock, due_text(case)
    if clock.due_on is not None and clock.due_on == clock.earliest_due_on == clock.latest_due_on:
        maybe = "（该日暂定）" if clock.provisional else ""
        return f"应于{day_text(clock.due_on)}前答复{maybe}"
    return f"答复截止日{told}" if "起算" in told or "不早于" in told else f"答复截止日在{told}"


def _silent(volume: Volume, case: Case) -> Example:
    until = day_text(volume.material.collected)
    text = f"至数据采集截止日（{until}），没有收到答复，也没有收到延期告知。"
    if any(each.kind.value == "extension_notice" for each in case.arrivals):
        text = f"至数据采集截止日（{until}），没有收到答复。"
    return Example(f"{_short(volume, case)}未答复", _asked_what(case) + text)


def _late(volume: Volume, case: Case) -> Example:
    over = -(case.clock.working_days_left or 0)
    told = f"，超过期限{over}个工作日" if over > 0 else ""
    text = f"实际于{day_text(case.clock.answered_on)}答复{told}。"
    return Example(f"{_short(volume, case)}逾期答复", _asked_what(case) + text)


def _asked(volume: Volume, case: Case) -> Example:
    message = next(
        one.message for one in findings_of(volume.material, case) if one.code == "asked_to_withdraw"
    )
    text = f"{message}。" if not message.endswith("。") else message
    return Example(f"{_short(volume, case)}要求撤回申请", _asked_what(case) + text)


def _faulty(volume: Volume, fault: Fault, case: Case, finding: Finding) -> Example:
    on = day_text(case.clock.answered_on)
    text = f"{_asked_what(case)}该单位于{on}答复"
    quoted = _quoted(volume, case, finding.evidence)
    if quoted:
        text += f"，答复书写道：{'；'.join(quoted)}"
    elif decided := _decision(volume, case):
        text += f"，处理决定写道：{'；'.join(decided)}"
    text += "" if text.endswith(("。”", "！”", "？”")) else "。"
    text += f"审读认定：{finding.reason}。"
    return Example(f"{_short(volume, case)}{fault.name}", text)


def _decision(volume: Volume, case: Case) -> list[str]:
    """What the letter decides, quoted beside what it lacks."""
    if case.judgement is None:
        return []
    return _quoted(volume, case, case.judgement.finding(Element.DECISION).evidence)


def _quoted(volume: Volume, case: Case, spans: Sequence[Span]) -> list[str]:
    """The sentences that the words stand in, as a whole; else the words themselves."""
    if case.answer is None or not spans:
        return []
    whole = [volume.originals.sentence(case.answer, span) for span in spans]
    if all(whole):
        return [in_quotes(text.rstrip(_GOES_ON)) for text in dict.fromkeys(whole)]
    return passages(spans)


def passages(spans: Sequence[Span]) -> list[str]:
    """The quoted words in full: lines that follow one another are one passage, said once."""
    found: list[list[Span]] = []
    for span in spans:
        if found and _follows(found[-1][-1], span):
            found[-1].append(span)
        else:
            found.append([span])
    texts = ("".join(" ".join(one.text.split()) for one in several) for several in found)
    return [in_quotes(text) for text in dict.fromkeys(t.rstrip(_GOES_ON) for t in texts) if text]


def _follows(one: Span, other: Span) -> bool:
    if (one.file, one.page) != (other.file, other.page):
        return False
    if one.bbox is None or other.bbox is None:
        return False
    return 0 <= other.bbox[1] - one.bbox[1] < _NEAR


def _short(volume: Volume, case: Case) -> str:
    return volume.roster.short[case.application.unit.id]


# -- what went well


@dataclass(frozen=True, slots=True)
class Good:
    """`rule`: what was asked of it, in the report's words."""

    unit: Unit
    cases: tuple[Case, ...]
    rule: str

    @property
    def days(self) -> Decimal:
        used = [case.clock.working_days_used for case in self.cases]
        return Decimal(sum(used)) / len(used)


def _good(volume: Volume) -> list[Good]:
    """Every application answered in time, every element there, nothing in doubt, the telephone (where
    it was tested) answered; the quickest first. Nobody else is a model, whatever the rubric takes off."""
    assessment = volume.material.assessment
    tested = "，电话接通" if assessment.calls else ""
    found = []
    for unit in assessment.units:
        own = assessment.cases_of(unit)
        reach = reach_of(unit, assessment).reach
        if (
            own
            and reach in (Reach.REACHED, Reach.UNTESTED)
            and all(_is_good(volume, case) for case in own)
        ):
            rule = f"申请都按期答复，答复书十一项要素齐备、没有瑕疵，没有待认定事项{tested}"
            found.append(Good(unit, tuple(own), rule))
    return sorted(found, key=lambda one: one.days)


def _is_good(volume: Volume, case: Case) -> bool:
    if case.judgement is None or case.doubtful:
        return False
    fine = {Verdict.PRESENT, Verdict.NOT_REQUIRED}
    return group_of(volume.material, case) is Timing.IN_TIME and all(
        one.verdict in fine for one in case.judgement.findings
    )


def _praise(volume: Volume, good: Sequence[Good]) -> None:
    roster = volume.roster
    told = roster.told([one.unit.id for one in good], most=MOST_SHOWN)
    volume.text(
        f"符合“{good[0].rule}”条件的有{told}"
        + (
            f"，其中答复用时最短的{MOST_SHOWN}家如{volume.next_table}所示。"
            if len(good) > MOST_SHOWN
            else f"，用时如{volume.next_table}所示。"
        )
    )
    rows: list[list[Content]] = [
        [
            roster.short[one.unit.id], one.unit.category,
            "\n".join(f"{c.application.round.label}：{_time_taken(c)}" for c in one.cases),
            "\n".join(_gave(c) for c in one.cases),
        ]
        for one in good[:MOST_SHOWN]
    ]  # fmt: skip
    head: list[Content] = ["单位", "类别", "答复用时", "处理决定"]
    volume.table("按期、规范答复的单位", head, rows, (28, 14, 28, 30), size=10)


def _time_taken(case: Case) -> str:
    """More days than the law's first term are said to be in time by what."""
    told = "（已在期限内告知延期）" if extended(case) else ""
    return f"{case.clock.working_days_used}个工作日{told}"


def _gave(case: Case) -> str:
    if case.judgement is None:
        return ""
    return case.judgement.finding(Element.DECISION).value or "—"
