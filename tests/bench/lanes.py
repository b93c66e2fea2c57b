"""What lanes cost: `python tests/bench/lanes.py` prints lanes.md's tables.

First the way of one file: the same small reply read by calling the reader, by a lane, by
concurrent.futures and by pebble (where that is installed; it is LGPL and no dependency of ours),
each in a warm process, one after the other, the median of many. Then work: 40 scans and 200 PDFs
through two lanes, and through the pool of two processes that the lanes replaced, in one run.
"""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from harness.engine import open_lanes
from harness.store.reading import read_bytes

sys.path.append(str(Path(__file__).parent.parent / "parsers"))
from worn_letters import FONTS, LETTERS, typeset, worn

REPLY = "关于政府信息公开申请的答复\n张某：\n经查，你申请的信息不存在。\n某某市财政局\n".encode()
ROUNDS = 400
DAMAGES = ("扫描 200 dpi", "扫描 150 dpi")


def _begin() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"


def _median(way: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of one call, warm."""
    for _ in range(10):
        way()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        way()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


def ways() -> dict[str, float]:
    found = {"直接调用": _median(lambda: read_bytes(REPLY, "a.txt"))}
    with open_lanes(1) as lanes:
        found["通道"] = _median(lambda: lanes.submit(read_bytes, REPLY, "a.txt").result())
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_begin) as pool:
        found["concurrent.futures"] = _median(
            lambda: pool.submit(read_bytes, REPLY, "a.txt").result()
        )
    if importlib.util.find_spec("pebble"):
        pebble = importlib.import_module("pebble")
        with pebble.ProcessPool(max_workers=1, context=context) as pool:
            found["pebble"] = _median(
                lambda: pool.schedule(read_bytes, args=(REPLY, "a.txt"), timeout=60).result()
            )
    return found


def material() -> list[tuple[bytes, str]]:
    letters = [typeset(LETTERS[n % len(LETTERS)], FONTS[n % len(FONTS)]) for n in range(8)]
    scans = [
        worn(LETTERS[n % len(LETTERS)], FONTS[n % 2], DAMAGES[n % 2], seed=n).data
        for n in range(40)
    ]
    return [(data, f"{n}.jpg") for n, data in enumerate(scans)] + [
        (letters[n % len(letters)], f"{n}.pdf") for n in range(200)
    ]


def through_lanes(files: list[tuple[bytes, str]]) -> tuple[float, list[bytes]]:
    begun = time.perf_counter()
    with open_lanes(2) as lanes:
        futures = [lanes.submit(read_bytes, *file) for file in files]
        read = [future.result().document for future in futures]
    return time.perf_counter() - begun, read


def through_pool(files: list[tuple[bytes, str]]) -> tuple[float, list[bytes]]:
    begun = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=_begin) as pool:
        futures = [pool.submit(read_bytes, *file) for file in files]
        read = [future.result().document for future in futures]
    return time.perf_counter() - begun, read


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    say("| 一份小文件 | 毫秒（中位数） | 比直接调用多 |\n|---|---|---|")
    found = ways()
    direct = found["直接调用"]
    for name, milliseconds in found.items():
        say(f"| {name} | {milliseconds:.2f} | {milliseconds - direct:.2f} |")
    files = material()
    # in turns, so that a machine that slows down slows both
    pool, lanes, again = through_pool(files), through_lanes(files), through_pool(files)
    assert pool[1] == lanes[1], "the same is read either way"
    say("\n| 40份扫描件、200份PDF，两个进程 | 秒 |\n|---|---|")
    say(f"| 原来的进程池 | {pool[0]:.1f}、{again[0]:.1f} |\n| 通道 | {lanes[0]:.1f} |")


if __name__ == "__main__":
    main()
