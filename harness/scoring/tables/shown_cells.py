"""What Excel shows where the value alone does not tell: the bytes of an .xlsx -> how to read its cells.

Excel keeps 100% as 1 and tells it from a 1 by the cell's number format alone; an error (#DIV/0!) and a
formula that nobody has worked out come from the reader of values as empty cells. None of them may become
a mark, or the lack of one, in silence. Only formats and places of cells are looked at here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import NamedTuple

from lxml import etree

from letters.workbook import BadBook

Place = tuple[int, int]  # row and column, from 0
_Cell = tuple[Place, int, str]  # its format, and why it has no value
_SHARE = "share"

_BUILT_IN = frozenset({9, 10})  # 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')  # a sign that stands for itself and reckons nothing
_CONDITION = re.compile(r"\[[<>=]")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx"
_RELATION = "{*}Relationship"


class Shown(NamedTuple):
    """Cells that say more than their value: shares of one (1 shown as 100%), values with a sign behind
    them that reckons nothing (80 shown as 80%: nobody can say which is meant), and cells without a value, by the words that stand for it."""

    shares: frozenset[Place]
    signed: Mapping[Place, str]
    unread: Mapping[Place, str]


def shown_cells(data: bytes, sheet: str) -> Shown:
    """BadBook where the file does not say: a mark must not be a hundredth in silence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            formats = _formats(packed)
            return _shown(_cells(packed, _part(packed, sheet)), formats)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise BadBook(f"读不出单元格的格式，{_SAVE}") from None


def _shown(cells: Iterator[_Cell], formats: Mapping[int, str]) -> Shown:
    shares, signed, unread = set(), {}, {}
    for place, style, missing in cells:
        sign = formats.get(style, "")
        if missing:
            unread[place] = missing
        elif sign == _SHARE:
            shares.add(place)
        elif sign:
            signed[place] = sign
    return Shown(frozenset(shares), signed, unread)


def _formats(packed: zipfile.ZipFile) -> dict[int, str]:
    """The cell formats that show per cent, by number: as a share of one, or with what sign."""
    if "xl/styles.xml" not in packed.namelist():
        if "xl/workbook.xml" in packed.namelist():
            return {}
        raise KeyError("xl/styles.xml")
    styles = etree.fromstring(packed.read("xl/styles.xml"), _parser())
    signs = dict.fromkeys(_BUILT_IN, _SHARE)
    for own in styles.iterfind("{*}numFmts/{*}numFmt"):
        signs[int(own.get("numFmtId"))] = _sign(own.get("formatCode", ""))
    used = styles.iterfind("{*}cellXfs/{*}xf")
    found = ((n, signs.get(int(xf.get("numFmtId", 0)), "")) for n, xf in enumerate(used))
    return {n: sign for n, sign in found if sign}


def _sign(code: str) -> str:
    """What a format shows behind the number; _SHARE where it is a hundred times the value."""
    plain = _QUOTED.sub("", code)
    sections = plain.split(";")[:2]  # of numbers above and below nought
    if "%" in plain:
        alike = all("%" in one for one in sections if one.strip())
        return _SHARE if alike or not _CONDITION.search(plain) else "（按条件显示为百分数）"
    sign = next((sign for sign in ("%", "％", "‰") if sign in code), "")
    return sign and f"{sign}（符号是格式加上的）"


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


def _cells(packed: zipfile.ZipFile, part: str) -> Iterator[_Cell]:
    row = column = -1
    with packed.open(part) as told:
        steps = etree.iterparse(
            told, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False
        )
        for step, element in steps:
            if etree.QName(element).localname == "row":
                if step == "end":
                    element.clear()
                else:
                    row, column = int(element.get("r", row + 2)) - 1, -1
            elif step == "end":
                place = _CELL.fullmatch(element.get("r", "").upper())
                row, column = _place(place) if place else (row, column + 1)
                yield (row, column), int(element.get("s", 0)), _missing(element)


def _missing(cell: etree._Element) -> str:
    """The words for a cell that has no value: its error, or that its formula was not worked out."""
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "e":
        return value or "#ERROR"
    formula = cell.find("{*}f") is not None
    return "（公式没有算出结果）" if formula and not value and cell.get("t") != "str" else ""


def _place(cell: re.Match[str]) -> Place:
    column = 0
    for sign in cell[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(cell[2]) - 1, column - 1


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
