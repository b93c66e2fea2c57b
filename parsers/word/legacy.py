"""旧版 Word 和 WPS 文档（doc、wps）、RTF、ODT

读取：本机装有 LibreOffice 时转换为 docx 再读；没有的，doc 文件用 antiword 取出文字。
看不见：与 docx 相同；转换时会丢失的对象、数字签名和不认识的部分逐一说明，不据此认定缺少什么；只有 antiword 时看不见文本框、页眉页脚和图片（印章），不据此认定缺少什么；两样都没有时只留存原件并说明。
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from parsers import cage, programs
from parsers.document import (
    ANYTHING,
    Document,
    Line,
    Page,
    TextFrom,
    Unread,
    fingerprint,
    refused,
)
from parsers.formats import old_text_suffix
from parsers.limits import MAX_BYTES
from parsers.packed import compound
from parsers.packed.zipped import open_zip
from parsers.parser import OpenPart, Unreadable
from parsers.programs import office as find_office
from parsers.word import kept, outward, word

_SECONDS = 60.0
_MOST = 2 * MAX_BYTES  # its profile alone takes a few megabytes
_INSTALL = (
    "需要 LibreOffice 才能读取 doc、wps 文件，本机没有找到；请安装 LibreOffice"
    "（Debian/Ubuntu：apt install libreoffice-writer；Windows、macOS：www.libreoffice.org），或者另存为 docx 再导入"
)
_OUTSIDE = "文档引用了文件以外的内容（图片等），未读取；其中若有印章，无法看见"
_CONVERTED = "由 LibreOffice 转换后读取"
_ONLY_TEXT = (
    "由 antiword 取出正文；文本框、页眉页脚和图片（包括印章）未读取，安装 LibreOffice 后可以读全"
)


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    media = _media(data, name)
    refusal = Unreadable("tool_missing", _INSTALL)
    if office := find_office():
        try:
            inside, lost = outward.without_links(data, old_text_suffix(data) or ".doc")
            package = open_zip(_to_docx(office, inside))
            inner = word.read_package(package, name, open_part)
            parts, unread = kept.beside(data, inner, open_part)
            unread = (*inner.unread, *unread, *[Unread("linked", ANYTHING, _OUTSIDE, 1)] * lost)
            said = (*inner.warnings, _CONVERTED)
            blind = any("seal" in each.touches for each in unread)
            pages = tuple(
                replace(page, seals_searched=page.seals_searched and not blind)
                for page in inner.pages
            )
            return Document(
                name, fingerprint(data), media, pages, parts, said, unread=tuple(unread)
            )
        except Unreadable as fault:
            refusal = fault
    if (antiword := programs.antiword()) and compound.is_word(data):
        try:
            return _plainly(antiword, data, name, media)
        except Unreadable as fault:
            refusal = fault
    return refused(data, name, media, refusal.code, refusal.message)


def _plainly(antiword: str, data: bytes, name: str, media: str) -> Document:
    """The running text alone: what else a page may show was not seen, so nothing is absent."""
    ran = cage.run([antiword, "-m", "UTF-8.txt", "-w", "0", "-"], data)
    rows = (row.strip() for row in ran.output.decode("utf-8", "replace").splitlines())
    lines = tuple(Line(row) for row in rows if row)
    if ran.status or not lines:
        raise Unreadable("damaged", "文件已损坏或者设有密码，antiword 无法读出文字")
    page = Page(1, None, None, TextFrom.NONE, lines, seals_searched=False)
    unread = (Unread("page", ANYTHING, _ONLY_TEXT, 1),)
    return Document(name, fingerprint(data), media, (page,), unread=unread)


def _media(data: bytes, name: str) -> str:
    """WPS writes what Word writes; only its name tells them apart."""
    if old_text_suffix(data) in (".odt", ".fodt"):
        return "odt"
    return "wps" if name.lower().endswith(".wps") else "doc"


def _to_docx(office: Path, data: bytes) -> bytes:
    """Converted in a folder and a profile of its own, so that two at a time do not meet."""
    # on Windows a dying soffice may still hold a file; that is no reason to fail
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"letter{old_text_suffix(data)}"
        source.write_bytes(data)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(outward.PROFILE, encoding="utf-8")
        command = [
            str(office), "--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault",
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            # it reserves far more memory than it uses, so that cannot be bounded
            cage.run(
                command,
                seconds=_SECONDS,
                processor=cage.processor_seconds(len(data)),
                folder=place,
                watched=(place, _MOST),
                memory=None,
            )
        except OSError as fault:
            raise Unreadable("damaged", "LibreOffice 无法启动，文件未读取") from fault
        target = source.with_suffix(".docx")
        if not target.exists():
            raise Unreadable("damaged", "LibreOffice 无法转换此文件，文件可能已损坏或者设有密码")
        return target.read_bytes()
