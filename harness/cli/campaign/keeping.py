"""`bundle`, `backup`, `restore`: what is handed over, what is put aside, and how it is had back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.campaign.desk import (
    AsJson,
    AsOf,
    By,
    Desk,
    Folder,
    MadeAtOnce,
    name_left,
)
from harness.cli.shown import say

Zip = Annotated[Path, typer.Argument(metavar="FILE.zip", help="写到哪个文件。")]


def register(app: typer.Typer) -> None:
    app.command(
        "bundle", help="成果包：佐证、记录、细则、版本和结果，交给别人可以从头重算（verify）。"
    )(bundle)
    app.command("backup", help="备份：整个测评存为一个文件，备份时别人可以照常工作。")(backup)
    app.command("restore", help="恢复：把备份还原到一个新的文件夹，先核对，后放入。")(restore)


def bundle(
    file: Zip,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.handing.bundle import bundle as make

        done = make(workspace, file)
    if as_json:
        desk.answer(done)
        return
    say(f"已写成“{done.file}”：{done.files}个文件，{_size(done.size)}。")
    say(f"SHA-256：{done.sha256}（请另行告知对方，收到后比对）")
    say(f"下一步：mingcha verify {desk.words([str(file)])}")


def backup(
    file: Zip,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    """Exit status 1 where something is amiss with the campaign, or a file could not be read."""
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.handing.backup import backup as make

        done = make(workspace, file)
    if as_json:
        desk.answer(done)
    else:
        say(f"已备份到“{done.file}”：{done.files}个文件，{_size(done.size)}，写成后已核对。")
        if done.private:
            say(f"印有证件号码的申请表{done.private}份不入备份；密钥也不在备份里，请另行保管。")
        say(f"恢复时：mingcha restore {desk.words([str(file)])} 新文件夹")
    if name_left(done.amiss):
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="mingcha backup 写成的备份。")],
    place: Annotated[Path, typer.Argument(metavar="DIR", help="新的或者空的文件夹。")],
    as_json: AsJson = False,
    write: MadeAtOnce = False,  # noqa: ARG001
) -> None:
    """Exit status 1 where something was amiss with the campaign already when it was backed up."""
    from harness.campaign.handing.backup import restore as put_back
    from harness.cli.campaign.desk import say_json

    done = put_back(file, place)
    if as_json:
        say_json(done)
    else:
        say(f"已恢复到“{done.folder}”：{done.files}个文件，核对无误。")
        say(f"下一步：mingcha due {Desk(place).words(['-C', str(place)])}")
    if name_left(f"备份时已有：{each}" for each in done.amiss):
        raise typer.Exit(1)


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} KB"
