"""What a user gives in secret stands nowhere but where it must: not in what is printed or logged, in no
file of a campaign, report, bundle, backup or temporary file, in no other process. Also where it fails:
a wrong password, a server that is away, everything logged that can be (MINGCHA_DEBUG).
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import psutil
import pytest

sys.path.append(str(Path(__file__).parents[2] / "scenarios"))

import excel

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="文件权限只在 POSIX 上有此含义")
MAIL, STORE = "YouXiangMiMa-7x", "ShuJuKuMiMa-8y"
IDENTITY, WRONG_IDENTITY = "11010519491231002X", "110105194912310021"
WEB, WEB_NEW, WEB_WRONG = "工作台的密码-31甲", "换过的密码很长-32乙", "猜错的密码很长-33丙"
DAY = "2026-03-20"

# the workbench in a process of its own, everything logged: what it keeps secret goes into argv[2]
WORKBENCH = """
import json, logging, os, sys
from datetime import date
from pathlib import Path
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("httpx").setLevel(logging.WARNING)  # the browser, not the workbench
os.umask(0o077)
from starlette.testclient import TestClient
from harness.web.app import create_app
from harness.web.people.rights import Role
from harness.web.people.users import add_user
from harness.web.settings import Settings
home, right, new, wrong = Path(sys.argv[1]), *json.loads(sys.stdin.read())
secret = []
for alone in (True, False):
    app = create_app(Settings(home, today=lambda: date(2026, 3, 20), by="林小姐", alone=alone))
    own = {"Sec-Fetch-Site": "same-origin"}
    with TestClient(app, base_url="http://127.0.0.1", headers=own, follow_redirects=False) as client:
        if alone:
            secret.append(app.state.entry.link.rpartition("=")[2].rpartition("/")[2])
            assert client.get(app.state.entry.link).status_code == 303
            client.get(app.state.entry.link + "x")
        else:
            add_user(app.state.desk.people, "管理员", Role.ADMIN, right, (), by="测试")
            assert client.post("/login", data={"name": "管理员", "password": wrong}).status_code == 401
            assert client.post("/login", data={"name": "管理员", "password": right}).status_code == 303
            once = lambda text: text.split('name="once" value="')[1].split('"')[0]
            page = client.post("/me/tokens", data={"label": "日报"}).text
            secret.append(page.split('class="secret">')[1].split("<")[0])
            client.get("/nowhere")
            form = {"old": wrong, "new": new, "again": new, "once": once(client.get("/me").text)}
            assert client.post("/me/password", data=form).status_code == 422
            form |= {"old": right, "once": once(client.get("/me").text)}
            secret += [each.value for each in client.cookies.jar]
            assert client.post("/me/password", data=form).status_code == 303
        secret += [each.value for each in client.cookies.jar]
Path(sys.argv[2]).write_text(json.dumps(secret))
"""


class _Refuses(StreamRequestHandler):
    """SMTP or IMAP, by the port: nobody's password is right."""

    def handle(self) -> None:
        smtp = self.server.smtp  # type: ignore[attr-defined]
        self.wfile.write(b"220 here ESMTP\r\n" if smtp else b"* OK here\r\n")
        with suppress(OSError):
            for line in self.rfile:
                self.wfile.write(_smtp(line) if smtp else _imap(line))


def _smtp(line: bytes) -> bytes:
    word = line[:4].upper()
    if word == b"EHLO":
        return b"250-here\r\n250 AUTH PLAIN LOGIN\r\n"
    return b"221 bye\r\n" if word == b"QUIT" else b"535 5.7.8 authentication failed\r\n"


def _imap(line: bytes) -> bytes:
    tag, _, rest = line.partition(b" ")
    if rest[:10].upper() == b"CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n"
    return tag + b" NO [AUTHENTICATIONFAILED] no\r\n"


@contextmanager
def _refusing(*, smtp: bool) -> Iterator[int]:
    ThreadingTCPServer.allow_reuse_address = True
    with ThreadingTCPServer(("127.0.0.1", 0), _Refuses) as server:
        server.smtp, server.daemon_threads = smtp, True  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


@dataclass
class Seen:
    """What the world could see while a command ran: of it, its children, its temporary files."""

    said: list[tuple[str, str]] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    environments: set[str] = field(default_factory=set)
    open_files: set[str] = field(default_factory=set)


@dataclass
class Place:
    home: Path
    seen: Seen
    secret: list[str] = field(default_factory=list)

    @property
    def campaign(self) -> Path:
        return self.home / "样江"

    def run(self, *command: str, stdin: str = "") -> int:
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "MINGCHA_USER": "林小姐", "MINGCHA_DEBUG": "1",
            "MINGCHA_MAIL_PASSWORD": MAIL, "MINGCHA_STORE_PASSWORD": STORE,
            "MINGCHA_KEYS": str(self.home / "keys"), "TMPDIR": str(self.home / "tmp"),
            "HOME": str(self.home / "me"), "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        where = self.campaign if self.campaign.is_dir() else self.home
        with subprocess.Popen(
            command, cwd=where, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", umask=0,
        ) as process:  # fmt: skip
            ended = threading.Event()
            looking = threading.Thread(target=self._look, args=(process.pid, ended))
            looking.start()
            out, _ = process.communicate(stdin)
            ended.set()
            looking.join()
        self.seen.said.append((" ".join(command[-4:]), out))
        return process.returncode

    def _look(self, pid: int, ended: threading.Event) -> None:
        while not ended.is_set():
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                children = process.children(recursive=True)
                for each in (process, *children):
                    self.seen.lines.add("\0".join(each.cmdline()))
                for each in children:
                    # until it is another program, a child is its parent, as the kernel shows it
                    if (line := each.cmdline()) != process.cmdline():
                        self.seen.environments.add(json.dumps([line, each.environ()]))
            self.seen.open_files.update(_open_to_others(self.home / "tmp"))
            time.sleep(0.02)


def _open_to_others(folder: Path) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with suppress(OSError):
                if (mode := Path(top, name).lstat().st_mode) & 0o077:
                    yield f"{name} {mode & 0o777:o}"


def _mingcha(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "from harness.cli import main; main()", *words)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Place]:
    """A campaign in which every secret was given, rightly and wrongly, and everything was made."""
    home = tmp_path_factory.mktemp("secret")
    for name in ("tmp", "me", "keys"):
        (home / name).mkdir(mode=0o700)
    made = Place(home, Seen())
    with _refusing(smtp=True) as smtp, _refusing(smtp=False) as imap:
        _live(made, smtp, imap)
    _take(made)
    yield made


def _live(made: Place, smtp: int, imap: int) -> None:
    def did(*words: str, wrong: bool = False, stdin: str = "", day: str = DAY) -> None:
        found = made.run(*_mingcha(*words, "--as-of", day), stdin=stdin)
        assert found in ((1, 2) if wrong else (0,)), (words, made.seen.said[-1])

    did("new", "样江", "--example", day="2026-02-20")
    _settle(made.campaign, smtp, imap)
    did("plan", "--write")
    did("applicant", "P1", "--write", wrong=True, stdin=f"{WRONG_IDENTITY}\n")
    did("applicant", "P1", "--write", stdin=f"{IDENTITY}\n")
    did("letters", "--on", "2026-03-06")
    did("send", "--send", "3", wrong=True)
    did("collect", wrong=True)
    _settle(made.campaign, 1, 1)  # where nobody listens
    did("send", "--send", "3", wrong=True)
    did("collect", wrong=True)
    did("ledger", "out")
    did("report")
    did("bundle", "成果.zip")
    did("backup", "备份.zip")
    did("history")
    told = made.home / "told.json"
    command = (sys.executable, "-c", WORKBENCH, str(made.campaign), str(told))
    assert made.run(*command, stdin=json.dumps([WEB, WEB_NEW, WEB_WRONG])) == 0, made.seen.said[-1]


def _settle(campaign: Path, smtp: int, imap: int) -> None:
    import re

    place = campaign / "campaign.toml"
    text = place.read_text("utf-8").replace("drill = true", "drill = false")
    text = re.sub("smtp_port = .*", f"smtp_port = {smtp}", text)
    place.write_text(re.sub("imap_port = .*", f"imap_port = {imap}", text), encoding="utf-8")
    place.chmod(0o600)
    for name in ("张演一", "李演二"):
        excel.correct(campaign / "applicants.xlsx", name, {"同意日期": "2026-02-18"})


def _take(made: Place) -> None:
    """What was made up on the way."""
    told = made.home / "told.json"
    made.secret += [each for each in json.loads(told.read_text("utf-8")) if len(each) > 8]
    told.unlink()
    made.secret += [each.read_text("utf-8") for each in (made.home / "keys").glob("*.key")]


def _forms(secret: str) -> set[bytes]:
    raw = secret.encode()
    return {raw, base64.b64encode(raw).rstrip(b"="), secret.encode("utf-16-le")}


def _within(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """A file, and what lies in it where it is packed."""
    yield name, data
    if data[:2] == b"PK":
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from _within(packed.read(each), f"{name}/{each}")


def _files(made: Place, *apart: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(made.home.rglob("*")):
        name = path.relative_to(made.home).as_posix()
        if path.is_file() and not name.startswith(apart):
            yield from _within(path.read_bytes(), name)


def test_no_secret_is_printed_or_logged(place):
    every = [MAIL, STORE, IDENTITY, WRONG_IDENTITY, WEB, WEB_NEW, WEB_WRONG, *place.secret]
    assert len(place.secret) >= 4  # a link, a session, a token, a key
    found = [(what, each) for what, said in place.seen.said for each in every if each in said]
    assert found == []
    assert any("DEBUG:" in said for _, said in place.seen.said)  # all was logged


def test_no_secret_stands_in_any_file(place):
    passwords = [MAIL, STORE, WRONG_IDENTITY, WEB, WEB_NEW, WEB_WRONG, *place.secret]
    forms = {form: each for each in passwords for form in _forms(each)}
    found = [
        (name, each)
        for name, data in _files(place, "keys/")
        for form, each in forms.items()
        if form in data
    ]
    assert found == []


def test_an_identity_number_stands_on_the_forms_to_be_printed_and_nowhere_else(place):
    found = {name for name, data in _files(place) for form in _forms(IDENTITY) if form in data}
    assert found
    assert {"/".join(name.split("/")[:2]) for name in found} == {"样江/outgoing"}, found


def test_no_secret_is_seen_in_a_list_of_processes_nor_given_to_children(place):
    every = [MAIL, STORE, IDENTITY, WEB, WEB_NEW, *place.secret]
    # matplotlib asks fc-list for the fonts: a program of the system, of the same user (SECURITY.md)
    given = [each for each in place.seen.environments if not each.startswith('[["fc-list"')]
    seen = [*place.seen.lines, *given]
    assert any("harness.engine.child" in each for each in place.seen.lines)
    assert [one[:300] for each in every for one in seen if each in one] == []


def test_what_is_made_is_for_its_user_alone_whatever_the_mask(place):
    assert [*_open_to_others(place.campaign)] == []
    assert [*_open_to_others(place.home / "keys")] == []
    assert place.campaign.stat().st_mode & 0o777 == 0o700
    assert place.seen.open_files == set()


def test_no_temporary_file_is_left(place):
    assert sorted(each.name for each in (place.home / "tmp").iterdir()) == []
