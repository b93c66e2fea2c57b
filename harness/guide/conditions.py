"""分类、获取方式、收费、救济、申请条件、申请表、依据的条例: what a guide says beside channels and periods.

In: a `GuideText`. Out: a finding for each. What the regulation of 2019 has taken away (三需要, 用途, 成本费) is a
fault only where the guide itself demands it, not where it says that it is no longer asked for.
"""

from __future__ import annotations

from harness.checker.finding import Verdict
from harness.guide.finding import ItemFinding
from harness.guide.items import Item
from harness.guide.settle import Missing, missing, unread
from harness.guide.text import GuideText, Stretch
from harness.guide.wordings import pattern


def others(text: GuideText) -> tuple[ItemFinding, ...]:
    return (
        _simple(
            text,
            Item.CATEGORIES,
            "categories",
            "写有信息的分类、编排",
            "指南没有写明信息的分类和编排体系",
        ),
        _simple(text, Item.WAYS, "ways", "写有获取方式", "指南没有写明主动公开的信息怎样取得"),
        _fee(text),
        _remedies(text),
        _conditions(text),
        _form(text),
        _regulation(text),
    )


def _first(text: GuideText, *says: str, but: tuple[str, ...] = ()) -> Stretch | None:
    """The first words that say it, in a sentence that does not say one of the others."""
    for sentence in text.sentences():
        said = text.said(sentence)
        match = pattern(*says).search(said)
        if match and not (but and pattern(*but).search(said)):
            return Stretch(sentence.start + match.start(), sentence.start + match.end())
    return None


def _made(
    text: GuideText, item: Item, verdict: Verdict, reason: str, *where: Stretch, defect: str = ""
) -> ItemFinding:
    evidence = tuple(span for one in where for span in text.quote(one.start, one.end))
    values = tuple(dict.fromkeys(text.raw(one.start, one.end) for one in where))
    return ItemFinding(item, verdict, reason, values, (defect,) if defect else (), evidence)


def _simple(text: GuideText, item: Item, says: str, told: str, lacking: str) -> ItemFinding:
    where = _first(text, f"{says}_told")
    if where:
        return _made(text, item, Verdict.PRESENT, told, where)
    return missing(text, Missing(item, lacking, (f"{says}_perhaps",), without=_title_of(text)))


def _title_of(text: GuideText) -> tuple[Stretch, ...]:
    return (text.title,) if text.title else ()


def _fee(text: GuideText) -> ItemFinding:
    old = _first(text, "fee_old", but=("abolished",))
    new = _first(text, "fee_free", "fee_processing")
    if old and new:
        reason = (
            "既说不收取费用（或者收取信息处理费），又说收取检索、复制、邮寄等成本费，请看原文认定"
        )
        return _made(text, Item.FEE, Verdict.UNCLEAR, reason, new, old)
    if old:
        reason = "仍写收取检索、复制、邮寄等成本费；现行条例不收取费用，只对明显超过合理范围的收取信息处理费"
        return _made(text, Item.FEE, Verdict.DEFECTIVE, reason, old, defect="old_fee")
    if new:
        return _made(text, Item.FEE, Verdict.PRESENT, "收费的说法与现行条例一致", new)
    return missing(text, Missing(Item.FEE, "指南没有提到收费", ("fee_perhaps",)))


def _remedies(text: GuideText) -> ItemFinding:
    ways = {
        "投诉举报": _first(text, "complaint"),
        "行政复议": _first(text, "reconsideration"),
        "行政诉讼": _first(text, "suit"),
    }
    wrong = _first(text, "old_suit", but=("history",))
    told = {name: where for name, where in ways.items() if where}
    if wrong:
        reason = "写的起诉期限是3个月；2015年5月1日起是6个月"
        return _made(
            text, Item.REMEDIES, Verdict.DEFECTIVE, reason, wrong, defect="old_suit_period"
        )
    if told:
        left = [name for name in ways if name not in told]
        reason = f"写有{'、'.join(told)}" + (f"；没有写{'、'.join(left)}" if left else "")
        return _made(text, Item.REMEDIES, Verdict.PRESENT, reason, *told.values())
    return missing(
        text, Missing(Item.REMEDIES, "指南没有写明监督和救济途径", ("remedies_perhaps",))
    )


def _conditions(text: GuideText) -> ItemFinding:
    excused = ("denied", "excessive")
    for says, defect, reason in (
        (
            "three_needs",
            "three_needs",
            "仍要求申请与自身生产、生活、科研等特殊需要有关；现行条例没有这一条件",
        ),
        (
            "purpose",
            "purpose",
            "要求申请人说明用途或者理由；现行条例不要求（第二十九条只列名称、身份、描述和形式）",
        ),
    ):
        if where := _first(text, says, but=excused):
            return _made(text, Item.CONDITIONS, Verdict.DEFECTIVE, reason, where, defect=defect)
    if where := _first(text, "conditions_perhaps", but=excused):
        told = text.raw(where.start, where.end)
        reason = f"“{told}”可能是申请的条件，请看原文认定"
        return _made(text, Item.CONDITIONS, Verdict.UNCLEAR, reason, where)
    if open_ := unread(text):
        reason = f"读到的部分没有现行条例不许可的条件，但有内容未能读取（{open_}）"
        return ItemFinding(Item.CONDITIONS, Verdict.UNCLEAR, reason)
    return ItemFinding(
        Item.CONDITIONS, Verdict.PRESENT, "没有要求“三需要”、用途、理由等现行条例已经取消的条件"
    )


def _form(text: GuideText) -> ItemFinding:
    where = _first(text, "form_offered")
    if where:
        return _made(text, Item.FORM, Verdict.PRESENT, "提供申请表，或者说明了到哪里取得", where)
    return missing(text, Missing(Item.FORM, "指南没有提到申请表", ("form_perhaps",)))


def _regulation(text: GuideText) -> ItemFinding:
    new, old = _first(text, "new_regulation"), _first(text, "old_regulation")
    if new:
        return _made(text, Item.REGULATION, Verdict.PRESENT, "依据2019年修订的条例", new)
    if old:
        reason = "依据的是旧条例（国务院令第492号，2008年5月1日起施行）；现行条例是2019年修订的（第711号）"
        return _made(text, Item.REGULATION, Verdict.DEFECTIVE, reason, old, defect="old_regulation")
    if where := _first(text, "any_regulation"):
        return _made(text, Item.REGULATION, Verdict.PRESENT, "提到条例，没有写明是哪一年的", where)
    return missing(text, Missing(Item.REGULATION, "指南没有写明依据的条例", ()))
