"""Workbooks as the XML that they consist of: nothing that is written is checked."""

from __future__ import annotations

from hostile_files.packages import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
_ROOT = (
    RELATIONS % f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
)


def letters(column: int) -> str:
    head, tail = divmod(column, 26)
    return (letters(head - 1) if head else "") + chr(65 + tail)


def text_cell(row: int, column: int, text: str) -> str:
    return f'<c r="{letters(column)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def text_row(number: int, values: tuple[str, ...]) -> str:
    cells = "".join(text_cell(number, n, value) for n, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def sheet(rows: str, *, dimension: str = "", after: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(
    sheets: dict[str, str | bytes], more: dict[str, str | bytes] | None = None, book: str = ""
) -> bytes:
    """A workbook of sheets by name; `more` members beside or instead of its own."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="x1" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="x2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT, "xl/_rels/workbook.xml.rels": RELATIONS % relations,
        "xl/workbook.xml": book or f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        **{f"xl/worksheets/sheet{n}.xml": data for n, data in enumerate(sheets.values(), 1)},
    }  # fmt: skip
    return zipped({**members, **(more or {})})
