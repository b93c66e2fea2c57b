"""Words into single cells of a person's own workbook: nothing but these cells is changed.

The sheet's XML is edited in place and every other part of the package is copied as it is. A
library that loads a workbook and saves it again drops what it does not know (of openpyxl it was
measured: text boxes, sparklines, data bars, the sizes of comments). What stood in a cell before is
taken out of the package's table of words as well, where no other cell says it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from letters.faults import BadTable
from letters.opening import read_file, reason
from letters.saving import save
from letters.sheet import Sheet
from letters.workbook import letter

Place = tuple[int, int]  # row as Excel shows it, column from 0
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# what Excel, WPS and LibreOffice lay beside a workbook while it is open
_OPEN = ("~${}", ".~{}", ".~lock.{}#")
# what zipfile and lxml raise of a package that calamine still could read
BROKEN = (
    etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, RuntimeError,
    NotImplementedError, OSError,
)  # fmt: skip


def not_open(path: Path, what: str) -> None:
    """BadTable where the workbook lies open. `what` is to be written, in Chinese."""
    for pattern in _OPEN:
        beside = path.with_name(pattern.format(path.name))
        if beside.exists():
            raise BadTable(
                f"{path.name}：正在 Excel、WPS 或 LibreOffice 中打开，{what}没有写入，"
                f"请保存并关闭后再试（若并没有打开，请删去同一文件夹里的 {beside.name}）"
            )


def write_cells(
    path: Path,
    sheet: Sheet,
    words: Mapping[Place, str],
    what: str,
    *,
    beside: int | None = None,
    first: Callable[[Any], None] = lambda _: None,
) -> None:
    """Writes each word into its cell; BadTable, and the file as it was, where that is not to be had.

    A new cell looks as that of column `beside` does; `first` may prepare the sheet's XML."""
    try:
        edited = _edited(path, sheet, words, what, beside, first)
    except BROKEN:
        raise BadTable(
            f"{path.name}：内容有损坏，{what}没有写入，请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        ) from None
    try:
        save(path, edited)
    except OSError as wrong:
        raise BadTable(
            f"{path.name}：{what}没有写入（{reason(wrong)}），"
            "它可能正在 Excel 或 WPS 中打开，请保存并关闭后再试"
        ) from None


def _edited(
    path: Path,
    sheet: Sheet,
    words: Mapping[Place, str],
    what: str,
    beside: int | None,
    first: Callable[[Any], None],
) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(read_file(path))) as packed:
        names = packed.namelist()
        if any(name.endswith("vbaProject.bin") for name in names):
            raise BadTable(f"{path.name}：含有宏，程序不改动这样的文件，请另存为不含宏的 .xlsx")
        main, part = member_of(packed, sheet.name)
        if part not in names:
            raise BadTable(f"{path.name}，工作表“{sheet.name}”：内容已损坏，请用 Excel 修复后重试")
        root = parsed(packed.read(part))
        first(root)
        gone = _put_all(root, sheet, words, what, beside)
        changed = {part: _packed(root), **_without(packed, main, part, root, gone)}
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
            for member in packed.infolist():
                new.writestr(member, changed.get(member.filename) or packed.read(member))
    return written.getvalue()


def member_of(packed: zipfile.ZipFile, name: str) -> tuple[str, str]:
    """The member that holds the workbook, and that which holds its sheet of this name."""
    main = next(iter(_targets(packed, "", "officeDocument").values()), "xl/workbook.xml")
    return main, _part(packed, main, name)


def _part(packed: zipfile.ZipFile, main: str, name: str) -> str:
    targets = _targets(packed, main, "worksheet")
    for sheet in parsed(packed.read(main)).iter("{*}sheet"):
        if sheet.get("name") == name:
            key = sheet.get(f"{{{_RELATION}}}id") or sheet.get(f"{{{_STRICT}}}id") or ""
            return targets.get(key, "")
    return ""


def _targets(packed: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Relation id -> member, of the relations of one kind that a part has."""
    folder, name = posixpath.split(part)
    relations = parsed(packed.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        each.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, each.get("Target", ""))
        ).lstrip("/")
        for each in relations.iterfind("{*}Relationship")
        if each.get("Type", "").rpartition("/")[2] == kind
    }


def parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _packed(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put_all(
    root: Any, sheet: Sheet, words: Mapping[Place, str], what: str, beside: int | None
) -> set[int]:
    """Answers the numbers of the words that stood in the cells before, of the package's table."""
    wanted = {number for number, _ in words}
    rows = {number: row for number, row in _numbered_rows(root) if number in wanted}
    for dimension in root.findall("{*}dimension"):
        root.remove(dimension)  # may be left out, and would now be too small
    gone = set()
    for (number, column), word in words.items():
        cell = _cell(rows[number], number, column, beside)
        if cell.find("{*}f") is not None:
            place = f"{sheet.place(number)}（{letter(column)}{number}）"
            raise BadTable(f"{place}：是公式，{what}应为文字，请清空这一格后再试")
        gone |= _shared(cell)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, cell.tag.replace("}c", "}is"))
        etree.SubElement(inline, cell.tag.replace("}c", "}t")).text = word
    return gone


def _shared(cell: Any) -> set[int]:
    """The number of its word in the package's table; none where the word stands in the cell."""
    told = cell.findtext("{*}v") if cell.get("t") == "s" else None
    return {int(told)} if told is not None else set()


def _without(
    packed: zipfile.ZipFile, main: str, part: str, root: Any, gone: set[int]
) -> dict[str, bytes]:
    """The table of words without those that no cell says any more."""
    table = next(iter(_targets(packed, main, "sharedStrings").values()), "")
    if not gone or table not in packed.namelist():
        return {}
    others = (
        parsed(packed.read(name))
        for name in _targets(packed, main, "worksheet").values()
        if name != part
    )
    for sheet in (root, *others):
        for cell in sheet.iterfind("{*}sheetData/{*}row/{*}c"):
            gone = gone - _shared(cell)
    words = parsed(packed.read(table))
    for number, item in enumerate(words.iterfind("{*}si")):
        if number in gone:
            tag = item.tag.replace("}si", "}t")
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, tag)
    return {table: _packed(words)}


def _numbered_rows(root: Any) -> Iterator[tuple[int, Any]]:
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r") or number + 1)
        yield number, row


def _cell(row: Any, number: int, column: int, beside: int | None) -> Any:
    """The row's cell in this column, a new one where there is none."""
    row.attrib.pop("spans", None)
    places = list(_places(row))
    for place, cell in places:
        if place == column:
            return cell
    cell = etree.Element(row.tag.replace("}row", "}c"), r=f"{letter(column)}{number}")
    like = next((c for place, c in places if place == beside), None)
    if like is not None and like.get("s"):
        cell.set("s", like.get("s"))
    later = next((c for place, c in places if place > column), None)
    row.append(cell) if later is None else later.addprevious(cell)
    return cell


def _places(row: Any) -> Iterator[tuple[int, Any]]:
    """Each cell with its column, from 0; one that does not say where it stands is told to."""
    column = -1
    for cell in row.iterfind("{*}c"):
        named = re.match(r"[A-Za-z]+", cell.get("r") or "")
        column = _column(named[0]) if named else column + 1
        yield column, cell


def _column(letters: str) -> int:
    number = 0
    for each in letters.upper():
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1
