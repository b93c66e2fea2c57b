"""Applications leave exactly once, through a real SMTP server, and doubt is left to a person."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from itertools import pairwise

import pytest
from smtp_server import Manner, Talked, serving

from harness.clock.events import Kind
from harness.dispatch.outgoing import Outcome, Sender, Server, composed, put_out, send, send_mails
from harness.dispatch.pace import Limit
from harness.dispatch.pool import Rules
from harness.dispatch.session import Unreachable
from harness.store import outbox, sending
from harness.store.audit import differences
from harness.store.database import Store, open_store
from harness.store.errors import StoreError
from harness.store.log import events_of
from harness.store.plan import add_applications
from harness.store.standing import operations
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

pytestmark = pytest.mark.usefixtures("on_both")
DAY = date(2020, 9, 22)
MORNING = datetime(2020, 9, 22, 9, 30)
OK = b"250 OK queued as 42\r\n"
SOON = timedelta(milliseconds=200)
QUICK = Rules(later=(SOON, SOON), broken=(timedelta(), SOON), timeout=5.0)
PERSON = Applicant("P1", "演文清", "yan@shenqing.example", "演练路1号", "000000", "0000-1")


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


def _plan(store: Store, applications) -> None:
    with store.writing(verb="plan", what="") as connection:
        add_applications(connection, applications)


def _send(store: Store, campaign, applications, server, rules: Rules = QUICK, connections: int = 4):
    _plan(store, applications)
    where = Server("127.0.0.1", server.port, connections=connections)
    sender = Sender({PERSON.email: where}, rules)
    return send_mails(store, campaign, applications, sender, MORNING)


def _sent(store: Store) -> list[str]:
    with store.reading() as connection:
        log = events_of(connection)
    return [id for id, events in log.items() if [each.kind for each in events] == [Kind.SENT]]


def _states(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return {id: each.state for id, each in outbox.letters(connection).items()}


def _ids(talked: Talked) -> list[str]:
    return [message_from_bytes(raw, policy=policy.SMTP)["Message-ID"] for raw in talked.taken]


def test_what_the_server_takes_is_what_was_kept_and_leaves_one_event(store, campaign):
    applications = _applications(9, Channel.EMAIL)
    with serving() as talked:
        ended = _send(store, campaign, applications, talked)
    assert set(ended.taken) == {each.id for each in applications} and not ended.why
    assert sorted(_sent(store)) == [each.id for each in applications]
    assert sorted(_ids(talked)) == sorted(outbox.message_ids(store))
    with store.reading() as connection:
        kept = {each.sha256 for each in outbox.letters(connection).values()}
        tries = sending.attempts_of(connection, "U001-B")
    assert {sha256(raw).hexdigest() for raw in talked.taken} == kept
    assert [(outcome, said) for _, outcome, said in tries] == [("taken", "250 OK queued as 42")]
    assert differences(store) == ()


def test_all_of_it_stands_in_the_outbox_before_the_first_connection(store, campaign):
    applications = _applications(5, Channel.EMAIL)
    with serving() as talked:
        pass
    with pytest.raises(Unreachable):
        _send(store, campaign, applications, talked)
    assert set(_states(store).values()) == {"queued"} and len(_states(store)) == 5
    with store.reading() as connection:
        verbs = [each.what for each in operations(connection)]
    assert sum("待发" in each for each in verbs) == 1
    with serving() as talked:
        _send(store, campaign, applications, talked)
    assert len(talked.taken) == 5


def test_sending_again_sends_nothing(store, campaign):
    applications = _applications(2, Channel.EMAIL)
    with serving() as talked:
        _send(store, campaign, applications, talked)
        _send(store, campaign, applications, talked)
    assert len(talked.taken) == 2


def test_two_runs_at_once_send_each_mail_once(store, campaign):
    applications = _applications(40, Channel.EMAIL)
    _plan(store, applications)
    put_out(store, campaign, applications, MORNING)
    with serving(Manner(delay=0.002)) as talked:
        sender = Sender({PERSON.email: Server("127.0.0.1", talked.port, connections=4)}, QUICK)
        runs = [
            threading.Thread(target=send, args=(store, applications, sender, DAY)) for _ in range(2)
        ]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
    assert len(talked.taken) == len(set(_ids(talked))) == 40


def test_a_refused_address_is_recorded_and_the_others_go_out(store, campaign):
    manner = Manner(rcpt=lambda to, _: b"550 no such mailbox\r\n" if "@u2." in to else OK)
    with serving(manner) as talked:
        ended = _send(store, campaign, _applications(3, Channel.EMAIL), talked)
    assert ended.why == {"U002-B": (Outcome.REFUSED, "服务器拒收：550 no such mailbox")}
    assert _states(store) == {"U001-B": "sent", "U002-B": "refused", "U003-B": "sent"}


def test_a_server_that_greylists_is_asked_again_later_and_takes_it_once(store, campaign):
    manner = Manner(rcpt=lambda _, n: b"451 4.7.1 greylisted\r\n" if n == 1 else OK)
    with serving(manner) as talked:
        began = time.monotonic()
        ended = _send(store, campaign, _applications(3, Channel.EMAIL), talked)
    assert len(ended.taken) == 3 and not ended.why and sorted(talked.asked.values()) == [2, 2, 2]
    assert time.monotonic() - began >= SOON.total_seconds()
    with store.reading() as connection:
        tries = sending.attempts_of(connection, "U001-B")
    assert [outcome for _, outcome, _ in tries] == ["later", "taken"]


def test_one_that_never_stops_greylisting_leaves_it_in_the_outbox_for_another_day(store, campaign):
    with serving(Manner(rcpt=lambda *_: b"451 busy\r\n")) as talked:
        ended = _send(store, campaign, _applications(1, Channel.EMAIL), talked)
    assert ended.why["U001-B"][0] is Outcome.LATER and _states(store) == {"U001-B": "queued"}
    assert talked.asked == {"xxgk@u1.yanjiang.example": 1 + len(QUICK.later)}


def test_a_connection_that_breaks_before_the_text_is_tried_again_at_once(store, campaign):
    manner = Manner(rcpt=lambda _, n: None if n == 1 else OK)
    with serving(manner) as talked:
        ended = _send(store, campaign, _applications(3, Channel.EMAIL), talked, connections=1)
    assert len(ended.taken) == 3 and len(talked.taken) == 3


def test_one_that_breaks_after_the_text_leaves_the_letter_in_doubt_for_ever(store, campaign):
    applications = _applications(3, Channel.EMAIL)
    with serving(Manner(text=lambda to, _: None if "@u2." in to else OK)) as talked:
        ended = _send(store, campaign, applications, talked)
        assert ended.why["U002-B"][0] is Outcome.UNKNOWN
        assert _states(store)["U002-B"] == "sending" and len(talked.taken) == 3
        _send(store, campaign, applications, talked)
        assert len(talked.taken) == 3


def test_a_server_that_hangs_after_the_text_leaves_it_in_doubt_and_the_others_go_on(
    store, campaign
):
    def slow(to: str, _n: int) -> bytes:
        time.sleep(1.0 if "@u2." in to else 0)
        return OK

    with serving(Manner(text=slow)) as talked:
        rules = replace(QUICK, timeout=0.3)
        ended = _send(store, campaign, _applications(6, Channel.EMAIL), talked, rules)
    assert ended.why["U002-B"][0] is Outcome.UNKNOWN and len(ended.taken) == 5


def test_a_server_that_takes_few_connections_is_served_by_few(store, campaign):
    seen = []

    class OneOnly(Manner):
        @property
        def greeting(self) -> bytes:  # type: ignore[override]
            seen.append(1)
            return b"220 hello\r\n" if len(seen) == 1 else b"421 too many connections\r\n"

        @greeting.setter
        def greeting(self, _: bytes) -> None:
            pass

    with serving(OneOnly(delay=0.01)) as talked:
        ended = _send(store, campaign, _applications(12, Channel.EMAIL), talked)
    assert len(ended.taken) == 12 == len(talked.taken)
    assert any("421" in each for each in ended.stopped) or talked.connections == 1


def test_a_pause_stops_a_run_that_goes_and_a_later_run_sends_the_rest(store, campaign):
    applications = _applications(30, Channel.EMAIL)

    def pausing(_to: str, _n: int) -> bytes:
        if len(talked.taken) == 9:
            sending.pause(store, "领导要求")
        return OK

    with serving(Manner(text=pausing)) as talked:
        ended = _send(store, campaign, applications, talked, connections=2)
        assert 10 <= len(talked.taken) < 30 and len(ended.taken) == len(talked.taken)
        assert any("领导要求" in each for each in ended.stopped)
        assert "sending" not in _states(store).values()
        assert sending.resume(store) and not sending.resume(store)
        _send(store, campaign, applications, talked)
    assert len(_ids(talked)) == len(set(_ids(talked))) == 30


def test_what_is_recalled_does_not_go_and_what_has_gone_is_not_recalled(store, campaign):
    applications = _applications(3, Channel.EMAIL)
    _plan(store, applications)
    put_out(store, campaign, applications, MORNING)
    with store.writing(verb="send", what="撤回") as connection:
        assert sending.recall(connection, ["U002-B"]) == ("U002-B",)
    with serving() as talked:
        sender = Sender({PERSON.email: Server("127.0.0.1", talked.port)}, QUICK)
        send(store, applications, sender, DAY)
        assert sorted(_sent(store)) == ["U001-B", "U003-B"] and len(talked.taken) == 2
        with store.writing(verb="send", what="撤回") as connection:
            assert sending.recall(connection, ["U001-B", "U002-B"]) == ()
            sending.put_back(
                connection, composed(store, campaign, applications[1], MORNING), "补发"
            )
        send(store, applications, sender, DAY)
    assert len(_ids(talked)) == len(set(_ids(talked))) == 3


def test_what_is_composed_anew_while_a_run_goes_does_not_leave_as_it_was(store, campaign):
    first, second = _applications(2, Channel.EMAIL)
    moved = replace(second, unit=replace(second.unit, email="new@u2.yanjiang.example"))

    def anew(to: str, _n: int) -> bytes:
        if "@u1." in to:
            with store.writing(verb="send", what="撤回") as connection:
                assert sending.recall(connection, [second.id]) == (second.id,)
                sending.put_back(connection, composed(store, campaign, moved, MORNING), "补发")
        return OK

    with serving(Manner(rcpt=anew)) as talked:
        ended = _send(store, campaign, [first, second], talked, connections=1)
        assert ended.taken == (first.id,) and _states(store)[second.id] == "queued"
        sender = Sender({PERSON.email: Server("127.0.0.1", talked.port)}, QUICK)
        send(store, [first, second], sender, DAY)
    left = [message_from_bytes(raw, policy=policy.SMTP)["To"].addresses for raw in talked.taken]
    assert [each.addr_spec for (each,) in left] == [first.unit.email, moved.unit.email]


def test_an_account_keeps_to_its_rate(store, campaign):
    rules = replace(QUICK, limits={PERSON.email: Limit(per_minute=600)})  # one in 0.1 s
    with serving() as talked:
        _send(store, campaign, _applications(6, Channel.EMAIL), talked, rules)
    gaps = [b - a for a, b in pairwise(talked.at)]
    # the first may have been held up on its way; the reckoning itself is tested in test_pace.py
    assert len(gaps) == 5 and sum(gaps) >= 0.3


def test_a_full_disk_sends_nothing_more_and_doubles_nothing(store, campaign, monkeypatch):
    """From the seventh transaction on: what is claimed by then, and taken, is in doubt."""
    applications, real, calls = _applications(20, Channel.EMAIL), sending.take_down, []

    def full(*given):
        calls.append(1)
        if len(calls) >= 7:
            raise StoreError("磁盘已满")
        return real(*given)

    monkeypatch.setattr(sending, "take_down", full)
    monkeypatch.setattr("harness.dispatch.clerk.DISK", (0.01,))
    with serving() as talked:
        with pytest.raises(StoreError, match="磁盘已满"):
            _send(store, campaign, applications, talked, connections=2)
        states = _states(store)
        by_id = {number: id for id, number in _message_ids(store).items()}
        taken = {by_id[each] for each in _ids(talked)}
        assert taken <= {id for id, state in states.items() if state in ("sent", "sending")}
        monkeypatch.setattr(sending, "take_down", real)
        _send(store, campaign, applications, talked)
    assert len(_ids(talked)) == len(set(_ids(talked)))
    unknown = [id for id, state in _states(store).items() if state == "sending"]
    assert len(talked.taken) + len(unknown) >= 20 and set(_states(store).values()) <= {
        "sent",
        "sending",
    }


def test_an_answer_that_could_not_be_written_down_at_first_is_written_down_when_it_can(
    store, campaign, monkeypatch
):
    real, calls = sending.take_down, []

    def full_for_a_moment(store, wanted, tried):
        calls.append(1)
        if tried and len(calls) < 4:
            raise StoreError("磁盘已满")
        return real(store, wanted, tried)

    monkeypatch.setattr(sending, "take_down", full_for_a_moment)
    monkeypatch.setattr("harness.dispatch.clerk.DISK", (0.01, 0.01, 0.01))
    with serving() as talked:
        ended = _send(store, campaign, _applications(1, Channel.EMAIL), talked, connections=1)
    assert ended.taken == ("U001-B",) and _states(store) == {"U001-B": "sent"}


def _message_ids(store: Store) -> dict[str, str]:
    return {id: number for number, id in outbox.message_ids(store).items()}


@pytest.mark.needs("postfix")
def test_a_real_postfix_that_goes_away_in_the_middle_and_comes_back_gets_each_mail_once(
    store, campaign, postfix
):
    applications = _applications(40, Channel.EMAIL)
    _plan(store, applications)
    put_out(store, campaign, applications, MORNING)
    postfix.forget()
    waits = (timedelta(seconds=0.2),) * 20
    sender = Sender(
        {PERSON.email: Server("127.0.0.1", postfix.port, connections=4)},
        Rules(later=waits, broken=waits, timeout=5.0),
    )
    going = threading.Thread(target=send, args=(store, applications, sender, DAY))
    going.start()
    while postfix.taken().total() < 8:
        time.sleep(0.005)
    postfix.restart()
    going.join()
    send(store, applications, sender, DAY)  # what it had to leave
    taken, states = postfix.taken(), _states(store)
    assert max(taken.values()) == 1 and set(states.values()) <= {"sent", "sending"}
    numbers = _message_ids(store)
    assert all(taken[numbers[id]] == 1 for id, state in states.items() if state == "sent")
    assert list(states.values()).count("sending") <= 4
