"""申请人 as the store knows them: consent, identity number (encrypted), and who was forgotten.

One key an applicant encrypts the number and every letter that went out in that person's name, which
has the address as well; forgetting somebody begins with deleting that key. What is written here and
what the history says of it never holds a number.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from harness.store import facts, standing, tables
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.keys import KeyLost, drop_key, load_key, new_key, where
from harness.store.private import NotOpened, Place, decrypt, encrypt, key_of, unwrapped, wrapped

IDENTITIES = tables.identities


@dataclass(frozen=True, slots=True)
class Person:
    """`key_id`: of the key on which the number and the letters depend."""

    id: str
    key_id: str = ""
    has_number: bool = False
    consented_on: date | None = None
    forgotten_on: date | None = None


def people(connection: Connection) -> Mapping[str, Person]:
    """Everybody of whom anything is recorded."""
    consents = _consents(connection)
    rows = {row.applicant_id: row for row in connection.execute(select(IDENTITIES))}
    found = {}
    for id in sorted({*rows, *consents}):
        row = rows.get(id)
        found[id] = Person(
            id,
            row.key_id if row else "",
            bool(row and row.number),
            consents.get(id),
            row.forgotten_on if row else None,
        )
    return found


def person(connection: Connection, id: str) -> Person:
    return people(connection).get(id, Person(id))


def _consents(connection: Connection) -> dict[str, date]:
    table = tables.consents
    gone = standing.dead(connection, table)
    rows = connection.execute(select(table).order_by(table.c.id))
    return {row.applicant_id: row.on for row in rows if row.id not in gone}


def consent(connection: Connection, id: str, on: date, note: str) -> bool:
    """Somebody has agreed to apply in the own name; False where that very day is on record."""
    if _consents(connection).get(id) == on:
        return False
    facts.insert(connection, tables.consents, {"applicant_id": id, "on": on, "note": note})
    return True


def number_of(connection: Connection, id: str) -> str:
    """The number, for the form that needs it; empty where none is kept."""
    row = connection.execute(select(IDENTITIES).where(IDENTITIES.c.applicant_id == id)).first()
    if row is None or not row.number:
        return ""
    try:
        data = base64.b64decode(row.number)
        return decrypt(row.key_id, data, _of_number(id)).decode("ascii")
    except (KeyLost, NotOpened) as wrong:
        raise StoreError(
            f"申请人 {id} 的证件号码取不出来：{wrong}；请在录入的那台电脑上运行，"
            f"或者重新录入：mingcha applicant {id} --write"
        ) from wrong


def keep_number(connection: Connection, campaign: Path, id: str, number: str) -> str:
    """Answers where its key lies, in words."""
    known = _not_forgotten(connection, id)
    # who types the number in anew has it: only here may it take the place of one whose key is away
    key_id = known.key_id if _has_key(known) else _another_key(connection, campaign, id)
    data = base64.b64encode(encrypt(key_id, number.encode("ascii"), _of_number(id)))
    here = IDENTITIES.c.applicant_id == id
    facts.update(connection, IDENTITIES, {"number": data.decode("ascii")}, here)
    return where(key_id)


def _of_number(id: str) -> Place:
    return IDENTITIES.name, id, IDENTITIES.c.number.name


def _of_letter(application_id: str) -> Place:
    return tables.outbox.name, application_id, tables.outbox.c.sha256.name


def ready_key(store: Store, id: str) -> str:
    """The key of a person whose letters are about to be kept."""
    with store.reading() as connection:
        known = person(connection, id)
    if known.forgotten_on is None and _has_key(known):
        return known.key_id
    with store.writing(verb="send", what=f"申请人 {id}：建立信件的密钥") as connection:
        return key_for(connection, store.folder, id)


def key_for(connection: Connection, campaign: Path, id: str) -> str:
    """The person's key, a new one where there is none, or none on this machine. StoreError where a
    number depends on the one that is away: it may come back, and the number would not."""
    known = _not_forgotten(connection, id)
    if _has_key(known):
        return known.key_id
    if known.has_number:
        raise StoreError(
            f"申请人 {id} 的密钥 {known.key_id} 现在取不到，没有另建密钥，以免已录入的证件号码丢失；"
            "请解锁系统密钥环，或者在录入的那台电脑上运行；"
            f"密钥确已丢失的，重新录入：mingcha applicant {id} --write"
        )
    return _another_key(connection, campaign, id)


def _not_forgotten(connection: Connection, id: str) -> Person:
    known = person(connection, id)
    if known.forgotten_on is not None:
        raise StoreError(f"申请人 {id} 已于 {known.forgotten_on} 删除，不能再存放其个人信息")
    return known


def _another_key(connection: Connection, campaign: Path, id: str) -> str:
    made = new_key(campaign)
    # what the former key encrypted, if there was one, cannot be read with this one
    _write(connection, id, {"key_id": made, "number": ""})
    return made


def _has_key(known: Person) -> bool:
    return bool(known.key_id) and _is_here(known.key_id)


def _is_here(key_id: str) -> bool:
    try:
        load_key(key_id)
    except KeyLost:
        return False
    return True


def closed(key_id: str, application_id: str, data: bytes) -> bytes:
    """A letter that goes out in the name of the person whose key this is, as it is kept among the
    evidence."""
    return wrapped(key_id, data, _of_letter(application_id))


def opened(application_id: str, data: bytes) -> bytes:
    """The letter again, exactly as it went; one that was kept open as it is."""
    try:
        return unwrapped(data, _of_letter(application_id))
    except (KeyLost, NotOpened) as wrong:
        raise StoreError(f"申请 {application_id} 的信件打不开：{wrong}") from wrong


def forget(
    connection: Connection, id: str, on: date, letters: Sequence[bytes] = ()
) -> tuple[str, ...]:
    """Deletes the keys (also those that only `letters` still name), then the number. The row stays,
    and says when. Answers the keys that are not on this machine and may be on another."""
    known = person(connection, id)
    needed = {known.key_id, *(key_of(each) or "" for each in letters)} - {""}
    elsewhere = tuple(key_id for key_id in sorted(needed) if not drop_key(key_id))
    values = {"key_id": "", "number": "", "forgotten_on": known.forgotten_on or on}
    _write(connection, id, values)
    return () if known.forgotten_on else elsewhere  # by the second time they are gone


def _write(connection: Connection, id: str, values: Mapping[str, object]) -> None:
    here = IDENTITIES.c.applicant_id == id
    if not facts.update(connection, IDENTITIES, values, here):
        facts.insert(connection, IDENTITIES, {"applicant_id": id, **values})
