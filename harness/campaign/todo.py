"""What waits for people, each where it is done: 归卷, 复核, and whatever no list of letters shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from harness.campaign.placing.unplaced import unplaced
from harness.campaign.queue import Item, queue
from harness.campaign.ruling.review import Queue, Viewer, What, queue_of
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.checker.finding import Element

Kind = Literal["date", "evidence", "points", "ledger", "sending", "objection", "others"]
NAMES: dict[Kind, str] = {
    "date": "日期", "evidence": "证据材料", "points": "人工给分", "ledger": "台账", "sending": "发送",
    "objection": "异议", "others": "等别人办的",
}  # fmt: skip
_APPLICATION = re.compile(r"申请 (\S+?)(?=[（：\s]|$)")
_ELEMENTS = {each.value for each in Element}


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
    letters = queue_of(workspace)
    book = workspace.book()
    rest = tuple(_rest(queue(workspace, book), letters, viewer, book))
    return Todo(len(unplaced(workspace)), letters.counts(viewer), rest)


def _rest(items: tuple[Item, ...], letters: Queue, viewer: Viewer, book: Book) -> Iterator[Thing]:
    others: dict[str, Thing] = {}
    arrivals = {
        each.arrival.path: each.arrival.id for each in book.filed if each.arrival.path
    }  # of what is damaged: the arrival in which it came
    for item in items:
        if item.what == "filing":
            continue
        application, _, name = item.target.partition("/")
        if item.what == "finding" and name in _ELEMENTS:
            waiting = letters.letter(application)
            if waiting is None or viewer.group(waiting) is None:
                # without the reason: whoever is to mark it blind must not know what was found
                others.setdefault(application, _for_others(application, item, viewer))
            continue
        yield _thing(item, application, arrivals.get(item.path, ""))
    yield from others.values()


def _for_others(application: str, item: Item, viewer: Viewer) -> Thing:
    if application in viewer.asked:
        why = "有疑问还没有答复，由复核员答复"
    elif item.stage:
        why = "待定评，由没有作过初评、复评的人定"
    else:
        why = "由没有作过另一评的人认定"
    return Thing("others", application, why, application)


def _thing(item: Item, application: str, arrival: str) -> Thing:
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
