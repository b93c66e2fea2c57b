"""来件读取：bytes -> `Document`.

`read` takes any bytes and raises nothing but `MemoryError`: what could not be read is said in the
document, in Chinese.
What a file is, is decided by its bytes and not by its name. A new format is one new module, how to
tell it in `formats`, and one line in `PARSERS`.

A reader is loaded when the first file of its format comes, so that only what is read is waited
for. For that, this module and those it imports stay light: no numpy, no OpenCV, no lxml here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parsers import effort, formats
from parsers.document import Document, refused
from parsers.formats import Format
from parsers.limits import MAX_BYTES, MAX_DEPTH, MAX_TOTAL_BYTES
from parsers.page import one_letter
from parsers.parser import Unreadable

# the module that reads it, what messages call it, its `Document.media`, how to tell it
PARSERS: tuple[Format, ...] = (
    Format("pdf.pdf", "PDF", ("pdf",), formats.is_pdf),
    Format("word.word", "Word 文档（docx）", ("docx",), formats.is_docx),
    Format("mail.mail", "电子邮件", ("eml",), formats.is_mail),
    Format("mail.msg", "Outlook 邮件", ("msg",), formats.is_msg),
    Format("mail.tnef", "winmail.dat", ("tnef",), formats.is_tnef),
    Format("plain", "纯文本或网页", ("txt", "html"), formats.is_plain),
    Format("page.scan", "图像", ("jpg", "png", "tif", "webp", "jp2"), formats.is_picture),
    Format("page.heic", "HEIC 照片", ("heic",), formats.is_heic),
    Format("packed.archive", "压缩包", ("zip", "rar", "7z"), formats.is_archive),
    Format("ofd.ofd", "OFD 版式文件", ("ofd",), formats.is_ofd),
    Format("word.legacy", "旧版 Word 或者 WPS 文档", ("doc", "wps", "odt"), formats.is_old_text),
    Format("office.sheets", "电子表格", ("xlsx", "xls", "ods"), formats.is_sheets),
    Format("office.slides", "演示文稿", ("pptx",), formats.is_slides),
    Format("unopened", "暂不读取的格式", ("unknown",), formats.is_other_office),
)


def read(data: bytes, name: str) -> Document:
    """Everything that can be seen in a file, its members included."""
    with effort.one_file(len(data)):
        return _Opening().read(data, name)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was read, and the bytes of everything in it by their SHA-256."""

    document: Document
    files: Mapping[str, bytes]


def read_and_keep(data: bytes, name: str) -> Kept:
    """The same, for whoever must also show the files that lie inside."""
    opening = _Opening(kept={})
    with effort.one_file(len(data)):
        document = opening.read(data, name)
    return Kept(document, opening.kept or {})


def claimants(data: bytes) -> tuple[Format, ...]:
    """The formats that these bytes are of: one, or none."""
    return tuple(each for each in PARSERS if each.claims(data))


@dataclass
class _Opening:
    """One file being opened with everything inside it: how deep, how much so far."""

    depth: int = 0
    size: int = 0
    kept: dict[str, bytes] | None = None  # None where nobody asked for the bytes

    def read(self, data: bytes, name: str) -> Document:
        problem = self._over_limit(data)
        if problem:
            return refused(data, name, "unknown", "too_large", problem)
        if not data:
            return refused(data, name, "unknown", "empty", "文件是空的（0 字节）")
        self.size += len(data)
        self.depth += 1
        try:
            document = self._read(data, name)
        finally:
            self.depth -= 1
        if self.kept is not None:
            self.kept[document.sha256] = data
        return document

    def _over_limit(self, data: bytes) -> str | None:
        if len(data) > MAX_BYTES:
            return f"文件超过{MAX_BYTES // 2**20}兆字节，未打开"
        if self.depth >= MAX_DEPTH:
            return f"文件套文件超过{MAX_DEPTH}层，未打开"
        if self.size + len(data) > MAX_TOTAL_BYTES:
            return "所含文件过大，未打开"
        return None

    def _read(self, data: bytes, name: str) -> Document:
        try:
            claiming = claimants(data)
        except MemoryError:
            raise
        except Exception as fault:  # noqa: BLE001 — the bytes are strange in a way nobody foresaw
            message = f"辨认格式时出错（{type(fault).__name__}），文件可能已损坏，已留存原件"
            return refused(data, name, "unknown", "damaged", message)
        if not claiming:
            return refused(
                data, name, "unknown", "unknown_format", "认不出这是什么格式的文件，已留存原件"
            )
        if len(claiming) > 1:
            rivals = "、".join(each.name for each in claiming)
            message = f"文件同时像是几种格式（{rivals}），无法确定，已留存原件"
            return refused(data, name, "unknown", "unknown_format", message)
        (found,) = claiming
        effort.begins_document()
        try:
            with effort.loading():
                parser = found.parser
            return one_letter.settled(parser.read(data, name, self.read))
        except Unreadable as fault:
            return refused(data, name, found.media[0], fault.code, fault.message)
        except MemoryError:  # says nothing of the file: whoever runs us has more, or says so
            raise
        except Exception as fault:  # noqa: BLE001 — the bytes are strange in a way nobody foresaw
            message = (
                f"按{found.name}读取时出错（{type(fault).__name__}），文件可能已损坏，已留存原件"
            )
            return refused(data, name, found.media[0], "damaged", message)
