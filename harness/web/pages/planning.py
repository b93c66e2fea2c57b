"""计划: who asks whom what, on which day, by which way; what would give itself away; and freezing it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from harness.campaign.planning.plan import Plan, coming, freeze_shown, plan_now
from harness.campaign.planning.plan_list import plan_page
from harness.campaign.workspace import Workspace
from harness.web.here import Looking, Sending
from harness.web.long import start
from harness.web.render import page
from letters.faults import BadTable
from letters.model import CHANNEL_NAMES

pages = APIRouter(include_in_schema=False)
AT_ONCE = 100  # rows of a page
Done = Annotated[int | None, Query(ge=0, le=2**53)]
MOST = 201  # that are to come: so many tell that there are more than the page names


@pages.get("/c/{key}/plan")
def shown(
    here: Looking, q: str = "", channel: str = "", after: str = "", done: Done = None
) -> Response:
    """`done`: how many were taken into the plan just now."""
    with here.workspace() as workspace:
        now, faults = _planned(workspace)
        new = coming(workspace) if now else ()
        listed = plan_page(workspace, q, channel, after, AT_ONCE)
        frozen = len(workspace.book().applications)
        rounds = {each.id: each.label for each in workspace.campaign.rounds}
    return page(
        here, "plan/plan.html", now=now, faults=faults, rows=listed.rows, after=listed.after,
        many=listed.many, frozen=frozen, coming=new[:MOST], new=len(new), rounds=rounds, q=q,
        channel=channel, channels=CHANNEL_NAMES, first=not after, done=done,
    )  # fmt: skip


def _planned(workspace: Workspace) -> tuple[Plan | None, tuple[str, ...]]:
    """What the tables say now, or what is wrong with them."""
    try:
        return plan_now(workspace), ()
    except BadTable as wrong:
        return None, wrong.faults


@pages.post("/c/{key}/plan")
def frozen(
    here: Sending, new: Annotated[int, Form(ge=0)], once: Annotated[str, Form()]
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            freeze_shown(workspace, new)
        return f"{here.url('plan')}?done={new}"

    return here.once(once, do)


@pages.get("/c/{key}/plan/drill")
def drill_form(here: Sending) -> Response:
    with here.workspace() as workspace:
        several = len(workspace.book().applications)
    return page(here, "plan/drill.html", many=several)


@pages.post("/c/{key}/plan/drill")
def drilled(
    here: Sending, once: Annotated[str, Form()], scans: Annotated[bool, Form()] = False
) -> Response:
    def work(workspace: Workspace) -> tuple[str, ...]:
        from harness.campaign.drill import drill  # with all it takes to write letters: only then

        done = drill(workspace, scans=scans)
        differences = tuple(
            f"{e.application} {e.unit} {e.what}：埋设为“{e.planted}”，判为“{e.found}”"
            for e in done.differences
        )
        return (
            f"核对{done.right + done.wrong}项认定，{done.right}项与埋设的情况一致",
            *differences,
            *done.failures,
            f"副本和全部报告在“{done.folder}”，看完可以整个删去",
        )

    return start(here, once, "演练", here.url("plan", "drill"), work)
