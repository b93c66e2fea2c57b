"""Reports as PDF, by LibreOffice where it is installed: as the .docx or .xlsx is, page by page. Elsewhere
a .docx is set by typst (typeset.py), and of an .xlsx it is said what to install.

It works on copies with a profile of its own, so that it neither meets a LibreOffice that a person has
open nor leaves anything behind. The day on which a PDF was made is the reports' own: two runs over
the same facts give the same bytes.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.reports.bundle import Failure
from letters.saving import save
from parsers import programs

log = logging.getLogger(__name__)
SUFFIXES = frozenset({".docx", ".xlsx"})
AT_ONCE = 20  # files; LibreOffice takes seconds to start
_START, _EACH = 90, 30  # seconds
_DAY = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}([^)]*\))")
_NUMBERS = re.compile(
    rb"(/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}(> \]\s*/DocChecksum /)[0-9A-F]{32}"
)
NO_OFFICE = "没有转成 PDF：表格由 LibreOffice 转换，这台机器没有安装；装好后重试，或者用 Excel、WPS 打开后另存为 PDF"


@dataclass(frozen=True, slots=True)
class Converted:
    paths: tuple[Path, ...]
    failures: tuple[Failure, ...]


def write_pdfs(reports: Sequence[Path], as_of: date) -> Converted:
    """Beside each .docx and .xlsx a .pdf of its name. One that cannot be had costs only itself."""
    wanted = [path for path in reports if path.suffix in SUFFIXES]
    office = programs.office()
    if office is None:
        return _without_office(wanted, as_of)
    done: list[Path] = []
    failed: list[Failure] = []
    for first in range(0, len(wanted), AT_ONCE):
        several = wanted[first : first + AT_ONCE]
        # on Windows a dying soffice may still hold a file; that is no reason to fail
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for path, made in _converted(office, several, Path(folder)):
                if made.is_file():
                    done.append(save(path.with_suffix(".pdf"), dated(made.read_bytes(), as_of)))
                else:
                    failed.append(Failure(path, f"{path.name} 没有转成 PDF：LibreOffice 没有写出"))
    return Converted(tuple(done), tuple(failed))


def _without_office(wanted: Sequence[Path], as_of: date) -> Converted:
    from harness.reports.paper.typeset import typeset  # loaded where it is needed

    done: list[Path] = []
    failed: list[Failure] = []
    for path in wanted:
        if path.suffix != ".docx":
            failed.append(Failure(path, f"{path.name} {NO_OFFICE}"))
            continue
        try:
            done.append(save(path.with_suffix(".pdf"), typeset(path, as_of)))
        except Exception as wrong:  # whatever it is, the others are owed all the same
            log.error("%s could not be set", path.name, exc_info=wrong)
            kind = type(wrong).__name__
            failed.append(Failure(path, f"{path.name} 没有转成 PDF：程序内部出错（{kind}）"))
    return Converted(tuple(done), tuple(failed))


def _converted(office: Path, reports: Sequence[Path], work: Path) -> Iterator[tuple[Path, Path]]:
    """Each report and where its PDF lies, if there is one."""
    copies = [work / f"{number}{path.suffix}" for number, path in enumerate(reports)]
    for path, copy in zip(reports, copies, strict=True):
        shutil.copyfile(path, copy)
    command = [
        str(office), "--headless", "--norestore", "--nologo", "--nodefault",
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--convert-to", "pdf", "--outdir", str(work), *map(str, copies),
    ]  # fmt: skip
    try:
        seconds = _START + _EACH * len(copies)
        subprocess.run(
            command, check=False, capture_output=True, timeout=seconds, env=_with_fonts(work)
        )
    except (OSError, subprocess.TimeoutExpired):
        pass  # what was written is taken; of the rest it is said
    return zip(reports, (copy.with_suffix(".pdf") for copy in copies), strict=True)


# where the fonts that a document names are not installed, one of the same kind: 宋体, 仿宋 and 楷体 have
# serifs, and without this all of them come out as the one sans-serif font that there is
_SERIF, _SANS = ("宋体", "仿宋", "楷体"), ("黑体",)
_INSTEAD = {
    **dict.fromkeys(_SERIF, ("Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")),
    **dict.fromkeys(_SANS, ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")),
}
_SYSTEM = Path("/etc/fonts/fonts.conf")
_SETTING = "FONTCONFIG_FILE"


def _with_fonts(work: Path) -> dict[str, str] | None:
    """The environment in which fontconfig knows the fall-backs; None (as it is) where there is no
    fontconfig, or somebody has set it otherwise."""
    if not _SYSTEM.is_file() or _SETTING in os.environ:
        return None
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><accept>'
        + "".join(f"<family>{one}</family>" for one in instead)
        + "</accept></alias>"
        for name, instead in _INSTEAD.items()
    )
    own = work / "fonts.conf"
    own.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'{aliases}<include ignore_missing="yes">{_SYSTEM}</include></fontconfig>',
        encoding="utf-8",
    )
    return {**os.environ, _SETTING: str(own)}


def dated(pdf: bytes, day: date) -> bytes:
    """The PDF as made on that day, numbered by what it holds; every byte stays in its place."""
    pdf = _DAY.sub(rf"\g<1>{day:%Y%m%d}000000\g<2>".encode(), pdf)
    pdf = _NUMBERS.sub(_numbered("0" * 32), pdf)
    number = hashlib.sha256(pdf).hexdigest()[:32].upper()
    return _NUMBERS.sub(_numbered(number), pdf)


def _numbered(number: str) -> bytes:
    return rf"\g<1>{number}\g<2>{number}\g<3>{number}".encode()
