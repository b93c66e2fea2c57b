"""前言 and 第一章 评估说明: who had it made, on what basis, whom it covers, how and when it was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from harness.clock.result import Step
from harness.reports.branches import heads
from harness.reports.counting import counting
from harness.reports.final.people import quality
from harness.reports.final.volume import Volume
from harness.reports.material import Material
from harness.reports.naming import some
from harness.reports.paper.grid import Content
from harness.reports.wording import round_name
from harness.scoring.facts import day_text
from harness.scoring.score import plain
from letters.model import CHANNEL_NAMES
from letters.report_words import METHODS, PREFACE
from letters.templating import render

# what the clock calls the day on which an application went out
SENDING = frozenset({"当面提交申请", "寄出申请", "发出申请", "提交申请"})
_LAWS = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "《中华人民共和国行政复议法》《中华人民共和国行政诉讼法》关于救济途径和期限的规定",
)


def preface(volume: Volume) -> None:
    volume.paper.foreword("前　言")
    volume.told(
        render(PREFACE, words(volume.material), volume.material.assessment.campaign.templates)
    )


def method(volume: Volume) -> None:
    volume.chapter("评估说明")
    volume.section("评估依据")
    for one in _basis(volume.material):
        volume.text(one)
    volume.section("评估范围")
    _scope(volume)
    volume.section("评估方法")
    campaign = volume.material.assessment.campaign
    volume.told(render(METHODS, words(volume.material), campaign.templates))
    _numbers(volume)
    volume.section("评估流程")
    for lead, text in _flow(volume.material):
        volume.text(text, lead=lead)
    volume.section("评估指标体系")
    _system(volume)
    quality(volume)


def principal_of(material: Material) -> str:
    campaign = material.assessment.campaign
    given = campaign.authorisation.principal if campaign.authorisation else ""
    return campaign.report.principal or given


def words(material: Material) -> dict[str, object]:
    """What the templates of the report may fill in; letters/report_words.py names them."""
    assessment = material.assessment
    campaign = assessment.campaign
    called = {call.unit.id for call in assessment.calls}
    answered = sum(case.judgement is not None for case in assessment.cases)
    by_hand = [one.name for one in material.rubric.criteria if one.by_hand]
    methods = ["模拟用户实测法"] if assessment.cases else []
    methods += ["电话咨询法"] if called else []
    methods += ["文书审读法"] if answered else []
    guides = guides_read(material)
    methods += ["指南核对法"] if guides else []
    methods += ["材料核查法"] if by_hand else []
    return {
        "title": material.title,
        "region": campaign.region,
        "principal": principal_of(material),
        "agency": campaign.report.agency,
        "number": campaign.authorisation.number if campaign.authorisation else "",
        "as_of": day_text(material.collected),
        "units": len(assessment.units),
        "applications": len(assessment.cases),
        "methods": "、".join(methods),
        "rounds": _rounds(material),
        "called": len(called),
        "hours": "、".join("-".join(each) for each in campaign.calls.office_hours),
        "within": campaign.calls.within,
        "answered": answered,
        "guides": guides,
        "by_hand": by_hand,
        "rubric": material.rubric.title,
        "term": "",
        "to": campaign.report.agency,
        "open": 0,
    }


def _rounds(material: Material) -> str:
    """What went out in each round, and when; a round that nothing went out of yet is said to be
    planned."""
    said = []
    for one in material.assessment.campaign.rounds:
        cases = [c for c in material.assessment.cases if c.application.round.id == one.id]
        way = CHANNEL_NAMES[one.channel]
        if cases:
            out = [day for c in cases if (day := _sent_on(c.clock.trace)) is not None]
            on = f"于{_span(out)}提交" if out else "至数据采集截止日尚未提交"
            some = f"其中{len(out)}件" if 0 < len(out) < len(cases) else ""
            said.append(f"{round_name(one)}{len(cases)}件（{way}），{some}{on}")
    return "；".join(said) or "各轮申请尚未编入计划"


def _basis(material: Material) -> Iterator[str]:
    yield from _LAWS
    notices = dict.fromkeys(source for _, _, source in counting(material.assessment).days)
    if notices:
        yield f"国务院办公厅关于节假日安排的通知（{'、'.join(notices)}）"
    campaign = material.assessment.campaign
    yield from campaign.report.basis
    if campaign.authorisation:
        yield f"{campaign.authorisation.principal}委托文件（{campaign.authorisation.number}）"
    yield f"《{material.rubric.title}》（{material.rubric.source}）"


def _scope(volume: Volume) -> None:
    roster = volume.roster
    volume.text(f"本次参与评估的单位共{len(roster.units)}家：")
    for number, category in enumerate(roster.categories, 1):
        names = [roster.short[u.id] for u in roster.units if u.category == category]
        told = f"，包括{some(names, most=60)}" if len(names) <= 60 else ""
        lead = (
            f"第{'一二三四五六七八九十'[number - 1]}类："
            if 1 < len(roster.categories) <= 10
            else ""
        )
        volume.text(f"{category}{len(names)}家{told}。", lead=lead)


def _numbers(volume: Volume) -> None:
    """What the numbers of applications mean."""
    case = next(iter(volume.material.assessment.cases), None)
    rounds = volume.material.assessment.campaign.rounds
    if case is None:
        return
    meant = "、".join(f"{one.id}为{round_name(one)}" for one in rounds)
    volume.text(
        f"本报告中的申请编号由单位编号和轮次代号组成，如{case.application.id}；轮次代号{meant}。"
    )


def _flow(material: Material) -> Iterator[tuple[str, str]]:
    """The stages as the facts show them; what has not happened is not told."""
    assessment = material.assessment
    sent = [day for case in assessment.cases if (day := _sent_on(case.clock.trace)) is not None]
    number = iter("一二三四五六七八九十")
    yield (
        f"第{next(number)}阶段：指标设计。",
        f"确定采用《{material.rubric.title}》，编制参评单位名单"
        + ("、申请内容和提交计划。" if assessment.cases else "。"),
    )
    if sent:
        yield (
            f"第{next(number)}阶段：提交申请（{_span(sent)}）。",
            f"按计划提交申请{len(sent)}件，登记寄出和收到的日期。",
        )
    calls = [call.on for call in assessment.calls]
    if calls:
        called = len({call.unit.id for call in assessment.calls})
        whole = f"全部{called}家" if called == len(assessment.units) else f"{called}家"
        yield (
            f"第{next(number)}阶段：电话咨询（{_span(calls)}）。",
            f"拨打{whole}参评单位公布的咨询电话，共{len(calls)}次。",
        )
    guides = guides_read(material)
    if guides:
        whole = f"全部{guides}家" if guides == len(assessment.units) else f"{guides}家"
        yield (
            f"第{next(number)}阶段：核对公开指南。",
            f"收集并核对{whole}参评单位公布的政府信息公开指南，指南原件留存。",
        )
    came = [one.on for case in assessment.cases for one in case.arrivals]
    if came:
        answers = sum(case.answer is not None for case in assessment.cases)
        yield (
            f"第{next(number)}阶段：收取答复（{_span(came)}）。",
            f"收取各单位寄来、发来的文书，归入相应申请，其中有答复的申请{answers}件。",
        )
    yield (
        f"第{next(number)}阶段：审读分析（数据采集截至{day_text(material.collected)}）。",
        ("核算答复期限，审读答复书，" if came else "") + "按细则计分，汇总分析并撰写本报告。",
    )


def guides_read(material: Material) -> int:
    """Of how many units; none where the rubric does not look at guides."""
    if not any(
        each.item for one in material.rubric.criteria for rule in one.rules for each in rule.when
    ):
        return 0
    return sum(one.id in material.assessment.guides for one in material.assessment.units)


def _sent_on(trace: tuple[Step, ...]) -> date | None:
    """The day of sending that the clock's own working tells."""
    for step in trace:
        if step.step in SENDING:
            return step.on
    return None


def _span(days: list[date]) -> str:
    first, last = min(days), max(days)
    return day_text(first) if first == last else f"{day_text(first)}至{day_text(last)}"


def _system(volume: Volume) -> None:
    rubric = volume.material.rubric
    top = heads(rubric)
    names = "、".join(f"“{one.name}”" for one in top)
    volume.text(
        f"评估按《{rubric.title}》计分，满分{plain(rubric.full)}分，设{len(top)}个一级指标：{names}。"
        f"各指标的权重和评分要点如{volume.next_table}所示，扣分细则全文见{volume.see('评分细则')}。"
    )
    criteria = {one.id: one for one in rubric.criteria}
    rows: list[list[Content]] = []
    for head in top:
        for place, leaf in enumerate(head.leaves):
            one = criteria[leaf]
            deeper = len(head.leaves) > 1
            first = [head.name, plain(head.weight)] if place == 0 else ["", ""]
            gist = "；".join(rule.name for rule in one.rules) or (one.note or "由评估人员给分")
            rows.append([*first, one.name if deeper else "—", plain(one.weight), gist])
    if any(len(head.leaves) > 1 for head in top):
        labels = ["一级指标", "权重", "下级指标", "分值", "扣分情形"]
        volume.table("评估指标体系", labels, rows, (18, 8, 22, 8, 44), centred=(1, 3), size=10)
    else:
        flat = [[row[0], row[1], row[4]] for row in rows]
        volume.table("评估指标体系", ["指标", "权重", "扣分情形"], flat, (26, 10, 64), centred=(1,))
    if rubric.grades:
        lines = "、".join(f"{one.name}（{_from(one.at_least)}）" for one in rubric.grades)
        volume.text(
            f"得分率为实际得分占参评指标权重的比例，等次按得分率划分：{lines}。不适用于某单位的指标作折分处理，"
            f"其权重不计入分母，最终得分＝实际得分÷参评指标权重×{plain(rubric.full)}。"
        )


def _from(at_least: Decimal) -> str:
    return f"{plain(at_least)}%及以上" if at_least else "其余"
