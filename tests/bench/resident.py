"""A campaign held open, measured: `python tests/bench/resident.py [APPLICATIONS]...` prints resident.md's table.

Each size in a process of its own: every application sent, received and answered (five events and one
arrival each). The campaign is made once a size, in /var/tmp, and kept. What a lane would read of a letter
is given, for it is not measured here.
"""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from harness.campaign.held.resident import Resident
from harness.campaign.placing.file import file
from harness.campaign.queue import queue
from harness.campaign.recording.call import record_call
from harness.campaign.recording.event import record
from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import Workspace
from harness.casebook import assess, book
from harness.casebook.placing import Placement
from harness.checker.check import Judgement
from harness.checker.finding import Element, Finding, Verdict
from harness.clock.events import Kind
from harness.drill.province import make_campaign
from harness.engine import HERE
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import facts, log, plan, tables
from harness.store.database import open_store
from harness.store.log import NewEvent, Outcome, Purpose
from harness.store.outbox import Queued
from letters.model import Application, Unit
from letters.tables import read_campaign, read_questions
from parsers.document import TextFrom

SIZES = (2_000, 20_000, 200_000)
AS_OF = date(2020, 11, 20)
SENT = date(2020, 9, 22)
PLACE = Path("/var/tmp/mingcha-resident")
DIGEST = "{:064x}".format


def made(applications: int) -> Path:
    """The campaign's folder; made where it is not there."""
    folder = PLACE / str(applications)
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        make_campaign(folder, seed=7, units=2)
        _filled(folder, applications)
        (folder / "ready").touch()
    return folder


def _planned(folder: Path, count: int) -> list[Application]:
    campaign = read_campaign(folder)
    question = next(iter(read_questions(folder).values()))
    planned = []
    for number in range(count // len(campaign.rounds)):
        unit = Unit(
            f"U{number:06d}", f"演江自治区第{number}局", "区直单位", "省级", f"u{number}@gov.example",
            "演练路2号", "000001", f"0000-{number:07d}",
        )  # fmt: skip
        for each in campaign.rounds:
            person = campaign.applicants[number % len(campaign.applicants)]
            planned.append(Application(f"{unit.id}-{each.id}", unit, person, question, each))
    return planned


def _filled(folder: Path, count: int) -> None:
    planned = _planned(folder, count)
    units = {each.unit.id: each.unit for each in planned}
    with open_store(folder, by="造") as store:
        with store.writing(verb="plan", what="编制计划") as connection:
            plan.add_units(connection, units.values())
            plan.add_applications(connection, planned)
        with store.writing(verb="send", what="寄出") as connection:
            kept = [
                {"sha256": DIGEST(at), "size": 9, "path": f"evidence/{DIGEST(at)}"}
                for at in range(len(planned))
            ]
            facts.insert_all(connection, tables.evidence, kept)
            sent = [
                Queued(each.id, f"<{each.id}@b.example>", "", DIGEST(at), "sent", SENT)
                for at, each in enumerate(planned)
            ]
            names = Queued.__slots__
            rows = [{name: getattr(each, name) for name in names} for each in sent]
            facts.insert_all(connection, tables.outbox, rows)
        with store.writing(verb="collect", what="登记来件") as connection:
            mails = [_mail(at, each) for at, each in enumerate(planned)]
            facts.insert_all(connection, tables.arrivals, mails)
        with store.writing(verb="log", what="登记经过") as connection:
            events = [event for each in planned for event in _events(each)]
            log.add_events(connection, events)
        with store.writing(verb="log", what="打电话") as connection:
            for each in list(units.values())[: count // 20]:
                call = log.NewCall(each.id, Purpose.TEST, SENT, "09:40", each.phone, Outcome.BUSY)
                row = {name: getattr(call, name) for name in log.NewCall.__slots__}
                facts.insert(connection, tables.calls, row)


def _events(one: Application) -> list[NewEvent]:
    kinds = (Kind.SENT, Kind.DELIVERED, Kind.CONFIRMED, Kind.CONFIRMED, Kind.CONFIRMED)
    return [
        NewEvent(one.id, kind, SENT + timedelta(at), f"{one.id} {at}", "ledger")
        for at, kind in enumerate(kinds)
    ]


def _mail(at: int, one: Application) -> dict[str, object]:
    mail = log.NewArrival(
        "mail", f"m/{at}", SENT + timedelta(12 + at % 20), None, one.unit.email, "来信.eml", DIGEST(at)
    )  # fmt: skip
    row = {name: getattr(mail, name) for name in set(log.NewArrival.__slots__) - {"place", "files"}}
    return {**row, "mailbox": "a@b.example", "folder": "", "uidvalidity": 1, "uid": at}


# --- what a lane would have said ------------------------------------------------------------------


def given() -> None:
    """Every twentieth letter is placed by nobody, every third has faults or is unclear."""
    verdicts = (Verdict.PRESENT, Verdict.ABSENT, Verdict.PRESENT, Verdict.UNCLEAR, Verdict.PRESENT)
    judgements = [
        Judgement(
            ReplyKind.ANSWER, ("granted",), SENT, text_from=TextFrom.DIGITAL, pages=1, rules="2019-05-15",
            findings=tuple(
                Finding(one, verdicts[(n + at) % 5] if n % 3 else Verdict.PRESENT, f"{one.value}如此")
                for at, one in enumerate(Element)
            ),
        )
        for n in range(30)
    ]  # fmt: skip

    def begin_placing(desk, _key, _engine, material, **_):  # type: ignore[no-untyped-def]
        at = int(material.arrival.sha256, 16)
        id = desk.applications[at].id
        placement = Placement(
            (id,), ReplyKind.ANSWER, ("它是对所发邮件的回复",), read_for=id, message_ids=(f"<r{at}@u.example>",)
        )  # fmt: skip
        if at % 20 == 0:
            placement = replace(
                placement, applications=(), candidates=(id,), touches=(id,), doubt="无法自动归卷"
            )
        return lambda: placement

    book.begin_placing = begin_placing
    assess.begin_judging = lambda sheets, *_, **__: (
        lambda: judgements[int(sheets[0].sha256, 16) % 30]
    )


# --- measured -------------------------------------------------------------------------------------


def times(step: Callable[[int], object], many: int) -> list[float]:
    found = []
    for number in range(many):
        begun = time.perf_counter()
        step(number)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def told(name: str, found: list[float]) -> None:
    p95 = sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]
    sys.stdout.write(
        f"| {name} | {statistics.median(found):.1f} | {p95:.1f} | {max(found):.1f} |\n"
    )
    sys.stdout.flush()


def measured(applications: int, many: int = 40) -> None:
    folder = made(applications)
    given()
    begun = time.perf_counter()
    resident = Resident(folder, today=lambda: AS_OF, engine=HERE)
    ready = time.perf_counter() - begun
    with resident.workspace(by="王五") as workspace:
        begun = time.perf_counter()
        first = workspace.book()
        read = time.perf_counter() - begun
        judged = workspace.assess(first)
        whole = time.perf_counter() - begun
        begun = time.perf_counter()
        waiting = len(queue(workspace))
        queued = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"\n{applications:,}件申请，{len(first.filed):,}件来件，待认定{waiting:,}项：打开 {ready:.2f} s，"
        f"全部读出 {read:.1f} s，全部核算 {whole:.1f} s，队列 {queued:.1f} s，内存 {memory:.0f} MB\n\n"
        "| 毫秒 | 中位 | 95% | 最多 |\n|---|---:|---:|---:|\n"
    )
    sys.stdout.flush()
    chance = random.Random(1)
    ids = [each.application.id for each in judged.cases if each.judgement]
    told_ids = chance.sample(ids, 6 * many)

    def as_one(verb: Callable[[Workspace, int], object]) -> Callable[[int], object]:
        def step(number: int) -> object:
            with resident.workspace(by="王五") as workspace:
                return verb(workspace, number)

        return step

    def ruled(workspace: Workspace, number: int, *, write: bool) -> object:
        target = f"{told_ids[number]}/remedy"
        return rule(workspace, target, "absent", why="看过原件", write=write)

    def filed(workspace: Workspace, number: int) -> object:
        arrival = workspace.book().filed[number * 7].arrival.id
        return file(workspace, arrival, [told_ids[many + number]], why="看过", write=True)

    def called(workspace: Workspace, number: int) -> object:
        unit = workspace.book().units[number].id
        return record_call(
            workspace, unit, AS_OF, time="10:10", outcome=Outcome.CONNECTED, write=True
        )

    def logged(workspace: Workspace, number: int) -> object:
        return record(workspace, "confirmed", told_ids[2 * many + number], AS_OF, write=True)

    def seen(workspace: Workspace, _number: int) -> object:
        return workspace.assess(workspace.book())

    def next_item(workspace: Workspace, _number: int) -> object:
        return queue(workspace)[:1]

    shown, written, after, then = [], [], [], []
    for number in range(many):
        shown += times(as_one(lambda w, _, n=number: ruled(w, n, write=False)), 1)
        written += times(as_one(lambda w, _, n=number: ruled(w, n, write=True)), 1)
        after += times(as_one(seen), 1)
        then += times(as_one(next_item), 1)
    told("rule，只看", shown)
    told("rule --write", written)
    told("其后的 book() 和 assess()", after)
    told("其后的 queue()", then)
    for name, verb in (("file", filed), ("log 事件", logged), ("log 电话", called)):
        took, next_one = [], []
        for number in range(many // 2):
            took += times(as_one(lambda w, _, n=number, v=verb: v(w, n)), 1)
            next_one += times(as_one(seen), 1)
        told(f"{name} --write", took)
        told("其后的 book() 和 assess()", next_one)
    told("queue()，无变动", times(as_one(next_item), many))
    resident.close()


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or SIZES
    if "--here" in sys.argv:
        measured(sizes[0])
        return
    for each in sizes:
        subprocess.run([sys.executable, __file__, str(each), "--here"], check=True)


if __name__ == "__main__":
    main()
