"""A real workbench on loopback, over a campaign that was really lived through, and a real browser.

The campaign is the small drill (演练), made once a process and copied for each test.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.campaign.planning.new import EXAMPLE_DAY, new
from harness.web.app import create_app
from harness.web.people.rights import Role
from harness.web.people.users import add_user
from harness.web.serving import Place, listening, serve_until
from harness.web.settings import Settings

TODAY = date(2020, 11, 23)
PASSWORD = "一个够长的密码-12"
CHROMIUM = shutil.which("chromium") or ""
QUIET = (
    "--lang=zh-CN", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Workbench:
    """A running workbench. `key`: its campaign."""

    url: str
    app: Any
    home: Path
    key: str
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def link(self) -> str:
        return self.url + self.app.state.entry.link

    @property
    def c(self) -> str:
        """The path of the campaign's pages."""
        return f"/c/{self.key}"

    def client(self, name: str = "") -> httpx.Client:
        """Somebody who is in: alone by the link, else by name and password."""
        made = httpx.Client(base_url=self.url, headers=SAME_ORIGIN, timeout=30)
        self.clients.append(made)
        if name:
            came = made.post("/login", data={"name": name, "password": PASSWORD})
        else:
            came = made.get(self.app.state.entry.link)
        assert came.status_code == 303, came.text
        return made

    def stranger(self) -> httpx.Client:
        made = httpx.Client(base_url=self.url, headers=SAME_ORIGIN, timeout=30)
        self.clients.append(made)
        return made


@contextmanager
def running(home: Path, **more: Any) -> Iterator[Workbench]:
    more = {"patience": 120.0, **more}
    settings = Settings(home, today=lambda: TODAY, by="林小姐", **more)
    place = Place("127.0.0.1", 0)
    listener = listening(place)
    app = create_app(settings)
    ready, stop = threading.Event(), threading.Event()
    serving = threading.Thread(target=serve_until, args=(app, place, listener, ready.set, stop))
    serving.start()
    assert ready.wait(20)
    made = Workbench(f"http://127.0.0.1:{listener.getsockname()[1]}", app, home, home.name)
    try:
        yield made
    finally:
        for each in made.clients:
            each.close()
        stop.set()
        serving.join(20)
        assert not serving.is_alive()


@pytest.fixture(scope="session")
def _province(tmp_path_factory) -> Path:
    """Six units of the drill, asked and answered, as `mingcha demo` leaves them."""
    folder = tmp_path_factory.mktemp("province") / "演江"
    call = [
        sys.executable,
        "-m",
        "harness.cli",
        "demo",
        "--units",
        "6",
        "--no-scans",
        "--dir",
        folder,
    ]
    subprocess.run(call, check=True, capture_output=True)
    return folder


@pytest.fixture
def home(tmp_path, _province) -> Path:
    return Path(shutil.copytree(_province, tmp_path / "演江"))


@pytest.fixture(scope="session")
def run() -> Callable[..., Any]:
    """`with run(home, patience=0.1) as workbench`: for tests with settings of their own."""
    return running


@pytest.fixture
def workbench(home) -> Iterator[Workbench]:
    """For one person alone, 林小姐, on loopback."""
    with running(home) as made:
        yield made


@pytest.fixture
def shelf(tmp_path) -> Iterator[Workbench]:
    """A home for several campaigns, with the example (示例) in it, not planned yet."""
    home = tmp_path / "测评"
    home.mkdir()
    new(home / "示例", EXAMPLE_DAY, example=True)
    with running(home) as made:
        made.key = "示例"
        yield made


@pytest.fixture
def team(home) -> Iterator[Workbench]:
    """For users who log in: 管理员, 测评员甲, 测评员乙, 复核员, 只读, 外人 (in no campaign)."""
    with running(home, alone=False) as made:
        people = made.app.state.desk.people
        for name, role, campaigns in (
            ("管理员", Role.ADMIN, ()),
            ("测评员甲", Role.ASSESSOR, (made.key,)),
            ("测评员乙", Role.ASSESSOR, (made.key,)),
            ("复核员", Role.REVIEWER, (made.key,)),
            ("只读", Role.READER, (made.key,)),
            ("外人", Role.ASSESSOR, ()),
        ):
            add_user(people, name, role, PASSWORD, campaigns, by="测试")
        yield made


@pytest.fixture
def client(workbench) -> httpx.Client:
    return workbench.client()


ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture(scope="session")
def once() -> Callable[[str], str]:
    """The word of the first form on a page."""

    def found(text: str) -> str:
        match = ONCE.search(text)
        assert match, "no form on this page"
        return match[1]

    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """For tests that say `needs("chromium")`. Of one file: while it is open a loop of events runs in
    this thread, and whoever else begins one there is refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield made
        made.close()


@pytest.fixture
def tab(browser, workbench) -> Iterator[Any]:
    """A browser's page of 1280 by 800, let in. Whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
    page.goto(workbench.link)
    yield page
    context.close()
    expected = ("status of 4",)  # a page that was refused is told in the console too
    assert not [each for each in complaints if not any(one in each for one in expected)]
