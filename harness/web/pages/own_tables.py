"""表格和设置: the tables that people keep, taken away to be filled in and brought back; the settings,
edited as text."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.planning import own_tables
from harness.store.database import Store, open_store
from harness.store.evidence import sha256
from harness.store.said import Stale
from harness.web import downloads
from harness.web.here import Filling, Folder, NotHere
from harness.web.render import page
from letters.opening import read_file
from letters.tables import CAMPAIGN

pages = APIRouter(include_in_schema=False)
PLACE = ("plan", "tables")
MOST = 8 * 1024 * 1024  # bytes of a table


@pages.get("/c/{key}/plan/tables")
def shown(here: Filling, done: str = "", same: str = "") -> Response:
    """`done`: the table that was put in its place just now; `same`: the one that was that very one."""
    path = here.folder / CAMPAIGN
    text = read_file(path).decode("utf-8", errors="replace")
    found = own_tables.tables(here.folder)
    seen = sha256(text.encode())
    return page(
        here, "plan/tables.html", found=found, text=text, seen=seen, settings=CAMPAIGN,
        done=own_tables.ABOUT.get(done), same=own_tables.ABOUT.get(same),
    )  # fmt: skip


@pages.get("/c/{key}/plan/tables/{name}")
def taken(here: Filling, name: str) -> Response:
    if name not in own_tables.ABOUT or not (here.folder / name).is_file():
        raise NotHere(f"没有名为“{name}”的表格")
    return downloads.file(here.folder / name)


@pages.get("/c/{key}/plan/tables/old/{name}")
def old(here: Filling, name: str) -> Response:
    if name not in own_tables.old_versions(here.folder):
        raise NotHere(f"没有名为“{name}”的旧版本")
    return downloads.file(here.folder / own_tables.OLD / name)


@pages.post("/c/{key}/plan/tables/settings")
def settled(
    here: Filling,
    text: Annotated[str, Form(max_length=400_000)],
    seen: Annotated[str, Form()],
    once: Annotated[str, Form()],
) -> Response:
    def do() -> str:
        before = read_file(here.folder / CAMPAIGN)
        if sha256(before) != seen:
            raise Stale("测评设置", "打开时的内容", "已经由别人改过")
        with _store(here) as store:
            put = own_tables.put(here.folder, CAMPAIGN, text.replace("\r\n", "\n").encode(), store)
        return _told(here, CAMPAIGN, put)

    return here.once(once, do)


@pages.post("/c/{key}/plan/tables/{name}")
def brought(
    here: Filling,
    name: str,
    table: Annotated[UploadFile, File()],
    once: Annotated[str, Form()],
) -> Response:
    def do() -> str:
        if not table.filename:
            raise Refused(f"请先选好填好的 {name}")
        data = table.file.read(MOST + 1)
        if len(data) > MOST:
            raise Refused(f"{name} 太大，至多{MOST >> 20}兆字节")
        with _store(here) as store:
            put = own_tables.put(here.folder, name, data, store)
        return _told(here, name, put)

    return here.once(once, do)


def _told(here: Folder, name: str, put: bool) -> str:
    return f"{here.url(*PLACE)}?{'done' if put else 'same'}={name}"


def _store(here: Folder) -> AbstractContextManager[Store]:
    return open_store(here.folder, by=here.user.name, now=here.desk.settings.now)
