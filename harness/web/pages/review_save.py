"""What is done beside a letter: it is marked, skipped with a question, its pages are shown, a step is taken
back. Each calls a verb of harness/campaign; nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import JSONResponse, Response

from harness.campaign.placing.file import file, found
from harness.campaign.recording.note import note
from harness.campaign.ruling.letter_view import OpenLetter, open_letter
from harness.campaign.ruling.question import ask
from harness.campaign.ruling.reasons import last_reasons
from harness.campaign.ruling.review import STAGE_OF, Queue, queue_of
from harness.campaign.ruling.rule import Wanted, rule_all
from harness.campaign.undo import last_own, undo_own
from harness.campaign.workspace import Refused, Workspace
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.people import Stage
from harness.store.said import Stale
from harness.web.here import Here, Marking
from harness.web.pages.review import AHEAD, OWN, Filter, not_shown
from harness.web.pages.review_form import (
    Beside,
    ChangedMeanwhile,
    LetterForm,
    filled,
    stale,
    wanted,
)
from harness.web.people import leases, shown
from harness.web.viewing import viewer_of

pages = APIRouter(include_in_schema=False)
_OPTION = re.compile(r"（--[^）]*）|：?--\S+ \S+")


@pages.post("/c/{key}/review/{application}")
def save(here: Marking, application: str, form: Annotated[LetterForm, Form()]) -> Response:
    """Leads to the next letter. Who has that already (`mingcha-ahead`) is told which one it is, and
    what of the page is new."""
    done = here.once(form.once, lambda: _save(here, application, form))
    if not here.request.headers.get(AHEAD):
        return done
    with here.workspace() as workspace:
        own, reasons = last_own(workspace, OWN), last_reasons(workspace)
    undo = {"at": here.url("review", "-", "undo", str(own.op)), "what": own.what} if own else None
    told = {"next": done.headers["location"], "undo": undo, "reasons": reasons}
    return JSONResponse(told)


def _save(here: Here, application: str, form: Beside) -> str:
    """In order: the note, where the letter belongs and what it is, then all verdicts and days at one
    go. What was done before a fault stays done, and done again it changes nothing."""
    with here.workspace() as workspace:
        queue, viewer = queue_of(workspace), viewer_of(here, workspace)
        now = open_letter(workspace, queue, viewer, application)
        if form.stage != now.stage or form.sha256 != now.sha256:
            raise ChangedMeanwhile(["您打开以后，这一件的答复或者评定的阶段已经变了"])
        rows = filled(form, now)
        if not now.blind:
            stale(rows)
        marks = wanted(rows, now, not_shown(here, now))
        days = [] if now.stage is not Stage.FIRST else _days(form, now)
        noted = not now.blind and note(
            workspace, application, form.note, seen=form.note_seen.strip(), write=True
        )
        filed = not now.blind and _file(workspace, form, now)
        if filed and marks and not _still(workspace, now):
            raise Refused("归卷已经改好；这一件不再是这个申请的答复，要素没有保存，请重新打开")
        if marks or days:
            _rule(workspace, [*marks, *days], now.stage)
        if not (marks or days or noted or filed):
            raise Refused("没有作出任何认定：请选好结论再保存；不认定的，按 s 跳过")
        leases.free(here.desk.people, here.key, application, here.user.name)
        marked = {each.row.element for each in rows}
        return _next(here, workspace, now, form, marked, queue_of(workspace) if filed else queue)


def _rule(workspace: Workspace, wanted: list[Wanted], stage: Stage) -> None:
    try:
        rule_all(workspace, wanted, stage=stage, write=True)
    except Stale:
        raise ChangedMeanwhile(["别人刚刚也在认定这一件，这次没有保存"]) from None
    except Refused as wrong:
        raise Refused(*(_OPTION.sub("", each) for each in wrong.faults)) from None


def _days(form: Beside, now: OpenLetter) -> list[Wanted]:
    why = form.why_filed.strip()
    found = []
    for name in ("received_on", "answered_on"):
        day, seen = getattr(form, name).strip(), getattr(form, f"{name}_seen")
        if day and day != seen:
            if not why:
                raise Refused("改了日期，请在“更正理由”里写明依据")
            found.append(Wanted(f"{now.id}/{name}", day, (), why))
    return found


def _file(workspace: Workspace, form: Beside, now: OpenLetter) -> bool:
    """Whether it was filed anew."""
    places = form.applications.replace("，", " ").replace("、", " ").split()
    moved = {*places} != {*form.applications_seen.split()}
    if form.kind == form.kind_seen and not moved:
        return False
    if form.kind not in {*ReplyKind}:
        raise Refused("没有这种来件类别，请重新选择")
    if not form.why_filed.strip():
        raise Refused("改了类别或者归卷，请在“更正理由”里写明依据")
    answer = now.case.answer
    assert answer is not None
    filing = found(workspace.book(), answer.id).filing
    kind = ReplyKind(form.kind)
    if kind.value == form.kind_seen and (filing is None or filing.kind is None):
        file(workspace, answer.id, places or ["none"], why=form.why_filed.strip(), write=True)
    else:
        file(
            workspace, answer.id, places or ["none"], kind=kind, why=form.why_filed.strip(), write=True
        )  # fmt: skip
    return True


def _still(workspace: Workspace, now: OpenLetter) -> bool:
    case = workspace.assess().case_of(now.id)
    return case is not None and case.answer is not None and case.answer.sha256 == now.sha256


def _next(
    here: Here,
    workspace: Workspace,
    before: OpenLetter,
    form: Beside,
    marked: Container[str],
    queue: Queue,
) -> str:
    """The next letter; this one where something of it still waits for the same person. Where
    nothing but marks has changed, the queue of before tells it without being made anew."""
    viewer = viewer_of(here, workspace)
    kept = Filter(what=form.what, unit=form.unit)
    letter = queue.letter(before.id)
    left = letter is not None and any(
        STAGE_OF[each.what] == form.stage and each.element.value not in marked
        for each in viewer.tasks(letter)
    )
    if left:
        return here.url("review", before.id) + kept.query(saved=before.id)
    following = queue.after(before.id, viewer, kept.group, kept.wanted, before.group)
    if following is None:
        return here.url("review") + kept.query(saved=before.id)
    return here.url("review", following.id) + kept.query(saved=before.id)


@pages.post("/c/{key}/review/{application}/skip")
def skip(
    here: Marking,
    application: str,
    once: Annotated[str, Form()],
    text: Annotated[str, Form(max_length=2000)] = "",
    what: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
) -> Response:
    """On to the next; with a question, where one was written, to whoever leads."""
    kept = Filter(what=what, unit=unit)

    def do() -> str:
        with here.workspace() as workspace:
            queue = queue_of(workspace)
            skipped = queue.letter(application)
            began = viewer_of(here, workspace).group(skipped) if skipped else None
            if text.strip():
                ask(workspace, application, text, write=True)
            leases.free(here.desk.people, here.key, application, here.user.name)
            viewer = viewer_of(here, workspace)
            following = queue.after(application, viewer, kept.group, kept.wanted, began)
        place = here.url("review", following.id) if following else here.url("review")
        return place + kept.query()

    return here.once(once, do)


@pages.post("/c/{key}/review/{application}/shown")
def was_shown(
    here: Marking,
    application: str,
    sha256: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    page: Annotated[int, Form(ge=1, le=100_000)],
) -> Response:
    """A page was before somebody's eyes, all of it: told by the page's own script."""
    with here.workspace() as workspace:
        queue, viewer = queue_of(workspace), viewer_of(here, workspace)
        now = open_letter(workspace, queue, viewer, application)
        if (sha256, page) in now.must_be_shown:
            shown.note(here.desk.people, here.key, here.user.name, sha256, page)
    return Response(status_code=204)


@pages.post("/c/{key}/review/{application}/lease")
def lease(here: Marking, application: str, blind: Annotated[bool, Form()] = False) -> Response:
    """It is, still or by now, open before somebody: who has it, where that is another."""
    with here.workspace() as workspace:
        letter = queue_of(workspace).letter(application)
    if letter is None or letter.case.answer is None:
        return JSONResponse({"held": ""})
    people, name = here.desk.people, here.user.name
    if not blind:
        shown.note(people, here.key, name, letter.case.answer.sha256, shown.VERDICTS)
    taken = leases.take(people, here.key, application, name)
    return JSONResponse({"held": "" if taken.by == name else taken.by})


@pages.post("/c/{key}/review/-/undo/{op}")
def take_back(
    here: Marking,
    op: Annotated[int, Path(ge=1, le=2**53)],
    once: Annotated[str, Form()],
    what: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
) -> Response:
    """The own last step, and back to the letter that it was about."""
    kept = Filter(what=what, unit=unit)

    def do() -> str:
        with here.workspace() as workspace:
            done = undo_own(workspace, op, OWN, write=True)
            about = _about(done.what, queue_of(workspace).places)
        place = here.url("review", about) if about else here.url("review")
        return place + kept.query(undone=str(op))

    return here.once(once, do)


def _about(what: str, known: Container[str]) -> str:
    """The letter that an operation is about, by what the history says of it."""
    words = re.split(r"[/（：；，、 →]", what)
    return next((each for each in words if each in known), "")
