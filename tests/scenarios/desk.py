"""The desk of somebody who works by the command line: `mingcha WORDS` typed in a folder.

In: the words. Out: exit status, standard output, standard error; every JSON answer is held against
contracts.md as it is taken (answers.py). Commands run in this process, which loads once; `started`
starts a process of its own, for what must be killed or run beside another.
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from answers import unlike

from harness.cli import main

MINGCHA = (sys.executable, "-c", "from harness.cli import main; main()")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Told:
    """What one command said."""

    words: tuple[str, ...]
    status: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """Why it did nothing: one clear line, and no answer."""
        assert self.status == 2 and not self.out, (self.words, self.out, self.err)
        assert "Traceback" not in self.err and self.err.startswith("错误："), self.err
        return self.err


@dataclass(frozen=True)
class Desk:
    """`folder` is where the words are typed, `day` the day that it is."""

    folder: Path
    day: str = "2026-02-20"
    by: str = "林小姐"
    environment: dict[str, str] = field(default_factory=dict)

    def on(self, day: str) -> Desk:
        return replace(self, day=day)

    def __call__(self, *words: str) -> Told:
        """`mingcha WORDS`, on this day where the command takes one."""
        words = self.dated(words)
        out, err = io.StringIO(), io.StringIO()
        with ExitStack() as stack:
            patched = stack.enter_context(pytest.MonkeyPatch.context())
            patched.chdir(self.folder)
            patched.setattr(sys, "argv", ["mingcha", *words])
            for name, value in self._environment().items():
                patched.setenv(name, value)
            stack.callback(os.umask, os.umask(0o077))
            handlers = list(logging.getLogger().handlers)
            stack.callback(logging.getLogger().handlers.__setitem__, slice(None), handlers)
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            stopped = stack.enter_context(pytest.raises(SystemExit))
            main()
        status = int(stopped.value.code or 0)
        assert "Traceback" not in err.getvalue(), (words, err.getvalue())
        return Told(words, status, out.getvalue(), err.getvalue())

    def json(self, *words: str, status: int = 0) -> Any:
        """The answer as JSON, which is as contracts.md has it."""
        told = self(*words, "--json")
        assert told.status == status, (told.words, told.status, told.out, told.err)
        answer = json.loads(told.out)
        assert unlike(words, answer) == [], (told.words, unlike(words, answer))
        return answer

    def did(self, *words: str) -> Any:
        """What is shown first and then written: both answer in one shape."""
        self.json(*words)
        return self.json(*words, "--write")

    def started(self, *words: str) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        return subprocess.Popen(
            [*MINGCHA, *self.dated(words)],
            cwd=self.folder,
            env={**os.environ, **self._environment(), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def dated(self, words: tuple[str, ...]) -> tuple[str, ...]:
        takes_no_day = words[0] in {"verify", "restore", "pause", "resume", "recall", "resend"}
        return words if takes_no_day else (*words, "--as-of", self.day)

    def _environment(self) -> dict[str, str]:
        return {"MINGCHA_USER": self.by, **self.environment}
