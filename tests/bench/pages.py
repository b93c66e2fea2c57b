"""Every page of the workbench, measured: `python tests/bench/pages.py [APPLICATIONS]...` prints tables.

Beside each a bare Starlette page of the same size, served in the same run by the same server. The
campaign is that of resident.py, copied; "其后" is the first asking after somebody put down an event, a
ruling or a call, each in turn. With `--users` twenty ask at once, for a minute, and one in fifty puts
down an event.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).parents[2]))
from harness.campaign.held.resident import Resident
from harness.campaign.recording.call import record_call
from harness.campaign.recording.event import record
from harness.campaign.ruling.rule import rule
from harness.store.log import Outcome
from harness.web.app import create_app
from harness.web.serving import Place, listening, serve_until
from harness.web.settings import Settings
from tests.bench.resident import AS_OF, given, made
from tests.harness.web.test_every_page import addresses

ASKED, AFTER = 20, 9
USERS, SECONDS, WRITES = 20, 60, 50
BY = "王五"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
Ask = Callable[[str], httpx.Response]


@contextmanager
def served(app: object) -> Iterator[str]:
    place = Place("127.0.0.1", 0)
    listener = listening(place)
    ready, stop = threading.Event(), threading.Event()
    thread = threading.Thread(
        target=serve_until, args=(app, place, listener, ready.set, stop), daemon=True
    )
    thread.start()
    ready.wait(20)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join(20)


def _bare(request: Request) -> HTMLResponse:
    return HTMLResponse("x" * int(request.query_params["size"]))


def took(ask: Ask, address: str) -> tuple[float, httpx.Response]:
    begun = time.perf_counter()
    answer = ask(address)
    return (time.perf_counter() - begun) * 1000, answer


def p95(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]


def pages(key: str, letter: str) -> list[str]:
    """Each page; of those that are about one thing, of this letter."""
    c = f"/c/{key}"
    return [
        *(each for each in addresses(key) if each.startswith(c)),
        *(f"{c}/{each}" for each in (f"review/{letter}", f"case/{letter}", "search?q=演江")),
        f"{c}/marks/unit/{letter.rpartition('-')[0]}",
        f"{c}/plan/letters/{letter}",
        f"{c}/arrivals/m%2F0",
        f"{c}/unplaced/m%2F0",
    ]


def measured(applications: int, *, users: bool) -> None:
    given()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        home = Path(place) / "测评"
        shutil.copytree(made(applications), home)
        begun = time.perf_counter()
        app = create_app(Settings(home, today=lambda: AS_OF, by=BY, patience=900))
        with served(app) as url, served(Starlette(routes=[Route("/", _bare)])) as bare:
            client = httpx.Client(base_url=url, headers=SAME_ORIGIN, timeout=900)
            client.get(app.state.entry.link)
            ready = time.perf_counter() - begun
            sys.stdout.write(f"\n{applications:,}件申请：可用 {ready:.2f} s，")
            begun = time.perf_counter()
            resident = app.state.desk.resident(home.name)
            with resident.workspace(by=BY) as workspace:
                cases = workspace.assess(workspace.book()).cases
            letter = next(each.application.id for each in cases if each.judgement)
            sys.stdout.write(f"读出并核算 {time.perf_counter() - begun:.1f} s，{_load()}\n\n")
            if users:
                at_once(url, client.cookies, pages(home.name, letter), resident)
                return
            table(client.get, httpx.Client(base_url=bare).get, home.name, letter, resident)
            sys.stdout.write(f"\n{_load()}\n")


def _load() -> str:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"内存 {memory:,.0f} MB，机器负载 {os.getloadavg()[0]:.1f}（{os.cpu_count()}核）"


class Facts:
    """New ones, one after another."""

    def __init__(self, resident: Resident) -> None:
        self._resident = resident
        self._numbers = count(1)
        self._lock = threading.Lock()
        with resident.workspace(by=BY) as workspace:
            cases = workspace.assess(workspace.book()).cases
        self._cases = [each for each in cases if each.judgement]

    def put(self) -> None:
        with self._lock:
            number = next(self._numbers)
        with self._resident.workspace(by=BY) as workspace:
            self._verbs[number % 3](workspace, self._cases[number * 7 % len(self._cases)])

    _verbs: tuple[Callable[..., object], ...] = (
        lambda w, case: record(w, "confirmed", case.application.id, AS_OF, write=True),
        lambda w, case: rule(
            w, f"{case.application.id}/remedy", "absent", why="看过原件", write=True
        ),
        lambda w, case: record_call(
            w, case.application.unit.id, AS_OF, time="10:10", outcome=Outcome.CONNECTED, write=True
        ),
    )


def table(ask: Ask, bare: Ask, key: str, letter: str, resident: Resident) -> None:
    sys.stdout.write(
        "| 页面（毫秒） | 字节 | 首次 | 中位 | 95% | 其后中位 | 其后95% | 空页95% |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|\n"
    )
    facts = Facts(resident)
    only = [each for each in sys.argv[1:] if each.startswith("/")]
    for address in pages(key, letter):
        name = address.removeprefix(f"/c/{key}") or "/"
        if only and name not in only:
            continue
        first, answer = took(ask, address)
        if answer.status_code != 200:
            sys.stdout.write(f"| {name} | 状态{answer.status_code} | {first:.0f} |\n")
            continue
        found = [took(ask, address)[0] for _ in range(ASKED if first < 5_000 else 3)]
        after = []
        for _ in range(AFTER):
            facts.put()
            after.append(took(ask, address)[0])
            if sum(after) > 20_000:
                break
        size = len(answer.content)
        empty = p95([took(bare, f"/?size={size}")[0] for _ in range(ASKED)])
        sys.stdout.write(
            f"| {name} | {size:,} | {first:.0f} | {statistics.median(found):.1f} | {p95(found):.1f} "
            f"| {statistics.median(after):.1f} | {p95(after):.1f} | {empty:.1f} |\n"
        )
        sys.stdout.flush()


def at_once(url: str, cookies: httpx.Cookies, chosen: list[str], resident: Resident) -> None:
    until, found, wrong = time.monotonic() + SECONDS, list[float](), list[str]()
    facts = Facts(resident)
    written = list[float]()

    def one(seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=url, headers=SAME_ORIGIN, cookies=cookies, timeout=60) as client:
            while time.monotonic() < until:
                address = chance.choice(chosen)
                try:
                    if not chance.randrange(WRITES):
                        facts.put()
                        written.append(1)
                    milliseconds, answer = took(client.get, address)
                except Exception as error:  # noqa: BLE001  whatever goes wrong is counted
                    wrong.append(f"{address}: {error!r}")
                    continue
                found.append(milliseconds)
                if answer.status_code >= 500:
                    wrong.append(f"{address}: {answer.status_code}")

    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(USERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sys.stdout.write(
        f"{USERS}人同时{SECONDS}秒：{len(found)}页，其间记入{len(written)}次，"
        f"中位 {statistics.median(found):.0f} ms，"
        f"95% {p95(found):.0f} ms，最多 {max(found):.0f} ms，出错 {len(wrong)}；{_load()}\n"
    )
    sys.stdout.writelines(f"{each}\n" for each in sorted(set(wrong)))


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or [2_000]
    for each in sizes:
        measured(each, users="--users" in sys.argv)


if __name__ == "__main__":
    main()
