"""Gives every hostile file to the command line, one at a time, and prints what went wrong.

`python tests/hostile/run_all.py [--only NAME] [--family pdf] [--command check] [--strace]
[--out FILE.json] [--tree CHECKOUT]`; exit status 1 where anything did. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import commands  # noqa: E402
import misdeeds  # noqa: E402
from hostile_files import FAMILIES, FILES, Hostile  # noqa: E402
from watched import Limits, Seen, adopt, watch  # noqa: E402

_BY_NAME = {file.name: file for file in FILES}
_USUAL = Limits()
_STRACE = ("strace", "-f", "-qq", "-s", "200", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the table."""

    name: str
    command: str
    seconds: float
    wall: float
    memory: int  # MB
    status: int
    wrong: list[str]


def run(
    name: str, only: str = "", tree: str = "", strace: bool = False, limits: Limits = _USUAL
) -> list[Told]:
    """Every way in which the file is opened."""
    adopt()
    file = _BY_NAME[name]
    wanted = {key: of for key, of in commands.of(file).items() if only in ("", key)}
    return [
        _one(file, key, of, tree or str(HERE.parents[1]), strace, limits)
        for key, of in wanted.items()
    ]


def _one(
    file: Hostile,
    command: str,
    arguments: commands.Arguments,
    tree: str,
    strace: bool,
    limits: Limits,
) -> Told:
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        for name in ("tmp", "cwd", "given"):
            (folder / name).mkdir()
        path = commands.lay(file, folder / "given")
        words = [sys.executable, *arguments(path, folder / "given")]
        trace = folder / "trace"
        traced = [*_STRACE, str(trace), *words] if strace else words
        seen = watch(traced, folder, _environment(folder, tree), limits)
        calls = trace.read_text("utf-8", "replace") if trace.exists() else ""
        return _told(file.name, command, seen, misdeeds.of(seen, folder, calls))


def _environment(folder: Path, tree: str) -> dict[str, str]:
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "tmp"))
    return {
        **os.environ,
        **own,
        "PYTHONPATH": tree,
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }


def _told(name: str, command: str, seen: Seen, wrong: list[str]) -> Told:
    return Told(
        name,
        command,
        round(seen.seconds, 2),
        round(seen.wall, 1),
        seen.memory >> 20,
        seen.status,
        wrong,
    )


def results(names: list[str], arguments: argparse.Namespace) -> Iterator[Told]:
    job = partial(
        run, only=arguments.command, tree=arguments.tree, strace=arguments.strace,
        limits=Limits(arguments.seconds, clock=arguments.clock),
    )  # fmt: skip
    if arguments.jobs == 1:
        yield from chain.from_iterable(map(job, names))
        return
    with ProcessPoolExecutor(arguments.jobs) as pool:
        yield from chain.from_iterable(pool.map(job, names))


def _chosen(arguments: argparse.Namespace) -> list[str]:
    files = FAMILIES[arguments.family] if arguments.family else FILES
    return [file.name for file in files if not arguments.only or file.name in arguments.only]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", action="append", help="a file's name; may be given again")
    parser.add_argument("--family", choices=sorted(FAMILIES))
    parser.add_argument("--command", default="", help="check or parse alone")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="of processor time, then it is ended"
    )
    parser.add_argument(
        "--clock", type=float, default=90.0, help="seconds on the clock, then it is ended"
    )
    parser.add_argument("--strace", action="store_true", help="watch for calls beyond loopback")
    parser.add_argument("--tree", default="", help="another checkout whose code is to be run")
    parser.add_argument("--out", type=Path, help="every line as JSON")
    parser.add_argument("--all", action="store_true", help="print the files that went well, too")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    begun, done = time.monotonic(), []
    for each in results(_chosen(arguments), arguments):
        done.append(each)
        if each.wrong or arguments.all:
            row = f"{each.name:32} {each.command:6} {each.seconds:6.2f} s {each.memory:5} MB  {each.status:4}"
            print(row, "; ".join(each.wrong), flush=True)  # noqa: T201
        if arguments.out:
            rows = [{**{key: getattr(one, key) for key in Told.__slots__}} for one in done]
            arguments.out.write_text(
                json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8"
            )
    kinds = Counter(wrong.split()[0] for each in done for wrong in each.wrong)
    bad = sum(bool(each.wrong) for each in done)
    print(f"{len(done)} runs, {bad} wrong, {time.monotonic() - begun:.0f} s: {dict(kinds)}")  # noqa: T201
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
