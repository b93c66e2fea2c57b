"""工作底稿.docx: what testers need and no reader of the report does: what is open, mail that nobody could
place, who applied, every original with its SHA-256, what people ruled, by which versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.casebook.ruled.wording import value_told
from harness.reports import ruled_rows
from harness.reports.arrivals import evidence_names
from harness.reports.counting import counting
from harness.reports.final.annexes import MOST_ROWS, versions
from harness.reports.final.overview import issue_of
from harness.reports.material import Material
from harness.reports.naming import Roster
from harness.reports.paper.grid import Content
from harness.reports.paper.paper import Paper
from harness.reports.sentences import open_items
from harness.reports.wording import HOW_NAMES, KIND_NAMES, numeral
from harness.scoring.assessment import Arrival
from harness.scoring.facts import day_text
from harness.store.spoken import Spoken
from letters.model import CHANNEL_NAMES

_SHA_DIGITS = 64
Rows = list[list[Content]]


def write_working_paper(material: Material, path: Path, *, spoken: Sequence[Spoken] = ()) -> Path:
    """`spoken`: every ruling that was ever made, as the facts have them."""
    criteria = {one.id: one.name for one in material.rubric.criteria}
    paper = Paper(
        f"{material.title}工作底稿", drill=material.drill, issue=issue_of(material), size=12
    )
    paper.title("工作底稿", f"{material.title}（数据采集截至{day_text(material.collected)}）")
    paper.text(
        "本底稿供评估人员复核、存档使用，含申请人和来件信息，不随总报告提交，也不发给被评估单位。",
        indent=False,
    )
    sections = (
        ("待复核事项", ("事项", "原因", "佐证"), (30, 40, 30), _open(material)),
        ("人工认定和给分", ruled_rows.HEAD, ruled_rows.WIDTHS, ruled_rows.ruled_rows(spoken, criteria, _disputed(material), _machine(material))),
        ("申请和申请人", ("申请", "单位", "申请人", "邮箱", "方式", "内容"), (10, 22, 9, 21, 10, 28), _applications(material)),
        ("来件和原件", ("来件", "收到", "方式", "发件人、文件", "种类", "归入", "SHA-256"), (9, 11, 9, 28, 10, 10, 23), _arrivals(material)),
    )  # fmt: skip
    number = 0
    for title, head, widths, rows in sections:
        if rows:
            number += 1
            paper.heading(f"{numeral(number)}、{title}（{len(rows)}项）")
            if len(rows) > MOST_ROWS:
                paper.text(f"以下列出前{MOST_ROWS}项，全部{len(rows)}项见台账.xlsx。", indent=False)
            paper.table(list(head), rows[:MOST_ROWS], widths, size=8.5)
    paper.heading(f"{numeral(number + 1)}、口径和版本")
    for line in (
        *counting(material.assessment).sentences,
        *versions(material),
        *_missing(material),
    ):
        paper.text(line)
    return paper.save(path)


def _disputed(material: Material) -> set[str]:
    return {
        f"{case.application.id}/{one.element}"
        for case in material.assessment.cases
        for one in (case.judgement.findings if case.judgement else ())
        if "disputed" in one.extra
    }


def _machine(material: Material) -> dict[str, str]:
    """What the program found where people ruled, by target."""
    return {
        target: value_told(target, one.verdict.value, one.defects)
        for case in material.assessment.cases
        for one in (case.machine.findings if case.machine else ())
        for target in (f"{case.application.id}/{one.element}",)
    }


def _open(material: Material) -> Rows:
    names = evidence_names(material)
    return [[item.what, item.why, _evidence(names, item.path)] for item in open_items(material)]


def _evidence(names: dict[str, str], path: str) -> str:
    """By what name and where it is kept."""
    if not path:
        return "—"
    return f"{names[path]}\n{path}" if path in names else path


def _applications(material: Material) -> Rows:
    roster = Roster(material.assessment.units)
    return [
        [
            one.id, roster.short[one.unit.id], one.applicant.name, one.applicant.email,
            f"{one.round.label}\n{CHANNEL_NAMES[one.channel]}", one.question.title,
        ]
        for one in (case.application for case in material.assessment.cases)
    ]  # fmt: skip


def _arrivals(material: Material) -> Rows:
    """Each once, with every application that it belongs to or may belong to."""
    places: dict[str, list[str]] = {}
    known: dict[str, Arrival] = {}
    for case in material.assessment.cases:
        doubtful = {one.id for one in case.doubtful}
        for one in (*case.arrivals, *(each for each in case.doubtful)):
            known.setdefault(one.id, one)
            mark = "？" if one.id in doubtful else ""
            places.setdefault(one.id, []).append(f"{case.application.id}{mark}")
    return [
        [
            one.id, str(one.on), HOW_NAMES.get(one.how, one.how), f"{one.sender}\n{one.name}",
            KIND_NAMES[one.kind], "\n".join(dict.fromkeys(places[id])), _cut(one.sha256),
        ]
        for id, one in known.items()
    ]  # fmt: skip


def _cut(sha256: str) -> str:
    """In lines that fit into a column."""
    return "\n".join(sha256[at : at + 22] for at in range(0, _SHA_DIGITS, 22))


def _missing(material: Material) -> Iterator[str]:
    """What a report to hand in would say, and nobody has written down."""
    campaign = material.assessment.campaign
    if not campaign.report.agency:
        yield "campaign.toml 的 [report] 没有写评估机构（agency），总报告的封面和文件属性里因而没有评估机构。"
    if not campaign.report.principal and campaign.authorisation is None:
        yield "campaign.toml 没有写委托单位（[report] 的 principal），总报告的封面和前言里因而没有委托单位。"
    doubtful = [c for c in material.assessment.cases if c.clock.provisional]
    if doubtful:
        yield f"有{len(doubtful)}件申请的期限涉及尚未公布的节假日安排，截止日暂定。"
