"""人工认定 on a judgement: what people ruled takes the place of the finding, and says so.

The finding of the program is told beside it. A ruling is about the very answer that its writer had
before him: where another answer stands by now, it waits for a person and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import replace

from harness.casebook.ruled.staged import Dispute, about, counting
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Finding, Verdict
from harness.scoring.assessment import Arrival, Case, ReviewItem
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.said import Ruling, Staged

DATES = ("received_on", "answered_on")


def as_ruled(
    case: Case,
    staged: Mapping[str, Staged],
    rulings: Mapping[str, Ruling],
    stale_days: Container[str] = (),
) -> tuple[Case, list[ReviewItem]]:
    """The case with what was ruled on it, and what of that no longer fits. `staged`: every ruling;
    `rulings`: of the days, those that count; `stale_days`: of these, which are about another
    answer."""
    id = case.application.id
    here = {each: staged[f"{id}/{each}"] for each in Element if f"{id}/{each}" in staged}
    dated = [rulings[f"{id}/{each}"] for each in DATES if f"{id}/{each}" in rulings]
    stale = [_stale(case, _DAYS, one, one.value) for one in dated if one.target in stale_days]
    standing = tuple(_told(one) for one in dated if one.target not in stale_days)
    answer = case.answer.sha256 if case.answer else ""
    fitting = {each: found for each, of in here.items() if (found := about(of, answer))}
    stale += _lost(case, {each: of for each, of in here.items() if each not in fitting})
    if case.judgement is None or not here:
        return replace(case, rulings=standing), stale
    marked = [_marked(one, fitting.get(one.element, {})) for one in case.judgement.findings]
    whole = (*standing, *(_told(one) for _, counted in marked for one in counted))
    judgement = replace(case.judgement, findings=tuple(found for found, _ in marked))
    return replace(case, judgement=judgement, machine=case.judgement, rulings=whole), stale


def _marked(found: Finding, staged: Staged) -> tuple[Finding, tuple[Ruling, ...]]:
    """The finding as it stands, and the rulings by which it does."""
    what = counting(staged, found)
    if isinstance(what, Dispute):
        rulings = (what.second,) if what.first is None else (what.first, what.second)
        return _disputed(found, what), rulings
    return (found, ()) if what is None else (_ruled(found, what), (what,))


def _disputed(found: Finding, dispute: Dispute) -> Finding:
    """Whoever was right: undecided, it costs nobody a point. What either said is for the assessors
    (`extra`), and nothing to write to a unit."""
    first, second = dispute.first, dispute.second
    value, defects = (first.value, first.defects) if first else (found.verdict.value, found.defects)
    told = f"{'初评' if first else '程序'}认定{_said(found, value, defects)}，"
    told += f"复评认定{_said(found, second.value, second.defects)}"
    return replace(
        found,
        verdict=Verdict.UNCLEAR,
        defects=(),
        confidence=0.0,
        reason="认定尚待复核确定",
        extra={**found.extra, "disputed": told},
    )


def _said(found: Finding, value: str, defects: Collection[str]) -> str:
    names = DEFECT_NAMES.get(found.element, {})
    told = "、".join(names.get(each, each) for each in defects)
    return f"“{VERDICT_NAMES[Verdict(value)]}{f'（{told}）' if told else ''}”"


def _lost(case: Case, here: Mapping[Element, Staged]) -> list[ReviewItem]:
    """Rulings on an answer that does not stand here now; of each element the highest."""
    lost = {} if case.answer else {each.sha256: each for each in case.doubtful}
    highest = {element: of[max(of)] for element, of in here.items()}
    return [
        _stale(
            case,
            ELEMENT_NAMES[element],
            one,
            VERDICT_NAMES[Verdict(one.value)],
            lost.get(one.about),
        )
        for element, one in highest.items()
    ]


def _ruled(finding: Finding, ruling: Ruling) -> Finding:
    """The reason is the person's; who that was, and what the program found, stands beside it for the
    assessors (`extra`), and is nothing to write to a unit."""
    ruled = {
        "by": _who(ruling),
        "before": finding.verdict.value,
        "before_reason": finding.reason,
    }
    return replace(
        finding,
        verdict=Verdict(ruling.value),
        defects=ruling.defects,
        confidence=1.0,
        reason=f"人工认定：{ruling.why}",
        extra={**finding.extra, "ruled": ruled},
    )


_DAYS = "答复日期"


def _stale(
    case: Case, name: str, ruling: Ruling, value: str, lost: Arrival | None = None
) -> ReviewItem:
    """`lost`: the very answer that was ruled on, where it is here and cannot be judged now."""
    what, said = f"{case.application.id} 的{name}", f"{_who(ruling)}的认定（“{value}”）"
    if lost is not None:
        why = f"{said}所据的答复 {lost.id} 现在不能核对，认定暂不计入：{lost.doubt}"
        return ReviewItem(what, why, lost.path)
    why = (
        f"{said}是就另一份答复或者没有答复时的情形作出的，"
        "现在在案的首份答复已经不是那样，此项认定不起作用，请重新认定或者撤销"
    )
    return ReviewItem(what, why, case.answer.path if case.answer else "")


def _who(ruling: Ruling) -> str:
    return f"{ruling.by}（{ruling.said.at[:10]}）" if ruling.said else "人工"


def _told(ruling: Ruling) -> tuple[str, str, str]:
    """Target, value, and who ruled why, and at which stage where it was not the first."""
    stage = "" if ruling.stage == Stage.FIRST else STAGE_NAMES[Stage(ruling.stage)]
    return ruling.target, ruling.value, f"{_who(ruling)}{stage}：{ruling.why}"
