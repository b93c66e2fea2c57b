"""How fast mails leave: `python tests/bench/sending.py` prints sending.md's tables.

One run on one machine, one after the other: Postfix's own smtp-source, swaks (a process a mail), plain
smtplib, our client alone, and `mingcha send` with all that it writes down, to smtp-sink (which takes
everything and does nothing) and to a real Postfix, directly and through a proxy that holds every
packet back so that there and back take 50 ms. What is not installed is left out by name.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))
import postfix

from harness.dispatch.outgoing import Sender, Server, put_out, send
from harness.dispatch.session import connect
from harness.store import plan, sending
from harness.store.database import open_store
from harness.store.evidence import load
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

DELAY = 0.05  # there and back
DAY = date(2026, 3, 10)
LI = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
ROUND = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ("Q1",))
CAMPAIGN = Campaign("样江", "演练", "", True, date(2026, 6, 30), (ROUND,), (LI,))
SINK, SOURCE = "/usr/sbin/smtp-sink", "/usr/sbin/smtp-source"
MOST = 480  # mails in one sending
ROUNDS = 3
PLAIN, OWN = "smtplib 原样，一个连接", "明察的客户端，一个连接"
ONE, MANY = "明察 send，一个连接", "明察 send，16个连接"
Way = Callable[[int, int], float]  # port, mails -> seconds


def applications(count: int) -> list[Application]:
    question = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")
    return [
        Application(
            f"U{n:04d}-B",
            Unit(
                f"U{n:04d}", f"样江市第{n}局", "市直单位", "地市级", f"xxgk@u{n}.example", "演练路2号",
                "000001", "0000-2",
            ),
            LI, question, ROUND,
        )
        for n in range(count)
    ]  # fmt: skip


@contextmanager
def delayed(port: int) -> Iterator[int]:
    """A port behind which every packet to `port` and back is half of DELAY late."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        own = int(probe.getsockname()[1])
    child = multiprocessing.get_context("spawn").Process(
        target=_proxy, args=(own, port), daemon=True
    )
    child.start()
    _wait(own)
    try:
        yield own
    finally:
        child.terminate()
        child.join()


def _proxy(own: int, port: int) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(65536):
            loop.call_later(DELAY / 2, writer.write, data)
        loop.call_later(DELAY / 2, writer.close)

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        for each in (writer, back):
            each.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(carry(reader, back), carry(there, writer), return_exceptions=True)

    async def serve() -> None:
        async with await asyncio.start_server(accepted, "127.0.0.1", own) as server:
            await server.serve_forever()

    asyncio.run(serve())


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)


@contextmanager
def sink() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [SINK, "-u", "nobody", "-c", f"127.0.0.1:{port}", "1000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _wait(port)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


# --- the ways


def by_smtplib(mails: list[bytes]) -> Way:
    def way(port: int, count: int) -> float:
        begun = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", port, local_hostname="[127.0.0.1]") as client:
            for each in mails[:count]:
                client.sendmail(LI.email, ["xxgk@u1.example"], each)
        return time.perf_counter() - begun

    return way


def by_session(mails: list[bytes]) -> Way:
    def way(port: int, count: int) -> float:
        begun = time.perf_counter()
        session = connect(Server("127.0.0.1", port))
        for each in mails[:count]:
            if session.deliver(each).outcome is not sending.Outcome.TAKEN:
                raise RuntimeError("not taken")
        session.quit()
        return time.perf_counter() - begun

    return way


def by_source(length: int, connections: int = 1) -> Way:
    def way(port: int, count: int) -> float:
        begun = time.perf_counter()
        subprocess.run(
            [SOURCE, "-d", "-s", str(connections), "-m", str(count), "-l", str(length),
             "-f", LI.email, "-t", "xxgk@u1.example", f"127.0.0.1:{port}"],
            check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - begun

    return way


def by_swaks(mail: bytes) -> Way:
    path = Path(tempfile.mkstemp(suffix=".eml")[1])
    path.write_bytes(mail)

    def way(port: int, count: int) -> float:
        begun = time.perf_counter()
        for _ in range(count):
            subprocess.run(
                ["swaks", "--server", "127.0.0.1", "--port", str(port), "--from", LI.email,
                 "--to", "xxgk@u1.example", "--data", f"@{path}", "--silent", "3"],
                check=True, capture_output=True,
            )  # fmt: skip
        return time.perf_counter() - begun

    return way


def by_mingcha(prepared: Path, connections: int) -> Way:
    """With the outbox, its transactions and the events; all of it was composed before."""

    def way(port: int, count: int) -> float:
        with tempfile.TemporaryDirectory(prefix="mingcha-bench-") as place:
            folder = Path(shutil.copytree(prepared, Path(place) / "copy"))
            with open_store(folder) as store:
                server = Server("127.0.0.1", port, connections=connections)
                begun = time.perf_counter()
                ended = send(store, applications(count), Sender({LI.email: server}), DAY)
                took = time.perf_counter() - begun
        if len(ended.taken) != count:
            raise RuntimeError(f"{count - len(ended.taken)} not taken")
        return took

    return way


def prepare(folder: Path, count: int) -> tuple[list[bytes], float]:
    """A campaign with so many mails in its outbox; their bytes, and how many were composed and kept
    in a second."""
    with open_store(folder) as store:
        line = applications(count)
        with store.writing(verb="plan", what="") as connection:
            plan.add_applications(connection, line)
        begun = time.perf_counter()
        put_out(store, CAMPAIGN, line, store.now())
        took = time.perf_counter() - begun
        with store.reading() as connection:
            mails = sending.waiting(connection)
        return [load(folder, each.path, each.sha256) for each in mails.values()], count / took


def rates(
    ways: list[tuple[str, Way, int, int]], ports: list[tuple[int, bool]], forget: Callable[[], None]
) -> dict[str, list[float]]:
    """Mails a second by each way at each port: the best of some rounds, in each of which every way
    has its turn, for a machine that others use is now quick and now slow."""
    best = {name: [0.0] * len(ports) for name, *_ in ways}
    for number in range(ROUNDS):
        for place, (port, far) in enumerate(ports):
            for name, way, near_count, far_count in ways:
                if number and name.startswith("swaks"):
                    continue  # it takes long, and is far from the others
                count = far_count if far else near_count
                best[name][place] = max(best[name][place], count / way(port, count))
            forget()
    return best


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mingcha-bench-") as place:
        measure(Path(place))


def measure(place: Path) -> None:
    mails, kept = prepare(place, MOST)
    ways = ways_of(place, mails)
    with (
        sink() as quick,
        postfix.serving() as real,
        delayed(quick) as far,
        delayed(real.port) as far_real,
    ):
        ports = [(quick, False), (far, True), (real.port, False), (far_real, True)]
        show(rates(ways, ports, real.forget), round(statistics.mean(map(len, mails))), kept)


def ways_of(place: Path, mails: list[bytes]) -> list[tuple[str, Way, int, int]]:
    """Name, way, how many mails at no delay and at 50 ms."""
    length = round(statistics.mean(map(len, mails)))
    ways: list[tuple[str, Way, int, int]] = [
        (PLAIN, by_smtplib(mails), 200, 10),
        (OWN, by_session(mails), 200, 20),
        (ONE, by_mingcha(place, 1), 100, 20),
        (MANY, by_mingcha(place, 16), MOST, MOST),
    ]
    if shutil.which("swaks"):
        ways.insert(0, ("swaks，每封一个进程", by_swaks(mails[0]), 3, 3))
    if Path(SOURCE).exists():
        ways[0:0] = [
            ("smtp-source（C），一个连接", by_source(length), 200, 10),
            ("smtp-source（C），16个连接", by_source(length, 16), 800, 160),
        ]
    return ways


def show(found: dict[str, list[float]], length: int, kept: float) -> None:
    out = sys.stdout.write
    out(f"每封{length:,}字节，每秒几封（{ROUNDS}轮中最好的一次）\n\n")
    heads = ("", "smtp-sink 0 毫秒", "smtp-sink 50 毫秒", "Postfix 0 毫秒", "Postfix 50 毫秒")
    out(f"| {' | '.join(heads)} |\n|---|---:|---:|---:|---:|\n")
    for name, each in found.items():
        out(f"| {name} | {' | '.join(f'{one:,.1f}' for one in each)} |\n")
    one, many, plain, own = found[ONE], found[MANY], found[PLAIN], found[OWN]
    out(f"\n撰写并放入发件箱（每封一个docx，落盘）：每秒{kept:.0f}封\n\n")
    out("| | smtp-sink | Postfix |\n|---|---:|---:|\n")
    out(f"| 16个连接比一个连接，50毫秒 | {many[1] / one[1]:.1f}倍 | {many[3] / one[3]:.1f}倍 |\n")
    out(
        f"| smtplib 比明察的客户端，0毫秒 | {plain[0] / own[0]:.2f}倍 | {plain[2] / own[2]:.2f}倍 |\n"
    )


if __name__ == "__main__":
    main()
