"""Beside the marking: questions to the lead, what became of one's own marks, how far marks agree, and a point
opened to the words on which it rests."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import Response

from harness.campaign.marks.point import Ground, point
from harness.campaign.ruling.agreement import agreement
from harness.campaign.ruling.changed import changed
from harness.campaign.ruling.question import answer, questions
from harness.campaign.ruling.review import What, queue_of
from harness.campaign.workspace import Refused
from harness.scoring.score import plain
from harness.web.here import Deciding, Here, Looking, NotHere
from harness.web.people import shown
from harness.web.people.rights import Right
from harness.web.render import page
from harness.web.viewing import viewer_of

pages = APIRouter(include_in_schema=False)


@pages.get("/c/{key}/review/-/questions")
def asked(here: Looking, all: bool = False) -> Response:
    with here.workspace() as workspace:
        found = questions(workspace)
        known = workspace.book().find.plan.by_id
        units = {each.application_id: known[each.application_id].unit.name for each in found}
    open_ = [each for each in found if each.answer is None]
    return page(
        here,
        "review/questions.html",
        questions=[*reversed(found)] if all else open_,
        all=all,
        open=len(open_),
        answered=len(found) - len(open_),
        units=units,
        decides=here.user.may(Right.DECIDE),
    )


@pages.post("/c/{key}/review/-/questions/{number}")
def answered(
    here: Deciding,
    number: Annotated[int, Path(ge=1, le=2**53)],
    once: Annotated[str, Form()],
    text: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            answer(workspace, number, text, write=True)
        return here.url("review", "-", "questions")

    return here.once(once, do)


@pages.get("/c/{key}/review/-/changed")
def changes(here: Looking) -> Response:
    with here.workspace() as workspace:
        return page(here, "review/changed.html", rows=changed(workspace, here.user.name))


@pages.get("/c/{key}/review/-/agreement")
def agreed(here: Looking) -> Response:
    with here.workspace() as workspace:
        found = agreement(workspace)
        waiting = queue_of(workspace).counts(viewer_of(here, workspace))[What.DECIDE]
    return page(here, "review/agreement.html", agreed=found, waiting=waiting)


@pages.get("/c/{key}/review/-/point/{unit}/{criterion}")
def opened(here: Looking, unit: str, criterion: str) -> Response:
    with here.workspace() as workspace:
        viewer, queue = viewer_of(here, workspace), queue_of(workspace)
        try:
            found = point(workspace, unit, criterion)
        except Refused as wrong:
            raise NotHere(str(wrong)) from None

        tasks = {
            each.application: viewer.tasks(letter)
            for each in (*found.grounds, *found.doubts)
            if (letter := queue.letter(each.application)) is not None
        }
        blind = {id for id, mine in tasks.items() if any(each.what is What.SAMPLE for each in mine)}
        _told(
            here,
            [each for each in (*found.grounds, *found.doubts) if each.application not in blind],
        )
        return page(here, "review/point.html", point=found, blind=blind, plain=plain)


def _told(here: Here, grounds: list[Ground]) -> None:
    """Of these the person knows the verdict now, and can mark none of them blind."""
    if here.user.may(Right.MARK):
        for sha256 in {each.sha256 for each in grounds if each.sha256}:
            shown.note(here.desk.people, here.key, here.user.name, sha256, shown.VERDICTS)
