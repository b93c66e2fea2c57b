"""异议: what units object to, until when; entered with its papers; decided with all like cases in view."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi import Path as InPath
from fastapi.responses import Response

from harness.campaign.errors import Refused
from harness.campaign.marks.given_marks import plain_name
from harness.campaign.objecting.decide import decide
from harness.campaign.objecting.objection import Listed, feedback, listed, objection
from harness.campaign.ruling.targets import Target, stand_of, target_named
from harness.campaign.workspace import Workspace
from harness.casebook.ruled.wording import DATE_NAMES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import OUTCOME_NAMES, Outcome, Term
from harness.web import downloads
from harness.web.blinded import blinded
from harness.web.here import Deciding, Here, NotHere, Recording
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
Number = Annotated[int, InPath(ge=0, le=2**53)]
PLACE = ("marks", "objections")
MOST = 20 * 1024 * 1024  # bytes of a paper
MOST_UNITS = 1000  # in the list that helps with typing
Text = Annotated[str, Form(min_length=1, max_length=4000)]
Once = Annotated[str, Form()]


@pages.get("/c/{key}/marks/objections")
def shown(here: Recording, unit: str = "", target: str = "") -> Response:
    with here.workspace() as workspace:
        found = listed(workspace)
        units = workspace.book().units[:MOST_UNITS]
        days = workspace.campaign.objections.working_days
        handed = workspace.once(_handed, workspace.assess().terms)
    return page(
        here, "marks/objections.html", found=sorted(found, key=lambda e: (e.state != "open", e.number)),
        units=units, unit=unit, target=target, days=days, handed=handed,
        elements=ELEMENT_NAMES, dates=DATE_NAMES, outcomes=OUTCOMES, today=here.today,
    )  # fmt: skip


def _handed(terms: Mapping[str, Term], _: object) -> int:
    """To how many units the 反馈单 was handed over."""
    return sum(each.handed_on is not None for each in terms.values())


NOTHING = dict.fromkeys(("outcome", "value", "defects", "why", "also_alike"))
OUTCOMES = {each.value: OUTCOME_NAMES[each] for each in Outcome}


@pages.post("/c/{key}/marks/objections")
def raised(
    here: Recording,
    unit: Annotated[str, Form(min_length=1, max_length=200)],
    target: Annotated[str, Form(min_length=1, max_length=200)],
    on: Annotated[date, Form()],
    text: Text,
    once: Once,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006
) -> Response:
    def do() -> str:
        with tempfile.TemporaryDirectory(prefix="mingcha-") as work, here.workspace() as workspace:
            papers = [_lay(Path(work), each) for each in files if each.filename]
            objection(workspace, unit.split()[0], target, on, text=text, files=papers, write=True)
        return here.url(*PLACE)

    return here.once(once, do)


def _lay(folder: Path, came: UploadFile) -> Path:
    name = plain_name(came.filename or "")
    data = came.file.read(MOST + 1)
    if len(data) > MOST:
        raise Refused(f"“{name}”太大，至多{MOST >> 20}兆字节")
    path = folder / name
    if path.exists():
        raise Refused(f"有两个文件都叫“{name}”，请改名再传")
    path.write_bytes(data)
    return path


@pages.post("/c/{key}/marks/objections/feedback")
def handed(
    here: Recording,
    unit: Annotated[str, Form(min_length=1, max_length=200)],
    on: Annotated[date, Form()],
    once: Once,
    note: Annotated[str, Form(max_length=400)] = "",
    instead: Annotated[bool, Form()] = False,
) -> Response:
    def do() -> str:
        with here.workspace() as workspace:
            feedback(workspace, unit.split()[0], on, note=note, replace=instead, write=True)
        return here.url(*PLACE)

    return here.once(once, do)


@pages.get("/c/{key}/marks/objections/{number}")
def one(here: Recording, number: Number) -> Response:
    with here.workspace() as workspace:
        found, target = _found(workspace, number)
        shut = target.head in blinded(here, workspace)
        stand = None if shut else stand_of(workspace, workspace.assess(), target)
    return page(
        here, "marks/objection.html", each=found, target=target, stand=stand, outcomes=OUTCOMES,
        verdicts=_verdicts(target), defects=_defects(target), may=here.user.may(Right.DECIDE),
        tried=None, given=NOTHING,
    )  # fmt: skip


def _found(workspace: Workspace, number: int) -> tuple[Listed, Target]:
    for each in listed(workspace):
        if each.number == number:
            return each, target_named(workspace, workspace.book(), each.target)
    raise NotHere(f"没有第{number}号异议")


def _verdicts(target: Target) -> dict[str, str]:
    if target.element is None:
        return {}
    return {each.value: VERDICT_NAMES[each] for each in Verdict}


def _defects(target: Target) -> dict[str, str]:
    return dict(DEFECT_NAMES.get(Element(target.tail), {})) if target.element else {}


@pages.get("/c/{key}/marks/objections/{number}/files/{place}")
def paper(here: Recording, number: Number, place: Number) -> Response:
    with here.workspace() as workspace:
        book, held = workspace.book(), workspace.store.evidence
    files = next((each.files for each in book.objections if each.number == number), ())
    if not 0 <= place < len(files):
        raise NotHere("没有这份材料")
    name, path, sha256 = files[place]
    try:
        return downloads.data(name, held.load(path, sha256))
    except (OSError, ValueError):
        raise NotHere("原件不在了，或者和收到时不一致") from None


@pages.post("/c/{key}/marks/objections/{number}")
def decided(
    here: Deciding,
    number: Number,
    outcome: Annotated[Outcome, Form()],
    why: Text,
    once: Once,
    value: Annotated[str, Form(max_length=40)] = "",
    defects: Annotated[list[str], Form()] = [],  # noqa: B006
    also_alike: Annotated[bool, Form()] = False,
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Without `seen` it is tried, and what would follow is shown; with it that very thing is written."""
    rejected = outcome is Outcome.REJECTED
    given: dict[str, object] = {
        "value": None if rejected else value.strip() or None, "defects": () if rejected else defects,
        "why": why, "also_alike": also_alike and not rejected,
    }  # fmt: skip

    def do() -> str:
        with here.workspace() as workspace:
            decide(workspace, number, outcome, **given, seen=seen, write=True)  # type: ignore[arg-type]
        return here.url(*PLACE, str(number))

    return here.once(once, do) if seen else _tried(here, number, outcome, given)


def _tried(here: Here, number: int, outcome: Outcome, given: Mapping[str, object]) -> Response:
    with here.workspace() as workspace:
        tried = decide(workspace, number, outcome, **given)  # type: ignore[arg-type]
        found, target = _found(workspace, number)
    return page(
        here, "marks/objection.html", each=found, target=target, stand=tried.before,
        outcomes=OUTCOMES, verdicts=_verdicts(target), defects=_defects(target), may=True,
        tried=tried, given={**given, "outcome": outcome.value},
    )  # fmt: skip
