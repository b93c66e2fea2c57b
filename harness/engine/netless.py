"""Runs a program of others without network, where Linux can: `python -m harness.engine.netless PROGRAM ...`.

For programs that work on what is our own (the drill writes letters with LibreOffice). What came
from strangers is opened in a lane, whose programs have no network either.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from harness.engine import linux_cage

_ROOT = Path(__file__).resolve().parents[2]


def command(*program: str) -> list[str]:
    """How to call the program so that it has no network; elsewhere than on Linux, as it is."""
    if not sys.platform.startswith("linux"):
        return list(program)
    start = "import sys; sys.path.insert(0, sys.argv.pop(1)); from harness.engine import netless; netless.main()"
    return [sys.executable, "-P", "-c", start, str(_ROOT), *program]


def main() -> None:
    linux_cage.shut_network()
    os.execvp(sys.argv[1], sys.argv[1:])
