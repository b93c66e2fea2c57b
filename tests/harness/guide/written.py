"""The guides as files: web page, Word document, pasted text."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import docx

from parsers import read
from parsers.document import Document
from tests.harness.guide.guides import Block, Written

FILES = Path(__file__).parent / "files"  # the PDFs, made once by LibreOffice of the same blocks

_SCRIPT = "<script>var box=document.getElementById('tel');box.innerHTML=load('/contact');</script><div id='tel'></div>"


def document_of(guide: Written) -> Document:
    return read(bytes_of(guide), guide.name)


def bytes_of(guide: Written) -> bytes:
    suffix = Path(guide.name).suffix
    if suffix == ".pdf":
        return (FILES / guide.name).read_bytes()
    if suffix == ".html":
        return html(guide).encode()
    if suffix == ".docx":
        return word(guide.blocks)
    return "\n".join(_plain(guide.blocks)).encode()


def html(guide: Written) -> str:
    body = "\n".join(_html(block) for block in guide.blocks)
    script = _SCRIPT if guide.scripts else ""
    head = "<meta charset='utf-8'><title>政务公开</title><style>p{text-indent:2em}</style>"
    return f"<!doctype html><html><head>{head}</head><body>{body}{script}</body></html>"


def _html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in block)
    return f"<table>{rows}</table>"


def word(blocks: tuple[Block, ...]) -> bytes:
    paper, out = docx.Document(), io.BytesIO()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, said in zip(row.cells, cells, strict=True):
                cell.text = said
    paper.save(out)
    return out.getvalue()


def _plain(blocks: tuple[Block, ...]) -> list[str]:
    return [
        line
        for block in blocks
        for line in ([block] if isinstance(block, str) else ["\t".join(row) for row in block])
    ]
