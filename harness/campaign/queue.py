"""`queue`: what only a person can decide, each with its reasons and where it may belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from harness.campaign.ledger.waiting import ledger_doubts
from harness.campaign.sending.holding import looking
from harness.campaign.sending.unsent import unsent
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed
from harness.casebook.cases import TOO_EARLY
from harness.casebook.matching.finder import Plan
from harness.casebook.matching.match import reasons_for
from harness.checker.finding import ELEMENT_NAMES, Finding, Verdict
from harness.reports.arrivals import dispute_on
from harness.scoring.assessment import Assessment, Case, ReviewItem
from harness.scoring.facts import unfit_points
from harness.scoring.rubric_file.rubric import Rubric
from harness.scoring.timing import Timing, in_the_way, timing
from harness.store import further
from harness.store.further import Further
from harness.store.outbox import Queued

T = TypeVar("T")
MOST_CANDIDATES = 5
LATER = "申请之后另寄的信，来件没有写明说的是哪一封"
WHAT_NAMES = {
    "filing": "归卷", "finding": "要素认定", "date": "日期", "ledger": "台账", "sending": "发送", "objection": "异议",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    application: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`target` is what `file` or `rule` takes; empty where neither helps."""

    id: str
    what: str  # filing | finding | date | ledger | sending | objection
    target: str
    why: str
    candidates: tuple[Candidate, ...] = ()
    path: str = ""
    state: str = ""  # of a letter: sending (nobody knows whether it went) | refused | returned
    stage: str = ""  # at which it must be ruled, where not at the first


def queue(
    workspace: Workspace, book: Book | None = None, assessment: Assessment | None = None
) -> tuple[Item, ...]:
    """What came and is undecided first, then deadlines, findings, the ledger, the outbox. The book
    and its assessment: where they were made already."""
    book = book or workspace.book()
    assessment = assessment or workspace.assess(book)
    return (
        *workspace.flat(filing, book.filed, book.find.plan),
        *_days(workspace, book, assessment),
        *workspace.flat(findings, assessment.cases),
        *_last(workspace, book, assessment),
    )


def besides(workspace: Workspace) -> tuple[Item, ...]:
    """The same without what is to be filed, and what is to be found of elements."""
    book = workspace.book()
    assessment = workspace.assess(book)
    return (*_days(workspace, book, assessment), *_last(workspace, book, assessment))


def many(workspace: Workspace) -> int:
    """How many there are in all."""
    book = workspace.book()
    filed = len(workspace.flat(filing, book.filed, book.find.plan))
    found = len(workspace.flat(findings, workspace.assess(book).cases))
    return filed + found + len(besides(workspace))


def _days(workspace: Workspace, book: Book, assessment: Assessment) -> Iterator[Item]:
    yield from workspace.flat(_date, assessment.cases, assessment.as_of)
    yield from _undated(workspace, book, assessment)


def _last(workspace: Workspace, book: Book, assessment: Assessment) -> tuple[Item, ...]:
    return (
        *_points(workspace.once(_unfit, workspace.rubric(), assessment.points, using=assessment)),
        *_trouble(workspace, book, assessment),
        *_ledger(ledger_doubts(workspace)),
        *_sending(workspace, book),
        *_sending_further(workspace),
        *_came_back(book),
        *_objections(assessment),
    )


def filing(each: Filed, plan: Plan, _: object) -> tuple[Item, ...]:
    arrival = each.arrival
    if not arrival.doubt or each.undated:
        return ()
    why = f"{arrival.on} 来件“{arrival.name}”（{arrival.sender or '寄件人不明'}）：{arrival.doubt}"
    return (Item(arrival.id, "filing", arrival.id, why, _candidates(plan, each), arrival.path),)


def _candidates(plan: Plan, filed: Filed) -> tuple[Candidate, ...]:
    """The heaviest first, each with what points to it."""
    known = plan.by_id
    told = {each.application: each.reasons for each in filed.placement.weighed}
    ids = dict.fromkeys(
        (*filed.applications, *(id for id in told if id in filed.candidates), *filed.candidates)
    )
    found = [
        Candidate(id, told.get(id) or reasons_for(known[id], filed.placement.reasons))
        for id in list(ids)[:MOST_CANDIDATES]
        if id in known
    ]
    later = (Candidate(id, (LATER,)) for id in filed.may_be)
    return (*found, *later)


def _date(case: Case, as_of: date, _: object) -> tuple[Item, ...]:
    dispute = dispute_on(as_of, case) or (case.unsettled if TOO_EARLY in case.unsettled else "")
    # what came and is undecided stands in the queue by itself
    if not dispute or in_the_way(case):
        return ()
    name = "received_on" if case.clock.received_on is None else "answered_on"
    target = f"{case.application.id}/{name}"
    return (Item(target, "date", target, f"{case.application.unit.name}：{dispute}"),)


def _undated(workspace: Workspace, book: Book, assessment: Assessment) -> Iterator[Item]:
    """Of what nobody knows when it was sent, or came: nothing can be called late by the day on
    which it was found. Each arrival once, an answer by its application."""
    filed = book.find.arrivals
    told = set(workspace.flat(_stands_by_itself, book.filed))
    found = workspace.flat(_without_day, assessment.cases, assessment.as_of, using=filed)
    for arrival, is_answer, item in found:
        if item is not None and (is_answer or arrival not in told):
            yield item
        told.add(arrival)


def _stands_by_itself(each: Filed, _: object) -> tuple[str, ...]:
    return (each.arrival.id,) if each.arrival.doubt and not each.undated else ()


def _without_day(
    case: Case, as_of: date, filed: Mapping[str, Filed]
) -> tuple[tuple[str, bool, Item | None], ...]:
    """Each with its arrival, and whether that is the answer; None where somebody ruled on its day."""
    found: list[tuple[str, bool, Item | None]] = []
    answer = case.answer
    if answer is not None and not filed[answer.id].days.known:
        ruled = any(target.endswith("/answered_on") for target, _, _ in case.rulings)
        why = f"答复“{answer.name}”没有登记收件日期和邮戳日期，是否逾期无从认定"
        item = _date_item(case, f"{case.application.id}/answered_on", why, answer.path)
        found.append((answer.id, True, None if ruled else item))
    for one in in_the_way(case) if timing(case, as_of) is Timing.UNCLEAR else case.doubtful:
        why = one.doubt or "日期不明，可能在期限之内已经寄出，请登记邮戳日期"
        told = f"来件“{one.name}”（{one.id}）：{why}"
        found.append((one.id, False, _date_item(case, one.id, told, one.path)))
    return tuple(found)


def _date_item(case: Case, target: str, why: str, path: str) -> Item:
    return Item(target, "date", target, f"{case.application.unit.name}：{why}", path=path)


def findings(case: Case, _: object) -> tuple[Item, ...]:
    if case.judgement is None:
        return ()
    open_ = (each for each in case.judgement.findings if each.verdict is Verdict.UNCLEAR)
    return tuple(_finding(case, each) for each in open_)


def _finding(case: Case, found: Finding) -> Item:
    target = f"{case.application.id}/{found.element.value}"
    why = f"{case.application.unit.name}的{ELEMENT_NAMES[found.element]}：{found.reason}"
    stage = "decision" if "disputed" in found.extra else ""
    if stage:
        why += f"（{found.extra['disputed']}；由没有作过初评、复评的人定评）"
    return Item(target, "finding", target, why, path=_path(case), stage=stage)


def _path(case: Case) -> str:
    return case.answer.path if case.answer else ""


def _points(items: Sequence[ReviewItem]) -> Iterator[Item]:
    for each in items:
        target = each.what.removeprefix("人工给分 ")
        yield Item(target, "finding", target, f"{each.what}：{each.why}")


def _unfit(rubric: Rubric, _points: object, assessment: Assessment) -> tuple[ReviewItem, ...]:
    return unfit_points(rubric, assessment)


def _trouble(workspace: Workspace, book: Book, assessment: Assessment) -> Iterator[Item]:
    """What judging brought up: evidence that is gone, rulings on an answer that is another now."""
    known = set(workspace.flat(_undecided_path, book.filed))
    letters = {
        f"申请 {each.application_id}（{each.on}）" for each in unsent(workspace, book.letters)
    }
    for number, each in enumerate(assessment.review, 1):
        if each.what not in letters and (each.path not in known or "的答复" in each.what):
            yield Item(f"复核{number}", "finding", "", f"{each.what}：{each.why}", path=each.path)


def _undecided_path(each: Filed, _: object) -> tuple[str, ...]:
    return (each.arrival.path,) if each.arrival.doubt else ()


def _objections(assessment: Assessment) -> Iterator[Item]:
    raised = [each for each in assessment.objections if each.open]
    units = {each.id: each.name for each in assessment.units} if raised else {}
    for each in raised:
        late = f"，晚于期限 {each.term.last}" if each.late else ""
        who = units.get(each.unit_id, each.unit_id)
        why = f"{who}对 {each.target} 提出异议（{each.on}{late}）：{each.text}"
        path = each.files[0][1] if each.files else ""
        yield Item(f"异议{each.number}", "objection", str(each.number), why, path=path)


def _ledger(doubts: Sequence[ReviewItem]) -> Iterator[Item]:
    for number, each in enumerate(doubts, 1):
        yield Item(f"台账{number}", "ledger", "", f"{each.what}：{each.why}")


_UNKNOWN = "发送中断，是否已经发出不明；核实前不会重发"
_UNSENT = ("sending", "refused")
_BY_SERVER = "服务器拒收："


def refused_told(letter: Queued | Further) -> str:
    """Why a mail did not go, and how it may after all."""
    said = letter.detail
    why = f"对方{said}" if said.startswith(_BY_SERVER) else said or "被拒收，没有发出"
    if isinstance(letter, Further):
        return f"{why}。原因消除以后：mingcha resend {letter.id} --write，再 mingcha send"
    return (
        f"{why}。邮箱写错的，先在 units.xlsx 改正并运行 mingcha plan --write；"
        f"然后 mingcha resend {letter.application_id} --write，再 mingcha send"
    )


def _sending(workspace: Workspace, book: Book) -> Iterator[Item]:
    for letter in unsent(workspace, book.letters):
        if letter.state in _UNSENT:
            id = letter.application_id
            why = refused_told(letter) if letter.state == "refused" else _UNKNOWN
            if letter.state == "sending" and letter.message_id:
                why += f"。{looking(letter)}"
            yield Item(f"{id}/sent", "sending", id, why, state=letter.state)


def _sending_further(workspace: Workspace) -> Iterator[Item]:
    with workspace.store.reading() as connection:
        letters = further.unsettled(connection)
    for letter in letters:
        if letter.state in _UNSENT:
            unknown = letter.state == "sending"
            why = f"{_UNKNOWN}。{looking(letter)}" if unknown else refused_told(letter)
            yield Item(f"{letter.id}/sent", "sending", letter.id, why, state=letter.state)


_ANEW = {
    "withdrawal": "撤回没有送到，申请仍在对方那里；要再撤回，重写一封：mingcha letters --withdraw {0}",
    "supplement": "补正没有送到，期限没有因此重新起算；请重写一封（mingcha letters --supplement {0}），"
    "或者改用别的方式提交，再登记：mingcha log clarification_submitted {0} --on 日期 --write",
}


def _came_back(book: Book) -> Iterator[Item]:
    """A letter that followed an application and was returned: the application has arrived for all that."""
    paths = {id: book.find.arrivals[id].arrival.path for id in (each.arrival for each in book.back)}
    for each in book.back:
        letter = each.letter
        anew = _ANEW[letter.kind].format(letter.application_id)
        why = f"{letter.id} 于 {each.on} 被退回（{each.arrival}），不是申请本身被退回。{anew}"
        path = paths.get(each.arrival, "")
        yield Item(f"{letter.id}/returned", "sending", letter.id, why, path=path, state="returned")
