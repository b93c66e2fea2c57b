"""Which cells of a sheet Excel shows as per cent: the bytes of an .xlsx -> their places.

Excel keeps 100% as 1 and tells it from a 1 by the cell's number format alone, which the reader of
values does not give back. Only the formats and the places of cells are looked at here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath

from lxml import etree

from letters.workbook import BadBook

Place = tuple[int, int]  # row and column, from 0

_BUILT_IN = frozenset({9, 10})  # 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')  # a sign that stands for itself and reckons nothing
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx"
_RELATION = "{*}Relationship"


def percent_cells(data: bytes, sheet: str) -> frozenset[Place]:
    """BadBook where the file does not say: a mark must not be a hundredth in silence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            formats = _percent_formats(packed)
            if not formats:
                return frozenset()
            return frozenset(_cells(packed, _part(packed, sheet), formats))
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise BadBook(f"读不出单元格的格式，{_SAVE}") from None


def _percent_formats(packed: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell formats that show per cent."""
    if "xl/styles.xml" not in packed.namelist():
        if "xl/workbook.xml" in packed.namelist():
            return frozenset()
        raise KeyError("xl/styles.xml")
    styles = etree.fromstring(packed.read("xl/styles.xml"), _parser())
    percent = set(_BUILT_IN)
    for own in styles.iterfind("{*}numFmts/{*}numFmt"):
        number, code = int(own.get("numFmtId")), own.get("formatCode", "")
        percent.discard(number)
        if "%" in _QUOTED.sub("", code):
            percent.add(number)
    used = styles.iterfind("{*}cellXfs/{*}xf")
    return frozenset(n for n, xf in enumerate(used) if int(xf.get("numFmtId", 0)) in percent)


def _part(packed: zipfile.ZipFile, sheet: str) -> str:
    """The member that holds the sheet of this name."""
    book = etree.fromstring(packed.read("xl/workbook.xml"), _parser())
    links = etree.fromstring(packed.read("xl/_rels/workbook.xml.rels"), _parser())
    targets = {link.get("Id"): link.get("Target", "") for link in links.iterfind(_RELATION)}
    for one in book.iterfind("{*}sheets/{*}sheet"):
        if one.get("name") == sheet:
            given = next(value for key, value in one.attrib.items() if key.endswith("}id"))
            target = targets[given]
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    raise KeyError(sheet)


def _cells(packed: zipfile.ZipFile, part: str, formats: frozenset[int]) -> Iterator[Place]:
    row = column = -1
    with packed.open(part) as told:
        steps = etree.iterparse(
            told, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False
        )
        for step, element in steps:
            is_row = etree.QName(element).localname == "row"
            if step == "end":
                if is_row:
                    element.clear()
                continue
            if is_row:
                row, column = int(element.get("r", row + 2)) - 1, -1
                continue
            place = _CELL.fullmatch(element.get("r", "").upper())
            row, column = _place(place) if place else (row, column + 1)
            if int(element.get("s", 0)) in formats:
                yield row, column


def _place(cell: re.Match[str]) -> Place:
    column = 0
    for sign in cell[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(cell[2]) - 1, column - 1


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
