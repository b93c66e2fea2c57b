"""电话: whom to dial, in order; a timer; the outcome on a key; what was tried before."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field, field_validator

from harness.campaign.recording.call import record_call
from harness.campaign.recording.dialling import OUTCOME_KEYS, REACH_NAMES, dialling, office_hours
from harness.dispatch.pace import CHINA
from harness.store.log import OUTCOME_NAMES, Outcome, Purpose
from harness.web.here import Looking, Recording
from harness.web.pages.post import day_typed, told_of
from harness.web.render import page
from harness.web.said import in_page_words

pages = APIRouter(include_in_schema=False)


class Called(BaseModel):
    """A call that was made. `seconds`: how long the timer ran."""

    unit: str = Field(min_length=1, max_length=60)
    on: date
    time: str = Field(min_length=1, max_length=8)
    outcome: Outcome
    purpose: Purpose = Purpose.TEST
    application: str = Field(default="", max_length=60)
    number: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=500)
    seconds: int = Field(default=0, ge=0, le=24 * 3600)
    replace: bool = False
    once: str = ""
    back: Literal["calls", "confirm"] = "calls"

    _on = field_validator("on", mode="before")(day_typed)


@pages.get("/c/{key}/calls")
def calls(
    here: Looking,
    at: Annotated[str, Query(max_length=60)] = "",
    confirm: Annotated[str, Query(max_length=60)] = "",
    done: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    now = here.desk.settings.now().astimezone(CHINA)
    with here.workspace() as workspace:
        listed = dialling(workspace)
        hours = office_hours(workspace, now)
    asked = next((each for each in listed.confirms if each.application == confirm), None)
    dial = listed.by_unit.get(at)
    if dial is None and asked is None:
        dial = listed.open[0] if listed.many else None
    return page(
        here, "intake/calls.html", listed=listed, dial=dial, asked=asked, hours=hours, done=done,
        outcomes={key: (one.value, OUTCOME_NAMES[one]) for key, one in OUTCOME_KEYS.items()},
        reach_names=REACH_NAMES, today=here.today, now=f"{now:%H:%M}",
        following=listed.after(dial.unit) if dial else "",
    )  # fmt: skip


@pages.get("/c/{key}/calls/now")
def clock(here: Looking) -> Response:
    """The time in China, for the timer: a browser knows only its own."""
    return PlainTextResponse(f"{here.desk.settings.now().astimezone(CHINA):%H:%M}")


@pages.post("/c/{key}/calls")
def called(here: Recording, call: Annotated[Called, Form()]) -> Response:
    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            following = dialling(workspace).after(call.unit)
            made = record_call(
                workspace, call.unit, call.on, time=call.time, outcome=call.outcome,
                purpose=call.purpose, application=call.application or None, number=call.number,
                note=_note(call), replace=call.replace, write=True,
            )  # fmt: skip
        told = quote(told_of(made))
        if call.purpose is Purpose.CONFIRM:
            return f"{here.url('calls')}?done={told}#confirms"
        return f"{here.url('calls')}?at={quote(following)}&done={told}"

    return here.once(call.once, do)


def _note(call: Called) -> str:
    if not call.seconds:
        return call.note.strip()
    minutes, seconds = divmod(call.seconds, 60)
    took = f"计时{minutes}分{seconds}秒" if minutes else f"计时{seconds}秒"
    return "；".join(each for each in (call.note.strip(), took) if each)
