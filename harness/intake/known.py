"""Mails of one mailbox, or of a folder -> which of them are here already, kept in whatever way: once from
a folder and once from its server, with other line ends, under other numbers, moved to another folder.

A batch is looked up at one go, by indexes: the time is that of the batch, however much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from sqlalchemy import ColumnElement, Connection, Row, select

from harness.intake.alike import mark, sizes
from harness.intake.things import Found, Thing
from harness.store import tables
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.history import parts
from harness.store.places import Place, places_of

# SHA-256 of evidence -> the mark of the mail in it, for those that were compared in this run
_marks: dict[str, str] = {}


def of_one_place(mails: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Neighbours that can be looked up together."""

    def whence(each: Thing) -> tuple[str, str, int] | None:
        place = each.arrival.place
        return (place.mailbox, _folder(place) or "", place.uidvalidity) if place else None

    for _, group in groupby(mails, whence):
        yield list(group)


def _folder(place: Place) -> str | None:
    """None of a POP3 server, where each mail has its own."""
    return place.folder if place.uidvalidity else None


@dataclass(slots=True)
class _Copy:
    """A mail that is here, in which another may be known again. `row` is below zero of one that is
    about to be added."""

    row: int
    place: Place | None


class Known:
    """What is here of these mails. What is `coming` is here from then on."""

    def __init__(self, store: Store, connection: Connection, mails: Sequence[Thing]) -> None:
        self._connection = connection
        self._place = mails[0].arrival.place  # all have one in the same mailbox, or none has
        self._digests = {id(each): sha256(each.sheets[0].data) for each in mails}
        self._keys = self._by_key(mails)
        self._places = self._by_place(mails)
        self._same = self._by_bytes(set(self._digests.values()))
        self._alike = self._by_mark(store, mails)
        self._added: dict[int, list[Place]] = defaultdict(list)

    def found(self, mail: Thing) -> Found | None:
        """None where it is new."""
        place = mail.arrival.place
        row = self._keys.get(mail.arrival.source_key)
        if row is None and place is not None:
            row = self._places.get(place)
        if row is not None:
            return Found(row)
        row = next(
            (each.row for each in self._same[self._digests[id(mail)]] if self._moved(each, place)),
            None,
        )
        if row is None and self._alike:
            copies = self._alike.get(mark(mail.sheets[0].data), ())
            row = next((each.row for each in copies if self._fits(each, place)), None)
        return None if row is None else Found(row, place=place)

    def coming(self, mail: Thing, row: int) -> None:
        """It is about to be added."""
        place, digest = mail.arrival.place, self._digests[id(mail)]
        self._keys[mail.arrival.source_key] = row
        self._same[digest].append(_Copy(row, place))
        if place is None:
            self._alike.setdefault(mark(mail.sheets[0].data), []).append(_Copy(row, None))

    def lies_at(self, row: int, place: Place) -> None:
        self._places[place] = row
        self._added[row].append(place)

    def _moved(self, copy: _Copy, place: Place | None) -> bool:
        """Whether the same bytes are the same mail: any file; on a server, what has been numbered
        anew or lies in another folder. Two equal mails that a folder holds at a time are two."""
        return place is None or (copy.place is not None and _elsewhere(copy.place, place))

    def _fits(self, copy: _Copy, place: Place | None) -> bool:
        """Two equal mails that a server holds at a time are two; so are those of two mailboxes."""
        if place is None:
            return True
        lies = [*places_of(self._connection, copy.row), *self._added[copy.row]]
        return all(_elsewhere(each, place) for each in lies)

    # --- what the database is asked, once a batch

    def _by_key(self, mails: Sequence[Thing]) -> dict[str, int]:
        table = tables.arrivals
        source = mails[0].arrival.source
        return {
            row.source_key: row.id
            for part in parts(each.arrival.source_key for each in mails)
            for row in self._connection.execute(
                select(table.c.id, table.c.source_key).where(
                    table.c.source == source, table.c.source_key.in_(part)
                )
            )
        }

    def _by_place(self, mails: Sequence[Thing]) -> dict[Place, int]:
        if self._place is None:
            return {}
        one, more = tables.arrivals, tables.places
        places = [each.arrival.place for each in mails if each.arrival.place]
        found: dict[Place, int] = {}
        for part in parts(places):
            for table, number in ((one, one.c.id), (more, more.c.arrival_id)):
                query = select(
                    number.label("row"),
                    table.c.mailbox,
                    table.c.uidvalidity,
                    table.c.uid,
                    table.c.folder,
                ).where(
                    table.c.mailbox == self._place.mailbox,
                    table.c.folder.in_({each.folder for each in part}),
                    table.c.uidvalidity == self._place.uidvalidity,
                    table.c.uid.in_({each.uid for each in part}),
                )
                for row in self._connection.execute(query):
                    found[Place(row.mailbox, row.uidvalidity, row.uid, row.folder)] = row.row
        return found

    def _by_bytes(self, digests: Iterable[str]) -> dict[str, list[_Copy]]:
        """The arrivals that have these bytes: as their first file; for a file, as any."""
        one, more = tables.arrivals, tables.files
        found: dict[str, list[_Copy]] = defaultdict(list)
        for part in parts(digests):
            query = select(one).where(one.c.sha256.in_(part)).order_by(one.c.id)
            if self._place is not None:
                query = query.where(one.c.mailbox == self._place.mailbox)
            for row in self._connection.execute(query):
                found[row.sha256].append(_Copy(row.id, _place_of(row)))
            if self._place is None:
                pages = select(more).where(more.c.sha256.in_(part)).order_by(more.c.arrival_id)
                for row in self._connection.execute(pages):
                    found[row.sha256].append(_Copy(row.arrival_id, None))
        for copies in found.values():
            copies.sort(key=lambda each: each.row)
        return found

    def _by_mark(self, store: Store, mails: Sequence[Thing]) -> dict[str, list[_Copy]]:
        """Only mails of the same senders and of about their sizes are opened, and none that cannot be
        the same whatever is in them."""
        table, kept = tables.arrivals, tables.evidence
        senders: dict[str, list[Thing]] = defaultdict(list)
        for each in mails:
            senders[each.arrival.sender].append(each)
        bounds: dict[str, list[tuple[int, int]]] = {}  # of senders of whom anything is here
        found: dict[str, list[_Copy]] = defaultdict(list)
        for part, places in product(parts(senders), self._other_places()):
            query = (
                select(table, kept.c.path, kept.c.size)
                .join(kept, kept.c.sha256 == table.c.sha256)
                .where(table.c.sender.in_(part), table.c.source.in_(("mail", "file")), *places)
                .order_by(table.c.id)
            )
            for row in self._connection.execute(query).all():
                if row.sender not in bounds:
                    bounds[row.sender] = [
                        sizes(each.sheets[0].data) for each in senders[row.sender]
                    ]
                if any(least <= row.size <= most for least, most in bounds[row.sender]):
                    found[_mark(store, row)].append(_Copy(row.id, _place_of(row)))
        found.pop("", None)
        for copies in found.values():
            copies.sort(key=lambda each: each.row)
        return found

    def _other_places(self) -> Sequence[tuple[ColumnElement[bool], ...]]:
        """What another mailbox holds is another mail, and so is what this folder holds beside it. Told
        as ranges of the index, so that the rows of this folder are not even looked at; and only those
        in which anything is: of a mailbox that is kept for the first time, none."""
        table, place = tables.arrivals, self._place
        if place is None:
            return [()]
        here, validity = table.c.mailbox == place.mailbox, table.c.uidvalidity
        ranges = [
            (table.c.mailbox.is_(None),),
            (here, validity < place.uidvalidity),
            (here, validity > place.uidvalidity),
        ]
        if _folder(place) is not None:
            same = validity == place.uidvalidity
            ranges += [
                (here, same, table.c.folder < place.folder),
                (here, same, table.c.folder > place.folder),
            ]
        return [each for each in ranges if self._is_any(each)]

    def _is_any(self, where: Sequence[ColumnElement[bool]]) -> bool:
        query = select(tables.arrivals.c.id).where(*where).limit(1)
        return self._connection.execute(query).first() is not None


def _elsewhere(one: Place, other: Place) -> bool:
    numbered = one.uidvalidity != other.uidvalidity or one.folder != other.folder
    return one.mailbox == other.mailbox and numbered


def _place_of(row: Row[tuple[object, ...]]) -> Place | None:
    return None if row.uid is None else Place(row.mailbox, row.uidvalidity, row.uid, row.folder)


def _mark(store: Store, row: Row[tuple[object, ...]]) -> str:
    """Empty where the evidence is gone or altered: nobody can say what it was."""
    if row.sha256 not in _marks:
        try:
            _marks[row.sha256] = mark(store.evidence.load(row.path, row.sha256))
        except (OSError, ValueError):
            return ""
    return _marks[row.sha256]
