"""What the program makes of each mail of the corpus, held against its labels. `python mail_results.py` prints it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mail_corpus
from mail_corpus import Mail

from harness.casebook.days import Days
from harness.casebook.events import event_of
from harness.casebook.expected import expected_of
from harness.casebook.matching.match import Desk, match
from harness.casebook.meaning import Meaning, meaning_of
from harness.casebook.placing import Material, envelope_of, placement_of
from harness.clock.events import Kind
from harness.store.log import NewArrival, Place
from harness.store.reading import Sheet, as_json
from harness.store.shelves import Local
from letters.model import Channel
from parsers import read
from parsers.document import Document


@dataclass(frozen=True)
class Result:
    mail: Mail
    linked: tuple[str, ...]
    touched: frozenset[str]
    kind: str
    event: str
    reasons: tuple[str, ...]

    @property
    def wrong_link(self) -> bool:
        """It was linked to an application to which it does not belong."""
        return bool(set(self.linked) - set(self.mail.right))

    @property
    def right(self) -> bool:
        """All that it belongs to and nothing else; of what a person must decide, nothing forgotten."""
        return set(self.linked) == set(self.mail.right) and set(self.mail.ask) <= self.touched

    @property
    def kind_right(self) -> bool:
        return self.kind == self.mail.kind

    @property
    def event_right(self) -> bool:
        return self.mail.event is None or self.event == self.mail.event


@cache
def document(id: str) -> Document:
    mail = next(each for each in mail_corpus.mails() if each.id == id)
    return read(mail.raw, "来信.eml")


def desk() -> Desk:
    known = mail_corpus.applications()
    units = tuple({each.unit.id: each.unit for each in known}.values())
    return Desk(units, known, mail_corpus.message_ids())


def material(mail: Mail) -> Material:
    arrival = NewArrival(
        "mail", mail.id, mail.on, mail.on, "", mail.id, "0" * 64, place=Place(mail.mailbox, 1, 1)
    )
    return Material(arrival, (Sheet(Local.of(Path()), "", "0" * 64, "来信.eml"),))


def result(mail: Mail, held_against: Desk) -> Result:
    read_as, piece = document(mail.id), material(mail)
    envelope = envelope_of(read_as, piece)
    found = match(read_as, envelope, held_against)
    expected = expected_of(found.application) if found.application else None
    meant = meaning_of(as_json(read_as), expected, mail.on)
    placed = placement_of(found, meant, envelope, read_as, piece.arrival, held_against)
    event = _event(meant, found.application.channel, mail) if found.application else ""
    touched = frozenset((*placed.touches, *placed.candidates))
    return Result(mail, placed.applications, touched, meant.kind.value, event, placed.reasons)


def _event(meant: Meaning, channel: Channel, mail: Mail) -> str:
    found = event_of(
        channel, meant.kind, Days(None, mail.on, mail.on), None, "", confirms=meant.confirms
    )
    return found.kind.value if found and found.kind in (Kind.RETURNED, Kind.CONFIRMED) else ""


def results() -> tuple[Result, ...]:
    at = desk()
    return tuple(result(each, at) for each in mail_corpus.mails())


def table(found: Sequence[Result]) -> str:
    """The three figures of the issue, and what is wrong."""
    linkable = [each for each in found if each.mail.right]
    checks: tuple[tuple[str, Callable[[Result], bool], Sequence[Result]], ...] = (
        ("linked wrongly", lambda each: each.wrong_link, found),
        ("right without a person, of those that belong somewhere", lambda each: each.right, linkable),
        ("right, of all", lambda each: each.right, found),
        ("kind right", lambda each: each.kind_right, found),
        ("event right, of machines' mails", lambda each: each.event_right, [each for each in found if each.mail.event is not None]),
    )  # fmt: skip
    lines = [f"{name}: {sum(map(check, those))} of {len(those)}" for name, check, those in checks]
    for each in found:
        if not each.right or each.wrong_link:
            wanted = each.mail.right or f"ask {each.mail.ask}"
            missing = sorted(set(each.mail.ask) - each.touched)
            lines.append(
                f"{each.mail.id}: linked {each.linked}, wanted {wanted} {missing}; {'；'.join(each.reasons)}"
            )
        if not each.kind_right:
            lines.append(f"{each.mail.id}: kind {each.kind}, wanted {each.mail.kind}")
        if not each.event_right:
            lines.append(
                f"{each.mail.id}: event {each.event or 'none'}, wanted {each.mail.event or 'none'}"
            )
    kinds = Counter(each.mail.kind for each in found)
    return "\n".join([*lines, ", ".join(f"{kind} {n}" for kind, n in kinds.most_common())])


if __name__ == "__main__":
    sys.stdout.write(table(results()) + "\n")
