"""申请人: what is on record of each, masked; their consent; the identity number, typed in once and shown
nowhere; and, when all is over, forgotten."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.planning import applicant as people
from harness.campaign.planning.forget import forget
from harness.web.here import Here, Settling
from harness.web.render import page
from harness.web.said import in_page_words

pages = APIRouter(include_in_schema=False)
PLACE = ("plan", "applicants")
Once = Annotated[str, Form()]
ELSEWHERE = "密钥{}不在这台电脑上，没有删到：请在录入号码、制作信件的那台电脑上也删除一次"


@pages.get("/c/{key}/plan/applicants")
def shown(here: Settling) -> Response:
    with here.workspace() as workspace:
        found, drill = people.applicants(workspace), workspace.campaign.drill
    lacking = next((e for e in found if not (e.consented_on or e.forgotten_on)), None)
    without = next((e for e in found if not (e.number_stored or e.forgotten_on)), None)
    return page(
        here, "plan/applicants.html", found=found, drill=drill, next=lacking or without,
        lacking=lacking is not None,
    )  # fmt: skip


@pages.get("/c/{key}/plan/applicants/{id}")
def one(here: Settling, id: str, done: str = "") -> Response:
    return _one(here, id, done=done)


def _one(here: Here, id: str, *, done: str = "", gone: object = None) -> Response:
    """`gone`: what would be deleted, where that was asked."""
    with here.workspace() as workspace:
        found = people.one_of(workspace, id)
        drill, until = workspace.campaign.drill, workspace.campaign.collect_until
    return page(
        here, "plan/applicant.html", who=found, drill=drill, until=until, gone=gone,
        over=here.today > until, today=here.today, done=DONE.get(done, ""),
    )  # fmt: skip


DONE = {
    "agreed": "已登记本人同意。",
    "kept": "证件号码已加密存放，这里和记录里都不显示。",
    "same": "先前已经登记，没有变动。",
    "gone": "已删除。",
}


@pages.post("/c/{key}/plan/applicants/{id}/consent")
def agreed(
    here: Settling,
    id: str,
    on: Annotated[date, Form()],
    once: Once,
    note: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            who = people.one_of(workspace, id)
            said = people.agree(workspace, who, on, note.strip(), write=True)
        return _back(here, id, "agreed" if said.changed else "same")

    return here.once(once, do)


@pages.post("/c/{key}/plan/applicants/{id}/number")
def entered(
    here: Settling, id: str, number: Annotated[str, Form(max_length=60)], once: Once
) -> Response:
    """What was typed is in no answer, no address and no line of the history."""

    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            said = people.enter(workspace, people.one_of(workspace, id), number)
        return _back(here, id, "kept" if said.changed else "same")

    return here.once(once, do)


@pages.post("/c/{key}/plan/applicants/{id}/forget")
def forgotten(
    here: Settling, id: str, once: Once, sure: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """Without `sure` what would be deleted is shown; with the id typed again it is done."""
    if not sure:
        with here.workspace() as workspace, in_page_words():
            gone = forget(workspace, people.one_of(workspace, id), write=False)
        return _one(here, id, gone=gone)

    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            who = people.one_of(workspace, id)
            if sure.strip().casefold() != who.id.casefold():
                raise Refused(f"删除不能恢复：请填写编号 {who.id} 以确认")
            done = forget(workspace, who, write=True)
        if done.elsewhere:
            raise Refused(*(ELSEWHERE.format(each) for each in done.elsewhere))
        return _back(here, id, "gone")

    return here.once(once, do)


def _back(here: Here, id: str, done: str) -> str:
    return f"{here.url(*PLACE, id)}?done={quote(done)}"
