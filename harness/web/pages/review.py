"""复核: the letters that wait, one after the other; and the screen on which one is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from harness.campaign.clocks.due import state_told
from harness.campaign.recording.note import note_of
from harness.campaign.ruling.letter_view import OpenLetter, open_letter
from harness.campaign.ruling.question import questions
from harness.campaign.ruling.reasons import last_reasons
from harness.campaign.ruling.review import (
    ORDER,
    STAGE_OF,
    WHAT_NAMES,
    Queue,
    Viewer,
    Waiting,
    What,
    queue_of,
)
from harness.campaign.undo import last_own
from harness.campaign.workspace import Refused
from harness.casebook.ruled.wording import subject
from harness.checker.finding import VERDICT_NAMES, Verdict
from harness.clock.result import STATE_NAMES
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.scoring.assessment import Case
from harness.scoring.people import STAGE_NAMES, Stage
from harness.web.here import Here, Looking, NotHere, to
from harness.web.people import leases, shown
from harness.web.people.rights import Right
from harness.web.render import page
from harness.web.viewing import viewer_of

pages = APIRouter(include_in_schema=False)
ON_A_PAGE = 50
MOST_NUMBERED = 2000
AHEAD = "mingcha-ahead"  # the header of who fetches a letter before it is wanted


class Filter(BaseModel):
    """What is looked at, in the address; kept from letter to letter."""

    what: str = ""
    unit: str = ""
    after: str = ""
    go: str = ""
    saved: str = ""
    undone: str = ""

    @property
    def group(self) -> What | None:
        return What(self.what) if self.what in {*What} else None

    @property
    def all(self) -> bool:
        return self.what == "all"

    def wanted(self, case: Case) -> bool:
        unit = case.application.unit
        return not self.unit or self.unit in unit.name or self.unit == unit.id

    def query(self, **more: str) -> str:
        kept = {"what": self.what, "unit": self.unit, **more}
        told = urlencode({name: value for name, value in kept.items() if value})
        return f"?{told}" if told else ""


Filtered = Annotated[Filter, Query()]


# --- the list -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    letter: Waiting
    group: What | None
    number: int  # how much of it waits for this person
    held: str
    asked: bool


@pages.get("/c/{key}/review")
def review(here: Looking, filtered: Filtered) -> Response:
    with here.workspace() as workspace:
        queue, viewer = queue_of(workspace), viewer_of(here, workspace)
        if filtered.go.strip():
            return to(here.url("review", _jump(queue, filtered.go)) + filtered.query())
        rows, more = _rows(here, queue, viewer, filtered)
        return page(
            here,
            "review/list.html",
            rows=rows,
            more=more,
            filtered=filtered,
            counts=queue.counts(viewer),
            letters=next(queue.judged(""), None) is not None,
            order=ORDER,
            names=WHAT_NAMES,
            kinds=KIND_NAMES,
            asked=len(viewer.asked),
            first=rows[0].letter.id if rows and not filtered.all else "",
        )


def _jump(queue: Queue, wanted: str) -> str:
    found = {id.casefold(): id for id in queue.places}.get(wanted.strip().casefold())
    if found is None or queue.letter(found) is None:
        raise NotHere(f"“{wanted.strip()}”没有可供认定的答复，请核对申请编号，如 U001-A")
    return found


def _rows(here: Here, queue: Queue, viewer: Viewer, filtered: Filter) -> tuple[list[Listed], str]:
    held = leases.held(here.desk.people, here.key)
    if filtered.all:
        letters = (each for each in queue.judged(filtered.after) if filtered.wanted(each.case))
        found: list[tuple[What | None, Waiting]] = [
            (viewer.group(each), each) for each in islice(letters, ON_A_PAGE + 1)
        ]
    else:
        listed = queue.listed(viewer, filtered.group, filtered.wanted, filtered.after)
        found = [*islice(listed, ON_A_PAGE + 1)]
    rows = [
        Listed(
            each,
            group,
            sum(STAGE_OF[task.what] == STAGE_OF[group] for task in viewer.tasks(each))
            if group
            else 0,
            by if (by := held.get(each.id, "")) != viewer.name else "",
            each.id in viewer.asked,
        )
        for group, each in found[:ON_A_PAGE]
    ]
    return rows, rows[-1].letter.id if len(found) > ON_A_PAGE else ""


# --- one letter -----------------------------------------------------------------------------------


@pages.get("/c/{key}/review/{application}")
def letter(here: Looking, application: str, filtered: Filtered) -> Response:
    with here.workspace() as workspace:
        queue, viewer = queue_of(workspace), viewer_of(here, workspace)
        try:
            found = open_letter(workspace, queue, viewer, application)
        except Refused as wrong:
            raise NotHere(str(wrong)) from None
        marks = here.user.may(Right.MARK)
        lease = _opened(here, found) if marks else None
        following = queue.after(application, viewer, filtered.group, filtered.wanted)
        own = last_own(workspace, OWN) if marks else None
        return page(
            here,
            "review/letter.html",
            letter=found,
            filtered=filtered,
            marks=marks,
            lease=lease if lease and lease.by != viewer.name else None,
            following=here.url("review", following.id) + filtered.query() if following else "",
            own=own,
            clock=Clock.of(found.case, here.today),
            shown=_shown(here, found),
            note="" if found.blind else note_of(workspace, application),
            questions=questions(workspace, application),
            reasons=last_reasons(workspace) if marks else (),
            first=active_row(found),
            VERDICTS=VERDICTS,
            VERDICT_NAMES=VERDICT_NAMES,
            KINDS=KIND_NAMES,
            STAGES=STAGE_NAMES,
            Stage=Stage,
            subject=subject,
            names=WHAT_NAMES,
            place=_place(queue, viewer, filtered, application),
        )


OWN = ("rule", "file", "question", "note")
# key, verdict
VERDICTS = (
    ("p", Verdict.PRESENT), ("d", Verdict.DEFECTIVE), ("n", Verdict.ABSENT),
    ("u", Verdict.NOT_REQUIRED),
)  # fmt: skip


def active_row(found: OpenLetter) -> str:
    """The element with which one begins: the first that waits."""
    open_ = [row.element for row in found.rows if row.task is not None and not row.why_not]
    return open_[0] if open_ else found.rows[0].element


def _opened(here: Here, found: OpenLetter) -> leases.Lease | None:
    """Whose it is now. What is only fetched ahead is nobody's, and was seen by nobody."""
    if here.request.headers.get(AHEAD):
        return None
    people, name = here.desk.people, here.user.name
    if not found.blind:
        shown.note(people, here.key, name, found.sha256, shown.VERDICTS)
    return leases.take(people, here.key, found.id, name)


def _shown(here: Here, found: OpenLetter) -> frozenset[tuple[str, int]]:
    people, name = here.desk.people, here.user.name
    return frozenset(
        (sha256, number)
        for sha256 in {each.sha256 for each in found.pages}
        for number in shown.pages(people, here.key, name, sha256)
    )


def not_shown(here: Here, found: OpenLetter) -> list[int]:
    """The pages of which nothing says that this person has had them before him."""
    seen = _shown(here, found)
    return [each.number for each in found.pages if (each.sha256, each.page) not in seen]


def _place(queue: Queue, viewer: Viewer, filtered: Filter, application: str) -> tuple[int, int]:
    """Which one of how many; 0 where it is none of these, or there are too many to count each time."""
    if len(queue.open) > MOST_NUMBERED:
        return 0, 0
    ids = [each.id for _, each in queue.listed(viewer, filtered.group, filtered.wanted)]
    return (ids.index(application) + 1 if application in ids else 0), len(ids)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock in a line."""

    state: str
    received: str
    due: str
    answered: str
    left: int | None
    provisional: bool
    wrong: bool

    @staticmethod
    def of(case: Case, today: date) -> Clock:
        clock, state = case.clock, state_told(case, today)
        day: Callable[[date | None], str] = lambda one: one.isoformat() if one else ""  # noqa: E731
        return Clock(
            STATE_NAMES[state], day(clock.received_on), day(clock.due_on), day(clock.answered_on),
            clock.working_days_left, clock.provisional, state.value in ("overdue", "answered_late"),
        )  # fmt: skip
