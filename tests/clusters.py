"""A real cluster for tests: scheduler and workers as processes, started by the commands that users have."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from harness.engine import trust

ROOT = Path(__file__).parents[1]
SECONDS = 5  # that a silent machine is waited for
# a worker's process runs the top of it, too: a file that takes too long is ended the sooner
MINGCHA = """\
from harness.cli import main
from harness.engine import limits
limits.SECONDS = 3.0
if __name__ == "__main__":
    main()
"""


@dataclass
class Cluster:
    """In a folder of its own; everything is ended with it."""

    folder: Path
    jobs: Path  # where the functions of tests lie
    host: str = "127.0.0.1"
    port: int = 0
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"tls://{self.host}:{self.port}"

    @property
    def certificates(self) -> Path:
        return self.folder / "certs"

    def run(self, *words: str, before: Sequence[str] = (), certs: Path | None = None) -> subprocess.Popen[str]:  # fmt: skip
        program = self.folder / "mingcha_here.py"
        program.write_text(MINGCHA, "utf-8")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(self.jobs))),
            "MINGCHA_CLUSTER_CERTS": str(certs or self.certificates),
            "MINGCHA_CLUSTER_SECONDS": str(SECONDS),
        }
        return subprocess.Popen(
            [*before, sys.executable, str(program), "cluster", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env=environment, cwd=self.folder, start_new_session=True,
        )  # fmt: skip

    def scheduler(self, listen: str = "") -> None:
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as one:
                self.port = one.getsockname()[1]
        begun = self.run("scheduler", "--host", listen or self.host, "--port", str(self.port))
        self.processes["scheduler"] = begun
        _says(begun, "调度程序已启动")

    def worker(self, name: str, *more: str, before: Sequence[str] = (), wait: bool = True, host: str = "") -> None:  # fmt: skip
        begun = self.run(
            "worker", self.address, "--name", name, "--lanes", "1", "--port", "0",
            "--host", host or self.host, *more, before=before,
        )  # fmt: skip
        self.processes[name] = begun
        if wait:
            _says(begun, "已启动")

    def wait_for(self, *names: str) -> None:
        for name in names:
            _says(self.processes[name], "已启动")

    def inner(self, name: str) -> psutil.Process:
        """The process in which a worker's tasks run, below its nanny."""
        nanny = psutil.Process(self.processes[name].pid)
        found = [
            each
            for each in nanny.children()
            if any("spawn_main" in word for word in each.cmdline())
        ]
        return found[-1]

    def kill(self, name: str) -> None:
        begun = self.processes.pop(name)
        everything = psutil.Process(begun.pid).children(recursive=True)
        begun.kill()
        for each in everything:
            with suppress(psutil.Error):
                each.kill()
        begun.wait()

    def end(self) -> None:
        for name in list(self.processes):
            self.kill(name)


def _says(begun: subprocess.Popen[str], what: str) -> None:
    assert begun.stdout is not None
    heard = []
    for line in begun.stdout:
        heard.append(line)
        if what in line:
            return
    pytest.fail(f"it ended: {''.join(heard)[-2000:]}")


def certificates(folder: Path) -> Path:
    trust.make(folder, [], datetime.now(UTC))
    return folder


@contextmanager
def cluster(folder: Path, jobs: Path, *workers: str) -> Iterator[Cluster]:
    made = Cluster(folder, jobs)
    certificates(made.certificates)
    try:
        made.scheduler()
        for each in workers:
            made.worker(each, wait=False)
        made.wait_for(*workers)
        yield made
    finally:
        made.end()


def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def stop(process: psutil.Process, number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
