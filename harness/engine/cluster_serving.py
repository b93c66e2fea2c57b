"""Starts the scheduler and the workers of a cluster, with the settings that this program needs.

Only TLS with our own authority is spoken; no page and no other port listens. A worker is a process that a
nanny looks after: one that dies is started again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.engine import cluster_settings as settings
from harness.engine.trust import SCHEDULER, WORKER

PORT, WORKER_PORT = 8786, 8788
AGAIN = 2.0  # seconds until a worker that has ended is started again
MEMORY = 2 * 2**30  # bytes of a worker's own process; its lanes have their own
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hands:
    """A worker as somebody wants it. `host`: the address by which others reach it; `port`: 0 for any."""

    scheduler: str
    lanes: int
    name: str
    host: str = ""
    port: int = WORKER_PORT
    memory: int = MEMORY


def scheduler(host: str, port: int, certificates: Path, told: Told) -> None:
    """Until somebody ends it. NotTrusted where its certificates cannot be used; OSError where the port is
    taken."""
    settings.configure()
    secure = settings.security(SCHEDULER, certificates)
    _quiet()
    asyncio.run(_scheduler(host, port, secure, told))


def worker(wanted: Hands, version: str, certificates: Path, told: Told) -> None:
    settings.configure()
    secure = settings.security(WORKER, certificates)
    _quiet()
    with tempfile.TemporaryDirectory(prefix="mingcha-worker-", ignore_cleanup_errors=True) as work:
        asyncio.run(_worker(wanted, version, secure, told, work))


async def _scheduler(host: str, port: int, secure: Any, told: Told) -> None:
    from harness.engine.cluster_processes import QuietScheduler

    async with QuietScheduler(
        host=host, port=port, protocol="tls", security=secure, dashboard=False
    ) as one:
        told(f"调度程序已启动：{one.address}")
        await _either(one.finished(), _asked())


async def _worker(wanted: Hands, version: str, secure: Any, told: Told, work: str) -> None:
    """Started again until somebody ends it: a scheduler may be away for a while. Where it could not be
    started once, that is a fault of how it was called: RuntimeError."""
    asked = _asked()
    first = True
    while not asked.is_set():
        try:
            async with _nanny(wanted, version, secure, work) as one:
                if first:
                    told(f"工作机“{wanted.name}”已启动：{one.worker_address}，{wanted.lanes}路")
                first = False
                await _either(one.finished(), asked)
        except (TimeoutError, RuntimeError, OSError):
            if first:
                raise
        if not asked.is_set():
            await asyncio.sleep(AGAIN)


def _nanny(wanted: Hands, version: str, secure: Any, work: str) -> Any:
    from distributed import Nanny

    from harness.engine.cluster_processes import QuietWorker

    return Nanny(
        wanted.scheduler,
        local_directory=work,
        silence_logs=logging.INFO if _debug() else logging.CRITICAL,
        nthreads=wanted.lanes,
        name=wanted.name,
        host=wanted.host or None,
        port=wanted.port + 1 if wanted.port else 0,
        worker_port=wanted.port,
        protocol="tls",
        security=secure,
        memory_limit=wanted.memory,
        resources={settings.resource(version): wanted.lanes},
        worker_class=QuietWorker,
        dashboard=False,
        env={"PYTHONUTF8": "1"},
    )


def _asked() -> asyncio.Event:
    """Set when somebody wants an end."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, ValueError):  # Windows
            loop.add_signal_handler(number, asked.set)
    return asked


async def _either(finished: Any, asked: asyncio.Event) -> None:
    """Until it ends by itself, or is asked to."""
    waits = [asyncio.ensure_future(finished), asyncio.ensure_future(asked.wait())]
    _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for each in left:
        each.cancel()


def _quiet() -> None:
    """Dask tells of every connection, in English; what is of use is told by `mingcha cluster status`."""
    level = logging.INFO if _debug() else logging.CRITICAL
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(level)
    if sys.platform != "win32":
        os.umask(0o077)


def _debug() -> bool:
    return bool(os.environ.get("MINGCHA_DEBUG"))
