"""`due`, `marks`, `report`: every clock, the scores, what is handed in."""

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
from harness.cli.campaign.marks_given import GivenForm, GivenTable, by_hand
from harness.cli.campaign.marks_if import (
    OtherConvention,
    OtherRubric,
    OtherWeights,
    supposed,
)
from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.campaign.clocks.due import Due
    from harness.campaign.marks.scores import Marked

Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="文件", help="另写成 Excel 工作簿。")]


def register(app: typer.Typer) -> None:
    app.command("due", help="期限：每件申请的状态、截止日、在等谁。")(due)
    app.command("marks", help="评分：每家单位的得分、扣分和待定之处。")(marks)
    app.command("report", help="报告：总报告、台账、反馈单、截止日，写入 reports 文件夹。")(report)


def due(
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="文件", help="另写成日历文件（.ics）。")
    ] = None,
    xlsx: Xlsx = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Exit status 1 where an answer could not be judged."""
    desk = Desk(folder, as_json, by, as_of)
    calendar, book = place_for(ics, "--ics", ".ics"), place_for(xlsx, "--xlsx", ".xlsx")
    with desk.opened() as workspace:
        from harness.campaign.clocks.due import due as clocks
        from harness.campaign.clocks.due import write_due
        from harness.campaign.placing.unjudged import unjudged

        assessment = workspace.assess()
        found, left = clocks(workspace, assessment), unjudged(assessment)
        if calendar or book:
            write_due(workspace, calendar, book, assessment)
    if as_json:
        desk.answer(found)
    else:
        _show_due(desk, found, [path for path in (calendar, book) if path])
    if name_left(left):
        raise typer.Exit(1)


def _show_due(desk: Desk, found: Sequence[Due], written: Sequence[Path]) -> None:
    from harness.clock.result import STATE_NAMES, State

    table(
        ("申请", "单位", "状态", "截止日", "剩余工作日", "在等"),
        (
            (
                each.application, each.unit,
                "是否发出不明" if each.unknown else STATE_NAMES[State(each.state)],
                f"{each.due_on}（暂定）" if each.due_on and each.provisional else each.due_on,
                each.working_days_left if each.waiting_for else None,
                "、".join(each.pending) or WAITING.get(each.waiting_for or "", ""),
            )
            for each in found
        ),
    )  # fmt: skip
    for path in written:
        say(f"已写入 {path}")
    waiting = any(each.waiting_for == "decision" for each in found)
    desk.next("mingcha queue" if waiting else "mingcha marks")


WAITING = {
    "unit": "单位答复", "applicant": "申请人补正或缴费", "third_party": "征求意见",
    "receipt": "收件凭据", "sending": "寄出", "decision": "人工认定",
}  # fmt: skip


def marks(
    unit: Annotated[
        str | None,
        typer.Argument(metavar="单位", help="只看这家的扣分明细：单位编号或名称。"),
    ] = None,
    xlsx: Xlsx = None,
    form: GivenForm = None,
    given: GivenTable = None,
    what_if: OtherRubric = None,
    weight: OtherWeights = None,
    convention: OtherConvention = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    """Exit status 1 where an answer could not be judged."""
    desk = Desk(folder, as_json, by, as_of)
    book = place_for(xlsx, "--xlsx", ".xlsx")
    if by_hand(desk, form, given, write=write) or supposed(desk, what_if, weight, convention, unit):
        return
    with desk.opened() as workspace:
        from harness.campaign.errors import Refused
        from harness.campaign.ledger.waiting import unread
        from harness.campaign.marks.scores import marks as scores
        from harness.campaign.marks.scores import write_marks
        from harness.campaign.placing.unjudged import unjudged
        from harness.campaign.workspace import no_rubric

        assessment = workspace.assess()
        found, left = scores(workspace, assessment), unjudged(assessment)
        waits = unread(workspace)
        if unit is not None:
            found = tuple(each for each in found if unit in (each.unit, each.unit_id))
            if not found:
                raise Refused(f"没有编号或名称为“{unit}”的单位，请用 mingcha marks 查看")
        if book:
            write_marks(workspace, book, assessment)
        names = {each.id: each.name for each in workspace.rubric().criteria}
        unnamed = no_rubric(workspace)
    if as_json:
        desk.answer(found)
    else:
        _show_scores(found)
        _show_details(found if unit is not None else (), names)
        if book:
            say(f"已写入 {book}")
        desk.next("mingcha queue" if any(each.pending for each in found) else "mingcha report")
    for line in filter(None, (waits, unnamed)):
        say(line, err=True)
    if name_left(left):
        raise typer.Exit(1)


def _show_scores(found: tuple[Marked, ...]) -> None:
    from harness.scoring.assessed import by_class

    table(
        ("类内名次", "类别", "单位编号", "单位", "得分", "满分", "得分率", "等级", "扣分", "待定"),
        (
            (
                each.rank_in_category, each.category, each.unit_id, each.unit, each.score, each.full,
                f"{each.rate}%" if each.rate is not None else None,
                _grade(each),
                f"{len(each.deductions)}处", f"{len(each.pending)}处" if each.pending else "",
            )
            for each in by_class(found)
        ),
    )  # fmt: skip


def _grade(marked: Marked) -> str:
    return "不排名" if marked.unranked else marked.grade_told


def _show_details(found: Sequence[Marked], names: Mapping[str, str]) -> None:
    for marked in found:
        rows = [
            (names.get(one.criterion, one.criterion), name, one.points, one.application, one.reason)
            for name, several in (("扣分", marked.deductions), ("待定", marked.pending))
            for one in several
        ]
        table(("指标", "状态", "分", "申请", "理由"), rows)
        if marked.unranked:
            say(f"{marked.unit}：{marked.unranked}{_may_be(marked)}")


def _may_be(marked: Marked) -> str:
    if marked.lowest is None or marked.highest is None:
        return ""
    from harness.scoring.score import plain

    return f"；可能得{plain(marked.lowest)}分至{plain(marked.highest)}分之间"


def report(
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="每份 .docx、.xlsx 另存一份 PDF；没有安装 LibreOffice 的，只转 .docx。"
        ),
    ] = False,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    """Exit status 1 where a file could not be written, or an answer could not be judged."""
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.handing.report import report as write_reports
        from harness.campaign.placing.unjudged import unjudged
        from harness.campaign.workspace import no_rubric

        done = write_reports(workspace, pdf=pdf)
        where, unnamed = workspace.folder, no_rubric(workspace)
    failed = [{"file": each.path.as_posix(), "why": each.why} for each in done.failures]
    files = [each.relative_to(where).as_posix() for each in done.paths]
    if as_json:
        desk.answer({"files": files, "failed": failed, "review": done.review})
    else:
        for each in files:
            say(f"  {each}")
        say(f"已写{len(files)}个文件；待人工复核{done.review}项。")
        desk.next("mingcha queue" if done.review else "mingcha bundle 测评.zip")
    if unnamed:
        say(unnamed, err=True)
    if done.remark:
        say(f"请留意：{done.remark}", err=True)
    for unknown in done.foreign:
        say(f"{unknown.what}{unknown.why}", err=True)
    if name_left([*(each.why for each in done.failures), *unjudged(done.assessment)]):
        raise typer.Exit(1)
