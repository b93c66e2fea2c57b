"""Cells that show something and hold no value -> where they are, and what they show.

An error (#REF!, #NAME? where a text began with = or -) and a formula that nobody has worked out
come from the reader as empty cells. Read as such, they would empty what is stored.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from harness.ledger.values import Unvalued

_MARK = re.compile(rb"""<(?:\w+:)?f[\s>/]|\st=["']e["']""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def unvalued(data: bytes, sheet: str) -> dict[tuple[int, int], Unvalued]:
    """(row, column), from 0, in the sheet of this name; nothing of a file that is no .xlsx."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            member = _member(packed, sheet)
            told = packed.read(member) if member else b""
        if not _MARK.search(told):
            return {}
        return dict(_cells(told))
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError):
        return {}


def _member(packed: zipfile.ZipFile, sheet: str) -> str:
    """Where in the package the sheet lies."""
    book = _parsed(packed.read("xl/workbook.xml"))
    links = _parsed(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    for each in book.iter("{*}sheet"):
        if each.get("name") == sheet:
            target = targets.get(each.get(_ID) or each.get(_STRICT_ID), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _cells(told: bytes) -> Iterator[tuple[tuple[int, int], Unvalued]]:
    for cell in _parsed(told).iter("{*}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        value = (cell.findtext("{*}v") or "").strip()
        kind, formula = cell.get("t", "n"), cell.find("{*}f") is not None
        if place and (kind == "e" or (formula and not value and kind != "str")):
            column = 0
            for each in place[1]:
                column = column * 26 + ord(each) - ord("A") + 1
            yield (int(place[2]) - 1, column - 1), Unvalued(value if kind == "e" else "公式")


def _parsed(told: bytes) -> etree._Element:
    return etree.fromstring(told, etree.XMLParser(**_PARSER))
