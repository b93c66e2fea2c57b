"""Applications leave exactly once, through a real SMTP server, and doubt is left to a person."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import date, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from harness.clock.events import Kind
from harness.dispatch.email import Unreachable
from harness.dispatch.outgoing import Server, send_mails
from harness.store import outbox
from harness.store.database import Store, open_store
from harness.store.log import events_of
from harness.store.plan import add_applications
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

DAY = date(2020, 9, 22)
MORNING = datetime(2020, 9, 22, 9, 30)
PERSON = Applicant("P1", "演文清", "yan@shenqing.example", "演练路1号", "000000", "0000-1")


class Taking:
    """An SMTP server's handler that keeps what it takes; refuses or breaks off where told to."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.refuse: set[str] = set()
        self.break_off = False

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        if self.break_off:
            server.transport.abort()
        return "250 taken"


@pytest.fixture
def taking():
    handler = Taking()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    # aiosmtpd knocks on port 0 to see whether it is up; the real one is known only afterwards
    with contextlib.suppress(OSError):
        controller.start()
    handler.server = Server("127.0.0.1", controller.server.sockets[0].getsockname()[1])
    yield handler
    controller.stop()


def _applications(count: int, channel: Channel) -> list[Application]:
    a_round = Round("B", "非正常渠道", channel, DAY, ("P1",), ("Q1",))
    return [
        Application(
            f"U{number:03d}-B",
            Unit(
                f"U{number:03d}",
                f"演江自治区第{number}厅",
                "区直单位",
                "省级",
                f"xxgk@u{number}.yanjiang.example",
                "演练路2号",
                "000001",
                "0000-2",
            ),
            PERSON,
            Question("Q1", "2019年度部门决算", "请公开2019年度部门决算。"),
            a_round,
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def campaign():
    return Campaign("演江-2020", "演练", "演江自治区", True, date(2020, 11, 20), (), (PERSON,))


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        yield opened


def _send(store: Store, campaign, applications, server):
    with store.writing(verb="plan", what="") as connection:
        add_applications(connection, applications)
    return asyncio.run(send_mails(store, campaign, applications, server, MORNING))


def _sent(store: Store) -> list[str]:
    with store.reading() as connection:
        log = events_of(connection)
    return [id for id, events in log.items() if [each.kind for each in events] == [Kind.SENT]]


def test_what_the_server_takes_is_what_was_kept_and_leaves_one_event(store, campaign, taking):
    applications = _applications(3, Channel.EMAIL)
    assert _send(store, campaign, applications, taking.server) == ()
    assert sorted(_sent(store)) == ["U001-B", "U002-B", "U003-B"]
    ids = {message_from_bytes(raw, policy=policy.SMTP)["Message-ID"] for raw in taking.taken}
    assert ids == set(outbox.message_ids(store))


def test_sending_again_sends_nothing(store, campaign, taking):
    applications = _applications(2, Channel.EMAIL)
    _send(store, campaign, applications, taking.server)
    _send(store, campaign, applications, taking.server)
    assert len(taking.taken) == 2


def test_a_refused_address_is_recorded_and_the_others_go_out(store, campaign, taking):
    taking.refuse = {"xxgk@u2.yanjiang.example"}
    refused = _send(store, campaign, _applications(3, Channel.EMAIL), taking.server)
    assert [each.application_id for each in refused] == ["U002-B"]
    assert sorted(_sent(store)) == ["U001-B", "U003-B"]
    assert outbox.queued(store) == ()


def test_a_connection_that_breaks_after_the_text_leaves_the_letter_in_doubt(
    store, campaign, taking
):
    taking.break_off = True
    applications = _applications(1, Channel.EMAIL)
    _send(store, campaign, applications, taking.server)
    assert [each.state for each in outbox.unsent(store)] == ["sending"]
    taking.break_off = False
    _send(store, campaign, applications, taking.server)
    assert len(taking.taken) == 1


def test_a_server_that_is_not_there_leaves_everything_queued(store, campaign, taking):
    applications = _applications(2, Channel.EMAIL)
    with pytest.raises(Unreachable):
        _send(store, campaign, applications, Server("127.0.0.1", 9))
    assert len(outbox.queued(store)) == 2
    _send(store, campaign, applications, taking.server)
    assert len(taking.taken) == 2
