"""第三章 申请办理情况分析: whether applications came in, were answered in time, how; and the telephone.

A table stands here only where it has something to say; what was not tested is not told as if it had been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.reports.fault_list import Fault
from harness.reports.final import plots
from harness.reports.final.volume import Volume
from harness.reports.paper.grid import Cell, Content
from harness.reports.sentences import (
    answer_sentence,
    phone_sentence,
    receipt_sentence,
)
from harness.reports.wording import group_of, share
from harness.scoring.figures import Measure
from harness.scoring.timing import Timing
from letters.model import Round

LATE, SILENT = "未答复、逾期答复的申请", "咨询电话未接通的单位"
_ALL = "合计"


def handling(volume: Volume) -> None:
    assessment = volume.material.assessment
    if not assessment.cases and not assessment.campaign.rounds:
        return  # marked from a table alone
    volume.chapter("申请办理情况分析")
    if not volume.material.assessment.cases:
        volume.text("至数据采集截止日，没有提交申请。")
        return
    volume.section("申请渠道畅通情况")
    volume.text(receipt_sentence(volume.material))
    volume.section("答复时限情况")
    _answers(volume)
    volume.section("答复书规范情况")
    _letters(volume)
    if volume.material.assessment.calls:
        volume.section("电话咨询情况")
        _calls(volume)


def _answers(volume: Volume) -> None:
    material = volume.material
    volume.text(answer_sentence(material))
    if not material.figures.tally(Measure.IN_TIME).among:
        return
    head, rows, widths = _answer_table(volume)
    volume.table("申请答复情况统计表", head, rows, widths, centred=range(2, len(head)))
    notes = []
    if material.figures.tally(Measure.IN_TIME).unclear:
        notes.append("待认定的申请不计入按期答复率的分母，认定后重新计算")
    where = volume.see(LATE)
    if where:
        notes.append(f"未答复、逾期答复的申请逐件列于{where}")
    if notes:
        volume.paper.note(f"注：{'；'.join(notes)}。")
    if len(material.assessment.campaign.rounds) > 1:
        for text in _by_unit(volume):
            volume.text(text)
    picture = plots.answers(material)
    if picture:
        volume.picture("各类单位申请答复情况", picture)


def _by_unit(volume: Volume) -> Iterator[str]:
    """The rounds of a campaign against one another: who answered all, some, none in time."""
    groups: dict[str, list[str]] = {"all": [], "some": [], "none": []}
    for unit in volume.roster.units:
        found = [group_of(volume.material, c) for c in volume.material.assessment.cases_of(unit)]
        if len(found) < 2 or not set(found) <= {Timing.IN_TIME, Timing.LATE, Timing.NONE}:
            continue
        timed = found.count(Timing.IN_TIME)
        groups["all" if timed == len(found) else "some" if timed else "none"].append(unit.id)
    compared = sum(map(len, groups.values()))
    if not compared:
        return
    told = volume.roster.told
    parts = [f"各轮都按期答复的有{volume.roster.counted(groups['all'])}"] if groups["all"] else []
    parts += [f"有的轮次按期答复、有的没有的有{told(groups['some'])}"] if groups["some"] else []
    parts += [f"各轮都没有按期答复的有{told(groups['none'])}"] if groups["none"] else []
    yield f"把各轮申请对照来看，各轮均能认定的{compared}家单位中，{'；'.join(parts)}。"


def _answer_table(
    volume: Volume,
) -> tuple[list[Content], list[list[Content]], tuple[float, ...]]:
    """Columns that would be empty are left out, as are rounds and classes without applications."""
    tally = volume.material.figures.tally
    columns = [
        (name, measure)
        for name, measure in (
            ("按期答复", Measure.IN_TIME),
            ("逾期答复", Measure.LATE),
            ("未答复", Measure.NONE),
        )
        if measure is Measure.IN_TIME or tally(measure).number
    ]
    waiting = bool(tally(Measure.PENDING).number)
    unclear = bool(tally(Measure.IN_TIME).unclear)
    rows: list[list[Content]] = []
    for one, category in _places(volume):
        round_id = one.id if one else ""
        timed = tally(Measure.IN_TIME, round_id, category)
        pending = tally(Measure.PENDING, round_id, category).number
        cells = [
            one.label if one else _ALL,
            category or ("全部" if one is None else "小计"),
            str(len(timed.among) + (pending if waiting else 0)),
            *(str(tally(measure, round_id, category).number) for _, measure in columns),
            *([str(len(timed.unclear))] if unclear else []),
            *([str(pending)] if waiting else []),
            share(timed),
        ]
        rows.append([Cell(text, bold=not category) for text in cells])
    head: list[Content] = [
        "轮次", "类别", "申请", *(name for name, _ in columns), *(["待认定"] if unclear else []),
        *(["未到期"] if waiting else []), "按期答复率",
    ]  # fmt: skip
    return head, rows, (16, 16, *(11 for _ in head[2:-1]), 14)


def _places(volume: Volume) -> list[tuple[Round | None, str]]:
    """Round by round, class by class, with sums where there is more than one to sum."""
    tally = volume.material.figures.tally
    rounds = [
        one
        for one in volume.material.assessment.campaign.rounds
        if tally(Measure.IN_TIME, one.id).among or tally(Measure.PENDING, one.id).number
    ]
    places: list[tuple[Round | None, str]] = []
    for one in rounds:
        groups = [
            category
            for category in volume.roster.categories
            if tally(Measure.IN_TIME, one.id, category).among
            or tally(Measure.PENDING, one.id, category).number
        ]
        places += [(one, category) for category in groups]
        places += [(one, "")] if len(groups) > 1 else []
    return places + ([(None, "")] if len(rounds) > 1 else [])


def _letters(volume: Volume) -> None:
    cases = volume.material.assessment.cases
    answered = sum(case.clock.answered_on is not None for case in cases)
    read = sum(case.judgement is not None for case in cases)
    if not answered:
        volume.text("至数据采集截止日，没有收到可以审读的答复书。")
        return
    unread = f"，另有{answered - read}件未能审读，待认定" if answered > read else ""
    found, counted = volume.faults, volume.counted
    opening = f"各单位共作出答复{answered}件，逐件审读{read}件{unread}。"
    if not counted:
        volume.text(f"{opening}审读的答复书中，没有认定要素缺失或者有瑕疵的。" if read else opening)
        return
    volume.text(f"{opening}{_found_told(volume)}")
    head, rows, widths = _fault_table(volume, counted)
    title = "答复书存在问题统计表" if found else "答复书要素待认定统计表"
    volume.table(title, head, rows, widths, centred=range(1, len(widths)))
    if any(fault.unclear for fault in counted):
        volume.paper.note("注：括号内为要素尚待认定的件数，未计入问题件数。")
    picture = plots.faults(volume.material) if found else None
    if picture:
        volume.picture("答复书主要问题件数", picture)


def _found_told(volume: Volume) -> str:
    found, table = volume.faults, volume.next_table
    if not found:
        open_ = {case.application.id for fault in volume.counted for case in fault.unclear}
        return f"目前没有认定要素缺失或者有瑕疵的；有{len(open_)}件尚有要素待认定，如{table}所示。"
    return (
        f"其中认定有要素缺失或者瑕疵的{_faulty(found)}件，涉及{len(_units(found))}家单位。"
        f"各类问题的件数如{table}所示，同一答复书有几个问题的分别统计。"
    )


def _faulty(found: Sequence[Fault]) -> int:
    return len({case.application.id for fault in found for case, _ in fault.hits})


def _units(found: Sequence[Fault]) -> set[str]:
    return {case.application.unit.id for fault in found for case, _ in fault.hits}


def _fault_table(
    volume: Volume, found: Sequence[Fault]
) -> tuple[list[Content], list[list[Content]], tuple[float, ...]]:
    cases = [c for c in volume.material.assessment.cases if c.judgement is not None]
    places = [
        (one, group)
        for one in volume.material.assessment.campaign.rounds
        for group in volume.roster.categories
        if any(
            c.application.round.id == one.id and c.application.unit.category == group for c in cases
        )
    ]
    head: list[Content] = ["问题", *(f"{one.label}\n{group}" for one, group in places)]
    several = len(places) > 1
    numbers = [
        sum(
            c.application.round.id == one.id and c.application.unit.category == group for c in cases
        )
        for one, group in places
    ]
    first = ["审读的答复书", *map(str, numbers), *([str(len(cases))] if several else [])]
    rows: list[list[Content]] = [[Cell(text, bold=True) for text in first]]
    for fault in found:
        cells = [fault.among(one.id, group) for one, group in places]
        cells += [fault.among("", "")] if several else []
        rows.append([fault.name, *(_with(*cell) for cell in cells)])
    wide = 14 if len(places) < 5 else 60 / len(places)
    return (
        [*head, *(["合计"] if several else [])],
        rows,
        (30, *(wide for _ in places), *([10] if several else [])),
    )


def _with(number: int, unclear: int) -> str:
    return f"{number}（{unclear}）" if unclear else str(number)


def _calls(volume: Volume) -> None:
    material = volume.material
    volume.text(phone_sentence(material))
    tallies = [
        (category, material.figures.tally(Measure.CONNECTED, "", category))
        for category in (*volume.roster.categories, "")
    ]
    tallies = [(category, tally) for category, tally in tallies if tally.among]
    if len(tallies) < 3:  # one class alone: the sentence has said it
        return
    doubt = any(tally.unclear for _, tally in tallies)
    rows: list[list[Content]] = []
    for category, tally in tallies:
        missed = len(tally.among) - tally.number - len(tally.unclear)
        cells = [
            category or _ALL, str(len(tally.among)), str(tally.number), str(missed),
            *([str(len(tally.unclear))] if doubt else []), share(tally),
        ]  # fmt: skip
        rows.append([Cell(text, bold=not category) for text in cells])
    head: list[Content] = [
        "类别",
        "拨打单位",
        "接通",
        "未接通",
        *(["待认定"] if doubt else []),
        "接通率",
    ]
    volume.table("咨询电话接通情况统计表", head, rows, [1] * len(head), centred=range(1, len(head)))
    where = volume.see(SILENT)
    if where:
        volume.paper.note(f"注：未接通的单位列于{where}。")
