"""incoming/: what people lay in -> `Thing`s: scans, documents, mails, mbox files, Maildirs.

A file that is still being written, or copied here, is waited for a moment and else left for the next
time: half a letter is no letter. A sub-folder that holds pictures only is one letter of several pages, in the order of their names; a
picture called 信封 is its envelope. On which day such a paper came, only a person knows: until it is
written down it counts from the day on which it was found here, and nothing is called late by that.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.intake.mails import (
    is_maildir,
    mails_of_maildir,
    mails_of_mbox,
    thing_of_mail_file,
)
from harness.intake.things import Sheet, Thing
from harness.store.evidence import sha256
from harness.store.log import NewArrival, by_name, key_of
from letters.opening import read_file

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".webp", ".bmp"})
ENVELOPE = "信封"
# what systems and programs leave behind
NOT_SENT = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
LEDGER, SHEETS = "台账", frozenset({".xlsx", ".xls", ".ods", ".et"})
QUIET = 3.0  # seconds for which a file must have lain untouched
BINS = ("纸质来件",)  # folders whose files are letters of their own


def things(
    incoming: Path, today: date, left: Callable[[Path], None] = lambda _: None
) -> Iterator[Thing]:
    """Everything that lies in `incoming` but for the ledger; what was taken in before is among it.
    `left` is told of each file that is not whole yet."""
    if incoming.is_dir():
        yield from _Reader(incoming, today, _growing(incoming), left).folder(incoming, is_bin=True)


def _growing(incoming: Path) -> frozenset[Path]:
    """Files that change while one looks at them. What changed just now is looked at once more, when
    a moment has passed: programs that copy write every second."""
    young = {path: _looks(path) for path in _files(incoming) if _age(path) < QUIET}
    if not young:
        return frozenset()
    time.sleep(QUIET - min(map(_age, young)))
    return frozenset(path for path, looked in young.items() if _looks(path) != looked)


def _files(folder: Path) -> Iterator[Path]:
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top, name)
            if _is_somebodys(path):
                yield path


def _age(path: Path) -> float:
    """Seconds since it was last written to; of one that is gone, or dated into the future by another
    clock, as much as need be."""
    try:
        age = time.time() - path.lstat().st_mtime
    except OSError:
        return QUIET
    return abs(age) if age > -QUIET else QUIET


def _looks(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Reader:
    incoming: Path
    today: date
    growing: frozenset[Path]
    left: Callable[[Path], None]

    def folder(self, folder: Path, *, is_bin: bool) -> Iterator[Thing]:
        if is_maildir(folder):
            for name, raw in mails_of_maildir(folder):
                yield thing_of_mail_file(f"{name}.eml", raw, self.today)
            return
        entries = sorted(
            (each for each in folder.iterdir() if _is_somebodys(each)),
            key=lambda each: by_name(each.name),
        )
        files = [each for each in entries if each.is_file()]
        letter = not is_bin and bool(files) and len(files) == len(entries)
        if letter and all(each.suffix.lower() in PICTURES for each in files):
            yield from self._letter(folder, files)
        else:
            for each in files:
                yield from self._file(each)
        for each in entries:
            if each.is_dir() and not each.is_symlink():
                yield from self.folder(each, is_bin=is_bin and each.name in BINS)

    def _file(self, path: Path) -> Iterator[Thing]:
        if path.suffix.lower() == ".mbox":
            if path in self.growing:
                self.left(path)
                return
            for number, raw in enumerate(mails_of_mbox(path), 1):
                yield thing_of_mail_file(f"{path.stem}-{number}.eml", raw, self.today)
            return
        data = self._whole(path)
        if data is None:
            self.left(path)
        elif path.suffix.lower() == ".eml":
            yield thing_of_mail_file(path.name, data, self.today)
        else:
            yield _thing((Sheet(path.name, data),), sha256(data), self.today)

    def _letter(self, folder: Path, files: list[Path]) -> Iterator[Thing]:
        """All its pages or none: what is not whole yet may be its first."""
        sheets = []
        for each in files:
            data = self._whole(each)
            if data is None:
                self.left(each)
                return
            role = "envelope" if ENVELOPE in each.stem else "page"
            sheets.append(Sheet(each.name, data, role))
        pages = [each for each in sheets if each.role == "page"] or sheets
        envelopes = [each for each in sheets if each not in pages]
        place = folder.relative_to(self.incoming).as_posix()
        key = key_of(place, sha256(pages[0].data))
        yield _thing((*pages, *envelopes), key, self.today)

    def _whole(self, path: Path) -> bytes | None:
        """The bytes of a file; None where it is being written to."""
        if path in self.growing:
            return None
        before = _looks(path)
        data = read_file(path)
        return data if before == _looks(path) and before and before[0] == len(data) else None


def _is_somebodys(path: Path) -> bool:
    """Neither hidden, nor a lock, nor the ledger in any of its copies."""
    if path.name.startswith((".", "~$")) or path.name.lower() in NOT_SENT:
        return False
    return not (path.name.startswith(LEDGER) and path.suffix.lower() in SHEETS)


def _thing(sheets: tuple[Sheet, ...], key: str, today: date) -> Thing:
    note = "没有登记收件日期，只知道放入之日已经收到"
    arrival = NewArrival("file", key, today, None, "", sheets[0].name, "", today, note=note)
    return Thing(arrival, sheets)
