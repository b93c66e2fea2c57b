"""A workbook on standard input -> its sheets' rows as JSON on standard output, one sheet a line.

Run as a program of its own, under the limits of `parsers.cage`: the reader (calamine) lays a sheet out as one
block from its first cell to its last, so one stray cell at the far corner asks for hundreds of gigabytes
and ends the process. It imports nothing of ours. Exit 3: a password; 4: no workbook, or damaged.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

LOCKED, DAMAGED = 3, 4
MOST_ROWS = 100_000  # of all sheets; what follows is left away and said


def _said(cell: Any) -> str:
    """As a reader of the sheet sees it, nearly: a whole number without its point."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = str(cell)
    return text.removesuffix(" 00:00:00") if hasattr(cell, "hour") else text


def main() -> int:
    data = sys.stdin.buffer.read()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        return LOCKED
    left = MOST_ROWS
    for meta in book.sheets_metadata:
        sheet: dict[str, Any] = {"name": meta.name, "rows": [], "whole": True}
        if meta.typ is SheetTypeEnum.WorkSheet:
            rows = book.get_sheet_by_name(meta.name).iter_rows()
            for row in rows:
                cells = [text for cell in row if (text := " ".join(_said(cell).split()))]
                if not cells:
                    continue
                if left <= 0:
                    sheet["whole"] = False
                    break
                left -= 1
                sheet["rows"].append(" ".join(cells))
        sys.stdout.write(json.dumps(sheet, ensure_ascii=True) + "\n")
    return 0


if __name__ == "__main__":
    try:
        status = main()
    except BaseException:  # noqa: BLE001 — the reader panics over some files, which is no Exception
        status = DAMAGED
    sys.stdout.flush()
    sys.exit(status)
