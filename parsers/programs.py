"""Programs beside Python with which files are read: nothing in, where each lies on this machine out.

Light: whoever only wants to know which are there loads no reader.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_OFFICE_PLACES = {
    "win32": ("C:/Program Files/LibreOffice/program/soffice.exe",),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
_SEVEN_ZIP_PLACES = ("C:/Program Files/7-Zip/7z.exe", "C:/Program Files (x86)/7-Zip/7z.exe")


def office() -> Path | None:
    """LibreOffice's program, where it is installed."""
    for program in ("soffice", "libreoffice"):
        if found := shutil.which(program):
            return Path(found)
    usual = _OFFICE_PLACES.get(sys.platform, ())
    return next((Path(place) for place in usual if Path(place).exists()), None)


def antiword() -> str | None:
    return shutil.which("antiword")


def seven_zip() -> str | None:
    usual = next((place for place in _SEVEN_ZIP_PLACES if Path(place).exists()), None)
    return next(filter(None, map(shutil.which, ("7zz", "7z", "7za"))), usual)


def bsdtar() -> str | None:
    # Windows and macOS call it tar
    tars = ("bsdtar", "tar") if sys.platform in ("win32", "darwin") else ("bsdtar",)
    return next(filter(None, map(shutil.which, tars)), None)


def unar() -> str | None:
    return shutil.which("unar")


def installed() -> tuple[Path, ...]:
    """All that are there, each where its file really lies."""
    found = (office(), antiword(), seven_zip(), bsdtar(), unar())
    return tuple(Path(each).resolve() for each in found if each)
