"""`plan`, `letters`: who asks whom what, and what goes onto paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import (
    AsJson,
    AsOf,
    By,
    Desk,
    Folder,
    MadeAtOnce,
    Write,
    day_given,
    table,
)
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.planning.plan import Plan
    from harness.campaign.sending.letters import Written

On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="到哪一天为止应寄的；不填则为今天。")
]


def register(app: typer.Typer) -> None:
    app.command("plan", help="计划：谁向哪家单位、在哪一天、走什么渠道、问什么；写入即定。")(plan)
    app.command("letters", help="制作应寄的信：申请表、信封标签、交寄清单、网页表单的文字。")(
        letters
    )


def plan(
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.planning.plan import plan as made

        planned = made(workspace, write=write)
    if as_json:
        desk.answer(planned)
    else:
        _show_plan(desk, planned)


_MOST_LEAKS = 5


def _show_plan(desk: Desk, planned: Plan) -> None:
    from letters.model import CHANNEL_NAMES, Channel

    table(
        ("申请", "单位", "申请人", "申请内容", "渠道", "寄出日", "新增"),
        (
            (
                each.id, each.unit, each.applicant, each.question,
                CHANNEL_NAMES[Channel(each.channel)], each.send_on, "新" if each.new else "",
            )
            for each in planned.applications
        ),
    )  # fmt: skip
    new = planned.new
    for each in planned.leaks[:_MOST_LEAKS]:
        say(f"提示：{each.why}")
    if len(planned.leaks) > _MOST_LEAKS:
        say(f"提示：另有{len(planned.leaks) - _MOST_LEAKS}处类似（--json 列出全部）。")
    if planned.without_kind and new:
        names = "、".join(planned.without_kind[:_MOST_LEAKS])
        names += "等" if len(planned.without_kind) > _MOST_LEAKS else ""
        say(
            f"提示：{names}（{len(planned.without_kind)}家）按名称判断不出种类，只问通用的问题；"
            "可在 units.xlsx 的“单位种类”列选定。"
        )
    for unit in planned.changed_units:
        say(f"单位 {unit} 的信息与已写入的不同，写入时更新。")
    say(f"申请{len(planned.applications)}件，其中新增{new}件。")
    if planned.frozen:
        say("计划已写入，此后改动表格只会增加单位、更新地址电话，不改动已定的申请。")
        desk.next("mingcha letters")
    else:
        desk.next("mingcha plan --write")


def letters(
    on: On = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            "--withdraw", metavar="申请|全部", help="写撤回申请的信；“全部”是所有未办结的。"
        ),
    ] = None,
    supplement: Annotated[
        str | None, typer.Option("--supplement", metavar="申请", help="写答复补正告知的信。")
    ] = None,
    answer: Annotated[
        str, typer.Option("--answer", metavar="文字", help="补正的内容，与 --supplement 同用。")
    ] = "",
) -> None:
    if (withdraw and supplement) or (answer and not supplement):
        raise UserError("--withdraw 和 --supplement 只能选一个，--answer 只与 --supplement 同用")
    desk = Desk(folder, as_json, by, as_of)
    day = day_given(on, "--on") or desk.day
    if withdraw or supplement:
        _further(desk, withdraw or [], supplement or "", answer, day)
        return
    with desk.opened() as workspace:
        from harness.campaign.sending.letters import letters as made

        written = made(workspace, day)
    if as_json:
        desk.answer(written)
    else:
        _show_letters(desk, written, day.isoformat())


def _further(desk: Desk, withdraw: list[str], supplement: str, answer: str, day: date) -> None:
    with desk.opened() as workspace:
        from harness.campaign.sending import further

        if supplement:
            made = further.supplement(workspace, supplement, answer, day)
        else:
            made = further.withdraw(workspace, withdraw, day)
    if desk.as_json:
        desk.answer(made)
        return
    for file in made.files:
        say(f"  {file}")
    others = len(made.applications) - len(made.queued)
    say(f"已写好{len(made.applications)}件。")
    if made.queued:
        say(
            f"待发的邮件{len(made.queued)}件：{'、'.join(made.queued)}。由 mingcha send 发出并登记。"
        )
    if others:
        say("纸质的签名后寄出或递交，文本的用申请人自己的邮箱回复原邮件。")
    kind = "clarification_submitted" if supplement else "withdrawn"
    id = made.applications[0] if len(made.applications) == 1 else "申请编号"
    if made.queued and not others:
        desk.next("mingcha send")
    else:
        desk.next(f"mingcha log {kind} {id} --on {day} --write" if made.files else "mingcha due")


def _show_letters(desk: Desk, written: Written, day: str) -> None:
    for id, made in written.waiting:
        say(f"{id}：{made} 已制作，还没有登记寄出。")
    if not written.files:
        say(f"到 {day} 为止没有要新制作的纸质、网页申请。")
        if written.waiting:
            desk.next("mingcha log posted 申请编号 --on 日期 --write")
        else:
            desk.next("mingcha send")
        return
    for file in written.files:
        say(f"  {file}")
    say(f"已制作{len(written.files)}个文件。")
    posted = any("交寄清单" in each for each in written.files)
    handed = any("当面提交核对单" in each for each in written.files)
    if posted:
        say("寄出后把挂号号码填入交寄清单，再运行 mingcha collect；或者逐件登记。")
    if handed or any("核对单" in each for each in written.files):
        say("当面递交、传真、网页填报的核对单供自己记录，程序不读；办好一件，请登记一件。")
    verb = "posted" if posted else "handed_in" if handed else "submitted"
    number = " --number 挂号号码" if posted else ""
    desk.next(f"mingcha log {verb} 申请编号 --on {day}{number} --write")
