"""Whole sentences out of the figures, shared by the report and the page; and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness.checker.finding import ELEMENT_NAMES, Verdict
from harness.clock.result import State
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.arrivals import dispute_of, later_answers, later_sentence
from harness.reports.material import Material
from harness.reports.wording import due_text, listed, of_category, percent_text, share
from harness.scoring.assessed import unknown_classes
from harness.scoring.assessment import Case, ReviewItem
from harness.scoring.facts import unfit_points
from harness.scoring.figures import Measure, Tally
from harness.scoring.timing import in_the_way
from letters.model import Round


def answer_sentence(material: Material) -> str:
    """Who answered in time, late and not at all, round by round, and the rate over all."""
    rounds = material.assessment.campaign.rounds
    parts = [text for one in rounds if (text := _round_answered(material, one))]
    total = material.figures.tally(Measure.IN_TIME)
    if not total.among:
        return f"{'；'.join(parts)}。" if parts else "至数据采集截止日，没有到期应当答复的申请。"
    unclear = _unclear_timing(material) if total.unclear else ""
    pending = material.figures.tally(Measure.PENDING).number
    waiting = f"，{pending}件尚未到期、不计入答复率" if pending else ""
    if total.rate is None:
        return f"{'；'.join(parts)}。总体答复率尚不能计算{unclear}{waiting}。"
    return (
        f"{'；'.join(parts)}。总体答复率（按期答复件数占应答复申请件数的比例）为"
        f"{percent_text(total.rate)}{unclear}{waiting}。"
    )


def _round_answered(material: Material, one: Round) -> str:
    """Empty for a round that nothing of was planned."""
    tally = material.figures.tally
    timed, pending = tally(Measure.IN_TIME, one.id), tally(Measure.PENDING, one.id).number
    name = f"{one.label}方面" if one.label.endswith("申请") else f"{one.label}申请方面"
    if not timed.among:
        if pending:
            return f"{name}，{pending}件均未到期"
        states = {
            c.clock.state for c in material.assessment.cases if c.application.round.id == one.id
        }
        why = "申请尚未提交" if states == {State.NOT_SENT} else "没有送达的申请"
        return f"{name}，{why}，不作认定" if states else ""
    said = _in_time(material, one, timed)
    late = of_category(material, Measure.LATE, one.id)
    none = of_category(material, Measure.NONE, one.id)
    said += [f"{late}逾期答复"] if late else []
    said += [f"{none}未作出答复"] if none else []
    return f"{name}，{'，'.join(said)}" if said else f"{name}，{len(timed.unclear)}件均待人工认定"


def _in_time(material: Material, one: Round, timed: Tally) -> list[str]:
    found = of_category(material, Measure.IN_TIME, one.id)
    if not timed.decided:
        return []
    if timed.number == timed.decided and not timed.unclear and timed.number > 1:
        return [f"{found}全部在法定期限内作出答复"]
    return [f"有{found}在法定期限内作出答复" if found else "没有单位在法定期限内作出答复"]


def _unclear_timing(material: Material) -> str:
    numbers = material.figures.tally(Measure.IN_TIME).unclear
    blocking = {one.id for number in numbers for one in in_the_way(material.case(number))}
    waiting = f"（涉及尚待人工认定的来件{len(blocking)}件）" if blocking else ""
    return f"，另有{len(numbers)}件是否按期答复待人工认定{waiting}、不计入答复率"


def receipt_sentence(material: Material) -> str:
    """How many came in, by what shows it; nothing is said to be signed for that was only sent."""
    tally = material.figures.tally(Measure.RECEIVED)
    if not tally.among:
        return "至数据采集截止日，各件申请均未提交。"
    shown = Counter(_shown_by(material.case(number)) for number in tally.hits)
    parts = [f"{how}{number}件" for how, number in shown.most_common()]
    told = f"，其中{'，'.join(parts)}" if parts else ""
    back = len(tally.among) - tally.number - len(tally.unclear)
    returned = f"；被退回、没有送达的{back}件" if back else ""
    unclear = (
        f"；另有{len(tally.unclear)}件没有收到申请的记录，待人工认定、不计入签收率"
        if tally.unclear
        else ""
    )
    rate = f"，签收率为{share(tally)}" if tally.decided else ""
    return f"共提交申请{len(tally.among)}件{told}{returned}{rate}{unclear}。"


_SHOWN_BY = {
    "delivered": "有签收记录的",
    "confirmed": "经双方确认收到的",
    "handed_in": "当面提交的",
    "arrival": "已到达收件系统的",
    "sent": "已经发出、没有退回，按约定以发出之日为收到之日的",
}


def _shown_by(case: Case) -> str:
    """By what the unit is known to have the application; a machine's word is told as that."""
    if case.clock.received_by == "confirmed":
        came = {one.kind for one in case.arrivals if one.on == case.clock.received_on}
        if ReplyKind.ACKNOWLEDGEMENT in came:
            return "有对方发来的回执的"
        if ReplyKind.AUTO_REPLY in came:
            return "有对方邮箱自动回复、以此为确认的"
    return _SHOWN_BY.get(case.clock.received_by or "", "由其答复可知已经收到的")


def phone_sentence(material: Material) -> str:
    tally = material.figures.tally(Measure.CONNECTED)
    if not tally.among:
        return "本次测评未作电话测试。"
    whole = len(material.assessment.units)
    called = (
        f"对{whole}家单位"
        if len(tally.among) == whole
        else f"对{whole}家单位中的{len(tally.among)}家"
    )
    reached = of_category(material, Measure.CONNECTED, "") or "没有单位"
    missed = missed_calls(material)
    rate = f"，总体接通率为{share(tally)}" if tally.decided else ""
    rate += f"（按已能认定的{tally.decided}家计）" if tally.unclear and tally.decided else ""
    return (
        f"{called}拨打咨询电话，其中{reached}电话能够顺利接通{rate}"
        + (f"；{missed}无法接通" if missed else "")
        + (f"；另有{len(tally.unclear)}家的电话测试没有完成或者待人工认定" if tally.unclear else "")
        + "。"
    )


def missed_calls(material: Material) -> str:
    """12家区直单位、6家设区市; empty where all were reached."""
    parts = []
    for category in material.figures.categories:
        tally = material.figures.tally(Measure.CONNECTED, "", category)
        missed = len(tally.among) - tally.number - len(tally.unclear)
        if missed:
            parts.append(f"{missed}家{category}")
    return "、".join(parts)


def open_items(material: Material) -> tuple[ReviewItem, ...]:
    """Whatever a person still has to decide: what intake could not place, deadlines in dispute,
    elements that are unclear, and marks that nobody has given yet."""
    items = [*material.assessment.review, *unfit_points(material.rubric, material.assessment)]
    unknown = unknown_classes(material.rubric, material.assessment.units)
    items += foreign_classes(material)
    for case in material.assessment.cases:
        items += _open_in(material, case)
    unreceived = material.figures.tally(Measure.RECEIVED).unclear
    if unreceived:
        items.append(ReviewItem("签收记录", f"没有收到申请的记录：{listed(unreceived, unit='件')}"))
    for place, criterion in enumerate(material.rubric.criteria):
        why = Counter(
            score.marks[place].open
            for score in material.scores
            if score.marks[place].open and score.category not in unknown
        )
        items += [ReviewItem(criterion.name, f"{n}家单位{each}") for each, n in why.items()]
    return tuple(items)


def foreign_classes(material: Material) -> tuple[ReviewItem, ...]:
    """Units whose class the rubric does not know: nothing of them can be assessed."""
    known = "、".join(each.name for each in material.rubric.classes)
    found = unknown_classes(material.rubric, material.assessment.units)
    return tuple(
        ReviewItem(
            f"类别“{category}”" if category else "没有写类别",
            f"不在评分细则所列类别（{known}）之中，{len(names)}家单位不能评定：{listed(names)}",
        )
        for category, names in found.items()
    )


def _open_in(material: Material, case: Case) -> Iterator[ReviewItem]:
    name = f"{case.application.unit.name} {case.application.id}"
    path = case.answer.path if case.answer else ""
    dispute = dispute_of(material, case)
    if dispute:
        shown = next((one.path for one in in_the_way(case)), path)
        yield ReviewItem(f"{name}：答复时限", f"截止日{due_text(case)}，{dispute}", shown)
    later = later_answers(case)
    if later:
        yield ReviewItem(f"{name}：后续答复", later_sentence(case), later[0].path)
    # what is undecided stands in the list by itself
    if case.clock.answered_on and case.judgement is None and not case.doubtful:
        yield ReviewItem(f"{name}：答复文件", "未能审读，各项要素待人工认定", path)
    for found in case.judgement.findings if case.judgement else ():
        if found.verdict is Verdict.UNCLEAR:
            disputed = f"（{found.extra['disputed']}）" if "disputed" in found.extra else ""
            why = f"{found.reason}{disputed}"
            yield ReviewItem(f"{name}：{ELEMENT_NAMES[found.element]}", why, path)


def with_doubt(tally: Tally) -> str:
    """17, or 17（2） where two more are unclear."""
    return f"{tally.number}（{len(tally.unclear)}）" if tally.unclear else str(tally.number)
