"""incoming/: what people lay in -> `Thing`s: scans, documents, mails, mbox files, Maildirs.

A sub-folder that holds pictures only is one letter of several pages, in the order of their names; a
picture called 信封 is its envelope. On which day such a paper came, only a person knows: until it is
written down it counts from the day on which it was found here, and nothing is called late by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from harness.intake.mails import (
    is_maildir,
    mails_of_maildir,
    mails_of_mbox,
    thing_of_mail_file,
)
from harness.intake.receive import Sheet, Thing
from harness.store.evidence import sha256
from harness.store.log import NewArrival
from letters.opening import read_file

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".webp", ".bmp"})
ENVELOPE = "信封"
# what systems and programs leave behind
NOT_SENT = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
LEDGER, SHEETS = "台账", frozenset({".xlsx", ".xls", ".ods", ".et"})
BINS = ("纸质来件",)  # folders whose files are letters of their own


def things(incoming: Path, today: date) -> Iterator[Thing]:
    """Everything that lies in `incoming` but for the ledger; what was taken in before is among it."""
    if incoming.is_dir():
        yield from _in_folder(incoming, today, is_bin=True)


def _in_folder(folder: Path, today: date, *, is_bin: bool) -> Iterator[Thing]:
    if is_maildir(folder):
        for name, raw in mails_of_maildir(folder):
            yield thing_of_mail_file(f"{name}.eml", raw, today)
        return
    entries = sorted(each for each in folder.iterdir() if _is_somebodys(each))
    files = [each for each in entries if each.is_file()]
    letter = not is_bin and bool(files) and len(files) == len(entries)
    if letter and all(each.suffix.lower() in PICTURES for each in files):
        yield _letter(files, today)
    else:
        for each in files:
            yield from _file(each, today)
    for each in entries:
        if each.is_dir() and not each.is_symlink():
            yield from _in_folder(each, today, is_bin=is_bin and each.name in BINS)


def _is_somebodys(path: Path) -> bool:
    """Neither hidden, nor a lock, nor the ledger in any of its copies."""
    if path.name.startswith((".", "~$")) or path.name.lower() in NOT_SENT:
        return False
    return not (path.name.startswith(LEDGER) and path.suffix.lower() in SHEETS)


def _file(path: Path, today: date) -> Iterator[Thing]:
    if path.suffix.lower() == ".mbox":
        for number, raw in enumerate(mails_of_mbox(path), 1):
            yield thing_of_mail_file(f"{path.stem}-{number}.eml", raw, today)
    elif path.suffix.lower() == ".eml":
        yield thing_of_mail_file(path.name, read_file(path), today)
    else:
        yield _thing((Sheet(path.name, read_file(path)),), today)


def _letter(files: list[Path], today: date) -> Thing:
    sheets = [
        Sheet(each.name, read_file(each), "envelope" if ENVELOPE in each.stem else "page")
        for each in files
    ]
    pages = [each for each in sheets if each.role == "page"] or sheets
    envelopes = [each for each in sheets if each not in pages]
    return _thing((*pages, *envelopes), today)


def _thing(sheets: tuple[Sheet, ...], today: date) -> Thing:
    note = "没有登记收件日期，只知道放入之日已经收到"
    key = sha256(sheets[0].data)
    arrival = NewArrival("file", key, today, None, "", sheets[0].name, "", today, note=note)
    return Thing(arrival, sheets)
