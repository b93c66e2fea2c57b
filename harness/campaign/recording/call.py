"""`log call`: an attempt to reach a unit by telephone, for the test or to have receipt confirmed."""

from __future__ import annotations

import re
from dataclasses import replace as changed
from datetime import date

from sqlalchemy import Connection

from harness.campaign.recording.event import Recorded, application_named, not_after_today
from harness.campaign.workspace import Refused, Workspace
from harness.clock.events import Kind
from harness.store import log, plan, standing, tables
from harness.store.log import OUTCOME_NAMES, PURPOSE_NAMES, NewCall, Outcome, Purpose
from letters.model import Unit

TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
SAME = ("unit_id", "purpose", "on", "time", "number")  # one call; two at one minute there are none


def record_call(
    workspace: Workspace,
    unit: str,
    on: date,
    *,
    time: str,
    outcome: Outcome,
    purpose: Purpose = Purpose.TEST,
    application: str | None = None,
    number: str = "",
    note: str = "",
    replace: bool = False,
    write: bool = False,
) -> Recorded:
    """Put down a call. `number`: the one that was called; the unit's own where none is given."""
    not_after_today(workspace, on, "拨打")
    with workspace.store.reading() as connection:
        found = unit_named(connection, unit)
        id = _application(connection, found, on, purpose, application)
    called = number.strip() or found.phone
    new = NewCall(
        found.id, purpose, on, _time(time), called, outcome, note.strip(),
        workspace.store.by, id,
    )  # fmt: skip
    what = f"{on} {new.time} 致电{found.name}（{PURPOSE_NAMES[new.purpose]}）：{OUTCOME_NAMES[new.outcome]}"
    if write:
        with workspace.store.writing(verb="log", what=what) as connection:
            added, replaced = _add(connection, new, replace)
    else:
        with workspace.store.trying() as connection:
            added, replaced = _add(connection, new, replace)
    return Recorded(added and write, added, what, replaced, write)


def unit_named(connection: Connection, name: str) -> Unit:
    """By number, full name or alias."""
    wanted = name.strip()
    for each in plan.units(connection, [wanted]):
        return each
    units = plan.units(connection)
    for fits in (
        [each for each in units if wanted.casefold() == each.id.casefold() or wanted == each.name],
        [each for each in units if wanted in each.aliases],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            names = "、".join(f"{each.id} {each.name}" for each in fits)
            raise Refused(f"“{name}”不止一家：{names}；请写单位编号")
    known = "、".join(f"{each.id} {each.name}" for each in units[:3])
    raise Refused(f"没有编号或名称为“{name}”的单位（现有 {known}{'……' if known else '无'}）")


def _application(
    connection: Connection, unit: Unit, on: date, purpose: Purpose, id: str | None
) -> str | None:
    if purpose is Purpose.TEST:
        if id is not None:
            raise Refused("咨询测试（test）的电话不关任何一件申请，请去掉 --application")
        return None
    if id is None:
        raise Refused("确认收件（confirm）的电话须写明是哪件申请：--application 申请编号")
    found = application_named(connection, id)
    if found.unit.id != unit.id:
        raise Refused(f"申请 {found.id} 不是向{unit.name}提出的")
    sent = [
        each.fact.on for each in log.events(connection, found.id) if each.fact.kind is Kind.SENT
    ]
    if not sent:
        raise Refused(f"申请 {found.id} 还没有寄出或提交的登记，不能确认收件；请先登记寄出")
    if on < min(sent):
        raise Refused(f"申请 {found.id} {min(sent)} 才寄出，不会在 {on} 确认收件，请核对日期")
    return found.id


def _time(text: str) -> str:
    """9:05 -> 09:05."""
    found = TIME.fullmatch(text.strip())
    if not found:
        raise Refused(f"--time “{text}”不是时刻，应写成 09:40 这样的形式（24小时制）")
    return f"{int(found[1]):02d}:{found[2]}"


def _add(connection: Connection, new: NewCall, replace: bool) -> tuple[bool, tuple[str, ...]]:
    same = [
        each
        for each in log.calls(connection, new.unit_id)
        if all(getattr(each.fact, name) == getattr(new, name) for name in SAME)
    ]
    others = [each for each in same if not _agrees(each.fact, new)]
    if not others:
        return not same and log.add_call(connection, new) is not None, ()
    told = tuple(f"{each.fact.on} {each.fact.time} {_told(each.fact)}" for each in others)
    if not replace:
        raise Refused(
            f"同一单位、日期、时间的电话先前登记为“{told[0]}”，现为“{_told(new)}”，请核对；"
            "先前的登记有误的，加 --replace 取代它"
        )
    for each in others:
        standing.void(connection, tables.calls, each.id, f"改为{_told(new)}")
    last = others[-1]  # the ledger knows the call by its first row
    new = changed(
        new, note=new.note or last.fact.note, root=last.fact.root or last.id, key=last.fact.key
    )
    return log.add_call(connection, new) is not None, told


def _agrees(before: NewCall, new: NewCall) -> bool:
    """A call without a note says nothing against the note on record."""
    return (
        before.outcome is new.outcome
        and before.application_id == new.application_id
        and new.note in ("", before.note)
    )


def _told(call: NewCall) -> str:
    note = f"，{call.note}" if call.note else ""
    return f"{OUTCOME_NAMES[call.outcome]}{note}"
