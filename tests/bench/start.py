"""What a single letter costs from a standing start: `python tests/bench/start.py [TIMES]` prints start.md's table.

Each time a new process, `mingcha check --json FILE`, as somebody calls it who has one letter; counted is the
processor time (user and system) of it and of the child that opens the file, which neighbours on the machine
disturb least, and the time that passes. Our own modules are compiled first, as `make` and pip leave them.
Letters are those of tests/bench/verdicts. POSIX only: Windows does not tell what a process's children took.
"""

from __future__ import annotations

import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "verdicts"))

import corpus
import verdicts_bench as bench

ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("harness", "letters", "parsers", "calendars")
_TIMES = 7
_SCANS = 40


@dataclass(frozen=True)
class Cost:
    processor: float
    clock: float


def letters() -> Iterator[tuple[str, str, bytes]]:
    """(what it is, its name, its bytes)"""
    press, every = bench.press(), corpus.everything()
    by_medium = {
        "docx，没有图片": next(one for one in every if one.medium == "docx" and not one.seal),
        "docx，图片印章": next(one for one in every if one.medium == "docx" and one.seal),
        "文字邮件": next(one for one in every if one.medium == "text" and one.kind == "answer"),
    }
    for kind, letter in by_medium.items():
        yield kind, *press.file(letter)
    stamped = next(one for one in bench.scans(every, _SCANS) if one.seal)
    yield "盖章扫描件（PDF，一页）", "scan.pdf", press.scan(stamped)


def cost(path: Path) -> Cost:
    before, begun = _spent(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "harness", "check", "--json", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return Cost(_spent() - before, time.perf_counter() - begun)


def _spent() -> float:
    """By all children of this process that have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(times: int) -> Iterator[str]:
    for package in _PACKAGES:
        compileall.compile_dir(ROOT / package, quiet=1)
    yield "| 一件 | 处理器时间（中位数） | 最少 | 等待（中位数） |"
    yield "|---|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, data in letters():
            path = Path(folder, name)
            path.write_bytes(data)
            taken = [cost(path) for _ in range(times + 1)][1:]  # the first one warms the disk
            spent = [one.processor for one in taken]
            waited = statistics.median(one.clock for one in taken)
            yield (
                f"| {kind} | {statistics.median(spent):.2f} s | {min(spent):.2f} s | {waited:.2f} s |"
            )


def main() -> None:
    for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else _TIMES):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
