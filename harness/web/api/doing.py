"""What can be done: each shows what would follow, and does it only with `write`."""

from __future__ import annotations

from fastapi import APIRouter

from harness.campaign.errors import Refused
from harness.campaign.placing.file import Refiled, file
from harness.campaign.recording.call import record_call
from harness.campaign.recording.event import KINDS, Recorded, record
from harness.campaign.ruling.rule import Ruled, rule
from harness.campaign.undo import Undone, undo
from harness.scoring.people import Stage
from harness.web.api.absent import refuse_unseen
from harness.web.api.shapes import (
    WRONG,
    CallGiven,
    EventGiven,
    FileGiven,
    Name,
    RuleGiven,
    UndoGiven,
)
from harness.web.here import Deciding, Here, Marking, NotAllowed, Recording
from harness.web.people.rights import RIGHT_NAMES, Right

api = APIRouter(prefix="/api", tags=["办理"], responses=WRONG)


@api.post("/c/{key}/arrivals/{arrival}/file", summary="归卷", response_model=Refiled)
def filing(here: Recording, arrival: Name, given: FileGiven) -> Refiled:
    with here.workspace() as workspace:
        return file(
            workspace,
            arrival,
            given.applications or ["none"],
            kind=given.kind,
            days=given.days,
            why=given.why,
            seen=given.seen,
            write=given.write,
        )


@api.post("/c/{key}/rulings", summary="人工认定", response_model=Ruled)
def ruling(here: Marking, given: RuleGiven) -> Ruled:
    stage = Stage[given.stage.upper()]
    if stage is Stage.DECISION:
        _must(here, Right.DECIDE)
    with here.workspace() as workspace:
        if given.write:
            refuse_unseen(here, workspace, given.target, given.value)
        return rule(
            workspace,
            given.target,
            given.value,
            defects=given.defects,
            why=given.why,
            stage=stage,
            seen=given.seen,
            write=given.write,
        )


@api.post("/c/{key}/cases/{application}/events", summary="登记经过", response_model=Recorded)
def happening(here: Recording, application: Name, given: EventGiven) -> Recorded:
    if given.kind not in KINDS:
        raise Refused(f"kind 应为其中之一：{'、'.join(KINDS)}")
    with here.workspace() as workspace:
        return record(
            workspace,
            given.kind,
            application,
            given.on,
            number=given.number,
            note=given.note,
            replace=given.replace,
            write=given.write,
        )


@api.post("/c/{key}/calls", summary="登记电话", response_model=Recorded)
def calling(here: Recording, given: CallGiven) -> Recorded:
    with here.workspace() as workspace:
        return record_call(
            workspace,
            given.unit,
            given.on,
            time=given.time,
            outcome=given.outcome,
            purpose=given.purpose,
            application=given.application,
            number=given.number,
            note=given.note,
            replace=given.replace,
            write=given.write,
        )


@api.post("/c/{key}/undo", summary="撤销", response_model=Undone)
def undoing(here: Deciding, given: UndoGiven) -> Undone:
    with here.workspace() as workspace:
        return undo(workspace, given.op, write=given.write)


def _must(here: Here, right: Right) -> None:
    if not here.user.may(right):
        raise NotAllowed(f"您不能{RIGHT_NAMES[right]}，请与管理员联系")
