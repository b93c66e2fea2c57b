"""A whole province, judged by hand: the figures of the Guangxi report of 2020 in invented units.

Nothing of the clock or the checker runs here; every value is set as those stations would set it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from harness.checker.check import Judgement
from harness.checker.finding import Element, Finding, Verdict
from harness.clock.deadline import Clock, ClockFinding, Step
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.material import Material, gather
from harness.scoring.assessment import Arrival, Assessment, Call, Case, ReviewItem
from harness.scoring.rubric_file.rubric import load
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit
from parsers.document import Span, TextFrom

DEPARTMENTS = [
    "发展和改革委员会",
    "教育厅",
    "科学技术厅",
    "工业和信息化厅",
    "民族宗教事务委员会",
    "公安厅",
    "民政厅",
    "司法厅",
    "财政厅",
    "人力资源和社会保障厅",
    "自然资源厅",
    "生态环境厅",
    "住房和城乡建设厅",
    "交通运输厅",
    "水利厅",
    "农业农村厅",
    "商务厅",
    "文化和旅游厅",
    "卫生健康委员会",
    "退役军人事务厅",
    "应急管理厅",
    "审计厅",
    "外事办公室",
    "国有资产监督管理委员会",
    "林业局",
    "市场监督管理局",
    "广播电视局",
    "体育局",
    "统计局",
    "扶贫开发办公室",
    "医疗保障局",
    "机关事务管理局",
    "信访局",
    "粮食和物资储备局",
    "人民防空办公室",
    "地方金融监督管理局",
    "大数据发展局",
    "药品监督管理局",
    "知识产权局",
    "海洋局",
    "人民政府办公厅",
    "投资促进局",
    "沿江开放建设管理办公室",
]
CITIES = [
    "江宁",
    "柳川",
    "桂泉",
    "梧山",
    "北屿",
    "防江",
    "钦湾",
    "贵渡",
    "玉岭",
    "百川",
    "贺源",
    "河溪",
    "来安",
    "崇石",
]

SENT = date(2020, 9, 18)
RECEIVED = date(2020, 9, 21)
DUE = date(2020, 10, 23)
LATE = date(2020, 10, 29)
AS_OF = date(2020, 11, 20)

ROUNDS = (
    Round("A", "正常渠道", Channel.REGISTERED_MAIL, SENT, ("P1",), ("Q1",)),
    Round("B", "非正常渠道", Channel.EMAIL, SENT, ("P2",), ("Q2",)),
)
PEOPLE = (
    Applicant(
        "P1", "林演一", "p1@apply.example", "演江自治区江宁市演练路1号", "530000", "000-0001"
    ),
    Applicant(
        "P2", "周演二", "p2@apply.example", "演江自治区柳川市演练路2号", "545000", "000-0002"
    ),
)
QUESTIONS = (
    Question("Q1", "2019年度培训经费支出情况", "申请公开贵单位2019年度培训经费的预算数和决算数。"),
    Question("Q2", "2019年度政府采购合同目录", "申请公开贵单位2019年度签订的政府采购合同目录。"),
)

PRESENT_REASONS = {
    Element.TITLE: "标题为“政府信息公开申请答复书”",
    Element.DOC_NUMBER: "文号为“演依复〔2020〕18号”",
    Element.APPLICANT: "写明了申请人姓名，与申请一致",
    Element.REQUEST: "载明了申请公开的内容和收到申请的日期",
    Element.LEGAL_BASIS: "引用《中华人民共和国政府信息公开条例》第三十六条第（二）项",
    Element.REASONS: "说明了作出处理决定的理由",
    Element.DECISION: "决定予以公开，并附所申请的信息",
    Element.REMEDY: "告知六十日内可向演江自治区人民政府申请行政复议，六个月内可向江宁铁路运输法院起诉",
    Element.ISSUER: "署名与被申请单位一致",
    Element.DATE: "落款日期完整",
    Element.SEAL: "落款处有红色圆形印章，印文与署名一致",
}
ABSENT_REASONS = {
    Element.DOC_NUMBER: "全文共1页，版头和标题下方均没有发文字号",
    Element.SEAL: "全文共1页，落款处及其他位置均未见印章",
    Element.LEGAL_BASIS: "全文没有引用任何法律、法规的条款",
    Element.REMEDY: "全文没有告知申请行政复议或者提起行政诉讼的权利",
}


@dataclass(frozen=True)
class Plan:
    """What one unit's answer to one application is like."""

    timing: str = "in_time"  # in_time | late | none
    absent: tuple[Element, ...] = ()
    defects: tuple[tuple[Element, str], ...] = ()
    unclear: tuple[Element, ...] = ()


def unit(number: int, name: str, category: str, level: str) -> Unit:
    return Unit(
        id=f"U{number:03}",
        name=name,
        category=category,
        level=level,
        email=f"u{number:03}@agency.example",
        address=f"演江自治区江宁市民族大道{number}号",
        postcode="530000",
        phone=f"0000-{5500000 + number}",
        reconsideration_organs=("演江自治区人民政府",),
        courts=("江宁铁路运输法院",),
        region="演江自治区",
    )


def units() -> tuple[Unit, ...]:
    names = [("区直单位", "省级", f"演江自治区{name}") for name in DEPARTMENTS]
    names += [("设区市", "地市级", f"{name}市人民政府") for name in CITIES]
    return tuple(unit(n, name, group, level) for n, (group, level, name) in enumerate(names, 1))


def clock(timing: str) -> Clock:
    answered = {"in_time": DUE - timedelta(days=9), "late": LATE, "none": None}[timing]
    state = {"in_time": "answered_in_time", "late": "answered_late", "none": "overdue"}[timing]
    left = {"in_time": 7, "late": -4, "none": -20}[timing]
    accusation = {
        "late": ClockFinding("answer_late", LATE, "第三十三条", "答复晚于法定期限4个工作日"),
        "none": ClockFinding("no_answer", DUE, "第三十三条", "期限届满未作出答复"),
    }
    return Clock(
        received_on=RECEIVED,
        received_by="delivered",
        due_on=DUE,
        earliest_due_on=DUE,
        latest_due_on=DUE,
        provisional=False,
        state=state,
        working_days_used=20 - left,
        working_days_left=left,
        answered_on=answered,
        convention_matters=False,
        findings=(accusation[timing],) if timing in accusation else (),
        trace=(
            Step(SENT, "寄出申请", "", "交寄清单"),
            Step(RECEIVED, "收到申请", "第三十一条", "挂号信以行政机关签收之日为收到之日"),
            Step(
                DUE,
                "答复截止",
                "第三十三条",
                "自收到次日起20个工作日；其间国庆节、中秋节放假8天，9月27日、10月10日上班（国办发明电〔2019〕16号）",
            ),
        ),
    )


def finding(element: Element, plan: Plan, file: str) -> Finding:
    span = Span(file, 1, (90.0, 120.0, 420.0, 140.0), PRESENT_REASONS[element])
    defects = tuple(code for where, code in plan.defects if where is element)
    if element in plan.absent:
        return Finding(element, Verdict.ABSENT, ABSENT_REASONS[element])
    if element in plan.unclear:
        return Finding(element, Verdict.UNCLEAR, "印迹很浅，不能确定是否为印章", confidence=0.4)
    if defects:
        reason = "告知了复议和诉讼权利，但没有列明受理的法院和复议机关"
        quote = Span(file, 1, (90.0, 600.0, 420.0, 640.0), "可依法申请行政复议或者提起行政诉讼")
        return Finding(element, Verdict.DEFECTIVE, reason, defects, evidence=(quote,))
    return Finding(element, Verdict.PRESENT, PRESENT_REASONS[element], evidence=(span,))


def case(unit_: Unit, round_: Round, plan: Plan) -> Case:
    index = ROUNDS.index(round_)
    application = Application(
        f"{unit_.id}-{round_.id}", unit_, PEOPLE[index], QUESTIONS[index], round_
    )
    its_clock = clock(plan.timing)
    if its_clock.answered_on is None:
        return Case(application, its_clock, (), None, None)
    name = f"答复书-{application.id}.pdf"
    arrival = Arrival(
        id=f"R{application.id}",
        on=its_clock.answered_on + timedelta(days=2),
        posted_on=its_clock.answered_on,
        how="post" if round_.id == "A" else "email",
        sender=unit_.name,
        name=name,
        sha256="0" * 64,
        path=f"incoming/纸质来件/{name}",
        kind=ReplyKind.ANSWER,
        reasons=("信封寄件单位与被测单位一致", "正文引用了申请内容"),
    )
    findings = tuple(finding(element, plan, name) for element in Element)
    judgement = Judgement(
        kind=ReplyKind.ANSWER,
        decisions=("granted",),
        replied_on=its_clock.answered_on,
        text_from=TextFrom.DIGITAL,
        pages=1,
        findings=findings,
        rules="2019-05-15",
    )
    return Case(application, its_clock, (arrival,), arrival, judgement)


def spread(total: int, wanted: dict[str, int]) -> list[Plan]:
    """`total` answers, the first so many late or silent, faults dealt out over the answered."""
    timings = ["none"] * wanted["none"] + ["late"] * wanted["late"]
    timings += ["in_time"] * (total - len(timings))
    answered = total - wanted["none"]
    plans = []
    for n, timing in enumerate(timings):
        rank = n - wanted["none"]
        if rank < 0:
            plans.append(Plan(timing))
            continue
        absent = [Element.DOC_NUMBER] if rank < wanted["number"] else []
        absent += [Element.SEAL] if answered - rank <= wanted["seal"] else []
        absent += [Element.LEGAL_BASIS] if (rank * 5) % answered < wanted["basis"] else []
        absent += [Element.REMEDY] if rank < wanted["remedy"] else []
        unnamed = wanted["remedy"] <= rank < wanted["remedy"] + wanted["unnamed"]
        defects = ((Element.REMEDY, "no_court"), (Element.REMEDY, "no_organ"))
        plans.append(Plan(timing, tuple(absent), defects if unnamed else ()))
    return plans


WANTED = ("none", "late", "number", "seal", "basis", "remedy", "unnamed")
PUBLISHED = {
    ("A", "区直单位"): (7, 1, 20, 1, 11, 16, 12),
    ("A", "设区市"): (0, 0, 4, 0, 6, 3, 8),
    ("B", "区直单位"): (11, 0, 17, 3, 0, 0, 0),
    ("B", "设区市"): (1, 0, 4, 1, 0, 0, 0),
}
REACHED = {"区直单位": 31, "设区市": 8}


def campaign(drill: bool = True) -> Campaign:
    return Campaign(
        id="2020-yanjiang",
        title="演江自治区2020年依申请公开第三方测评",
        region="演江自治区",
        drill=drill,
        collect_until=AS_OF,
        rounds=ROUNDS,
        applicants=PEOPLE,
        rubric="yanjiang_drill",
    )


def province(drill: bool = True) -> Assessment:
    everybody = units()
    plans: dict[str, Plan] = {}
    for (round_id, category), numbers in PUBLISHED.items():
        wanted = dict(zip(WANTED, numbers, strict=True))
        group = [u for u in everybody if u.category == category]
        # another unit is first in each round, so that not always the same ones fail
        group = group[5:] + group[:5] if round_id == "B" else group
        for one, plan in zip(group, spread(len(group), wanted), strict=True):
            plans[f"{one.id}-{round_id}"] = plan
    cases = tuple(case(u, r, plans[f"{u.id}-{r.id}"]) for u in everybody for r in ROUNDS)
    calls = []
    left = dict(REACHED)
    for one in everybody:
        left[one.category] -= 1
        reached = left[one.category] >= 0
        note = "已接通，告知可书面申请" if reached else "无人接听"
        days = [date(2020, 9, 24)] if reached else [date(2020, 9, 24), date(2020, 9, 25)]
        calls += [Call(one, day, "10:05", one.phone, reached, note) for day in days]
    review = (
        ReviewItem(
            "来件 unknown.eml", "发件人不在名单，也没有引用申请", "incoming/mail/unknown.eml"
        ),
    )
    return Assessment(campaign(drill), everybody, cases, tuple(calls), review, AS_OF)


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return province()


@pytest.fixture(scope="session")
def material(assessment: Assessment) -> Material:
    return gather(assessment, load("yanjiang_drill"))
