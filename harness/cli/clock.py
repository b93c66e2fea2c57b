"""`mingcha clock`: one application's legal clock, as data or as a working to paste into a letter."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, reason
from harness.cli.shown import json_text, named, say
from letters.opening import MOST_OF_A_TEXT, all_of, read_file

if TYPE_CHECKING:
    from harness.clock.deadline import Clock
    from harness.clock.timeline_file import Written


HOW_TO_WRITE = """\b
TIMELINE.json 的写法（日期写成 2026-03-10 的样子，天数都是工作日）：
  {"channel": "registered_mail", "region": "广西壮族自治区",
   "convention": {"count_receipt_day": false, "no_confirmation": "sent", "answered_on": "posted"},
   "events": [{"kind": "sent", "on": "2026-03-02", "evidence": "挂号收据.jpg"},
              {"kind": "delivered", "on": "2026-03-04"},
              {"kind": "answered", "on": "2026-03-20", "signed_on": "2026-03-18",
               "posted_on": "2026-03-19"}]}
\b
channel 渠道：in_person 当面，registered_mail 挂号信、EMS，ordinary_mail 平信，email 电子邮件，
  web_form 网页表单，fax 传真。
kind 事件：sent 寄出，delivered 签收（补正送达也用它），confirmed 双方确认收到，returned 退回，
  clarification_requested 要求补正（period_days 补正期限），clarification_submitted 提交补正，
  extension_notified 告知延期（days 延长的工作日），third_party_started、third_party_ended
  征求意见开始、结束，fee_notified 通知缴费，fee_paid 缴费，withdrawal_requested 要求撤回，
  withdrawn 撤回，answered 答复（on 是收到答复之日；signed_on 落款、posted_on 寄出、
  delivered_on 送达、noticed_on 知悉）。
convention 约定，可以不写：count_receipt_day 收到当日是否计入（不写为否）；no_confirmation 没有
  双方确认的记录时，sent 以发出之日、arrival 以到达之日为收到，never 不起算（不写为 sent）；
  answered_on 以 posted 寄出、signed 落款还是 delivered 送达之日为答复之日（不写为 posted）。
"""


def register(app: typer.Typer) -> None:
    app.command(
        "clock",
        help="计算一件申请的法定期限：何时收到、何时届满、是否逾期，以及计算过程。",
        epilog=HOW_TO_WRITE,
    )(clock)


def clock(
    timeline: Annotated[
        str, typer.Argument(metavar="TIMELINE.json", help="事件时间线；- 表示从标准输入读取。")
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="日期", help="计算到哪一天。")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="输出可以写进函件的计算过程。")
    ] = False,
) -> None:
    import calendars
    from calendars import OutOfRange
    from harness.cli.reminder import reminder
    from harness.clock.deadline import read_clock
    from harness.clock.events import BadEvent
    from harness.clock.explain import explained

    if as_json and explain:
        raise UserError("--json 和 --explain 只能选一个")
    day = parse_day(as_of, "--as-of")
    name = "标准输入" if timeline == "-" else timeline
    try:
        written = _read(timeline, name)
        place = calendars.place(written.region) if written.region else None
        if place is not None and not place.known:
            raise UserError(f"{named(name)}：{place.fault}")
        result = read_clock(
            written.events,
            channel=written.channel.value,
            as_of=day,
            convention=written.convention,
            region=written.region,
        )
        text = (
            json_text(as_dict(result) | {"handling": _handling(result, written)})
            if as_json
            else explained(result, written, day)
        )
    except (BadEvent, OutOfRange) as wrong:
        raise UserError(f"{named(name)}：{wrong}") from None
    if written.unknown:
        say(f"{named(name)}：不认识的键，没有采用：{'、'.join(written.unknown)}", err=True)
    if day > date.today():
        say(f"注意：{day} 还没有到，以下按到那一天为止没有新的事件计算", err=True)
    say(text)
    newest = calendars.load(written.region)
    told = reminder(newest, date.today(), result.latest_due_on) if result.latest_due_on else None
    if told:
        say(told, err=True)


def _read(path: str, name: str) -> Written:
    from harness.clock.events import BadEvent
    from harness.clock.timeline_file import read_timeline

    try:
        data = all_of(sys.stdin.buffer) if path == "-" else read_file(path, MOST_OF_A_TEXT)
    except OSError as wrong:
        raise UserError(cannot_open(name, wrong)) from None
    for encoding in ("utf-8-sig", "gb18030"):  # GBK is what a Chinese Windows writes
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return read_timeline(text)
    raise BadEvent("不是 UTF-8 或者 GBK 文本，请另存为 UTF-8 编码")


def cannot_open(name: object, wrong: OSError) -> str:
    if isinstance(wrong, FileNotFoundError):
        return f"没有文件 {named(name)}，请检查路径"
    if isinstance(wrong, IsADirectoryError):
        return f"{named(name)} 是文件夹，应给一个文件"
    return f"打不开文件 {named(name)}：{reason(wrong)}"


def parse_day(text: str, what: str) -> date:
    """A day given on the command line, or one line that says how to write it."""
    from harness.clock.events import BadEvent, day_written

    try:
        return day_written(text, f"{what} ")
    except BadEvent as wrong:
        raise UserError(str(wrong)) from None


def _handling(clock: Clock, written: Written) -> list[dict[str, object]]:
    """How the application was handled, a finding each procedural rule; beside the contract's fields."""
    from dataclasses import asdict

    from harness.checker.handling import handled

    return [asdict(one) for one in handled(clock, written.events)]


def as_dict(clock: Clock) -> dict[str, object]:
    """The result in the shape of contracts.md, section 2."""

    def day(d: date | None) -> str | None:
        return d.isoformat() if d else None

    return {
        "received_on": day(clock.received_on),
        "received_by": clock.received_by,
        "due_on": day(clock.due_on),
        "earliest_due_on": day(clock.earliest_due_on),
        "latest_due_on": day(clock.latest_due_on),
        "provisional": clock.provisional,
        "state": clock.state.value,
        "working_days_used": clock.working_days_used,
        "working_days_left": clock.working_days_left,
        "answered_on": day(clock.answered_on),
        "convention_matters": clock.convention_matters,
        "findings": [
            {"code": f.code, "on": day(f.on), "article": f.article, "message": f.message}
            for f in clock.findings
        ],
        "trace": [
            {"on": day(s.on), "step": s.step, "article": s.article, "because": s.because}
            for s in clock.trace
        ],
    }
