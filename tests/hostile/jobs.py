"""Jobs of lanes for the suite: a hostile file opened as the program opens it, in one warm child.

A letter is judged as `mingcha check` does it; a file that a person keeps is read by the command, or
by the function, that reads it in a campaign. What comes back is what a person would be told.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import typer

from harness.cli import build
from harness.cli.errors import UserError
from harness.cli.expecting import expected
from harness.intake.ledger import read_ledger
from letters.faults import BadTable
from letters.tables import read_campaign, read_units

_FACTS = "单位名称,依申请公开答复\n演江市财政局,3\n"
_NAMES = {"campaign": "campaign.toml", "ledger": "台账.xlsx"}


def read_kept(opened_as: str, suffix: str, data: bytes) -> list[str]:
    """What is told of the file; nothing where it was read without a doubt."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _NAMES.get(opened_as, f"given{suffix}"))
        path.write_bytes(data)
        try:
            return _READERS[opened_as](path)
        except (UserError, BadTable) as wrong:
            return str(wrong).splitlines() or ["（没有说明）"]


def _ledger(path: Path) -> list[str]:
    return [f"{doubt.what}：{doubt.why}" for doubt in read_ledger(path).doubts]


def _said(*words: str) -> list[str]:
    """What the command says on standard error."""
    told = io.StringIO()
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(told),
        contextlib.suppress(typer.Exit),
    ):
        build()(list(words), standalone_mode=False)
    return told.getvalue().splitlines()


def _rubric(path: Path) -> list[str]:
    facts = path.with_name("facts.csv")
    facts.write_text(_FACTS, encoding="utf-8")
    return _said("score", str(path), str(facts), "--json")


def _nothing(read: Callable[[Path], object]) -> Callable[[Path], list[str]]:
    def told(path: Path) -> list[str]:
        read(path)
        return []

    return told


_READERS: dict[str, Callable[[Path], list[str]]] = {
    "units": _nothing(read_units),
    "campaign": _nothing(lambda path: read_campaign(path.parent)),
    "ledger": _ledger,
    "rubric": _rubric,
    "facts": lambda path: _said("score", "yanjiang_drill", str(path), "--json"),
    "expect": _nothing(lambda path: expected(str(path))),
    "timeline": lambda path: _said("clock", str(path), "--as-of", "2026-03-31", "--json"),
    "notice": lambda path: _said("calendar", "import", str(path), "--json"),
}
