"""归卷: what came and waits for a person to say where it belongs. Digits choose, what follows is shown
before it is done, Enter does it and shows the next."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator

from harness.campaign.errors import Refused
from harness.campaign.placing.file import NONE, Refiled, file
from harness.campaign.placing.preview import preview
from harness.campaign.placing.split import bundle, split
from harness.campaign.placing.unplaced import after, opened, unplaced
from harness.clock.result import STATE_NAMES, State
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.web.here import Here, Looking, Recording
from harness.web.render import html, page
from harness.web.said import in_page_words, on_page
from harness.web.uploads import Uploads

pages = APIRouter(include_in_schema=False)
MOST_LISTED = 2000  # in the list that helps with typing
_BETWEEN = re.compile(r"[\s,，、;；]+")


class Placing(BaseModel):
    """`to`: candidates that were ticked; `other`: further numbers, written; `ours`: "none" where it
    belongs to no application."""

    to: list[str] = Field(default_factory=list, max_length=50)
    other: str = Field(default="", max_length=500)
    ours: Literal["", "none"] = ""
    kind: ReplyKind | None = None
    days: int | None = Field(default=None, ge=1, le=1000)
    why: str = Field(default="", max_length=500)
    seen: str = Field(default="", max_length=80)
    once: str = ""
    next: Literal["unplaced", "arrival"] = "unplaced"

    @field_validator("kind", mode="before")
    @classmethod
    def _no_kind(cls, value: object) -> object:
        return value or None

    @property
    def places(self) -> list[str]:
        if self.ours == NONE:
            return [NONE]
        return list(dict.fromkeys([*self.to, *_ids(self.other)]))


@pages.get("/c/{key}/unplaced")
def waiting(
    here: Looking,
    at: Annotated[str, Query(max_length=60)] = "",
    done: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    with here.workspace() as workspace:
        every = unplaced(workspace)
        ids = [each.arrival for each in every]
        chosen = at if at in ids else (ids[0] if ids else "")
        open_one = opened(workspace, chosen) if chosen else None
        letter = preview(workspace, chosen) if chosen else None
    return page(
        here, "intake/unplaced.html", waiting=every, open=open_one, letter=letter, done=done,
        kinds=KIND_NAMES, following=after(every, chosen), next_place="unplaced",
    )  # fmt: skip


@pages.post("/c/{key}/arrivals/{arrival:path}/effect")
def effect(here: Recording, arrival: str, placing: Annotated[Placing, Form()]) -> Response:
    """What would follow: nothing is written. A POST, for it is the form as it stands."""
    if not placing.places:
        return html("intake/effect.html", fault="", refiled=None, states=_names())
    try:
        shown = _file(here, arrival, placing, write=False, settling=False)
    except Refused as wrong:
        return html("intake/effect.html", fault=on_page(str(wrong)), refiled=None, states=_names())
    return html("intake/effect.html", fault="", refiled=shown, states=_names())


def _file(
    here: Here, arrival: str, placing: Placing, *, write: bool, settling: bool = True
) -> Refiled:
    """`settling`: what was changed by somebody else since is told, and not only what would follow."""
    with here.workspace() as workspace, in_page_words():
        return file(
            workspace, arrival, placing.places, kind=placing.kind, days=placing.days,
            why=placing.why.strip(), seen=placing.seen or None if settling else None, write=write,
        )  # fmt: skip


def _names() -> dict[str, str]:
    return {state.value: STATE_NAMES[state] for state in State}


@pages.post("/c/{key}/arrivals/{arrival:path}/file")
def place(here: Recording, arrival: str, placing: Annotated[Placing, Form()]) -> Response:
    if not placing.places:
        raise Refused(
            "没有选申请：按数字键选中，或者填写申请编号；不属于任何一件的，按“不是我们的”"
        )

    def do() -> str:
        with here.workspace() as workspace:
            following = after(unplaced(workspace), arrival)
        if placing.kind is None and (
            doubt := _file(here, arrival, placing, write=False).kind_doubt
        ):
            raise Refused(f"{doubt}：请先按 k 选定这是哪一种来件，再归卷；不然它还留在待归卷里")
        done = _file(here, arrival, placing, write=True)
        told = quote(f"{arrival}：{done.after}")
        if placing.next == "arrival":
            return f"{here.url('arrivals', arrival)}?done={told}"
        return f"{here.url('unplaced')}?at={quote(following)}&done={told}"

    return here.once(placing.once, do)


@pages.get("/c/{key}/arrivals/{arrival:path}/split")
def parts(here: Recording, arrival: str) -> Response:
    with here.workspace() as workspace, in_page_words():
        found = bundle(workspace, arrival)
        likely = opened(workspace, arrival).likely
        ids = [each.id for each in workspace.book().applications[:MOST_LISTED]]
    return page(here, "intake/split.html", bundle=found, likely=likely, ids=ids)


@pages.post("/c/{key}/arrivals/{arrival:path}/split")
def taken_apart(here: Recording, arrival: str, came: Uploads) -> Response:
    """A field for each file: `to-SHA256` its applications, `no-SHA256` that it is none of ours."""
    places = {
        name[3:]: [NONE] if name.startswith("no-") else _ids(value)
        for name, value in sorted(came.fields.items(), reverse=True)  # "to-" before "no-"
        if name.startswith(("to-", "no-"))
    }

    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            done = split(
                workspace, arrival, places, rest=_ids(came.fields.get("rest", "")),
                seen=came.fields.get("seen"), write=True,
            )  # fmt: skip
        return f"{here.url('arrivals', arrival)}?done={quote(done.what)}"

    return here.once(came.fields.get("once", ""), do)


def _ids(text: str) -> list[str]:
    return [each for each in _BETWEEN.split(text) if each]
