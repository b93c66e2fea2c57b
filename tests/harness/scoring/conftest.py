"""Small assessments for marks and figures: one unit, one or two applications, set by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from harness.checker.check import Judgement
from harness.checker.finding import Element, Finding, Verdict
from harness.clock.deadline import Clock, State
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival, Assessment, Call, Case
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit
from parsers.document import TextFrom

DUE = date(2020, 10, 23)
AS_OF = date(2020, 11, 20)
UNIT = Unit("U001", "某某市财政局", "区直单位", "地市级", "a@b.example", "某路1号", "530000", "1")
ROUND = Round("A", "正常渠道", Channel.REGISTERED_MAIL, date(2020, 9, 18), ("P1",), ("Q1",))
SECOND = Round("B", "非正常渠道", Channel.EMAIL, date(2020, 9, 18), ("P1",), ("Q1",))
PERSON = Applicant("P1", "林演一", "p@b.example", "某路2号", "530000", "2")
QUESTION = Question("Q1", "培训经费", "2019年培训经费")
CAMPAIGN = Campaign("c", "测评", "某省", False, AS_OF, (ROUND, SECOND), (PERSON,))


def clock(
    state: State,
    answered: date | None = None,
    *,
    latest: date | None = DUE,
    matters: bool = False,
) -> Clock:
    received = None if state is State.UNDELIVERABLE else date(2020, 9, 21)
    return Clock(
        received_on=received,
        received_by="delivered",
        due_on=DUE,
        earliest_due_on=DUE,
        latest_due_on=latest,
        provisional=latest != DUE,
        state=state,
        working_days_used=20,
        working_days_left=0,
        answered_on=answered,
        convention_matters=matters,
    )


def judgement(*faults: Finding) -> Judgement:
    given = {fault.element: fault for fault in faults}
    findings = tuple(
        given.get(one, Finding(one, Verdict.PRESENT, f"{one.value}齐全")) for one in Element
    )
    return Judgement(
        kind=ReplyKind.ANSWER,
        decisions=("granted",),
        replied_on=date(2020, 10, 14),
        text_from=TextFrom.DIGITAL,
        pages=1,
        findings=findings,
        rules="2019-05-15",
    )


def absent(element: Element) -> Finding:
    return Finding(element, Verdict.ABSENT, f"全文没有{element.value}")


def unclear(element: Element) -> Finding:
    return Finding(element, Verdict.UNCLEAR, f"看不清{element.value}", confidence=0.4)


def defective(element: Element, *codes: str) -> Finding:
    return Finding(element, Verdict.DEFECTIVE, f"{element.value}有瑕疵", codes)


def case(its_clock: Clock, *faults: Finding, round_: Round = ROUND, unit: Unit = UNIT) -> Case:
    application = Application(f"{unit.id}-{round_.id}", unit, PERSON, QUESTION, round_)
    if its_clock.answered_on is None:
        return Case(application, its_clock, (), None, None)
    on = its_clock.answered_on
    answer = Arrival(
        "R1", on, on, "post", unit.name, "答复书.pdf", "0", "in/答复书.pdf", ReplyKind.ANSWER
    )
    return Case(application, its_clock, (answer,), answer, judgement(*faults))


def answered(*faults: Finding, round_: Round = ROUND, unit: Unit = UNIT) -> Case:
    """In time."""
    in_time = clock(State.ANSWERED_IN_TIME, date(2020, 10, 14))
    return case(in_time, *faults, round_=round_, unit=unit)


def late(*faults: Finding) -> Case:
    return case(clock(State.ANSWERED_LATE, date(2020, 10, 29)), *faults)


def silent(round_: Round = ROUND) -> Case:
    return case(clock(State.OVERDUE), round_=round_)


def doubted(its_case: Case, on: date, posted: date | None = None) -> Case:
    """The case with one arrival that nobody has decided on."""
    name = "扫描件.pdf"
    letter = Arrival("LJ9", on, posted, "post", "", name, "9", f"in/{name}", ReplyKind.OTHER)
    unsure = replace(letter, doubt="没有引用申请，两件申请都可能", earliest=posted or on)
    return replace(its_case, doubtful=(*its_case.doubtful, unsure))


def followed(its_case: Case, earliest: date | None) -> Case:
    """The case with one more answer, decided, that was not sent before `earliest`."""
    on = date(2020, 11, 5)
    name = "再次答复.pdf"
    letter = Arrival("LJ8", on, None, "post", "", name, "8", f"in/{name}", ReplyKind.ANSWER)
    return replace(its_case, arrivals=(*its_case.arrivals, replace(letter, earliest=earliest)))


def call(connected: bool, on: date = date(2020, 9, 24)) -> Call:
    return Call(UNIT, on, "10:05", "0000-1", connected, "")


def unreached() -> tuple[Call, ...]:
    """Attempts that got through on neither of two working days."""
    return call(False), call(False, date(2020, 9, 25))


def assess(
    *cases: Case, calls: tuple[Call, ...] = (), units: tuple[Unit, ...] = (UNIT,)
) -> Assessment:
    return Assessment(CAMPAIGN, units, cases, calls, (), AS_OF)


@pytest.fixture
def make() -> SimpleNamespace:
    """The builders above, for tests, which cannot import a conftest."""
    builders = (
        clock,
        absent,
        unclear,
        defective,
        case,
        answered,
        late,
        silent,
        doubted,
        followed,
        call,
        unreached,
        assess,
    )
    values = {"unit": UNIT, "second": SECOND, "as_of": AS_OF, "due": DUE}
    return SimpleNamespace(**{one.__name__: one for one in builders}, **values)
