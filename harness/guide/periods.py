"""答复期限、延长期限、补正: whether a guide states them as the law of 2019 has them.

In: a `GuideText`. Out: three findings. What is told of third parties is not the unit's own period; what is told
as the unit's promise or as what used to be is no fault. The time that an applicant gets for 补正 is the unit's
to set (条例 art. 30): it is not read as a period of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.checker.finding import Verdict
from harness.guide.finding import ItemFinding
from harness.guide.items import Item
from harness.guide.settle import Missing, missing
from harness.guide.text import GuideText, Stretch
from harness.guide.wordings import pattern
from harness.reading.page.numerals import to_int
from harness.reading.wordings.book import taken

_LAWFUL, _OLD, _TO_CLARIFY = 20, 15, 7  # working days
_BOTH = 2 * _LAWFUL  # the period and its extension together
_NEAR = 30  # characters in which a clause says what it speaks of


@dataclass(frozen=True, slots=True)
class _Period:
    days: int
    where: Stretch
    past: bool  # told as what used to be
    promised: bool
    joint: bool  # perhaps both periods together


def periods(text: GuideText) -> tuple[ItemFinding, ...]:
    answers, extensions = _told(text, "answer_period"), _told(text, "extension_period")
    return (
        _answer(text, answers, extensions),
        _extension(text, extensions, answers),
        _clarification(text),
    )


def _told(text: GuideText, says: str) -> list[_Period]:
    return list(_periods(text, says))


def _periods(text: GuideText, says: str) -> Iterator[_Period]:
    for sentence in text.sentences():
        said = text.said(sentence)
        if says != "clarification_period" and pattern("of_others").search(said):
            continue
        for match in pattern(says).finditer(said):
            start, end = taken(match)
            before = said[max(0, match.start() - _NEAR) : match.start()]
            if says == "answer_period" and pattern("of_extension").search(before):
                continue  # 需要延长的，40个工作日内答复
            days = to_int(said[start:end])
            if days:
                where = Stretch(sentence.start + match.start(), sentence.start + match.end())
                past = bool(pattern("history").search(said))
                promised = bool(pattern("promise").search(said))
                joint = days == _BOTH or bool(pattern("joint").search(said))
                yield _Period(days, where, past, promised, joint)


def _answer(text: GuideText, told: list[_Period], extensions: list[_Period]) -> ItemFinding:
    if not told:
        natural = _told(text, "answer_days")
        if natural:
            reason = f"写的是{natural[0].days}日内答复，没有说是工作日，请看原文认定"
            return _made(text, Item.ANSWER, Verdict.UNCLEAR, reason, natural)
        look = Missing(Item.ANSWER, "指南没有写明答复期限", ("answer_perhaps",))
        return missing(text, look)
    days = {one.days for one in told}
    if mixed := _mixed(text, Item.ANSWER, told, "答复期限"):
        return mixed
    (only,) = days
    if only == _LAWFUL:
        return _made(text, Item.ANSWER, Verdict.PRESENT, "20个工作日内答复，与现行条例一致", told)
    if _LAWFUL < only <= _BOTH and any(one.joint for one in told):
        reason = f"{only}个工作日可能连同延长的期限，请看原文认定"
        return _made(text, Item.ANSWER, Verdict.UNCLEAR, reason, told)
    if only > _LAWFUL:
        reason = f"写的是{only}个工作日内答复，长于法定的20个工作日"
        return _fault(text, Item.ANSWER, reason, told, "too_long")
    if only != _OLD or any(one.promised for one in told):
        reason = f"{only}个工作日内答复，短于法定的20个工作日，不违反条例"
        return _made(text, Item.ANSWER, Verdict.PRESENT, reason, told)
    if any(one.days == _LAWFUL for one in extensions):
        reason = "写的是15个工作日内答复，而延长期限是20个工作日：可能是自己缩短的，也可能没有改旧条例的期限，请核对"
        return _made(text, Item.ANSWER, Verdict.UNCLEAR, reason, told)
    reason = "写的仍是旧条例的15个工作日；现行条例是20个工作日"
    return _fault(text, Item.ANSWER, reason, told, "old_period")


def _extension(text: GuideText, told: list[_Period], answers: list[_Period]) -> ItemFinding:
    if not told:
        look = Missing(Item.EXTENSION, "指南没有写明延长答复的期限", ("extension_perhaps",))
        return missing(text, look)
    if mixed := _mixed(text, Item.EXTENSION, told, "延长期限"):
        return mixed
    only = told[0].days
    if only == _LAWFUL:
        reason = "延长不超过20个工作日，与现行条例一致"
        return _made(text, Item.EXTENSION, Verdict.PRESENT, reason, told)
    if _LAWFUL < only <= _BOTH and (only == _BOTH or any(one.joint for one in told)):
        reason = f"{only}个工作日可能连同原来的期限，请看原文认定"
        return _made(text, Item.EXTENSION, Verdict.UNCLEAR, reason, told)
    if only > _LAWFUL:
        reason = f"写的是延长{only}个工作日，长于法定的20个工作日"
        return _fault(text, Item.EXTENSION, reason, told, "too_long")
    if only != _OLD or any(one.promised for one in told):
        reason = f"延长{only}个工作日，短于法定的最长期限，不违反条例"
        return _made(text, Item.EXTENSION, Verdict.PRESENT, reason, told)
    if {one.days for one in answers} == {_OLD}:
        reason = "写的仍是旧条例的延长15个工作日；现行条例是不超过20个工作日"
        return _fault(text, Item.EXTENSION, reason, told, "old_period")
    reason = "延长15个工作日，在法定的20个工作日以内，但与旧条例相同，可能没有修改，请核对"
    return _made(text, Item.EXTENSION, Verdict.UNCLEAR, reason, told)


def _mixed(text: GuideText, item: Item, told: list[_Period], name: str) -> ItemFinding | None:
    """Several periods that differ: the guide contradicts itself, unless one is of the past or a promise."""
    days = sorted({one.days for one in told})
    if len(days) == 1 and not any(one.past for one in told):
        return None
    if any(one.past or one.promised for one in told):
        reason = (
            f"{name}写有{'、'.join(map(str, days))}个工作日，有的说的是从前或者承诺，请看原文认定"
        )
        return _made(text, item, Verdict.UNCLEAR, reason, told)
    reason = f"{name}前后不一致：{'、'.join(map(str, days))}个工作日；现行条例是20个工作日"
    return _fault(text, item, reason, told, "contradictory")


def _clarification(text: GuideText) -> ItemFinding:
    told = _told(text, "clarification_period")
    if told:
        longest = max(one.days for one in told)
        if longest > _TO_CLARIFY and not any(one.past for one in told):
            reason = f"写的是{longest}个工作日内告知补正，长于法定的7个工作日"
            return _fault(text, Item.CLARIFICATION, reason, told, "late")
        reason = f"{longest}个工作日内告知补正，不超过法定的7个工作日"
        return _made(text, Item.CLARIFICATION, Verdict.PRESENT, reason, told)
    match = pattern("clarification_told").search(text.text, text.begin, text.end)
    if match:
        where = Stretch(match.start(), match.end())
        reason = "写了补正，没有写多少天内告知；申请人补正的期限由机关合理确定"
        return ItemFinding(
            Item.CLARIFICATION, Verdict.PRESENT, reason, (), (), text.quote(where.start, where.end)
        )
    return missing(text, Missing(Item.CLARIFICATION, "指南没有提到补正", ()))


def _made(
    text: GuideText, item: Item, verdict: Verdict, reason: str, told: list[_Period], *defects: str
) -> ItemFinding:
    values = tuple(dict.fromkeys(f"{one.days}" for one in told))
    evidence = tuple(span for one in told for span in text.quote(one.where.start, one.where.end))
    return ItemFinding(item, verdict, reason, values, defects, evidence)


def _fault(
    text: GuideText, item: Item, reason: str, told: list[_Period], defect: str
) -> ItemFinding:
    return _made(text, item, Verdict.DEFECTIVE, reason, told, defect)
