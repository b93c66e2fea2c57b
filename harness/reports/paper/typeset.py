"""A .docx of ours -> PDF, set by typst: for machines without LibreOffice.

It knows what paper.py and grid.py write: paragraphs, tables, pictures, the contents, two ways of counting
pages. The words, tables and pictures are the .docx's own; its pages are not always the same, and the
contents name the pages as they come out here.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pylopdf_fonts_zh_cn import sans_path, serif_path

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
_EMU = 12700  # in a point
_ALIGN = {"center": "center", "right": "right", "both": "both"}
_LEVELS = {"TOC1": 1, "TOC2": 2}


def typeset(report: Path, as_of: date) -> bytes:
    """The PDF, as made on that day: the same .docx gives the same bytes."""
    document = Document(str(report))
    with tempfile.TemporaryDirectory(prefix="mingcha-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        said = _Blocks(document, root).paper()
        (root / "paper.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        main = root / "report.typ"
        main.write_bytes(TEMPLATE.read_bytes())
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path.parent) for path in {serif_path(), sans_path()}],
        )
        compiler = typst.Compiler(input=main, root=root, font_paths=fonts)
        made = compiler.compile(
            format="pdf", timestamp=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
        )
    assert isinstance(made, bytes)
    return made


class _Blocks:
    """The document's body as plain values; pictures lie in `root`."""

    def __init__(self, document: Any, root: Path) -> None:
        self.document, self.root = document, root
        self.normal = document.styles["Normal"].paragraph_format.line_spacing.pt

    def paper(self) -> dict[str, Any]:
        core, first = self.document.core_properties, self.document.sections[0]
        return {
            "title": core.title,
            "author": core.author,
            "header": "".join(each.text for each in first.header.paragraphs),
            "drill": "".join(each.text for each in first.footer.paragraphs[1:]),
            "sections": len(self.document.sections),
            "blocks": list(self._blocks()),
        }

    def _blocks(self) -> Iterator[dict[str, Any]]:
        for part in self.document.element.body:
            if part.tag == qn("w:tbl"):
                yield self._table(part)
            elif part.tag == qn("w:p"):
                yield self._entry(part) or {"kind": "paragraph", **self._paragraph(part)}
                if part.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                    yield {"kind": "section"}

    def _entry(self, part: Any) -> dict[str, Any] | None:
        """A line of the contents."""
        style, link = part.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"), part.find(qn("w:hyperlink"))
        level = _LEVELS.get(style.get(qn("w:val"))) if style is not None else None
        if level is None or link is None:
            return None
        text = next(part.iter(qn("w:t"))).text
        return {"kind": "entry", "level": level, "text": text, "mark": link.get(qn("w:anchor"))}

    def _paragraph(self, part: Any) -> dict[str, Any]:
        form = Paragraph(part, self.document).paragraph_format
        style = Paragraph(part, self.document).style
        own = style.paragraph_format if style is not None else form
        runs = [each for run in part.iter(qn("w:r")) for each in self._run(run)]
        spacing = part.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        line = spacing.get(qn("w:line")) if spacing is not None else None
        mark = part.find(qn("w:bookmarkStart"))
        align = part.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        centred = own.alignment is not None and int(own.alignment) == 1
        told = align.get(qn("w:val")) if align is not None else "center" if centred else "left"
        inherited = own.line_spacing.pt if hasattr(own.line_spacing, "pt") else self.normal
        indent = form.first_line_indent
        return {
            "runs": runs,
            "pictures": list(self._pictures(part)),
            "align": _ALIGN.get(told, "left"),
            "size": max((run["size"] for run in runs), default=4),
            "line": int(line) / 20 if line else inherited,
            "before": _points(form.space_before, own.space_before),
            "after": _points(form.space_after, own.space_after),
            "indent": indent.pt if indent else 0,
            "keep": bool(form.keep_with_next or own.keep_with_next),
            "new_page": bool(form.page_break_before),
            "mark": mark.get(qn("w:name")) if mark is not None else "",
        }

    def _run(self, run: Any) -> Iterator[dict[str, Any]]:
        text = "".join(
            "\n" if each.tag == qn("w:br") else each.text or ""
            for each in run
            if each.tag in (qn("w:t"), qn("w:br"))
        )
        if not text:
            return
        of = run.find(qn("w:rPr"))
        size, fonts, colour, bold = (
            of.find(qn(name)) if of is not None else None
            for name in ("w:sz", "w:rFonts", "w:color", "w:b")
        )
        yield {
            "text": text,
            "size": int(size.get(qn("w:val"))) / 2 if size is not None else 12,
            "font": fonts.get(qn("w:eastAsia"), "") if fonts is not None else "",
            "colour": colour.get(qn("w:val")) if colour is not None else "000000",
            "bold": bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false"),
        }

    def _pictures(self, part: Any) -> Iterator[dict[str, Any]]:
        for shape in part.iter(qn("wp:inline")):
            extent = shape.find(qn("wp:extent"))
            id = next(shape.iter(qn("a:blip"))).get(qn("r:embed"))
            file = self.root / f"{id}.png"
            file.write_bytes(self.document.part.related_parts[id].blob)
            wide, high = (int(extent.get(name)) / _EMU for name in ("cx", "cy"))
            yield {"file": file.name, "width": wide, "height": high}

    def _table(self, table: Any) -> dict[str, Any]:
        head: list[dict[str, Any]] = []
        cells: list[dict[str, Any]] = []
        for row in table.iter(qn("w:tr")):
            of = row.find(qn("w:trPr"))
            whole = of is not None and of.find(qn("w:cantSplit")) is not None
            into = head if of is not None and of.find(qn("w:tblHeader")) is not None else cells
            into += [self._cell(each, breakable=not whole) for each in row.iter(qn("w:tc"))]
        widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
        return {"kind": "table", "widths": widths, "head": head, "cells": cells}

    def _cell(self, cell: Any, *, breakable: bool) -> dict[str, Any]:
        span, fill = (cell.find(f"{qn('w:tcPr')}/{qn(name)}") for name in ("w:gridSpan", "w:shd"))
        return {
            "span": int(span.get(qn("w:val"))) if span is not None else 1,
            "fill": fill.get(qn("w:fill")) if fill is not None else "",
            "breakable": breakable,
            "paragraphs": [self._paragraph(each) for each in cell.iter(qn("w:p"))],
        }


def _points(own: Any, inherited: Any) -> float:
    chosen = own if own is not None else inherited
    return float(chosen.pt) if chosen is not None else 0.0
