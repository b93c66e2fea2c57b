"""A real campaign of two units, lived through once and copied for each test; the real command line."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.campaign.drill import rehearse
from harness.campaign.workspace import silent
from harness.cli import build
from harness.cli.interruption import Interruption
from harness.cli.running import run
from harness.drill.province import make_campaign

MINGCHA = [sys.executable, "-c", "from harness.cli import main; main()"]
ROOT = str(Path(__file__).parents[4])
LAST = "2020-11-20"


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        """What it printed as JSON; the exit status must be that of something done."""
        assert self.status in (0, 1), self.err
        return json.loads(self.out)

    @property
    def refusal(self) -> str:
        assert self.status == 2 and not self.out, (self.out, self.err)
        assert "Traceback" not in self.err and self.err.startswith("错误："), self.err
        return self.err

    @property
    def next(self) -> str:
        return self.out.strip().splitlines()[-1]


@dataclass(frozen=True)
class Here:
    """A folder in which commands are typed."""

    folder: Path

    def __call__(self, *words: str, **environment: str) -> Done:
        """`mingcha WORDS` typed here. In this process: a new one loads for two seconds each time."""
        out, err = io.StringIO(), io.StringIO()
        with ExitStack() as stack:
            patched = stack.enter_context(pytest.MonkeyPatch.context())
            patched.chdir(self.folder)
            patched.setattr(sys, "argv", ["mingcha", *words])
            for name, value in {"MINGCHA_USER": "李四", **environment}.items():
                patched.setenv(name, value)
            stack.callback(os.umask, os.umask(0o077))
            handlers = list(logging.getLogger().handlers)
            stack.callback(logging.getLogger().handlers.__setitem__, slice(None), handlers)
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            status = run(build, Interruption())
        return Done(status, out.getvalue(), err.getvalue())

    def json(self, *words: str) -> Any:
        return self(*words, "--as-of", LAST, "--json").told

    @property
    def past(self) -> list[dict[str, Any]]:
        return self("history", "--json").told


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lived") / "两家"
    rehearse(folder, seed=7, units=2, told=silent, scans=False)
    return folder


@pytest.fixture
def here(lived: Path, tmp_path: Path) -> Here:
    """The campaign after its last day: two units, four applications, three arrivals undecided."""
    return Here(Path(shutil.copytree(lived, tmp_path / "测评")))


@pytest.fixture
def fresh(tmp_path: Path) -> Here:
    """The same before anything was planned."""
    make_campaign(tmp_path / "新测评", seed=7, units=2)
    return Here(tmp_path / "新测评")
