"""`collect`: what has come is kept, read and filed: mail accounts, incoming/, posting list, ledger.

Kept first, each thing in a transaction that is done before anybody looks into it; then read in lanes
and placed. Interrupted anywhere, the next `collect` takes up the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.ledger.exchange import Merged, doubts_of, take
from harness.campaign.receiving.accounts import campaign_accounts
from harness.campaign.receiving.fetching import keep_accounts
from harness.campaign.sending.postings import take_postings
from harness.campaign.workspace import INCOMING, Workspace
from harness.casebook.book import Filed, sheets_to_read
from harness.dispatch.passwords import Ask, nobody
from harness.intake.account import Account
from harness.intake.folder import things
from harness.intake.receive import take_in
from harness.scoring.assessment import ReviewItem
from harness.store import log, reading
from harness.store.log import arrivals
from letters.faults import BadTable


@dataclass(frozen=True, slots=True)
class Came:
    """One arrival as it is now filed; `application` is the first where there are several."""

    id: str
    source: str
    on: date
    kind: str
    application: str | None
    doubt: str


@dataclass(frozen=True, slots=True)
class Collected:
    new: int
    filed: int
    queue: int
    arrivals: tuple[Came, ...]
    doubts: tuple[ReviewItem, ...] = ()  # what in the ledger a person must mend


def collect(
    workspace: Workspace, accounts: Sequence[Account] | None = None, ask: Ask = nobody
) -> Collected:
    """Take in what is new and say how all that is new stands. `accounts` in place of the
    campaign's own; `ask`: for a password that is found nowhere."""
    before = _ids(workspace)
    doubts = keep_all(workspace, accounts, ask)
    book = workspace.book()
    fresh = [each for each in book.filed if each.id not in before]
    return Collected(
        len(fresh),
        sum(bool(each.applications) for each in fresh),
        sum(bool(each.arrival.doubt) for each in book.filed),
        tuple(came(each) for each in fresh),
        doubts,
    )


def keep_all(
    workspace: Workspace, accounts: Sequence[Account] | None = None, ask: Ask = nobody
) -> tuple[ReviewItem, ...]:
    """Keep all that is new, without looking into it; answers what in the ledger is wrong, and which
    mailbox could not be fetched."""
    doubts = keep_papers(workspace)
    chosen, unknown = campaign_accounts(workspace, ask) if accounts is None else (accounts, ())
    return (*doubts, *unknown, *keep_accounts(workspace, chosen))


def keep_papers(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """Keep what lies in the folder: posting lists, ledger, incoming/; answers what is wrong."""
    doubts = take_postings(workspace)
    more = take_ledger(workspace)
    left: list[Path] = []
    incoming = workspace.folder / INCOMING
    take_in(workspace.store, things(incoming, workspace.as_of, left.append))
    return (*doubts, *more, *(_left(each.relative_to(incoming).as_posix()) for each in left))


def _left(name: str) -> ReviewItem:
    return ReviewItem(
        f"{INCOMING}/{name}", "文件还在写入（可能正在复制），这次没有收，请等写完后再收一次"
    )


def take_ledger(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """What people wrote into the ledger since; answers what in it a person must mend."""
    if not workspace.ledger.exists():
        return ()
    try:
        merged = take(workspace, write=True)
    except BadTable as wrong:
        return tuple(ReviewItem("台账", each) for each in wrong.faults)
    # nothing of it is taken over in silence
    workspace.news.extend(_read_in(merged))
    return doubts_of(merged)


_MOST_TOLD = 30


def _read_in(merged: Merged) -> list[str]:
    told = [f"台账读入：新增 {place}" for place in merged.added]
    told += [
        f"台账读入：{each.place}“{each.column}”由“{each.before}”改为“{each.after}”"
        for each in merged.changed
    ]
    told += [f"台账读入：{number} 作废" for number in merged.voided]
    more = len(told) - _MOST_TOLD
    return [*told[:_MOST_TOLD], *([f"台账读入：另有{more}处"] if more > 0 else [])]


def read_ahead(workspace: Workspace) -> Callable[[], None]:
    """Begin to read what was kept and not read yet; the call that is given back waits."""
    with workspace.store.reading() as connection:
        paths, came = log.paths(connection), log.arrivals(connection)
    sheets = [
        each
        for stored in came
        for each in sheets_to_read(workspace.store.evidence, paths, stored.fact)
    ]
    return reading.read_ahead(sheets, workspace.engine)


def came(filed: Filed) -> Came:
    arrival = filed.arrival
    first = filed.applications[0] if filed.applications else None
    return Came(arrival.id, arrival.how, arrival.on, arrival.kind.value, first, arrival.doubt)


def _ids(workspace: Workspace) -> frozenset[int]:
    with workspace.store.reading() as connection:
        return frozenset(each.id for each in arrivals(connection))
