"""旧版 Word 和 WPS 文档（doc、wps）、RTF、ODT

读取：本机装有 LibreOffice 时转换为 docx 再读。
看不见：与 docx 相同；没有 LibreOffice 时一概看不见，只留存原件并说明。
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from parsers import compound, word
from parsers.document import Document, fingerprint, refused
from parsers.parser import OpenPart, Unreadable
from parsers.zipped import names_in

NAME = "旧版 Word 或者 WPS 文档"
MEDIA = ("doc", "wps", "odt")

_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_SECONDS = 60
_INSTALL = "需要 LibreOffice 才能读取 doc、wps 文件，本机没有找到；请安装 LibreOffice，或者另存为 docx 再导入"
_WINDOWS_PLACES = ("C:/Program Files/LibreOffice/program/soffice.exe",)
_MAC_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice",)


def claims(data: bytes, /) -> bool:
    return _suffix(data) is not None


def _suffix(data: bytes) -> str | None:
    """What LibreOffice must be told that it is; None for what is not ours."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if compound.is_word(data):
        return ".doc"
    # the first member of an OpenDocument is its type, stored as it is
    return (
        ".odt" if data[30:].startswith(_ODT) and "META-INF/manifest.xml" in names_in(data) else None
    )


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    media = _media(data, name)
    office = find_office()
    if office is None:
        return refused(data, name, media, "tool_missing", _INSTALL)
    try:
        converted = _to_docx(office, data)
        inner = word.read(converted, name, open_part)
    except Unreadable as fault:
        return refused(data, name, media, fault.code, fault.message)
    note = "由 LibreOffice 转换后读取"
    return replace(inner, sha256=fingerprint(data), media=media, warnings=(*inner.warnings, note))


def _media(data: bytes, name: str) -> str:
    """WPS writes what Word writes; only its name tells them apart."""
    if _suffix(data) == ".odt":
        return "odt"
    return "wps" if name.lower().endswith(".wps") else "doc"


def find_office() -> Path | None:
    """LibreOffice's program, where it is installed."""
    for program in ("soffice", "libreoffice"):
        if found := shutil.which(program):
            return Path(found)
    usual = {"win32": _WINDOWS_PLACES, "darwin": _MAC_PLACES}.get(sys.platform, ())
    return next((Path(place) for place in usual if Path(place).exists()), None)


def _to_docx(office: Path, data: bytes) -> bytes:
    """Converted in a folder and a profile of its own, so that two at a time do not meet."""
    # on Windows a dying soffice may still hold a file; that is no reason to fail
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"letter{_suffix(data)}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            str(office), "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={profile}", "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(
                command, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL, capture_output=True
            )
        except subprocess.TimeoutExpired as fault:
            raise Unreadable(
                "damaged", f"LibreOffice 在{_SECONDS}秒内没有转换完成，文件可能已损坏"
            ) from fault
        except (subprocess.CalledProcessError, OSError) as fault:
            raise Unreadable("damaged", "LibreOffice 无法转换此文件，文件可能已损坏") from fault
        target = source.with_suffix(".docx")
        if not target.exists():
            raise Unreadable("damaged", "LibreOffice 无法转换此文件，文件可能已损坏或者设有密码")
        return target.read_bytes()
