"""What a call gives reaches a command as Typer would hand it on, and pydantic is loaded for what needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from harness.cli import chinese

GIVEN = (
    ["a"],
    ["a", "二"],
    ["a", "--name", "三", "--number", "4", "--place", "x/y"],
    ["a", "--many", "五", "--many", "六", "--even", "--half", "七"],
    ["a", "--number", "x"],
    ["a", "--name"],
    [],
    ["--", "-a", ""],
)


def called(kind: type[typer.Typer], given: list[str]) -> object:
    """What the command gets, or the complaint."""
    app, got = kind(), []

    def command(
        words: list[str],
        name: str | None = None,
        number: int = 3,
        place: Path | None = None,
        many: Annotated[list[str] | None, typer.Option()] = None,
        even: bool = False,
        half: Annotated[object, typer.Option(parser=lambda text: f"{text}½")] = None,
    ) -> None:
        got.append((words, name, number, place, many, even, half))

    app.command()(command)
    try:
        app(given, standalone_mode=False)
    except typer.TyperException as wrong:
        return wrong.format_message()
    return got


@pytest.mark.parametrize("given", GIVEN, ids=" ".join)
def test_a_command_gets_what_typer_gives(given):
    assert called(chinese.Typer, given) == called(typer.Typer, given)


def test_pydantic_is_not_loaded_for_texts():
    program = (
        "import sys\nfrom harness.cli import build\n"
        "try: build('check')(['check', 'no-such-file'], standalone_mode=False)\n"
        "except Exception as wrong: print(wrong)\n"
        "print('pydantic' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.split()[-1] == "False"
    assert "no-such-file" in told.stdout
