"""补正说明 and 撤回申请 by mail: they wait in the outbox by rows of their own and leave by `send` under the
rules of applications, once; that one has gone is an event with its bytes as evidence."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date, timedelta
from email import policy

import pytest
from postfix import Postfix
from smtp_sink import sinking

from harness.campaign.queue import queue
from harness.campaign.recording.event import record
from harness.campaign.sending import further, holding
from harness.campaign.sending.looking import look
from harness.campaign.sending.send import forecast, send
from harness.campaign.workspace import Refused
from harness.clock.events import Kind
from harness.dispatch.outgoing import Server
from harness.scoring.timing import Timing, timing
from harness.store import further as store
from harness.store import log, sending, tables
from harness.store.audit import differences

ON = date(2020, 10, 9)
GONE, TOLD = "U001-B/撤回申请", "U001-B/补正说明"


@pytest.fixture
def workspace(desk):
    """U001-B and U002-B were sent by mail; a server on this machine could send more."""
    campaign = replace(desk.workspace.campaign, smtp_host="127.0.0.1", smtp_port=1)
    return replace(desk.workspace, campaign=campaign, as_of=ON)


def _at(workspace, port: int):
    return replace(workspace, campaign=replace(workspace.campaign, smtp_port=port))


def _events(workspace, application: str = "U001-B"):
    with workspace.store.reading() as connection:
        return [each.fact for each in log.events(connection, application)]


def _letters(workspace):
    with workspace.store.reading() as connection:
        return store.letters(connection)


def _body(raw: bytes) -> str:
    mail = email.message_from_bytes(raw, policy=policy.default)
    return mail.get_content()


@pytest.fixture
def silent():
    """A server that takes the text and says nothing to it."""
    from smtp_server import Manner, serving

    with serving(Manner(text=lambda *_: None)) as talked:
        yield talked


@pytest.mark.needs("smtp-sink")
def test_a_withdrawal_leaves_once_in_the_thread_of_its_application_and_withdraws_it(workspace):
    made = further.withdraw(workspace, ["U001-B"], ON)
    assert made.queued == (GONE,) and forecast(workspace, ON).due == (GONE,)
    text = (workspace.folder / made.files[0]).read_text("utf-8-sig")
    assert text.startswith(further.BY_SEND)
    with pytest.raises(Refused, match="现在到期待发的是1封"):
        send(workspace, ON, 0)
    assert not [each for each in _events(workspace) if each.kind is Kind.WITHDRAWN]
    with sinking() as sink:
        assert send(_at(workspace, sink.port), ON, 1).sent == (GONE,)
        (mail,) = sink.mails()
    assert (mail["In-Reply-To"], mail["References"]) == (mail["References"], mail["In-Reply-To"])
    assert mail["Message-ID"] == _letters(workspace)[GONE].message_id != mail["In-Reply-To"]
    assert mail["Subject"].startswith("回复：") and "撤回" in mail.get_content()
    (event,) = [each for each in _events(workspace) if each.kind is Kind.WITHDRAWN]
    letter = _letters(workspace)[GONE]
    assert (event.on, event.evidence, event.source) == (ON, letter.sha256, "dispatch")
    assert letter.state == "sent" and forecast(workspace, ON).due == ()
    assert mail["Message-ID"].encode() in workspace.store.load(letter.sha256)
    with pytest.raises(Refused, match="已经撤回"):
        further.withdraw(workspace, ["U001-B"], ON)
    assert differences(workspace.store) == ()


@pytest.mark.needs("postfix")
def test_a_real_postfix_takes_each_of_them_once(workspace, postfix: Postfix):
    further.supplement(workspace, "U001-B", "指2019年度的。", ON)
    further.withdraw(workspace, ["U002-B"], ON)
    there = _at(workspace, postfix.port)
    postfix.forget()
    assert send(there, ON, 2).sent == (TOLD, "U002-B/撤回申请")
    assert send(there, ON, 0).sent == ()
    ids = {each.message_id for each in _letters(workspace).values()}
    assert postfix.taken() == dict.fromkeys(ids, 1)
    assert [e.on for e in _events(workspace) if e.kind is Kind.CLARIFICATION_SUBMITTED] == [ON]
    with workspace.store.reading() as connection:
        outcomes = [each[1] for each in sending.attempts_of(connection, "U001-B")]
    assert outcomes == ["taken"]


def test_the_same_words_again_are_the_same_letter_and_others_take_its_place(workspace):
    for words in ("指2019年度的。", "指2019年度的。", "指2020年度的。"):
        assert further.supplement(workspace, "U001-B", words, ON).queued == (TOLD,)
    (letter,) = _letters(workspace).values()
    assert "2020年度" in _body(workspace.store.load(letter.sha256))
    assert forecast(workspace, ON).due == (TOLD,)


def test_a_second_answer_is_a_letter_of_its_own_and_the_same_is_not_sent_again(workspace):
    from smtp_server import serving

    further.supplement(workspace, "U001-B", "指2019年度的。", ON)
    with serving() as talked:
        there = _at(workspace, talked.port)
        assert send(there, ON, 1).sent == (TOLD,)
        with pytest.raises(Refused, match="内容相同"):
            further.supplement(there, "U001-B", "指2019年度的。", ON + timedelta(1))
        later = replace(there, as_of=ON + timedelta(1))
        assert further.supplement(later, "U001-B", "指全部。", ON + timedelta(1)).queued == (
            f"{TOLD}2",
        )
        assert send(later, ON + timedelta(1), 1).sent == (f"{TOLD}2",)
    assert len(talked.taken) == 2


def test_what_was_said_to_have_gone_another_way_is_not_sent(workspace):
    further.supplement(workspace, "U001-B", "指2019年度的。", ON)
    with workspace.store.writing(verb="log", what="") as connection:
        log.add_event(
            connection,
            log.NewEvent("U001-B", Kind.CLARIFICATION_SUBMITTED, ON, "人工登记", "person"),
        )
    assert forecast(workspace, ON).due == ()


def test_one_of_which_nobody_knows_is_shown_and_never_sent_again_by_itself(workspace, silent):
    further.withdraw(workspace, ["U001-B"], ON)
    there = _at(workspace, silent.port)
    assert send(there, ON, 1).unknown == (GONE,)
    assert forecast(there, ON).due == () and forecast(there, ON).unknown == (GONE,)
    (item,) = [each for each in queue(there) if each.what == "sending"]
    assert item.id == f"{GONE}/sent" and "mingcha log withdrawn U001-B" in item.why
    (found,) = look(there, [GONE])
    assert found.message_id == _letters(there)[GONE].message_id
    with pytest.raises(Refused, match="是否已经发出不明"):
        further.withdraw(there, ["U001-B"], ON)
    with pytest.raises(Refused, match="用 --why 写明"):
        holding.resend(there, GONE, "", write=True)
    assert not [each for each in _events(there) if each.kind is Kind.WITHDRAWN]
    assert holding.resend(there, GONE, "查过，没有投递", write=True).written
    assert forecast(there, ON).due == (GONE,)


def test_one_that_waits_is_recalled_and_put_back_by_its_own_name(workspace):
    further.withdraw(workspace, ["U001-B", "U002-B"], ON)
    assert holding.recall(workspace, [GONE], write=True).applications == (GONE,)
    assert forecast(workspace, ON).due == ("U002-B/撤回申请",)
    workspace.assess()  # what was recalled is no trouble
    assert holding.resend(workspace, GONE, "", write=True).applications == (GONE,)
    assert holding.recall(workspace, ["全部"], write=True).applications == (GONE, "U002-B/撤回申请")
    with pytest.raises(Refused, match="早先已经撤回"):
        holding.recall(workspace, [GONE], write=True)


def test_an_application_that_was_recalled_does_not_keep_the_campaign_from_being_judged(desk):
    with desk.store.writing(verb="send", what="") as connection:
        from harness.store import facts

        here = tables.outbox.c.application_id == "U001-B"
        facts.update(connection, tables.outbox, {"state": "recalled"}, here)
    assert any("已经撤回，没有发出" in each.why for each in desk.workspace.assess().review)


def test_it_bears_the_hour_at_which_it_leaves(workspace):
    from smtp_server import serving

    further.withdraw(workspace, ["U001-B"], ON)
    with serving() as talked:
        send(_at(workspace, talked.port), ON, 1)
    assert b"Date: Fri, 09 Oct 2020 09:30:00 +0800" in talked.taken[0]


def test_without_a_server_the_text_is_for_the_applicants_own_mailbox(desk):
    made = further.withdraw(replace(desk.workspace, as_of=ON), ["U001-B"], ON)
    assert made.queued == () and forecast(desk.workspace, ON).due == ()
    assert not (desk.folder / made.files[0]).read_text("utf-8-sig").startswith(further.BY_SEND)


def test_every_server_that_a_letter_is_sent_by_is_on_this_machine_without_accounts(workspace):
    further.withdraw(workspace, ["U001-B"], ON)
    with pytest.raises(Refused, match="连不上发信服务器"):
        send(workspace, ON, 1, server=Server("127.0.0.1", 1))
    assert forecast(workspace, ON).due == (GONE,)


def test_the_daily_digest_tells_which_letters_may_or_may_not_have_gone(workspace, silent):
    from harness.campaign.receiving.digest import digest
    from harness.reports.digest.text import text

    further.withdraw(workspace, ["U001-B"], ON)
    assert send(_at(workspace, silent.port), ON, 1).unknown == (GONE,)
    told, _ = digest(workspace)
    assert told.unknown == (f"演江自治区财政厅 {GONE}",)
    assert "1封是否发出不明" in text(told) and "核实前不会重发" in text(told)


def test_while_nobody_knows_whether_a_withdrawal_went_the_unit_is_not_said_to_be_silent(
    workspace, silent
):
    record(workspace, "confirmed", "U001-B", date(2020, 9, 23), write=True)
    late = replace(workspace, as_of=date(2020, 12, 31))
    assert _timing(late) is Timing.NONE
    further.withdraw(workspace, ["U001-B"], ON)
    assert send(_at(workspace, silent.port), ON, 1).unknown == (GONE,)
    assert _timing(late) is Timing.UNCLEAR
    holding.resend(workspace, GONE, "查过，没有投递", write=True)
    assert _timing(late) is Timing.NONE


def _timing(workspace) -> Timing:
    case = workspace.assess().case_of("U001-B")
    return timing(case, workspace.as_of)
