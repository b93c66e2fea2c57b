"""期限: every application's clock, by what is urgent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from harness.campaign.clocks.due_list import ONLY_NAMES, Only, due_page
from harness.clock.result import STATE_NAMES, State
from harness.web.here import Looking
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
WAITING_NAMES = {
    "unit": "单位答复", "applicant": "申请人补正或缴费", "third_party": "第三方意见", "receipt": "签收或确认",
    "sending": "寄出", "decision": "人工认定",
}  # fmt: skip


@pages.get("/c/{key}/due")
def due(
    here: Looking,
    only: Annotated[Only, Query()] = Only.RUNNING,
    q: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    with here.workspace() as workspace:
        shown = due_page(workspace, only, q, after)
    states = {state.value: STATE_NAMES[state] for state in State}
    return page(
        here, "intake/due.html", shown=shown, only=only, names=ONLY_NAMES, states=states, q=q,
        waiting_names=WAITING_NAMES, after=after,
    )  # fmt: skip
