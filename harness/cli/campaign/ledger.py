"""`ledger out` and `ledger in`: 台账.xlsx, both ways."""

from __future__ import annotations

from pathlib import Path
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
    name_left,
    place_for,
    table,
)
from harness.cli.chinese import Typer
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.ledger.exchange import Merged


def register(app: typer.Typer) -> None:
    group = Typer(help="台账：导出为 Excel，改好后读回来。", no_args_is_help=True)
    group.command("out", help="导出台账.xlsx：寄送、纸质来件、电话、归卷、改判，每行有记录编号。")(
        out
    )
    group.command("in", help="读入台账.xlsx：只在 Excel 中改过的照改，两边都改过的列出来。")(take)
    app.add_typer(group, name="ledger")


File = Annotated[Path | None, typer.Argument(metavar="文件", help="不填则为 incoming/台账.xlsx。")]


def out(
    file: File = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    path = place_for(file, "文件", ".xlsx")
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ledger.exchange import out as export

        made = export(workspace, path)
    if as_json:
        desk.answer({"files": [str(made)]})
        return
    say(
        f"已导出“{made}”。用 Excel 或 WPS 修改、增行，保存后读回；一行登记错了填作废原因，不要删行。"
    )
    desk.next(f"mingcha ledger in{' ' + desk.words([str(file)]) if file else ''}")


def take(
    file: File = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    """Exit status 1 where a row could not be read in, or a cell was changed on both sides."""
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ledger.exchange import take as merge

        merged = merge(workspace, file, write=write)
    if as_json:
        desk.answer(merged)
    else:
        _show(desk, merged, file)
    left = [
        f"{each.place}“{each.column}”列：两边都改过，导出时为“{each.exported}”，Excel 中为"
        f"“{each.excel}”，现在登记的是“{each.now}”；没有改动，请改成一致"
        for each in merged.conflicts
    ]
    if name_left([*merged.faults, *left]):
        raise typer.Exit(1)


def _show(desk: Desk, merged: Merged, file: Path | None) -> None:
    if merged.changed:
        table(
            ("记录编号", "表", "栏", "原为", "改为"),
            ((c.number, c.sheet, c.column, c.before, c.after) for c in merged.changed),
        )
    for place in merged.added:
        say(f"新增：{place}")
    for number in merged.voided:
        say(f"作废：{number}")
    for number in merged.missing:
        say(f"Excel 中没有了（登记仍在，未删除；要作废请填作废原因）：{number}")
    done = "已读入" if merged.written else "将读入"
    count = len({each.number for each in merged.changed})
    say(f"{done}：新增{len(merged.added)}行，改动{count}行，作废{len(merged.voided)}行。")
    if merged.written or merged.changes_nothing:
        desk.next("mingcha queue")
    else:
        name = f" {desk.words([str(file)])}" if file else ""
        desk.next(f"mingcha ledger in{name} --write", "写入请运行")
