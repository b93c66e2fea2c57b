"""`mingcha check FILE...`: judges replies; contracts.md, section 1.

One JSON line an input as soon as it is judged (--json), or a table for a reader; beside them, on
request, a page for each that shows the evidence in the letter itself (--html). An input that
cannot be read is one line like the others, is named on standard error, and makes the exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.errors import UserError, reason
from harness.cli.expecting import day_of, expected
from harness.cli.explaining import Pages, pages_for, show

if TYPE_CHECKING:
    from harness.checker.check import Judgement
    from harness.checker.dossier import Expected
    from harness.checker.finding import Finding
    from parsers import Kept
    from parsers.document import Document, TextFrom


def register(app: typer.Typer) -> None:
    app.command("check", help="检查答复：逐项看标题、文号、依据、救济渠道、印章等要素是否具备。")(
        check
    )


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="答复文件，可以多个；电子邮件连同附件算一件。"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON。")] = False,
    expect: Annotated[
        str | None,
        typer.Option(
            "--expect", metavar="EXPECT.json", help="应有的申请人、机关、复议机关、法院等。"
        ),
    ] = None,
    replied_on: Annotated[
        str | None,
        typer.Option(
            "--replied-on", metavar="日期", help="答复寄出（发出）的日期，如 2026-03-15。"
        ),
    ] = None,
    html: Annotated[
        bool,
        typer.Option(
            "--html",
            help="另写一个网页：左边是原件，佐证处有标记，右边是逐项认定；在浏览器中打开。",
        ),
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="位置",
            help="网页写到哪里：一个文件时为 .html 文件名，多个文件时为文件夹；指定后不自动打开。",
        ),
    ] = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="写好网页后不在浏览器中打开。")
    ] = False,
) -> None:
    if (out or no_open) and not html:
        raise UserError("--out、--no-open 须与 --html 一起用")
    wanted = expected(expect)
    day = day_of(replied_on, "--replied-on") if replied_on else None
    pages = pages_for(files, out) if html else None
    failed = False
    for number, name in enumerate(files, 1):
        with _waiting(name, number, len(files)):
            checked = _one(name, wanted, day, keep=html)
        failed |= bool(checked.unread)
        for what in checked.unread:
            typer.echo(f"未能检查 {what}", err=True)
        _tell(name, checked, as_json)
        if pages is not None:
            _page(pages, name, checked)
    if pages is not None and (written := pages.finish()):
        opened = not (out or no_open) and show(written)
        typer.echo(f"{'已打开' if opened else '已写出'} {written}", err=True)
    if failed:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Checked:
    """One input judged, or the reason why not, in the shape of the contract (`result`), and, a
    line each, what of it could not be read."""

    result: dict[str, Any]
    unread: tuple[str, ...]
    kept: Kept | None = None
    judgement: Judgement | None = None


def _tell(name: str, checked: _Checked, as_json: bool) -> None:
    """At once, not when all are done: whoever reads along need not wait for the last one."""
    if as_json:
        sys.stdout.write(json.dumps(checked.result, ensure_ascii=False) + "\n")
    elif "error" not in checked.result:
        _show(name, checked.result)
    sys.stdout.flush()


def _page(pages: Pages, name: str, checked: _Checked) -> None:
    if checked.kept is None or checked.judgement is None:
        pages.refuse(name, checked.result["error"]["message"])
    else:
        pages.add(name, checked.kept, checked.judgement)


def _waiting(name: str, number: int, of: int) -> AbstractContextManager[object]:
    """Say on a terminal which file is being read, before anything heavy is loaded for it:
    recognising a scan takes seconds."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.text import Text

    place = f"（{number}/{of}）" if of > 1 else ""
    return Console(stderr=True).status(Text(f"正在核对 {name}{place}"))


def _one(name: str, wanted: Expected, day: date | None, *, keep: bool) -> _Checked:
    """`keep`: with the bytes of everything inside, which pictures of the pages need."""
    from harness.checker.check import judge
    from harness.checker.dossier import Dossier
    from harness.checker.parts import other_letters
    from parsers import Kept, read, read_and_keep

    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as wrong:
        why = _why_unopened(path, wrong)
        return _Checked(_error(name, None, None, "not_found", why), (f"{name}：{why}",))
    kept = read_and_keep(data, path.name) if keep else Kept(read(data, path.name), {})
    document = kept.document
    if document.error is not None:
        code, why = document.error.code, document.error.message
        refused = _error(name, document.sha256, document.media, code, why)
        return _Checked(refused, (f"{name}：{why}",))
    judgement = judge(Dossier(document, wanted, day))
    unread = tuple(
        f"{name} 中的“{part.name}”：{part.error.message}"
        for part in document.walk()
        if part.error is not None
    )
    unread += tuple(
        f"{name} 中的“{part.name}”：像是另一份答复，一次只核对一份，请取出来单独核对"
        for part in other_letters(document)
    )
    if judgement.text_from == "none" and not unread:
        unread = (f"{name}：没有读出文字，请看原件",)
    return _Checked(as_dict(name, document, judgement), unread, kept, judgement)


def _why_unopened(path: Path, wrong: OSError) -> str:
    if path.is_dir():
        return "是文件夹，请给出其中的文件"
    return (
        "没有这个文件，请核对路径"
        if isinstance(wrong, FileNotFoundError)
        else f"打不开：{reason(wrong)}"
    )


def _error(
    name: str, sha256: str | None, media: str | None, code: str, message: str
) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("pages", "text_from", "kind", "decisions", "replied_on", "elements", "rules")
    )
    return {
        "source": name,
        "sha256": sha256,
        "media": media,
        **empty,
        "error": {"code": code, "message": message},
    }


def as_dict(name: str, document: Document, judgement: Judgement) -> dict[str, Any]:
    """A judgement in the shape of contracts.md, section 1."""
    return {
        "source": name,
        "sha256": document.sha256,
        "media": document.media,
        "pages": judgement.pages,
        "text_from": _text_from(judgement.text_from),
        "kind": str(judgement.kind),
        "decisions": list(judgement.decisions),
        "replied_on": judgement.replied_on.isoformat() if judgement.replied_on else None,
        "elements": {str(one.element): _finding(one) for one in judgement.findings},
        "rules": judgement.rules,
    }


def _text_from(where: TextFrom) -> str | None:
    """None where no page could be read: the contract knows digital, ocr and mixed."""
    return None if where == "none" else str(where)


# fields that single elements have beside the common ones, empty where nothing was found
_EXTRA: dict[str, dict[str, Any]] = {
    "legal_basis": {"citations": []},
    "remedy": {"reconsideration": None, "litigation": None},
    "seal": {"form": None, "colour": None},
}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "verdict": str(one.verdict),
        "value": one.value,
        "defects": list(one.defects),
        "confidence": round(one.confidence, 3),
        "evidence": [
            {
                "file": span.file,
                "page": span.page,
                "bbox": list(span.bbox) if span.bbox else None,
                "text": span.text,
            }
            for span in one.evidence
        ],
        "reason": one.reason,
        **_EXTRA.get(str(one.element), {}),
        **one.extra,
    }


# --- for a reader -----------------------------------------------------------------------------


def _show(name: str, result: Mapping[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from harness.checker.check import KIND_NAMES
    from harness.checker.decisions import NAMES
    from harness.checker.dossier import ReplyKind
    from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict

    decisions = "、".join(NAMES[code] for code in result["decisions"]) or "无"
    # Text, not str: a name like [2020]3号.pdf is no markup
    heading = f"{name}  {KIND_NAMES[ReplyKind(result['kind'])]}；处理决定：{decisions}"
    table = Table(title=Text(heading), title_justify="left")
    for head in ("要素", "认定", "说明"):
        table.add_column(head, overflow="fold")
    for element, one in result["elements"].items():
        verdict = VERDICT_NAMES[Verdict(one["verdict"])]
        table.add_row(ELEMENT_NAMES[Element(element)], verdict, Text(one["reason"]))
    Console(highlight=False).print(table)
