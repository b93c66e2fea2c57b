"""kill -9, a full disk, a power cut, at random moments of every verb that writes: nothing is lost that was
acknowledged, nothing is half there, nothing is there twice. Some of each here; `make soak` does 500.

A new command, form or writing transaction that acts.py does not know makes a test fail.
"""

from __future__ import annotations

import ast
import os
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "scenarios"))

import acts
from acts import ACTS, SHORT
from soak import Soak, soaking

ROOT = Path(__file__).parents[2]
KILLS = 2  # an act
BY_NAME = {each.name: each for each in ACTS}
needs_mounts = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0 and Path("/dev/fuse").exists()),
    reason="挂载文件系统需要 Linux 的 root",
)
posix = pytest.mark.skipif(os.name != "posix", reason="没有 fork，不能从中间杀掉")


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield words
        return
    for name, one in below.items():
        yield from _commands(one, (*words, name))


def test_every_command_is_killed_or_only_looks():
    import typer.main

    from harness.cli import build

    found = set(_commands(typer.main.get_command(build())))
    killed = {each.command for each in ACTS if each.how == "cli"}
    assert found == killed | set(acts.LOOKS), "see acts.py"


def test_every_form_of_the_workbench_is_one_of_the_acts():
    paths = [
        match
        for place in (ROOT / "harness" / "web").rglob("*.py")
        for match in re.findall(
            r"\.(?:post|put|patch|delete)\(\s*\"([^\"]+)\"", place.read_text("utf-8")
        )
    ]
    found = {re.sub(r"\{[^}]*\}", "{}", path.removeprefix("/c/{key}")).strip("/") for path in paths}
    assert found == set(acts.FORMS) | set(acts.FORMS_THAT_KEEP_NOTHING), "see acts.py"
    assert set(acts.FORMS.values()) <= set(BY_NAME)


def test_every_place_that_writes_into_a_store_is_gone_through():
    found = set()
    for place in (ROOT / "harness").rglob("*.py"):
        for function in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(map(_writes, ast.walk(function))):
                found.add(f"{place.stem}.{function.name}")
    assert found == set(acts.SITES) | set(acts.OTHER_SITES), "see acts.py"
    assert set(acts.SITES.values()) <= set(BY_NAME)


def _writes(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return called and node.func.attr == "writing"  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def soak() -> Iterator[Soak]:
    with soaking("sqlite") as made:
        yield made


def _wrong(soak: Soak, names: tuple[str, ...]) -> list[str]:
    return [each for name in names if name in soak.counts for each in soak.counts[name].wrong]


@posix
def test_killed_at_any_moment_of_any_verb_nothing_is_lost_or_doubled(soak):
    chance = random.Random(16)
    for name in SHORT:
        for _ in range(KILLS):
            soak.kill(BY_NAME[name], chance.uniform(0.1, 1))
    assert _wrong(soak, SHORT) == []
    assert sum(each.kills for each in soak.counts.values()) >= len(SHORT)


@needs_mounts
def test_on_a_full_disk_one_line_says_so_and_nothing_is_half_done(soak):
    from full import once, small_disk

    chance, names = random.Random(7), ("new", "plan", "file", "ledger in", "backup", "log paper")
    with small_disk() as disk:
        for name in names:
            once(soak, BY_NAME[name], chance, disk)
    assert _wrong(soak, names) == []


@needs_mounts
def test_when_the_power_is_cut_what_was_acknowledged_is_there(soak):
    from powerless import cut, record

    chance, names = random.Random(5), ("new", "plan", "log paper", "restore")
    for name in names:
        found = record(soak, BY_NAME[name])
        for _ in range(4):
            cut(soak, BY_NAME[name], found, chance)
    assert _wrong(soak, names) == []
