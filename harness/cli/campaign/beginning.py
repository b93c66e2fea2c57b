"""`new` and `status`: a folder to fill in, and where a campaign stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, MadeAtOnce, name_left
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.status import Status


def register(app: typer.Typer) -> None:
    app.command("new", help="新建测评：一套待填的表格；--example 为三家虚构单位，可直接往下走。")(
        new
    )
    app.command("status", help="现状：各表有无差错，计划、寄出、答复、待办各多少，下一步做什么。")(
        status
    )


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的测评文件夹。")],
    title: Annotated[str, typer.Option("--title", metavar="名称", help="测评的名称。")] = "",
    region: Annotated[
        str, typer.Option("--region", metavar="地区", help="所在省级行政区，用于地方性节假日。")
    ] = "",
    example: Annotated[
        bool, typer.Option("--example", help="三家虚构单位、两名申请人，可直接编制计划。")
    ] = False,
    as_json: AsJson = False,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    if example and (title or region):
        raise UserError("--example 的名称和地区是现成的，不能与 --title、--region 同用")
    desk = Desk(None, as_json, None, as_of)
    from harness.campaign.planning.new import EXAMPLE_DAY
    from harness.campaign.planning.new import new as begin

    # the example's letters lie behind us, so that everything that follows can be tried today
    day = EXAMPLE_DAY if example and as_of is None else desk.day
    made = begin(folder, day, title=title, region=region, example=example)
    if as_json:
        desk.answer(made)
        return
    say(f"已在“{made.folder}”建立测评：")
    for file, what in zip(made.files, _WHAT, strict=True):
        say(f"  {file}　{what}")
    say("  incoming/　来件放在这里" + ("（已放入一份示例答复）" if example else ""))
    if not example:
        say("请用 Excel 填写各表（表头有说明，“（示例）”一行不会读入），并核对 campaign.toml。")
    desk.next(f"mingcha status -C {desk.words([made.folder])}")


_WHAT = ("测评的名称、日期、轮次、约定", "被测单位", "申请人", "自己的问题（可不填）")


def status(
    folder: Folder = None, as_json: AsJson = False, by: By = None, as_of: AsOf = None
) -> None:
    """Exit status 1 where a file that a person keeps is wrong; each fault is named."""
    desk = Desk(folder, as_json, by, as_of)
    from harness.campaign.status import status as look

    place = desk.place()
    found = look(place, as_of=desk.day, by=desk.writer, more=_of_the_drill(place))
    if as_json:
        desk.answer(found)
    else:
        _show(desk, found)
    if name_left(found.faults):
        raise typer.Exit(1)


def _of_the_drill(folder: Path) -> tuple[str, ...]:
    """The faults of drill.toml and profiles/; without them nothing of the drill is loaded."""
    if not ((folder / "drill.toml").exists() or (folder / "profiles").is_dir()):
        return ()
    from harness.campaign.drill import profile_faults

    return profile_faults(folder)


def _show(desk: Desk, found: Status) -> None:
    if not found.whole:
        say(f"计划{found.planned}件，已寄出{found.sent}件；答复和待办要改好差错才能看。")
    else:
        say(
            f"计划{found.planned}件，已寄出{found.sent}件，已答复{found.answered}件，"
            f"待人工认定{found.queue}项。"
        )
    if found.unknown:
        say(f"另有{found.unknown}封是否已经发出不明，核实前不会重发，见 mingcha queue。")
    if found.refused:
        say(f"另有{found.refused}封被拒收、没有发出，见 mingcha queue。")
    if found.objections:
        say(f"未决的异议{found.objections}件。")
    if found.faults:
        say(f"文件有{len(found.faults)}处差错（见后）。")
    desk.next(found.next, f"{found.why}。下一步")
