"""台账: taken away as Excel, brought back: looked at first, then read in as it was seen; where a cell was
changed on both sides, somebody chooses.

It holds what everybody marked, and takes marks in: for whoever decides, and marks nothing blind.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.ledger.brought import Choice, Given, look, name_of, take_in
from harness.campaign.ledger.exchange import Merged, out
from harness.campaign.ledger.waiting import ledger_doubts
from harness.web import downloads
from harness.web.here import Deciding
from harness.web.render import html, page
from letters.opening import read_file

pages = APIRouter(include_in_schema=False)
PLACE = ("reports", "ledger")
NAME = "台账.xlsx"
MOST = 20 * 1024 * 1024  # bytes
Chosen = Annotated[list[str], Form(max_length=5000)]
Upload = Annotated[UploadFile, File()]


@pages.get("/c/{key}/reports/ledger")
def shown(here: Deciding, done: str = "") -> Response:
    """`done`: added, changed, void, conflicts, faults of what was just read in."""
    counts = [int(each) for each in done.split(".") if each.isdecimal() and len(each) < 9]
    with here.workspace() as workspace:
        doubts = ledger_doubts(workspace)
    return page(
        here, "reports/ledger.html", doubts=doubts, done=counts if len(counts) == 5 else None
    )


@pages.post("/c/{key}/reports/ledger/out")
def taken_away(here: Deciding) -> Response:
    with tempfile.TemporaryDirectory(prefix="mingcha-") as work, here.workspace() as workspace:
        made = out(workspace, Path(work) / NAME)
        return downloads.data(f"台账-{here.today}.xlsx", read_file(made))


@pages.post("/c/{key}/reports/ledger/look")
def looked(here: Deciding, table: Upload, choice: Chosen = []) -> Response:  # noqa: B006
    with here.workspace() as workspace:
        found = look(workspace, _given(table, choice))
    return html(
        "reports/looked.html", here=here, merged=found.merged, seen=found.seen, name_of=name_of,
        new=len({each.number for each in found.merged.changed}),
    )  # fmt: skip


@pages.post("/c/{key}/reports/ledger")
def brought(
    here: Deciding,
    table: Upload,
    once: Annotated[str, Form()],
    seen: Annotated[str, Form(max_length=64)] = "",
    choice: Chosen = [],  # noqa: B006
) -> Response:
    def do() -> str:
        given = _given(table, choice)
        if not seen:
            raise Refused("请先按“看会怎样”，看过再读入")
        with here.workspace() as workspace:
            told = _counted(take_in(workspace, given, seen))
        return f"{here.url(*PLACE)}?done={told}"

    return here.once(once, do)


def _counted(done: Merged) -> str:
    changed = {each.number for each in done.changed}
    numbers = (done.added, changed, done.voided, done.conflicts, done.faults)
    return ".".join(str(len(each)) for each in numbers)


def _given(table: UploadFile, choice: list[str]) -> Given:
    """`choice`: excel:NAME or now:NAME, as the page offers them."""
    if not table.filename:
        raise Refused("请先选好改过的台账（.xlsx）")
    data = table.file.read(MOST + 1)
    if len(data) > MOST:
        raise Refused(f"台账太大，至多{MOST >> 20}兆字节")
    pairs = (each.partition(":") for each in choice)
    return Given(
        NAME, data, {name: Choice(how) for how, _, name in pairs if how in {*Choice} and name}
    )
