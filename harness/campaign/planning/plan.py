"""`plan`: who asks whom what. Written, it is frozen: later edits of the tables add units and mend
their particulars, and never change what was planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from harness.campaign.held.seen import seen_tables
from harness.campaign.planning.applicant import without_consent
from harness.campaign.workspace import Refused, Workspace
from harness.store import people
from harness.store import plan as planned
from letters.faults import BadTable
from letters.kinds import kind_of
from letters.leaks import Leak, leaks
from letters.model import Applicant, Application, Campaign, Question, Unit
from letters.plan import plan as make_plan
from letters.questions import first_bank
from letters.tables import (
    APPLICANTS,
    UNITS,
    UnitTable,
    read_questions,
    read_unit_table,
    write_back_ids,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One application of the plan."""

    id: str
    unit: str
    applicant: str
    question: str
    channel: str
    send_on: date
    new: bool  # not frozen yet
    difficulty: str = ""
    wording: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """`changed_units`: ids of units whose particulars differ from what was taken over. `numbered`:
    row of units.xlsx -> the 单位编号 that it is given."""

    applications: tuple[Planned, ...]
    leaks: tuple[Leak, ...]
    changed_units: tuple[str, ...]
    numbered: dict[int, str]
    frozen: bool
    without_kind: tuple[str, ...] = ()  # units that are asked what any unit is asked

    @property
    def new(self) -> int:
        return sum(each.new for each in self.applications)


class NoConsent(BadTable):
    """Somebody in whose name is to be applied has not agreed, as far as is known."""


def plan(workspace: Workspace, *, write: bool) -> Plan:
    """BadTable where a table is wrong; nothing is written then."""
    with workspace.store.reading() as connection:
        before = planned.ids(connection)
        # of a first version's plan there is only a summary: it is dealt anew, as it was then, and
        # must come out the same
        legacy = planned.without_plan(connection)
        known = {each.id: each for each in planned.units(connection)}
        names = planned.names(connection)
    frozen = () if legacy else workspace.planned()
    table = units_now(workspace, names)
    bank, campaign = read_questions(workspace.folder), workspace.campaign
    if legacy:
        bank, campaign = as_first(bank, campaign)
    whole = make_plan(campaign, table.units, bank, frozen)
    asking = [each.applicant for each in whole if each.id not in before]
    if lacking := without_consent(workspace, asking):
        raise NoConsent(*lacking)
    changed = tuple(each.id for each in table.units if each.id in known and known[each.id] != each)
    if write:
        with workspace.store.trying() as connection:  # before anything is touched
            planned.add_applications(connection, whole)
        # the numbers first: a unit whose application is frozen must never be numbered anew
        write_back_ids(workspace.folder / UNITS, table.numbered)
        freeze(workspace, table.units, whole, asking)
    return Plan(
        tuple(_planned(each, each.id not in before) for each in whole),
        leaks(whole),
        changed,
        dict(table.numbered),
        write or (bool(before) and not legacy and len(before) == len(whole)),
        tuple(each.name for each in table.units if not kind_of(each)),
    )


def plan_now(workspace: Workspace) -> Plan:
    """What would be planned: of a campaign that is held open made once for the same tables, people and
    plan, whatever else is done meanwhile."""
    book = workspace.book()
    with workspace.store.reading() as connection:
        known = repr(sorted(people.people(connection).items()))
    given = (book.applications, book.units, workspace.campaign, workspace.as_of, known)
    return workspace.once(
        _planned_now, *given, repr(seen_tables(workspace.folder)), using=workspace
    )


def _planned_now(*given: object) -> Plan:
    workspace = given[-1]
    assert isinstance(workspace, Workspace)
    return plan(workspace, write=False)


def coming(workspace: Workspace) -> tuple[Planned, ...]:
    """Those of it that are not frozen yet."""
    return workspace.once(_coming, plan_now(workspace))


def _coming(now: Plan, _: object) -> tuple[Planned, ...]:
    return tuple(each for each in now.applications if each.new)


def freeze_shown(workspace: Workspace, new: int) -> Plan:
    """The plan that somebody was shown, written: so many new applications, and no others."""
    now = plan(workspace, write=False).new
    if now != new:
        raise Refused(f"看到的是新增{new}件，现在是{now}件：表格刚刚改过，请看过再编制")
    return plan(workspace, write=True)


def as_first(
    bank: Mapping[str, Question], campaign: Campaign
) -> tuple[dict[str, Question], Campaign]:
    """The bank and the rounds as the first version knew them."""
    first = first_bank(bank)
    rounds = tuple(
        replace(each, questions=tuple(id for id in each.questions if id in first))
        for each in campaign.rounds
    )
    return first, replace(campaign, rounds=rounds, repeat_wordings=True)


def units_now(workspace: Workspace, names: Mapping[str, str]) -> UnitTable:
    """units.xlsx as it is, the numbers that were given once kept."""
    return read_unit_table(workspace.folder / UNITS, names)


def freeze(
    workspace: Workspace,
    units: tuple[Unit, ...],
    applications: tuple[Application, ...],
    asking: Iterable[Applicant],
) -> None:
    """With the consent of those who ask, as their table has it: a table may be lost."""
    what = f"编制计划：单位{len(units)}家、申请{len(applications)}件"
    with workspace.store.writing(verb="plan", what=what) as connection:
        planned.add_units(connection, units)
        planned.add_applications(connection, applications)
        for each in dict.fromkeys(asking):
            if each.consented_on and not people.person(connection, each.id).consented_on:
                people.consent(connection, each.id, each.consented_on, APPLICANTS)


def consent_faults(workspace: Workspace) -> tuple[str, ...]:
    """Who lacks a consent for what would be planned now; none where that is not known yet."""
    if not without_consent(workspace, workspace.campaign.applicants):
        return ()  # whoever is dealt to
    try:
        plan(workspace, write=False)
    except NoConsent as wrong:
        return wrong.faults
    except BadTable:
        return ()
    return ()


def _planned(each: Application, new: bool) -> Planned:
    return Planned(
        each.id, each.unit.name, each.applicant.name, each.question.title, each.channel.value,
        each.round.send_on, new, each.question.difficulty, each.question.wording,
    )  # fmt: skip
