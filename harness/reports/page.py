"""测评结果.html: the results as one page that needs nothing but itself: no network, no other file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.clock.result import STATE_NAMES, State
from harness.reports.arrivals import evidence_name, evidence_names
from harness.reports.counting import counting
from harness.reports.material import DRILL_NOTE, Material
from harness.reports.sentences import answer_sentence, open_items, with_doubt
from harness.reports.wording import group_of, percent_text
from harness.scoring.assessed import NOT_ASSESSED, by_class, is_assessed, lacks_evidence, span_text
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.figures import CONTENT_FAULTS, FORM_FAULTS, MEASURE_NAMES, Measure, Tally
from harness.scoring.rubric_file.told import not_to_hand_out
from harness.scoring.score import Score, plain
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import TIMING_NAMES, Timing
from letters.model import Unit
from letters.saving import save
from letters.writable import writable

_ORDER = list(Timing)


@dataclass(frozen=True, slots=True)
class Tag:
    """A coloured word in the table; `order` is what its column sorts by."""

    code: str
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class Reason:
    head: str
    text: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line."""

    name: str
    category: str
    rank: int | None
    results: tuple[Tag, ...]
    phone: Tag
    total: str
    rate: Decimal | None
    rate_text: str
    grade: str
    grade_order: int
    provisional: bool
    reasons: tuple[Reason, ...]


def write_page(material: Material, path: Path) -> Path:
    environment = Environment(
        loader=PackageLoader("harness.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    text = environment.get_template("page.html.j2").render(_content(material))
    return save(path, writable(text).encode())


def _content(material: Material) -> dict[str, object]:
    assessment = material.assessment
    rounds = assessment.campaign.rounds
    place = "类内排名" if len(material.figures.categories) > 1 else "排名"
    columns = [
        place,
        "单位",
        "类别",
        *(one.label for one in rounds),
        "电话",
        "得分",
        "得分率",
        "等次",
    ]
    return {
        "title": material.title,
        "subtitle": f"{assessment.campaign.region}　数据采集截至{day_text(material.collected)}",
        "drill": material.drill,
        "drill_note": DRILL_NOTE,
        "draft": not_to_hand_out(material.rubric),
        "cards": _cards(material),
        "answer_sentence": answer_sentence(material),
        "bars": tuple(_bars(material)),
        "key": _key(material),
        "fault_columns": [
            f"{one.label}·{group}" for one in rounds for group in material.figures.categories
        ],
        "faults": tuple(_faults(material)),
        "no_faults": _no_faults(material),
        "categories": material.figures.categories,
        "columns": [
            {"name": name, "number": name in (place, "得分", "得分率")} for name in columns
        ],
        "units": list(_rows(material)),
        "score_note": _score_note(material),
        "review": _review(material),
        "counting": counting(assessment),
    }


def _review(material: Material) -> list[dict[str, str]]:
    names = evidence_names(material)
    return [
        {"what": item.what, "why": item.why, "shown": evidence_name(names, item.path) or "—"}
        for item in open_items(material)
    ]


def _cards(material: Material) -> list[dict[str, str]]:
    figures = material.figures
    called = figures.tally(Measure.CONNECTED)
    units = len(material.assessment.units)
    numbers = [
        (str(units), "家", "测评单位"),
        _sent(material),
        (
            *_rate(figures.tally(Measure.RECEIVED).rate),
            _beside(material, Measure.RECEIVED, "签收率"),
        ),
        (*_rate(figures.answer_rate), _beside(material, Measure.IN_TIME, "总体答复率")),
        (*_rate(called.rate), _calls(called, units)),
        (str(len(open_items(material))), "项", "待人工复核"),
    ]
    return [{"number": n, "unit": unit, "label": label} for n, unit, label in numbers]


def _sent(material: Material) -> tuple[str, str, str]:
    """What lies unsent was not handed in."""
    cases = material.assessment.cases
    sent = sum(case.clock.state is not State.NOT_SENT for case in cases)
    planned = f"（计划{len(cases)}件）" if sent < len(cases) else ""
    return str(sent), "件", f"提交申请{planned}"


def _calls(called: Tally, units: int) -> str:
    """How many units the rate is of: those that were called, and of them those that are decided."""
    if not called.among:
        return "电话接通率（未测试）"
    of = (
        f"{units}家均已拨打"
        if len(called.among) == units
        else f"{units}家中拨打{len(called.among)}家"
    )
    more = f"，{len(called.unclear)}家待认定" if called.unclear else ""
    return f"电话接通率（{of}{more}）"


def _beside(material: Material, measure: Measure, label: str) -> str:
    """A rate's label says how many it leaves open."""
    unclear = len(material.figures.tally(measure).unclear)
    return f"{label}（另有{unclear}件待认定）" if unclear else label


def _rate(rate: Decimal | None) -> tuple[str, str]:
    if rate is None:
        return "—", ""
    whole = rate == rate.to_integral_value()
    return (plain(rate) if whole else str(rate)), "%"


def _bars(material: Material) -> Iterator[dict[str, object]]:
    """For each round and category, how many of each result; nothing is left out of a bar."""
    found: dict[tuple[str, str], Counter[Timing]] = defaultdict(Counter)
    for case in material.assessment.cases:
        application = case.application
        found[application.round.id, application.unit.category][group_of(material, case)] += 1
    for one in material.assessment.campaign.rounds:
        for category in material.figures.categories:
            count = found[one.id, category]
            if set(count) <= {Timing.OUTSIDE}:
                continue  # nothing of it was any unit's to answer
            parts = [_part(group, count[group], count.total()) for group in _ORDER if count[group]]
            yield {"label": f"{one.label}　{category}", "parts": parts}


def _part(group: Timing, number: int, whole: int) -> dict[str, object]:
    """`wide`: there is room for the word, so that nobody needs the colours."""
    wide = number * 7 >= whole
    return {"code": group.value, "name": TIMING_NAMES[group], "number": number, "wide": wide}


def _key(material: Material) -> list[dict[str, str]]:
    """The colours that the bars really use."""
    used = {group_of(material, case) for case in material.assessment.cases}
    return [{"code": one.value, "name": TIMING_NAMES[one]} for one in _ORDER if one in used]


def _faults(material: Material) -> Iterator[dict[str, object]]:
    """The faults that occur or may occur; where nobody answered, no nought is a merit."""
    places = [
        (one.id, category)
        for one in material.assessment.campaign.rounds
        for category in material.figures.categories
    ]
    for measure in (*FORM_FAULTS, *CONTENT_FAULTS):
        tallies = [material.figures.tally(measure, *place) for place in places]
        if any(tally.hits or tally.unclear for tally in tallies):
            cells = [with_doubt(tally) if tally.among else "—" for tally in tallies]
            yield {"name": MEASURE_NAMES[measure], "cells": cells}


def _no_faults(material: Material) -> str:
    """What is said in the place of a table without rows."""
    judged = sum(case.judgement is not None for case in material.assessment.cases)
    return f"审读的{judged}件答复书没有发现所列问题。" if judged else "尚无可供审读的答复书。"


def _rows(material: Material) -> Iterator[Row]:
    units = {unit.id: unit for unit in material.assessment.units}
    for score in by_class(material.scores):
        yield _row(material, score, units[score.unit_id])


def _row(material: Material, score: Score, unit: Unit) -> Row:
    results = []
    for round_ in material.assessment.campaign.rounds:
        cases = [
            case
            for case in material.assessment.cases_of(unit)
            if case.application.round.id == round_.id
        ]
        results += [_tag(material, cases[0])] if cases else [Tag("outside", "未申请", 9)]
    grades = [grade.name for grade in material.rubric.grades]
    known = is_assessed(score)
    return Row(
        name=score.name,
        category=score.category,
        rank=score.rank_in_category,
        results=tuple(results),
        phone=_phone(material, unit),
        total=plain(score.total) if known and score.total is not None else "—",
        rate=score.rate if known else None,
        rate_text=percent_text(score.rate) if known else "—",
        grade=score.grade or "—",
        grade_order=grades.index(score.grade) if score.grade in grades else len(grades),
        provisional=score.provisional and known,
        reasons=tuple(_reasons(score)),
    )


def _tag(material: Material, case: Case) -> Tag:
    """Of what does not count it is said why: not sent, withdrawn, not to be delivered."""
    group = group_of(material, case)
    name = STATE_NAMES[case.clock.state] if group is Timing.OUTSIDE else TIMING_NAMES[group]
    return Tag(group.value, name, _ORDER.index(group))


def _phone(material: Material, unit: Unit) -> Tag:
    return _REACH[reach_of(unit, material.assessment).reach]


_REACH = {
    Reach.REACHED: Tag("in_time", "接通", 0),
    Reach.UNREACHED: Tag("none", "未接通", 1),
    Reach.OPEN: Tag("unclear", "待认定", 2),
    Reach.UNTESTED: Tag("outside", "未测试", 3),
}


def _reasons(score: Score) -> Iterator[Reason]:
    if lacks_evidence(score):
        yield Reason(NOT_ASSESSED, f"{score.unranked}；可能得{span_text(score)}", doubt=True)
    for mark in score.marks:
        name = mark.criterion.name
        if mark.exempt:
            yield Reason(f"{name}　{mark.exempt_as}", mark.exempt)
        for one in mark.deductions:
            yield Reason(f"{one.rule.name}　扣{plain(one.points)}分", f"{name}。{one.reason}")
        for one in mark.doubts:
            yield Reason(f"{one.rule.name}　待复核，未扣分", f"{name}。{one.reason}", doubt=True)
        if mark.because and mark.points != mark.criterion.weight:
            lost = plain(mark.criterion.weight - mark.points)
            yield Reason(f"{name}　扣{lost}分", mark.because)
        if mark.open:
            yield Reason(f"{name}　待评定", mark.open, doubt=True)


def _score_note(material: Material) -> str:
    rubric = material.rubric
    return f"评分细则：{rubric.title}（满分{plain(rubric.full)}分；{rubric.source}）。{rubric.note}"
