"""A workbook's bytes -> its sheets, opened so that no file can cost more than itself.

The reader (calamine) lays a sheet out as one block from its first cell to its last: one stray cell
at the far corner asks for hundreds of gigabytes, and ends the process. So the places that the cells
claim are looked at first, in the file itself, and a sheet with one too far off is opened as a sheet
that says so: the others can be read. What is wrong is a `BadBook`: why, and what to do.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

MAX_ROWS, MAX_COLUMNS = 200_000, 500
MAX_CELLS = 5_000_000  # 160 MB as calamine keeps them
MAX_BYTES = 200_000_000  # unpacked
_BLOCK, _LONGEST = 1 << 20, 1 << 16  # bytes read at once; the longest tag
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, or .xlsx with a password; at most 65,536 x 256
# a row or a cell, and what it says of itself; a cell that ends at once (/>) holds nothing
_TAG = re.compile(rb"""<(?:[\w.-]+:)?(row|c)(?=[\s>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\s*([A-Za-z]*)(\d*)""")
# how many there are of something (strings, formats, merged areas): room is made for so many at once
_COUNT = re.compile(rb"""\b(?:uniqueC|c)ount\s*=\s*["']\s*\+?(\d{1,30})""")
_SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx"
_TOO_FAR = "明察：多余单元格"  # in the first cell of a sheet that was put in the place of another
_INSTEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>{0}</t></is></c></row></sheetData></worksheet>'
)


class BadBook(ValueError):
    """What is wrong with a workbook and what to do, as the end of a Chinese sentence."""


# what zipfile raises of a package that was damaged: places that lie outside of it are a ValueError
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError,
)  # fmt: skip


def letter(column: int) -> str:
    """0 -> A, 26 -> AA."""
    head, tail = divmod(column, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


def column_of(letters: str) -> int:
    """A -> 0, AA -> 26."""
    return _column(letters.encode("ascii")) - 1


def open_workbook(data: bytes) -> CalamineWorkbook:
    if not data:
        raise BadBook("文件是空的（0 字节），应为 Excel 工作簿（.xlsx）")
    if not data.startswith(_OLE):
        data = _harmless(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise BadBook("文件设有密码，请取消密码后重试") from None
    except BaseException as wrong:  # noqa: BLE001  `_told` gives back what is no fault of the file
        raise _told(wrong, f"不是 Excel 工作簿（.xlsx），或者已经损坏，{_SAVE}") from None


def open_worksheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        sheet = book.get_sheet_by_name(name)
        first = sheet.to_python(nrows=1)
    except BaseException as wrong:  # noqa: BLE001  as above
        raise _told(wrong, "内容已损坏，请用 Excel 或 WPS 修复后重试") from None
    if first and str(first[0][0]).startswith(_TOO_FAR):
        raise BadBook(str(first[0][0]).removeprefix(_TOO_FAR))
    if sheet.end is not None and (why := _too_far(sheet.end[0] + 1, sheet.end[1] + 1)):
        raise BadBook(why)
    return sheet


def _told(wrong: BaseException, why: str) -> BaseException:
    """The reader panics over some files, which is no `Exception`; Ctrl-C is none of them either."""
    broken = isinstance(wrong, CalamineError | ValueError | OverflowError | OSError)
    return BadBook(why) if broken or type(wrong).__name__ == "PanicException" else wrong


def _harmless(data: bytes) -> bytes:
    """The same .xlsx, a sheet that reaches too far replaced by one that says so."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if "[Content_Types].xml" not in packed.namelist():
                raise BadBook(f"不是 Excel 工作簿（.xlsx），{_SAVE}")
            left, far = MAX_BYTES, {}
            for place, member in enumerate(packed.infolist()):
                with packed.open(member) as unpacked:
                    size, why = _look(unpacked, left)
                left -= size
                if why:
                    far[place] = why
            return _without(packed, far) if far else data
    except BadBook:
        raise
    except _BROKEN:
        raise BadBook(f"不是 Excel 工作簿（.xlsx），或者已经损坏，{_SAVE}") from None


def _without(packed: zipfile.ZipFile, far: Mapping[int, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for place, member in enumerate(packed.infolist()):
            instead = _INSTEAD.format(_TOO_FAR + far[place]).encode() if place in far else None
            new.writestr(member.filename, instead or packed.read(member))
    return written.getvalue()


def _look(unpacked: IO[bytes], most: int) -> tuple[int, str]:
    """How large a member is in truth, and what is wrong with the places that it claims."""
    size, begun, seen = 0, b"", _Places()
    while block := unpacked.read(_BLOCK):
        size += len(block)
        if size > most:
            raise BadBook(f"解压后超过{MAX_BYTES // 1_000_000} MB，请删去其中的图片和多余内容")
        text = begun + block
        end = max(text.rfind(b"<"), 0)  # what begins here may go on in the next block
        seen.take(text[:end])
        begun = text[end:]
        if len(begun) > _BLOCK + _LONGEST:
            begun = b""  # no tag: a long text, or what is no XML
    seen.take(begun)
    return size, _too_far(seen.rows, seen.columns)


@dataclass
class _Places:
    """The lowest row and the last column in which a cell holds something."""

    rows: int = 0
    columns: int = 0
    row: int = 0  # that of the last <row>, for cells that do not name their place

    def take(self, text: bytes) -> None:
        for count in _COUNT.finditer(text):
            if int(count[1]) > MAX_CELLS:
                raise BadBook(f"自称有{count[1].decode()[:12]}项内容，可能已经损坏，{_SAVE}")
        for tag in _TAG.finditer(text):
            places = [(_column(one[1]), int(one[2][:9] or 0)) for one in _PLACE.finditer(tag[2])]
            if tag[1] == b"row":
                self.row = max((row for _, row in places), default=self.row + 1)
            elif not tag[2].endswith(b"/"):
                self.rows = max(self.rows, self.row if not places else 0, *(r for _, r in places))
                self.columns = max(self.columns, 0, *(column for column, _ in places))


def _column(letters: bytes) -> int:
    number = 0
    for each in letters.upper()[:5]:
        number = number * 26 + each - ord("A") + 1
    return number


def _too_far(rows: int, columns: int) -> str:
    if rows <= MAX_ROWS and columns <= MAX_COLUMNS and rows * columns <= MAX_CELLS:
        return ""
    last = f"{letter(columns - 1) if columns else ''}{rows}"
    return (
        f"超过{MAX_ROWS}行、{MAX_COLUMNS}列或者{MAX_CELLS // 10_000}万格，"
        f"请删去远处的多余单元格（最远到 {last}）"
    )
