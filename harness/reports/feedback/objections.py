"""反馈单, what the unit objected to and what became of it: also the days that were ruled by it.

In: the material, a unit. Out: a table; nothing where it did not object.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.casebook.ruled.wording import DATE_NAMES, object_told
from harness.reports.feedback.elements import Shown
from harness.reports.material import Material
from harness.reports.paper.grid import Content
from harness.reports.paper.paper import Paper
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.people import OUTCOME_NAMES, Objection, corrected_by
from letters.model import Unit


def objections_table(paper: Paper, material: Material, unit: Unit, shown: Shown) -> None:
    mine = [one for one in material.assessment.objections if one.unit_id == unit.id]
    if not mine:
        return
    criteria = {one.id: one.name for one in material.rubric.criteria}
    rows: list[list[Content]] = [
        [
            str(one.number), _object(one, criteria), day_text(one.on), shown.masked(one.text),
            shown.masked(_decided(one, material)),
        ]
        for one in mine
    ]  # fmt: skip
    head: list[Content] = ["编号", "对象", "提出日期", "异议", "办理结果"]
    paper.caption("你单位提出的异议")
    paper.table(head, rows, (7, 19, 17, 27, 30), centred=(0,), size=9)


def _object(one: Objection, criteria: Mapping[str, str]) -> str:
    points = one.target.partition("/")[0] == one.unit_id
    return object_told(one.target, criteria, points=points)


def _decided(one: Objection, material: Material) -> str:
    if one.decision is None:
        return "尚未决定"
    later = corrected_by(one, material.assessment.objections)
    more = f"（后由异议{later}改正）" if later else ""
    day = ruled_day(one, material.assessment.case_of(one.target.partition("/")[0]))
    day = f"，{day}" if day else ""
    return f"{OUTCOME_NAMES[one.decision.outcome]}{more}{day}：{one.decision.why}"


def ruled_day(one: Objection, case: Case | None) -> str:
    """答复之日认定为2026年4月16日, where a day was objected to and that ruling stands: a decision does not
    hold the day itself, the rulings of the case do."""
    tail = one.target.partition("/")[2]
    if case is None or tail not in DATE_NAMES or one.decision is None:
        return ""
    if one.target not in one.ruled:  # rejected: nothing was ruled
        return ""
    days = {"received_on": case.clock.received_on, "answered_on": case.clock.answered_on}
    standing = {target for target, _, _ in case.rulings}
    day = days[tail] if one.target in standing else None
    return f"{DATE_NAMES[tail]}认定为{day_text(day)}" if day else ""
