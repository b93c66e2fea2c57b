"""The disk is full: every act (acts.py) in a home on a file system of a few megabytes, with so little
left, at random, that it must end somewhere.

    python tests/soak/full.py [TIMES] [SEED] [ACT ...]

Linux, root: a tmpfs. What did not find room says so in one line and ends with status 2; nothing is
half done, no draft is left; and when there is room again, the same is done as if nothing had happened.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))
sys.path.append(str(Path(__file__).parents[1]))

from acts import ACTS, Act
from soak import Counts, Soak, again, soaking, told

SIZE = 24 << 20
_DETACH = 2


@contextmanager
def small_disk(size: int = SIZE) -> Iterator[Path]:
    """OSError where this system does not let us."""
    place = Path(tempfile.mkdtemp(prefix="mingcha-small-"))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", os.fsencode(place), b"tmpfs", 0, f"size={size}".encode()):
        place.rmdir()
        raise OSError(ctypes.get_errno(), "mount")
    try:
        yield place
    finally:
        libc.umount2(os.fsencode(place), _DETACH)
        place.rmdir()


def fill(place: Path, left: int) -> Path:
    """A file that leaves so many bytes."""
    ballast = place / "ballast"
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    with ballast.open("wb") as out, suppress(OSError):
        for _ in range(max(free - left, 0) // 4096):
            out.write(b"\0" * 4096)
    return ballast


def once(soak: Soak, act: Act, chance: random.Random, disk: Path) -> None:
    counts = soak.counts.setdefault(act.name, Counts())
    found = soak.wanted(act)
    source = soak.homes.fresh(act.stage)
    home = Path(shutil.copytree(source, disk / "home"))
    soak.homes.done(source)
    before = soak.homes.state(home)
    # most acts take some hundred kilobytes
    left = int(1000 * 2 ** chance.uniform(0, 10))
    ballast = fill(disk, left)
    soak.office.mails.clear()
    try:
        ran = soak.run(act, home)
        ballast.unlink()  # to look at a database needs room, too
        state = soak.homes.state(home)
        counts.kills += ran.status == 2
        wrong = [f"draft left: {each}" for each in state.left if each not in before.left]
        if ran.status == 2:
            wrong += _line(act, ran.complained)
            wrong += [f"half done: {each}" for each in _half(act, found, before, state)]
        elif ran.status == 0:
            counts.untouched += 1
            wrong += [f"said done, and {each}" for each in again(act, found.lacks(state))]
        else:
            wrong.append(f"status {ran.status}: {ran.complained[-300:]}")
        wrong += [f"verify: {each}" for each in soak.homes.wrong(home)]
        soak.run(act, home)
        if act.name != "send":
            wrong += [f"with room again: {each}"
                      for each in again(act, found.told(soak.homes.state(home)))]  # fmt: skip
    except Exception as broken:  # noqa: BLE001  whatever it is, it is told
        wrong = [f"{type(broken).__name__}: {broken}"]
    finally:
        shutil.rmtree(disk / "home", ignore_errors=True)
        ballast.unlink(missing_ok=True)
    counts.wrong += [f"{act.name}, {left} bytes left: {each}" for each in wrong[:4]]
    for each in wrong[:4]:
        sys.stderr.write(f"{act.name}, {left} bytes left: {each[:400]}\n")


def _line(act: Act, complained: str) -> list[str]:
    lines = [each for each in complained.splitlines() if each.startswith("错误：")]
    if act.how == "web":
        return [] if "磁盘" in complained or "空间" in complained else [complained[-200:]]
    if "Traceback" in complained or len(lines) != 1:
        return [f"complains so: {complained[-600:]}"]
    return []


def _half(act: Act, found, before, state) -> list[str]:
    """Rows are as they were, or as wanted; files likewise, each for itself: `letters`, `report` make
    many, and each is whole."""
    wrong = []
    rows = {t: state.rows.get(t, []) for t in state.rows}
    if rows != before.rows and found.told(state) and act.name not in _BY_STEPS:
        same = {t for t in state.rows if state.rows[t] == before.rows.get(t)}
        wrong += [f"rows of {t}" for t in state.rows if t not in same
                  and any(f" {t}: " in each for each in found.told(state))]  # fmt: skip
    for name, content in state.files.items():
        if content == before.files.get(name) or name in found.contents or not found.names:
            continue
        if content != found.state.files.get(name):
            wrong.append(f"file {name}")
    return wrong


# works in several transactions, each whole for itself: what came, what was read, what was sent
_BY_STEPS = {"collect", "collect --watch --once", "send", "letters", "applicant", "web: plan"}


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    only = sys.argv[3:]
    acts = [each for each in ACTS if not only or any(one in each.name for one in only)]
    with soaking() as soak, small_disk() as disk:
        for number in range(times):
            act = acts[number % len(acts)]
            try:
                once(soak, act, chance, disk)
            except AssertionError as wrong:
                soak.counts.setdefault(act.name, Counts()).wrong.append(str(wrong)[:500])
                sys.stderr.write(f"{wrong!s:.500}\n")
        sys.stdout.write(told(soak).replace("killed", "found it full") + "\n")
        return 1 if any(each.wrong for each in soak.counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
