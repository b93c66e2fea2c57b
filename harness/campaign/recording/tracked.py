"""挂号号码 as it is pasted from a receipt or a courier's page -> whose letter it is, and what may follow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from harness.campaign.recording.event import POST
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.clock.events import Event, Kind
from harness.store.outbox import Queued
from letters import posting_number
from letters.model import Application

MOST_OPEN = 40


@dataclass(frozen=True, slots=True)
class Letter:
    """An application that goes by post, as the counter of a post office sees it."""

    application: str
    unit: str
    address: str
    question: str
    on: date | None
    number: str = ""
    delivered: date | None = None
    returned: date | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """`fault`: what is wrong with the number; `letter`: whose it is; `checked`: it carries a check digit,
    and that is right; `open`: where it is nobody's yet, the letters that have none."""

    number: str
    fault: str
    checked: bool
    letter: Letter | None
    open: tuple[Letter, ...] = ()
    left: int = 0  # letters without a number beyond those


def plain(number: str) -> str:
    """As it is kept: without what people put between."""
    return unicodedata.normalize("NFKC", re.sub(r"[\s\-]", "", number)).upper()


def tracked(workspace: Workspace, pasted: str) -> Tracked:
    number = plain(pasted)
    fault = posting_number.fault(number)
    book, index = _index_now(workspace)
    of = index.by_number.get(number, "")
    if of:
        letter = _whose(index.applications[of], book.letters[of].number, book.events(of))
        return Tracked(number, fault, _checked(number, fault), letter)
    without = [_open(index.applications[id], book.letters[id].on) for id in index.without]
    left = max(len(without) - MOST_OPEN, 0)
    return Tracked(number, fault, _checked(number, fault), None, tuple(without[:MOST_OPEN]), left)


@dataclass(frozen=True, slots=True)
class _Index:
    applications: Mapping[str, Application]
    by_number: Mapping[str, str]
    without: tuple[str, ...]  # what goes by post and has no number


def _index_now(workspace: Workspace) -> tuple[Book, _Index]:
    book = workspace.book()
    return book, workspace.once(_index, book.letters, book.find.plan.by_id)


def _index(letters: Mapping[str, Queued], known: Mapping[str, Application], _: object) -> _Index:
    return _Index(
        known,
        {plain(each.number): id for id, each in letters.items() if each.number and id in known},
        tuple(
            id
            for id, each in letters.items()
            if id in known and known[id].channel in POST and not each.number
        ),
    )


def _whose(application: Application, number: str, events: Sequence[Event]) -> Letter:
    days = {each.kind: each.on for each in events}
    sent, delivered = days.get(Kind.SENT), days.get(Kind.DELIVERED)
    letter = _open(application, sent)
    return replace(letter, number=number, delivered=delivered, returned=days.get(Kind.RETURNED))


def _open(application: Application, on: date | None) -> Letter:
    unit = application.unit
    return Letter(application.id, unit.name, unit.address, application.question.title, on)


def _checked(number: str, fault: str) -> bool:
    return not fault and re.fullmatch("[A-Z]{2}[0-9]{9}[A-Z]{2}", number) is not None
