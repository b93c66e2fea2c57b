"""A command is registered by the module that the table names, and by no other."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.cli import GROUPS, build


def _names(app) -> list[str]:
    called = [one.name for one in app.registered_commands]
    return called + [
        one.name if isinstance(one.name, str) else one.typer_instance.info.name
        for one in app.registered_groups
    ]


def test_the_table_names_every_command_once() -> None:
    named = [command for commands in GROUPS.values() for command in commands]
    assert len(named) == len(set(named))
    assert sorted(named) == sorted(_names(build()))


@pytest.mark.parametrize("group", GROUPS)
def test_a_module_registers_the_commands_that_the_table_says(group: str) -> None:
    for command in GROUPS[group]:
        assert sorted(_names(build(command))) == sorted(GROUPS[group])


def test_who_checks_a_letter_waits_for_no_database_and_no_workbook() -> None:
    asked = "import sys; from harness.cli import build; build('check'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "xlsxwriter", "cv2", "onnxruntime", "numpy"} & set(loaded)
