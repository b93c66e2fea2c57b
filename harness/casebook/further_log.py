"""What came of the letters that followed an application (补正说明, 撤回申请): a log of each of its own.

That one came back returns no application, and that one is there confirms none. It is written on that letter,
and what had been on record because it was sent counts no more once it came back: a 补正说明 that nobody got
restarts no period, and nobody is called silent over a 撤回申请 that nobody got.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from harness.casebook.matching.which_letter import REPORTS, Spoken, told, which_letter
from harness.casebook.ruled.days import Known, in_order
from harness.clock.events import LETTER, Event, Kind
from harness.clock.timeline import fold
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.further import NAMES, Further
from harness.store.log import NewEvent, Stored
from harness.store.outbox import Queued
from harness.store.said import Filing
from harness.store.sending import AFTER_SENDING
from letters.model import Application

if TYPE_CHECKING:
    from harness.casebook.book import Filed
    from harness.casebook.placing import Placement


@dataclass(frozen=True, slots=True)
class After:
    """The letters of a campaign that followed its applications, by application."""

    letters: Mapping[str, Sequence[Further]]
    known: Mapping[str, Further]  # by id
    own: Mapping[str, str | None]  # application -> its Message-ID
    events: Mapping[str, Sequence[NewEvent]]

    @classmethod
    def of(
        cls,
        further: Mapping[str, Further],
        outbox: Mapping[str, Queued],
        events: Iterable[Stored[NewEvent]],
    ) -> After:
        letters: dict[str, list[Further]] = defaultdict(list)
        for each in further.values():
            letters[each.application_id].append(each)
        recorded: dict[str, list[NewEvent]] = defaultdict(list)
        for one in events:
            recorded[one.fact.application_id].append(one.fact)
        own = {id: each.message_id for id, each in outbox.items()}
        return cls(letters, further, own, recorded)

    def spoken(
        self,
        on: date,
        placement: Placement,
        filing: Filing | None,
        here: Sequence[Application],
        kind: ReplyKind,
    ) -> dict[str, Spoken]:
        """Application -> what of it a report speaks of. A person's word counts where the report does not
        name the letter itself, or where the person does."""
        found = {}
        for id in (each.id for each in here) if kind in REPORTS else ():
            letters, events = self.letters.get(id, ()), self.events.get(id, ())
            spoken = which_letter(placement.speaks_of, id, self.own.get(id), on, letters, events)
            said = _said(filing, id)
            if said and (said != (id,) or not spoken.sure):
                spoken = Spoken(said, sure=True)
            found[id] = spoken
        return found

    def reasons(self, spoken: Mapping[str, Spoken]) -> Iterator[str]:
        for each in spoken.values():
            if each.sure:
                yield from (told(self.known[id]) for id in each.ids if id in self.known)


def _said(filing: Filing | None, application: str) -> tuple[str, ...]:
    named = filing.applications if filing else ()
    return tuple(each for each in named if each.partition("/")[0] == application)


def by_letter(
    events: Mapping[str, Event], spoken: Mapping[str, Spoken]
) -> tuple[dict[str, Event], dict[str, Event]]:
    """(what it means for applications, what for letters that followed them)."""
    own, later = {}, {}
    for application, event in events.items():
        about = spoken[application].ids if application in spoken else (application,)
        if application in about:
            own[application] = event
        for id in about:
            if id != application:
                later[id] = replace(event, data={**event.data, LETTER: id})
    return own, later


def further_log(filed: Iterable[Filed]) -> dict[str, tuple[Known, ...]]:
    """Letter -> what came of it, in order."""
    found: dict[str, list[Known]] = defaultdict(list)
    for each in filed:
        who = each.filing.said if each.filing else None
        for id, event in each.letters.items():
            found[id].append(Known(event, each.arrival.id, 0, who))
    return {id: tuple(in_order(events)) for id, events in found.items()}


@dataclass(frozen=True, slots=True)
class CameBack:
    letter: Further
    on: date
    arrival: str


def came_back(
    log: Mapping[str, Sequence[Known]], letters: Iterable[Further]
) -> tuple[CameBack, ...]:
    """The letters that were returned, by the first report of it."""
    found = []
    for each in letters:
        for known in log.get(each.id, ()):
            if known.event.kind is Kind.RETURNED:
                found.append(CameBack(each, known.event.on, known.arrival))
                break
    return tuple(found)


def without_returned(
    logs: Mapping[str, list[Known]], back: Sequence[CameBack]
) -> dict[str, list[Known]]:
    """The logs, in which the sending of what came back counts no more."""
    gone: dict[str, set[tuple[Kind, str]]] = defaultdict(set)
    for each in back:
        sent = (AFTER_SENDING[each.letter.kind], each.letter.sha256)
        gone[each.letter.application_id].add(sent)
    return {
        id: [
            replace(each, counts=False)
            if (each.event.kind, each.event.evidence) in gone.get(id, ())
            else each
            for each in log
        ]
        for id, log in logs.items()
    }


def not_made_good(
    logs: Mapping[str, Sequence[Known]], back: Sequence[CameBack]
) -> tuple[CameBack, ...]:
    """Those that were not sent anew, in whatever way."""
    return tuple(
        each for each in back if not _made_good(logs.get(each.letter.application_id, ()), each)
    )


def _made_good(log: Sequence[Known], back: CameBack) -> bool:
    kinds = (AFTER_SENDING[back.letter.kind], Kind.WITHDRAWN)
    return any(
        each.counts and each.event.kind in kinds and each.event.on >= back.on for each in log
    )


def in_words(back: Sequence[CameBack]) -> dict[str, str]:
    """Application -> what came back."""
    return {
        each.letter.application_id: f"{NAMES[each.letter.kind]}被退回（{each.arrival}）"
        for each in back
    }


def not_known(perhaps_gone: Mapping[str, str]) -> dict[str, str]:
    return {id: f"{what}是否已经发出不明" for id, what in perhaps_gone.items()}


def corrections_arrived(
    logs: Mapping[str, Sequence[Known]], further: Mapping[str, Sequence[Known]]
) -> dict[str, list[Known]]:
    """Application -> that its 补正 has come, for the clock: only where it takes that for the arrival of the
    correction, and not of the application itself."""
    found: dict[str, list[Known]] = defaultdict(list)
    for id, events in further.items():
        application = id.partition("/")[0]
        log = [each.event for each in logs.get(application, ()) if each.counts]
        sent = fold(log).first(Kind.CLARIFICATION_SUBMITTED)
        for each in events:
            if each.event.kind is Kind.CONFIRMED and sent and each.event.on >= sent.on:
                found[application].append(each)
    return found


__all__ = [
    "After", "CameBack", "by_letter", "came_back", "corrections_arrived", "further_log", "in_words",
    "not_known", "not_made_good", "without_returned",
]  # fmt: skip
