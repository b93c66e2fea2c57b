"""The power is cut: what was written and not flushed is forgotten, all of it or any part.

    python tests/soak/powerless.py [CUTS] [SEED]

Every act (acts.py) is done once in a home on a file system that records (mounting.py). Then the disk is
made as it may stand after a cut at any moment, again and again: names last from the flush of their
folder on, contents from the flush of their file on; of what came later nothing lasts, or all, or any
sectors of it; names in the order in which they were changed, as journals keep them. The campaign is
opened there: `verify` agrees, what was acknowledged is there, and the same done again ends the same.
"""

from __future__ import annotations

import random
import stat
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))
sys.path.append(str(Path(__file__).parents[1]))

from acts import ACTS, Act
from homes import State
from mounting import ROOT, Change, Recorded, mounted, put
from soak import Counts, Soak, again, soaking, told

SECTOR = 512
_NAMES = ("make", "link", "unlink", "rename")


class Lasts(StrEnum):
    """What of that which was not flushed is on the disk all the same."""

    NOTHING = "nothing"
    NAMES = "names, no contents"
    PART = "some names, some sectors"
    ALL = "all"


@dataclass
class Disk:
    """Built up change by change; `after` answers what a cut leaves."""

    names: dict[int, dict[str, int]]
    kinds: dict[int, int]
    contents: dict[int, bytes]
    waiting: dict[int, list[Change]] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Recorded) -> Disk:
        return cls(
            {n: dict(each.names) for n, each in tree.nodes.items()},
            {n: each.mode for n, each in tree.nodes.items()},
            {n: bytes(each.data) for n, each in tree.nodes.items()},
        )


def after(start: Disk, log: Sequence[Change], lasts: Lasts, chance: random.Random) -> Disk:
    """The disk when the power is cut behind the last change of `log`."""
    disk = Disk(
        {n: dict(each) for n, each in start.names.items()}, dict(start.kinds), dict(start.contents)
    )
    _contents(disk, log, lasts, chance)
    _name_them(disk, log, lasts, chance)
    return disk


def _contents(disk: Disk, log: Sequence[Change], lasts: Lasts, chance: random.Random) -> None:
    flushed: dict[int, bytearray] = {n: bytearray(each) for n, each in disk.contents.items()}
    waiting: dict[int, list[Change]] = {}
    for change in log:
        kind, at = change[0], change[1]
        if kind in ("write", "size"):
            waiting.setdefault(int(at), []).append(change)  # type: ignore[call-overload]
        elif kind == "fsync":
            for each in waiting.pop(int(at), []):  # type: ignore[call-overload]
                _apply(flushed.setdefault(int(at), bytearray()), each)  # type: ignore[call-overload]
    for number, changes in waiting.items():
        data = flushed.setdefault(number, bytearray())
        for each in changes:
            if lasts is Lasts.ALL:
                _apply(data, each)
            elif lasts is Lasts.PART:
                _apply_some(data, each, chance)
    disk.contents = {n: bytes(each) for n, each in flushed.items()}


def _apply(data: bytearray, change: Change) -> None:
    if change[0] == "size":
        size = int(change[2])  # type: ignore[call-overload]
        del data[size:]
        data.extend(b"\0" * (size - len(data)))
    else:
        put(data, change[2], change[3])  # type: ignore[arg-type]


def _apply_some(data: bytearray, change: Change, chance: random.Random) -> None:
    """Any sectors of a write: torn, or not there."""
    if change[0] == "size":
        if chance.random() < 0.5:
            _apply(data, change)
        return
    _, _, offset, new = change
    assert isinstance(offset, int) and isinstance(new, bytes)
    at = 0
    while at < len(new):
        end = min(len(new), at + SECTOR - (offset + at) % SECTOR)
        if chance.random() < 0.5:
            put(data, offset + at, new[at:end])
        at = end


def _name_them(disk: Disk, log: Sequence[Change], lasts: Lasts, chance: random.Random) -> None:
    """Changes of names in their order, up to some point; a flushed folder's are among them in any
    case, and what lasts of one alone is what concerns it."""
    changes = [(place, each) for place, each in enumerate(log) if each[0] in _NAMES]
    flushed = [(place, int(each[1])) for place, each in enumerate(log) if each[0] == "fsync"]  # type: ignore[call-overload]
    sure = {
        place
        for place, each in changes
        if any(when > place and folder in _folders(each) for when, folder in flushed)
    }
    least = max((n for n, (place, _) in enumerate(changes, 1) if place in sure), default=0)
    if lasts is Lasts.NOTHING:
        kept = [each for place, each in changes if place in sure]
    elif lasts is Lasts.PART:
        kept = [each for _, each in changes[: chance.randint(least, len(changes))]]
    else:
        kept = [each for _, each in changes]
    for change in kept:
        _rename(disk, change)
    for change in log:
        if change[0] == "make":
            disk.kinds.setdefault(int(change[3]), int(change[4]))  # type: ignore[call-overload]
        if change[0] == "mode":
            disk.kinds[int(change[1])] = int(change[2])  # type: ignore[call-overload]


def _folders(change: Change) -> set[int]:
    return {int(change[1])} | ({int(change[3])} if change[0] == "rename" else set())  # type: ignore[call-overload]


def _rename(disk: Disk, change: Change) -> None:
    """What it rests on may not have lasted: a thing is moved in one step all the same."""
    kind, at, name, *rest = change
    folder = disk.names.setdefault(int(at), {})  # type: ignore[call-overload]
    if kind == "make":
        folder[str(name)], disk.kinds[int(rest[0])] = int(rest[0]), int(rest[1])  # type: ignore[call-overload]
    elif kind == "link":
        folder[str(name)] = int(rest[0])  # type: ignore[call-overload]
    elif kind == "unlink":
        folder.pop(str(name), None)
    else:
        to, new, number = rest
        if folder.get(str(name)) == number:
            del folder[str(name)]
        disk.names.setdefault(int(to), {})[str(new)] = int(number)  # type: ignore[call-overload]


def lay_down(disk: Disk, place: Path, at: int = ROOT) -> None:
    """As real files."""
    for name, number in disk.names.get(at, {}).items():
        path, mode = place / name, disk.kinds[number]
        if stat.S_ISDIR(mode):
            path.mkdir()
            lay_down(disk, path, number)
        else:
            path.write_bytes(disk.contents.get(number, b""))
        path.chmod(stat.S_IMODE(mode))


@dataclass
class Recording:
    """One act, done to its end."""

    start: Disk
    log: list[Change]
    told: str

    def moment(self, chance: random.Random) -> int:
        """Every change is as likely as every other; the end, where all is acknowledged, one in four."""
        return len(self.log) if chance.random() < 0.25 else chance.randrange(len(self.log) + 1)


def record(soak: Soak, act: Act) -> Recording:
    source = soak.homes.fresh(act.stage)
    tree = Recorded()
    tree.take_in(source.parent)
    start, place = Disk.of(tree), Path(tempfile.mkdtemp(prefix="disk-", dir=soak.homes.place))
    soak.office.mails.clear()
    with mounted(tree, place):
        ran = soak.run(act, place / "home")
    assert ran.status == 0, (act.name, ran)
    soak.homes.done(source)
    return Recording(start, tree.log, ran.told)


def cut(soak: Soak, act: Act, found: Recording, chance: random.Random) -> None:
    """Once, and what is left of it."""
    counts = soak.counts.setdefault(act.name, Counts())
    moment, lasts = found.moment(chance), chance.choice(list(Lasts))
    place = Path(tempfile.mkdtemp(prefix="home-", dir=soak.homes.place))
    lay_down(after(found.start, found.log[:moment], lasts, chance), place)
    home = place / "home"
    counts.kills += 1
    whole = soak.wanted(act)
    try:
        wrong = [*soak.homes.wrong(home)]
        state = soak.homes.state(home)
        counts.left += bool(state.left)
        if moment == len(found.log):
            counts.acknowledged += 1
            lacks = _unsent(state) if act.name == "send" else whole.lacks(state)
            wrong += [f"acknowledged, and {each}" for each in lacks]
        if act.name != "send":
            more = soak.run(act, home)
            wrong += [f"after: {each}" for each in soak.homes.wrong(home)]
            wrong += [f"done again (status {more.status}): {each}"
                      for each in again(act, whole.told(soak.homes.state(home)))]  # fmt: skip
    except Exception as broken:  # noqa: BLE001  whatever it is, it is told
        wrong = [f"{type(broken).__name__}: {broken}"]
    if wrong:
        counts.wrong += [f"{act.name}, cut at {moment} of {len(found.log)}, {lasts} lasts: {each} ({home})"
                         for each in wrong[:4]]  # fmt: skip
        sys.stderr.write(f"{counts.wrong[-1][:500]}\n")
    else:
        soak.homes.done(home)


def _unsent(state: State) -> list[str]:
    """What has gone out is known to have gone out: else it would go a second time."""
    return [f"{each['application_id']} is {each['state']}" for each in state.rows["outbox"]
            if each["state"] != "sent" and str(each["application_id"]).endswith("B")]  # fmt: skip


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    only = sys.argv[3:]
    acts = [each for each in ACTS if not only or any(one in each.name for one in only)]
    each_of = -(-times // len(acts))
    with soaking() as soak:
        for act in acts:
            try:
                found = record(soak, act)
                for _ in range(each_of):
                    cut(soak, act, found, chance)
            except AssertionError as wrong:
                soak.counts.setdefault(act.name, Counts()).wrong.append(str(wrong)[:500])
                sys.stderr.write(f"{wrong!s:.500}\n")
        sys.stdout.write(told(soak).replace("killed", "cut") + "\n")
        wrong = [each for counts in soak.counts.values() for each in counts.wrong]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
