"""`mingcha check FILE...`: judges replies; contracts.md, section 1.

One JSON line an input as soon as it is judged (--json), or a table for a reader. An input that
cannot be read is one line like the others, is named on standard error, and makes the exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.errors import UserError, reason

if TYPE_CHECKING:
    from harness.checker.check import Judgement
    from harness.checker.dossier import Expected
    from harness.checker.finding import Finding
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
) -> None:
    wanted = _expected(expect)
    day = _day(replied_on, "--replied-on") if replied_on else None
    failed = False
    for name in files:
        result, unread = _one(name, wanted, day)
        for what in unread:
            failed = True
            typer.echo(f"未能检查 {what}", err=True)
        if as_json:
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        elif "error" not in result:
            _show(name, result)
    if failed:
        raise typer.Exit(1)


def _one(name: str, wanted: Expected, day: date | None) -> tuple[dict[str, Any], list[str]]:
    """One input judged, or the reason why not, in the shape of the contract; and, a line each,
    what of it could not be read."""
    from harness.checker.check import judge
    from harness.checker.dossier import Dossier
    from parsers import read

    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as wrong:
        why = _why_unopened(path, wrong)
        return _error(name, None, None, "not_found", why), [f"{name}：{why}"]
    document = read(data, path.name)
    if document.error is not None:
        code, why = document.error.code, document.error.message
        return _error(name, document.sha256, document.media, code, why), [f"{name}：{why}"]
    unread = [
        f"{name} 中的“{part.name}”：{part.error.message}"
        for part in document.walk()
        if part.error is not None
    ]
    judgement = judge(Dossier(document, wanted, day))
    if judgement.text_from == "none" and not unread:
        unread = [f"{name}：没有读出文字，请看原件"]
    return as_dict(name, document, judgement), unread


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


# --- what the caller gave ------------------------------------------------------------------------

_LISTS = ("unit_aliases", "reconsideration_organs", "courts")
_KNOWN = ("applicant", "unit", *_LISTS, "requested_on", "items")


def _expected(path: str | None) -> Expected:
    from harness.checker.dossier import Expected

    if path is None:
        return Expected()
    given = _load(path)
    unknown = sorted(set(given) - set(_KNOWN))
    if unknown:
        raise UserError(
            f"{path}：不认识的字段 {'、'.join(unknown)}；可用的字段是 {'、'.join(_KNOWN)}"
        )
    for key in _LISTS:
        if not isinstance(given.get(key, []), list) or not all(
            isinstance(one, str) for one in given.get(key, [])
        ):
            raise UserError(f'{path}：{key} 应当是名称的列表，如 ["某某市人民政府"]')
    for key in ("applicant", "unit"):
        if not isinstance(given.get(key, ""), str):
            raise UserError(f"{path}：{key} 应当是文字")
    items = given.get("items")
    if items is not None and (not isinstance(items, int) or isinstance(items, bool) or items < 1):
        raise UserError(f"{path}：items 应当是正整数（申请的项数），现为 {items!r}")
    asked = given.get("requested_on")
    return Expected(
        applicant=given.get("applicant", ""),
        unit=given.get("unit", ""),
        unit_aliases=tuple(given.get("unit_aliases", ())),
        reconsideration_organs=tuple(given.get("reconsideration_organs", ())),
        courts=tuple(given.get("courts", ())),
        requested_on=_day(asked, f"{path}：requested_on") if asked is not None else None,
        items=items,
    )


def _load(path: str) -> dict[str, Any]:
    try:
        given = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise UserError(f"打不开 {path}：{reason(wrong)}") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
        where = (
            f"第{wrong.lineno}行第{wrong.colno}列"
            if isinstance(wrong, json.JSONDecodeError)
            else "编码"
        )
        raise UserError(f"{path} 不是 UTF-8 的 JSON（{where}有误），请改正后重试") from None
    if not isinstance(given, dict):
        raise UserError(
            f'{path} 应当是一个 JSON 对象，如 {{"applicant": "张某", "unit": "某某市财政局"}}'
        )
    return given


def _day(text: object, what: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise UserError(f"{what} 应当是日期，写作 2026-03-15 的样子，现为 {text}") from None
