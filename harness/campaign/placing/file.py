"""`file`: a person says where an arrival belongs, and what it is. It counts at once: clocks, findings,
marks and reports follow. What stood before stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import is_not

from harness.campaign.clocks.due import state_told
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, Filed, Supposed
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.scoring.assessment import Case
from harness.store import further, said
from harness.store.said import Filing, Stale, token

NONE = "none"  # in place of an application: it belongs to none of ours
COUNTED = frozenset({ReplyKind.EXTENSION_NOTICE, ReplyKind.CLARIFICATION_NOTICE})
MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands."""

    state: str
    due_on: str | None
    answered_on: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    application: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Refiled:
    arrival: str
    before: str  # how the arrival was filed, in Chinese
    after: str
    seen: str  # names what stood before: to be given back when it is written
    changed: tuple[Changed, ...]
    written: bool
    kind_doubt: str = ""  # why its kind would have to be told still


def file(
    workspace: Workspace,
    arrival: str,
    applications: Sequence[str],
    *,
    kind: ReplyKind | None = None,
    days: int | None = None,
    why: str = "",
    seen: str | None = None,
    write: bool = False,
) -> Refiled:
    """File an arrival under these applications, or [none]. `seen`: how it stood when it was shown;
    Stale where it stands otherwise by now."""
    book = workspace.book()
    filed = found(book, arrival)
    places = _places(workspace, book, applications)
    _fitting(kind, days)
    before = told(filed)
    if seen is not None and seen != token(before):
        raise Stale(arrival, seen, before)
    new = Filing(filed.id, places, kind, days, why, before)
    supposed = workspace.book(Supposed(filing=new))
    then = found(supposed, arrival)
    after = told(then)
    doubt = then.arrival.doubt if kind is None and places else ""
    changes = _changes(workspace, book, supposed)
    if write:
        _write(workspace, filed, new, f"来件 {arrival}：{after}")
    return Refiled(filed.arrival.id, before, after, token(before), changes, write, doubt)


def _write(workspace: Workspace, filed: Filed, new: Filing, what: str) -> None:
    with workspace.store.writing(verb="file", what=what) as connection:
        now = said.filings(connection, [filed.id]).get(filed.id)
        # somebody else may have filed it since the book was opened
        if (now.id if now else 0) != (filed.filing.id if filed.filing else 0):
            raise Stale(filed.arrival.id, new.seen, "另有人刚刚改了归卷")
        said.add_filing(connection, new)


def found(book: Book, arrival: str) -> Filed:
    """The arrival of this number, however the number is written."""
    wanted = arrival.strip().removeprefix("来件")
    if wanted in book.find.arrivals:
        return book.find.arrivals[wanted]
    raise Refused(f"没有编号为“{arrival}”的来件，请用 mingcha queue 或 mingcha collect 查看编号")


def _places(workspace: Workspace, book: Book, applications: Sequence[str]) -> tuple[str, ...]:
    if [each.casefold() for each in applications] in ([NONE], ["无"]):
        return ()
    known = {
        each.casefold(): book.find.plan.applications[each.casefold()].id
        for each in applications
        if each.casefold() in book.find.plan.applications
    }
    with workspace.store.reading() as connection:
        known |= {each.casefold(): each for each in further.letters(connection)}
    unknown = [each for each in applications if each.casefold() not in known]
    if unknown or not applications:
        names = "、".join(f"“{each}”" for each in unknown)
        raise Refused(f"没有编号为{names}的申请；不属于任何一件的，写 none")
    return tuple(dict.fromkeys(known[each.casefold()] for each in applications))


def _fitting(kind: ReplyKind | None, days: int | None) -> None:
    if days is None:
        return
    if kind is not None and kind not in COUNTED:
        raise Refused(f"“{KIND_NAMES[kind]}”没有天数；只有延期告知和补正告知才写 --days")
    if not 0 < days <= MOST_DAYS:
        raise Refused(f"天数应为1至{MOST_DAYS}的整数（工作日），现为 {days}")


def told(filed: Filed) -> str:
    """归入 U001-A，答复；待人工认定：……"""
    if filed.filing is not None and not filed.applications:
        return "不属于任何申请"
    named = filed.stands_with
    if filed.filing is not None and not filed.letters:
        named = filed.filing.applications
    where = f"归入 {'、'.join(named)}" if named else "未归卷"
    doubt = f"；待人工认定：{filed.arrival.doubt}" if filed.arrival.doubt else ""
    return f"{where}，{KIND_NAMES[filed.arrival.kind]}{doubt}"


def _changes(workspace: Workspace, book: Book, supposed: Book) -> tuple[Changed, ...]:
    before, after = workspace.clocks(book), workspace.clocks(supposed)
    # in the plan's order, both; what is the very same object has not changed
    pairs = compress(
        zip(before.cases, after.cases, strict=True), map(is_not, before.cases, after.cases)
    )
    told = (
        Changed(one.application.id, standing(workspace, one), standing(workspace, other))
        for one, other in pairs
    )
    return tuple(each for each in told if each.before != each.after)


def standing(workspace: Workspace, each: Case) -> Standing:
    clock = each.clock
    return Standing(
        state_told(each, workspace.as_of).value,
        clock.due_on.isoformat() if clock.due_on else None,
        clock.answered_on.isoformat() if clock.answered_on else None,
    )
