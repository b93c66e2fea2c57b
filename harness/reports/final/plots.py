"""The report's pictures: which figures stand in which chart. None where there is nothing to compare."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.reports.branches import Head, heads, mean_share
from harness.reports.material import Material
from harness.reports.paper import charts
from harness.scoring.figures import CONTENT_FAULTS, FORM_FAULTS, MEASURE_NAMES, Measure
from harness.scoring.score import Score

FEWEST = 4  # units: what fewer have is read in the table
_KINDS = (charts.BLUE, charts.OCHRE, charts.PALE, charts.BRICK, charts.GREY)
_GRADES = (charts.BLUE, charts.PALE, charts.OCHRE, charts.BRICK, charts.GREY)
_RESULTS = (
    (Measure.IN_TIME, charts.BLUE),
    (Measure.LATE, charts.OCHRE),
    (Measure.NONE, charts.BRICK),
)


def answers(material: Material) -> bytes | None:
    """In time, late, none: one bar for each round and category."""
    tally, rounds = material.figures.tally, material.assessment.campaign.rounds
    places = [
        (one, group)
        for one in rounds
        for group in material.figures.categories
        if tally(Measure.IN_TIME, one.id, group).among
    ]
    series = [
        charts.Series(
            MEASURE_NAMES[measure],
            tuple(tally(measure, one.id, group).number for one, group in places),
            colour,
        )
        for measure, colour in _RESULTS
    ]
    unclear = tuple(len(tally(Measure.IN_TIME, one.id, group).unclear) for one, group in places)
    series.append(charts.Series("待认定", unclear, charts.GREY))
    shown = [one for one in series if any(one.values)]
    if (
        len(places) < 2
        or len(shown) < 2
        or sum(int(n or 0) for s in shown for n in s.values) < 2 * FEWEST
    ):
        return None
    return charts.shares([f"{one.label}·{group}" for one, group in places], shown, "件")


def faults(material: Material) -> bytes | None:
    measures = [
        measure
        for measure in (*FORM_FAULTS, *CONTENT_FAULTS)
        if material.figures.tally(measure).number
    ]
    series = [
        charts.Series(
            one.label,
            tuple(material.figures.tally(measure, one.id).number for measure in measures),
            _KINDS[place % len(_KINDS)],
        )
        for place, one in enumerate(material.assessment.campaign.rounds)
    ]
    shown = [one for one in series if any(one.values)]
    if len(measures) < 2:
        return None
    labels = [_two_lines(MEASURE_NAMES[measure]) for measure in measures]
    return charts.grouped_bars(labels, shown, "答复书件数")


def head_rates(material: Material, categories: Sequence[str]) -> bytes | None:
    """Mean rate of each head, by category; the shape of the Guangxi report's figure 1."""
    return _rates(material, heads(material.rubric), categories)


def leaf_rates(material: Material, head: Head) -> bytes | None:
    """Of the criteria below one head; the shape of the Jiangmen report's figures 7 to 18."""
    criteria = {one.id: one for one in material.rubric.criteria}
    leaves = [Head(id, criteria[id].name, criteria[id].weight, (id,)) for id in head.leaves]
    return _rates(material, leaves, material.figures.categories)


def _rates(material: Material, items: Sequence[Head], categories: Sequence[str]) -> bytes | None:
    if len(items) < 2:
        return None
    series = []
    for place, category in enumerate(categories):
        scores = [s for s in material.scores if s.category == category and s.rank is not None]
        values = tuple(_tenths(mean_share(item, scores)) for item in items)
        if any(value is not None for value in values):
            series.append(charts.Series(category, values, _KINDS[place % len(_KINDS)]))
    if not series or sum(s.rank is not None for s in material.scores) < FEWEST:
        return None
    labels = [_two_lines(one.name) for one in items]
    return charts.grouped_bars(labels, series, "平均得分率（%）", rates=True)


def _tenths(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate.quantize(Decimal("0.1"))


def grades(material: Material) -> bytes | None:
    ranked = [score for score in material.scores if score.rank is not None]
    labels = [c for c in material.figures.categories if any(s.category == c for s in ranked)]
    series = [
        charts.Series(
            grade.name,
            tuple(_number(ranked, group, grade.name) for group in labels),
            _GRADES[min(place, len(_GRADES) - 1)],
        )
        for place, grade in enumerate(material.rubric.grades)
    ]
    shown = [one for one in series if any(one.values)]
    if len(ranked) < FEWEST or len(shown) < 2:
        return None
    return charts.shares(labels, shown, "家")


def _number(scores: Sequence[Score], category: str, grade: str) -> int:
    return sum(one.category == category and one.grade == grade for one in scores)


def _two_lines(text: str) -> str:
    half = (len(text) + 1) // 2
    return text if len(text) <= 12 else f"{text[:half]}\n{text[half:]}"
