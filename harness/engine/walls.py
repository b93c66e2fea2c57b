"""Does the cage hold on this machine? Each wall is tried, not assumed.

What came from outside is opened in child processes without network and without files. Not every system
can give all of that: here one sees what holds.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.engine import Lost, limits, open_lanes, probes

_SMALL = 300 * 2**20  # bytes, for the trial
MANY = 6


@dataclass(frozen=True, slots=True)
class Wall:
    """Something that a hostile file must not get. `everywhere`: promised on every system."""

    code: str
    name: str
    holds: bool
    everywhere: bool


def walls() -> Iterator[Wall]:
    """MANY of them, one after the other as they are tried."""
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
