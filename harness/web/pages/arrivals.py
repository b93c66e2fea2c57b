"""来件: everything that came; one of them, in words and as a mail was laid out; its bytes to take away;
collecting what is new, and handing files over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.placing.arrivals_list import ONLY_NAMES, Only, arrivals_page
from harness.campaign.placing.file import found
from harness.campaign.placing.preview import page_of, preview
from harness.campaign.placing.unplaced import opened
from harness.campaign.receiving.collect import collect
from harness.campaign.receiving.held_evidence import held_evidence
from harness.campaign.receiving.lay_in import lay_in, refuse_empty
from harness.engine import Lost
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.web.here import Here, Looking, NotHere, Recording
from harness.web.jobs import Told
from harness.web.render import html, page
from harness.web.safety import mail_html
from harness.web.said import in_page_words
from harness.web.uploads import Uploads

pages = APIRouter(include_in_schema=False)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
# named by what it shows: it never changes, and is for who is let in alone
KEPT = "private, max-age=604800, immutable"
COLLECTING = "收取来件"
NOTHING_SHOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pages.get("/c/{key}/arrivals")
def arrivals(
    here: Looking,
    only: Annotated[Only, Query()] = Only.ALL,
    q: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=60)] = "",
    taken: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    known: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    with here.workspace() as workspace:
        shown = arrivals_page(workspace, only, q, after)
    settings = here.desk.settings
    limits = (settings.most_files, settings.most_upload // 1024 // 1024)
    return page(
        here, "intake/arrivals.html", shown=shown, only=only, names=ONLY_NAMES, q=q, taken=_taken(taken, known),
        limits=limits, after=after,
    )  # fmt: skip


def _taken(new: int | None, known: int) -> str:
    """The address gives numbers alone: the words are ours, whoever made the link."""
    if new is None:
        return ""
    return f"收下{new}件" + (f"；另有{known}个文件先前已经收过" if known else "")


@contextmanager
def _known(arrival: str) -> Iterator[None]:
    """What is in no list has no page."""
    try:
        yield
    except Refused as wrong:
        raise NotHere(f"没有编号为“{arrival}”的来件") from wrong


@pages.get("/c/{key}/arrivals/{arrival:path}/mail")
def mail(here: Looking, arrival: str) -> Response:
    """The mail's hypertext, for a frame that may do nothing."""
    with here.workspace() as workspace, _known(arrival):
        filed = found(workspace.book(), arrival)
        raw = workspace.store.load(filed.stored.sha256)
        made = workspace.engine.submit(mail_html.shown, raw).result()
    text = "" if isinstance(made, Lost) or made is None else made
    answer = html("intake/mail.html", text=text)
    answer.headers["Content-Security-Policy"] = mail_html.CSP
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@pages.get("/c/{key}/arrivals/{arrival:path}/page/{sheet}/{sha256}/{number}")
def page_picture(
    here: Looking,
    arrival: str,
    sheet: Digest,
    sha256: Digest,
    number: Annotated[int, Path(ge=1, le=100_000)],
) -> Response:
    with here.workspace() as workspace:
        try:
            jpeg = page_of(workspace, arrival, sheet, sha256, number)
        except Refused as wrong:
            raise NotHere(str(wrong)) from wrong
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": KEPT})


@pages.get("/c/{key}/evidence/{sha256}")
def evidence(here: Looking, sha256: str) -> Response:
    """Never shown here: it is a stranger's file, and is taken away as it came."""
    with here.workspace() as workspace:
        try:
            taken = held_evidence(workspace, sha256)
        except Refused as wrong:
            raise NotHere(str(wrong)) from wrong
    name = f"attachment; filename=\"evidence\"; filename*=UTF-8''{quote(taken.name, safe='')}"
    headers = {"Content-Disposition": name, **NOTHING_SHOWN}
    return Response(taken.data, media_type="application/octet-stream", headers=headers)


@pages.post("/c/{key}/collect")
def collecting(here: Recording, once: Annotated[str, Form()]) -> Response:
    def do() -> str:
        here.desk.jobs.start(
            here.key,
            COLLECTING,
            here.user.name,
            here.url("arrivals"),
            lambda told: _collect(here, told),
        )
        return here.url("jobs")

    return here.once(once, do)


def _collect(here: Here, told: Told) -> tuple[str, ...]:
    told(0, 2, "收取邮箱和 incoming/ 文件夹")
    with here.resident.workspace(by=here.user.name) as workspace:
        made = collect(workspace)
        told(1, 2, "归卷")
    lines = [f"新到{made.new}件，归卷{made.filed}件；待人认定的共{made.queue}件"]
    return (*lines, *(f"{each.what}：{each.why}" for each in made.doubts))


@pages.post("/c/{key}/upload")
def upload(here: Recording, came: Uploads) -> Response:
    """Files as if they had been laid in incoming/."""
    files = came.files.get("files", ())
    refuse_empty(files)

    def do() -> str:
        with here.workspace() as workspace, in_page_words():
            laid = lay_in(workspace, files)
        known = laid.files - len(laid.new)
        return f"{here.url('arrivals')}?taken={len(laid.new)}&known={max(known, 0)}"

    return here.once(came.fields.get("once", ""), do)


# the last: what is called 2020/15 has a page too
@pages.get("/c/{key}/arrivals/{arrival:path}")
def arrival(
    here: Looking, arrival: str, done: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    with here.workspace() as workspace, _known(arrival):
        open_one = opened(workspace, arrival)
        letter = preview(workspace, arrival)
    return page(
        here, "intake/arrival.html", open=open_one, letter=letter, kinds=KIND_NAMES, done=done,
        next_place="arrival",
    )  # fmt: skip
