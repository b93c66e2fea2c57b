"""What the harness found beside what the report published and what the drill had planted.

In: the `Assessment` and the drill's `Truth`. Out: an `Outcome`, and its tables on the console.
Published figures are compared only for the whole province; each single judgement always is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.checker.finding import ELEMENT_NAMES, REMARKS, VERDICT_NAMES, Element, Finding, Verdict
from harness.cli.shown import shown
from harness.drill.published import DISAGREEMENT, PUBLISHED, RATES, TELEPHONE, Figure
from harness.drill.published import Measure as Published
from harness.drill.truth import Plant, Planted, Truth
from harness.scoring.assessment import Assessment, Case
from harness.scoring.figures import MEASURE_NAMES, Figures, Measure, figures
from harness.scoring.timing import TIMING_NAMES, timing
from parsers.document import TextFrom

# the report's figures -> ours; 未接通 is what is left of 接通
OURS: Mapping[Published, Measure] = {
    Published.DELIVERED: Measure.RECEIVED,
    Published.IN_TIME: Measure.IN_TIME,
    Published.LATE: Measure.LATE,
    Published.NONE: Measure.NONE,
    Published.NO_NUMBER: Measure.NO_DOC_NUMBER,
    Published.NO_SEAL: Measure.NO_SEAL,
    Published.NO_BASIS: Measure.NO_LEGAL_BASIS,
    Published.NO_REMEDY: Measure.NO_REMEDY,
    Published.REMEDY_UNNAMED: Measure.REMEDY_UNNAMED,
    Published.CONNECTED: Measure.CONNECTED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, as published (or planted, in a smaller province) and as found."""

    round: str
    name: str
    category: str
    expected: int
    found: int
    unclear: int

    @property
    def right(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class Wrong:
    """One judgement that is not what was planted, with what it rests on."""

    application: str
    unit: str
    what: str
    planted: str
    found: str
    why: str
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    whole: bool  # the whole province, so that the report's own figures apply
    rows: tuple[Row, ...]
    rates: tuple[tuple[str, str, str], ...]  # name, published, found
    wrong: tuple[Wrong, ...]
    answers: int
    elements: int
    compared: tuple[Element, ...]  # which elements of an answer, in the rules' order
    pictures: int  # answers of which something was read by OCR
    unclear: int  # elements that the program left to a person; each is wrong here

    @property
    def right(self) -> bool:
        rates = all(published in ("", found) for _, published, found in self.rates)
        return rates and not self.wrong and all(row.right for row in self.rows)


def compare(assessment: Assessment, truth: Truth, *, whole: bool) -> Outcome:
    """Hold every figure and every single judgement against the report and the truth."""
    found = figures(assessment)
    rounds = {each.label: each.id for each in assessment.campaign.rounds}
    expected = PUBLISHED if whole else truth.figures()
    rows = tuple(_row(each, found, rounds) for each in expected)
    wrong = tuple(
        each
        for case in assessment.cases
        for each in _wrongs(case, truth.applications[case.application.id], assessment)
    )
    judged = {
        case.application.id: case.judgement
        for case in assessment.cases
        if case.judgement is not None
    }
    return Outcome(
        whole,
        rows,
        tuple(_rates(found, whole)),
        wrong,
        answers=len(judged),
        elements=sum(len(truth.applications[id].elements) for id in judged),
        compared=tuple(
            element
            for element in Element
            if any(element in truth.applications[id].elements for id in judged)
        ),
        pictures=sum(each.text_from is not TextFrom.DIGITAL for each in judged.values()),
        unclear=sum(
            judgement.finding(element).verdict is Verdict.UNCLEAR
            for id, judgement in judged.items()
            for element in truth.applications[id].elements
        ),
    )


def show(out: Console, outcome: Outcome) -> None:
    """Print the comparison: figures, rates, the report's own slip, what was judged wrongly."""
    for round_ in dict.fromkeys(row.round for row in outcome.rows):
        out.print(_table(outcome, round_))
    for name, published, found in outcome.rates:
        beside = f"（报告：{published}）" if published else ""
        out.print(f"{name}：{found}{beside}")
    if outcome.whole:
        out.print(f"\n说明：{DISAGREEMENT.remark}")
    if outcome.compared:
        out.print(_compared(outcome.compared))
    out.print(_verdict(outcome))
    for each in outcome.wrong:
        out.print(shown(_sentence(each)))


def _row(figure: Figure, found: Figures, rounds: Mapping[str, str]) -> Row:
    round_id = "" if figure.round == TELEPHONE else rounds[figure.round]
    tally = found.tally(OURS[figure.measure], round_id, figure.category)
    name, unclear = MEASURE_NAMES[OURS[figure.measure]], len(tally.unclear)
    return Row(figure.round, name, figure.category, figure.count, tally.number, unclear)


def _rates(found: Figures, whole: bool) -> Iterator[tuple[str, str, str]]:
    tallies = (Measure.RECEIVED, Measure.IN_TIME, Measure.CONNECTED)
    for published, measure in zip(RATES, tallies, strict=True):
        rate = found.tally(measure).rate
        ours = f"{rate:.2f}%" if rate is not None else "无"
        yield published.name, f"{published.percent:.2f}%" if whole else "", ours


def _wrongs(case: Case, planted: Planted, assessment: Assessment) -> Iterator[Wrong]:
    path = case.answer.path if case.answer else ""
    at = (case.application.id, case.application.unit.name)
    group = timing(case, assessment.as_of)
    if group.value != planted.outcome.value:
        why = "；".join(step.because for step in case.clock.trace)
        yield Wrong(*at, "答复时限", planted.outcome.value, TIMING_NAMES[group], why, path)
    for what, ours, theirs in (
        ("收到申请之日", case.clock.received_on, planted.received_on),
        ("答复之日", case.clock.answered_on, planted.answered_on),
    ):
        if ours != theirs:
            yield Wrong(*at, what, str(theirs), str(ours), "", path)
    if case.judgement is None:
        if planted.elements:
            yield Wrong(*at, "答复要素", "有答复", "未能核对", "", path)
        return
    if planted.decision not in case.judgement.decisions:
        decisions = "、".join(case.judgement.decisions)
        reason = case.judgement.finding(Element.DECISION).reason
        yield Wrong(*at, "处理决定类型", planted.decision, decisions, reason, path)
    for element, plant in planted.elements.items():
        finding = case.judgement.finding(element)
        if not _same(finding, plant):
            told = _told(finding.verdict, finding.defects)
            expected = _told(plant.verdict, plant.defects)
            yield Wrong(*at, ELEMENT_NAMES[element], expected, told, finding.reason, path)


def _same(finding: Finding, plant: Plant) -> bool:
    return (
        finding.verdict in plant.right
        and frozenset(finding.defects) - REMARKS == frozenset(plant.defects) - REMARKS
    )


def _told(verdict: Verdict, defects: tuple[str, ...]) -> str:
    return VERDICT_NAMES[verdict] + (f"（{'、'.join(defects)}）" if defects else "")


def _table(outcome: Outcome, round_: str) -> Table:
    rows = [row for row in outcome.rows if row.round == round_]
    categories = tuple(dict.fromkeys(row.category for row in rows))
    theirs = "报告" if outcome.whole else "埋设"
    table = Table(title=round_, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("指标", min_width=26, overflow="fold")
    for category in categories:
        table.add_column(f"{category}\n{theirs}", justify="right")
        table.add_column("\n明察", justify="right")
    table.add_column("\n核对")
    for name in dict.fromkeys(row.name for row in rows):
        chosen = {row.category: row for row in rows if row.name == name}
        cells = [str(n) for c in categories for n in (chosen[c].expected, chosen[c].found)]
        table.add_row(name, *cells, _mark(chosen.values()))
    return table


def _mark(rows: Collection[Row]) -> Text:
    if all(row.right for row in rows):
        return Text("一致")
    unclear = sum(row.unclear for row in rows)
    doubt = f"（{unclear}件待人工认定）" if unclear else ""
    return Text.assemble(("不一致", "bold red"), doubt)


def _compared(elements: Collection[Element]) -> str:
    names = "、".join(ELEMENT_NAMES[element] for element in elements)
    whole = "全部核对" if set(elements) == set(Element) else "逐一核对"
    return f"\n每份答复的{len(elements)}项要素{whole}：{names}。"


def _verdict(outcome: Outcome) -> str:
    count = (
        f"逐件核对：{outcome.answers}份答复（{outcome.pictures}份是扫描件或照片，文字由识别得来）、"
        f"{outcome.elements}项要素（{outcome.unclear}项待人工认定），"
    )
    if outcome.right:
        return f"\n{count}与演练埋设的情况全部一致。"
    return f"\n{count}有{len(outcome.wrong)}处与埋设的情况不一致："


def _sentence(wrong: Wrong) -> str:
    grounds = f"；理由：{wrong.why}" if wrong.why else ""
    evidence = f"；佐证：{wrong.path}" if wrong.path else ""
    return (
        f"  {wrong.application} {wrong.unit} {wrong.what}：埋设为“{wrong.planted}”，"
        f"判为“{wrong.found}”{grounds}{evidence}"
    )
