"""Fetching, keeping, reading and filing mail, measured: `python tests/bench/receiving.py` prints the table
of receiving.md.

One real Dovecot on loopback holds the same mailbox for all: mbsync with and without flushing (FSync),
getmail6, a bare socket on which the whole mailbox is asked for at once and nothing is kept, and ours,
which keeps every mail as evidence, on the disk and on record, batch by batch. Then ours are read and
filed against a planned campaign. The best of several rounds counts, the rounds taken in turn: neighbours
on the machine slow all down alike. What is not installed is left out. `--mails N`, `--rounds N`.

Nothing is removed before the end: ext4 gives an inode out again only a minute after its file was removed
and looks past each, so that every file made meanwhile would cost up to thirty times as much. Neighbours
who remove many files below /tmp do the same to us: name another folder by TMPDIR.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

from harness.campaign.receiving.fetching import keep_accounts
from harness.store import log

TESTS = Path(__file__).parent.parent
sys.path.append(str(TESTS))
from dovecot import PASSWORD, Dovecot, serving  # noqa: E402

USER = "yan@shenqing.example"
CAME = datetime(2020, 10, 15, 16, 0, tzinfo=timezone(timedelta(hours=8)))
MBSYNC = """\
FSync {flush}

IMAPAccount a
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account a

MaildirStore near
Path {folder}/
Inbox {folder}/INBOX
SubFolders Verbatim

Channel c
Far :far:
Near :near:
Patterns INBOX
Sync Pull
Create Near
SyncState *
"""
GETMAIL = """\
[retriever]
type = SimpleIMAPRetriever
server = 127.0.0.1
port = {port}
username = {user}
password = {password}
mailboxes = ("INBOX",)

[destination]
type = Maildir
path = {folder}/
{user_of_box}
[options]
read_all = false
verbose = 0
"""


def mails(number: int) -> Iterator[bytes]:
    """Plain mails, as offices write them; a third are replies to a letter of ours."""
    for each in range(number):
        mail = EmailMessage()
        mail["From"] = f"财政厅 <xxgk{each % 57}@cz{each % 57}.yanjiang.example>"
        mail["To"] = f"演文清 <{USER}>"
        mail["Subject"] = f"关于政府信息公开申请的答复（{each}）"
        mail["Message-ID"] = f"<{each}@cz.yanjiang.example>"
        mail["Date"] = CAME
        if each % 3 == 0:
            mail["In-Reply-To"] = "<U001-B@shenqing.example>"
        middle = "我单位正在依法办理，将在法定期限内答复。" * (each % 20 + 3)
        mail.set_content(
            f"演文清：\n您好！您提交的政府信息公开申请（编号{each}）收悉，{middle}\n"
            "演江自治区财政厅\n2020年10月15日\n"
        )
        yield mail.as_bytes().replace(b"\n", b"\r\n")


def mbsync(server: Dovecot, folder: Path, *, flush: bool) -> int:
    settings = folder / "mbsyncrc"
    told = {"port": server.port, "user": USER, "password": PASSWORD, "folder": folder}
    settings.write_text(MBSYNC.format(flush="yes" if flush else "no", **told), "utf-8")
    command = ["mbsync", "-q", "-c", str(settings), "-a"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return len([*folder.glob("INBOX/*/*")]) - len([*folder.glob("INBOX/*/.*")])


def getmail(server: Dovecot, folder: Path) -> int:
    for name in ("cur", "new", "tmp"):
        (folder / "box" / name).mkdir(parents=True)
    told = {"port": server.port, "user": USER, "password": PASSWORD, "folder": folder / "box"}
    told["user_of_box"] = ""
    if os.geteuid() == 0:  # it delivers nothing as root
        told["user_of_box"] = "user = nobody\n"
        folder.chmod(0o755)
        for each in (folder / "box", *folder.glob("box/*")):
            shutil.chown(each, "nobody")
    (folder / "getmailrc").write_text(GETMAIL.format(**told), "utf-8")
    command = ["getmail", "--getmaildir", str(folder), "--rcfile", "getmailrc"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return len([*folder.glob("box/new/*")])


def bare_socket(server: Dovecot, _folder: Path) -> int:
    """All commands sent at once, the answer read and thrown away."""
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(
            f"a LOGIN {USER} {PASSWORD}\r\nb EXAMINE INBOX\r\n"
            "c UID FETCH 1:* (INTERNALDATE BODY.PEEK[])\r\nd LOGOUT\r\n".encode()
        )
        whole = b"".join(iter(lambda: line.recv(1 << 20), b""))
    return len(re.findall(rb"\r\n\* \d+ FETCH ", whole))


def ours(server: Dovecot, folder: Path) -> int:
    with campaign().opened(folder) as desk:
        begun = time.perf_counter()
        wrong = keep_accounts(desk.workspace, [server.account(USER)])
        _SPENT["ours"] = time.perf_counter() - begun  # without making the campaign
        assert not wrong, wrong
        with desk.store.reading() as connection:
            return len(log.arrivals(connection))


def filed(server: Dovecot, folder: Path, rounds: int) -> float:
    """Mails read and filed in a processor-second: the best of several times from nothing; not the
    first, in which patterns are compiled."""
    with campaign().opened(folder) as desk:
        assert not keep_accounts(desk.workspace, [server.account(USER)])
        best = 0.0
        for number in range(rounds + 1):
            if number:
                (folder / "cache").rename(folder / f"cache before round {number}")
            begun = time.process_time()
            many = len(desk.workspace.book().filed)
            if number:
                best = max(best, many / (time.process_time() - begun))
        return best


_SPENT: dict[str, float] = {}


def campaign() -> ModuleType:
    """The small campaign of the tests, planned and sent."""
    name = "harness_conftest"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, TESTS / "harness" / "conftest.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("--mails", type=int, default=2000)
    told.add_argument("--rounds", type=int, default=3)
    given = told.parse_args()
    ways: dict[str, Callable[[Dovecot, Path], int]] = {}
    if shutil.which("mbsync"):
        ways["mbsync（FSync yes，落盘）"] = lambda server, folder: mbsync(
            server, folder, flush=True
        )
        ways["mbsync（FSync no）"] = lambda server, folder: mbsync(server, folder, flush=False)
    if shutil.which("getmail"):
        ways["getmail6"] = getmail
    ways["裸套接字，一次要全部，不保存"] = bare_socket
    ways["明察（落盘并登记）"] = ours
    times: dict[str, list[float]] = {name: [] for name in ways}
    with serving() as server, tempfile.TemporaryDirectory() as whole:
        Path(whole).chmod(0o755)  # getmail delivers as nobody
        server.fill(USER, mails(given.mails), CAME)
        with server.client(USER) as client:  # the index of the mailbox is made
            client.select_folder("INBOX", readonly=True)
            client.fetch(client.search(), ["RFC822.SIZE"])
        for _ in range(given.rounds):
            for name, way in ways.items():
                folder = Path(tempfile.mkdtemp(dir=whole))
                begun = time.perf_counter()
                many = way(server, folder)
                spent = time.perf_counter() - begun
                assert many == given.mails, (name, many)
                times[name].append(_SPENT["ours"] if way is ours else spent)
        speed = filed(server, Path(tempfile.mkdtemp(dir=whole)), given.rounds)
    show(times, given.mails)
    sys.stdout.write(f"\n阅读并归卷普通邮件：每处理器秒{speed:.0f}封。\n")


def show(times: dict[str, list[float]], number: int) -> None:
    durable = next((min(spent) for name, spent in times.items() if "FSync yes" in name), None)
    sys.stdout.write(
        f"| 收{number}封邮件 | 用时（最好的一次） | 每秒 | 对 mbsync（落盘） |\n|---|---:|---:|---:|\n"
    )
    for name, spent in times.items():
        best = min(spent)
        ratio = f"{best / durable:.2f}" if durable else ""
        sys.stdout.write(f"| {name} | {best:.2f} s | {number / best:.0f} | {ratio} |\n")


if __name__ == "__main__":
    main()
