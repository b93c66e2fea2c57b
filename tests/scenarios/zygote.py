"""Loads the program once and forks a process for each command: a run takes a tenth of the time.

In, a line each on standard input: {"words", "folder", "told"} as JSON. Out: the process's number at
once, its status when it has ended. The process is a session of its own, as one that was started.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

VERBS = ("receiving.collect", "placing.file", "ruling.rule", "ledger.exchange")
LOADED = ("harness.cli.campaign", *(f"harness.campaign.{verb}" for verb in VERBS))


class Forked:
    """One command that runs, with as much of Popen's manner as killing.py asks for."""

    def __init__(self, zygote: Zygote, pid: int, command: Sequence[str]) -> None:
        self._zygote, self.pid, self._command = zygote, pid, command
        self._status: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        if self._status is None:
            ready, _, _ = select.select([self._zygote.answers], [], [], timeout)
            if not ready:
                raise subprocess.TimeoutExpired(self._command, timeout or 0)
            self._status = int(self._zygote.answers.readline())
        return self._status

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None


class Zygote:
    """The process that forks; ended by `close`."""

    def __init__(self, runner: str = "") -> None:
        """`runner`: a module beside this one whose `main()` is run in place of mingcha's."""
        self._process = subprocess.Popen(
            [sys.executable, "-u", __file__, *([runner] if runner else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout
        self._requests, self.answers = self._process.stdin, self._process.stdout

    def start(self, command: Sequence[str], folder: Path, told: Path) -> Forked:
        asked = {"words": list(command), "folder": str(folder), "told": str(told)}
        self._requests.write(json.dumps(asked).encode() + b"\n")
        return Forked(self, int(self.answers.readline()), command)

    def close(self) -> None:
        self._requests.close()
        self._process.wait(20)
        self.answers.close()


def _serve() -> None:
    runner = sys.argv[1] if len(sys.argv) > 1 else "harness.cli"
    for name in (*LOADED, runner):  # the whole program, before the first fork
        importlib.import_module(name)

    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _run(asked, runner)
        sys.stdout.write(f"{child}\n")
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")


def _run(asked: dict[str, str], runner: str) -> None:
    main = importlib.import_module(runner).main
    os.setsid()
    os.chdir(asked["folder"])
    for number, place, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["told"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, f"{asked['told']}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(place, how, 0o600), number)
    sys.argv = ["mingcha", *asked["words"]]
    status = 99
    try:
        main()
    except SystemExit as done:
        status = int(done.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(0 if status == 1 else status)  # what could not be judged is no failure of a run


if __name__ == "__main__":
    _serve()
