"""Every figure of the project in one table: `make bench` (about ten minutes), `all.py --table` without measuring.

limits.toml says what there is, its limit and what was measured when; here those that have a quick form are
measured anew. `--write` writes the table without measuring into docs/performance.md.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "performance.md"
NEVER = "没有测过"
INTRO = """# 全部数字

由 `tests/bench/all.py --write` 从 `tests/bench/limits.toml` 写成，请改那里。`make bench` 把有快速测法的重新测一遍，打印同样的表。
机器是两核，多数时候另有别的工作；负载写在每个数字旁边，要比较的是同一次运行里的比例。“没有测过”就是没有测过。
规模的数字和推算见 [scale.md](scale.md)，每项怎样测见 [tests/bench](../tests/bench/README.md)。

"""

Figure = Mapping[str, Any]


def figures() -> Sequence[Figure]:
    found: Sequence[Figure] = tomllib.loads((HERE / "limits.toml").read_text("utf-8"))["figure"]
    return found


@cache
def said(command: tuple[str, ...]) -> str:
    """What a bench prints; each is run once."""
    sys.stderr.write(f"{' '.join(command)}……\n")
    root = HERE.parents[1]
    done = subprocess.run(
        [sys.executable, str(HERE / command[0]), *command[1:]], capture_output=True, text=True,
        encoding="utf-8", cwd=root, check=False, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else ""


def now(one: Figure, ask: Callable[[tuple[str, ...]], str] = said) -> str:
    """The figure measured anew; empty where it has no quick form."""
    if "quick" not in one:
        return ""
    found = re.search(one["find"], ask(tuple(one["quick"])))
    return found[1] if found else "没有测成"


def table(measure: bool) -> str:
    heads = ["数字", "限度", "测得", "何时、负载", "在哪里测"] + ["这一次"] * measure
    rows = [heads, ["---"] * len(heads)]
    for one in figures():
        row = [
            one["name"],
            one.get("limit", "没有规定"),
            one.get("was", NEVER),
            one.get("when", ""),
            one["bench"],
        ]
        rows.append(row + [now(one)] * measure)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    if "--write" in sys.argv:
        PAGE.write_text(INTRO + table(measure=False), encoding="utf-8", newline="\n")
        return
    before = os.getloadavg()[0]
    sys.stdout.write(table(measure="--table" not in sys.argv))
    sys.stdout.write(f"\n负载 {before:.1f} 至 {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    main()
