"""`collect`: what has come is kept, read and filed: mail accounts, incoming/, posting list, ledger.

Kept first, each thing in a transaction that is done before anybody looks into it; then read in lanes
and placed. Interrupted anywhere, the next `collect` takes up the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from imapclient.exceptions import IMAPClientError

from harness.campaign.ledger import Merged, doubts_of, take
from harness.campaign.postings import take_postings
from harness.campaign.workspace import INCOMING, Refused, Workspace
from harness.casebook.book import Filed, sheets_to_read
from harness.dispatch.authorisation import NotAuthorised, loopback
from harness.intake.folder import things
from harness.intake.mailbox import Account, Mailbox, open_mailbox
from harness.intake.mails import thing_of_mail
from harness.intake.receive import Thing, take_in
from harness.scoring.assessment import ReviewItem
from harness.store import log, plan, reading
from harness.store.log import arrivals, last_uid
from letters.faults import BadTable

PASSWORD = "MINGCHA_MAIL_PASSWORD"
NO_ACCOUNTS = "邮箱没有收"


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


def collect(workspace: Workspace, accounts: Sequence[Account] | None = None) -> Collected:
    """Take in what is new and say how all that is new stands. `accounts` in place of the
    campaign's own."""
    before = _ids(workspace)
    doubts = keep_all(workspace, accounts)
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
    workspace: Workspace, accounts: Sequence[Account] | None = None
) -> tuple[ReviewItem, ...]:
    """Keep all that is new, without looking into it; answers what in the ledger is wrong."""
    doubts = list(keep_papers(workspace))
    try:
        chosen = campaign_accounts(workspace) if accounts is None else accounts
    except Refused as why:
        return (*doubts, ReviewItem(NO_ACCOUNTS, str(why)))
    for each in chosen:
        try:
            with ExitStack() as stack:
                keep_mails(workspace, [_opened(stack, each)])
        except Refused as why:  # the other mailboxes are fetched all the same
            doubts.append(ReviewItem(not_fetched(each), str(why)))
    return tuple(doubts)


def not_fetched(account: Account) -> str:
    """What a mailbox that could not be fetched is called among the doubts."""
    return f"邮箱 {account.user} 没有收"


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
        each for stored in came for each in sheets_to_read(workspace.folder, paths, stored.fact)
    ]
    return reading.read_ahead(sheets, workspace.engine)


def keep_mails(workspace: Workspace, boxes: Sequence[Mailbox]) -> int:
    """Keep the new mails of open mailboxes."""
    return take_in(workspace.store, _mails(workspace, boxes))


def _mails(workspace: Workspace, boxes: Sequence[Mailbox]) -> Iterator[Thing]:
    def last(user: str, validity: int) -> int:
        with workspace.store.reading() as connection:
            return last_uid(connection, user, validity)

    for box in boxes:
        try:
            for mail in box.new(last):
                yield thing_of_mail(mail)
        except (OSError, IMAPClientError) as why:
            raise Refused(
                f"邮箱 {box.account.user} 收信中断：{why}；已收下的不会丢失，请稍后再收"
            ) from why


def _opened(stack: ExitStack, account: Account) -> Mailbox:
    try:
        return stack.enter_context(open_mailbox(account))
    except (OSError, IMAPClientError) as why:
        raise Refused(
            f"收不了邮箱 {account.user} 的信（服务器 {account.host} 端口 {account.port}）：{why}；"
            "请核对 campaign.toml 的 [mail]、网络和密码"
        ) from why


def campaign_accounts(workspace: Workspace) -> tuple[Account, ...]:
    """One for each applicant to whom something was planned to come by mail; none without [mail].
    The password comes from the environment."""
    campaign = workspace.campaign
    if not campaign.imap_host or not campaign.imap_port:
        return ()
    with workspace.store.reading() as connection:
        people = {each.applicant.email: None for each in plan.applications(connection)}
    boxes = [each for each in people if each]
    if not boxes:
        return ()
    if PASSWORD not in os.environ:
        raise Refused(
            f"收信需要邮箱密码：请设置环境变量 {PASSWORD}，或者删去 campaign.toml 的 [mail]"
        )
    return tuple(
        Account(
            campaign.imap_host,
            campaign.imap_port,
            each,
            os.environ[PASSWORD],
            tls=not _is_loopback(campaign.imap_host),
        )
        for each in boxes
    )


def _is_loopback(host: str) -> bool:
    try:
        loopback(host)
    except NotAuthorised:
        return False
    return True


def came(filed: Filed) -> Came:
    arrival = filed.arrival
    first = filed.applications[0] if filed.applications else None
    return Came(arrival.id, arrival.how, arrival.on, arrival.kind.value, first, arrival.doubt)


def _ids(workspace: Workspace) -> frozenset[int]:
    with workspace.store.reading() as connection:
        return frozenset(each.id for each in arrivals(connection))
