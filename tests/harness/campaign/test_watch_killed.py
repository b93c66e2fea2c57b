"""kill -9 in the middle of a round and of a digest, then started again: nothing is lost, nothing doubled,
one digest a day; beside a real Dovecot and a real smtp-sink."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import runpy
import time
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from harness.store import digests, log
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.evidence import sha256

pytestmark = [
    pytest.mark.needs("dovecot"),
    pytest.mark.needs("smtp-sink"),
    pytest.mark.skipif(os.name != "posix", reason="kill -9"),
]
DYING = str(Path(__file__).with_name("watch_dying.py"))
MORNING = datetime(2020, 9, 25, 9, 0, tzinfo=timezone(timedelta(hours=8)))
OFFICE = "office@gongzuo.example"
# where a round that takes in a mail and makes a digest may die -> what the digest of the day becomes.
# The points are those of watch_dying.py: before a transaction, before its end, after it
POINTS = {
    2: "sent",  # the mail is not kept yet
    3: "sent",  # it is, and nothing follows from it
    5: "sent",  # the digest is written out, and not kept
    6: "sent",  # kept, to be sent
    9: "sending",  # marked as being sent, and not gone: nobody can know that
    10: "sending",  # gone, and nobody wrote it down
    13: "sent",  # and here somebody did
}
LAST_POINT = 13
PROCESSES = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")


@pytest.fixture
def place(dovecot, desk, request):
    from smtp_sink import sinking

    PROCESSES.set_forkserver_preload(["harness.campaign.receiving.watch"])
    with sinking() as sink:
        yield Place(dovecot, desk, sink, f"{sha256(request.node.name.encode())[:12]}@a.example")


class Place:
    def __init__(self, dovecot, desk, sink, user):
        self.dovecot, self.desk, self.sink, self.user = dovecot, desk, sink, user
        self.delivered = 0

    def deliver(self, many: int) -> None:
        with self.dovecot.client(self.user) as client:
            for _ in range(many):
                self.delivered += 1
                raw = f"From: ad@spam.example\r\nMessage-ID: <{self.delivered}@spam.example>\r\n"
                client.append("INBOX", f"{raw}Subject: x\r\n\r\nbuy {self.delivered}\r\n".encode())

    def start(self, at: datetime, hours: int = 1, point: int = 0):
        given = {
            "FOLDER": str(self.desk.folder), "USER": self.user, "IMAP": self.dovecot.port,
            "SMTP": self.sink.port, "TO": OFFICE, "CAMPAIGN": self.desk.workspace.campaign,
            "START": at.isoformat(), "HOURS": hours, "POINT": point,
        }  # fmt: skip
        process = PROCESSES.Process(target=runpy.run_path, args=(DYING, given))
        process.start()
        return process

    def ended(self, at: datetime, point: int = 0) -> int:
        process = self.start(at, 1, point)
        process.join()
        return process.exitcode

    def check(self, days: int, *, told: bool = True) -> Counter[str]:
        """Everything is there once; answers how many digests are in which state."""
        mails = Counter(each["Message-ID"] for each in self.sink.mails())
        listed = Counter(
            id
            for each in self.sink.mails()
            for id in re.findall(r"（(邮件\d+)，", each.get_body(("plain",)).get_content())
        )
        with open_store(self.desk.folder) as store:
            with store.reading() as connection:
                made, came = digests.made(connection), log.arrivals(connection)
            assert differences(store) == ()
        assert len(came) == self.delivered == len({each.fact.sha256 for each in came})
        assert len({each.on for each in made}) == len(made) == days
        assert set(mails.values()) <= {1}
        for each in made:
            assert mails[each.message_id] == 1 or each.state in ("sending", "folded")
        states = Counter(each.state for each in made)
        assert not told or len(listed) == self.delivered
        # only what stood in a digest of which nobody knows is told a second time
        assert max(listed.values(), default=1) - 1 <= states["sending"]
        return states


@pytest.mark.parametrize("point", POINTS)
def test_dying_where_it_might_hurt_loses_and_doubles_nothing(place, point):
    place.deliver(1)
    assert place.ended(MORNING, point) == -9
    assert place.ended(MORNING + timedelta(hours=1)) == 0
    unknown = POINTS[point] == "sending"
    assert place.check(1, told=not unknown) == {POINTS[point]: 1}
    assert len(place.sink.mails()) == (point != 9)
    if unknown:
        assert place.ended(MORNING + timedelta(days=1)) == 0
        assert place.check(2) == {"sending": 1, "sent": 1}


def test_the_points_are_all_there_are(place):
    place.deliver(1)
    assert place.ended(MORNING, LAST_POINT + 1) == 0


def test_killed_at_any_moment_and_started_again(place):
    chance = random.Random(20261130)
    now, progress = MORNING, place.desk.folder / "progress.txt"
    for _ in range(5):
        place.deliver(1)
        running = place.start(now, hours=200)
        time.sleep(chance.uniform(0.1, 0.8))
        running.kill()
        running.join()
        if progress.exists():
            now = datetime.fromisoformat(progress.read_text("utf-8"))
    # on the day that was begun, and on the next one: by then everything is told
    end = datetime.combine(now.date(), MORNING.timetz()).replace(hour=23)
    assert place.ended(end) == 0
    assert place.ended(end + timedelta(days=1)) == 0
    place.check((end.date() - MORNING.date()).days + 2)
