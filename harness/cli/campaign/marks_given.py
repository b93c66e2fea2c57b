"""`marks --form` and `marks --from`: the table of what only people can mark, out and in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.campaign.desk import Desk, place_for, table
from harness.cli.errors import UserError, exists_already
from harness.cli.shown import say

GivenForm = Annotated[
    Path | None,
    typer.Option("--form", metavar="文件", help="写一张给分表.xlsx：由评估人员给分、查填的各项。"),
]
GivenTable = Annotated[
    Path | None,
    typer.Option("--from", metavar="文件", help="读入填好的给分表；加 --write 才记下。"),
]


def by_hand(desk: Desk, form: Path | None, given: Path | None, *, write: bool) -> bool:
    """Whether that was what was asked for."""
    if form and given:
        raise UserError("--form 和 --from 只用一个")
    if form:
        _out(desk, form)
    elif given:
        _in(desk, given, write=write)
    return bool(form or given)


def _out(desk: Desk, form: Path) -> None:
    place_for(form, "--form", ".xlsx")
    if form.exists():
        raise UserError(exists_already(form))
    with desk.opened() as workspace:
        from harness.campaign.marks.given_marks import write_form

        rows = write_form(workspace, form)
    if desk.as_json:
        desk.answer({"files": [str(form)], "rows": rows})
        return
    say(f"已写入 {form}，{rows}行；填好“得分或次数”和“理由”两栏")
    desk.next(f"mingcha marks --from {desk.words([str(form)])}")


def _in(desk: Desk, given: Path, *, write: bool) -> None:
    with desk.opened() as workspace:
        from harness.campaign.marks.given_marks import read_form

        found = read_form(workspace, given, write=write)
    if desk.as_json:
        desk.answer(found)
        return
    table(
        ("对象", "原来", "现在" if write else "将会", "理由", "佐证"),
        ((one.target, one.before, one.value, one.why, one.file) for one in found.changes),
    )
    same = f"，{found.same}处与在案的相同" if found.same else ""
    say(f"{'已记下' if write else '将记下'}{len(found.changes)}处{same}。")
    if write or not found.changes:
        desk.next("mingcha marks")
    else:
        desk.next(f"mingcha marks --from {desk.words([str(given)])} --write", "写入请运行")
