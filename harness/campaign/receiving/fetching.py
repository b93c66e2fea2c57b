"""Accounts, or mailboxes that are open -> their new mails kept, each batch of them on the disk and on
record before its server hears of it. Nothing is read or judged here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack

from imapclient.exceptions import IMAPClientError

from harness.campaign.workspace import Refused, Workspace
from harness.intake import told
from harness.intake.account import Account, Fetched
from harness.intake.mailbox import Mailbox, open_mailbox
from harness.intake.mails import thing_of_mail
from harness.intake.pop3 import PostBox, open_postbox
from harness.intake.receive import take_in
from harness.scoring.assessment import ReviewItem
from harness.store.places import known_folders, known_uids

Box = Mailbox | PostBox
Wrong = (OSError, IMAPClientError)


class BrokenOff(Refused):
    """The connection to a mailbox; `new`: how many mails had been kept by then."""

    def __init__(self, new: int, why: str) -> None:
        super().__init__(why)
        self.new = new


def not_fetched(mailbox: str) -> str:
    """What a mailbox that could not be fetched is called among the doubts."""
    return f"邮箱 {mailbox} 没有收"


def not_all_of(not_fetched: str) -> str:
    """What it is called where it could, but for some of its mails."""
    return f"{not_fetched}全"


def keep_accounts(workspace: Workspace, accounts: Sequence[Account]) -> tuple[ReviewItem, ...]:
    """Keep the new mails of these accounts; answers what could not be had."""
    wrong: list[ReviewItem] = []
    for each in accounts:
        try:
            left = _keep_account(workspace, each)
            wrong += [ReviewItem(not_all_of(not_fetched(each.mailbox)), one) for one in left]
        except Refused as why:  # the other mailboxes are fetched all the same
            wrong.append(ReviewItem(not_fetched(each.mailbox), str(why)))
    return tuple(wrong)


def keep_mails(workspace: Workspace, boxes: Sequence[Box]) -> int:
    """Keep the new mails of open mailboxes."""
    return sum(_keep_of(workspace, box) for box in boxes)


def _keep_account(workspace: Workspace, account: Account) -> list[str]:
    """A server that drops the connection is asked again as long as that brings something."""
    while True:
        with ExitStack() as stack:
            try:
                box = stack.enter_context(_opened(account))
            except UnicodeError:  # the error quotes what it could not say: it is told to nobody
                raise Refused(
                    f"收不了邮箱 {account.mailbox} 的信：登录名或者密码里有服务器不认的字符（中文、全角等）；"
                    "请切换到英文输入法重新填写，并核对服务器名"
                ) from None
            except Wrong as why:
                raise Refused(
                    f"收不了邮箱 {account.mailbox} 的信（服务器 {account.host} 端口 {account.port}）：{told.why(why)}；"
                    "请核对 campaign.toml 里的邮箱、网络和密码"
                ) from why
            try:
                _keep_of(workspace, box)
            except BrokenOff as why:
                if not why.new:
                    raise
            else:
                return box.left


def _opened(account: Account) -> AbstractContextManager[Box]:
    return open_postbox(account) if account.pop3 else open_mailbox(account)


def _keep_of(workspace: Workspace, box: Box) -> int:
    """What our own disk or database refuses is told as such, and no fault of the server."""
    new, batches = 0, _batches(workspace, box)
    while True:
        try:
            batch = next(batches, None)
        except Wrong as why:
            raise _broken(box, new, why) from why
        if batch is None:
            return new
        new += take_in(workspace.store, [thing_of_mail(each) for each in batch])
        try:
            box.kept(batch)
        except Wrong as why:
            raise _broken(box, new, why) from why


def _broken(box: Box, new: int, why: Exception) -> BrokenOff:
    what = f"邮箱 {box.account.mailbox} 收信中断：{told.why(why)}"
    return BrokenOff(new, f"{what}；已收下的不会丢失，请稍后再收")


def _batches(workspace: Workspace, box: Box) -> Iterator[tuple[Fetched, ...]]:
    def uids(mailbox: str, folder: str, validity: int) -> frozenset[int]:
        with workspace.store.reading() as connection:
            return known_uids(connection, mailbox, folder, validity)

    def names(mailbox: str) -> frozenset[str]:
        with workspace.store.reading() as connection:
            return known_folders(connection, mailbox, 0)

    return box.new(names) if isinstance(box, PostBox) else box.new(uids)
