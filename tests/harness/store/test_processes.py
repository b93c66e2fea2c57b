"""Several processes write at once, and processes die while they write: nothing that was
acknowledged is lost, nothing is half there, the history agrees."""

from __future__ import annotations

import multiprocessing
import os
import random
import runpy
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from harness.campaign.ruling.rule import rule
from harness.store import plan, sending
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.evidence import keep
from harness.store.sending import Composed, Outcome
from letters.model import Applicant, Application, Channel, Question, Round, Unit

pytestmark = pytest.mark.usefixtures("on_both")
LOOP = str(Path(__file__).with_name("writing_loop.py"))
RULING = str(Path(__file__).with_name("ruling_at_once.py"))
TAKING = str(Path(__file__).with_name("taking_loop.py"))
DAY = date(2026, 3, 10)
SAYING = str(Path(__file__).with_name("saying_loop.py"))
POSIX = os.name == "posix"
# a child that is forked from a process which has the libraries starts in no time; Windows has none
PROCESSES = multiprocessing.get_context("forkserver" if POSIX else "spawn")
if POSIX:
    PROCESSES.set_forkserver_preload(
        ["harness.store.audit", "harness.campaign.ruling.rule", "harness.campaign.placing.file"]
    )
KILLS = 40 if POSIX else 5


def _writer(folder: Path, name: str, many: int, loop: str = LOOP):
    given = {"FOLDER": str(folder), "NAME": name, "MANY": many}
    process = PROCESSES.Process(target=runpy.run_path, args=(loop, given))
    process.start()
    return process


def _acknowledged(folder: Path) -> set[str]:
    return {line for each in folder.glob("*.txt") for line in each.read_text().split()}


def _taken_in(store) -> list[str]:
    """The keys of what is there whole: arrival with its filing."""
    query = text("select source_key from arrivals join filings on arrival_id = arrivals.id")
    with store.reading() as connection:
        return list(connection.execute(query).scalars())


def test_eight_processes_that_write_at_once_lose_nothing_and_none_fails(tmp_path):
    writers = [_writer(tmp_path, f"w{number}", 12) for number in range(8)]
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0] * 8
    with open_store(tmp_path) as store:
        taken = _taken_in(store)
        assert len(taken) == len(set(taken)) == 8 * 12
        assert differences(store) == ()


def test_eight_people_who_speak_at_once_are_all_heard(desk, answer):
    """By the verbs: each is either written or told that another was faster, and says it again."""
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    writers = [_writer(desk.folder, f"w{number}", 2, SAYING) for number in range(8)]
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0] * 8
    with desk.store.reading() as connection:
        kept = {
            f"{name}-{why}"
            for name, query in (
                ("file", "select why from filings"),
                ("rule", "select why from rulings"),
                ("call", "select note from calls"),
            )
            for why in connection.execute(text(query)).scalars()
        }
        doubled = "select count(*) from (select why from filings union all select why from rulings) as said"
        assert connection.execute(text(doubled)).scalar_one() == 2 * 8 * 2
    assert kept == _acknowledged(desk.folder)
    assert len(kept) == 3 * 8 * 2
    assert differences(desk.store) == ()


def test_of_two_who_rule_on_the_same_view_at_once_one_is_written_and_the_other_told(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    seen = rule(desk.workspace, "U001-A/seal", "present", why="看看").seen
    people = []
    for name in ("甲", "乙"):
        given = {"FOLDER": str(desk.folder), "NAME": name, "SEEN": seen}
        people.append(PROCESSES.Process(target=runpy.run_path, args=(RULING, given)))
        people[-1].start()
    while len([*desk.folder.glob("*.ready")]) < 2 and all(each.is_alive() for each in people):
        time.sleep(0.01)
    (desk.folder / "begin").touch()
    for each in people:
        each.join()
    assert sorted(each.exitcode for each in people) == [0, 3]
    with desk.store.reading() as connection:
        (winner,) = connection.execute(text("select why from rulings")).scalars()
    (told,) = desk.folder.glob("*.told")
    assert told.stem != winner and "已有变动" in told.read_text("utf-8")
    assert differences(desk.store) == ()


def test_of_five_who_send_at_once_each_mail_is_one_persons(tmp_path, on_both):
    """On a server as in a file the writer's lock is what keeps two from one mail: who comes second finds
    it taken."""
    a_round = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ())
    person = Applicant("P1", "李演", "li@x.example", "", "", "")
    ids = [f"U{number:03d}-B" for number in range(60)]
    with open_store(tmp_path) as store:
        with store.writing(verb="plan", what="") as connection:
            units = [
                Unit(id[:4], id, "市直单位", "地市级", "a@b.example", "", "", "") for id in ids
            ]
            question = Question("Q1", "", "")
            plan.add_applications(
                connection,
                [Application(f"{e.id}-B", e, person, question, a_round) for e in units],
            )
            composed = [
                Composed(id, f"<{id}@x.example>", keep(tmp_path, id.encode(), "a.eml"))
                for id in ids
            ]
        sending.enqueue(store, composed, DAY)
    senders = []
    for number in range(5):
        given = {"FOLDER": str(tmp_path), "NAME": f"s{number}"}
        senders.append(PROCESSES.Process(target=runpy.run_path, args=(TAKING, given)))
        senders[-1].start()
    for each in senders:
        each.join()
    assert [each.exitcode for each in senders] == [0] * 5
    taken = [line for each in tmp_path.glob("s*.txt") for line in each.read_text().split()]
    assert sorted(taken) == ids
    with open_store(tmp_path) as store, store.reading() as connection:
        assert set(sending.states(connection).values()) == {"sent"}
        for table, many in (("attempts", 60), ("events", 60)):
            assert connection.execute(text(f"select count(*) from {table}")).scalar() == many
        ops = connection.execute(text("select op from history order by op")).scalars().all()
        assert list(ops) == list(range(1, len(ops) + 1))
    with open_store(tmp_path) as store:
        assert differences(store) == ()


def test_what_is_said_twice_of_a_sending_stands_once(tmp_path):
    one = sending.Attempt(
        "U001-B",
        datetime(2026, 3, 10, tzinfo=UTC),
        "li@x.example",
        "",
        "",
        Outcome.TAKEN,
        "250",
        DAY,
    )
    with open_store(tmp_path) as store:
        with store.writing(verb="plan", what="") as connection:
            a_round = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ())
            unit = Unit("U001", "财政局", "市直单位", "地市级", "a@b.example", "", "", "")
            person = Applicant("P1", "李演", "li@x.example", "", "", "")
            question = Question("Q1", "", "")
            plan.add_applications(
                connection, [Application("U001-B", unit, person, question, a_round)]
            )
        kept = keep(tmp_path, b"mail", "a.eml")
        sending.enqueue(store, [Composed("U001-B", "<1@x.example>", kept)], DAY)
        with store.reading() as connection:
            mails = list(sending.waiting(connection).values())
        sending.take_down(store, mails, ())
        said = replace(one, sha256=kept.sha256)
        for _ in range(2):
            sending.take_down(store, (), [said])
        with store.reading() as connection:
            assert len(sending.attempts_of(connection, "U001-B")) == 1


def test_a_writer_that_is_killed_at_any_point_leaves_a_sound_store(tmp_path, on_both):
    kills = KILLS if on_both == "sqlite" else KILLS // 2
    chance = random.Random(20260305)
    died_writing = 0
    for number in range(kills):
        writer = _writer(tmp_path, f"k{number}", 10_000)
        told = tmp_path / f"k{number}.txt"
        # in every other round it may die while it opens the store, else while it writes
        while number % 2 and writer.is_alive() and not (told.exists() and told.stat().st_size):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.08))
        writer.kill()
        writer.join()
        died_writing += told.exists() and told.stat().st_size > 0
        with open_store(tmp_path) as store:
            taken = _taken_in(store)
            assert set(taken) >= _acknowledged(tmp_path)
            assert len(taken) == len(set(taken))
            assert differences(store) == ()
    assert died_writing >= kills // 2
