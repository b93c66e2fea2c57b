"""`log guide`: the 公开指南 of a unit as it was published on a day, kept as evidence. The last one counts; it
supersedes those before it and takes none of them away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.objecting.objection import opened_bytes
from harness.campaign.recording.call import unit_named
from harness.campaign.recording.event import Recorded, not_after_today
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.guides import Opened, doubt_of, judge_guide
from harness.checker.finding import Verdict
from harness.engine import Lost
from harness.guide.finding import Guide
from harness.guide.items import ASKED
from harness.store import guides
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.guides import Kept
from harness.store.reading import read_bytes
from harness.store.supposing import supposing
from letters.model import Unit


def record_guide(
    workspace: Workspace,
    unit: str,
    file: Path,
    on: date,
    *,
    note: str = "",
    sure: bool = False,
    write: bool = False,
) -> Recorded:
    """Put down what the unit had published on that day. `sure`: it is the unit's, whatever its title says."""
    not_after_today(workspace, on, "取得公开指南")
    with workspace.store.reading() as connection:
        found = unit_named(connection, unit)
        before = guides.guides(connection).get(found.id, ())
    data = opened_bytes(file)
    new = Kept(found.id, on, file.name, sha256(data), "", note.strip(), sure)
    guide = _read(workspace, new, data)
    _refuse_other(found, new, guide)
    what = f"{on} 取得{found.name}的公开指南“{file.name}”"
    if write:
        with workspace.store.writing(verb="log", what=what) as connection:
            added = _add(workspace.store, connection, new, data)
    else:
        with supposing(workspace.store) as (store, connection):
            added = _add(store, connection, new, data)
    return Recorded(
        added and write, added, what, _earlier(before, new), write, _remarks(before, new, guide)
    )


def _add(store: Store, connection: Connection, new: Kept, data: bytes) -> bool:
    return guides.add_guide(store, connection, new, data)


def _read(workspace: Workspace, new: Kept, data: bytes) -> Guide:
    """In a lane, for it came from outside; Refused where nothing can be read of it."""
    read = workspace.engine.submit(read_bytes, data, new.name).result()
    told: Opened | Lost
    if isinstance(read, Lost):
        told = read
    else:
        told = workspace.engine.submit(judge_guide, read.document).result()
    if isinstance(told, Lost):
        raise Refused(f"读不出“{new.name}”：{told.message}")
    if told.guide is None:
        raise Refused(f"读不出“{new.name}”：{told.error}")
    return told.guide


def _refuse_other(unit: Unit, new: Kept, guide: Guide) -> None:
    why = doubt_of(unit, new, guide)
    if why and guide.is_guide:
        raise Refused(f"“{new.name}”的{why}；核对后确是它的，加 --sure")


def _earlier(before: tuple[Kept, ...], new: Kept) -> tuple[str, ...]:
    """The one in whose place it counts now."""
    if not before or (before[-1].on, before[-1].sha256) == (new.on, new.sha256):
        return ()
    last = before[-1]
    return (f"{last.on} 的“{last.name}”",) if last.on <= new.on else ()


def _remarks(before: tuple[Kept, ...], new: Kept, guide: Guide) -> tuple[str, ...]:
    found = []
    if before and before[-1].on > new.on:
        found.append(f"已有更晚（{before[-1].on}）取得的“{before[-1].name}”，计分仍按那一份")
    if not guide.is_guide:
        found.append(f"{guide.findings[0].reason}；照登，不计分")
        return tuple(found)
    faults = [ASKED[one.element].name for one in guide.findings if one.is_fault]
    unclear = [ASKED[one.element].name for one in guide.findings if one.verdict is Verdict.UNCLEAR]
    if faults:
        found.append(f"缺少或者写得不合要求的：{'、'.join(faults)}")
    if unclear:
        found.append(f"看不准、不据以扣分的：{'、'.join(unclear)}")
    return tuple(found)
