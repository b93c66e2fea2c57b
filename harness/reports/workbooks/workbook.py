"""台账.xlsx: everything that the reports rest on, a sheet a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Finding, Verdict
from harness.reports.arrivals import (
    dispute_of,
    evidence_name,
    evidence_names,
    findings_of,
    later_sentence,
    settled,
    undecided,
)
from harness.reports.material import DRILL_NOTE, Material
from harness.reports.sentences import open_items
from harness.reports.wording import (
    HOW_NAMES,
    KIND_NAMES,
    RECEIVED_BY_NAMES,
    due_text,
    quoted,
    result_of,
)
from harness.reports.workbooks.score_sheets import add_scores
from harness.reports.workbooks.sheets import Book, Column, Value
from harness.reports.workbooks.sources import (
    CALL_COLUMNS,
    CALLED,
    SHEET,
    call_rows,
    figure_rows,
    heads,
    places,
    source_columns,
    source_rows,
)
from harness.scoring.assessment import Arrival, Case
from harness.scoring.averages import averages
from harness.scoring.facts import day_text
from harness.scoring.faults import defect_names
from letters.model import CHANNEL_NAMES

OPEN = "打开"  # what a link says


def write_workbook(material: Material, path: Path, evidence: Path | None) -> Path:
    """`evidence`: the folder that the paths of what came are relative to."""
    with Book(path, material.drill, evidence) as book:
        book.front("总览", *_front(material))
        if material.assessment.cases:  # one of marks by hand alone has no applications
            book.sheet(
                "申请",
                _APPLICATIONS,
                _applications(material),
                keys=2,
                printed=_APPLICATIONS_PRINTED,
            )
        book.sheet_if_any("来件", _ARRIVALS, _arrivals(material), keys=2, printed=_ARRIVALS_PRINTED)
        book.sheet_if_any(
            "要素认定", _FINDINGS, _findings(material), keys=2, printed=_FINDINGS_PRINTED
        )
        book.sheet_if_any("电话", _CALLS, _calls(material))
        if material.assessment.calls:
            book.sheet(CALLED, CALL_COLUMNS, call_rows(material), keys=2)
        add_scores(book, material.rubric, material.scores)
        book.sheet_if_any("待复核", _REVIEW, _review(material))
        if _counted(material):
            book.sheet(SHEET, source_columns(), source_rows(material), keys=2)
    return path


def _front(material: Material) -> tuple[list[str], list[str], list[list[Value]]]:
    until = day_text(material.collected)
    lines = [material.title, f"数据采集截至{until}；评分细则：{material.rubric.title}"]
    called = f"“{CALLED}”两" if material.assessment.calls else ""
    if _counted(material):
        lines.append(f"各项数字由“{SHEET}”{called}表逐件计出，改动其中一件，数字随之改变。")
    if any(tally.unclear for tally in material.figures.tallies):
        lines.append("待认定的不计入各项比例的分母，人工认定后重新计算。")
    lines += [DRILL_NOTE] if material.drill else []
    if not _counted(material):
        return (
            lines,
            ["类别", "单位数", "参加排名", "平均得分", "合格率（%）"],
            list(_classes(material)),
        )
    found = places(material)
    return lines, heads(material, found), list(figure_rows(material, found))


def _counted(material: Material) -> bool:
    return bool(material.assessment.cases or material.assessment.calls)


def _classes(material: Material) -> Iterator[list[Value]]:
    """Where nothing was asked and nobody called there is nothing to count but marks."""
    for category in dict.fromkeys(one.category for one in material.scores):
        found = averages(material.rubric, material.scores, category)
        ranked = material.ranked_in(category)
        yield [category or "没有写类别", found.units, ranked, found.total, found.pass_rate]


# what is printed stands first: it fits across a page at 9 points
_APPLICATIONS: tuple[Column, ...] = (
    ("申请编号", 10), ("单位", 22), ("轮次", 9), ("申请内容", 18), ("收到日期", 11), ("截止日", 12),
    ("答复日期", 11), ("结果", 9), ("已用\n工作日", 7), ("剩余\n工作日", 7), ("程序认定", 23),
    ("类别", 13), ("渠道", 10), ("申请人", 9), ("寄出日期", 12), ("收到依据", 14), ("答复原件", 40),
    ("打开", 7),
)  # fmt: skip
_APPLICATIONS_PRINTED = 11


def _applications(material: Material) -> Iterator[list[Value]]:
    for case in material.assessment.cases:
        application, clock = case.application, case.clock
        yield [
            application.id, application.unit.name, application.round.label, application.question.title,
            clock.received_on,
            clock.due_on if clock.due_on and not clock.provisional else due_text(case),
            clock.answered_on, result_of(material, case), clock.working_days_used,
            clock.working_days_left, "；".join(_remarks(material, case)), application.unit.category,
            CHANNEL_NAMES[application.channel], application.applicant.name, application.round.send_on,
            RECEIVED_BY_NAMES.get(str(clock.received_by or ""), str(clock.received_by or "")),
            *_original(case.answer),
        ]  # fmt: skip


def _original(answer: Arrival | None) -> tuple[Value, Value]:
    """Its name, whole, and a link beside it: a link that is longer than its cell is cut at the edge."""
    return (answer.name, _link(answer.path)) if answer else (None, None)


def _link(path: str) -> Value:
    return (OPEN, path) if path else None


def _remarks(material: Material, case: Case) -> Iterator[str]:
    for found in findings_of(material, case):
        yield f"{found.message}（{found.article}）" if found.article else found.message
    yield from filter(None, (dispute_of(material, case), later_sentence(case)))


_ARRIVALS: tuple[Column, ...] = (
    ("来件编号", 11), ("申请编号", 12), ("单位", 24), ("收件日期", 11), ("寄出日期", 11), ("方式", 9),
    ("发件人", 23), ("种类", 10), ("文件", 34), ("归属理由", 110), ("待认定的原因", 60), ("SHA-256", 70),
    ("打开", 7),
)  # fmt: skip
_ARRIVALS_PRINTED = 9


def _arrivals(material: Material) -> Iterator[list[Value]]:
    for case in material.assessment.cases:
        for one in settled(case):
            yield _arrival(one, case.application.id, case.application.unit.name)
    for item in undecided(material.assessment.cases):
        numbers = "、".join(case.application.id for case in item.cases)
        names = dict.fromkeys(case.application.unit.name for case in item.cases)
        yield _arrival(item.arrival, f"待认定：{numbers}", "、".join(names))


def _arrival(one: Arrival, application: str, unit: str) -> list[Value]:
    return [
        one.id, application, unit, one.on, one.posted_on, HOW_NAMES.get(one.how, one.how),
        one.sender, KIND_NAMES[one.kind], one.name, "；".join(one.reasons), one.doubt, one.sha256,
        _link(one.path),
    ]  # fmt: skip


_FINDINGS: tuple[Column, ...] = (
    ("申请编号", 10), ("单位", 20), ("轮次", 9), ("要素", 14), ("认定", 9), ("瑕疵", 16), ("理由", 32),
    ("原文", 36), ("内容", 26), ("置信度", 9), ("原件", 40), ("打开", 7),
)  # fmt: skip
_FINDINGS_PRINTED = 8


def _findings(material: Material) -> Iterator[list[Value]]:
    for case in material.assessment.cases:
        if case.judgement is None:
            continue
        for found in case.judgement.findings:
            sure = Decimal(str(found.confidence)).quantize(Decimal("0.01"))
            yield [
                case.application.id, case.application.unit.name, case.application.round.label,
                ELEMENT_NAMES[found.element], VERDICT_NAMES[found.verdict],
                "、".join(defect_names(found)), _reason(found), quoted(found, 200), found.value, sure,
                *_original(case.answer),
            ]  # fmt: skip


def _reason(found: Finding) -> str:
    """With who ruled, and what the program had found: this ledger is the assessors' own."""
    if "disputed" in found.extra:
        return f"{found.reason}（{found.extra['disputed']}）"
    ruled = found.extra.get("ruled")
    if not isinstance(ruled, Mapping):
        return found.reason
    before = VERDICT_NAMES[Verdict(str(ruled["before"]))]
    return f"{found.reason}（{ruled['by']}；程序原认定为“{before}”：{ruled['before_reason']}）"


_CALLS: tuple[Column, ...] = (
    ("单位", 34),
    ("类别", 13),
    ("拨打日期", 12),
    ("时间", 9),
    ("电话号码", 18),
    ("结果", 10),
    ("通话内容", 50),
)


def _calls(material: Material) -> Iterator[list[Value]]:
    for call in material.assessment.calls:
        result = "接通" if call.connected else "未接通"
        yield [
            call.unit.name,
            call.unit.category,
            call.on,
            call.time,
            call.number,
            result,
            call.note,
        ]


_REVIEW: tuple[Column, ...] = (
    ("事项", 34), ("原因", 54), ("佐证", 26), ("打开", 7), ("复核人", 9), ("复核意见", 18),
)  # fmt: skip


def _review(material: Material) -> Iterator[list[Value]]:
    names = evidence_names(material)
    for item in open_items(material):
        name = evidence_name(names, item.path) if item.path else None
        yield [item.what, item.why, name, _link(item.path), None, None]
