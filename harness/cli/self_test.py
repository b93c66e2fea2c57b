"""`mingcha self-test`: does the cage hold on this machine? Each wall is tried, not assumed.

What came from outside is opened in child processes without network and without files. Not every
system can give all of that: here a user sees what holds. Exit status 1 where a limit does not hold
that must hold everywhere (time, memory, one file lost at most).
"""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

_SMALL = 300 * 2**20  # bytes, for the trial


@dataclass(frozen=True, slots=True)
class Wall:
    """Something that a hostile file must not get. `everywhere`: promised on every system."""

    code: str
    name: str
    holds: bool
    everywhere: bool


def register(app: typer.Typer) -> None:
    app.command(
        "self-test", help="自检：来件在隔离的子进程中打开，逐项试一试本机能隔离到什么程度。"
    )(self_test)


def self_test(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    walls = tuple(_tried())
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


def _tried() -> Iterator[Wall]:
    from harness.engine import Lost, limits, open_lanes, probes

    with open_lanes(1) as engine, tempfile.TemporaryDirectory() as folder:
        secret, foreign = Path(folder, "secret"), Path(folder, "foreign")
        secret.write_bytes(b"x")
        with socket.create_server(("127.0.0.1", 0)) as server:
            reached = engine.submit(probes.reach, *server.getsockname()).result()
        yield Wall("network", "联网：打开来件的进程连不上任何地址", reached is False, False)
        read = engine.submit(probes.read, str(secret)).result()
        yield Wall("read", "读文件：读不到别的文件", read is False, False)
        engine.submit(probes.write, str(foreign)).result()
        yield Wall("write", "写文件：只能写自己的临时文件夹", not foreign.exists(), False)
        died = engine.submit(probes.die).result()
        alive = engine.submit(probes.read, str(secret)).result()
        lost = isinstance(died, Lost) and not isinstance(alive, Lost)
        yield Wall("death", "进程崩溃：只影响那一个文件", lost, True)
        spun = engine.submit(probes.spin, 10 * limits.SECONDS).result()
        yield Wall(
            "time",
            f"耗时：不说页数的文件最多用{limits.SECONDS:.0f}秒处理器时间",
            isinstance(spun, Lost),
            True,
        )
    with open_lanes(1, memory=_SMALL) as engine:
        swollen = engine.submit(probes.swell, 4 * _SMALL).result()
        most = limits.MEMORY // 2**20
        yield Wall("memory", f"内存：每个子进程最多{most}兆字节", isinstance(swollen, Lost), True)
