"""每日简报 in the store: made once a day, mailed at most once, whoever dies when; and 收件故障, what could
not be collected, since when, and when it was over.

A digest that is mailed goes queued -> sending -> sent or refused; `sending` is written before the
first byte leaves, and whoever finds it there later cannot know whether it went, so it is not sent
again. One that a later day's digest takes in before it went out is `folded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from sqlalchemy import Connection, select

from harness.store import facts, tables
from harness.store.database import Store

DIGESTS, TROUBLES = tables.digests, tables.troubles
STATES = {
    "kept": "已存",
    "queued": "待发",
    "sending": "发送中",
    "sent": "已发",
    "refused": "被拒收",
    "folded": "并入后一份",
}
GIVEN = ("kept", "sent")  # somebody has it


@dataclass(frozen=True, slots=True)
class Made:
    """A digest that was made. `arrival`: the last arrival that it tells of."""

    on: date
    at: str
    arrival: int
    message_id: str | None
    to: str
    sha256: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """`why` is empty where it was over at that moment."""

    at: str
    what: str
    why: str


def made(connection: Connection) -> tuple[Made, ...]:
    """Every digest, by its day."""
    rows = connection.execute(select(DIGESTS).order_by(DIGESTS.c.on))
    return tuple(
        Made(row.on, row.at, row.arrival, row.message_id, row.to, row.sha256, row.state, row.detail)
        for row in rows
    )


def add(
    store: Store,
    on: date,
    arrival: int,
    data: bytes,
    *,
    message_id: str | None = None,
    to: str = "",
) -> bool:
    """Keep the digest of a day, to be mailed where it has a Message-ID; False, and nothing changed,
    where the day has one. An earlier one that has not gone out by now is not sent any more: this one
    tells what it told."""
    suffix, state = ("eml", "queued") if message_id else ("txt", "kept")
    with store.writing(verb="watch", what=f"{on} 每日简报：{STATES[state]}") as connection:
        if connection.execute(select(DIGESTS.c.id).where(DIGESTS.c.on == on)).first() is not None:
            return False
        earlier = (DIGESTS.c.state == "queued", DIGESTS.c.on < on)
        facts.update(
            connection, DIGESTS, {"state": "folded", "detail": f"并入{on}的简报"}, *earlier
        )
        kept = store.keep(connection, data, f"每日简报-{on}.{suffix}")
        row = {
            "on": on,
            "at": _utc(store.now()),
            "arrival": arrival,
            "message_id": message_id,
            "to": to,
            "sha256": kept.sha256,
            "state": state,
        }
        facts.insert(connection, DIGESTS, row)
        return True


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def mark_sending(store: Store, on: date) -> bool:
    """False where it does not wait to be sent any more: then it is another's to send."""
    return _move(store, on, "queued", "sending", "")


def mark_sent(store: Store, on: date, said: str) -> None:
    _move(store, on, "sending", "sent", said)


def mark_refused(store: Store, on: date, said: str) -> None:
    _move(store, on, "sending", "refused", said)


def put_back(store: Store, on: date, said: str) -> None:
    """It has surely not gone out, and may be tried again."""
    _move(store, on, "sending", "queued", said)


def _move(store: Store, on: date, before: str, after: str, detail: str) -> bool:
    what = f"{on} 每日简报：{STATES[before]}→{STATES[after]}"
    with store.writing(verb="watch", what=what) as connection:
        values = {"state": after, "detail": detail}
        here = (DIGESTS.c.on == on, DIGESTS.c.state == before)
        return facts.update(connection, DIGESTS, values, *here) == 1


def troubles(connection: Connection) -> tuple[Trouble, ...]:
    """All that were ever told, in their order."""
    rows = connection.execute(select(TROUBLES).order_by(TROUBLES.c.id))
    return tuple(Trouble(row.at, row.what, row.why) for row in rows)


def standing(told: Iterable[Trouble]) -> Mapping[str, Trouble]:
    """What is in trouble still, as it began."""
    found: dict[str, Trouble] = {}
    for each in told:
        if not each.why:
            found.pop(each.what, None)
        else:
            found.setdefault(each.what, each)
    return found


def note(
    store: Store,
    wrong: Mapping[str, str],
    fine: Iterable[str],
    since: Mapping[str, datetime] = MappingProxyType({}),
) -> None:
    """What went wrong now (what, why), and what is surely fine. Written down is only where either
    begins: a server that is away for a night is one trouble. `since`: of what could not be written
    down when it began, when that was."""
    with store.reading() as connection:
        before = standing(troubles(connection))
    began = [(what, why) for what, why in wrong.items() if what not in before]
    over = [what for what in dict.fromkeys(fine) if what in before and what not in wrong]
    if not began and not over:
        return
    now = store.now()
    told = [*(f"{what}：{why}" for what, why in began), *(f"{what}：已恢复" for what in over)]
    rows = [{"at": _utc(since.get(what, now)), "what": what, "why": why} for what, why in began]
    rows += [{"at": _utc(now), "what": what, "why": ""} for what in over]
    with store.writing(verb="watch", what="；".join(told)) as connection:
        facts.insert_all(connection, TROUBLES, rows)
