"""`marks --what-if`: the campaign's marks under another rubric, other weights or another convention, beside
those that stand. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.campaign.errors import Refused
from harness.campaign.ledger_waiting import waiting, with_waiting
from harness.campaign.workspace import Workspace
from harness.scoring.facts import facts_of
from harness.scoring.rubric import Rubric
from harness.scoring.score import score, score_assessment
from harness.scoring.what_if import Move, NoSuchWeight, carried, moves, reweighed
from letters.model import Convention


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`supposed`: what was assumed, in words."""

    supposed: tuple[str, ...]
    moves: tuple[Move, ...]


def what_if(
    workspace: Workspace,
    *,
    rubric: Rubric | None = None,
    weights: Mapping[str, Decimal] | None = None,
    convention: Mapping[str, str] | None = None,
) -> WhatIf:
    now = workspace.rubric()
    base, supposed = rubric or now, []
    other = base
    if rubric is not None:
        supposed.append(f"按《{rubric.title}》计分")
    if weights:
        names = {each.id: each.name for each in other.criteria}
        try:
            other = reweighed(other, weights)
        except NoSuchWeight as wrong:
            raise Refused(str(wrong)) from None
        supposed += [f"“{names[id]}”的权重为{weight}" for id, weight in weights.items()]
    book = workspace.book()
    after = before = with_waiting(workspace.assess(book), waiting(workspace))
    if convention:
        campaign = replace(workspace.campaign, convention=_convention(workspace, convention))
        elsewhere = replace(workspace, campaign=campaign)
        after = with_waiting(elsewhere.assess(elsewhere.book()), waiting(elsewhere))
        supposed += [f"口径 {key} 为 {value}" for key, value in convention.items()]
    facts = carried(facts_of(base, after), base, other)
    return WhatIf(tuple(supposed), moves(score_assessment(now, before), score(other, facts)))


_CONVENTIONS: dict[str, dict[str, bool | str]] = {
    "count_receipt_day": {"true": True, "false": False, "是": True, "否": False},
    "no_confirmation": {each: each for each in ("sent", "never", "arrival")},
    "answered_on": {each: each for each in ("signed", "posted", "delivered")},
}


def _convention(workspace: Workspace, given: Mapping[str, str]) -> Convention:
    found: dict[str, bool | str] = {}
    for key, value in given.items():
        if key not in _CONVENTIONS:
            known = "、".join(_CONVENTIONS)
            raise Refused(f"没有“{key}”这项口径，应是其中之一：{known}")
        if value not in _CONVENTIONS[key]:
            known = "、".join(_CONVENTIONS[key])
            raise Refused(f"口径 {key} 不能是“{value}”，应是其中之一：{known}")
        found[key] = _CONVENTIONS[key][value]
    change: Callable[..., Convention] = replace
    return change(workspace.campaign.convention, **found)
