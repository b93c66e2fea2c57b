"""测评设置 as a form; the text of campaign.toml stays for those who know it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from starlette.datastructures import FormData

from harness.campaign.planning import own_tables
from harness.campaign.planning.settings_form import changed, in_words, shown
from harness.store.database import open_store
from harness.store.evidence import sha256
from harness.store.said import Stale
from harness.web.here import Filling
from harness.web.render import page
from letters.faults import BadTable
from letters.opening import read_file
from letters.tables import CAMPAIGN

pages = APIRouter(include_in_schema=False)
PLACE = ("plan", "settings")
MOST_FIELDS = 2000
MOST_LETTERS = 4000  # of one field


async def filled(here: Filling) -> FormData:
    """Read only once it is known that they may settle things."""
    return await here.request.form(max_files=0, max_fields=MOST_FIELDS)


Filled = Annotated[FormData, Depends(filled)]


@pages.get("/c/{key}/plan/settings")
def form(here: Filling, done: str = "") -> Response:
    data = read_file(here.folder / CAMPAIGN)
    try:
        groups = shown(data.decode("utf-8"))
    except (BadTable, UnicodeDecodeError):
        groups = ()
    return page(here, "plan/settings.html", groups=groups, seen=sha256(data), done=bool(done))


@pages.post("/c/{key}/plan/settings")
def saved(here: Filling, given: Filled) -> Response:
    said = {name: value[:MOST_LETTERS] for name, value in given.items() if isinstance(value, str)}

    def do() -> str:
        before = read_file(here.folder / CAMPAIGN)
        if sha256(before) != said.get("seen"):
            raise Stale("测评设置", "打开时的内容", "已经由别人改过")
        text = changed(before.decode("utf-8"), said)
        with open_store(here.folder, by=here.user.name, now=here.desk.settings.now) as store:
            try:
                own_tables.put(here.folder, CAMPAIGN, text.encode(), store)
            except BadTable as wrong:
                raise BadTable(*in_words(wrong.faults)) from None
        return f"{here.url(*PLACE)}?done=1"

    return here.once(said.get("once", ""), do)
