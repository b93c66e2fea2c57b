"""`plan`: who asks whom what. Written, it is frozen: later edits of the tables add units and mend
their particulars, and never change what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from harness.campaign.workspace import Workspace
from harness.store import plan as planned
from letters import questions
from letters.model import Application, Unit
from letters.plan import plan as make_plan
from letters.tables import read_units


@dataclass(frozen=True, slots=True)
class Planned:
    """One application of the plan."""

    id: str
    unit: str
    applicant: str
    question: str
    channel: str
    send_on: date
    new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    applications: tuple[Planned, ...]
    changed_units: tuple[str, ...]  # whose particulars differ from what was taken over
    frozen: bool


def plan(workspace: Workspace, *, write: bool) -> Plan:
    """BadTable where a table is wrong; nothing is written then."""
    units = read_units(workspace.folder / "units.xlsx")
    with workspace.store.reading() as connection:
        before = planned.ids(connection)
        known = {each.id: each for each in planned.units(connection)}
    whole = make_plan(workspace.campaign, units, questions.load())
    if write:
        freeze(workspace, units, whole)
    changed = tuple(each.id for each in units if each.id in known and known[each.id] != each)
    new = tuple(_planned(each, each.id not in before) for each in whole)
    return Plan(new, changed, write or (bool(before) and not any(each.new for each in new)))


def freeze(
    workspace: Workspace, units: Sequence[Unit], applications: Sequence[Application]
) -> None:
    what = f"编制计划：单位{len(units)}家、申请{len(applications)}件"
    with workspace.store.writing(verb="plan", what=what) as connection:
        planned.add_units(connection, units)
        planned.add_applications(connection, applications)


def _planned(each: Application, new: bool) -> Planned:
    return Planned(
        each.id, each.unit.name, each.applicant.name, each.question.title, each.channel.value,
        each.round.send_on, new,
    )  # fmt: skip
