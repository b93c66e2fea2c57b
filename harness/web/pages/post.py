"""邮寄: a tracking number pasted, a letter photographed; and any one fact of an application put down."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from harness.campaign.recording.days_told import days_told
from harness.campaign.recording.event import NAMES, Recorded, record
from harness.campaign.recording.tracked import tracked
from harness.campaign.recording.uploaded import PaperSaid, record_uploaded
from harness.clock.carriers import CARRIER_NAMES, Carrier
from harness.web.here import Looking, Recording
from harness.web.render import html, page
from harness.web.said import in_page_words
from harness.web.uploads import Uploads
from letters.days import NoDay
from letters.days import written as day_in

pages = APIRouter(include_in_schema=False)
MOST_UNITS = 3000  # in the list that helps with typing


def day_typed(value: object) -> object:
    """2026-3-5, 20260305, 2026年3月5日: as people write days."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return day_in(value.strip())
    except NoDay as wrong:
        raise ValueError(f"日期{wrong}") from None


class Fact(BaseModel):
    """One dated fact of an application."""

    application: str = Field(min_length=1, max_length=60)
    kind: str
    on: date
    number: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=500)
    replace: bool = False
    once: str = ""
    back: Literal["post", "case"] = "post"

    _on = field_validator("on", mode="before")(day_typed)

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in NAMES:
            raise ValueError("请选择登记哪一件事")
        return kind


class Letter(BaseModel):
    """A letter on paper, as its form says it."""

    received: date
    posted: date | None = None
    noticed: date | None = None
    signed: date | None = None
    unit: str = Field(default="", max_length=200)
    sender: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=500)
    carrier: Carrier | None = None
    replace: bool = False
    once: str = ""

    _days = field_validator("received", "posted", "noticed", "signed", mode="before")(day_typed)


@pages.get("/c/{key}/post")
def post(
    here: Looking,
    n: Annotated[str, Query(max_length=80)] = "",
    unit: Annotated[str, Query(max_length=200)] = "",
    done: Annotated[str, Query(max_length=400)] = "",
    at: Annotated[str, Query(max_length=60)] = "",
    item: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """`at`, `item`: the application, or what came, of which something was put down just now."""
    with here.workspace() as workspace:
        units = [each.name for each in workspace.book().units[:MOST_UNITS]]
        found = tracked(workspace, n) if n.strip() else None
    settings = here.desk.settings
    return page(
        here, "intake/post.html", units=units, unit=unit, found=found, typed=n, done=done, at=at, item=item,
        carriers=CARRIER_NAMES, today=here.today, limits=(settings.most_files, settings.most_upload >> 20),
    )  # fmt: skip


@pages.get("/c/{key}/post/number")
def number(here: Looking, n: Annotated[str, Query(max_length=80)] = "") -> Response:
    if not n.strip():
        return html("intake/number.html", found=None, here=here, today=here.today)
    with here.workspace() as workspace:
        found = tracked(workspace, n)
    return html("intake/number.html", found=found, here=here, today=here.today)


@pages.get("/c/{key}/post/days")
def days(here: Looking, received: str = "", posted: str = "") -> Response:
    """Working days told at once; what is no day yet says nothing."""
    with here.workspace() as workspace:
        told = days_told(workspace, _day(received), _day(posted))
    return html("intake/days.html", told=told)


def _day(text: str) -> date | None:
    try:
        return day_in(text[:40]) if text.strip() else None
    except NoDay:
        return None


@pages.post("/c/{key}/events")
def event(here: Recording, fact: Annotated[Fact, Form()]) -> Response:
    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            done = record(
                workspace, fact.kind, fact.application, fact.on, number=fact.number.strip(),
                note=fact.note.strip(), replace=fact.replace, write=True,
            )  # fmt: skip
        told = quote(told_of(done))
        if fact.back == "case":
            return f"{here.url('case', fact.application)}?done={told}"
        return f"{here.url('post')}?done={told}&at={quote(fact.application)}"

    return here.once(fact.once, do)


@pages.post("/c/{key}/post/paper")
def paper(here: Recording, came: Uploads) -> Response:
    letter = came.checked(Letter)
    pages_of, envelopes = came.files.get("pages", ()), came.files.get("envelopes", ())
    said = PaperSaid(
        letter.received, letter.posted, letter.noticed, letter.signed, letter.unit.strip(),
        letter.sender.strip(), letter.number.strip(), letter.note.strip(),
        letter.carrier.value if letter.carrier else None,
    )  # fmt: skip

    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            done = record_uploaded(
                workspace, said, pages_of, envelopes, replace=letter.replace, write=True
            )
        return f"{here.url('post')}?done={quote(told_of(done))}&item={quote(done.arrival)}"

    return here.once(letter.once, do)


def told_of(done: Recorded) -> str:
    head = "已登记" if done.recorded else "先前已经登记，没有变动"
    more = [f"取代先前的登记：{each}" for each in done.replaces]
    return "；".join((f"{head}：{done.what}", *more, *done.remarks))
