"""What waits for people, each where it is done: 归卷, 复核, and whatever no list of letters shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.campaign.placing.unplaced import unplaced
from harness.campaign.queue import Item, besides, findings
from harness.campaign.ruling.review import Viewer, What, queue_of
from harness.campaign.workspace import Workspace
from harness.casebook.book import Filed
from harness.scoring.assessment import Case

Kind = Literal["date", "evidence", "points", "ledger", "sending", "objection", "others"]
NAMES: dict[Kind, str] = {
    "date": "日期", "evidence": "证据材料", "points": "人工给分", "ledger": "台账", "sending": "发送",
    "objection": "异议", "others": "等别人办的",
}  # fmt: skip
_APPLICATION = re.compile(r"申请 (\S+?)(?=[（：\s]|$)")


@dataclass(frozen=True, slots=True)
class Thing:
    """One of it. `application`, `arrival`, `unit`, `number` (of an objection): whose it is, where
    one is known."""

    kind: Kind
    id: str
    why: str
    application: str = ""
    arrival: str = ""
    unit: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """`unplaced`: arrivals to be placed; `letters`: in the review list of this person, by group;
    `rest`: what neither of these lists has."""

    unplaced: int
    letters: dict[What, int]
    rest: tuple[Thing, ...]

    @property
    def review(self) -> int:
        return sum(self.letters.values())

    def of(self, kind: Kind) -> tuple[Thing, ...]:
        return tuple(each for each in self.rest if each.kind == kind)

    @property
    def kinds(self) -> tuple[tuple[Kind, str, tuple[Thing, ...]], ...]:
        """Those of which there are any, with their names."""
        return tuple((kind, name, own) for kind, name in NAMES.items() if (own := self.of(kind)))


def todo(workspace: Workspace, viewer: Viewer) -> Todo:
    letters, filed = queue_of(workspace), workspace.book().filed
    items = besides(workspace)
    # of what is damaged: the arrival in which it came
    paths = frozenset(each.path for each in items if each.path)
    arrivals = workspace.once(_arrivals, filed, paths) if paths else {}
    rest = [_thing(each, arrivals.get(each.path, "")) for each in items]
    rest += [_for_others(each, viewer) for each in letters.others(viewer)]
    return Todo(len(unplaced(workspace)), letters.counts(viewer), tuple(rest))


def _arrivals(filed: Sequence[Filed], paths: Collection[str], _: object) -> dict[str, str]:
    return {each.arrival.path: each.arrival.id for each in filed if each.arrival.path in paths}


def _for_others(case: Case, viewer: Viewer) -> Thing:
    """Without the reason: whoever is to mark it blind must not know what was found."""
    application = case.application.id
    if application in viewer.asked:
        why = "有疑问还没有答复，由复核员答复"
    elif any(each.stage for each in findings(case, None)[:1]):
        why = "待定评，由没有作过初评、复评的人定"
    else:
        why = "由没有作过另一评的人认定"
    return Thing("others", application, why, application)


def _thing(item: Item, arrival: str) -> Thing:
    application = item.target.partition("/")[0]
    if item.what == "date":
        return Thing("date", item.id, item.why, application, arrival)
    if item.what == "sending":
        return Thing("sending", item.id, item.why, application, arrival)
    if item.what == "ledger":
        return Thing("ledger", item.id, item.why)
    if item.what == "objection":
        return Thing("objection", item.id, item.why, number=item.target)
    if item.target:  # points: unit/criterion
        return Thing("points", item.id, item.why, unit=application)
    named = _APPLICATION.search(item.why)
    return Thing("evidence", item.id, item.why, named[1] if named else "", arrival)
