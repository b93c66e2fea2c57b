"""The facts as rows of the ledger: what `ledger out` writes, and what `ledger in` merges against.

The numbers tell a row again for good: S- an application's sending, P- a paper, C- a call (that of the
first record, however often it was mended), F- where an arrival is filed, R- a ruling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from harness.casebook.book import Book, Filed, Known
from harness.casebook.ruled.findings import DATES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict
from harness.clock.carriers import CARRIER_NAMES, Carrier
from harness.clock.events import Kind
from harness.ledger.columns import ANSWERED_ON, CALLS, FILINGS, PAPERS, RECEIVED_ON, RULINGS, SENT
from harness.ledger.rows import Row
from harness.ledger.values import Cell
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.scoring.assessment import Assessment
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import Stage
from harness.scoring.timing import Timing, timing
from harness.store.log import OUTCOME_NAMES, PURPOSE_NAMES, NewCall, Stored
from harness.store.said import Ruling
from letters.model import CHANNEL_NAMES, Application

DATE_HEADS = {"received_on": RECEIVED_ON, "answered_on": ANSWERED_ON}
_SETTLED = frozenset({Verdict.PRESENT, Verdict.NOT_REQUIRED})


@dataclass(frozen=True, slots=True)
class State:
    """What rows are made of."""

    book: Book
    assessment: Assessment
    remarks: Mapping[str, str]


def rows(state: State) -> dict[str, tuple[Row, ...]]:
    """Every sheet's rows, in the order in which people look for them."""
    return {
        SENT.name: tuple(_sending(state)),
        PAPERS.name: tuple(_papers(state)),
        CALLS.name: tuple(_calls(state)),
        FILINGS.name: tuple(_filings(state)),
        RULINGS.name: tuple(_rulings(state)),
    }


# --- 寄送 ---------------------------------------------------------------------------------------


def recorded(book: Book, application: str, kind: Kind) -> Known | None:
    """The first event of a kind on an application's log that somebody recorded."""
    for each in book.log.get(application, ()):
        if each.event.kind is kind and each.key:
            return each
    return None


def _sending(state: State) -> Iterator[Row]:
    for each in state.book.applications:
        letter = state.book.letters.get(each.id)
        delivered = recorded(state.book, each.id, Kind.DELIVERED)
        cells: dict[str, Cell] = {
            "申请编号": each.id,
            "单位名称": each.unit.name,
            "渠道": CHANNEL_NAMES[each.channel],
            "寄出日期": _on(recorded(state.book, each.id, Kind.SENT)),
            "挂号号码": letter.number if letter else "",
            "签收日期": _on(delivered),
            "签收人": str(delivered.event.data.get("note", "")) if delivered else "",
            "退回日期": _on(recorded(state.book, each.id, Kind.RETURNED)),
            "备注": state.remarks.get(f"{SENT.name}/{each.id}", ""),
        }
        yield Row(SENT.name, f"S-{each.id}", cells)


def _on(known: Known | None) -> Cell:
    return known.event.on if known else ""


# --- 纸质来件 -----------------------------------------------------------------------------------


def _papers(state: State) -> Iterator[Row]:
    for each in state.book.filed:
        if each.stored.source != "paper":
            continue
        came = each.stored
        pages = [came.name, *(one.name for one in came.files if one.role == "page")]
        cells: dict[str, Cell] = {
            "来件编号": came.source_key,
            "收件日期": came.on,
            "邮戳日期": came.posted_on or "",
            "登记日期": came.noticed_on or "",
            "落款日期": came.signed_on or "",
            "寄件单位": came.sender,
            "文件名": "；".join(pages),
            "信封文件": "；".join(one.name for one in came.files if one.role == "envelope"),
            "寄递方式": CARRIER_NAMES[Carrier(came.carrier)] if came.carrier else "",
            "备注": came.note,
        }
        yield Row(PAPERS.name, f"P-{each.id}", cells, void=_void(each))


VOIDED = "作废："  # how the reason begins for which a paper belongs to nobody any more


def _void(filed: Filed) -> str:
    why = filed.filing.why if filed.filing else ""
    return why.removeprefix(VOIDED) if why.startswith(VOIDED) else ""


# --- 电话记录 -----------------------------------------------------------------------------------


def call_number(call: Stored[NewCall]) -> str:
    return f"C-{call.fact.root or call.id}"


def _calls(state: State) -> Iterator[Row]:
    units = {each.id: each.name for each in state.book.units}
    for call in state.book.calls:
        fact = call.fact
        cells: dict[str, Cell] = {
            "单位名称": units.get(fact.unit_id, fact.unit_id),
            "用途": PURPOSE_NAMES[fact.purpose],
            "申请编号": fact.application_id or "",
            "拨打日期": fact.on,
            "拨打时间": fact.time,
            "电话号码": fact.number,
            "结果": OUTCOME_NAMES[fact.outcome],
            "通话内容": fact.note,
            "记录人": fact.caller,
        }
        yield Row(CALLS.name, call_number(call), cells, key=fact.key)


# --- 归卷 ---------------------------------------------------------------------------------------


def _filings(state: State) -> Iterator[Row]:
    for each in state.book.filed:
        arrival, filing, placed = each.arrival, each.filing, each.placement
        cells: dict[str, Cell] = {
            "来件编号": arrival.id,
            "来件": arrival.name,
            "收到日期": arrival.on,
            "寄件人": arrival.sender,
            "程序判断的申请": "、".join(placed.applications) or f"待人工认定：{placed.doubt}",
            "程序判断的种类": KIND_NAMES[placed.kind],
            "归入申请": _places(each),
            "种类": KIND_NAMES[filing.kind] if filing and filing.kind else "",
            "天数": str(filing.days) if filing and filing.days is not None else "",
            "理由": filing.why if filing else "",
        }
        yield Row(FILINGS.name, f"F-{each.id}", cells)


def _places(filed: Filed) -> str:
    if filed.filing is None:
        return ""
    return "、".join(filed.filing.applications) or "无"


# --- 改判 ---------------------------------------------------------------------------------------


def _rulings(state: State) -> Iterator[Row]:
    for case in state.assessment.cases:
        application = case.application
        for name in DATES:
            ruling = state.book.rulings.get(f"{application.id}/{name}")
            if ruling or timing(case, state.assessment.as_of) is Timing.UNCLEAR:
                day: date | None = getattr(case.clock, name)
                yield _ruling_row(application, name, str(day or ""), "", ruling)
        machine = case.machine or case.judgement
        for found in machine.findings if machine else ():
            ruling = _to_all(state.book, f"{application.id}/{found.element.value}")
            if ruling or found.verdict not in _SETTLED:
                verdict = VERDICT_NAMES[found.verdict]
                yield _ruling_row(application, found.element.value, verdict, found.reason, ruling)


def _to_all(book: Book, target: str) -> Ruling | None:
    """What everybody may see of an element: what was decided, else the first mark; never a blind one."""
    staged = book.staged.get(target, {})
    stages = (Stage.OBJECTION, Stage.DECISION, Stage.FIRST)
    return next((staged[each] for each in stages if each in staged), None)


def _ruling_row(
    application: Application, name: str, found: str, why: str, ruling: Ruling | None
) -> Row:
    element = Element(name) if name in {*Element} else None
    head = ELEMENT_NAMES[element] if element else DATE_HEADS[name]
    names = DEFECT_NAMES.get(element, {}) if element else {}
    value: Cell = ""
    if ruling is not None:
        value = (
            VERDICT_NAMES[Verdict(ruling.value)] if element else date.fromisoformat(ruling.value)
        )
    cells: dict[str, Cell] = {
        "申请编号": application.id,
        "单位名称": application.unit.name,
        "要素": head,
        "程序认定": found,
        "说明": why,
        "人工认定": value,
        "瑕疵": "、".join(names.get(each, each) for each in ruling.defects) if ruling else "",
        "理由": ruling.why if ruling else "",
        "认定人": ruling.by if ruling else "",
    }
    return Row(RULINGS.name, f"R-{application.id}/{name}", cells)
