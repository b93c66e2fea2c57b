"""`mingcha self-test`: does the cage hold on this machine? Each wall is tried, not assumed.

What came from outside is opened in child processes without network and without files. Not every
system can give all of that: here a user sees what holds. Exit status 1 where a limit does not hold
that must hold everywhere (time, memory, one file lost at most).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command(
        "self-test", help="自检：来件在隔离的子进程中打开，逐项试一试本机能隔离到什么程度。"
    )(self_test)


def self_test(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    from harness.engine.walls import walls as tried

    walls = tuple(tried())
    if as_json:
        typer.echo(json.dumps([asdict(wall) for wall in walls], ensure_ascii=False))
    else:
        for wall in walls:
            typer.echo(f"{'✓ 已隔离' if wall.holds else '✗ 未隔离'}  {wall.name}")
        if not all(wall.holds for wall in walls):
            typer.echo(
                "未隔离的各项由本机操作系统决定（断网和文件隔离须 Linux 5.13 以上）；"
                "打开来历不明的文件时，请断开网络，或者换用 Linux。"
            )
    if not all(wall.holds for wall in walls if wall.everywhere):
        raise typer.Exit(1)
