"""`mingcha verify`: whether a campaign's facts and evidence are as the program recorded them; of a
bundle, also whether its results come out again from its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError
from harness.cli.shown import named, say

if TYPE_CHECKING:
    from harness.campaign.handing.bundle import Verified

CAMPAIGN = "campaign.toml"


def register(app: typer.Typer) -> None:
    app.command(
        "verify",
        help="核对测评文件夹的记录和佐证有无绕过程序的改动；或者核对成果包，从佐证重算结果。",
    )(verify)


def verify(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR|FILE.zip",
            help=f"测评文件夹或成果包；不填则为当前文件夹或最近的含 {CAMPAIGN} 的上级。",
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("-C", metavar="DIR", help="测评文件夹，同 DIR。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    if target is not None and folder is not None:
        raise UserError("-C 和 DIR 只写一个")
    chosen = target or folder or nearest(Path.cwd())
    if not chosen.exists():
        raise UserError(f"没有“{named(chosen)}”，请检查路径")
    found, remarks = _bundle(chosen) if chosen.is_file() else _folder(chosen)
    if as_json:
        answer = {"ok": not found, "differences": found}
        typer.echo(json.dumps(answer, ensure_ascii=False))
    elif found:
        say(*found)
    elif chosen.is_file():
        typer.echo("核对无误：清单、记录与佐证一致，期限、认定和评分从佐证重算后完全相同。")
    else:
        typer.echo("核对无误：记录与历史一致，佐证文件齐全，未被改动。")
    for each in remarks:
        say(f"注意：{each}", err=True)
    if found:
        typer.echo(f"共{len(found)}处不符。请查明是谁在何时改动的，或从备份恢复。", err=True)
        raise typer.Exit(1)


def _folder(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # the database library takes half a second to load
    from harness.store.audit import audit

    audited = audit(folder)
    return audited.differences, audited.remarks


def _bundle(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from harness.campaign.handing.bundle import verify_bundle
    from harness.cli.progress import progress

    with progress() as told:
        done: Verified = verify_bundle(path, told)
    return done.differences, done.remarks


def nearest(here: Path) -> Path:
    """The campaign that somebody who stands in `here` means."""
    for each in (here, *here.parents):
        if (each / CAMPAIGN).is_file():
            return each
    raise UserError(f"当前文件夹及其上级都没有 {CAMPAIGN}，请写明测评文件夹：mingcha verify DIR")
