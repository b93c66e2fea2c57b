"""The page of a guide: the guide with its evidence marked, the channels and the twenty items beside it.

In: a `Guide`, the `Document` it was read from, and what shows a page's picture. Out: one HTML page that needs
nothing but itself; for several guides, an index of such pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from harness.checker.finding import VERDICT_NAMES, Verdict
from harness.guide.finding import DEFECT_NAMES, Channel, Guide, ItemFinding
from harness.guide.items import ASKED, CHANNEL_NAMES
from harness.reports.examined.explain import (
    TEXT_FROM,
    Pictures,
    chosen,
    shown_sheet,
    template,
    warnings_of,
)
from harness.reports.examined.explain_marks import Marked, marked
from harness.reports.examined.explain_verdicts import Verdicted, quotes_of
from letters.writable import writable
from parsers.document import Document

NOT_TOLD = "未写明"


def verdict_name(one: ItemFinding) -> str:
    """What is missing and nothing asks for is no fault, and is not called one."""
    if one.verdict is Verdict.ABSENT and not one.asked:
        return NOT_TOLD
    return VERDICT_NAMES[one.verdict]


def verdict_code(one: ItemFinding) -> str:
    """By which it is coloured."""
    grey = one.verdict is Verdict.ABSENT and not one.asked
    return str(Verdict.NOT_REQUIRED if grey else one.verdict)


def channel_state(one: Channel) -> tuple[str, str]:
    """(code of its colour, word)"""
    if one.open:
        return "present", "开通"
    if one.open is False:
        return "defective", "不受理"
    return ("not_required", "未提到") if one.told is False else ("unclear", "待认定")


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A line of the index: a guide read (its page at `href`), or why it was not."""

    name: str
    unit: str = ""
    strip: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, str, int], ...] = ()
    href: str = ""
    error: str = ""


def guide_page(guide: Guide, document: Document, pictures: Pictures) -> str:
    on_it = marked(document, guide.findings)
    verdicts = list(_verdicts(guide, on_it))
    kept, left_out = chosen(on_it.sheets)
    page = template("guide.html.j2").render(
        name=document.name,
        facts=list(_facts(guide, document)),
        channels=[
            (CHANNEL_NAMES[one.kind], *channel_state(one), one.reason) for one in guide.channels
        ],
        verdicts=verdicts,
        same=not guide.is_guide,
        counts=counts_of(guide),
        warnings=list(warnings_of(document)),
        unexplained=[],
        sheets=[shown_sheet(sheet, document, pictures) for sheet in kept],
        left_out=left_out,
        by_code={one.code: one for one in verdicts},
        sha256=document.sha256,
    )
    return writable(page)


def guide_index(entries: Sequence[GuideEntry]) -> str:
    """The page that leads to the pages of several guides."""
    alike = Counter(PurePath(entry.name).name for entry in entries)
    rows: list[dict[str, Any]] = [
        {
            # the folder only tells apart what shares a name
            "name": entry.name
            if alike[PurePath(entry.name).name] > 1
            else PurePath(entry.name).name,
            "href": quote(entry.href),
            "error": entry.error,
            "unit": entry.unit,
            "strip": entry.strip,
            "counts": entry.counts,
        }
        for entry in entries
    ]
    items = "、".join(one.name for one in ASKED.values())
    return writable(template("guide_index.html.j2").render(rows=rows, items=items))


def strip_of(guide: Guide) -> tuple[tuple[str, str], ...]:
    return tuple(
        (verdict_code(one), f"{ASKED[one.element].name}：{verdict_name(one)}")
        for one in guide.findings
    )


def counts_of(guide: Guide) -> tuple[tuple[str, str, int], ...]:
    """(code, name, how many) of each verdict that occurs, the gravest first."""
    number = Counter((verdict_code(one), verdict_name(one)) for one in guide.findings)
    order = ["absent", "defective", "unclear", "present", "not_required"]
    ranked = sorted(number.items(), key=lambda one: order.index(one[0][0]))
    return tuple((code, name, count) for (code, name), count in ranked)


def _facts(guide: Guide, document: Document) -> Iterator[tuple[str, str]]:
    yield "单位", guide.unit or "（标题没有写明）"
    for one in document.walk():
        if one.pages:
            yield "文字来源", TEXT_FROM[one.pages[0].text_from]
            break


def _verdicts(guide: Guide, on_it: Marked) -> Iterator[Verdicted]:
    files = {span.file for one in guide.findings for span in one.evidence}
    for number, one in enumerate(guide.findings, 1):
        asked = ASKED[one.element]
        yield Verdicted(
            code=str(one.element),
            number=number,
            name=asked.name,
            short=asked.name,
            verdict=verdict_code(one),
            verdict_name=verdict_name(one),
            reason=one.reason,
            faults=tuple(DEFECT_NAMES[code] for code in one.defects if code in DEFECT_NAMES),
            remarks=(),
            details=(),
            quotes=tuple(quotes_of(one, one.reason, on_it, len(files) > 1, apart=True)),
            requirement=asked.should,
            grounds=asked.grounds or "没有规定要求写入指南，未写明的不算缺失",
        )
