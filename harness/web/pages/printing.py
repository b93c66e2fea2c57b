"""信件: what is due on a day, each letter to be read before it goes, and what is printed, as a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from harness.campaign.handing import handed
from harness.campaign.planning.plan_list import beside
from harness.campaign.sending.letter_preview import form_of, preview
from harness.campaign.sending.letters import letters
from harness.campaign.sending.send import due_on
from harness.web import downloads
from harness.web.here import Looking, Recording, Sending
from harness.web.render import page
from letters.model import CHANNEL_NAMES, Channel

pages = APIRouter(include_in_schema=False)
MOST = 300  # letters named on the page


@pages.get("/c/{key}/plan/letters")
def shown(here: Looking, on: date | None = None) -> Response:
    on = on or here.today
    with here.workspace() as workspace:
        due = due_on(workspace, on)
        rounds = workspace.campaign.rounds
        known = workspace.letters()
    papers = [each for each in due if each.channel is not Channel.EMAIL]
    fresh = [each for each in papers if each.id not in known or known[each.id].on == on]
    return page(
        here, "plan/letters.html", on=on, due=due[:MOST], many=len(due), papers=len(papers),
        fresh=len(fresh), mails=len(due) - len(papers), channels=CHANNEL_NAMES, known=known,
        printed=handed.printed(here.folder), days=sorted({each.send_on for each in rounds}),
    )  # fmt: skip


@pages.get("/c/{key}/plan/letters/{id}")
def one(here: Looking, id: str) -> Response:
    with here.workspace() as workspace:
        found = preview(workspace, id)
        before, after = beside(workspace, found.id)
    return page(here, "plan/letter.html", letter=found, before=before, after=after)


@pages.get("/c/{key}/plan/letters/{id}/form")
def form(here: Looking, id: str) -> Response:
    with here.workspace() as workspace:
        name, content = form_of(workspace, id)
    return downloads.data(name, content)


@pages.post("/c/{key}/plan/letters")
def made(here: Sending, on: Annotated[date, Form()], once: Annotated[str, Form()]) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            letters(workspace, on)
        return f"{here.url('plan', 'letters')}?on={on}#printed"

    return here.once(once, do)


@pages.get("/c/{key}/plan/printed/{on}")
def bundle(here: Recording, on: date) -> Response:
    """The forms bear identity numbers: whoever registers postings may have them, nobody else."""
    return downloads.data(f"待寄-{on}.zip", handed.printed_zip(here.folder, on))
