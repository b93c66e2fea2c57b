"""Cells of a sheet that hold a formula and no value: to a reader of values they are empty, to the person who
looks at them in Excel they are not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from letters.workbook import column_of
from letters.writing_back import BROKEN, Place, member_of, parsed

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NAMED = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def without_value(data: bytes, sheet: str) -> frozenset[Place]:
    """Those that were never worked out (no Excel saved the file since), or came to an error. None where
    it cannot be told: then the values alone speak."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            text = packed.read(member_of(packed, sheet)[1])
        return frozenset(_places(parsed(text))) if _FORMULA.search(text) else frozenset()
    except BROKEN:
        return frozenset()


def _places(root: Any) -> Iterator[Place]:
    for cell in root.iter("{*}c"):
        named = _NAMED.fullmatch(cell.get("r", ""))
        if named and cell.find("{*}f") is not None:
            said = cell.findtext("{*}v") or "".join(cell.itertext("{*}t"))
            if not said or cell.get("t") == "e":
                yield int(named[2]), column_of(named[1])
