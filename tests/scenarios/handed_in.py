"""A file that is handed in, opened as whoever receives it does: its words."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl


def text_of(path: Path) -> str:
    """A file that does not open is an error; one without words is empty."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return _word(path)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(
            "　".join(str(cell) for cell in row if cell is not None)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
        )
    return path.read_text(encoding="utf-8")


def _word(path: Path) -> str:
    paper = docx.Document(str(path))
    lines = [each.text for each in paper.paragraphs]
    lines += [
        "　".join(cell.text for cell in row.cells) for table in paper.tables for row in table.rows
    ]
    return "\n".join(lines)
