"""公开指南 of units, kept as evidence -> what is found in them, item by item.

As with answers: read in a lane, remembered until readers or rules change, for reports read anew in the same run.
What cannot be read, or is no guide, or says in its title that it is another unit's, is held against nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from harness.casebook.remembered import remember, remembered
from harness.checker.finding import Verdict
from harness.engine import HERE, Closed, Engine, Lost, ahead
from harness.guide.finding import Guide, ItemFinding
from harness.guide.read import read_guide
from harness.scoring.assessment import Assessment, ReviewItem
from harness.store.database import Store
from harness.store.errors import Unusable
from harness.store.guides import Kept
from harness.store.reading import Sheet, begin, from_json, whole
from letters.model import Unit

log = logging.getLogger(__name__)
_WHAT = "guide"


@dataclass(frozen=True, slots=True)
class Opened:
    """A guide that was opened. `error` says why nothing could be read of it."""

    guide: Guide | None
    error: str = ""


def judge_guide(document: bytes) -> Opened:
    """The job."""
    opened = from_json(document)
    if opened.error is not None:
        return Opened(None, opened.error.message)
    return Opened(read_guide(opened))


def begin_guide(
    sheet: Sheet, engine: Engine = HERE, *, final: bool = False
) -> Callable[[], Opened]:
    """Begin to read it; the call that is given back waits. OSError and ValueError where the evidence is gone
    or no longer what was kept."""
    whole(sheet)
    key = [sheet.sha256, sheet.name]
    known = remembered(sheet.folder, _WHAT, key, Opened, final=final)
    if known is not None:
        return lambda: known
    reading = begin(sheet, engine, final=final)

    def wait() -> Opened:
        read = reading()
        found = engine.submit(judge_guide, read.document).result()
        if isinstance(found, Lost):
            return Opened(None, found.message)
        if read.lasting:
            remember(sheet.folder, _WHAT, key, found, own=read.own)
        return found

    return wait


def with_guides(
    assessment: Assessment,
    store: Store,
    guides: Mapping[str, Sequence[Kept]],
    engine: Engine = HERE,
    *,
    final: bool = False,
) -> Assessment:
    """The assessment with what is found in the last guide of each unit that was taken by then."""
    chosen = [
        (unit, known[-1])
        for unit in assessment.units
        if (known := [one for one in guides.get(unit.id, ()) if one.on <= assessment.as_of])
    ]
    found: dict[str, tuple[ItemFinding, ...]] = {}
    days: dict[str, date] = {}
    review: list[ReviewItem] = []
    for wait in ahead(partial(_reading, store, engine, final), chosen, engine):
        unit, kept, opened = wait()
        if opened.guide is None:
            review.append(_unread(unit, kept, opened.error))
            continue
        found[unit.id] = items_of(unit, kept, opened.guide)
        days[unit.id] = kept.on
        if why := doubt_of(unit, kept, opened.guide):
            review.append(_unread(unit, kept, why))
    return replace(assessment, guides=found, guide_days=days, review=(*assessment.review, *review))


def _reading(
    store: Store, engine: Engine, final: bool, piece: tuple[Unit, Kept]
) -> Callable[[], tuple[Unit, Kept, Opened]]:
    unit, kept = piece
    sheet = Sheet(store.evidence, kept.path, kept.sha256, kept.name)
    try:
        begun = begin_guide(sheet, engine, final=final)
    except (OSError, ValueError) as why:
        failed = Opened(None, f"佐证文件无法使用：{why}")
        return lambda: (unit, kept, failed)

    def wait() -> tuple[Unit, Kept, Opened]:
        try:
            return unit, kept, begun()
        except (Closed, Unusable):
            raise  # nobody reads any more, or the evidence is away: no fault of this guide
        except Exception as fault:
            log.error("the guide of %s could not be read", unit.id, exc_info=fault)
            return unit, kept, Opened(None, "核对时程序内部出错，须由人工核对")

    return wait


def _unread(unit: Unit, kept: Kept, why: str) -> ReviewItem:
    return ReviewItem(f"{unit.name}的公开指南“{kept.name}”（{kept.on}）", why, kept.path)


def doubt_of(unit: Unit, kept: Kept, guide: Guide) -> str:
    """Why nothing of it can be held against the unit; empty where it can."""
    if not guide.is_guide:
        return guide.findings[0].reason
    if guide.unit and not kept.sure and not _is_of(unit, guide.unit):
        return f"标题写的单位是“{guide.unit}”，是不是{unit.name}的指南待人工认定"
    return ""


def items_of(unit: Unit, kept: Kept, guide: Guide) -> tuple[ItemFinding, ...]:
    why = doubt_of(unit, kept, guide)
    if not why or not guide.is_guide:
        return guide.findings
    return tuple(replace(one, verdict=Verdict.UNCLEAR, reason=why) for one in guide.findings)


def _is_of(unit: Unit, title: str) -> bool:
    """A title often leaves out the place, or the unit's table does."""
    return any(
        name and (name.endswith(title) or title.endswith(name))
        for name in (unit.name, *unit.aliases)
    )
