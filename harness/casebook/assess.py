"""A `Book` -> an `Assessment`: every deadline and verdict computed anew, what people ruled on top."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from harness.casebook.book import Book, Filed, sheets_of
from harness.casebook.cases import cases
from harness.casebook.expected import expected_of
from harness.casebook.guides import with_guides
from harness.casebook.judging import begin_judging
from harness.casebook.ruled.findings import as_ruled
from harness.casebook.ruled.people import with_people
from harness.checker.check import Judgement
from harness.checker.finding import Element, Finding, Verdict
from harness.engine import HERE, Closed, Engine, JobFailed, Lost, ahead
from harness.scoring.assessment import Arrival, Assessment, Call, Case, ReviewItem
from harness.store.database import Store
from harness.store.errors import Unusable
from harness.store.log import OUTCOME_NAMES, NewCall, Outcome, Purpose
from harness.store.outbox import Queued
from letters.model import Campaign, Unit

log = logging.getLogger(__name__)


def assess(
    store: Store,
    campaign: Campaign,
    book: Book,
    *,
    as_of: date,
    doubts: Sequence[ReviewItem] = (),
    engine: Engine = HERE,
    judged: Callable[[], None] = lambda: None,
    final: bool = True,
) -> Assessment:
    """Judge the campaign as the facts stand. `doubts` are what the ledger left open; `judged` is
    called after each application. `final`: for what is handed over, everything is read from the
    evidence in this very run; else what was computed from it before is good enough."""
    review = [*_undecided(book), *doubts, *unsent(book.letters.values())]
    whole = []
    found = judged_cases(store, book, cases(book, campaign, as_of), engine=engine, final=final)
    for case, trouble in found:
        whole.append(case)
        review += trouble
        judged()
    made = Assessment(
        campaign, book.units, tuple(whole), calls_told(book, as_of), tuple(review), as_of,
        points_of(book),
    )  # fmt: skip
    return with_people(with_guides(made, store, book.guides, engine, final=final), book)


def judged_cases(
    store: Store,
    book: Book,
    begun: Iterable[Case],
    *,
    engine: Engine,
    final: bool = False,
    known: Callable[[Case], Judgement | None] = lambda _: None,
) -> Iterator[Judged]:
    """Each case judged, with what people ruled on top, and what of it a person must look at. `known`: what
    was judged of it before."""
    given = given_of(book)

    def begin(case: Case) -> Callable[[], Judged]:
        judgement = known(case)
        if judgement is not None:
            return lambda: (replace(case, judgement=judgement), [])
        return _judging(store, engine, final, given, case)

    for wait in ahead(begin, begun, engine):
        done, trouble = wait()
        case, stale = as_ruled(done, book.staged, book.rulings, book.stale)
        yield case, [*trouble, *stale]


def clocks(campaign: Campaign, book: Book, *, as_of: date) -> Assessment:
    """The same before anything was judged: what came, and every deadline."""
    whole = tuple(cases(book, campaign, as_of))
    return Assessment(
        campaign, book.units, whole, calls_told(book, as_of), (), as_of, points_of(book)
    )


Judged = tuple[Case, list[ReviewItem]]


def given_of(book: Book) -> Callable[[Case], date | None]:
    """The day on which a case's answer was given: as a person ruled, else as envelope or server show;
    None leaves it to the letter's own date, where only the day is known on which it was found."""
    undated = {each.arrival.id for each in book.filed if not each.days.known}

    def given(case: Case) -> date | None:
        target = f"{case.application.id}/answered_on"
        ruling = book.rulings.get(target)
        if ruling is not None and target not in book.stale:
            return date.fromisoformat(ruling.value)
        answer = case.answer
        if answer is None or answer.id in undated:
            return None
        return answer.posted_on or answer.on

    return given


# what somebody typed or converted: whether the paper had a seal, it cannot show
_TYPED = (".docx", ".doc", ".wps", ".odt", ".rtf", ".txt", ".htm", ".html")


def _as_paper(judgement: Judgement, answer: Arrival) -> Judgement:
    """Of paper that lies here as a text file nobody can say that it was not sealed."""
    seal = judgement.finding(Element.SEAL)
    typed = answer.how == "post" and answer.path.lower().endswith(_TYPED)
    if not typed or seal.verdict not in (Verdict.ABSENT, Verdict.DEFECTIVE):
        return judgement
    reason = "纸质来件是以文字文件登记的，从中看不出原件是否盖章，请看原件"
    unclear = Finding(Element.SEAL, Verdict.UNCLEAR, reason, confidence=0.3)
    findings = tuple(unclear if one is seal else one for one in judgement.findings)
    return replace(judgement, findings=findings)


def _judging(
    store: Store,
    engine: Engine,
    final: bool,
    given: Callable[[Case], date | None],
    case: Case,
) -> Callable[[], Judged]:
    """Begin to read and judge the case's answer; the call that is given back waits for it.
    Evidence that is gone or changed is judged by nobody."""
    answer = case.answer
    if answer is None:
        return lambda: (case, [])
    expected = expected_of(case.application)
    try:
        judging = begin_judging(
            sheets_of(store, answer), expected, given(case), engine, final=final
        )
    except (OSError, ValueError) as why:
        return partial(_lost, case, answer, f"佐证文件无法使用：{why}")

    def wait() -> Judged:
        try:
            judged = judging()
        except (Closed, Unusable):
            raise  # nobody judges any more, or the evidence is away: no fault of this answer
        except Exception as fault:
            log.error("%s could not be judged", answer.id, exc_info=fault)
            return _lost(case, answer, f"核对时程序内部出错（{_kind(fault)}），须由人工核对")
        if isinstance(judged, Lost):
            return _lost(case, answer, judged.message)
        return replace(case, judgement=_as_paper(judged, answer)), []

    return wait


def _kind(fault: Exception) -> str:
    """The exception's name; a lane tells its child's by the last line of the traceback."""
    if not isinstance(fault, JobFailed):
        return type(fault).__name__
    last = str(fault).strip().rpartition("\n")[2]
    return last.partition(":")[0].rpartition(".")[2]


def _lost(case: Case, answer: Arrival, why: str) -> Judged:
    """The answer cannot be judged: it becomes something that a person must look at."""
    what = f"{case.application.id} 的答复“{answer.name}”（{answer.id}）"
    lost = replace(answer, doubt=why)
    item = ReviewItem(what, why, answer.path)
    return replace(case, answer=None, doubtful=(*case.doubtful, lost)), [item]


def _undecided(book: Book) -> Iterator[ReviewItem]:
    for each in book.filed:
        if each.arrival.doubt:
            yield undecided(each)


def undecided(filed: Filed) -> ReviewItem:
    arrival = filed.arrival
    came = f"{arrival.on} 来件“{arrival.name}”（{arrival.id}，{arrival.sender}）"
    return ReviewItem(came, arrival.doubt, arrival.path)


def calls_told(book: Book, as_of: date) -> tuple[Call, ...]:
    units = {unit.id: unit for unit in book.units}
    return tuple(told for each in book.calls if (told := call_told(each.fact, units, as_of)))


def call_told(call: NewCall, units: Mapping[str, Unit], as_of: date) -> Call | None:
    """None where it is no test, or none of this campaign's by that day."""
    if call.purpose is not Purpose.TEST or call.unit_id not in units or call.on > as_of:
        return None
    return Call(
        units[call.unit_id],
        call.on,
        call.time,
        call.number,
        call.outcome in (Outcome.CONNECTED, Outcome.TRANSFERRED),
        call.note or OUTCOME_NAMES[call.outcome],
        call.outcome.value,
    )


def points_of(book: Book) -> Mapping[str, tuple[str, str]]:
    """Points that people gave: U001/criterion -> the points, and why."""
    units = {unit.id for unit in book.units}
    return {
        target: (ruling.value, ruling.why)
        for target, ruling in book.rulings.items()
        if target.partition("/")[0] in units
    }


_UNSENT = {
    "queued": "尚未发出：{0}",
    "sending": "发送中断，是否已经发出不明；核实前不会重发",
    "refused": "对方服务器拒收：{0}",
    "recalled": "已经撤回，没有发出",
}


def unsent(letters: Iterable[Queued]) -> Iterator[ReviewItem]:
    for letter in letters:
        if letter.state != "sent":
            why = _UNSENT[letter.state].format(letter.detail or "等待发送")
            yield ReviewItem(f"申请 {letter.application_id}（{letter.on}）", why)
