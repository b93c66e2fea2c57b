"""`sample`, `second`, `agreement`: what is marked a second time, blind, and how far the marks agree."""

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
    place_for,
    table,
)
from harness.cli.chinese import Typer
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.ruling.agreement import Agreed


def register(app: typer.Typer) -> None:
    app.command("sample", help="抽样复评：有问题的、待认定的全抽，未见问题的按类抽百分之几。")(
        sample
    )
    group = Typer(help="盲评复评：导出复评表，填好后读回。", no_args_is_help=True)
    group.command("out", help="导出复评表（Excel）：给 --by 的人填，不含程序的认定和初评。")(out)
    group.command("in", help="读入复评表；有一处不对就一行也不读入。")(take)
    app.add_typer(group, name="second")
    app.command("agreement", help="一致性：初评与复评、程序与复评、程序与定论，逐个要素。")(
        agreement
    )


def sample(
    clean: Annotated[
        int | None,
        typer.Option("--clean", metavar="百分数", help="未见问题的抽百分之几；不填为10。"),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="种子", help="整数；不填则为测评设置中的随机数。"),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ruling.sample import sample as drawing

        done = drawing(workspace, clean=clean, seed=seed, write=write)
    if as_json:
        desk.answer(done)
        return
    say(f"种子 {done.seed}，未见问题的抽 {done.clean}%；{done.method}。")
    if done.before:
        say(f"此前已抽 {done.before} 项，不重抽；以下只是补抽。")
    say(
        f"{'抽出' if done.written else '将抽出'} {len(done.new)} 项：有问题 {done.faults}，待认定 {done.unclear}，"
        f"未见问题 {done.clean_drawn}（从 {done.clean_among} 项中）。"
    )
    if done.written or not (done.new or done.clean_among):
        desk.next("mingcha second out")
        return
    options = ["--clean", str(done.clean), "--seed", str(done.seed)] if not done.before else []
    desk.next(f"mingcha {desk.words(['sample', *options])} --write", "写入请运行")


def out(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="不填则为测评文件夹中的“复评表-姓名.xlsx”。"),
    ] = None,
    decides: Annotated[
        bool,
        typer.Option("--decide", help="改为定评表：初评与复评不一的，两边并列，由第三人定评。"),
    ] = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    path = place_for(file, "文件", ".xlsx")
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ruling.second import out as export

        done = export(workspace, path, decides=decides)
    if as_json:
        desk.answer(done)
        return
    name = "定评" if decides else "复评"
    say(f"已导出“{done.file}”，给{done.marker}{name}，共 {done.rows} 项。")
    if done.own:
        say(f"另有 {done.own} 项{done.marker}自己作过认定，须由别人{name}。")
    if done.done:
        say(f"已经复评或者定评的 {done.done} 项没有列入。")
    desk.next(f"mingcha second in {desk.words([str(done.file)])}", "填好后读回")


def take(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的复评表。")],
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ruling.second import take as read

        done = read(workspace, file, write=write)
    if as_json:
        desk.answer(done)
        return
    say(
        f"{'已读入' if done.written else '将读入'}{done.marker}的{done.name} {done.new} 项；"
        f"先前已读入 {done.same} 项，还没有填的 {done.empty} 项。"
    )
    if done.written or not done.new:
        desk.next("mingcha agreement")
    else:
        desk.next(f"mingcha second in {desk.words([str(file)])} --write", "写入请运行")


def agreement(
    folder: Folder = None, as_json: AsJson = False, by: By = None, as_of: AsOf = None
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.ruling.agreement import agreement as found

        done = found(workspace)
    if as_json:
        desk.answer(done)
    else:
        _show(desk, done)


def _show(desk: Desk, done: Agreed) -> None:
    from harness.scoring.agreement import FEW

    if not done.sampled:
        say("还没有抽样。")
        desk.next("mingcha sample")
        return
    say(f"抽样 {done.sampled} 项，已复评 {done.marked} 项，不一而待定评 {len(done.disputed)} 项。")
    if done.rows:
        table(
            ("比较", "要素", "项数", "一致", "一致率", "κ", "95%区间"),
            (
                (
                    each.who_name, each.element_name, each.n, each.same, _share(each.raw),
                    _number(each.kappa),
                    f"{_number(each.low)} 至 {_number(each.high)}" if each.low is not None else "",
                )
                for each in done.rows
            ),
        )  # fmt: skip
        say(
            f"κ 只说抽样内的一致程度（有问题的全抽，比例高于全体）；不足 {FEW} 项的，区间仅供参考；"
            "只有一种结论的没有 κ，全部一致或者一方只有一种结论的没有区间。"
        )
        if done.disputed:
            say(f"程序与定论只比已有定论的；待定评的 {len(done.disputed)} 项不在内，定评之后会变。")
    if done.disputed:
        say(f"待定评：{'、'.join(done.disputed[:10])}{'……' if len(done.disputed) > 10 else ''}")
        if len(done.disputed) > 1:
            desk.next("mingcha second out --decide --by 姓名", "在 Excel 里逐项定评")
            return
        desk.next(f"mingcha rule {done.disputed[0]} present --why 理由 --stage decision")
    else:
        desk.next("mingcha marks" if done.marked == done.sampled else "mingcha second out")


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 2) + 0.0:.2f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}%"
