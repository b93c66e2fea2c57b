"""总报告.docx: method, figures, what is wrong with examples, marks, what is open, how days counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from harness.reports import charts
from harness.reports.counting import Counting, counting
from harness.reports.material import Material
from harness.reports.paper import RED, Cell, Content, Paper
from harness.reports.wording import (
    due_text,
    listed,
    numeral,
    of_category,
    percent_text,
    quoted,
    share,
    verdict_text,
)
from harness.scoring.assessment import Case, ReviewItem
from harness.scoring.facts import day_text
from harness.scoring.figures import (
    CONTENT_FAULTS,
    FORM_FAULTS,
    MEASURE_NAMES,
    Measure,
    Tally,
    percent,
)
from harness.scoring.score import Score, plain
from letters.model import CHANNEL_NAMES, Round

EXAMPLES = 3
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
        self.paper.title(f"{self.material.title}总报告", f"（数据采集截至{until}）")
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
            f"电话咨询法：以公民身份向每家单位提交{numeral(len(self.rounds))}轮政府信息公开申请，"
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
        received = self.figures.tally(Measure.RECEIVED)
        self.paper.text(
            f"共提交申请{len(received.among)}件，经签收记录、收件服务器回执核实送达{received.number}件，"
            f"签收率为{share(received)}。"
        )
        self.paper.heading("（二）依申请公开答复情况", 2)
        self.paper.text(answer_sentence(self.material))
        self._table("申请答复情况统计表", *self._answer_table(), centred=range(1, 8))
        self._picture("申请答复情况", self._answer_chart())
        self.paper.heading("（三）电话咨询情况", 2)
        self.paper.text(self._phone_sentence())
        self._phone_table()

    def _answers(self) -> None:
        self._chapter("答复规范情况")
        answered = sum(case.judgement is not None for case in self.material.assessment.cases)
        self.paper.text(
            f"各单位共作出答复{answered}件。对答复书逐件审读，格式和内容方面存在的主要问题"
            "如下表所示。同一答复书存在多个问题的，分别统计。"
        )
        head, rows, widths = self._fault_table()
        self._table("答复书存在问题统计表", head, rows, widths, centred=range(1, len(widths)))
        self.paper.note("注：括号内为要素模糊、尚待人工认定的件数，未计入问题件数。")
        self._picture("答复书存在问题件数对比", self._fault_chart())

    def _problems(self) -> None:
        self._chapter("存在的主要问题")
        problems = [part for part in (self._silence(), self._phone(), *self._faults()) if part]
        if not problems:
            self.paper.text("本次测评未发现依申请公开答复存在上述问题。")
        for number, (headline, text, cases) in enumerate(problems, 1):
            self.paper.text(text, lead=f"{numeral(number)}是{headline}。")
            self._examples(cases)

    def _scores(self) -> None:
        rubric = self.material.rubric
        self._chapter("得分与排名")
        self.paper.text(
            f"得分按《{rubric.title}》计算，满分{plain(rubric.full)}分，细则来源：{rubric.source}。"
        )
        if rubric.note:
            self.paper.text(rubric.note)
        self.paper.text(self._score_sentence())
        self._picture("各项指标平均得分率", self._criterion_chart())
        if rubric.grades:
            self._picture("各类单位等次分布", self._grade_chart())
        head: list[Content] = ["排名", "单位", "类别", "实际得分", "最终得分", "得分率", "等次"]
        rows = [self._rank_row(one) for one in self.material.ranked()]
        centred = (0, 2, 3, 4, 5, 6)
        self._table("各单位得分排名表", head, rows, (7, 34, 12, 11, 11, 12, 10), centred=centred)
        self.paper.note(
            "注：得分率相同的并列；标“暂定”的，尚有事项待人工认定，按有利于被测单位的原则暂不扣分；"
            "折分指标的权重不计入分母，最终得分=实际得分×满分÷（满分-折分权重）。"
        )

    def _open(self) -> None:
        self._chapter("待复核事项")
        rows = [[item.what, item.why, item.path] for item in open_items(self.material)]
        if not rows:
            self.paper.text("没有待人工复核的事项。")
            return
        self.paper.text(
            f"下列{len(rows)}项依现有证据不能作出确定认定，应由测评人员复核；复核前不作为扣分依据。"
        )
        self._table("待复核事项表", ["事项", "原因", "佐证"], rows, (30, 45, 25))

    def _days(self) -> None:
        found = counting(self.material.assessment)
        self._chapter("答复期限计算说明")
        for sentence in found.sentences:
            self.paper.text(sentence)
        if found.days:
            self._calendar_table(found)

    # -- sentences

    def _phone_sentence(self) -> str:
        tally = self.figures.tally(Measure.CONNECTED)
        if not tally.among:
            return "本次测评未作电话测试。"
        reached = of_category(self.material, Measure.CONNECTED, "") or "没有单位"
        missed = self._missed_text()
        return (
            f"对{len(tally.among)}家单位拨打咨询电话，其中{reached}电话能够顺利接通，总体接通率为"
            f"{share(tally)}" + (f"；{missed}无法接通。" if missed else "。")
        )

    def _missed_text(self) -> str:
        parts = []
        for category in self.figures.categories:
            tally = self.figures.tally(Measure.CONNECTED, "", category)
            if len(tally.among) > tally.number:
                parts.append(f"{len(tally.among) - tally.number}家{category}")
        return "、".join(parts)

    def _score_sentence(self) -> str:
        parts = []
        for category in self.figures.categories:
            rates = [s.rate for s in self.material.scores if s.category == category]
            known = [rate for rate in rates if rate is not None]
            if known:
                mean = percent(sum(known, Decimal(0)), 100 * len(known))
                parts.append(f"{category}平均得分率为{percent_text(mean)}")
        everyone = [s.rate for s in self.material.scores if s.rate is not None]
        if not everyone:
            return "本次测评没有可计分的单位。"
        mean = percent(sum(everyone, Decimal(0)), 100 * len(everyone))
        return f"全部单位平均得分率为{percent_text(mean)}，其中{'，'.join(parts)}。"

    # -- problems: a headline, the sentence, and cases to show

    def _silence(self) -> tuple[str, str, list[Case]] | None:
        parts, cases = [], []
        for one in self.rounds:
            none = of_category(self.material, Measure.NONE, one.id)
            late = of_category(self.material, Measure.LATE, one.id)
            said = [f"{none}未作出答复"] if none else []
            said += [f"{late}超期答复"] if late else []
            if said:
                parts.append(f"{one.label}申请有{'，'.join(said)}")
            for measure in (Measure.LATE, Measure.NONE):
                cases += self._cases(self.figures.tally(measure, one.id))[:2]
        if not parts:
            return None
        text = f"从测评结果来看，部分单位未按期履行答复义务，其中{'；'.join(parts)}。"
        return "部分单位依申请公开工作重视程度不足", text, cases

    def _phone(self) -> tuple[str, str, list[Case]] | None:
        missed = self._missed_text()
        if not missed:
            return None
        tally = self.figures.tally(Measure.CONNECTED)
        names = [
            u.name
            for u in self.material.assessment.units
            if u.id in set(tally.among) - set(tally.hits)
        ]
        text = f"有{missed}公布的咨询电话在测试中无法接通，包括{listed(names, 5)}。"
        return "部分单位咨询电话畅通性不够", text, []

    def _faults(self) -> Iterator[tuple[str, str, list[Case]] | None]:
        yield self._fault_problem(
            "部分单位答复格式不规范", "部分答复书缺少必备的格式要素", FORM_FAULTS
        )
        yield self._fault_problem(
            "部分单位答复内容不规范", "部分答复书未完整告知法律依据和救济渠道", CONTENT_FAULTS
        )

    def _fault_problem(
        self, headline: str, opening: str, measures: Sequence[Measure]
    ) -> tuple[str, str, list[Case]] | None:
        parts, cases = [], []
        for one in self.rounds:
            said = [
                f"{found}{MEASURE_NAMES[measure]}"
                for measure in measures
                if (found := of_category(self.material, measure, one.id))
            ]
            if said:
                parts.append(f"{one.label}申请已答复的单位中，有{'，'.join(said)}")
        for measure in measures:
            cases += self._cases(self.figures.tally(measure))[:1]
        if not parts:
            return None
        return (
            headline,
            f"{opening}。{'；'.join(parts)}。",
            list({case.application.id: case for case in cases}.values()),
        )

    def _cases(self, tally: Tally) -> list[Case]:
        return [self.material.case(one) for one in tally.hits]

    def _examples(self, cases: Sequence[Case]) -> None:
        if not cases:
            return
        rows: list[list[Content]] = []
        for case in cases[:EXAMPLES]:
            application = case.application
            rows.append([f"{application.unit.name}\n{application.id}", *_evidence(case)])
        self._table("典型情形", ["单位及申请", "认定", "佐证"], rows, (26, 40, 34), numbered=False)

    # -- tables and pictures

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
            "超期答复",
            "未答复",
            "待认定",
            "按期答复率",
        ]
        return head, rows, (15, 14, 9, 12, 12, 10, 10, 14)

    def _phone_table(self) -> None:
        rows: list[list[Content]] = []
        for category in (*self.figures.categories, ""):
            tally = self.figures.tally(Measure.CONNECTED, "", category)
            cells = [
                category or "合计",
                str(len(tally.among)),
                str(tally.number),
                str(len(tally.among) - tally.number),
                share(tally),
            ]
            rows.append([Cell(text, bold=True) if not category else text for text in cells])
        head = ["类别", "拨打单位", "接通", "未接通", "接通率"]
        self._table("电话咨询接通情况统计表", head, rows, (20, 20, 20, 20, 20), centred=range(1, 5))

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
        return head, rows, (30, *(13 for _ in places), 10)

    def _answer_chart(self) -> bytes:
        labels, tallies = [], []
        for one in self.rounds:
            for category in self.figures.categories:
                labels.append(f"{one.label}\n{category}")
                tallies.append((one.id, category))
        parts = [
            (Measure.IN_TIME, charts.BLUE),
            (Measure.LATE, charts.OCHRE),
            (Measure.NONE, charts.BRICK),
        ]
        series = [
            charts.Series(
                MEASURE_NAMES[measure],
                tuple(self.figures.tally(measure, *place).number for place in tallies),
                colour,
            )
            for measure, colour in parts
        ]
        unclear = tuple(
            len(self.figures.tally(Measure.IN_TIME, *place).unclear) for place in tallies
        )
        if any(unclear):
            series.append(charts.Series("待认定", unclear, charts.GREY))
        return charts.stacked_bars(labels, series, "申请件数")

    def _fault_chart(self) -> bytes:
        labels = [_broken(MEASURE_NAMES[measure]) for measure in FAULTS]
        colours = (charts.BLUE, charts.PALE, charts.OCHRE, charts.GREY)
        series = [
            charts.Series(
                one.label,
                tuple(self.figures.tally(m, one.id).number for m in FAULTS),
                colours[place % len(colours)],
            )
            for place, one in enumerate(self.rounds)
        ]
        return charts.grouped_bars(labels, series, "答复书件数")

    def _criterion_chart(self) -> bytes:
        criteria = self.material.rubric.criteria
        colours = (charts.BLUE, charts.PALE, charts.OCHRE, charts.GREY)
        series = []
        for place, category in enumerate(self.figures.categories):
            scores = [s for s in self.material.scores if s.category == category]
            values = tuple(_mean_rate(scores, index) for index in range(len(criteria)))
            series.append(charts.Series(category, values, colours[place % len(colours)]))
        return charts.grouped_bars([c.name for c in criteria], series, "平均得分率（%）", top=115)

    def _grade_chart(self) -> bytes:
        names = [grade.name for grade in self.material.rubric.grades]
        colours = (charts.BLUE, charts.PALE, charts.OCHRE, charts.BRICK, charts.GREY)
        labels = list(self.figures.categories)
        series = [
            charts.Series(
                name,
                tuple(
                    sum(s.category == group and s.grade == name for s in self.material.scores)
                    for group in labels
                ),
                colours[min(place, 4)],
            )
            for place, name in enumerate(names)
        ]
        return charts.stacked_bars(labels, series, "单位数")

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

    def _calendar_table(self, found: Counting) -> None:
        rows: list[list[Content]] = [list(row) for row in found.days]
        self._table("期限内的节假日和调休上班日", ["日期", "安排", "依据"], rows, (40, 25, 35))

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
        numbered: bool = True,
    ) -> None:
        if numbered:
            self.tables += 1
            self.paper.caption(f"表{self.tables}　{caption}")
        self.paper.table(head, rows, widths, centred=centred)

    def _picture(self, caption: str, png: bytes) -> None:
        self.pictures += 1
        self.paper.picture(png, f"图{self.pictures}　{caption}")


def _evidence(case: Case) -> list[Content]:
    """What is wrong with one application's answer, and what shows it."""
    if case.judgement is None or case.answer is None:
        return [Cell("未答复", colour=RED), f"截止日{due_text(case)}，至数据采集截止日没有来件"]
    faulty = [f for f in case.judgement.findings if f.verdict in ("absent", "defective")]
    late = str(case.clock.state) == "answered_late"
    said = (
        [f"超期答复：应于{due_text(case)}前答复，实际{day_text(case.clock.answered_on)}"]
        if late
        else []
    )
    said += [f"{verdict_text(f)}：{f.reason}" for f in faulty]
    quotes = [words for f in faulty if (words := quoted(f))]
    return ["；".join(said) or "按期答复", "\n".join([*quotes, case.answer.path])]


def answer_sentence(material: Material) -> str:
    """Who answered in time, late and not at all, round by round, and the rate over all."""
    parts = []
    for one in material.assessment.campaign.rounds:
        in_time = of_category(material, Measure.IN_TIME, one.id) or "没有单位"
        late = of_category(material, Measure.LATE, one.id)
        none = of_category(material, Measure.NONE, one.id)
        text = f"{one.label}申请方面，有{in_time}在法定期限内作出答复"
        text += f"，{late}超期答复" if late else ""
        text += f"，{none}未作出答复" if none else ""
        parts.append(text)
    total = material.figures.tally(Measure.IN_TIME)
    unclear = f"，另有{len(total.unclear)}件是否按期待人工认定" if total.unclear else ""
    pending = material.figures.tally(Measure.PENDING).number
    waiting = f"，{pending}件尚未到期、不计入答复率" if pending else ""
    return (
        f"{'；'.join(parts)}。总体答复率（按期答复件数占应答复申请件数的比例）为"
        f"{percent_text(material.figures.answer_rate)}{unclear}{waiting}。"
    )


def open_items(material: Material) -> tuple[ReviewItem, ...]:
    """Whatever a person still has to decide: from intake, and behind every provisional mark."""
    marks = [
        ReviewItem(
            f"{one.name}：{mark.criterion.name}",
            "；".join(doubt.reason for doubt in mark.doubts) or mark.open,
        )
        for one in material.scores
        for mark in one.marks
        if mark.provisional
    ]
    return (*material.assessment.review, *marks)


def with_doubt(tally: Tally) -> str:
    return f"{tally.number}（{len(tally.unclear)}）" if tally.unclear else str(tally.number)


def _mean_rate(scores: Sequence[Score], index: int) -> Decimal:
    """Mean rate of one criterion over the units that it counts for."""
    marks = [score.marks[index] for score in scores if not score.marks[index].exempt]
    reach = sum((mark.criterion.weight for mark in marks), Decimal(0))
    rate = percent(sum((mark.points for mark in marks), Decimal(0)), reach)
    return (rate or Decimal(0)).quantize(Decimal("0.1"))


def _broken(text: str) -> str:
    """A long label on two lines."""
    half = (len(text) + 1) // 2
    return text if len(text) <= 10 else f"{text[:half]}\n{text[half:]}"
