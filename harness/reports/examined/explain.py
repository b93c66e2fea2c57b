"""The explain view: a letter with its evidence marked, and the eleven verdicts beside it.

In: a `Judgement`, the `Document` it was made of, and what shows a page's picture. Out: one HTML
page that needs nothing but itself; for several letters, an index of such pages. Pure: who writes
and opens the file is the command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePath
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from harness.checker.check import Judgement
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Verdict
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.reading.decision.decisions import NAMES as DECISION_NAMES
from harness.reports.examined.explain_marks import Sheet, marked
from harness.reports.examined.explain_verdicts import verdicts_of
from harness.scoring.facts import day_text
from letters.writable import writable
from parsers.document import Document, TextFrom

# a file's SHA-256 and a page's number -> its picture as a data: address; None where it has none
Pictures = Callable[[str, int], str | None]

MOST_SHEETS = 40  # of a longer file, the pages with evidence
TEXT_FROM = {
    TextFrom.DIGITAL: "原有文字",
    TextFrom.OCR: "文字识别（OCR）",
    TextFrom.MIXED: "原有文字和文字识别（OCR）",
    TextFrom.NONE: "未读出文字",
}
_MAILS = frozenset({"eml", "msg", "tnef"})


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet with its picture."""

    sheet: Sheet
    picture: str | None
    caption: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: a letter judged (`judgement`, its page at `href`), or why it was not."""

    name: str
    judgement: Judgement | None
    href: str = ""
    error: str = ""


def explain_page(judgement: Judgement, document: Document, pictures: Pictures) -> str:
    """The page for one letter."""
    on_it = marked(document, judgement.findings)
    verdicts = verdicts_of(judgement, on_it)
    kept, left_out = chosen(on_it.sheets)
    shown = [shown_sheet(sheet, document, pictures) for sheet in kept]
    page = template("explain.html.j2").render(
        name=document.name,
        kind=KIND_NAMES[judgement.kind],
        facts=list(_facts(judgement, document)),
        verdicts=verdicts,
        # what is no answer has one thing said of all its elements: it is said once
        same=len({(one.verdict, one.reason) for one in verdicts}) == 1,
        counts=_counts(judgement),
        warnings=list(warnings_of(document)),
        unexplained=[span.text for span in judgement.unexplained],
        sheets=shown,
        left_out=left_out,
        by_code={one.code: one for one in verdicts},
        sha256=document.sha256,
    )
    return writable(page)


def explain_index(entries: Sequence[Entry]) -> str:
    """The page that leads to the pages of several letters."""
    alike = Counter(PurePath(entry.name).name for entry in entries)
    rows = [
        {
            # the folder only tells apart what shares a name
            "name": entry.name
            if alike[PurePath(entry.name).name] > 1
            else PurePath(entry.name).name,
            "href": quote(entry.href),
            "error": entry.error,
            "kind": KIND_NAMES[entry.judgement.kind] if entry.judgement else "",
            "decisions": _decisions(entry.judgement) if entry.judgement else "",
            "strip": _strip(entry.judgement) if entry.judgement else [],
            "counts": _counts(entry.judgement) if entry.judgement else [],
        }
        for entry in entries
    ]
    page = template("explain_index.html.j2").render(rows=rows, summary=_summary(entries))
    return writable(page)


def _summary(entries: Sequence[Entry]) -> str:
    judged = [entry.judgement for entry in entries if entry.judgement]
    verdicts = [{one.verdict for one in judgement.findings} for judgement in judged]
    wrong = sum(bool(each & {Verdict.ABSENT, Verdict.DEFECTIVE}) for each in verdicts)
    open_ = sum(Verdict.UNCLEAR in each for each in verdicts)
    said = [
        f"{wrong}件有要素缺失或者有瑕疵" if wrong else "各件均无要素缺失或者瑕疵",
        f"{open_}件有待人工认定的事项" if open_ else "",
        f"{len(entries) - len(judged)}件未能检查" if len(judged) < len(entries) else "",
    ]
    return "，".join(filter(None, said)) + "。"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("harness.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> Template:
    return _environment().get_template(name)


# --- the head ---------------------------------------------------------------------------------


def _facts(judgement: Judgement, document: Document) -> Iterator[tuple[str, str]]:
    if judgement.decisions:
        yield "处理决定", _decisions(judgement)
    if judgement.replied_on:
        yield "答复日期", day_text(judgement.replied_on)
    paged = any(page.width for part in document.walk() for page in part.pages)
    pages = f"{judgement.pages}页，" if paged else ""
    yield "文字来源", pages + TEXT_FROM[judgement.text_from]
    yield "适用规则", _rules(judgement)
    headers = document.headers
    if headers is not None:
        yield "邮件主题", headers.subject or "（无）"
        yield "发件人", headers.sender or "（未写明）"


def _rules(judgement: Judgement) -> str:
    since = day_text(date.fromisoformat(judgement.rules))
    unknown = "" if judgement.replied_on else "（答复日期未能确定）"
    return f"{since}起施行的规定{unknown}"


def _decisions(judgement: Judgement) -> str:
    return "、".join(DECISION_NAMES[code] for code in judgement.decisions)


def _counts(judgement: Judgement) -> list[tuple[str, str, int]]:
    """(code, name, how many) of each verdict that occurs, the gravest first."""
    number = Counter(one.verdict for one in judgement.findings)
    order = (
        Verdict.ABSENT,
        Verdict.DEFECTIVE,
        Verdict.UNCLEAR,
        Verdict.PRESENT,
        Verdict.NOT_REQUIRED,
    )
    return [(str(one), VERDICT_NAMES[one], number[one]) for one in order if number[one]]


def _strip(judgement: Judgement) -> list[tuple[str, str]]:
    return [
        (str(one.verdict), f"{ELEMENT_NAMES[one.element]}：{VERDICT_NAMES[one.verdict]}")
        for one in judgement.findings
    ]


def warnings_of(document: Document) -> Iterator[str]:
    """What the reading said, and which part could not be read; a part is named where it is one."""
    for part in document.walk():
        said = [*part.said, *([part.error.message] if part.error else [])]
        for one in said:
            yield one if part is document else f"“{part.name}”：{one}"


# --- sheets -----------------------------------------------------------------------------------


def chosen(sheets: Sequence[Sheet]) -> tuple[list[Sheet], int]:
    """The sheets to show, and how many are left out: none without a word is worth a look, and of
    very many those with evidence."""
    worth = [s for s in sheets if s.has_layout or any(line.text.strip() for line in s.page.lines)]
    if len(worth) <= MOST_SHEETS:
        return worth, 0
    kept = [s for index, s in enumerate(worth) if s.is_marked or index == 0][:MOST_SHEETS]
    return kept, len(worth) - len(kept)


def shown_sheet(sheet: Sheet, document: Document, pictures: Pictures) -> ShownSheet:
    picture = pictures(sheet.document.sha256, sheet.page.number) if sheet.has_layout else None
    return ShownSheet(sheet, picture, _caption(sheet, document))


def _caption(sheet: Sheet, document: Document) -> str:
    part = sheet.document
    if part.media in _MAILS:
        name = "邮件正文"
    else:
        name = part.name if part is document else f"附件 {part.name}"
    if len(part.pages) > 1 or sheet.has_layout:
        name = f"{name}　第{sheet.page.number}页"
    drawn = part.media == "ofd" and sheet.has_layout
    return f"{name}（按内容重绘，字体、线条和签章图样以原件为准）" if drawn else name
