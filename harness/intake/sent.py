"""An account and Message-IDs -> the copies of those mails that lie in its folder of sent mail.

Looked at and nothing else: a folder is opened by EXAMINE, and only heads are fetched. What is found is
shown to a person. It proves that the server took the mail only where it is the server that lays copies
there, and no server says whether it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from harness.intake import told
from harness.intake.account import Account
from harness.intake.folders import CLOSED, Listed
from harness.intake.mailbox import open_mailbox

SENT = b"\\sent"
# as their last part is called, whatever they lie in
NAMES = frozenset(
    {
        "sent", "sent mail", "sent messages", "sent items", "sent-mail", "已发送", "已发送邮件",
        "已发邮件", "已发信件", "已发送的邮件", "发件夹", "寄件备份", "寄件備份",
    }
)  # fmt: skip
MOST = 20  # copies of one mail that are looked at: a server may take SEARCH for something wider
_HEAD = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_ID = re.compile(rb"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Copy:
    """`at`: when the server says that it was laid there."""

    message_id: str
    folder: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """`folders`: those that could be searched; `left`: why others could not, for people."""

    folders: tuple[str, ...]
    copies: tuple[Copy, ...]
    left: tuple[str, ...] = ()


def look_for(account: Account, message_ids: Sequence[str], named: str = "") -> Looked:
    """`named`: the folder, where somebody says which. OSError and imapclient's errors pass through."""
    folders, copies, left = [], [], []
    with open_mailbox(account) as box:
        for folder in [named] if named else sent_folders(box.client.list_folders()):
            try:
                box.client.select_folder(folder, readonly=True)
                copies += [one for id in message_ids for one in _copies(box.client, folder, id)]
                folders.append(folder)
            except IMAPClient.AbortError:  # the connection
                raise
            except IMAPClientError as why:  # this folder alone
                left.append(f"文件夹“{folder}”查不了：{told.why(why)}")
    return Looked(tuple(folders), tuple(copies), tuple(left))


def _copies(client: IMAPClient, folder: str, message_id: str) -> Iterator[Copy]:
    """SEARCH finds what holds the words; the head says whether it is that mail."""
    uids = sorted(client.search(["HEADER", "Message-ID", message_id]))[-MOST:]
    if not uids:
        return
    for _, parts in sorted(client.fetch(uids, ["INTERNALDATE", _HEAD]).items()):
        heads = b"".join(each for each in parts.values() if isinstance(each, bytes))
        if message_id.encode() in _ID.findall(heads):
            yield Copy(message_id, folder, parts.get(b"INTERNALDATE"))


def sent_folders(listed: Iterable[Listed]) -> tuple[str, ...]:
    """As the server says (SPECIAL-USE, RFC 6154); where it does not, by the names that are usual."""
    there = [(flags, mark, name) for flags, mark, name in listed if not _has(flags, CLOSED)]
    told_so = [name for flags, _, name in there if _has(flags, SENT)]
    return tuple(told_so or [name for _, mark, name in there if _last(mark, name) in NAMES])


def _has(flags: Iterable[bytes], flag: bytes) -> bool:
    return flag in {each.lower() for each in flags}


def _last(mark: bytes | None, name: str) -> str:
    last = name.rpartition(mark.decode("ascii", "replace"))[2] if mark else name
    return last.strip().casefold()
