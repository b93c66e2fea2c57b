"""Files, folders and patterns as a user names them -> the files that are meant, in order.

A folder stands for every file in it and below, sorted; a pattern (`*.pdf`), which Windows hands over
as it was typed, for the files that fit. What nobody means by a folder (hidden files, what Word, WPS,
LibreOffice, Windows and macOS lay beside documents, our own pages) is left out there; a file that is named is taken
whatever it is called. Anything missing or closed to us is a fault before any file is read.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from harness.cli.errors import all_wrong, missing, nothing_matches, unopened
from letters.opening import opened, read_on

_OURS = b'<meta name="generator" content="mingcha check">'  # a page that `check --html` wrote
_HEAD = 512  # bytes in which it stands
_BESIDE = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"})


def files_meant(given: Sequence[str], own: Collection[Path] = ()) -> list[str]:
    """`own`: what the command itself writes, which a folder does not mean."""
    files: list[str] = []
    faults: list[str] = []
    mine = {path.absolute() for path in own}
    for name in given:
        found, wrong = _meant(name)
        faults += wrong
        if found != [name]:  # out of a folder or a pattern: nothing twice, nothing of ours
            taken = {os.path.normcase(Path(one).absolute()) for one in files}
            found = [
                one
                for one in found
                if os.path.normcase(Path(one).absolute()) not in taken
                and Path(one).absolute() not in mine
            ]
        files += found
    faults += [fault for name in files if (fault := _closed(name))]
    if faults:
        raise all_wrong(list(dict.fromkeys(faults)))
    return files


def _meant(name: str) -> tuple[list[str], list[str]]:
    """The files and the faults of one name."""
    path = Path(name)
    try:
        if path.is_dir():
            found, faults = _inside(path)
            empty = [] if found or faults else [f"文件夹“{name}”里没有可读的文件，请检查路径"]
            return found, faults + empty
        if os.path.lexists(path):
            return [name], []
    except ValueError:  # no path of any system
        return [], [missing(name)]
    if not glob.has_magic(name):
        return [], [missing(name)]
    return _fitting(name)


def _fitting(pattern: str) -> tuple[list[str], list[str]]:
    """A name like [2020]3号*.pdf is meant as it stands; only where that fits nothing are brackets a
    choice of signs."""
    hits = _hits(pattern.replace("[", "[[]")) or _hits(pattern)
    files: list[str] = []
    faults: list[str] = []
    for hit in hits:
        if _is_beside(Path(hit)):
            continue
        if Path(hit).is_file() and _is_ours(Path(hit)):
            continue
        if Path(hit).is_dir():
            found, wrong = _inside(Path(hit))
            faults += wrong
        else:
            found = [hit]
        files += found
    files = list(dict.fromkeys(files))
    return files, faults if files or faults else [nothing_matches(pattern)]


def _hits(pattern: str) -> list[str]:
    # Path.glob takes no pattern with a drive or a root
    return _sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207


def _sorted(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: Path(name).parts)


def _inside(folder: Path) -> tuple[list[str], list[str]]:
    faults: list[str] = []

    def closed(wrong: OSError) -> None:
        faults.append(unopened(wrong.filename or folder, wrong))

    return _sorted([str(path) for path in _walk(folder, closed)]), faults


def _walk(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    for top, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not _is_beside(Path(top, name))]
        for name in names:
            path = Path(top, name)
            if path.is_file() and not _is_beside(path) and not _is_ours(path):
                yield path


def _is_beside(path: Path) -> bool:
    """Hidden, or laid there by a program for itself."""
    name = path.name
    if name.startswith((".", "~$", "~WRL")) or name.lower() in _BESIDE:
        return name not in (".", "..")
    try:
        marks = getattr(path.lstat(), "st_file_attributes", 0)  # of Windows
    except OSError:
        return False
    return bool(marks & getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0))


def _is_ours(path: Path) -> bool:
    """A page that shows a judged letter quotes it whole, and would be judged as another."""
    if path.suffix.lower() != ".html":
        return False
    try:
        with opened(path) as page:
            return _OURS in b"".join(read_on(page, _HEAD))
    except OSError:
        return False  # closed to us: named where the files are opened


def _closed(name: str) -> str:
    """Why a file cannot be opened."""
    path = Path(name)
    try:
        with opened(path):
            return ""
    except OSError as wrong:
        return unopened(name, wrong)
