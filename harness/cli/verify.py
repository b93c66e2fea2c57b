"""`mingcha verify`: whether a campaign's facts and evidence are as the program recorded them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.errors import UserError
from harness.cli.shown import named

CAMPAIGN = "campaign.toml"


def register(app: typer.Typer) -> None:
    app.command(
        "verify", help="核对测评的数据库和佐证文件：是否有记录被绕过程序改动、删去、插入。"
    )(verify)


def verify(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help=f"测评文件夹；不填则为当前文件夹或最近的含 {CAMPAIGN} 的上级。"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    # the database library takes half a second to load
    from harness.store.audit import audit

    chosen = folder or nearest(Path.cwd())
    audited = audit(chosen)
    found = audited.differences
    if as_json:
        answer = {"ok": not found, "differences": found}
        typer.echo(json.dumps(answer, ensure_ascii=False))
    elif found:
        typer.echo("\n".join(map(named, found)))
    else:
        typer.echo("核对无误：记录与历史一致，佐证文件齐全，未被改动。")
    for remark in audited.remarks:
        typer.echo(f"注意：{named(remark)}", err=True)
    if found:
        typer.echo(f"共{len(found)}处不符。请查明是谁在何时改动的，或从备份恢复。", err=True)
        raise typer.Exit(1)


def nearest(here: Path) -> Path:
    """The campaign that somebody who stands in `here` means."""
    for each in (here, *here.parents):
        if (each / CAMPAIGN).is_file():
            return each
    raise UserError(f"当前文件夹及其上级都没有 {CAMPAIGN}，请写明测评文件夹：mingcha verify DIR")
