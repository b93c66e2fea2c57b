"""计划: who asks whom what, on which day, by which way; what would give itself away; and freezing it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from harness.campaign import drill as drilling
from harness.campaign.held.kept import kept
from harness.campaign.held.seen import seen_tables
from harness.campaign.planning.plan import Plan, freeze_shown, plan
from harness.campaign.workspace import Workspace
from harness.web.here import Looking, Sending
from harness.web.long import start
from harness.web.render import page
from letters.faults import BadTable
from letters.model import CHANNEL_NAMES, Application

pages = APIRouter(include_in_schema=False)
AT_ONCE = 100  # rows of a page
Done = Annotated[int | None, Query(ge=0, le=2**53)]


@pages.get("/c/{key}/plan")
def shown(
    here: Looking, q: str = "", channel: str = "", after: str = "", done: Done = None
) -> Response:
    """`done`: how many were taken into the plan just now."""
    with here.workspace() as workspace:
        now, faults = _planned(workspace)
        frozen = workspace.book().applications
        rounds = {each.id: each.label for each in workspace.campaign.rounds}
    fitting = [each for each in frozen if _fits(each, q.strip(), channel)]
    rows, last = _page(fitting, after)
    coming = [each for each in now.applications if each.new] if now else []
    return page(
        here, "plan/plan.html", now=now, faults=faults, rows=rows, after=last, many=len(fitting),
        frozen=len(frozen), coming=coming, rounds=rounds, q=q, channel=channel,
        channels=CHANNEL_NAMES, first=not after, done=done,
    )  # fmt: skip


def _planned(workspace: Workspace) -> tuple[Plan | None, tuple[str, ...]]:
    """What the tables say now, or what is wrong with them."""
    try:
        seen = seen_tables(workspace.folder)
        return kept(workspace, "plan", lambda: plan(workspace, write=False), of=seen), ()
    except BadTable as wrong:
        return None, wrong.faults


def _fits(each: Application, q: str, channel: str) -> bool:
    if channel and each.channel.value != channel:
        return False
    told = (each.id, each.unit.name, each.applicant.name, each.question.title)
    return not q or any(q.casefold() in one.casefold() for one in told)


def _page(found: Sequence[Application], after: str) -> tuple[list[Application], str]:
    """The rows behind `after`, and behind what the next ones are; empty at the end."""
    line = iter(found)
    if after:
        for each in line:
            if each.id == after:
                break
    rows = list(islice(line, AT_ONCE + 1))
    return rows[:AT_ONCE], rows[AT_ONCE - 1].id if len(rows) > AT_ONCE else ""


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
        done = drilling.drill(workspace, scans=scans)
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
