"""`mingcha clock`: legal clocks, as data or as a working to paste into a letter.

One application from a timeline file or from options, many from a table with a row each. What each
comes to is said on standard output, or written to a workbook.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.clock_options import Days, any_given, event_option, written_from
from harness.cli.clock_shape import as_dict, clock_of, handling, remind, say_ahead
from harness.cli.clock_table import many
from harness.cli.errors import UserError, missing_argument, unwritable
from harness.cli.given import day_option, name_of, new_place, text_of
from harness.cli.rows import TABLES
from harness.cli.shown import json_text, say

if TYPE_CHECKING:
    from harness.clock.timeline_file import Written
    from letters.model import Convention


HOW_TO_WRITE = """\b
一件申请可以不写文件，直接用选项：
  mingcha clock --channel 挂号信 --sent 2026-03-02 --delivered 2026-03-05 --as-of 2026-04-01
  --clarification、--extended 的日期后面可以写天数，如 --extended 2026-03-20:20；
  同一选项可以写几次。

\b
许多件申请用一张表（.xlsx 或 .csv），一行一件，空表用 --template 写：
  mingcha clock --template 申请.xlsx
  mingcha clock 申请.xlsx --as-of 2026-04-01 --xlsx 时限.xlsx

\b
TIMELINE.json 的写法（日期如 2026-03-10，也可写成 2026/3/10、2026年3月10日、20260310；
天数都是工作日）：
  {"channel": "registered_mail", "region": "广西壮族自治区",
   "convention": {"count_receipt_day": false, "no_confirmation": "sent", "answered_on": "posted"},
   "events": [{"kind": "sent", "on": "2026-03-02", "evidence": "挂号收据.jpg"},
              {"kind": "delivered", "on": "2026-03-04"},
              {"kind": "answered", "on": "2026-03-20", "signed_on": "2026-03-18",
               "posted_on": "2026-03-19"}]}

\b
channel 渠道（也可写中文名）：in_person 当面，registered_mail 挂号信、EMS，ordinary_mail 平信，email 电子邮件，
  web_form 网页表单，fax 传真。
kind 事件：sent 寄出，delivered 签收（补正送达也用它），confirmed 双方确认收到，returned 退回，
  clarification_requested 要求补正（period_days 补正期限），clarification_submitted 提交补正，
  extension_notified 告知延期（days 延长的工作日），third_party_started、third_party_ended
  征求意见开始、结束，fee_notified 通知缴费，fee_paid 缴费，withdrawal_requested 要求撤回，
  withdrawn 撤回，answered 答复（on 是收到答复之日；signed_on 落款、posted_on 寄出、
  delivered_on 送达、noticed_on 知悉，carrier 寄递方式：邮政、其他快递、到付、当面送达、委托送达、电子送达；
  当面、委托送达的以申请人签收之日为答复之日）。
convention 约定，可以不写：count_receipt_day 收到当日是否计入（不写为否）；no_confirmation 没有
  双方确认的记录时，sent 以发出之日、arrival 以到达之日为收到，never 不起算（不写为 sent）；
  answered_on 以 posted 寄出、signed 落款还是 delivered 送达之日为答复之日（不写为 posted）。
"""


def register(app: typer.Typer) -> None:
    app.command(
        "clock",
        help="计算法定期限：何时收到、何时届满、是否逾期，以及计算过程；一件申请，或者一张表里的许多件。",
        epilog=HOW_TO_WRITE,
    )(clock)


def clock(
    timeline: Annotated[
        str | None,
        typer.Argument(
            metavar="文件",
            help="事件时间线.json，- 表示从标准输入读取；或者一行一件申请的表格.xlsx、.csv；"
            "不写文件则用下面的选项。",
        ),
    ] = None,
    as_of: Annotated[date | None, day_option("--as-of", "计算到哪一天。必填。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON；表格则每件一行。")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="输出可以写进函件的计算过程。")
    ] = False,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="文件", help="表格的结果写到哪里：.xlsx，或者 .csv。"),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="文件", help="写一张供填写的空表.xlsx。"),
    ] = None,
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="渠道", help="申请的渠道，如 挂号信、电子邮件、email。"),
    ] = "",
    region: Annotated[
        str, typer.Option("--region", metavar="地区", help="另计当地的假日，如 广西壮族自治区。")
    ] = "",
    sent: Annotated[Days, event_option("--sent", "寄出、发出、当面提交之日。")] = None,
    delivered: Annotated[
        Days, event_option("--delivered", "签收之日（补正的送达也用它）。")
    ] = None,
    confirmed: Annotated[Days, event_option("--confirmed", "双方确认收到之日。")] = None,
    returned: Annotated[Days, event_option("--returned", "邮件退回之日。")] = None,
    clarification: Annotated[
        Days, event_option("--clarification", "告知补正之日；天数是补正期限。")
    ] = None,
    resubmitted: Annotated[Days, event_option("--resubmitted", "提交补正之日。")] = None,
    extended: Annotated[
        Days, event_option("--extended", "告知延期之日；天数是延长的工作日。")
    ] = None,
    consulting: Annotated[Days, event_option("--consulting", "开始征求意见之日。")] = None,
    consulted: Annotated[Days, event_option("--consulted", "征求意见结束之日。")] = None,
    fee: Annotated[Days, event_option("--fee", "通知缴费之日。")] = None,
    paid: Annotated[Days, event_option("--paid", "缴费之日。")] = None,
    asked_to_withdraw: Annotated[
        Days, event_option("--asked-to-withdraw", "行政机关要求撤回之日。")
    ] = None,
    withdrawn: Annotated[Days, event_option("--withdrawn", "申请人撤回之日。")] = None,
    answered: Annotated[Days, event_option("--answered", "收到答复之日。")] = None,
    answer_posted: Annotated[Days, event_option("--answer-posted", "答复寄出之日。")] = None,
    answer_delivered: Annotated[Days, event_option("--answer-delivered", "答复送达之日。")] = None,
    answer_signed: Annotated[Days, event_option("--answer-signed", "答复落款之日。")] = None,
    count_receipt_day: Annotated[
        bool, typer.Option("--count-receipt-day", help="约定：收到当日计入期限。")
    ] = False,
    no_confirmation: Annotated[
        str,
        typer.Option(
            "--no-confirmation",
            metavar="约定",
            help="没有双方确认的记录时：sent 以发出、arrival 以到达之日为收到，never 不起算。",
        ),
    ] = "sent",
    answered_on: Annotated[
        str,
        typer.Option(
            "--answered-on",
            metavar="约定",
            help="答复之日：posted 寄出、signed 落款还是 delivered 送达之日。",
        ),
    ] = "posted",
) -> None:
    if template is not None:
        _form(template)
        return
    if as_of is None:
        raise UserError(missing_argument("选项 --as-of", "clock"))
    if as_json and explain:
        raise UserError("--json 和 --explain 只能选一个")
    given = {
        "--sent": sent, "--delivered": delivered, "--confirmed": confirmed, "--returned": returned,
        "--clarification": clarification, "--resubmitted": resubmitted, "--extended": extended,
        "--consulting": consulting, "--consulted": consulted, "--fee": fee, "--paid": paid,
        "--asked-to-withdraw": asked_to_withdraw, "--withdrawn": withdrawn, "--answered": answered,
        "--answer-posted": answer_posted, "--answer-delivered": answer_delivered,
        "--answer-signed": answer_signed,
    }  # fmt: skip
    agreed = {
        "count_receipt_day": count_receipt_day,
        "no_confirmation": no_confirmation,
        "answered_on": answered_on,
    }
    convention = _convention(agreed)
    if timeline is not None and (options := any_given(given)):
        raise UserError(f"给了文件“{timeline}”，就不能再写 {'、'.join(options)}，二者择一")
    if timeline is not None and timeline.lower().endswith(TABLES):
        if explain:
            raise UserError("--explain 只用于一件申请")
        many(Path(timeline), as_of, convention, channel, region, xlsx, as_json)
        return
    if xlsx is not None:
        raise UserError("--xlsx 只用于一行一件申请的表格（.xlsx、.csv）")
    if timeline is None:
        if not any_given(given):
            raise UserError(missing_argument("文件，或者 --sent 等选项", "clock"))
        _one(written_from(given, channel, region or None, convention), "", as_of, as_json)
        return
    if channel or region or convention != _convention({}):
        raise UserError("渠道、地区和约定写在时间线文件里，--channel、--region 等只用于选项和表格")
    name = name_of(timeline)
    _one(_read(timeline, name), f"{name}：", as_of, as_json)


def _form(path: Path) -> None:
    from harness.reports.workbooks.clock_sheets import write_clock_form

    try:
        write_clock_form(new_place(path, "--template"))
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from None
    say(f"已写入{path}，填好以后：mingcha clock {path} --as-of 计算到哪一天", err=True)


def _convention(agreed: dict[str, object]) -> Convention:
    from harness.clock.events import BadEvent
    from harness.clock.timeline_file import convention_of

    try:
        return convention_of(agreed)
    except BadEvent as wrong:
        option = str(wrong).removeprefix("convention.")
        name = option.split("“", 1)[0]
        raise UserError(f"--{name.replace('_', '-')}{option.removeprefix(name)}") from None


def _read(path: str, name: str) -> Written:
    from harness.clock.events import BadEvent
    from harness.clock.timeline_file import read_timeline

    try:
        return read_timeline(text_of(path))
    except BadEvent as wrong:
        raise UserError(f"{name}：{wrong}") from None


def _one(written: Written, where: str, as_of: date, as_json: bool) -> None:
    import calendars
    from calendars import OutOfRange
    from harness.clock.events import BadEvent
    from harness.clock.explain import explained_lines

    place = calendars.place(written.region) if written.region else None
    if place is not None and not place.known:
        raise UserError(f"{where}{place.fault}")
    try:
        result = clock_of(written, as_of)
        lines = (
            [json_text(as_dict(result) | {"handling": handling(result, written)})]
            if as_json
            else explained_lines(result, written, as_of)
        )
    except (BadEvent, OutOfRange) as wrong:
        raise UserError(f"{where}{wrong}") from None
    if written.unknown:
        say(f"{where}不认识的键，没有采用：{'、'.join(written.unknown)}", err=True)
    say_ahead(as_of)
    say(*lines)
    remind([(written.region, result.latest_due_on)])
