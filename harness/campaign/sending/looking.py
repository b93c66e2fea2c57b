"""Of mails of which nobody knows whether they went out: what there is to see of them.

A copy in the sender's folder of sent mail, where the campaign has a mailbox of that address (IMAP,
only looked at), and whatever came in that answers. It is shown and settles nothing: a copy may have
been laid there by a mail program, and only a person says that a mail went or did not go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from harness.campaign.errors import Refused
from harness.campaign.receiving.accounts import account_at
from harness.campaign.receiving.fetching import Wrong
from harness.campaign.workspace import Workspace
from harness.dispatch.pace import CHINA
from harness.dispatch.passwords import Ask, nobody
from harness.intake import sent, told
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.store import further, outbox, plan
from harness.store.further import Further
from harness.store.outbox import Queued
from letters.mailboxes import MailboxPlace

Letter = Queued | Further
POP3 = "邮箱只能用 POP3 收信，看不到“已发送”，请登录网页邮箱查看"
NO_FOLDER = (
    '没有认出“已发送”文件夹，请在 campaign.toml 这个邮箱的 [[mailboxes]] 写明，如 sent = "已发送"'
)


@dataclass(frozen=True, slots=True)
class Found:
    """`copies`: where, and when it was laid there; `arrivals`: what came that answers it, in words;
    `searched`: the folders; `left`: why something could not be looked at."""

    application: str
    message_id: str
    mailbox: str
    copies: tuple[str, ...]
    arrivals: tuple[str, ...]
    searched: tuple[str, ...]
    left: tuple[str, ...]


def look(workspace: Workspace, unknown: Sequence[str], ask: Ask = nobody) -> tuple[Found, ...]:
    """In the order of `unknown`. A server that cannot be asked is told, and is no fault of theirs."""
    with workspace.store.reading() as connection:
        letters: dict[str, Letter] = {**outbox.letters(connection), **further.letters(connection)}
        address = {each.id: each.applicant.email for each in plan.applications(connection)}
    mails = {id: each for id in unknown if (each := letters.get(id)) and each.message_id}
    if not mails:
        return ()
    by_box: dict[str, list[Letter]] = defaultdict(list)
    for each in mails.values():
        by_box[address[each.application_id]].append(each)
    seen = {box: _look(workspace, box, found, ask) for box, found in by_box.items()}
    came = _came(workspace, mails)
    return tuple(
        _found(id, each, address[each.application_id], seen, came[id]) for id, each in mails.items()
    )


def _found(
    id: str, letter: Letter, box: str, seen: Mapping[str, sent.Looked], came: Sequence[str]
) -> Found:
    number, looked = letter.message_id or "", seen[box]
    copies = (each for each in looked.copies if each.message_id == number)
    told_so = tuple(f"文件夹“{each.folder}”，{_moment(each.at)}" for each in copies)
    return Found(id, number, box, told_so, tuple(came), looked.folders, looked.left)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M} 存入" if at else "存入时间不明"


def _look(workspace: Workspace, box: str, letters: Sequence[Letter], ask: Ask) -> sent.Looked:
    place = _place(workspace, box)
    if place is None:
        return sent.Looked((), ())
    if place.protocol == "pop3":
        return sent.Looked((), (), (POP3,))
    try:
        account = account_at(workspace, place, ask)
        numbers = [each.message_id for each in letters if each.message_id]
        looked = sent.look_for(account, numbers, place.sent)
    except Refused as why:
        return sent.Looked((), (), (str(why),))
    except UnicodeError:  # the error quotes what it could not say: it is told to nobody
        return sent.Looked((), (), ("登录名、密码或者文件夹名里有服务器不认的字符",))
    except Wrong as why:
        return sent.Looked((), (), (f"服务器 {place.host} 查不了：{told.why(why)}",))
    return looked if looked.folders or looked.left else sent.Looked((), (), (NO_FOLDER,))


def _place(workspace: Workspace, box: str) -> MailboxPlace | None:
    places = workspace.campaign.mailboxes
    return next((each for each in places if each.address.casefold() == box.casefold()), None)


def _came(workspace: Workspace, mails: Mapping[str, Letter]) -> Mapping[str, list[str]]:
    """What was collected and is known to answer one of these."""
    found: dict[str, list[str]] = {id: [] for id in mails}
    for filed in workspace.book().filed:
        arrival = filed.arrival
        for id, letter in mails.items():
            answers = letter.message_id in filed.placement.message_ids or id in filed.letters
            # what is surely of a letter that followed says nothing of the application
            filed_here = id in filed.applications and not filed.letters
            if answers or (filed_here and arrival.on >= letter.on):
                kind = KIND_NAMES[arrival.kind]
                found[id].append(f"{arrival.on} {kind}“{arrival.name}”（{arrival.id}）")
    return found


def in_words(found: Found) -> Iterator[str]:
    """For people: what was found, and what it proves."""
    head = f"{found.application}（Message-ID {found.message_id}）"
    for each in found.copies:
        yield (
            f"{head}：{found.mailbox} 里有一份：{each}。服务器自己存“已发送”的邮箱，有这一份就说明服务器收下了；"
            "也可能是邮件程序或者人存进去的。请核实，程序不据此认定"
        )
    if found.searched and not found.copies:
        where = "、".join(found.searched)
        yield (
            f"{head}：{found.mailbox} 的“{where}”里没有。不等于没有发出：不少邮箱不保存程序发出的邮件"
        )
    yield from (f"{head}：{found.mailbox} 的“已发送”没有查：{each}" for each in found.left)
    yield from (
        f"{head}：收到过 {each}，说明对方的系统可能已经收到，请看来件" for each in found.arrivals
    )
    if not found.arrivals:
        yield f"{head}：已收的来件里没有投递报告、自动回复或者别的答复；请先 mingcha collect 再看"
