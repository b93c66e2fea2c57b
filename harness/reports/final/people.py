"""质量控制 and 异议办理: what was marked twice, how far the marks agree, what units objected to and what became
of it. Only where it was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from harness.casebook.ruled.alike import left_alike
from harness.casebook.ruled.wording import object_told
from harness.checker.finding import ELEMENT_NAMES, Element
from harness.reports.final.volume import Volume
from harness.reports.paper.grid import Content
from harness.scoring.agreement import COMPARED_NAMES, FEW, Agreement, Compared
from harness.scoring.facts import day_text
from harness.scoring.people import (
    GROUND_NAMES,
    OUTCOME_NAMES,
    Ground,
    Objection,
    Outcome,
    Sample,
    corrected_by,
)

OBJECTIONS = "异议及办理结果"


def quality(volume: Volume) -> None:
    assessment = volume.material.assessment
    if not assessment.samples and not assessment.agreements:
        return
    volume.section("质量控制")
    for sample in assessment.samples[-1:]:
        volume.text(_sampled(sample))
        volume.text(_marked_so_far(sample, assessment.second_marks))
    if not assessment.agreements:
        volume.text("一致性没有计算。")
        return
    volume.text(
        "复评人员看不到初评和程序的认定。两次认定不一致而未经第三人决定的，列为待认定，不扣分。一致性以"
        f"Cohen κ系数表示，见{volume.next_table}。"
    )
    for one in assessment.agreements:
        _agreement(volume, one)


def _marked_so_far(sample: Sample, marked: Container[tuple[str, str]]) -> str:
    """Drawn is not marked: what is to be done is not told as done."""
    drawn = len(sample.drawn)
    done = sum((each.target, each.about) in marked for each in sample.drawn)
    if not done:
        return "至数据采集截止日尚未作第二次评定。"
    left = f"，尚有{drawn - done}项没有完成" if done < drawn else ""
    return f"至数据采集截止日已作第二次评定{done}项{left}。"


def _sampled(sample: Sample) -> str:
    number = Counter(each.ground for each in sample.drawn)
    parts = "、".join(
        f"{GROUND_NAMES[ground]}的{number[ground]}项" for ground in Ground if number[ground]
    )
    return (
        f"为检验认定是否准确，抽取{len(sample.drawn)}项要素认定拟作第二次评定，其中{parts}；未见问题的按"
        f"{sample.clean}%从{sample.among}项中随机抽取（随机数种子{sample.seed}），各类单位分别抽取。"
    )


def _agreement(volume: Volume, one: Compared) -> None:
    rows: list[list[Content]] = [
        [ELEMENT_NAMES[Element(code)], *_cells(found)]
        for code, found in one.elements.items()
        if found.n
    ]
    rows.append(["合计", *_cells(one.all)])
    head: list[Content] = ["要素", "项数", "一致", "一致率", "κ", "95%置信区间"]
    name = COMPARED_NAMES[one.who]
    volume.table(
        f"{name}的一致性", head, rows, (28, 12, 12, 14, 12, 22), centred=range(1, 6), size=9.5
    )
    notes = [f"一致率指认定结果相同的比例，{one.faults_too}项连瑕疵种类也相同"]
    if one.all.n < FEW:
        notes.append(f"不足{FEW}项，置信区间仅供参考")
    volume.paper.note(f"注：{'；'.join(notes)}。")


def _cells(found: Agreement) -> list[str]:
    raw = "—" if found.raw is None else f"{found.raw * 100:.1f}%"
    kappa = "—" if found.kappa is None else f"{found.kappa + 0.0:.2f}"
    if found.low is None or found.high is None:
        return [str(found.n), str(found.same), raw, kappa, "—"]
    return [str(found.n), str(found.same), raw, kappa, f"{found.low:.2f}—{found.high:.2f}"]


def objections(volume: Volume) -> None:
    """How many units objected, and to what end; the list stands in an annex."""
    found = volume.material.assessment.objections
    if not found:
        return
    volume.section("异议办理情况")
    units = {one.unit_id for one in found}
    ends = Counter(one.decision.outcome for one in found if one.decision)
    parts = [
        f"{name}的{ends[outcome]}项" for outcome, name in OUTCOME_NAMES.items() if ends[outcome]
    ]
    waiting = sum(one.open for one in found)
    parts += [f"尚未决定的{waiting}项"] if waiting else []
    late = sum(one.late is True for one in found)
    told = f"其中超过期限提出的{late}项。" if late else ""
    volume.text(
        f"结果反馈以后，{volume.roster.told(units)}提出异议{len(found)}项，{'，'.join(parts)}。{told}"
        f"{_put_right(volume, found)}逐项列于{volume.see(OBJECTIONS)}。"
    )


def _put_right(volume: Volume, found: Sequence[Objection]) -> str:
    """What was done with like cases, and what was not: nothing that nobody did."""
    upheld = [one for one in found if one.decision and one.decision.outcome is not Outcome.REJECTED]
    if not upheld:
        return ""
    said = "异议成立、部分成立的，得分已重新计算；"
    if also := sum(len(one.ruled) - 1 for one in upheld if len(one.ruled) > 1):
        said += f"同样的情形{also}项一并改正；"
    if left := dict.fromkeys(each for one in upheld for each in _left(volume, one)):
        said += f"同样的情形另有{len(left)}项没有一并改正（{'、'.join(left)}）；"
    return said


def _left(volume: Volume, one: Objection) -> Iterator[str]:
    assessment, (id, _, tail) = volume.material.assessment, one.target.partition("/")
    case = assessment.case_of(id)
    if case is None or case.judgement is None or tail not in {*Element}:
        return
    finding = case.judgement.finding(Element(tail))
    for each in left_alike(assessment, case, finding):
        short = volume.roster.short[each.application.unit.id]
        yield f"{short}{each.application.id}的{ELEMENT_NAMES[finding.element]}"


def _object(one: Objection, criteria: Mapping[str, str]) -> str:
    points = one.target.partition("/")[0] == one.unit_id
    return object_told(one.target, criteria, points=points)


def write_objections(volume: Volume) -> None:
    criteria = {one.id: one.name for one in volume.material.rubric.criteria}
    rows: list[list[Content]] = [
        [
            str(one.number), volume.roster.short[one.unit_id], _object(one, criteria),
            day_text(one.on), one.text,
            _decided(one, volume),
        ]
        for one in volume.material.assessment.objections
    ]  # fmt: skip
    head: list[Content] = ["编号", "单位", "对象", "提出日期", "异议", "办理结果"]
    volume.table(OBJECTIONS, head, rows, (6, 17, 15, 14, 24, 24), centred=(0,), size=9)


def _decided(one: Objection, volume: Volume) -> str:
    if one.decision is None:
        return "尚未决定"
    later = corrected_by(one, volume.material.assessment.objections)
    more = f"（后由异议{later}改正）" if later else ""
    return f"{OUTCOME_NAMES[one.decision.outcome]}{more}：{one.decision.why}"
