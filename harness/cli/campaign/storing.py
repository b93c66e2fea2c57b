"""`store`: where the facts are; `store copy`, `store move`, `store mend`: into the other database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, Write, name_left
from harness.cli.chinese import Typer
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.storing import Carried

Where = Annotated[
    str,
    typer.Argument(
        metavar="去处", help="postgresql:// 开头的地址；here 表示本文件夹的 mingcha.db。"
    ),
]


def register(app: typer.Typer) -> None:
    group = Typer(
        help="记录存在哪里、有多大；复制或者搬到另一个数据库。",
        invoke_without_command=True,
    )
    group.callback()(told)
    group.command("copy", help="把记录原样复制到另一个空的数据库，逐行核对；本测评仍用原来的。")(
        copy
    )
    group.command("move", help="把本测评的记录搬到另一个数据库：复制、核对、改 campaign.toml。")(
        move
    )
    group.command("mend", help="改掉旧版收下、PostgreSQL 放不下的字符（NUL）。")(mend)
    app.add_typer(group, name="store")


def told(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is not None:
        return
    from harness.campaign.storing import kept

    desk = Desk(folder, as_json)
    found = kept(desk.place())
    if as_json:
        desk.answer(found)
        return
    say(f"记录存在“{found.place}”，{_size(found.size)}，最后一号操作是第{found.last}号。")
    say(
        "、".join(f"{name} {many}" for name, many in found.tables.items() if many) or "还没有记录。"
    )


def copy(
    source: Annotated[
        str, typer.Argument(metavar="来处", help="文件夹，或者 postgresql:// 地址。")
    ],
    target: Annotated[
        str, typer.Argument(metavar="去处", help="文件夹，或者 postgresql:// 地址。")
    ],
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
) -> None:
    """Exit status 1 where something was amiss in the source already, and is so in the copy."""
    from harness.campaign.storing import copy as make
    from harness.campaign.storing import place
    from harness.cli.progress import progress

    desk = Desk(folder, as_json, by)
    here = desk.place()
    with progress() as shown:
        done = make(place(here, source), place(here, target), told=shown, by=desk.writer)
    _say(desk, done)
    if not as_json:
        say("本测评仍用原来的数据库；要改用新的，请用 mingcha store move。")
    if name_left(done.amiss):
        raise typer.Exit(1)


def move(target: Where, folder: Folder = None, as_json: AsJson = False, by: By = None) -> None:
    from harness.campaign.storing import HERE, place
    from harness.campaign.storing import move as do
    from harness.cli.progress import progress

    desk = Desk(folder, as_json, by)
    here = desk.place()
    with progress() as shown:
        wanted = place(here, str(here) if target == HERE else target)
        done = do(here, wanted, told=shown, by=desk.writer)
    _say(desk, done)
    if not as_json:
        now = f'store = "{done.setting}"' if done.setting else "没有 store 这一行"
        say(
            f"campaign.toml 已改好：{now}。原来的数据库已标明迁出，不再读写；别的电脑上的 campaign.toml 请同样改。"
        )
    if name_left(done.amiss):
        raise typer.Exit(1)


def mend(
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.storing import mend as do

        found = do(workspace, write=write)
    if as_json:
        desk.answer({"rows": found})
        return
    say(*found)
    did = "已改好" if write else "要改"
    say(f"{did}{len(found)}条。" if found else "没有要改的。")
    if found and not write:
        desk.next("mingcha store mend --write")


def _say(desk: Desk, done: Carried) -> None:
    if desk.as_json:
        desk.answer(done)
        return
    say(
        f"从“{done.source}”到“{done.target}”：{done.rows}行，逐行核对无误，历史到第{done.last}号操作。"
    )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
