"""案卷: all that is known of one application, and what can be put down of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from harness.campaign.clocks.case import Dossier, case
from harness.campaign.clocks.course import course
from harness.campaign.errors import Refused
from harness.campaign.recording.event import kinds_for
from harness.campaign.ruling.blind import may_see
from harness.campaign.sending.further import Further, supplement, withdraw
from harness.campaign.workspace import Workspace
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES
from harness.clock.remarks import KIND_NAMES as EVENT_NAMES
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.outbox import STATES
from harness.web.blinded import is_blind
from harness.web.here import Here, Looking, Marking, NotHere, Sending
from harness.web.pages.post import day_typed
from harness.web.people import shown
from harness.web.people.rights import Right
from harness.web.render import html, page
from harness.web.said import in_page_words
from letters.model import Channel

pages = APIRouter(include_in_schema=False)
Verdicts = Literal["open", "closed", "hidden"]


class Writing(BaseModel):
    """A further letter of the applicant's: an answer to a 补正告知, or a withdrawal."""

    on: date
    answer: str = Field(default="", max_length=4000)
    once: str = ""

    _on = field_validator("on", mode="before")(day_typed)


@pages.get("/c/{key}/case/{id}")
def dossier(here: Looking, id: str, done: Annotated[str, Query(max_length=600)] = "") -> Response:
    with here.workspace() as workspace:
        try:
            found = case(workspace, id)
        except Refused as wrong:
            raise NotHere(f"没有编号为“{id}”的申请") from wrong
        told = course(workspace, id)
        seen = _verdicts(here, workspace, id, found)
    return page(
        here, "intake/case.html", case=found, told=told, done=done, verdicts=seen, today=here.today,
        kinds=kinds_for(Channel(found.application["channel"])), kind_names=KIND_NAMES,
        states=STATES, event_names={kind.value: name for kind, name in EVENT_NAMES.items()},
        **_names(),
    )  # fmt: skip


def _names() -> dict[str, Any]:
    return {
        "element_names": {each.value: name for each, name in ELEMENT_NAMES.items()},
        "verdict_names": {each.value: name for each, name in VERDICT_NAMES.items()},
        "stage_names": {stage.name.lower(): STAGE_NAMES[stage] for stage in Stage},
    }


def _verdicts(here: Here, workspace: Workspace, id: str, found: Dossier) -> Verdicts:
    """Whoever marks and opens them knows them, and is not asked to mark that answer blind."""
    if not here.user.may(Right.MARK) or found.judgement is None:
        return "open"
    if found.judgement["sha256"] in shown.knowing(here.desk.people, here.key, here.user.name):
        return "open"
    if is_blind(here) and not may_see(workspace, id):
        return "hidden"
    return "closed"


@pages.post("/c/{key}/case/{id}/verdicts")
def verdicts(here: Marking, id: str) -> Response:
    """Opened: that is noted."""
    with here.workspace() as workspace:
        found = case(workspace, id)
        seen = _verdicts(here, workspace, id, found)
    if seen == "closed" and found.judgement is not None:
        sha256 = found.judgement["sha256"]
        shown.note(here.desk.people, here.key, here.user.name, sha256, shown.VERDICTS)
        seen = "open"
    return html("intake/verdicts.html", here=here, case=found, verdicts=seen, **_names())


@pages.post("/c/{key}/case/{id}/supplement")
def supplemented(here: Sending, id: str, writing: Annotated[Writing, Form()]) -> Response:
    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            made = supplement(workspace, id, writing.answer, writing.on)
        return _written(here, id, made)

    return here.once(writing.once, do)


@pages.post("/c/{key}/case/{id}/withdraw")
def withdrawn(here: Sending, id: str, writing: Annotated[Writing, Form()]) -> Response:
    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            made = withdraw(workspace, [id], writing.on)
        return _written(here, id, made)

    return here.once(writing.once, do)


def _written(here: Here, id: str, made: Further) -> str:
    told = f"已写好：{'、'.join(made.files)}"
    told += "；已排入发信，由程序发出并登记" if made.queued else "；寄出、递交以后请在下面登记"
    return f"{here.url('case', id)}?done={quote(told)}"
