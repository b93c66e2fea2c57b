"""What a spreadsheet program makes of workbooks: LibreOffice opens them, reckons every formula anew
from cells that hold nothing but zeros, and saves them."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

# LibreOffice believes the figures that a file brings along unless it is told not to
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
_KNOWN = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """Each book as LibreOffice saves it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    home, blank, out = folder / "profile", folder / "blank", folder / "out"
    (home / "user").mkdir(parents=True)
    (home / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    blank.mkdir()
    emptied = [_emptied(book, blank / f"{n}.xlsx") for n, book in enumerate(books)]
    place = f"-env:UserInstallation={home.absolute().as_uri()}"
    command = [office, place, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *map(str, emptied)], check=True, capture_output=True, timeout=120)
    return [out / each.name for each in emptied]


def _emptied(book: Path, place: Path) -> Path:
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(place, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _KNOWN.sub(r"\1<v>0</v>", data.decode("utf-8")).encode("utf-8")
            target.writestr(name, data)
    return place
