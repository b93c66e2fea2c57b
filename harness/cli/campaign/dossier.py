"""A `Dossier` -> the page that a person reads: what happened, the clock, what came, what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.cli.campaign.desk import Desk, moment, table
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.clocks.case import Dossier

SOURCES = {
    "dispatch": "发信", "posting_list": "交寄清单", "ledger": "台账", "person": "人工登记",
    "call": "电话", "arrival": "来件", "ruling": "人工认定",
}  # fmt: skip


def show(desk: Desk, whole: Dossier) -> None:
    head = whole.application
    say(f"{head['id']}  {head['unit']}（{head['unit_id']}）")
    say(
        f"{head['applicant']}，{head['channel_name']}，计划 {head['send_on']} 寄出：{head['question']}"
    )
    _events(whole)
    _further(whole)
    _clock(whole.clock)
    _arrivals(whole)
    if whole.judgement is not None:
        _judgement(whole.judgement)
    _rulings(whole)
    _objections(whole)
    desk.next(_next(whole))


def _events(whole: Dossier) -> None:
    from harness.clock.events import Kind
    from harness.clock.remarks import KIND_NAMES

    say("", "经过")
    table(
        ("日期", "事件", "来源", "登记人", "凭据"),
        (
            (
                each.on, KIND_NAMES[Kind(each.kind)], SOURCES.get(each.source, each.source),
                _who(each.by, each.at), each.arrival or _short(each.evidence),
            )
            for each in whole.events
        ),
    )  # fmt: skip


def _further(whole: Dossier) -> None:
    """Whether a later letter came back, or is there, says nothing of the application."""
    from harness.clock.events import Kind
    from harness.clock.remarks import KIND_NAMES
    from harness.store.outbox import STATES

    if not whole.further:
        return
    say("", "其后的信")
    table(
        ("信", "日期", "状态", "经过"),
        (
            (
                each.id, each.on, STATES[each.state],
                "、".join(
                    f"{one.on} {KIND_NAMES[Kind(one.kind)]}（{one.arrival or _short(one.evidence)}）"
                    for one in each.events
                ),
            )
            for each in whole.further
        ),
    )  # fmt: skip


def _clock(clock: dict[str, Any]) -> None:
    from harness.clock.result import STATE_NAMES, State

    say(f"期限：{STATE_NAMES[State(clock['state'])]}")
    for name, key in (("收到", "received_on"), ("截止", "due_on"), ("答复", "answered_on")):
        if clock[key] is not None:
            say(f"  {name} {clock[key]}")
    for each in clock["findings"]:
        say(f"  {each.message}（{each.article}）" if each.article else f"  {each.message}")


def _arrivals(whole: Dossier) -> None:
    from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind

    if not whole.arrivals:
        return
    say("", "来件")
    table(
        ("编号", "收到日", "种类", "归卷", "疑问", "文件"),
        (
            (
                each.id, each.on, KIND_NAMES[ReplyKind(each.kind)],
                (each.filed_by or "程序") if each.application else "未归", each.doubt, each.path,
            )
            for each in whole.arrivals
        ),
    )  # fmt: skip


def _judgement(judgement: dict[str, Any]) -> None:
    from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict

    say("", "答复的核对")
    table(
        ("要素", "认定", "理由"),
        (
            (ELEMENT_NAMES[Element(name)], VERDICT_NAMES[Verdict(one["verdict"])], one["reason"])
            for name, one in judgement["elements"].items()
        ),
    )


def _rulings(whole: Dossier) -> None:
    from harness.casebook.ruled.wording import value_told
    from harness.scoring.people import STAGE_NAMES, Stage

    if not whole.rulings:
        return
    say("", "人工认定")
    table(
        ("对象", "阶段", "认定", "理由", "由谁"),
        (
            (
                each.target, STAGE_NAMES[Stage[each.stage.upper()]],
                value_told(each.target, each.value, each.defects), each.why, _who(each.by, each.at),
            )
            for each in whole.rulings
        ),
    )  # fmt: skip


def _objections(whole: Dossier) -> None:
    from harness.cli.campaign.objecting import show_listed

    if whole.objections:
        say("", "异议")
        show_listed(whole.objections)


def _next(whole: Dossier) -> str:
    id = whole.application["id"]
    waiting = next((each for each in whole.arrivals if each.doubt), None)
    if waiting is not None:
        return f"mingcha file {waiting.id} {id}"
    if whole.judgement is not None:
        found = whole.judgement["elements"].items()
        unclear = next((name for name, one in found if one["verdict"] == "unclear"), None)
        if unclear:
            disputed = "disputed" in whole.judgement["elements"][unclear]
            stage = " --stage decision" if disputed else ""
            return f"mingcha rule {id}/{unclear} present --why 理由{stage}"
    return "mingcha due"


def _who(by: str | None, at: str | None) -> str:
    return f"{by}（{moment(at)[:10]}）" if by and at else ""


def _short(evidence: str) -> str:
    """A SHA-256 is for machines; its beginning is enough to find it by."""
    return f"{evidence[:12]}…" if len(evidence) == 64 and evidence.isalnum() else evidence
