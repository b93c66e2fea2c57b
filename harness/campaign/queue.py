"""`queue`: what only a person can decide, each with its reasons and where it may belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.campaign.holding import looking
from harness.campaign.ledger_waiting import ledger_doubts
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed
from harness.casebook.match import reasons_for
from harness.checker.finding import ELEMENT_NAMES, Verdict
from harness.reports.arrivals import dispute_of
from harness.reports.material import Material, gather
from harness.scoring.assessment import Assessment, Case, ReviewItem
from harness.scoring.facts import unfit_points
from harness.scoring.timing import Timing, in_the_way, timing
from harness.store import further
from letters.model import Application

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
    stage: str = ""  # at which it must be ruled, where not at the first


def queue(
    workspace: Workspace, book: Book | None = None, assessment: Assessment | None = None
) -> tuple[Item, ...]:
    """What came and is undecided first, then deadlines, findings, the ledger, the outbox. The book
    and its assessment: where they were made already."""
    book = book or workspace.book()
    assessment = assessment or workspace.assess(book)
    return (
        *filings(book),
        *_dates(gather(assessment, workspace.rubric())),
        *_undated(book, assessment),
        *_findings(assessment),
        *_points(unfit_points(workspace.rubric(), assessment)),
        *_trouble(assessment, book),
        *_ledger(ledger_doubts(workspace)),
        *_sending(book),
        *_sending_further(workspace),
        *_came_back(book),
        *_objections(assessment),
    )


def filings(book: Book) -> Iterator[Item]:
    known = {each.id: each for each in book.applications}
    for each in book.filed:
        arrival = each.arrival
        if arrival.doubt and not each.undated:
            why = f"{arrival.on} 来件“{arrival.name}”（{arrival.sender or '寄件人不明'}）：{arrival.doubt}"
            likely = _candidates(known, each)
            yield Item(arrival.id, "filing", arrival.id, why, likely, arrival.path)


def _candidates(known: Mapping[str, Application], filed: Filed) -> tuple[Candidate, ...]:
    """The heaviest first, each with what points to it."""
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


def _dates(material: Material) -> Iterator[Item]:
    for case in material.assessment.cases:
        dispute = dispute_of(material, case)
        # what came and is undecided stands in the queue by itself
        if dispute and not in_the_way(case):
            name = "received_on" if case.clock.received_on is None else "answered_on"
            target = f"{case.application.id}/{name}"
            yield Item(target, "date", target, f"{case.application.unit.name}：{dispute}")


def _undated(book: Book, assessment: Assessment) -> Iterator[Item]:
    """Of what nobody knows when it was sent, or came: nothing can be called late by the day on
    which it was found. Each arrival once, an answer by its application."""
    filed = {each.arrival.id: each for each in book.filed}
    told = {id for id, each in filed.items() if each.arrival.doubt and not each.undated}
    for case in assessment.cases:
        answer = case.answer
        if answer is not None and not filed[answer.id].days.known:
            ruled = any(target.endswith("/answered_on") for target, _, _ in case.rulings)
            if not ruled:
                why = f"答复“{answer.name}”没有登记收件日期和邮戳日期，是否逾期无从认定"
                yield _date_item(case, f"{case.application.id}/answered_on", why, answer.path)
            told.add(answer.id)
        for one in in_the_way(case) if _unsettled(case, assessment) else case.doubtful:
            if one.id not in told:
                told.add(one.id)
                why = one.doubt or "日期不明，可能在期限之内已经寄出，请登记邮戳日期"
                yield _date_item(case, one.id, f"来件“{one.name}”（{one.id}）：{why}", one.path)


def _unsettled(case: Case, assessment: Assessment) -> bool:
    return timing(case, assessment.as_of) is Timing.UNCLEAR


def _date_item(case: Case, target: str, why: str, path: str) -> Item:
    return Item(target, "date", target, f"{case.application.unit.name}：{why}", path=path)


def _findings(assessment: Assessment) -> Iterator[Item]:
    for case in assessment.cases:
        for found in case.judgement.findings if case.judgement else ():
            if found.verdict is Verdict.UNCLEAR:
                target = f"{case.application.id}/{found.element.value}"
                why = (
                    f"{case.application.unit.name}的{ELEMENT_NAMES[found.element]}：{found.reason}"
                )
                stage = "decision" if "disputed" in found.extra else ""
                if stage:
                    why += f"（{found.extra['disputed']}；由没有作过初评、复评的人定评）"
                yield Item(target, "finding", target, why, path=_path(case), stage=stage)


def _path(case: Case) -> str:
    return case.answer.path if case.answer else ""


def _points(items: Sequence[ReviewItem]) -> Iterator[Item]:
    for each in items:
        target = each.what.removeprefix("人工给分 ")
        yield Item(target, "finding", target, f"{each.what}：{each.why}")


def _trouble(assessment: Assessment, book: Book) -> Iterator[Item]:
    """What judging brought up: evidence that is gone, rulings on an answer that is another now."""
    known = {each.arrival.path for each in book.filed if each.arrival.doubt}
    letters = {f"申请 {each.application_id}（{each.on}）" for each in book.letters.values()}
    for number, each in enumerate(assessment.review, 1):
        if each.what not in letters and (each.path not in known or "的答复" in each.what):
            yield Item(f"复核{number}", "finding", "", f"{each.what}：{each.why}", path=each.path)


def _objections(assessment: Assessment) -> Iterator[Item]:
    units = {each.id: each.name for each in assessment.units}
    for each in assessment.objections:
        if each.open:
            late = f"，晚于期限 {each.term.last}" if each.late else ""
            who = units.get(each.unit_id, each.unit_id)
            why = f"{who}对 {each.target} 提出异议（{each.on}{late}）：{each.text}"
            path = each.files[0][1] if each.files else ""
            yield Item(f"异议{each.number}", "objection", str(each.number), why, path=path)


def _ledger(doubts: Sequence[ReviewItem]) -> Iterator[Item]:
    for number, each in enumerate(doubts, 1):
        yield Item(f"台账{number}", "ledger", "", f"{each.what}：{each.why}")


_UNSENT = {
    "sending": "发送中断，是否已经发出不明；核实前不会重发",
    "refused": "对方服务器拒收：{0}",
}


def _sending(book: Book) -> Iterator[Item]:
    for letter in book.letters.values():
        if letter.state in _UNSENT:
            id = letter.application_id
            why = _UNSENT[letter.state].format(letter.detail)
            if letter.state == "sending" and letter.message_id:
                why += f"。{looking(letter)}"
            yield Item(f"{id}/sent", "sending", id, why)


def _sending_further(workspace: Workspace) -> Iterator[Item]:
    with workspace.store.reading() as connection:
        letters = further.unsettled(connection)
    for letter in letters:
        if letter.state in _UNSENT:
            why = _UNSENT[letter.state].format(letter.detail)
            why += f"。{looking(letter)}" if letter.state == "sending" else ""
            yield Item(f"{letter.id}/sent", "sending", letter.id, why)


_ANEW = {
    "withdrawal": "撤回没有送到，申请仍在对方那里；要再撤回，重写一封：mingcha letters --withdraw {0}",
    "supplement": "补正没有送到，期限没有因此重新起算；请重写一封（mingcha letters --supplement {0}），"
    "或者改用别的方式提交，再登记：mingcha log clarification_submitted {0} --on 日期 --write",
}


def _came_back(book: Book) -> Iterator[Item]:
    """A letter that followed an application and was returned: the application has arrived for all that."""
    paths = {each.arrival.id: each.arrival.path for each in book.filed}
    for each in book.back:
        letter = each.letter
        anew = _ANEW[letter.kind].format(letter.application_id)
        why = f"{letter.id} 于 {each.on} 被退回（{each.arrival}），不是申请本身被退回。{anew}"
        path = paths.get(each.arrival, "")
        yield Item(f"{letter.id}/returned", "sending", letter.id, why, path=path)
