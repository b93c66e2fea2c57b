"""The report's four pictures: which figures stand in which chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.reports import charts
from harness.reports.material import Material
from harness.scoring.figures import CONTENT_FAULTS, FORM_FAULTS, MEASURE_NAMES, Measure, percent
from harness.scoring.score import Score

_KINDS = (charts.BLUE, charts.PALE, charts.OCHRE, charts.GREY)
_GRADES = (charts.BLUE, charts.PALE, charts.OCHRE, charts.BRICK, charts.GREY)
_RESULTS = (
    (Measure.IN_TIME, charts.BLUE),
    (Measure.LATE, charts.OCHRE),
    (Measure.NONE, charts.BRICK),
)


def answers(material: Material) -> bytes:
    """In time, late, none: one bar for each round and category."""
    tally, rounds = material.figures.tally, material.assessment.campaign.rounds
    places = [(one, group) for one in rounds for group in material.figures.categories]
    series = [
        charts.Series(
            MEASURE_NAMES[measure],
            tuple(tally(measure, one.id, group).number for one, group in places),
            colour,
        )
        for measure, colour in _RESULTS
    ]
    unclear = tuple(len(tally(Measure.IN_TIME, one.id, group).unclear) for one, group in places)
    if any(unclear):
        series.append(charts.Series("待人工认定", unclear, charts.GREY))
    labels = [f"{one.label}\n{group}" for one, group in places]
    return charts.stacked_bars(labels, series, "申请件数")


def faults(material: Material) -> bytes:
    measures = (*FORM_FAULTS, *CONTENT_FAULTS)
    series = [
        charts.Series(
            one.label,
            tuple(material.figures.tally(measure, one.id).number for measure in measures),
            _KINDS[place % len(_KINDS)],
        )
        for place, one in enumerate(material.assessment.campaign.rounds)
    ]
    labels = [_two_lines(MEASURE_NAMES[measure]) for measure in measures]
    return charts.grouped_bars(labels, series, "答复书件数")


def criteria(material: Material) -> bytes:
    """Mean rate of each criterion, by category; the shape of the Guangxi report's figure 1."""
    items = material.rubric.criteria
    series = []
    for place, category in enumerate(material.figures.categories):
        scores = [score for score in material.scores if score.category == category]
        values = tuple(_mean_rate(scores, index) for index in range(len(items)))
        series.append(charts.Series(category, values, _KINDS[place % len(_KINDS)]))
    return charts.grouped_bars([c.name for c in items], series, "平均得分率（%）", rates=True)


def grades(material: Material) -> bytes:
    labels = list(material.figures.categories)
    series = [
        charts.Series(
            grade.name,
            tuple(
                sum(s.category == group and s.grade == grade.name for s in material.scores)
                for group in labels
            ),
            _GRADES[min(place, len(_GRADES) - 1)],
        )
        for place, grade in enumerate(material.rubric.grades)
    ]
    return charts.stacked_bars(labels, series, "单位数")


def _mean_rate(scores: Sequence[Score], index: int) -> Decimal:
    """Over the units that the criterion counts for."""
    marks = [score.marks[index] for score in scores if not score.marks[index].exempt]
    reach = sum((mark.criterion.weight for mark in marks), Decimal(0))
    rate = percent(sum((mark.points for mark in marks), Decimal(0)), reach)
    return (rate or Decimal(0)).quantize(Decimal("0.1"))


def _two_lines(text: str) -> str:
    half = (len(text) + 1) // 2
    return text if len(text) <= 10 else f"{text[:half]}\n{text[half:]}"
