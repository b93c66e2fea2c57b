"""存在的主要问题: what went wrong in a campaign, in the words of such reports, with examples.

Each example names one application and shows only what the problem is about: the verdict with its
reason, and the quoted words and the file that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checker.finding import Element
from harness.reports.arrivals import name_of
from harness.reports.grid import Cell, Content
from harness.reports.material import Material
from harness.reports.paper import RED
from harness.reports.sentences import missed_calls
from harness.reports.wording import (
    common_file,
    due_text,
    listed,
    of_category,
    quoted,
    verdict_text,
)
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.figures import (
    CONTENT_FAULTS,
    FORM_FAULTS,
    MEASURE_NAMES,
    Measure,
    element_of,
)

PER_FAULT = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """`examples` are rows of a table: the application, what was found, what shows it."""

    headline: str
    text: str
    examples: tuple[tuple[Content, ...], ...] = ()


def problems(material: Material) -> tuple[Problem, ...]:
    found = (
        _silence(material),
        _phones(material),
        _faults(material, "部分单位答复格式不规范", "部分答复书缺少必备的格式要素", FORM_FAULTS),
        _faults(
            material,
            "部分单位答复内容不规范",
            "部分答复书未完整告知法律依据和救济渠道",
            CONTENT_FAULTS,
        ),
    )
    return tuple(problem for problem in found if problem is not None)


def _silence(material: Material) -> Problem | None:
    parts = []
    for one in material.assessment.campaign.rounds:
        none = of_category(material, Measure.NONE, one.id)
        late = of_category(material, Measure.LATE, one.id)
        said = [f"{none}未作出答复"] if none else []
        said += [f"{late}逾期答复"] if late else []
        if said:
            parts.append(f"{one.label}申请有{'，'.join(said)}")
    if not parts:
        return None
    text = f"从测评结果来看，部分单位未按期履行答复义务，其中{'；'.join(parts)}。"
    examples = (
        _example(case, Cell("逾期答复" if case.answer else "未答复", colour=RED), _delay(case))
        for measure in (Measure.LATE, Measure.NONE)
        for case in _different_units(material, measure)
    )
    return Problem("部分单位依申请公开工作重视程度不足", text, tuple(examples))


def _delay(case: Case) -> str:
    due = f"应于{due_text(case)}前答复"
    if case.clock.answered_on is None:
        return f"{due}，至数据采集截止日没有收到答复"
    file = name_of(case.answer) if case.answer else ""
    return f"{due}，实际于{day_text(case.clock.answered_on)}答复\n{file}".strip()


def _phones(material: Material) -> Problem | None:
    missed = missed_calls(material)
    if not missed:
        return None
    tally = material.figures.tally(Measure.CONNECTED)
    silent = set(tally.among) - set(tally.hits) - set(tally.unclear)
    names = [unit.name for unit in material.assessment.units if unit.id in silent]
    text = f"有{missed}公布的咨询电话在测试中无法接通，包括{listed(names, 5)}。"
    return Problem("部分单位咨询电话畅通性不够", text)


def _faults(
    material: Material, headline: str, opening: str, measures: Sequence[Measure]
) -> Problem | None:
    parts = []
    for one in material.assessment.campaign.rounds:
        said = [
            f"{found}{MEASURE_NAMES[measure]}"
            for measure in measures
            if (found := of_category(material, measure, one.id))
        ]
        if said:
            parts.append(f"{one.label}申请已答复的单位中，有{'，'.join(said)}")
    if not parts:
        return None
    examples = tuple(
        _fault_example(case, element_of(measure))
        for measure in measures
        for case in _different_units(material, measure)
    )
    return Problem(headline, f"{opening}。{'；'.join(parts)}。", examples)


def _fault_example(case: Case, element: Element) -> tuple[Content, ...]:
    if case.judgement is None or case.answer is None:
        raise ValueError(f"{case.application.id} has no answer that could be at fault")
    finding = case.judgement.finding(element)
    what = f"{verdict_text(finding)}：{finding.reason}"
    words = quoted(finding, known_file=common_file([finding]))
    shown = "\n".join(filter(None, [words, name_of(case.answer)]))
    return _example(case, what, shown)


def _example(case: Case, what: Content, shown: str) -> tuple[Content, ...]:
    return f"{case.application.unit.name}\n{case.application.id}", what, shown


def _different_units(material: Material, measure: Measure) -> Iterator[Case]:
    """The first case of each category, so that an example stands for each."""
    for category in material.figures.categories[:PER_FAULT]:
        for hit in material.figures.tally(measure, "", category).hits[:1]:
            yield material.case(hit)
