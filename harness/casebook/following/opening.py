"""A campaign's store -> what is held of it (`Kept`), whole; and again, as the history has gone on since."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from harness.casebook.book import (
    Supposed,
    bound,
    come_alone,
    desk_of_rows,
    rows_of,
    with_words,
)
from harness.casebook.following.arrivals import Asking, remade
from harness.casebook.following.changed import Changed, changed_since
from harness.casebook.following.kept import Kept, kept_of
from harness.casebook.following.logs import Followed, bound_anew
from harness.casebook.matching.known_numbers import placed_by_numbers
from harness.casebook.placing import desk_key
from harness.casebook.torso import without_torsos
from harness.engine import Engine
from harness.store import further, history, outbox
from harness.store.database import Store
from harness.store.firsts import Firsts


def opened(store: Store, engine: Engine) -> Kept:
    """Everything that is known, made from nothing."""
    firsts = Firsts()
    with store.reading() as connection:
        version = history.last(connection)
        rows = rows_of(connection)
        firsts.read(connection)
    desk = desk_of_rows(rows)
    key = desk_key(desk)
    come = come_alone(store, rows, desk, engine, key=key)
    whole = tuple(with_words(store, rows, placed_by_numbers(come), engine))
    book = bound(rows, without_torsos(store.evidence, whole))
    return kept_of(version, rows, desk, key, firsts, come, whole, book)


def followed(store: Store, engine: Engine, kept: Kept) -> Followed:
    """As the history stands now."""
    with store.reading() as connection:
        changed = changed_since(connection, kept.version)
        if changed.nothing:
            return Followed(replace(kept, version=changed.version), frozenset())
        if not (changed.everything or _changes_desk(connection, kept, changed)):
            kept.firsts.read(connection, kept.version)
            asking = Asking(store, connection, engine, {})
            return bound_anew(asking, remade(asking, kept, changed), changed, ())
    return Followed(opened(store, engine), None)


def supposing(store: Store, engine: Engine, kept: Kept, supposed: Supposed) -> Followed | None:
    """What would follow if somebody said so; `kept` stays as it is. None where the history has gone on
    since: what is read from the tables would not fit it."""
    filings = {supposed.filing.arrival_id: supposed.filing} if supposed.filing else {}
    with store.reading() as connection:
        if history.last(connection) != kept.version:
            return None
        asking = Asking(store, connection, engine, filings)
        nothing = Changed(kept.version)
        return bound_anew(asking, remade(asking, kept, nothing), nothing, supposed.rulings)


def _changes_desk(connection: Connection, kept: Kept, changed: Changed) -> bool:
    """Whether arrivals are held against something else than before: then any may be placed anew."""
    letters = outbox.letters(connection, changed.letters)
    for id in changed.letters:
        old, new = kept.book.letters.get(id), letters.get(id)
        told = (
            ("", None) if each is None else (each.number, each.message_id) for each in (old, new)
        )
        if len({*told}) > 1:
            return True
    later = further.letters(connection, changed.letters)
    return any(each.message_id not in kept.desk.message_ids for each in later.values())
