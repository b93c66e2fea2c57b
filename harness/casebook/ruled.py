"""人工认定 on a judgement: what a person ruled takes the place of the finding, and says so.

The finding of the program is told beside it. A ruling is about the very answer that its writer had
before him: where another answer stands by now, it waits for a person and changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Finding, Verdict
from harness.scoring.assessment import Arrival, Case, ReviewItem
from harness.store.said import Ruling

DATES = ("received_on", "answered_on")


def as_ruled(
    case: Case, rulings: Mapping[str, Ruling], stale_days: Container[str] = ()
) -> tuple[Case, list[ReviewItem]]:
    """The case with its rulings, and what of them no longer fits. `stale_days`: the rulings on a
    day that are about another answer."""
    id = case.application.id
    here = {each: rulings[f"{id}/{each}"] for each in Element if f"{id}/{each}" in rulings}
    dated = [rulings[f"{id}/{each}"] for each in DATES if f"{id}/{each}" in rulings]
    stale = [_stale(case, _DAYS, one, one.value) for one in dated if one.target in stale_days]
    standing = tuple(_told(one) for one in dated if one.target not in stale_days)
    answer = case.answer.sha256 if case.answer else ""
    fitting = {element: one for element, one in here.items() if one.about == answer}
    lost = {} if case.answer else {each.sha256: each for each in case.doubtful}
    stale += [
        _stale(
            case,
            ELEMENT_NAMES[element],
            one,
            VERDICT_NAMES[Verdict(one.value)],
            lost.get(one.about),
        )
        for element, one in here.items()
        if element not in fitting
    ]
    if case.judgement is None or not here:
        return replace(case, rulings=standing), stale
    findings = tuple(
        _ruled(one, fitting[one.element]) if one.element in fitting else one
        for one in case.judgement.findings
    )
    whole = (*standing, *map(_told, fitting.values()))
    judgement = replace(case.judgement, findings=findings)
    return replace(case, judgement=judgement, machine=case.judgement, rulings=whole), stale


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
    """Target, value, and who ruled why."""
    return ruling.target, ruling.value, f"{_who(ruling)}：{ruling.why}"
