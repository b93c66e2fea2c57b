"""反馈单.docx: what a unit is told of its own applications, and how and until when it may object.

In: the material, a unit, the folder with the originals. Out: the file. The first page says what is wrong,
what it costs and what to do; the rest shows on what that rests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from harness.clock.result import State
from harness.reports.arrivals import (
    findings_of,
    later_sentence,
    settled,
    undecided_sentence,
)
from harness.reports.feedback.elements import WIDTHS, Shown, element_rows
from harness.reports.feedback.first_page import NO_REASON, key, marks_table, open_items, wrong_table
from harness.reports.feedback.guide import guide_table
from harness.reports.feedback.objections import objections_table
from harness.reports.feedback.outward import Outward, outward_name
from harness.reports.final.method import guides_read, words
from harness.reports.final.overview import issue_of
from harness.reports.material import Material
from harness.reports.paper.grid import Cell, Content
from harness.reports.paper.originals import Originals
from harness.reports.paper.paper import RED, Paper
from harness.reports.wording import (
    KIND_NAMES,
    common_file,
    due_text,
    group_of,
    numeral,
    result_of,
    round_name,
    safe_name,
)
from harness.scoring.assessed import NOT_ASSESSED, is_assessed, lacks_evidence, mark_told, span_text
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.rubric_file.told import not_to_hand_out
from harness.scoring.score import Mark, Score, plain
from harness.scoring.timing import Timing
from harness.store.shelves import Evidence
from letters.model import CHANNEL_NAMES, Unit
from letters.report_words import OBJECTION, OPENING
from letters.templating import render

_ACCUSED = (Timing.LATE, Timing.NONE)


def feedback_name(unit: Unit) -> str:
    return f"反馈单-{unit.id}-{safe_name(unit.name)}.docx"


def write_feedback(
    material: Material, unit: Unit, path: Path, *, evidence: Evidence | None = None
) -> Path:
    """`evidence`: the folder that the paths of what came are relative to; without it no pictures."""
    return _Letter(material, unit, Originals(evidence)).write(path)


class _Letter:
    """One unit's letter; its sections count themselves."""

    def __init__(self, material: Material, unit: Unit, originals: Originals) -> None:
        self.material, self.unit = material, unit
        self.score = material.score_of(unit)
        self.cases = material.assessment.cases_of(unit)
        self.originals, self.outward = originals, Outward.of(self.cases)
        title, issue = f"{material.title}反馈单", issue_of(material)
        self.paper = Paper(title, drill=material.drill, issue=issue, size=12)
        self.sections = 0

    def write(self, path: Path) -> Path:
        paper = self.paper
        if draft := not_to_hand_out(self.material.rubric):
            paper.line(draft, size=12, bold=True, colour=RED, spacing=18)
        what = "依申请公开测评结果反馈单" if self.cases else "评估结果反馈单"
        paper.title(what, self.material.title)
        paper.text(f"{self.unit.name}：", indent=False)
        for line in self._told(OPENING):
            paper.text(line)
        paper.gap()
        marks_table(paper, self.material, self.score, self.cases)
        self._section("存在的问题")
        wrong_table(paper, self.material, self.unit, self._shown(self._applicants()))
        paper.text(self._how_to_object(), indent=False)
        for case in self.cases:
            self._case(case)
        self._calls()
        self._guide()
        self._section("各项指标得分")
        self._deductions()
        self._section("异议的提出和办理")
        if closed := self._closed():
            paper.text(closed)
        else:
            for line in self._told(OBJECTION):
                paper.text(line)
        objections_table(paper, self.material, self.unit, self._shown(self._applicants()))
        if self.material.drill:
            paper.text("本反馈单为演练材料，所涉单位、人员和文书均为虚构，无需办理。")
        return paper.save(path)

    # -- words

    def _section(self, title: str) -> None:
        self.sections += 1
        self.paper.heading(f"{numeral(self.sections)}、{title}")

    def _told(self, template: str) -> list[str]:
        filled = {
            **words(self.material),
            "term": self._term(),
            "open": open_items(self.material, self.unit, self._shown("")),
        }
        text = render(template, filled, self.material.assessment.campaign.templates)
        return [line for each in text.splitlines() if (line := each.strip())]

    def _term(self) -> str:
        """Empty where the campaign sets none: no term is made up."""
        term = self.material.assessment.terms.get(self.unit.id)
        if term is not None and term.last is not None:
            return f"在{day_text(term.last)}以前（含当日{'，暂定' if term.provisional else ''}）"
        days = self.material.assessment.campaign.objections.working_days
        if days:
            return f"自收到本反馈单之日起{days}个工作日内"
        return ""

    def _closed(self) -> str:
        """Nobody is asked to object until a day that is past."""
        term = self.material.assessment.terms.get(self.unit.id)
        if term is None or term.last is None or term.provisional:
            return ""
        over = term.last < self.material.assessment.as_of
        return f"提出异议的期限已于{day_text(term.last)}届满。" if over else ""

    def _how_to_object(self) -> str:
        if closed := self._closed():
            return closed
        term = self._term()
        when = f"请{term}提出，办法见末尾" if term else "提出的办法见末尾"
        return f"对认定有异议的，{when}。"

    def _shown(self, hidden: str) -> Shown:
        return Shown(self.material.rubric, self.score, self.originals, hidden, self.outward)

    def _applicants(self) -> str:
        """The name to leave out of what concerns several applications: of the only applicant."""
        if self.material.assessment.campaign.report.name_applicants:
            return ""
        names = {case.application.applicant.name for case in self.cases}
        return names.pop() if len(names) == 1 else ""

    # -- applications

    def _case(self, case: Case) -> None:
        application, paper = case.application, self.paper
        named = self.material.assessment.campaign.report.name_applicants
        shown = self._shown("" if named else application.applicant.name)
        way = CHANNEL_NAMES[application.channel]
        self._section(f"{round_name(application.round)}（{way}，{application.id}）")
        accused = group_of(self.material, case) in _ACCUSED
        told = "未提交" if case.clock.state == State.NOT_SENT else result_of(self.material, case)
        result = Cell(told, bold=True, colour=RED if accused else "")
        who: list[Content] = [key("申请人"), application.applicant.name]
        answer = shown.masked(outward_name(case.answer)) if case.answer else "—"
        rows: list[list[Content]] = [
            [key("申请内容"), application.question.title, *(who if named else [key("申请轮次"), application.round.label])],
            [key("寄出日期"), _sent(case), key("收到日期"), _received(case)],
            [key("答复截止日"), due_text(case), key("答复日期"), _answered(case)],
            [key("时限认定"), result, key("答复文件"), answer],
        ]  # fmt: skip
        paper.table([], rows, (14, 36, 14, 36), size=9.5)
        for sentence in filter(
            None, (undecided_sentence(self.material, case), later_sentence(case, outward_name))
        ):
            paper.text(shown.masked(sentence), indent=False)
        self._working(case, shown)
        self._elements(case, shown)

    def _working(self, case: Case, shown: Shown) -> None:
        dated = sorted(_happenings(self.material, case, shown), key=lambda one: one[0])
        if dated and case.clock.state != State.NOT_SENT:
            rows = [[day_text(day), *cells] for day, cells in dated]
            self.paper.caption("期限计算过程")
            self.paper.table(["日期", "事项", "条款", "说明"], rows, (19, 21, 21, 39), size=9)

    def _elements(self, case: Case, shown: Shown) -> None:
        rows = element_rows(case, shown)
        if not rows or case.judgement is None:
            self.paper.text(_unjudged(case), indent=False)
            return
        file = common_file(case.judgement.findings)
        file = shown.masked(f"“{file}”") if file else ""
        self.paper.caption(f"答复书要素认定（原文引自{file}）" if file else "答复书要素认定")
        self.paper.table(["要素", "认定", "理由、原文和原件截图", "扣分"], rows, WIDTHS, size=9)

    # -- telephone, marks

    def _calls(self) -> None:
        calls = self.material.assessment.calls_of(self.unit)
        if not calls:
            return
        self._section("电话咨询")
        rows: list[list[Content]] = [
            [
                f"{day_text(call.on)} {call.time}",
                call.number or "—",
                "接通" if call.connected else Cell("未接通", bold=True, colour=RED),
                call.note or "—",
            ]
            for call in calls
        ]
        self.paper.table(["拨打时间", "号码", "结果", "记录"], rows, (28, 20, 12, 40), size=9)

    def _guide(self) -> None:
        """What its guide was found to say, and of which day it is; of faults the first page tells."""
        found = self.material.assessment.guides.get(self.unit.id, ())
        faulty = any(one.is_fault for one in found)
        if not found or not (faulty or guides_read(self.material)):
            return
        self._section("公开指南核对")
        on = self.material.assessment.guide_days.get(self.unit.id)
        if on is not None:
            self.paper.text(f"所核对的是{day_text(on)}取得的公开指南。", indent=False)
        guide_table(self.paper, found)

    def _deductions(self) -> None:
        shown = self._shown(self._applicants())
        rows = [row for mark in self.score.marks for row in _mark_rows(mark, shown)]
        rows.append(_sum(self.score))
        head: list[Content] = ["指标", "权重", "得分", "扣分及理由"]
        self.paper.table(head, rows, (24, 9, 15, 52), centred=(1, 2), size=9)


def _sent(case: Case) -> str:
    """The day on which it went out, as the clock's working tells; the plan's is none."""
    first = case.clock.trace[:1]
    if case.clock.state == State.NOT_SENT or not first:
        return "尚未寄出"
    return day_text(first[0].on)


def _answered(case: Case) -> str:
    if case.clock.answered_on:
        return day_text(case.clock.answered_on)
    if case.clock.state == State.NOT_SENT:
        return "—"
    return f"{len(case.doubtful)}件来件待人工认定" if case.doubtful else "未收到答复"


def _received(case: Case) -> str:
    return day_text(case.clock.received_on) if case.clock.received_on else "没有收到的记录"


def _happenings(
    material: Material, case: Case, shown: Shown
) -> Iterator[tuple[date, list[Content]]]:
    for step in case.clock.trace:
        yield step.on, [step.step, step.article or "—", shown.masked(step.because) or "—"]
    for found in findings_of(material, case):
        yield found.on, [Cell(found.message, colour=RED), found.article or "—", "据以上日期认定"]
    for one in settled(case):
        if one != case.answer:
            yield one.on, [f"收到{KIND_NAMES[one.kind]}", "—", shown.masked(outward_name(one))]
    for one in case.doubtful:
        yield one.on, ["收到来件，待人工认定", "—", outward_name(one, whole=False)]


def _unjudged(case: Case) -> str:
    if case.clock.state == State.NOT_SENT:
        return "本件申请尚未提交，不作认定。"
    if case.clock.state == State.UNDELIVERABLE and not case.doubtful:
        return "本件申请被退回、没有送达，答复情况不作认定。"
    if case.doubtful:
        return f"{len(case.doubtful)}件来件待人工认定，各项要素尚未审读。"
    if case.clock.answered_on is None:
        return "至数据采集截止日未收到答复书，没有要素可以认定。"
    return "答复文件未能审读，各项要素待人工认定。"


def _mark_rows(mark: Mark, shown: Shown) -> list[list[Content]]:
    weight = plain(mark.criterion.weight)
    if mark.exempt:
        why = f"{mark.exempt}，该项权重不计入分母"
        return [[mark.criterion.name, weight, mark.exempt_as, why]]
    points = mark_told(mark)
    reasons = [f"扣{plain(one.points)}分：{one.rule.name}" for one in mark.deductions]
    doubts: dict[str, list[str]] = {}
    for one in mark.doubts:
        doubts.setdefault(one.reason, []).append(one.rule.name)
    reasons += [f"待认定，未扣分：{'；'.join(names)}。{why}" for why, names in doubts.items()]
    reasons += [each for each in (mark.open, mark.because) if each]
    if not reasons and mark.points < mark.criterion.weight:
        reasons = [f"扣{plain(mark.criterion.weight - mark.points)}分：{NO_REASON}"]
    return [[mark.criterion.name, weight, points, shown.masked("\n".join(reasons)) or "未扣分"]]


def _sum(score: Score) -> list[Content]:
    total = plain(score.total) if is_assessed(score) and score.total is not None else "—"
    how = f"实际得分{plain(score.actual)}分"
    if lacks_evidence(score):
        cells = ("合计", plain(score.full), "—", f"{NOT_ASSESSED}，可能在{span_text(score)}")
        return [Cell(text, bold=True) for text in cells]
    if score.exempt and score.total is not None:
        reach = score.full - score.exempt
        how += f"，最终得分＝{plain(score.actual)}÷{plain(reach)}×{plain(score.full)}"
    return [Cell(text, bold=True) for text in ("合计", plain(score.full), total, how)]
