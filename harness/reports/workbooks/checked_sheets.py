"""Several replies judged -> 核对结果.xlsx (`mingcha check --xlsx`) and the summary that is said last.

In: `Row`s, one an input, made of what `check_letter` gave back. Out: a workbook of two sheets, a row a
file and a row an element; or lines of text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harness.checker.finding import ELEMENT_NAMES, REMARKS, VERDICT_NAMES, Element, Verdict
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.reading.decision.decisions import NAMES
from harness.reports.examined.checked import CheckedLetter
from harness.reports.workbooks.sheets import Book, Column, Value

NAMED = 10  # so many files are named in one line of the summary


@dataclass(frozen=True, slots=True)
class Row:
    """One input: the object of contracts.md (section 1), and what of it was not read."""

    name: str
    result: dict[str, Any]
    unread: tuple[str, ...]

    @classmethod
    def of(cls, name: str, checked: CheckedLetter) -> Row:
        return cls(name, json.loads(checked.result), checked.unread)

    @property
    def elements(self) -> dict[Element, dict[str, Any]]:
        return {Element(key): one for key, one in (self.result["elements"] or {}).items()}

    @property
    def judged(self) -> bool:
        return bool(self.elements)

    @property
    def is_reply(self) -> bool:
        """Something is asked of it: what is no answer and needs nothing is left out of the counts."""
        return any(one["verdict"] != Verdict.NOT_REQUIRED for one in self.elements.values())

    @property
    def faulty(self) -> bool:
        return any(map(_is_fault, self.elements.values()))

    @property
    def unclear(self) -> bool:
        return any(one["verdict"] == Verdict.UNCLEAR for one in self.elements.values())


def _is_fault(finding: dict[str, Any]) -> bool:
    """Absent, or defective in more than a remark."""
    if finding["verdict"] == Verdict.DEFECTIVE:
        return bool(set(finding["defects"]) - REMARKS)
    return bool(finding["verdict"] == Verdict.ABSENT)


def summary(rows: Sequence[Row]) -> tuple[str, ...]:
    """How many were judged, and how they came out; what could not be judged by its name."""
    judged = [row for row in rows if row.judged]
    counted = (
        ("有缺失或者瑕疵", [row for row in judged if row.faulty]),
        ("有待人工认定", [row for row in judged if row.unclear]),
        ("不是答复、不要求要素", [row for row in judged if not row.is_reply]),
        ("有内容未能读取", [row for row in judged if row.unread]),
    )
    told = "".join(f"，{what}的{len(found)}件" for what, found in counted if found)
    clean = [r for r in judged if r.is_reply and not (r.faulty or r.unclear or r.unread)]
    lines = [f"共{len(rows)}件：核对{len(judged)}件（各项具备的{len(clean)}件{told}）"]
    refused = [row.name for row in rows if not row.judged]
    if refused:
        more = f"等，共{len(refused)}件" if len(refused) > NAMED else ""
        lines.append(f"未能核对{len(refused)}件：{'、'.join(refused[:NAMED])}{more}")
    return tuple(lines)


def write_checked(rows: Sequence[Row], path: Path) -> Path:
    with Book(path, False, path.parent) as book:
        book.sheet("核对结果", _COLUMNS, map(_line, rows))
        book.sheet("逐项认定", _FINDINGS, (line for row in rows for line in _findings(row)))
    return path


_COLUMNS: tuple[Column, ...] = (
    ("文件", 30),
    ("种类", 12),
    ("决定种类", 16),
    ("答复之日", 12),
    ("结论", 16),
    *((name if len(name) < 5 else "申请人", 11) for name in ELEMENT_NAMES.values()),
    ("缺失、瑕疵和待认定的理由", 60),
    ("未能读取", 24),
)


def _line(row: Row) -> list[Value]:
    result = row.result
    if not row.judged:
        why = result["error"]["message"] if result.get("error") else "；".join(row.unread)
        return [row.name, "", "", None, "未能核对", *([""] * len(ELEMENT_NAMES)), "", why]
    told = [
        f"{ELEMENT_NAMES[element]}：{one['reason']}"
        for element, one in row.elements.items()
        if _is_fault(one) or one["verdict"] == Verdict.UNCLEAR
    ]
    on = result["replied_on"]
    return [
        row.name,
        KIND_NAMES[ReplyKind(result["kind"])],
        "、".join(NAMES[code] for code in result["decisions"]),
        date.fromisoformat(on) if on else None,
        _conclusion(row),
        *(VERDICT_NAMES[Verdict(one["verdict"])] for one in row.elements.values()),
        "\n".join(told),
        "\n".join(what.strip() for what in row.unread),
    ]


def _conclusion(row: Row) -> str:
    """Begins with the words that the sheet gives a colour to."""
    if not row.is_reply:
        return "不是答复"
    if row.faulty:
        return "有瑕疵或缺失" + ("，另有待认定" if row.unclear else "")
    return "待人工认定" if row.unclear else "各项具备"


_FINDINGS: tuple[Column, ...] = (
    ("文件", 34),
    ("要素", 18),
    ("认定", 12),
    ("读出的内容", 34),
    ("理由", 70),
    ("原文", 50),
    ("所在", 24),
)


def _findings(row: Row) -> Iterator[list[Value]]:
    if not row.is_reply:
        return
    for element, one in row.elements.items():
        first = one["evidence"][0] if one["evidence"] else None
        yield [
            row.name,
            ELEMENT_NAMES[element],
            VERDICT_NAMES[Verdict(one["verdict"])],
            one["value"] or "",
            one["reason"],
            first["text"] if first else "",
            _place(first) if first else "",
        ]


def _place(evidence: dict[str, Any]) -> str:
    page = f"第{evidence['page']}页" if evidence["page"] else ""
    return f"{evidence['file']} {page}".strip()
