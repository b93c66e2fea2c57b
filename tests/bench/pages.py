"""Every page of the workbench, measured: `python tests/bench/pages.py [APPLICATIONS]...` prints tables.

Beside each a bare Starlette page of the same size, served in the same run by the same server. The
campaign is that of resident.py, copied; "其后" is the first asking after an event was put down. With
`--users` twenty ask at once, for twenty seconds.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).parents[2]))
from harness.campaign.held.resident import Resident
from harness.campaign.recording.event import record
from harness.web.app import create_app
from harness.web.serving import Place, listening, serve_until
from harness.web.settings import Settings
from tests.bench.resident import AS_OF, given, made
from tests.harness.web.test_every_page import addresses

ASKED = 15
USERS, SECONDS = 20, 20
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


def pages(key: str) -> list[str]:
    c, last = f"/c/{key}", "U000000-A"
    return [
        *(each for each in addresses(key) if each.startswith(c)),
        *(f"{c}/{each}" for each in (f"review/{last}", f"case/{last}", "search?q=演江")),
        f"{c}/arrivals/m%2F0",
        f"{c}/unplaced/m%2F0",
    ]


def measured(applications: int, *, users: bool) -> None:
    given()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        home = Path(place) / "测评"
        shutil.copytree(made(applications), home)
        app = create_app(Settings(home, today=lambda: AS_OF, by="王五"))
        begun = time.perf_counter()
        with served(app) as url, served(Starlette(routes=[Route("/", _bare)])) as bare:
            sys.stdout.write(
                f"\n{applications:,}件申请：可用 {time.perf_counter() - begun:.2f} s，"
            )
            client = httpx.Client(base_url=url, headers=SAME_ORIGIN, timeout=900)
            client.get(app.state.entry.link)
            begun = time.perf_counter()
            resident = app.state.desk.resident(home.name)
            with resident.workspace(by="王五") as workspace:
                workspace.assess(workspace.book())
            sys.stdout.write(f"读出并核算 {time.perf_counter() - begun:.1f} s\n\n")
            if users:
                at_once(url, client.cookies, pages(home.name))
                return
            table(client.get, httpx.Client(base_url=bare).get, home.name, resident)


def table(ask: Ask, bare: Ask, key: str, resident: Resident) -> None:
    sys.stdout.write("| 页面（毫秒） | 字节 | 首次 | 中位 | 95% | 其后 | 空页 95% |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|---:|---:|\n")
    for number, address in enumerate(pages(key)):
        first, answer = took(ask, address)
        name = address.removeprefix(f"/c/{key}") or "/"
        if answer.status_code != 200:
            sys.stdout.write(f"| {name} | {answer.status_code} | {first:.0f} |\n")
            continue
        size = len(answer.content)
        many = ASKED if first < 5_000 else 3
        found = [took(ask, address)[0] for _ in range(many)]
        with resident.workspace(by="王五") as workspace:
            record(workspace, "confirmed", f"U{number:06d}-B", AS_OF, write=True)
        after = took(ask, address)[0]
        empty = p95([took(bare, f"/?size={size}")[0] for _ in range(many)])
        sys.stdout.write(
            f"| {name} | {size:,} | {first:.0f} | {statistics.median(found):.1f} | {p95(found):.1f} "
            f"| {after:.0f} | {empty:.1f} |\n"
        )
        sys.stdout.flush()


def at_once(url: str, cookies: httpx.Cookies, chosen: list[str]) -> None:
    until, found, wrong = time.monotonic() + SECONDS, list[float](), list[str]()

    def one(seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(base_url=url, headers=SAME_ORIGIN, cookies=cookies, timeout=60) as client:
            while time.monotonic() < until:
                address = chance.choice(chosen)
                try:
                    milliseconds, answer = took(client.get, address)
                except httpx.HTTPError as error:
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
        f"{USERS}人同时{SECONDS}秒：{len(found)}页，中位 {statistics.median(found):.0f} ms，"
        f"95% {p95(found):.0f} ms，出错 {len(wrong)}\n"
    )
    sys.stdout.writelines(f"{each}\n" for each in sorted(set(wrong)))


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or [2_000]
    for each in sizes:
        measured(each, users="--users" in sys.argv)


if __name__ == "__main__":
    main()
