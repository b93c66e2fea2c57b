"""kill -9 at random moments of a sending, counted at a real Postfix: no mail is lost, none is there
twice, and what the campaign calls sent was taken.

In the suite some moments; KILLS=all for all of them: 200 of applications, 32 of what follows them (补正说明,
撤回申请). A mail of which the campaign says that nobody knows
may have been taken or not: no run sends it again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import sender
from behind import copied, did
from killing import Died, kill_at_random_points
from zygote import Zygote

from harness.campaign.sending import further
from harness.campaign.workspace import open_workspace
from harness.dispatch.outgoing import put_out
from harness.store import plan, sending
from harness.store.audit import differences_in
from letters.model import Applicant, Application, Channel, Question, Round, Unit
from letters.store_line import with_store

pytestmark = pytest.mark.needs("postfix")
ALL = os.environ.get("KILLS") == "all"
MAILS = 24
SETTINGS = """
[campaign]
id = "样江"
title = "样江市测评（演练）"
region = ""
drill = true
collect_until = 2026-06-30

[mail]
smtp_host = "127.0.0.1"
smtp_port = 25
imap_host = "127.0.0.1"
imap_port = 0

[[applicants]]
id = "P1"
name = "李演"
email = "li@shenqing.example"
address = "演练路1号"
postcode = "000000"
phone = "0000-1"

[[rounds]]
id = "B"
label = "邮件申请"
channel = "email"
send_on = 2026-03-10
"""
LI = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")


def _application(number: int) -> Application:
    id = f"U{number:03d}"
    unit = Unit(
        id, f"样江市第{number}局", "市直单位", "地市级", f"xxgk@u{number}.example", "演练路2号",
        "000001", "0000-2",
    )  # fmt: skip
    question = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")
    round = Round("B", "邮件申请", Channel.EMAIL, sender.DAY, ("P1",), ("Q1",))
    return Application(f"{id}-B", unit, LI, question, round)


@pytest.fixture(scope="module")
def planned(tmp_path_factory, new_store) -> Path:
    folder = tmp_path_factory.mktemp("sending") / "样江"
    folder.mkdir()
    (folder / "campaign.toml").write_text(with_store(SETTINGS, new_store()), encoding="utf-8")
    with (
        open_workspace(folder, as_of=sender.DAY) as workspace,
        workspace.store.writing(verb="plan", what="") as connection,
    ):
        plan.add_applications(connection, [_application(n) for n in range(1, MAILS + 1)])
    return folder


@pytest.fixture(scope="module")
def enqueued(tmp_path_factory, planned) -> Path:
    """All of it composed and in the outbox: what is killed is the sending alone."""
    folder = copied(planned, tmp_path_factory.mktemp("enqueued") / "样江")
    with open_workspace(folder, as_of=sender.DAY) as workspace:
        with workspace.store.reading() as connection:
            applications = plan.applications(connection)
        put_out(workspace.store, workspace.campaign, applications, workspace.store.now())
    return folder


@pytest.fixture(scope="module")
def followed(tmp_path_factory, enqueued) -> Path:
    """The applications have gone, and of each a withdrawal or an answer to a 补正告知 waits."""
    folder = copied(enqueued, tmp_path_factory.mktemp("followed") / "样江")
    with open_workspace(folder, as_of=sender.DAY) as workspace:
        store = workspace.store
        with store.reading() as connection:
            mails = list(sending.waiting(connection).values())
        sending.take_down(store, mails, ())
        gone = [
            sending.Attempt(
                each.application_id, store.now(), LI.email, "", each.sha256,
                sending.Outcome.TAKEN, "250", sender.DAY,
            )
            for each in mails
        ]  # fmt: skip
        sending.take_down(store, (), gone)
        ids = [each.application_id for each in mails]
        further.withdraw(workspace, ids[::2], sender.DAY)
        for id in ids[1::2]:
            further.supplement(workspace, id, "指2025年度的。", sender.DAY)
    return folder


OF_APPLICATIONS = (
    "select application_id, message_id, state from outbox",
    "select application_id from events where kind = 'sent'",
)
# each by the event that has its very bytes as evidence
OF_LATER = (
    "select id, message_id, state from further",
    "select further.id from further join events on evidence = sha256 and events.kind in ('withdrawn', 'clarification_submitted')",
)


class Counted:
    """What each folder's runs have brought to the server; a new folder begins at nothing."""

    def __init__(self, server, zygote: Zygote, stage: str) -> None:
        self.server, self.zygote, self.folder = server, zygote, Path()
        self.letters, self.events = OF_LATER if stage == "followed" else OF_APPLICATIONS
        self.unknown = 0

    def start(self, command: Sequence[str], folder: Path, told: Path):
        if folder != self.folder:
            self.folder = folder
            self.server.forget()
        return self.zygote.start(command, folder, told)

    def checks(self, folder: Path, said: str) -> list[str]:
        taken = self.server.taken()
        rows, told = did(folder, self.letters), did(folder, self.events)
        sent = {id for (id,) in told}
        wrong = [f"doubled: {id} {n} times" for id, n in taken.items() if n > 1]
        wrong += [f"recorded twice: {id}" for id in sent if told.count((id,)) > 1]
        known = {number for _, number, _ in rows}
        wrong += [f"nobody's: {number} was taken" for number in taken if number not in known]
        ended = "ended" in said
        for id, number, state in rows:
            if (state == "sent") != (id in sent):
                wrong.append(f"{id} is {state}, and its event says otherwise")
            if state == "sent" and not taken[number]:
                wrong.append(f"lost: {id} is called sent and was not taken")
            if state in ("queued", "refused") and taken[number]:
                wrong.append(f"{id} is {state} and was taken")
            if ended and state == "queued":
                wrong.append(f"left behind: {id}")
        if ended and len(rows) != MAILS:
            wrong.append(f"lost: {MAILS - len(rows)} never came into the outbox")
        if ended:
            self.unknown += sum(state == "sending" for _, _, state in rows)
        wrong += [f"acknowledged, and not so: {each}" for each in _said(said) - sent]
        return [*wrong, *differences_in(folder)]


def _said(told: str) -> set[str]:
    return {line.removeprefix("sent ") for line in told.splitlines() if line.startswith("sent ")}


@pytest.mark.parametrize(
    ("stage", "connections", "times", "seed", "begins"),
    [
        ("enqueued", 8, 104, 1, 0.3),
        ("enqueued", 1, 48, 2, 0.3),
        ("planned", 8, 48, 3, 0.2),
        ("followed", 8, 32, 4, 0.2),
    ],
    ids=["by-eight", "by-one", "composing-too", "what-follows"],
)
def test_killed_at_any_moment_of_sending_nothing_is_lost_or_doubled(
    stage, connections, times, seed, begins, request, new_store, postfix, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    times = times if ALL else times // (16 if new_store() else 8)
    zygote = Zygote("sender")
    counted = Counted(postfix, zygote, stage)
    try:
        found = kill_at_random_points(
            (str(postfix.port), str(connections)), request.getfixturevalue(stage), counted.checks,
            times, seed, again=True, begins=begins, start=counted.start,
        )  # fmt: skip
    finally:
        zygote.close()
    assert found.wrong == []
    counts = ", ".join(f"{found.count(each)} {each}" for each in Died)
    sys.stdout.write(
        f"{times} kills in runs of {found.lasts:.2f} s of {MAILS} mails: {counts}; "
        f"{counted.unknown} in doubt, 0 lost, 0 doubled\n"
    )
    # at a kill, no more is in doubt than there are connections
    assert counted.unknown <= connections * (len(found.deaths) + 3)
    assert len(found.deaths) - found.count(Died.FINISHED) >= (times if ALL else 1)
