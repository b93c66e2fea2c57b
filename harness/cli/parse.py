"""`mingcha parse FILE... --json`: what can be seen in a file; contracts.md, section 4.

One JSON line a file, in order. A file that cannot be read is named on standard error and makes the
exit status 1; one that is not there is a wrong call, and nothing is read.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.errors import UserError
from harness.cli.given import bytes_of
from harness.cli.inputs import files_meant
from harness.cli.shown import json_text, say
from letters.writable import writable

if TYPE_CHECKING:
    from harness.engine import Engine
    from parsers.document import Document, Page


_log = logging.getLogger(__name__)


def register(app: typer.Typer) -> None:
    app.command(name="parse", help="读取文件，列出页、行、坐标、印章和附件。")(parse)


def parse(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="pdf、docx、eml、zip、图像等；也可以是文件夹（连同其下各级）或者 *.pdf 这样的写法。",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON。")] = False,
) -> None:
    from harness.engine import open_lanes

    files = files_meant(files)
    failed = []
    with open_lanes(1) as engine:
        for name in files:
            document = _read(engine, Path(name))
            shown = {"source": name, **as_dict(document)}
            say(*([json_text(shown)] if as_json else as_lines(document)))
            failed += [name] if _warn(name, document) else []
    if len(files) > 1:
        whole = len(files) - len(failed)
        rest = f"，未能读取或者未能读全{len(failed)}件：{'、'.join(failed)}" if failed else ""
        say(f"共{len(files)}件：读出{whole}件{rest}", err=True)
    if failed:
        raise typer.Exit(1)


def _warn(name: str, document: Document) -> bool:
    """Name what was not read, and what to mind; whether there was anything unread."""

    from harness.reports.examined.checked import few

    def place(part: Document) -> str:
        return name if part is document else f"{name} 中的“{part.name}”"

    parts = tuple(document.walk())
    unread = [f"未能读取 {place(part)}：{part.error.message}" for part in parts if part.error]
    warned = [f"注意 {place(part)}：{said}" for part in parts for said in part.said]
    for line in few(tuple(dict.fromkeys((*unread, *warned)))):
        say(line, err=True)
    return bool(unread)


def _read(engine: Engine, path: Path) -> Document:
    """In a lane: what the file does to its reader, it does to that process alone."""
    from harness.engine import JobFailed, Lost
    from parsers import read
    from parsers.document import refused

    name = writable(path.name)
    try:
        data = bytes_of(path)
    except UserError as wrong:  # it was there when the call began
        return refused(b"", name, "unknown", "not_found", str(wrong))
    try:
        outcome = engine.submit(read, data, name).result()
    except JobFailed as fault:  # a bug costs the one file that met it
        _log.exception("%s", name)
        return refused(data, name, "unknown", "internal_error", fault.told)
    if isinstance(outcome, Lost):
        return refused(data, name, "unknown", outcome.code, outcome.message)
    return outcome


def as_dict(document: Document) -> dict[str, Any]:
    """The JSON of contracts.md; `error` is null where the file was read."""
    shown: dict[str, Any] = {
        "name": document.name,
        "media": document.media,
        "sha256": document.sha256,
        "pages": [_page(page) for page in document.pages],
        "parts": [as_dict(part) for part in document.parts],
        "warnings": list(document.said),
        "unread": [
            {"code": one.code, "touches": list(one.touches), "page": one.page, "what": one.what}
            for one in document.left
        ],
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
            "date_certain": found.date_certain,
            "received": found.received,
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


def as_lines(document: Document, indent: str = "") -> list[str]:
    """The same for reading."""
    rows = [f"{indent}{document.name}（{document.media}，{len(document.pages)}页）"]
    if document.headers:
        rows.append(f"{indent}  主题：{document.headers.subject or '无'}")
    for page in document.pages:
        rows.append(
            f"{indent}  第{page.number}页（文字来源 {page.text_from}，印章 {len(page.seals)} 枚）"
        )
        rows += [f"{indent}    {line.text}" for line in page.lines]
    for part in document.parts:
        rows += as_lines(part, indent + "    ")
    return rows
