"""What the harness found beside what the report published and what the drill had planted.

In: the `Assessment` and the drill's `Truth`. Out: an `Outcome`. Published figures are compared only
for the whole province; each single judgement always is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from harness.checker.finding import ELEMENT_NAMES, REMARKS, VERDICT_NAMES, Element, Finding, Verdict
from harness.drill.dealing.profile import OUTCOME_NAMES, drill_rounds
from harness.drill.dealing.profile import Outcome as Dealt
from harness.drill.published import PUBLISHED, RATES, TELEPHONE, Figure
from harness.drill.published import Measure as Published
from harness.drill.truth import Plant, Planted, Truth
from harness.scoring.assessment import Assessment, Case
from harness.scoring.figures import (
    CONTENT_FAULTS,
    FORM_FAULTS,
    MEASURE_NAMES,
    Figures,
    Measure,
    figures,
)
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import TIMING_NAMES, Timing, maybe_first, timing
from parsers.document import TextFrom

_RIGHT: Mapping[Dealt, frozenset[Timing]] = {
    Dealt.IN_TIME: frozenset({Timing.IN_TIME}),
    Dealt.LATE: frozenset({Timing.LATE}),
    Dealt.NONE: frozenset({Timing.NONE}),
    # nobody is accused, whatever it is called
    Dealt.OPEN: frozenset({Timing.PENDING, Timing.UNCLEAR, Timing.OUTSIDE}),
    Dealt.ASKED: frozenset({Timing.UNCLEAR}),
    Dealt.RETURNED: frozenset({Timing.OUTSIDE}),
}
# what the clock says of an agency's ways: each must be said where it was planted, and nowhere else
_WAYS: Mapping[str, str] = {
    "asked_to_withdraw": "要求撤回申请",
    "clarification_late": "逾期要求补正",
    "clarification_repeated": "重复要求补正",
    "extension_after_deadline": "期限届满后才延期",
    "extension_repeated": "重复延期",
    "extension_too_long": "延期过长",
}
# the report's figures -> ours; 未接通 is what is left of 接通
OURS: Mapping[Published, Measure] = {
    Published.DELIVERED: Measure.RECEIVED,
    Published.IN_TIME: Measure.IN_TIME,
    Published.LATE: Measure.LATE,
    Published.NONE: Measure.NONE,
    Published.NO_NUMBER: Measure.NO_DOC_NUMBER,
    Published.NO_SEAL: Measure.NO_SEAL,
    Published.NO_BASIS: Measure.NO_LEGAL_BASIS,
    Published.NO_REMEDY: Measure.NO_REMEDY,
    Published.REMEDY_UNNAMED: Measure.REMEDY_UNNAMED,
    Published.CONNECTED: Measure.CONNECTED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, as published (or planted, in a smaller province) and as found. Of the faults of
    answers `found` is what the answers on record say; `counted` is what the reports count of it, and
    `waiting` what they leave open until earlier mail is placed."""

    round: str
    name: str
    category: str
    expected: int
    found: int
    unclear: int
    counted: int
    waiting: int

    @property
    def right(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class Wrong:
    """One judgement that is not what was planted, with what it rests on."""

    application: str
    unit: str
    what: str
    planted: str
    found: str
    why: str
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    whole: bool  # the whole province, so that the report's own figures apply
    rows: tuple[Row, ...]
    rates: tuple[tuple[str, str, str], ...]  # name, published, found
    wrong: tuple[Wrong, ...]
    answers: int
    elements: int
    compared: tuple[Element, ...]  # which elements of an answer, in the rules' order
    pictures: int  # answers of which something was read by OCR
    unclear: int  # elements that the program left to a person; right where so planted
    judged: int  # single judgements that were compared
    clouded: int  # answers before which there may be another, of which nothing is counted yet

    @property
    def right(self) -> bool:
        rates = all(published in ("", found) for _, published, found in self.rates)
        return rates and not self.wrong and all(row.right for row in self.rows)


def compare(assessment: Assessment, truth: Truth, *, whole: bool) -> Outcome:
    """Hold every figure and every single judgement against the report and the truth."""
    found, papers = figures(assessment), figures(_as_on_paper(assessment))
    rounds = {each.name: id for id, each in drill_rounds(assessment.campaign).items()}
    expected = PUBLISHED if whole else truth.figures()
    rows = tuple(
        _row(each, papers if OURS[each.measure] in _ON_PAPER else found, found, rounds)
        for each in expected
    )
    wrong = tuple(
        each
        for case in assessment.cases
        for each in _wrongs(case, truth.applications[case.application.id], assessment)
    ) + tuple(_unlike(assessment, truth))
    judged = {
        case.application.id: case.judgement
        for case in assessment.cases
        if case.judgement is not None
    }
    return Outcome(
        whole,
        rows,
        tuple(_rates(found, whole)),
        wrong,
        answers=len(judged),
        elements=sum(len(truth.applications[id].elements) for id in judged),
        compared=tuple(
            element
            for element in Element
            if any(element in truth.applications[id].elements for id in judged)
        ),
        pictures=sum(each.text_from is not TextFrom.DIGITAL for each in judged.values()),
        unclear=sum(
            judgement.finding(element).verdict is Verdict.UNCLEAR
            for id, judgement in judged.items()
            for element in truth.applications[id].elements
        ),
        judged=len(truth.telephones) + sum(map(_judgements, truth.applications.values())),
        clouded=sum(
            case.judgement is not None and bool(maybe_first(case)) for case in assessment.cases
        ),
    )


def _as_on_paper(assessment: Assessment) -> Assessment:
    """What was planted is what the answers on record say: with nothing that may yet turn out to be an
    earlier one, for which figures wait."""
    cases = tuple(replace(each, doubtful=()) for each in assessment.cases)
    return replace(assessment, cases=cases)


_ON_PAPER = frozenset({*FORM_FAULTS, *CONTENT_FAULTS})


def _judgements(planted: Planted) -> int:
    """How many single judgements are held against what was planted: the time; the days and the
    agency's ways, once it had it; of an answer the decision and each element."""
    days = 3 if planted.received_on else 0
    return 1 + days + (1 + len(planted.elements) if planted.elements else 0)


def _row(figure: Figure, found: Figures, reported: Figures, rounds: Mapping[str, str]) -> Row:
    round_id = "" if figure.round == TELEPHONE else rounds[figure.round]
    tally, told = (
        each.tally(OURS[figure.measure], round_id, figure.category) for each in (found, reported)
    )
    name, unclear = MEASURE_NAMES[OURS[figure.measure]], len(tally.unclear)
    return Row(
        figure.round, name, figure.category, figure.count, tally.number, unclear,
        told.number, len(set(told.unclear) & set(tally.hits)),
    )  # fmt: skip


def _rates(found: Figures, whole: bool) -> Iterator[tuple[str, str, str]]:
    tallies = (Measure.RECEIVED, Measure.IN_TIME, Measure.CONNECTED)
    for published, measure in zip(RATES, tallies, strict=True):
        rate = found.tally(measure).rate
        ours = f"{rate:.2f}%" if rate is not None else "无"
        yield published.name, f"{published.percent:.2f}%" if whole else "", ours


def _wrongs(case: Case, planted: Planted, assessment: Assessment) -> Iterator[Wrong]:
    path = case.answer.path if case.answer else ""
    at = (case.application.id, case.application.unit.name)
    group = timing(case, assessment.as_of)
    left = planted.clouded and group is Timing.UNCLEAR
    if group not in _RIGHT[planted.outcome] and not left:
        why = "；".join(step.because for step in case.clock.trace)
        told = OUTCOME_NAMES[planted.outcome]
        yield Wrong(*at, "答复时限", told, TIMING_NAMES[group], why, path)
    if planted.received_on is None:
        return  # when it ended, the agency did not know of it yet: no day is right or wrong
    for what, ours, theirs in (
        ("收到申请之日", case.clock.received_on, planted.received_on),
        ("答复之日", case.clock.answered_on, planted.answered_on),
    ):
        if ours != theirs:
            yield Wrong(*at, what, str(theirs), str(ours), "", path)
    ways = {each.code: each.message for each in case.clock.findings if each.code in _WAYS}
    expected_ways = {code for code, _ in planted.findings}
    if set(ways) != expected_ways:
        told, found = (_ways(each) for each in (expected_ways, ways))
        yield Wrong(*at, "办理程序", told, found, "；".join(ways.values()), path)
    if case.judgement is None:
        if planted.elements:
            yield Wrong(*at, "答复要素", "有答复", "未能核对", "", path)
        return
    if planted.decision not in case.judgement.decisions:
        decisions = "、".join(case.judgement.decisions)
        reason = case.judgement.finding(Element.DECISION).reason
        yield Wrong(*at, "处理决定类型", planted.decision, decisions, reason, path)
    for element, plant in planted.elements.items():
        finding = case.judgement.finding(element)
        if not _same(finding, plant):
            told = _told(finding.verdict, finding.defects)
            expected = _told(plant.verdict, plant.defects)
            yield Wrong(*at, ELEMENT_NAMES[element], expected, told, finding.reason, path)


def _unlike(assessment: Assessment, truth: Truth) -> Iterator[Wrong]:
    """The telephones of which something else was found."""
    names = {Reach.REACHED: "接通", Reach.UNREACHED: "未接通"}
    for unit in assessment.units:
        if unit.id not in truth.telephones:
            continue
        planted = Reach.REACHED if truth.telephones[unit.id] else Reach.UNREACHED
        found = reach_of(unit, assessment)
        if found.reach is not planted:
            told = names.get(found.reach, "待人工认定")
            yield Wrong(unit.id, unit.name, "电话接通", names[planted], told, found.because, "")


def _ways(codes: Collection[str]) -> str:
    return "、".join(_WAYS[code] for code in sorted(codes)) or "没有问题"


def _same(finding: Finding, plant: Plant) -> bool:
    return (
        finding.verdict in plant.right
        and frozenset(finding.defects) - REMARKS == frozenset(plant.defects) - REMARKS
    )


def _told(verdict: Verdict, defects: tuple[str, ...]) -> str:
    return VERDICT_NAMES[verdict] + (f"（{'、'.join(defects)}）" if defects else "")
