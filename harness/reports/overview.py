"""总报告.docx: method, figures, what is wrong with examples, marks, what is open, how days counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.reports import plots
from harness.reports.arrivals import evidence_name, evidence_names
from harness.reports.counting import counting
from harness.reports.grid import Cell, Content
from harness.reports.material import Material
from harness.reports.paper import Paper
from harness.reports.problems import problems
from harness.reports.sentences import (
    answer_sentence,
    open_items,
    phone_sentence,
    receipt_sentence,
    score_sentence,
    with_doubt,
)
from harness.reports.wording import numeral, share
from harness.scoring.facts import day_text
from harness.scoring.figures import CONTENT_FAULTS, FORM_FAULTS, MEASURE_NAMES, Measure
from harness.scoring.score import Score, plain
from letters.model import CHANNEL_NAMES, Round

FAULTS = (*FORM_FAULTS, *CONTENT_FAULTS)


def write_overview(material: Material, path: Path) -> Path:
    report = _Overview(material)
    report.write()
    return report.paper.save(path)


class _Overview:
    """The report, chapter by chapter; captions and chapters count themselves."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.figures = material.figures
        self.rounds: Sequence[Round] = material.assessment.campaign.rounds
        self.paper = Paper(f"{material.title}总报告", drill=material.drill)
        self.chapters = self.tables = self.pictures = 0

    def write(self) -> None:
        until = day_text(self.material.assessment.as_of)
        self.paper.title(f"{self.material.title}\n总报告", f"（数据采集截至{until}）")
        self._method()
        self._results()
        self._answers()
        self._problems()
        self._scores()
        self._open()
        self._days()

    # -- chapters

    def _method(self) -> None:
        assessment = self.material.assessment
        self._chapter("测评概况")
        groups = "、".join(
            f"{category}{sum(unit.category == category for unit in assessment.units)}家"
            for category in self.figures.categories
        )
        rounds = "；".join(
            f"“{one.label}”申请于{day_text(one.send_on)}以{CHANNEL_NAMES[one.channel]}方式提交"
            for one in self.rounds
        )
        self.paper.text(
            f"本次测评对象共{len(assessment.units)}家单位，其中{groups}。测评采用模拟用户实测法和"
            f"电话咨询法：以公民身份向每家单位提交{_times(len(self.rounds))}政府信息公开申请，"
            f"{rounds}，共提交申请{len(assessment.cases)}件；并按各单位公布的咨询电话逐一拨打测试。"
            f"数据采集截至{day_text(assessment.as_of)}。"
        )
        self.paper.text(
            "答复期限依据《中华人民共和国政府信息公开条例》第三十一条、第三十三条及国务院办公厅节假日"
            "安排计算，答复书逐份对照标题、文号、申请人、申请事实、法律依据、事实理由、处理决定、救济"
            "渠道、答复主体、答复日期、印章等十一项要素审读。认定“缺失”或“有瑕疵”的，均载明理由并可"
            "追溯至原件；证据不足以认定的，一律列入待复核事项，不扣分。"
        )

    def _results(self) -> None:
        self._chapter("申请与答复情况")
        self.paper.heading("（一）申请渠道畅通情况", 2)
        self.paper.text(receipt_sentence(self.material))
        self.paper.heading("（二）依申请公开答复情况", 2)
        self.paper.text(answer_sentence(self.material))
        self._table("申请答复情况统计表", *self._answer_table(), centred=range(1, 8))
        if self.figures.tally(Measure.IN_TIME).unclear:
            self.paper.note("注：待认定的申请不计入按期答复率的分母，人工认定后重新计算。")
        self._picture("申请答复情况", plots.answers(self.material))
        self.paper.heading("（三）电话咨询情况", 2)
        self.paper.text(phone_sentence(self.material))
        self._phone_table()

    def _answers(self) -> None:
        self._chapter("答复规范情况")
        cases = self.material.assessment.cases
        answered = sum(case.clock.answered_on is not None for case in cases)
        unread = answered - sum(case.judgement is not None for case in cases)
        left_out = f"（其中{unread}件未能审读，待人工认定，未列入下表）" if unread else ""
        self.paper.text(
            f"各单位共作出答复{answered}件{left_out}。对答复书逐件审读，格式和内容方面存在的主要问题"
            "如下表所示。同一答复书存在多个问题的，分别统计。"
        )
        head, rows, widths = self._fault_table()
        self._table("答复书存在问题统计表", head, rows, widths, centred=range(1, len(widths)))
        self.paper.note("注：括号内为要素模糊、尚待人工认定的件数，未计入问题件数。")
        self._picture("答复书存在问题件数对比", plots.faults(self.material))

    def _problems(self) -> None:
        self._chapter("存在的主要问题")
        found = problems(self.material)
        if not found:
            self.paper.text("本次测评未发现上述各方面存在问题。")
        for number, problem in enumerate(found, 1):
            self.paper.text(problem.text, lead=f"{numeral(number)}是{problem.headline}。")
            if problem.examples:
                head = ["单位及申请", "认定", "佐证"]
                self._table("典型情形", head, problem.examples, (26, 38, 36))

    def _scores(self) -> None:
        rubric = self.material.rubric
        self._chapter("得分与排名")
        self.paper.text(
            f"得分按《{rubric.title}》计算，满分{plain(rubric.full)}分，细则来源：{rubric.source}。"
        )
        if rubric.note:
            self.paper.text(rubric.note)
        self.paper.text(score_sentence(self.material))
        self._picture("各项指标平均得分率", plots.criteria(self.material))
        if rubric.grades:
            self._picture("各类单位等次分布", plots.grades(self.material))
        head: list[Content] = ["排名", "单位", "类别", "实际得分", "最终得分", "得分率", "等次"]
        rows = [self._rank_row(one) for one in self.material.ranked()]
        centred = (0, 2, 3, 4, 5, 6)
        self._table(
            "各单位得分排名表", head, rows, (7, 34, 12, 12.5, 12.5, 11, 11), centred=centred
        )
        self.paper.note(
            "注：得分率相同的并列；标“暂定”的，尚有事项待人工认定，按有利于被测单位的原则暂不扣分；"
            "折分指标的权重不计入分母，最终得分=实际得分×满分÷（满分-折分权重）。"
        )

    def _open(self) -> None:
        self._chapter("待复核事项")
        names = evidence_names(self.material)
        rows = [
            [item.what, item.why, evidence_name(names, item.path) or "—"]
            for item in open_items(self.material)
        ]
        if not rows:
            self.paper.text("没有待人工复核的事项。")
            return
        self.paper.text(
            f"下列{len(rows)}项依现有证据不能作出确定认定，应由测评人员复核；复核前不作为扣分依据。"
        )
        self._table("待复核事项表", ["事项", "原因", "佐证"], rows, (34, 41, 25))

    def _days(self) -> None:
        found = counting(self.material.assessment)
        self._chapter("答复期限计算说明")
        for sentence in found.sentences:
            self.paper.text(sentence)
        if found.days:
            head = ["日期", "安排", "依据"]
            self._table("答复期限内的节假日和调休上班日", head, found.days, (38, 28, 34))

    # -- tables

    def _answer_table(self) -> tuple[list[Content], list[list[Content]], tuple[float, ...]]:
        rows: list[list[Content]] = []
        places = [
            (one.label, one.id, group)
            for one in self.rounds
            for group in (*self.figures.categories, "")
        ]
        for label, round_id, category in [*places, ("合计", "", "")]:
            tallies = [
                self.figures.tally(measure, round_id, category)
                for measure in (Measure.IN_TIME, Measure.LATE, Measure.NONE)
            ]
            sent = self.figures.tally(Measure.RECEIVED, round_id, category)
            total = not category
            cells = [
                label,
                category or ("全部" if round_id == "" else "小计"),
                str(len(sent.among)),
                *(str(tally.number) for tally in tallies),
                str(len(tallies[0].unclear)),
                share(tallies[0]),
            ]
            rows.append([Cell(text, bold=True) if total else text for text in cells])
        head: list[Content] = [
            "轮次",
            "类别",
            "申请",
            "按期答复",
            "逾期答复",
            "未答复",
            "待认定",
            "按期答复率",
        ]
        return head, rows, (15, 14, 9, 12, 12, 10, 10, 14)

    def _phone_table(self) -> None:
        doubt = bool(self.figures.tally(Measure.CONNECTED).unclear)
        rows: list[list[Content]] = []
        for category in (*self.figures.categories, ""):
            tally = self.figures.tally(Measure.CONNECTED, "", category)
            cells = [
                category or "合计",
                str(len(tally.among)),
                str(tally.number),
                str(len(tally.among) - tally.number - len(tally.unclear)),
                *([str(len(tally.unclear))] if doubt else []),
                share(tally),
            ]
            rows.append([Cell(text, bold=True) if not category else text for text in cells])
        head = ["类别", "拨打单位", "接通", "未接通", *(["待认定"] if doubt else []), "接通率"]
        wide = tuple(100 // len(head) for _ in head)
        self._table("电话咨询接通情况统计表", head, rows, wide, centred=range(1, len(head)))

    def _fault_table(self) -> tuple[list[Content], list[list[Content]], tuple[float, ...]]:
        places = [(one, group) for one in self.rounds for group in self.figures.categories]
        head: list[Content] = ["问题", *(f"{one.label}\n{group}" for one, group in places), "合计"]
        rows: list[list[Content]] = []
        answered = [
            str(len(self.figures.tally(FAULTS[0], one.id, group).among)) for one, group in places
        ]
        total = str(len(self.figures.tally(FAULTS[0]).among))
        rows.append([Cell(text, bold=True) for text in ("已答复件数", *answered, total)])
        for measure in FAULTS:
            tallies = [self.figures.tally(measure, one.id, group) for one, group in places]
            rows.append(
                [
                    MEASURE_NAMES[measure],
                    *(with_doubt(tally) for tally in (*tallies, self.figures.tally(measure))),
                ]
            )
        return head, rows, (30, *(14 for _ in places), 10)

    def _rank_row(self, one: Score) -> list[Content]:
        if one.rate is None:
            return ["—", one.name, one.category, "—", "—", "全部折分", "—"]
        grade = f"{one.grade}（暂定）" if one.provisional else one.grade
        return [
            str(one.rank),
            one.name,
            one.category,
            plain(one.actual),
            str(one.total),
            f"{one.rate}%",
            grade,
        ]

    # -- numbering

    def _chapter(self, title: str) -> None:
        self.chapters += 1
        self.paper.heading(f"{numeral(self.chapters)}、{title}")

    def _table(
        self,
        caption: str,
        head: Sequence[Content],
        rows: Sequence[Sequence[Content]],
        widths: Sequence[float],
        *,
        centred: Sequence[int] = (),
    ) -> None:
        self.tables += 1
        self.paper.caption(f"表{self.tables}　{caption}")
        self.paper.table(head, rows, widths, centred=centred)

    def _picture(self, caption: str, png: bytes) -> None:
        self.pictures += 1
        self.paper.picture(png, f"图{self.pictures}　{caption}")


def _times(rounds: int) -> str:
    return "两轮" if rounds == 2 else f"{numeral(rounds)}轮"
