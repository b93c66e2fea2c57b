"""反馈单.docx: what a unit is told of its own applications, and how it may object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from harness.checker.finding import ELEMENT_NAMES, Verdict
from harness.reports.arrivals import (
    findings_of,
    later_sentence,
    name_of,
    number_of,
    settled,
    undecided_sentence,
)
from harness.reports.grid import HEI, Cell, Content
from harness.reports.material import Material
from harness.reports.paper import GREY, RED, Paper
from harness.reports.wording import (
    KIND_NAMES,
    common_file,
    due_text,
    group_of,
    percent_text,
    quoted,
    result_of,
    safe_name,
    verdict_text,
)
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.score import Mark, Score, plain
from harness.scoring.timing import Timing
from letters.model import CHANNEL_NAMES, Unit

OBJECTION_WORKDAYS = 5  # where a campaign's own plan sets none
_ACCUSED = (Timing.LATE, Timing.NONE)


def feedback_name(unit: Unit) -> str:
    return f"反馈单-{unit.id}-{safe_name(unit.name)}.docx"


def write_feedback(material: Material, unit: Unit, path: Path) -> Path:
    score = material.score_of(unit)
    paper = Paper(f"{material.title}反馈单", drill=material.drill, size=12)
    paper.title("依申请公开测评结果反馈单", material.title)
    paper.text(f"{unit.name}：", indent=False)
    paper.text(_opening(material, unit))
    paper.gap()
    _summary(paper, material, unit, score)
    for number, case in enumerate(material.assessment.cases_of(unit), 1):
        _case(paper, material, case, number)
    _calls(paper, material, unit)
    _deductions(paper, score)
    _objection(paper, material)
    return paper.save(path)


def _opening(material: Material, unit: Unit) -> str:
    count = len(material.assessment.cases_of(unit))
    return (
        f"现将你单位在本次测评中{count}件政府信息公开申请的办理情况、要素认定和得分反馈如下。"
        f"数据采集截至{day_text(material.assessment.as_of)}，计分依据《{material.rubric.title}》。"
    )


def _summary(paper: Paper, material: Material, unit: Unit, score: Score) -> None:
    peers = sum(one.category == score.category and one.rate is not None for one in material.scores)
    place = (
        f"{score.category}第{score.rank_in_category}名（共{peers}家）"
        if score.rank
        else "不参加排名"
    )
    state = "（暂定，有待复核事项）" if score.provisional else ""
    total = (
        "全部指标折分" if score.total is None else f"{score.total}分（满分{plain(score.full)}分）"
    )
    rows: list[list[Content]] = [
        [_key("单位"), unit.name, _key("最终得分"), Cell(f"{total}{state}", bold=True)],
        [
            _key("得分率"),
            percent_text(score.rate),
            _key("等次、排名"),
            f"{score.grade}　{place}".strip(),
        ],
    ]
    paper.table([], rows, (11, 32, 14, 43))


def _case(paper: Paper, material: Material, case: Case, number: int) -> None:
    application = case.application
    heading = f"申请{number}　{application.round.label}（{CHANNEL_NAMES[application.channel]}，{application.id}）"
    paper.heading(heading)
    accused = group_of(material, case) in _ACCUSED
    result = Cell(result_of(material, case), bold=True, colour=RED if accused else "")
    rows: list[list[Content]] = [
        [_key("申请内容"), application.question.title, _key("申请人"), application.applicant.name],
        [_key("寄出日期"), day_text(application.round.send_on), _key("收到日期"), _received(case)],
        [_key("答复截止日"), due_text(case), _key("答复日期"), _answered(case)],
        [_key("时限认定"), result, _key("答复文件"), name_of(case.answer) if case.answer else "—"],
    ]
    paper.table([], rows, (14, 36, 14, 36), size=10)
    for sentence in filter(None, (undecided_sentence(material, case), later_sentence(case))):
        paper.text(sentence, indent=False)
    _working(paper, material, case)
    _elements(paper, case)


def _answered(case: Case) -> str:
    if case.clock.answered_on:
        return day_text(case.clock.answered_on)
    return f"{len(case.doubtful)}件来件待人工认定" if case.doubtful else "未收到答复"


def _received(case: Case) -> str:
    return day_text(case.clock.received_on) if case.clock.received_on else "无签收记录"


def _working(paper: Paper, material: Material, case: Case) -> None:
    dated = sorted(_happenings(material, case), key=lambda one: one[0])
    if dated:
        rows = [[day_text(day), *cells] for day, cells in dated]
        paper.caption("期限计算过程")
        paper.table(["日期", "事项", "条款", "说明"], rows, (20, 21, 20, 39), size=9)


def _happenings(material: Material, case: Case) -> Iterator[tuple[date, list[Content]]]:
    for step in case.clock.trace:
        yield step.on, [step.step, step.article or "—", step.because or "—"]
    for found in findings_of(material, case):
        yield found.on, [Cell(found.message, colour=RED), found.article or "—", "程序认定"]
    for one in settled(case):
        if one != case.answer:
            yield one.on, [f"收到{KIND_NAMES[one.kind]}", "—", name_of(one)]
    # of what may not be this unit's, it is told no more than the number
    for one in case.doubtful:
        yield one.on, ["收到来件，待人工认定", "—", number_of(one)]


def _elements(paper: Paper, case: Case) -> None:
    if case.judgement is None:
        paper.text(_unjudged(case), indent=False)
        return
    colours = {Verdict.ABSENT: RED, Verdict.DEFECTIVE: RED, Verdict.NOT_REQUIRED: GREY}
    file = common_file(case.judgement.findings)
    rows: list[list[Content]] = []
    for found in case.judgement.findings:
        wrong = found.verdict in (Verdict.ABSENT, Verdict.DEFECTIVE)
        verdict = Cell(verdict_text(found), bold=wrong, colour=colours.get(found.verdict, ""))
        words = quoted(found, known_file=file)
        rows.append([ELEMENT_NAMES[found.element], verdict, found.reason, words or "—"])
    paper.caption(f"答复书要素认定（原文引自“{file}”）" if file else "答复书要素认定")
    paper.table(["要素", "认定", "理由", "原文"], rows, (14, 16, 38, 32), size=9)


def _unjudged(case: Case) -> str:
    if case.doubtful:
        return f"{len(case.doubtful)}件来件待人工认定，各项要素尚未审读。"
    if case.clock.answered_on is None:
        return "至数据采集截止日未收到答复书，无要素可供认定。"
    return "答复文件未能审读，各项要素待人工认定。"


def _calls(paper: Paper, material: Material, unit: Unit) -> None:
    calls = [call for call in material.assessment.calls if call.unit.id == unit.id]
    if not calls:
        return
    paper.heading("电话咨询")
    rows: list[list[Content]] = [
        [
            f"{day_text(call.on)} {call.time}",
            call.number,
            "接通" if call.connected else Cell("未接通", bold=True, colour=RED),
            call.note or "—",
        ]
        for call in calls
    ]
    paper.table(["拨打时间", "号码", "结果", "记录"], rows, (28, 20, 12, 40), size=9)


def _deductions(paper: Paper, score: Score) -> None:
    paper.heading("得分与扣分")
    rows = [row for mark in score.marks for row in _mark_rows(mark)]
    paper.table(
        ["指标", "权重", "得分", "扣分及理由"], rows, (24, 9, 13, 54), centred=(1, 2), size=9
    )


def _mark_rows(mark: Mark) -> list[list[Content]]:
    weight = plain(mark.criterion.weight)
    if mark.exempt:
        return [[mark.criterion.name, weight, "折分", f"{mark.exempt}，该项权重不计入分母"]]
    points = plain(mark.points)
    if mark.provisional:
        points = f"{points}（暂定，最低{plain(mark.lowest)}）"
    reasons = [f"扣{plain(one.points)}分：{one.rule.name}。{one.reason}" for one in mark.deductions]
    reasons += [f"待复核，未扣分：{one.rule.name}。{one.reason}" for one in mark.doubts]
    reasons += [each for each in (mark.open, mark.because) if each]
    return [[mark.criterion.name, weight, points, "\n".join(reasons) or "未扣分"]]


def _objection(paper: Paper, material: Material) -> None:
    paper.heading("异议办理")
    paper.text(
        "对上述认定有异议的，请在本次测评方案规定的期限内书面提出（方案没有规定的，为自收到本反馈单之日起"
        f"{OBJECTION_WORKDAYS}个工作日内），写明申请编号、"
        "异议的要素或者日期、理由，并附能够证明的材料（如登记回执、寄出凭证、答复书原件扫描件）。测评方将"
        "依据原件复核并书面答复，异议和复核结果一并存档。列为“待人工认定”的事项未作扣分处理，也可一并说明。"
    )
    if material.drill:
        paper.text("本反馈单为演练材料，所涉单位、人员和文书均为虚构，无需办理。", indent=True)


def _key(text: str) -> Cell:
    return Cell(text, fill="F2F5F8", font=HEI)
