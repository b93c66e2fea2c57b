"""反馈单, 公开指南核对: what a unit's guide was found to say, item by item. In: findings. Out: a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checker.finding import Verdict
from harness.guide.finding import ItemFinding
from harness.guide.items import ASKED
from harness.reports.examined.guide_page import verdict_name
from harness.reports.paper.grid import Cell, Content
from harness.reports.paper.paper import RED, Paper
from harness.reports.wording import in_quotes
from harness.scoring.score import Score


def guide_table(paper: Paper, found: Sequence[ItemFinding]) -> None:
    rows: list[list[Content]] = [
        [
            ASKED[one.element].name,
            Cell(verdict_name(one), bold=one.is_fault, colour=RED if one.is_fault else ""),
            one.reason,
            "".join(map(in_quotes, _words(one))) or "—",
        ]
        for one in found
    ]
    paper.table(["事项", "认定", "理由", "指南原文"], rows, (16, 12, 36, 36), size=9)


def guide_faults(found: Sequence[ItemFinding], score: Score) -> Iterator[list[Content]]:
    """What is wrong with the guide and costs nothing: rows of what is wrong. Of what costs points the
    mark itself tells."""
    told = [ground.reason for m in score.marks for d in m.deductions for ground in d.grounds]
    for one in found:
        name = ASKED[one.element].name
        if not one.is_fault or any(why.startswith(f"公开指南的{name}：") for why in told):
            continue
        way = "补充" if one.verdict is Verdict.ABSENT else "更正"
        yield [
            f"公开指南的{name}。{one.reason}",
            "不扣分（本细则不考核）",
            f"在公开指南中{way}{name}。",
        ]


def _words(found: ItemFinding) -> list[str]:
    """Each passage once, in the guide's order."""
    return list(dict.fromkeys(text for span in found.evidence if (text := span.text.strip())))
