"""A finding in the words of the explain view: its reason, what it quotes, and what the rule asks.

In: a `Judgement` and where its evidence is marked. Out: `Verdicted`, one an element, as shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import getdoc
from itertools import groupby, pairwise

from harness.checker.check import Judgement
from harness.checker.finding import ELEMENT_NAMES, REMARKS, VERDICT_NAMES, Element, Finding
from harness.checker.rules import RULES
from harness.reports.examined.explain_marks import Found, Marked
from harness.scoring.faults import DEFECT_NAMES
from parsers.document import Span

_LOOSE = "：:，,、；;。 "  # left over at the head of what was cut out of a sentence
_MOST = 240  # characters of a quotation
SHORT_NAMES = {**ELEMENT_NAMES, Element.APPLICANT: "申请人"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a finding rests on. `anchor` leads to them, where they can be shown; `told` where
    the reason has said them already."""

    text: str
    place: str
    anchor: str | None
    told: bool


@dataclass(frozen=True, slots=True)
class Verdicted:
    """One element as the page shows it."""

    code: str
    number: int
    name: str
    short: str
    verdict: str  # the code, by which it is coloured
    verdict_name: str
    reason: str
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    details: tuple[str, ...]
    quotes: tuple[Quote, ...]
    requirement: str
    grounds: str

    @property
    def anchor(self) -> str | None:
        """The first place of its evidence."""
        return next((quote.anchor for quote in self.quotes if quote.anchor), None)


def verdicts_of(judgement: Judgement, on_it: Marked) -> list[Verdicted]:
    files = {span.file for found in judgement.findings for span in found.evidence}
    return [
        _verdict(number, found, on_it, len(files) > 1)
        for number, found in enumerate(judgement.findings, 1)
    ]


def _verdict(number: int, found: Finding, on_it: Marked, name_file: bool) -> Verdicted:
    names = DEFECT_NAMES.get(found.element, {})
    requirement, grounds = _rule_text(found.element)
    return Verdicted(
        code=str(found.element),
        number=number,
        name=ELEMENT_NAMES[found.element],
        short=SHORT_NAMES[found.element],
        verdict=str(found.verdict),
        verdict_name=VERDICT_NAMES[found.verdict],
        reason=found.reason,
        faults=tuple(names.get(code, code) for code in found.defects if code not in REMARKS),
        remarks=tuple(names.get(code, code) for code in found.defects if code in REMARKS),
        details=tuple(_details(found)),
        quotes=tuple(quotes_of(found, found.reason, on_it, name_file)),
        requirement=requirement,
        grounds=grounds,
    )


def quotes_of(
    found: Found, reason: str, on_it: Marked, name_file: bool, *, apart: bool = False
) -> Iterator[Quote]:
    """Neighbouring lines of one page are one quotation; it leads to the first of them. `apart`: where nothing
    shows that a line goes on, it does not (the rows of a table)."""
    cited = zip(found.evidence, on_it.anchors[found.element], strict=True)
    for (file, page), lines in groupby(cited, key=lambda one: (one[0].file, one[0].page)):
        several = list(lines)
        text = _joined([span for span, _ in several], apart).lstrip(_LOOSE)
        anchor = next((anchor for _, anchor in several if anchor), None)
        paged = any(span.bbox for span, _ in several)  # else the page is of our own making
        place = (f"{file} " if name_file else "") + (f"第{page}页" if paged else "")
        # （印文未读出）: words about the evidence, not its own
        told = text in reason or (text.startswith("（") and text.endswith("）"))
        yield Quote(_shortened(text), place.strip(), anchor, told)


def _shortened(text: str) -> str:
    """The beginning and the end of what is long: the whole is marked in the letter."""
    return text if len(text) <= _MOST else f"{text[: _MOST * 2 // 3]}……{text[-_MOST // 3 :]}"


def _joined(spans: Sequence[Span], apart: bool) -> str:
    """Lines that go on in the next are put together; others are set apart."""
    text = spans[0].text
    for before, span in pairwise(spans):
        text += span.text if _goes_on(before, span, apart) else f" …… {span.text}"
    return text


def _goes_on(before: Span, span: Span, apart: bool) -> bool:
    if before.bbox is None or span.bbox is None:
        return not apart and not before.text.endswith(("。", "；", "！", "？"))
    height = max(before.bbox[3] - before.bbox[1], 8.0)
    return 0.5 * height < span.bbox[1] - before.bbox[1] < 3.2 * height


def _details(found: Finding) -> Iterator[str]:
    """What the contract lists for single elements, in words."""
    citations = found.extra.get("citations")
    if isinstance(citations, (list, tuple)) and citations:
        cited = dict.fromkeys(
            f"《{one['law']}》" + (one["text"] if one["article"] else "") for one in citations
        )
        yield "引用：" + "、".join(cited)
    yield from _ways(found)
    form, colour = found.extra.get("form"), found.extra.get("colour")
    if form:
        kinds = {"ink": "印迹", "digital_signature": "数字签名", "ofd_signature": "OFD 电子签章"}
        colours = {"red": "红色", "grey": "灰色"}
        yield "形式：" + colours.get(str(colour), "") + kinds.get(str(form), str(form))


def _ways(found: Finding) -> Iterator[str]:
    first = found.extra.get("reconsideration")
    if isinstance(first, dict):
        days = f"，{first['days']}日内" if first.get("days") else ""
        yield f"行政复议：{first.get('organ') or '未列明机关'}{days}"
    second = found.extra.get("litigation")
    if isinstance(second, dict):
        months = f"，{second['months']}个月内" if second.get("months") else ""
        yield f"行政诉讼：{second.get('court') or '未列明法院'}{months}"


@cache
def _rule_text(element: Element) -> tuple[str, str]:
    """What a rule's own docstring says under 要求 and 依据."""
    rule = next(one for one in RULES if one.ELEMENT is element)
    text = getdoc(rule) or ""
    return tuple(_section(text, head) for head in ("要求", "依据"))  # type: ignore[return-value]


def _section(text: str, head: str) -> str:
    found = re.search(
        rf"^{head}：(.+?)(?=^(?:要求|依据|瑕疵)：|\Z)", text, re.MULTILINE | re.DOTALL
    )
    return "".join(line.strip() for line in found[1].splitlines()) if found else ""
