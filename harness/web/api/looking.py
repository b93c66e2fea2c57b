"""What there is to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query

from harness.campaign.clocks.case import Dossier, case
from harness.campaign.clocks.due import Due, due
from harness.campaign.marks.scores import Marked, marks
from harness.campaign.queue import Item, queue
from harness.campaign.search import search
from harness.campaign.undo import Done, history
from harness.store.search.index import Hit
from harness.store.search.rows import KINDS
from harness.web import blinded
from harness.web.api.shapes import WRONG, CampaignShown, Listed, Name
from harness.web.here import Looking, Visiting
from harness.web.pages.search import AT_ONCE
from harness.web.people.rights import Right

api = APIRouter(prefix="/api", tags=["查看"], responses=WRONG)
After = Annotated[str | None, Query(max_length=200, description="上一次答复中的 next")]
Most = Annotated[int, Query(ge=1, le=500, description="至多几条")]
T = TypeVar("T")


def part(items: Sequence[T], name: Callable[[T], str], after: str | None, most: int) -> Listed[T]:
    """`after`: the name of the last item that was given; of one that is gone by now, from the start."""
    start = 0
    if after is not None:
        start = next((i + 1 for i, each in enumerate(items) if name(each) == after), 0)
    shown = list(items[start : start + most])
    more = start + most < len(items)
    return Listed(items=shown, next=name(shown[-1]) if more and shown else None)


@api.get("/campaigns", summary="测评", response_model=list[CampaignShown])
def campaigns(visiting: Visiting) -> list[CampaignShown]:
    return [
        CampaignShown(key=each.key, title=each.title, fault=each.fault)
        for each in visiting.desk.campaigns()
        if visiting.user.sees(each.key)
    ]


@api.get("/c/{key}/queue", summary="待人认定", response_model=Listed[Item])
def waiting(here: Looking, after: After = None, most: Most = 100) -> Listed[Item]:
    with here.workspace() as workspace:
        return part(
            blinded.queue_for(here, workspace, queue(workspace)), lambda each: each.id, after, most
        )


@api.get("/c/{key}/due", summary="期限", response_model=Listed[Due])
def clocks(here: Looking, after: After = None, most: Most = 100) -> Listed[Due]:
    with here.workspace() as workspace:
        return part(due(workspace), lambda each: each.application, after, most)


@api.get("/c/{key}/cases/{application}", summary="案卷", response_model=Dossier)
def dossier(here: Looking, application: Name) -> Dossier:
    with here.workspace() as workspace:
        found = blinded.case_for(here, workspace, case(workspace, application))
        if found.judgement is not None:
            blinded.has_read(here, workspace, [found.application["id"]])
        return found


@api.get("/c/{key}/marks", summary="得分", response_model=Listed[Marked])
def scores(here: Looking, after: After = None, most: Most = 100) -> Listed[Marked]:
    with here.workspace() as workspace:
        found = blinded.marks_for(here, workspace, marks(workspace))
        shown = part(found, lambda each: each.unit_id, after, most)
        units = {each.unit_id for each in shown.items}
        theirs = (e.id for e in workspace.book().applications if e.unit.id in units)
        blinded.has_read(here, workspace, theirs)
        return shown


@api.get("/c/{key}/history", summary="操作记录", response_model=Listed[Done])
def past(here: Looking, after: After = None, most: Most = 100) -> Listed[Done]:
    """The newest first."""
    with here.workspace() as workspace:
        done = blinded.history_for(here, workspace, history(workspace)[::-1])
        return part(done, lambda each: str(each.op), after, most)


@api.get("/c/{key}/search", summary="检索", response_model=Listed[Hit])
def find(
    here: Looking,
    q: Annotated[str, Query(min_length=1, max_length=100)],
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    most: Most = 50,
) -> Listed[Hit]:
    kinds = [name for name in KINDS if name != "rulings" or here.user.may(Right.DECIDE)]
    with here.workspace() as workspace:
        told = search(workspace, q, kinds=kinds, after=after, most=most, at_once=AT_ONCE)
        if told.behind:
            here.desk.index(here.key)
            told = search(workspace, q, kinds=kinds, after=after, most=most, at_once=AT_ONCE)
        found = told.hits
        hits = blinded.hits_for(here, workspace, found.hits)
    following = str(found.next) if found.next is not None else None
    return Listed(items=hits, next=following)
