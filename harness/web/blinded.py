"""Of which applications somebody must not see yet what was found: they may be asked to mark them blind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from harness.campaign.clocks.case import Dossier
from harness.campaign.marks.scores import Marked
from harness.campaign.queue import Item
from harness.campaign.ruling.blind import all_hidden
from harness.campaign.undo import Done
from harness.campaign.workspace import Workspace
from harness.store.search.index import Hit
from harness.web.here import Here, NotAllowed
from harness.web.people import shown
from harness.web.people.rights import Right


def is_blind(here: Here) -> bool:
    """Whoever marks and does not decide."""
    return here.user.may(Right.MARK) and not here.user.may(Right.DECIDE)


def blinded(here: Here, workspace: Workspace) -> frozenset[str]:
    return all_hidden(workspace) if is_blind(here) else frozenset()


# --- what is shown instead, by pages and interface alike ------------------------------------------

LATER = "盲评中，暂不显示"
TELLING = frozenset({"rulings", "remarks", "objections"})  # where people write what they found


def names_one(text: str, blind: Iterable[str]) -> bool:
    """Whether a text is about one of these; U001-A is not named by U001-AB."""
    return any(re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text) for each in blind)


def case_for(here: Here, workspace: Workspace, found: Dossier) -> Dossier:
    if found.application["id"] not in blinded(here, workspace):
        return found
    return replace(found, judgement=None, rulings=(), objections=(), blind=LATER)


def history_for(here: Here, workspace: Workspace, done: Iterable[Done]) -> list[Done]:
    """What one did oneself one knows."""
    blind, own = blinded(here, workspace), here.user.name
    return [
        replace(each, what=LATER) if each.by != own and names_one(each.what, blind) else each
        for each in done
    ]


def marks_for(here: Here, workspace: Workspace, found: Iterable[Marked]) -> list[Marked]:
    """Without the units of which something is still marked blind: a place tells of a deduction too."""
    units = {each.rpartition("-")[0] for each in blinded(here, workspace)}
    return [each for each in found if each.unit_id not in units]


def queue_for(here: Here, workspace: Workspace, found: Iterable[Item]) -> list[Item]:
    """What came and where it may belong is no verdict; all else of a hidden application is."""
    blind = blinded(here, workspace)
    return [
        each
        for each in found
        if each.what == "filing" or not names_one(f"{each.id} {each.target} {each.why}", blind)
    ]


def hits_for(here: Here, workspace: Workspace, found: Iterable[Hit]) -> list[Hit]:
    blind = blinded(here, workspace)
    return [
        each
        for each in found
        if each.table not in TELLING or not names_one(f"{each.ref} {each.title}", blind)
    ]


def refuse_reports(here: Here, workspace: Workspace) -> None:
    """They hold the verdicts of all."""
    if blinded(here, workspace):
        raise NotAllowed("您还有要盲评的要素，报告和反馈单里有程序和初评的结论，复评完成后可以下载")


def has_read(here: Here, workspace: Workspace, applications: Iterable[str]) -> None:
    """What was found of these is shown to them now: they can mark none of it blind any more."""
    if not here.user.may(Right.MARK):
        return
    known = shown.knowing(here.desk.people, here.key, here.user.name)
    cases = (workspace.assess().case_of(each) for each in applications)
    for case in cases:
        if case is not None and case.judgement and case.answer and case.answer.sha256 not in known:
            shown.note(
                here.desk.people, here.key, here.user.name, case.answer.sha256, shown.VERDICTS
            )
