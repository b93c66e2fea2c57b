"""`undo` and `history`: what was done, by whom, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, Write, moment, table
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.undo import Done

VERBS = {
    "plan": "计划", "letters": "制作信件", "send": "发送", "recall": "撤回待发", "resend": "重新排入", "export": "导出台账", "collect": "收件", "watch": "守候", "log": "登记", "file": "归卷", "rule": "认定",
    "sample": "抽样", "second": "复评", "objection": "异议", "applicant": "申请人", "undo": "撤销", "ledger": "台账", "migrate": "升级",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command(
        "undo", help="撤销一次归卷、认定或登记：另记一笔，原记录留存；寄出的、收到的不能撤。"
    )(undo)
    app.command("history", help="历史：谁在何时做了什么、撤销了什么。")(history)


def undo(
    operation: Annotated[
        int | None,
        typer.Argument(metavar="编号", help="第几号操作（见 history）；不填则为人所作的最后一次。"),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    """JSON: the row of the history that was written; `op` and `at` null where none was yet."""
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.undo import history as past
        from harness.campaign.undo import undo as take_back

        done = take_back(workspace, operation, write=write)
        rows = past(workspace)
        who = workspace.store.by
    if as_json:
        desk.answer([_as_dict(rows[-1]) if write else _planned(who, done.op, done.what)])
    elif write:
        say(f"已撤销第{done.op}号操作：{done.what}")
        desk.next("mingcha history")
    else:
        say(f"将撤销第{done.op}号操作：{done.what}")
        desk.next(f"mingcha undo {done.op} --write", "写入请运行")


def _planned(who: str, op: int, what: str) -> dict[str, object]:
    return {"op": None, "at": None, "by": who, "verb": "undo", "what": what, "undoes": op}


def history(
    folder: Folder = None, as_json: AsJson = False, by: By = None, as_of: AsOf = None
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.undo import history as past

        rows = past(workspace)
    if as_json:
        desk.answer([_as_dict(each) for each in rows])
        return
    table(
        ("编号", "时间", "由谁", "操作", "做了什么", "状态"),
        (
            (
                each.op, moment(each.at), each.by, VERBS.get(each.verb, each.verb), each.what,
                f"已由第{each.undone_by}号撤销" if each.undone_by else "",
            )
            for each in rows
        ),
    )  # fmt: skip
    say(f"共{len(rows)}次操作。")
    desk.next("mingcha undo 编号")


def _as_dict(each: Done) -> dict[str, object]:
    return {
        "op": each.op, "at": each.at, "by": each.by, "verb": each.verb, "what": each.what,
        "undoes": each.undoes, "undone_by": each.undone_by,
    }  # fmt: skip
