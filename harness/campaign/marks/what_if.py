"""`marks --what-if`: the campaign's marks under another rubric, other weights or another convention, beside
those that stand. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.campaign.errors import Refused
from harness.campaign.ledger.waiting import waiting, with_waiting
from harness.campaign.workspace import SETTINGS, Workspace, rubric_of
from harness.scoring.assessed import unknown_classes
from harness.scoring.assessment import Assessment
from harness.scoring.facts import facts_of
from harness.scoring.rubric_file.rubric import Rubric, shipped
from harness.scoring.score import plain, score, score_assessment
from harness.scoring.what_if import Move, NoSuchWeight, carried, moves, reweighed
from letters.faults import BadTable
from letters.model import Convention


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`supposed`: what was assumed, in words; `notes`: what of it concerns every unit of a class."""

    supposed: tuple[str, ...]
    moves: tuple[Move, ...]
    notes: tuple[str, ...] = ()


def what_if(
    workspace: Workspace,
    *,
    rubric: Rubric | None = None,
    weights: Mapping[str, Decimal] | None = None,
    convention: Mapping[str, str] | None = None,
    unit: str | None = None,
) -> WhatIf:
    """`unit`: by number or name, that one alone."""
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
        supposed += [_convention_told(key, value) for key, value in convention.items()]
    facts = carried(facts_of(base, after), base, other)
    found = tuple(map(_told, moves(score_assessment(now, before), score(other, facts))))
    if unit is not None:
        found = tuple(each for each in found if unit in (each.unit, each.unit_id))
        if not found:
            raise Refused(f"没有编号或名称为“{unit}”的单位，请用 mingcha marks 查看")
    return WhatIf(tuple(supposed), found, tuple(_notes(now, other, after, found)))


def _told(move: Move) -> Move:
    """Without a place there are no points to tell: too little is established."""
    placed = [place is not None for place in move.rank]
    (a, b), (c, d) = (
        [figure if known else None for figure, known in zip(pair, placed, strict=True)]
        for pair in (move.total, move.rate)
    )
    return replace(move, total=(a, b), rate=(c, d))


def _notes(
    now: Rubric, other: Rubric, assessment: Assessment, found: Sequence[Move]
) -> Iterator[str]:
    categories = dict.fromkeys(each.category for each in found)
    for category, names in unknown_classes(other, assessment.units).items():
        if category in categories:
            known = "、".join(each.name for each in other.classes)
            yield f"类别“{category}”不在《{other.title}》所列类别（{known}）之中，{len(names)}家不能评定。"
    for category in categories:
        was, full = now.of(category).full, other.of(category).full
        if was != full:
            yield f"{category}的满分由{plain(was)}分变为{plain(full)}分。"


_CONVENTIONS: dict[str, dict[str, bool | str]] = {
    "count_receipt_day": {"true": True, "false": False, "是": True, "否": False},
    "no_confirmation": {each: each for each in ("sent", "never", "arrival")},
    "answered_on": {each: each for each in ("signed", "posted", "delivered")},
}


# each key with its name, and the values that it may have, in words
CONVENTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "count_receipt_day": ("收到申请当日", {"false": "不计入期限", "true": "计入期限"}),
    "no_confirmation": (
        "电子邮件无人确认收到的",
        {"sent": "以发出之日计", "never": "期限不起算", "arrival": "以到达之日计"},
    ),
    "answered_on": (
        "答复之日",
        {"signed": "以落款日期计", "posted": "以寄出日期计", "delivered": "以送达日期计"},
    ),
}


def _convention_told(key: str, value: str) -> str:
    title, names = CONVENTIONS[key]
    return f"{title}{names.get(value) or names[str(_CONVENTIONS[key][value]).lower()]}"


def rubrics(workspace: Workspace) -> dict[str, str]:
    """The rubrics that may be tried: name -> title. Those that are not filled in are left out."""
    own = sorted(each.name for each in workspace.folder.glob("*.toml") if each.name != SETTINGS)
    found = {}
    for name in (*shipped(), *own):
        try:
            found[name] = rubric_of(workspace.folder, name).title
        except BadTable:
            continue
    return found


def rubric_for(workspace: Workspace, name: str) -> Rubric:
    return rubric_of(workspace.folder, name)


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
