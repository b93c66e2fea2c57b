"""单位编号 into a person's own units.xlsx: nothing but these cells is changed.

The sheet's XML is edited in place and every other part of the package is copied as it is. A
library that loads a workbook and saves it again drops what it does not know (of openpyxl it was
measured: text boxes, sparklines, data bars, the sizes of comments).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from letters import cells
from letters.faults import BadTable
from letters.opening import read_file, reason
from letters.saving import save
from letters.sheet import Sheet, open_sheet
from letters.units import COLUMNS, ID, NAME
from letters.workbook import letter

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_WIDTH = "11"
# the children of <worksheet> that stand before <cols>, in their order
_BEFORE_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")
# what Excel, WPS and LibreOffice lay beside a workbook while it is open
_OPEN = ("~${}", ".~{}", ".~lock.{}#")
# what zipfile and lxml raise of a package that calamine still could read
_BROKEN = (
    etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, RuntimeError,
    NotImplementedError, OSError,
)  # fmt: skip


def write_back_ids(path: Path, ids: Mapping[int, str]) -> None:
    """Writes each id into its row (as Excel shows it), in a new column where there is none.

    BadTable, and the file as it was, where that is not to be had: it is open in Excel, a row has
    got another id since, it holds macros.
    """
    if not ids:
        return
    _not_open(path)
    sheet = open_sheet(path, [column.heading for column in COLUMNS])
    if ID not in sheet.columns and NAME not in sheet.columns:
        raise BadTable(f"{sheet.place(sheet.header_row)}（表头）：缺少“{NAME}”列，请补上这一列")
    _still_free(sheet, ids)
    try:
        edited = _edited(path, sheet, ids)
    except _BROKEN:
        raise BadTable(
            f"{path.name}：内容有损坏，单位编号没有写入，请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        ) from None
    try:
        save(path, edited)
    except OSError as wrong:
        raise BadTable(
            f"{path.name}：单位编号没有写入（{reason(wrong)}），"
            "它可能正在 Excel 或 WPS 中打开，请保存并关闭后再试"
        ) from None


def _not_open(path: Path) -> None:
    for pattern in _OPEN:
        beside = path.with_name(pattern.format(path.name))
        if beside.exists():
            raise BadTable(
                f"{path.name}：正在 Excel、WPS 或 LibreOffice 中打开，单位编号没有写入，"
                f"请保存并关闭后再试（若并没有打开，请删去同一文件夹里的 {beside.name}）"
            )


def _still_free(sheet: Sheet, ids: Mapping[int, str]) -> None:
    rows = {row.number: row.cells for row in sheet.rows}
    for number, id in ids.items():
        if number not in rows:
            raise BadTable(f"{sheet.place(number)}：没有这一行，表在读取之后改过，请重新运行")
        said = rows[number][sheet.columns[ID]] if ID in sheet.columns else ""
        if str(said).strip() not in ("", id):
            raise BadTable(
                f"{sheet.place(number, ID)}：已填有编号“{said}”，表在读取之后改过，请重新运行"
            )
        if cells.unit_id(id) != id or not id:
            raise ValueError(f"{id!r} is no id of a unit")


def _edited(path: Path, sheet: Sheet, ids: Mapping[int, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(read_file(path))) as packed:
        names = packed.namelist()
        if any(name.endswith("vbaProject.bin") for name in names):
            raise BadTable(f"{path.name}：含有宏，程序不改动这样的文件，请另存为不含宏的 .xlsx")
        part = _part(packed, sheet.name)
        if part not in names:
            raise BadTable(f"{path.name}，工作表“{sheet.name}”：内容已损坏，请用 Excel 修复后重试")
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
            for member in packed.infolist():
                data = packed.read(member)
                new.writestr(
                    member, _with_ids(data, sheet, ids) if member.filename == part else data
                )
    return written.getvalue()


def _part(packed: zipfile.ZipFile, name: str) -> str:
    """The member that holds the sheet of this name."""
    main = next(iter(_targets(packed, "", "officeDocument").values()), "xl/workbook.xml")
    targets = _targets(packed, main, "worksheet")
    for sheet in _parsed(packed.read(main)).iter("{*}sheet"):
        if sheet.get("name") == name:
            key = sheet.get(f"{{{_RELATION}}}id") or sheet.get(f"{{{_STRICT}}}id") or ""
            return targets.get(key, "")
    return ""


def _targets(packed: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Relation id -> member, of the relations of one kind that a part has."""
    folder, name = posixpath.split(part)
    relations = _parsed(packed.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    return {
        each.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, each.get("Target", ""))
        ).lstrip("/")
        for each in relations.iterfind("{*}Relationship")
        if each.get("Type", "").rpartition("/")[2] == kind
    }


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _with_ids(data: bytes, sheet: Sheet, ids: Mapping[int, str]) -> bytes:
    root = _parsed(data)
    rows = {
        number: row for number, row in _numbered_rows(root) if number in {*ids, sheet.header_row}
    }
    column = sheet.columns.get(ID)
    words = dict(ids)
    if column is None:
        column = _free_column(sheet)
        words[sheet.header_row] = ID
        _widen(root, column)
    for dimension in root.findall("{*}dimension"):
        root.remove(dimension)  # may be left out, and would now be too small
    for number, word in words.items():
        _put(rows[number], number, column, word, sheet)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _free_column(sheet: Sheet) -> int:
    """Left of 单位名称 where nothing stands there, else right of everything; nothing is shifted."""
    left = sheet.columns[NAME] - 1
    said = [sheet.headings, *(row.cells for row in sheet.rows)]
    if left >= 0 and all(_blank(cells_, left) for cells_ in said) and not _merged(sheet, left):
        return left
    return max(len(cells_) for cells_ in said)


def _blank(row: Sequence[object], column: int) -> bool:
    return str(row[column]).strip() == ""


def _merged(sheet: Sheet, column: int) -> bool:
    return any(left <= column <= right for (_, left), (_, right) in sheet.merged)


def _numbered_rows(root: Any) -> Iterator[tuple[int, Any]]:
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r") or number + 1)
        yield number, row


def _put(row: Any, number: int, column: int, word: str, sheet: Sheet) -> None:
    """The word as the row's cell in this column; a new one looks as the cell of 单位名称 does."""
    row.attrib.pop("spans", None)
    places = list(_places(row))
    cell = next((cell for place, cell in places if place == column), None)
    if cell is None:
        cell = etree.Element(row.tag.replace("}row", "}c"), r=f"{letter(column)}{number}")
        beside = next((c for place, c in places if place == sheet.columns.get(NAME)), None)
        if beside is not None and beside.get("s"):
            cell.set("s", beside.get("s"))
        later = next((c for place, c in places if place > column), None)
        row.append(cell) if later is None else later.addprevious(cell)
    if cell.find("{*}f") is not None:
        place = sheet.place(number, ID)
        raise BadTable(f"{place}：是公式，编号应为文字，请清空这一格后再试")
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, cell.tag.replace("}c", "}is"))
    etree.SubElement(inline, cell.tag.replace("}c", "}t")).text = word


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


def _widen(root: Any, column: int) -> None:
    """Room for the heading, unless the person has given that column a width."""
    tag = root.tag.replace("}worksheet", "}cols")
    found = root.find("{*}cols")
    if found is None:
        found = etree.Element(tag)
        before = [child for name in _BEFORE_COLUMNS for child in root.iterfind(f"{{*}}{name}")]
        root.insert(root.index(before[-1]) + 1 if before else 0, found)
    for each in found.iterfind("{*}col"):
        if int(each.get("min", 0)) <= column + 1 <= int(each.get("max", 0)):
            return
    place = sum(int(each.get("min", 0)) <= column for each in found.iterfind("{*}col"))
    new = etree.Element(tag[:-1], min=str(column + 1), max=str(column + 1), width=_WIDTH)
    new.set("customWidth", "1")
    found.insert(place, new)
