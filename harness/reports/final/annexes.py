"""附件: every unit and application behind what the report says, the rubric in full, how days were counted.

An annex with nothing in it is not there. What only testers need stands in 工作底稿.docx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

from harness.clock.result import State
from harness.reports.arrivals import dispute_of
from harness.reports.counting import counting, extended
from harness.reports.feedback.outward import Outward
from harness.reports.final.criteria import LOST
from harness.reports.final.handling import LATE, SILENT
from harness.reports.final.people import OBJECTIONS, write_objections
from harness.reports.final.problems import FAULTY
from harness.reports.final.volume import Volume
from harness.reports.material import Material
from harness.reports.naming import NAMED
from harness.reports.paper.grid import Cell, Content
from harness.reports.wording import due_text, group_of, result_of
from harness.scoring.assessment import Case
from harness.scoring.rubric_file.scheme import Criterion, Rule
from harness.scoring.score import plain
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import TIMING_NAMES, Timing

RUBRIC, OPEN = "评分细则", "待认定事项"
DAYS, CLOCKS, VERSIONS = "答复期限计算说明", "各件申请答复期限一览表", "依据的规则和版本"
Rows = list[list[Content]]
NOTHING_LEFT = "该指标不得分"
MOST_ROWS = 2000  # of a table in a document; of more the ledger has all


def plan_annexes(volume: Volume) -> None:
    """Which annexes there will be, before the text refers to them."""
    material = volume.material
    volume.annexes = [
        title
        for title, there in (
            (LATE, bool(_late(volume))),
            (SILENT, bool(_silent(volume))),
            (FAULTY, bool(volume.faults)),
            (LOST, bool(_lost(volume))),
            (OBJECTIONS, bool(material.assessment.objections)),
            (OPEN, bool(_open(volume))),
            (RUBRIC, True),
            (DAYS, bool(material.assessment.cases)),
            (CLOCKS, bool(material.assessment.cases)),
            (VERSIONS, True),
        )
        if there
    ]


def annexes(volume: Volume) -> None:
    volume.paper.heading("附　件", 1)
    writers: dict[str, Callable[[Volume], None]] = {
        LATE: _write_late, SILENT: _write_silent, FAULTY: _write_faulty, LOST: _write_lost,
        OBJECTIONS: write_objections,
        OPEN: _write_open, RUBRIC: _write_rubric, DAYS: _write_days, CLOCKS: _write_clocks,
        VERSIONS: _write_versions,
    }  # fmt: skip
    for title in volume.annexes:
        volume.annex(title)
        writers[title](volume)


def _late(volume: Volume) -> Rows:
    rows: Rows = []
    for case in volume.material.assessment.cases:
        group = group_of(volume.material, case)
        if group not in (Timing.LATE, Timing.NONE):
            continue
        over = -(case.clock.working_days_left or 0)
        answered = "未答复"
        if case.clock.answered_on is not None:
            answered = f"{case.clock.answered_on}答复，超过{over}个工作日"
        one = case.application
        rows.append([
            volume.roster.short[one.unit.id], one.unit.category, f"{one.id}\n{one.round.label}",
            _day(case.clock.received_on), _due(case), answered,
        ])  # fmt: skip
    return rows


def _write_late(volume: Volume) -> None:
    head: list[Content] = ["单位", "类别", "申请", "收到日期", "答复截止日", "答复情况"]
    volume.table("未答复、逾期答复的申请", head, _late(volume), (25, 12, 14, 14, 15, 20), size=9.5)


def _silent(volume: Volume) -> Rows:
    assessment = volume.material.assessment
    return [
        [volume.roster.short[unit.id], unit.category, found.because]
        for unit in assessment.units
        if (found := reach_of(unit, assessment)).reach is Reach.UNREACHED
    ]


def _write_silent(volume: Volume) -> None:
    head: list[Content] = ["单位", "类别", "拨打情况"]
    volume.table("咨询电话未接通的单位", head, _silent(volume), (28, 12, 60), size=9.5)


def _write_faulty(volume: Volume) -> None:
    rows: Rows = []
    for fault in volume.faults:
        for one in volume.material.assessment.campaign.rounds:
            hits = [c.application for c, _ in fault.hits if c.application.round.id == one.id]
            if hits:
                named = "、".join(f"{volume.roster.short[a.unit.id]}{a.id}" for a in hits)
                rows.append([fault.name, one.label, str(len(hits)), named])
    head: list[Content] = ["问题", "申请轮次", "件数", "单位和申请编号"]
    widths = (21, 13, 7, 59)
    volume.table(FAULTY, head, rows, widths, centred=(2,), size=9.5)


def _lost(volume: Volume) -> Rows:
    """The deductions whose units the text does not name, since they are many."""
    rows: Rows = []
    for criterion in volume.material.rubric.criteria:
        for rule in criterion.rules:
            ids = [
                score.unit_id
                for score in volume.material.scores
                for mark in score.marks
                if mark.criterion.id == criterion.id
                and any(one.rule.id == rule.id for one in mark.deductions)
            ]
            if len(ids) > NAMED:
                names = "、".join(volume.roster.names(ids))
                rows.append([criterion.name, rule.name, str(len(ids)), names])
    return rows


def _write_lost(volume: Volume) -> None:
    head: list[Content] = ["指标", "扣分情形", "家数", "单位"]
    caption = f"扣分单位超过{NAMED}家的情形和单位"
    volume.table(caption, head, _lost(volume), (16, 18, 7, 59), centred=(2,), size=9.5)


def _open(volume: Volume) -> Rows:
    """What is open of the units' own: what the marks wait for."""
    rows: Rows = []
    told = Outward.of(volume.material.assessment.cases)
    for score in volume.material.scores:
        reasons = [f"{m.criterion.name}：{one.reason}" for m in score.marks for one in m.doubts]
        reasons += [f"{m.criterion.name}：{m.open}" for m in score.marks if m.open]
        lowest = score.lowest_total
        if reasons:
            span = (
                "—"
                if lowest is None or score.total is None
                else f"{plain(lowest)}—{plain(score.total)}"
            )
            rows.append(
                [
                    volume.roster.short[score.unit_id],
                    told.text("\n".join(dict.fromkeys(reasons))),
                    span,
                ]
            )
    return rows


def _write_open(volume: Volume) -> None:
    volume.text("下列事项依现有证据不能作出确定认定，没有扣分；认定后得分的范围列于末栏。")
    head: list[Content] = ["单位", "待认定事项", "得分范围"]
    volume.table("待认定事项", head, _open(volume), (24, 60, 16), centred=(2,), size=9.5)


def _write_rubric(volume: Volume) -> None:
    rubric = volume.material.rubric
    volume.text(f"《{rubric.title}》，满分{plain(rubric.full)}分。出处：{rubric.source}。")
    for line in filter(None, (each.strip() for each in rubric.note.splitlines())):
        volume.text(line)
    rows = [row for criterion in rubric.criteria for row in _rubric_rows(criterion)]
    head: list[Content] = ["指标", "权重", "扣分情形", "扣分"]
    volume.table("评分细则", head, rows, (24, 8, 48, 20), centred=(1,), size=9.5)
    _classes(volume)


def _rubric_rows(criterion: Criterion) -> Iterator[list[Content]]:
    scope = f"（只看“{criterion.round}”申请）" if criterion.round else ""
    name, weight = f"{criterion.name}{scope}", plain(criterion.weight)
    if criterion.by_hand:
        yield [name, weight, criterion.note or "由评估人员给分", "—"]
        return
    limits = [f"最低{plain(criterion.floor)}分"] if criterion.floor else []
    limits += [f"累计至多扣{plain(criterion.cap)}分"] if criterion.cap is not None else []
    for place, rule in enumerate(criterion.rules):
        taken, each = _points(rule), ""
        if taken != NOTHING_LEFT and (
            rule.each_time or (criterion.each_time and rule.each_time is None)
        ):
            each = "，按件"
        cap = f"，至多{plain(rule.cap)}分" if rule.cap is not None else ""
        more = "\n".join(["", *limits]) if place == 0 and limits else ""
        yield [
            name if place == 0 else "",
            f"{weight}" if place == 0 else "",
            rule.name + more,
            taken + each + cap,
        ]


def _points(rule: Rule) -> str:
    if rule.points is not None:
        return f"扣{plain(rule.points)}分"
    return NOTHING_LEFT if rule.share == 100 else f"扣该指标分值的{plain(rule.share)}%"


def _classes(volume: Volume) -> None:
    """Classes of unit with weights of their own."""
    rubric = volume.material.rubric
    categories = [c for c in volume.roster.categories if rubric.class_of(c) is not None]
    if not categories:
        return
    forms = [rubric.of(category) for category in categories]
    rows: Rows = [
        [one.name, plain(one.weight), *(plain(form.criteria[place].weight) for form in forms)]
        for place, one in enumerate(rubric.criteria)
        if any(form.criteria[place].weight != one.weight for form in forms)
    ]
    if rows:
        head: list[Content] = ["指标", "一般", *categories]
        widths = (40, *(60 / (len(head) - 1) for _ in head[1:]))
        volume.table("各类单位的权重", head, rows, widths, centred=range(1, len(head)), size=9.5)
        volume.paper.note("注：表中没有列出的指标各类单位权重相同；权重为0的，本类单位不考核。")


def _write_days(volume: Volume) -> None:
    found = counting(volume.material.assessment)
    for sentence in (*found.sentences, *_longer(volume)):
        volume.text(sentence)
    if found.days:
        volume.text(f"涉及的节假日和调休上班日见{volume.next_table}。")
        head: list[Content] = ["日期", "安排", "依据"]
        volume.table("期限内的节假日和调休上班日", head, found.days, (38, 28, 34), size=9.5)


def _longer(volume: Volume) -> Iterator[str]:
    """Of more than twenty working days it is said why they are in time."""
    cases = [case for case in volume.material.assessment.cases if extended(case)]
    if not cases:
        return
    where = volume.see(CLOCKS)
    named = "、".join(
        f"{volume.roster.short[c.application.unit.id]}{c.application.id}" for c in cases
    )
    which = named if len(cases) <= NAMED else f"在{where}中注明"
    yield (
        f"在期限内告知延期的申请有{len(cases)}件（{which}），答复期限按告知的期间延长，延长不超过20个工作日"
        "（条例第三十三条）。"
    )


def _write_clocks(volume: Volume) -> None:
    number = len(volume.material.assessment.cases)
    if number > MOST_ROWS:
        volume.text(f"申请共{number}件，逐件列于随报告提交的台账（台账.xlsx的“申请”表）。")
        return
    rows: Rows = []
    for case in volume.material.assessment.cases:
        group = group_of(volume.material, case)
        result: Content = result_of(volume.material, case)
        if case.clock.state == State.NOT_SENT:
            result = "未提交"
        if group is Timing.IN_TIME and extended(case):
            result = f"{result}\n（已延期）"
        if group in (Timing.LATE, Timing.NONE):
            result = Cell(TIMING_NAMES[group], bold=True)
        clock = case.clock
        rows.append([
            case.application.id, volume.roster.short[case.application.unit.id], _day(clock.received_on),
            _due(case), _day(clock.answered_on),
            str(clock.working_days_used) if clock.received_on else "—", result,
        ])  # fmt: skip
    head: list[Content] = ["申请", "单位", "收到", "截止", "答复", "已用工作日", "结果"]
    volume.table(
        "各件申请答复期限", head, rows, (11, 26, 14, 16, 14, 8, 13), centred=(2, 3, 4, 5, 6), size=9
    )
    if any(dispute_of(volume.material, case) for case in volume.material.assessment.cases):
        volume.paper.note("注：“待人工认定”的申请，原因列于待认定事项。")


def _day(day: object) -> str:
    return str(day) if day else "—"


def _due(case: Case) -> str:
    clock = case.clock
    if clock.latest_due_on is None or clock.earliest_due_on != clock.latest_due_on:
        return due_text(case)
    return f"{clock.latest_due_on}" + ("（暂定）" if clock.provisional else "")


def _write_versions(volume: Volume) -> None:
    for line in versions(volume.material):
        volume.text(line)


def versions(material: Material) -> Iterator[str]:
    rules = sorted({c.judgement.rules for c in material.assessment.cases if c.judgement})
    if rules:
        yield f"审读答复书依据的规则：{'、'.join(rules)}起施行的规定，按各件答复的日期选用。"
    yield f"评分细则：《{material.rubric.title}》。"
    try:
        yield f"计算使用明察（mingcha）{version('mingcha')}版；同样的记录和原件得到同样的结果。"
    except PackageNotFoundError:
        yield "计算使用明察（mingcha）；同样的记录和原件得到同样的结果。"
