"""电子表格（xlsx、xls、et、ods）

读取：各工作表单元格的文字，一表一页，一行一行；xlsx 的图形、图表中的文字，图片按显示尺寸查找红色印章（图片上的文字不读，逐一说明），嵌入的文件作为所含文件读取。
看不见：数字的显示格式，公式没有保存结果的单元格；xls、ods 里的图片和图形，批注，控件（逐一说明，不据此认定缺少什么）。
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from parsers import cage
from parsers.document import (
    ANYTHING,
    SEAL,
    Document,
    Line,
    Page,
    TextFrom,
    Unread,
    fingerprint,
    refused,
)
from parsers.formats import sheets_media
from parsers.office import grid, records
from parsers.packed.opc import Package
from parsers.packed.zipped import open_zip
from parsers.parser import OpenPart, Unreadable
from parsers.word import objects
from parsers.word.gather import Gathering
from parsers.word.shown import Holds, look

_READER = Path(grid.__file__)
_BROKEN = "表格文件已损坏，或者不是能读的表格，已留存原件"
_LOCKED = "表格文件设有密码，无法读取；请向来件单位索取密码"
# members of an OpenDocument that hold neither cells nor anything that is shown beside them
_ODS_KNOWN = (
    *(
        "mimetype",
        "content.xml",
        "styles.xml",
        "meta.xml",
        "settings.xml",
        "manifest.rdf",
        "layout-cache",
    ),
    *("META-INF/manifest.xml", "Thumbnails/", "Configurations2/", "Basic/", "Dialogs/", "Scripts/"),
)
_ODS_SHAPES = (b"<draw:", b"<office:annotation", b"<form:")


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    media = sheets_media(data) or "xlsx"
    try:
        return _read(data, name, media, open_part)
    except Unreadable as fault:
        return refused(data, name, media, fault.code, fault.message)


def _read(data: bytes, name: str, media: str, open_part: OpenPart) -> Document:
    pages = list(_pages(data))
    parts: tuple[Document, ...] = ()
    unread: list[Unread] = []
    remarks: tuple[str, ...] = ()
    if media == "xlsx":
        beside, parts, unread, remarks = _beside(data, open_part, len(pages) + 1)
        pages += [beside] if beside.lines or beside.seals else []
    elif media == "ods":
        unread = list(_of_ods(data))
    else:
        parts, unread = _of_xls(data, open_part)
    if any(page.text_from is TextFrom.NONE for page in pages):
        what = f"表格至多读取{grid.MOST_ROWS}行，其余未读取"
        unread.append(Unread("cut", ANYTHING, what))
    said = tuple(dict.fromkeys(unread))
    return Document(name, fingerprint(data), media, tuple(pages), parts, remarks, unread=said)


def _pages(data: bytes) -> Iterator[Page]:
    """One a sheet; one that was not read whole holds what was, and says so."""
    ran = cage.run([sys.executable, "-I", str(_READER)], data)
    if ran.status == grid.LOCKED:
        raise Unreadable("encrypted", _LOCKED)
    if ran.status:
        raise Unreadable("damaged", _BROKEN)
    for number, row in enumerate(ran.output.splitlines(), 1):
        sheet = json.loads(row)
        lines = tuple(Line(text) for text in sheet["rows"])
        source = TextFrom.DIGITAL if sheet["whole"] else TextFrom.NONE
        yield Page(number, None, None, source, lines, seals_searched=sheet["whole"])


def _beside(
    data: bytes, open_part: OpenPart, number: int
) -> tuple[Page, tuple[Document, ...], list[Unread], tuple[str, ...]]:
    """What lies over and beside the cells of an .xlsx, as one page more."""
    package = Package(open_zip(data))
    found = Gathering(package, open_part)
    found.account_for_the_rest(_CELLS)
    seen = look(package, found.flow, open_part, Holds.EXTRAS)
    unread = [*found.unread, *seen.unread]
    if found.cut or package.zipped.mended:
        unread.append(Unread("cut", ANYTHING, "表格里的图形没有读完"))
    searched = not any(SEAL in each.touches for each in unread)
    seals = (*found.seals, *seen.seals)
    page = Page(
        number, None, None, TextFrom.DIGITAL, tuple(seen.lines), seals, seals_searched=searched
    )
    remarks = tuple(dict.fromkeys((*found.remarks, *seen.remarks)))
    return page, (*found.parts, *seen.parts), unread, remarks


# parts whose words the reader of cells told
_CELLS = frozenset(
    ("officedocument", "worksheet", "chartsheet", "sharedstrings", "dialogsheet", "macrosheet")
)


def _of_ods(data: bytes) -> Iterator[Unread]:
    zipped = open_zip(data)
    for name in zipped.names:
        if name == "META-INF/documentsignatures.xml":
            yield Unread("signature", (SEAL,), "表格带有数字签名，没有核验")
        elif name == "content.xml":
            content = zipped.get(name) or b""
            if any(mark in content for mark in _ODS_SHAPES):
                yield Unread("drawing", ANYTHING, "表格里的图形、图片或者批注没有读取")
        elif not name.startswith(_ODS_KNOWN):
            yield Unread("part", ANYTHING, f"表格里的“{name[-60:]}”没有读取")


def _of_xls(data: bytes, open_part: OpenPart) -> tuple[tuple[Document, ...], list[Unread]]:
    parts: list[Document] = []
    unread = list(records.drawn(data))
    for found in objects.in_pool(data):
        if found is None:
            unread.append(Unread("object", ANYTHING, "表格里嵌入的对象没有读取"))
        else:
            parts.append(open_part(found[1], found[0]))
    return tuple(parts), unread
