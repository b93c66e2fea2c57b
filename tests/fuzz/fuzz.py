"""`make fuzz`: `python tests/fuzz/fuzz.py [MINUTES] [SEED]` mutates files until the time is over.

Starting points are the golden files, the hostile files, and files that people keep (units.xlsx, the
ledger, campaign.toml, EXPECT.json, TIMELINE.json, a notice). What came from outside goes through a
lane; what people keep through its own reader in this process. A finding is what no file may do: an
exception that is not the reader's own, a lane that dies, hangs or swells. It is kept as a file under
build/fuzz/, named by seed and number, so that it can be tried again.
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from harness.checker.dossier import Expected
from harness.cli.errors import UserError
from harness.cli.expecting import expected
from harness.clock.events import BadEvent
from harness.clock.timeline_file import read_timeline
from harness.drill.province import make_campaign
from harness.engine import JobFailed, Lost, open_lanes
from harness.ledger.reading import read as read_ledger
from harness.ledger.writing import write as write_ledger
from harness.reports.examined.checked import check_letter
from letters.faults import BadTable
from letters.tables import read_campaign, read_units

sys.path.append(str(Path(__file__).parents[1] / "hostile"))
from hostile_files import FILES

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz"
AHEAD = 8
_NUMBER = re.compile(rb"\d+")
_STRANGE = (b"0", b"-1", b"2147483648", b"1e999", b"99999999999999999999", b"nan")
_EXPECT = {"applicant": "张某", "unit": "某某市财政局", "requested_on": "2026-02-14", "items": 2}
_TIMELINE = {
    "channel": "registered_mail", "region": "广西壮族自治区",
    "events": [{"kind": "sent", "on": "2020-09-18"}, {"kind": "delivered", "on": "2020-09-21"}],
}  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """Small files of every format."""
    golden = ROOT / "tests" / "parsers" / "golden"
    found = [
        (path.name, path.read_bytes())
        for path in sorted(golden.iterdir())
        if path.suffix not in (".json", ".md")
    ]
    whole = [(name, data) for name, data in found if len(data) < 400_000]
    return [*whole, *((each.file_name, each.make()) for each in FILES)]


def people_keep(
    folder: Path,
) -> list[tuple[str, bytes, Callable[[Path], object], tuple[type[Exception], ...]]]:
    """(name, bytes, reader, the errors that are its own)."""
    make_campaign(folder, seed=7, units=4)
    return [
        ("units.xlsx", (folder / "units.xlsx").read_bytes(), read_units, (BadTable,)),
        ("campaign.toml", (folder / "campaign.toml").read_bytes(), lambda path: read_campaign(path.parent), (BadTable,)),
        ("台账.xlsx", write_ledger({}, "1"), lambda path: read_ledger(path.read_bytes(), path.name), (BadTable,)),
        ("EXPECT.json", json.dumps(_EXPECT).encode(), lambda path: expected(str(path)), (UserError,)),
        ("TIMELINE.json", json.dumps(_TIMELINE).encode(), lambda path: read_timeline(path.read_text('utf-8', 'replace')), (BadEvent,)),
    ]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some damage; within a zip, now and then, of one member."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.7:
        try:
            return _member_mutated(data, chance)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            UnicodeError,
        ):
            pass
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        data = chance.choice(_WAYS)(data, chance)
    return data


def _member_mutated(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [
            (info, package.read(info))
            for info in package.infolist()[:200]
            if info.file_size < 10**6
        ]
    if not members:
        raise ValueError("no members")
    chosen = chance.randrange(len(members))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number, (info, body) in enumerate(members):
            kept = mutated(body, chance) if number == chosen else body
            package.writestr(
                info.filename,
                kept,
                zipfile.ZIP_DEFLATED if info.compress_type else zipfile.ZIP_STORED,
            )
    return out.getvalue()


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _leave_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 200) :]


def _again(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(1, 400)]
    return data[:start] + piece * chance.choice((2, 10, 100)) + data[start:]


def _renumber(data: bytes, chance: random.Random) -> bytes:
    places = list(_NUMBER.finditer(data[:200_000]))
    if not places:
        return data
    found = chance.choice(places)
    return data[: found.start()] + chance.choice(_STRANGE) + data[found.end() :]


def _splice(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.randbytes(chance.randrange(1, 50)) + data[start:]


_WAYS = (_flip, _flip, _cut, _leave_out, _again, _renumber, _splice)


def _findings_of_readers(chance: random.Random, folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """One mutation of each file that people keep."""
    for name, data, read, own in people_keep(folder):
        broken = mutated(data, chance)
        place = folder / "broken" / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(broken)
        try:
            read(place)
        except own:
            continue
        except Exception as fault:  # noqa: BLE001  the finding
            yield name, broken, f"{type(fault).__name__}: {fault}"


def _told(future: Future[Any]) -> str:
    """What is wrong with the outcome; empty where nothing is."""
    try:
        outcome = future.result()
    except JobFailed as fault:
        return str(fault)
    return f"{outcome.code}: {outcome.message}" if isinstance(outcome, Lost) else ""


def run(minutes: float, seed: int) -> int:
    """Answers how many findings there were."""
    chance, end = random.Random(seed), time.monotonic() + 60 * minutes
    start = seeds()
    tried = found = 0
    KEPT.mkdir(parents=True, exist_ok=True)

    def keep(name: str, data: bytes, why: str) -> None:
        nonlocal found
        found += 1
        (KEPT / f"{seed}-{tried}-{Path(name).name}").write_bytes(data)
        sys.stdout.write(f"{seed}-{tried}-{name}: {why.strip().splitlines()[-1][:200]}\n")
        sys.stdout.flush()

    with open_lanes() as lanes:
        waiting: deque[tuple[str, bytes, Future[Any]]] = deque()
        while time.monotonic() < end or waiting:
            if time.monotonic() < end:
                name, data = chance.choice(start)
                broken = mutated(data, chance)
                waiting.append(
                    (
                        name,
                        broken,
                        lanes.submit(check_letter, broken, name, Expected(), None, False),
                    )
                )
            if len(waiting) > AHEAD or time.monotonic() >= end:
                name, broken, future = waiting.popleft()
                tried += 1
                if why := _told(future):
                    keep(name, broken, why)
            if tried % 200 == 0 and time.monotonic() < end:
                with tempfile.TemporaryDirectory() as folder:
                    for each in _findings_of_readers(chance, Path(folder)):
                        keep(*each)
    sys.stdout.write(f"seed {seed}: {tried} files tried, {found} findings, kept in {KEPT}\n")
    return found


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        1 if run(float(given[0]) if given else 10.0, int(given[1]) if len(given) > 1 else 1) else 0
    )
