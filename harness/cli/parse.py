"""`mingcha parse FILE --json`: what can be seen in a file; contracts.md, section 4."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.errors import UserError, reason
from harness.cli.shown import json_text, named, say
from harness.reports.checked import few
from letters.opening import read_file
from letters.writable import writable

if TYPE_CHECKING:
    from parsers.document import Document, Page


_log = logging.getLogger(__name__)


def register(app: typer.Typer) -> None:
    app.command(name="parse", help="读取一个文件，列出页、行、坐标、印章和附件。")(parse)


def parse(
    file: Annotated[Path, typer.Argument(metavar="文件", help="pdf、docx、eml、zip、图像等")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    try:
        data = read_file(file)
    except OSError as fault:
        raise UserError(f"打不开文件“{named(file)}”：{_why(fault)}") from fault
    document = _read(data, writable(file.name))
    say(json_text(as_dict(document)) if as_json else as_text(document))
    unread = [
        f"未能读取 {named(part.name)}：{part.error.message}"
        for part in document.walk()
        if part.error
    ]
    warned = [
        f"注意 {named(part.name)}：{said}" for part in document.walk() for said in part.warnings
    ]
    for line in few(tuple(dict.fromkeys((*unread, *warned)))):
        say(named(line), err=True)
    if unread:
        raise typer.Exit(1)


def _read(data: bytes, name: str) -> Document:
    """In a lane: what the file does to its reader, it does to that process alone."""
    from harness.engine import JobFailed, Lost, open_lanes
    from parsers import read
    from parsers.document import refused

    with open_lanes(1) as engine:
        try:
            outcome = engine.submit(read, data, name).result()
        except JobFailed as fault:  # a bug costs the one file that met it
            _log.exception("%s", name)
            return refused(data, name, "unknown", "internal_error", fault.told)
    if isinstance(outcome, Lost):
        return refused(data, name, "unknown", outcome.code, outcome.message)
    return outcome


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "文件不存在"
    if isinstance(fault, IsADirectoryError):
        return "这是文件夹，请给出其中的文件"
    return "没有读取权限" if isinstance(fault, PermissionError) else reason(fault)


def as_dict(document: Document) -> dict[str, Any]:
    """The JSON of contracts.md; `error` is null where the file was read."""
    shown: dict[str, Any] = {
        "name": document.name,
        "media": document.media,
        "sha256": document.sha256,
        "pages": [_page(page) for page in document.pages],
        "parts": [as_dict(part) for part in document.parts],
        "warnings": list(document.warnings),
        "error": None,
    }
    if document.error:
        shown["error"] = {"code": document.error.code, "message": document.error.message}
    if document.headers:
        found = document.headers
        shown["headers"] = {
            "subject": found.subject,
            "from": found.sender,
            "to": found.to,
            "date": found.date,
            "message_id": found.message_id,
            "in_reply_to": found.in_reply_to,
            "references": list(found.references),
        }
    return shown


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "text_from": page.text_from.value,
        "lines": [
            {
                "text": line.text,
                "bbox": _box(line.bbox),
                "confidence": line.confidence,
                # what the recognition said, where its punctuation was set right
                **({"raw": line.raw} if line.raw else {}),
            }
            for line in page.lines
        ],
        "seals": [
            {
                "bbox": _box(seal.bbox),
                "name": seal.name,
                "form": seal.form.value,
                "colour": seal.colour,
                "confidence": seal.confidence,
                # below 1 the name was read from ink and may have slips
                "name_confidence": seal.name_confidence if seal.name else None,
            }
            for seal in page.seals
        ],
        "seals_searched": page.seals_searched,
    }


def _box(box: tuple[float, float, float, float] | None) -> list[float] | None:
    return list(box) if box else None


def as_text(document: Document, indent: str = "") -> str:
    """The same for reading."""
    rows = [f"{indent}{named(document.name)}（{document.media}，{len(document.pages)}页）"]
    if document.headers:
        rows.append(f"{indent}  主题：{document.headers.subject or '无'}")
    for page in document.pages:
        rows.append(
            f"{indent}  第{page.number}页（文字来源 {page.text_from}，印章 {len(page.seals)} 枚）"
        )
        rows += [f"{indent}    {line.text}" for line in page.lines]
    rows += [as_text(part, indent + "    ") for part in document.parts]
    return "\n".join(rows)
