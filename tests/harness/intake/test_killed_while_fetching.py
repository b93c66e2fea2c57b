"""A process that fetches from a real Dovecot is killed again and again: no mail is lost, none is there
twice, and none bears a mark on the server that is not on our disk.

MINGCHA_KILL_MAILS=10000 MINGCHA_KILLS=200 for the large run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import runpy
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from dovecot import PASSWORD

from harness.intake.mailbox import MARK
from harness.store import log
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.evidence import load

pytestmark = pytest.mark.needs("dovecot")
LOOP = str(Path(__file__).with_name("fetching_loop.py"))
MAILS = int(os.environ.get("MINGCHA_KILL_MAILS", "200"))
KILLS = int(os.environ.get("MINGCHA_KILLS", "4"))
DAY = datetime(2020, 10, 15, 16, 0, tzinfo=timezone(timedelta(hours=8)))
PROCESSES = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
if os.name == "posix":
    PROCESSES.set_forkserver_preload(["harness.campaign.receiving.fetching", "harness.store.audit"])


def _mail(number: int) -> bytes:
    return (
        f"From: {number % 57}@cz.yanjiang.example\r\nDate: Thu, 15 Oct 2020 16:00:00 +0800\r\n"
        f"Message-ID: <{number}@cz.yanjiang.example>\r\nSubject: {number}\r\n\r\n"
        f"{'您好。' * (number % 200)}\r\n"
    ).encode()


def _uids(store) -> list[int]:
    """Of everything that is on record, whose evidence is there."""
    with store.reading() as connection:
        found = [each.fact for each in log.arrivals(connection)]
        paths = log.paths(connection)
    assert all((store.folder / paths[each.sha256]).is_file() for each in found)
    return [each.place.uid for each in found if each.place]


def _bytes(store) -> list[bytes]:
    """The same as it came; ValueError where the evidence is not what was kept."""
    with store.reading() as connection:
        found = [each.fact for each in log.arrivals(connection)]
        paths = log.paths(connection)
    return [load(store.folder, paths[each.sha256], each.sha256) for each in found]


def test_no_mail_is_lost_and_none_is_there_twice_however_often_the_program_is_killed(
    dovecot, tmp_path
):
    user = "killed@shenqing.example"
    dovecot.fill(user, map(_mail, range(MAILS)), DAY)
    chance = random.Random(20201015)
    given = {"FOLDER": str(tmp_path), "PORT": dovecot.port, "USER": user, "PASSWORD": PASSWORD}
    died = 0
    with dovecot.client(user) as client:
        client.select_folder("INBOX", readonly=True)
        for _ in range(KILLS):
            writer = PROCESSES.Process(target=runpy.run_path, args=(LOOP, given))
            writer.start()
            before = len([*tmp_path.glob("evidence/*/*")])
            while writer.is_alive() and len([*tmp_path.glob("evidence/*/*")]) == before:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.15))
            writer.kill()
            writer.join()
            if (tmp_path / "done").exists():
                break
            died += 1
            client.noop()
            marked = set(client.search(["KEYWORD", MARK.decode()]))
            with open_store(tmp_path) as store:
                kept = _uids(store)
            assert len(kept) == len(set(kept))
            assert marked <= set(kept)
        assert died
        last = PROCESSES.Process(target=runpy.run_path, args=(LOOP, given))
        last.start()
        last.join()
        assert last.exitcode == 0
        client.noop()
        assert len(client.search(["KEYWORD", MARK.decode()])) == MAILS
    with open_store(tmp_path) as store:
        assert sorted(_bytes(store)) == sorted(map(_mail, range(MAILS)))
        assert differences(store) == ()
