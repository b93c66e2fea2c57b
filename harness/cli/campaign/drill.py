"""`drill`: the campaign lived through in a copy, with simulated agencies, before anything real goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import AsJson, By, Desk, Folder, MadeAtOnce, name_left
from harness.cli.shown import say, shown

if TYPE_CHECKING:
    from harness.campaign.drill import Drilled


def register(app: typer.Typer) -> None:
    app.command(
        "drill", help="演练：在旁边的副本里，由模拟单位把整个测评过一遍；一切只在本机往来。"
    )(drill)


def drill(
    into: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="副本放在哪里，须为空或不存在；不填则放在测评文件夹旁边，名为“…-演练-1”。",
        ),
    ] = None,
    folder: Folder = None,
    seed: Annotated[
        int | None,
        typer.Option(help="换一个数就换一批单位出错；不填则用 campaign.toml 里的随机数。"),
    ] = None,
    scans: Annotated[
        bool,
        typer.Option(
            "--scans/--no-scans",
            help="寄来的答复是扫描件和照片，须逐页识别；选 --no-scans 则为带文字的 PDF，快得多。",
        ),
    ] = True,
    as_json: AsJson = False,
    by: By = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    """Exit status 1 where something was judged otherwise than it was planted."""
    desk = Desk(folder, as_json, by)
    with desk.opened() as workspace:
        from harness.campaign.drill import drill as live_through

        done = live_through(workspace, into, seed=seed, scans=scans)
    if as_json:
        desk.answer(done)
    else:
        _show(desk, done)
    if name_left(done.failures) or done.wrong:
        raise typer.Exit(1)


def _show(desk: Desk, done: Drilled) -> None:
    say(f"演练完毕：核对{done.right + done.wrong}项认定，{done.right}项与埋设的情况一致。")
    for each in done.differences:
        grounds = f"；理由：{each.why}" if each.why else ""
        told = f"埋设为“{each.planted}”，判为“{each.found}”{grounds}"
        say(shown(f"  {each.application} {each.unit} {each.what}：{told}"))
    say(f"副本和全部报告在“{done.folder}”，看完可以整个删去。")
    say(f"下一步：mingcha marks -C {desk.words([done.folder])}")
