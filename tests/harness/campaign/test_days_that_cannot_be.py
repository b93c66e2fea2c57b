"""A day on which a letter cannot have gone is refused, whoever names it: a period counted from a day too
early accuses. What was written down wrongly can be put right, and how is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from harness.campaign.receiving.collect import keep_papers
from harness.campaign.recording.event import record
from harness.campaign.workspace import Refused, Workspace
from harness.clock.events import Kind
from harness.engine import HERE
from harness.store import log, outbox, plan, sending
from harness.store.database import open_store
from harness.store.sending import Attempt, Outcome
from letters.model import (
    Applicant,
    Application,
    Authorisation,
    Campaign,
    Channel,
    MailAccount,
    Question,
    Round,
    Unit,
)
from letters.posting import Posting, write_postings

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
TODAY, PLANNED = date(2026, 3, 12), date(2026, 3, 9)
LI = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
ASKED = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")
UNIT = Unit(
    "U001", "样江市财政局", "市直单位", "地市级", "xxgk@cz.example", "路2号", "000001", "0000-2"
)
MAIL = Application(
    "U001-B", UNIT, LI, ASKED, Round("B", "邮件", Channel.EMAIL, PLANNED, ("P1",), ("Q1",))
)
PAPER = Application(
    "U001-A", UNIT, LI, ASKED,
    Round("A", "挂号", Channel.REGISTERED_MAIL, PLANNED, ("P1",), ("Q1",)),
)  # fmt: skip
FORM = replace(PAPER, id="U001-C", round=replace(PAPER.round, id="C", channel=Channel.WEB_FORM))
NUMBER, OTHER = "XA12345678511", "XA12345679911"
LEAVE = Authorisation("样江市", "1号", date(2026, 3, 1), date(2026, 3, 31), ("全部",), ("example",))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    own = MailAccount(LI.email, "127.0.0.1", 25, "none", "", "")
    rounds = (PAPER.round, MAIL.round, FORM.round)
    campaign = Campaign(
        "样江", "样江市测评", "", True, date(2026, 6, 30), rounds, (LI,),
        authorisation=LEAVE, accounts=(own,),
    )  # fmt: skip
    with open_store(tmp_path, by="林小姐", now=lambda: NOW) as store:
        with store.writing(verb="plan", what="") as connection:
            plan.add_units(connection, [UNIT])
            plan.add_applications(connection, [PAPER, MAIL, FORM])
        yield Workspace(tmp_path, campaign, store, HERE, TODAY)


def _sent(workspace: Workspace, id: str) -> list[date]:
    with workspace.store.reading() as connection:
        return [e.fact.on for e in log.events(connection, id) if e.fact.kind is Kind.SENT]


def _letter(workspace: Workspace, id: str) -> outbox.Queued:
    with workspace.store.reading() as connection:
        return outbox.letters(connection)[id]


@pytest.fixture
def unknown(workspace: Workspace) -> Workspace:
    """The mail was tried on the 11th, and nobody knows whether it went."""
    outbox.enqueue(workspace.store, "U001-B", "<1@x>", data=b"mail", name="1.eml", on=PLANNED)
    sha256 = _letter(workspace, "U001-B").sha256
    with workspace.store.reading() as connection:
        (mail,) = sending.waiting(connection).values()
    sending.take_down(workspace.store, [mail], [])
    tried = NOW - timedelta(days=1)
    attempt = Attempt(
        "U001-B", tried, LI.email, "server", sha256, Outcome.UNKNOWN, "断线", tried.date()
    )
    sending.take_down(workspace.store, [], [attempt])
    return workspace


def test_a_mail_of_unknown_outcome_did_not_go_before_it_was_first_tried(unknown):
    for early in (PLANNED, date(2026, 3, 10)):
        with pytest.raises(Refused, match="2026-03-11 才开始发送"):
            record(unknown, "submitted", "U001-B", early, write=True)
    assert record(unknown, "submitted", "U001-B", date(2026, 3, 11), write=True).recorded
    assert _sent(unknown, "U001-B") == [date(2026, 3, 11)]


def test_what_a_person_said_of_it_can_be_replaced(unknown):
    record(unknown, "submitted", "U001-B", TODAY, write=True)
    right = date(2026, 3, 11)
    with pytest.raises(Refused, match="加 --replace"):
        record(unknown, "submitted", "U001-B", right, write=True)
    done = record(unknown, "submitted", "U001-B", right, replace=True, write=True)
    assert done.replaces == (f"{TODAY} 提交",) and _sent(unknown, "U001-B") == [right]
    with pytest.raises(Refused, match="才开始发送"):
        record(unknown, "submitted", "U001-B", PLANNED, replace=True, write=True)


def test_killed_in_the_middle_it_did_not_go_before_it_was_taken_for_sending(workspace):
    outbox.enqueue(workspace.store, "U001-B", "<1@x>", data=b"mail", name="1.eml", on=PLANNED)
    outbox.mark_sending(workspace.store, "U001-B")
    with pytest.raises(Refused, match="2026-03-12 才开始发送"):
        record(workspace, "submitted", "U001-B", date(2026, 3, 11), write=True)


def test_what_the_program_has_sent_is_not_written_down_again(workspace):
    outbox.enqueue(workspace.store, "U001-B", "<1@x>", data=b"mail", name="1.eml", on=PLANNED)
    outbox.mark_sending(workspace.store, "U001-B")
    outbox.mark_sent(workspace.store, "U001-B", "250", TODAY)
    with pytest.raises(Refused, match="程序已于 2026-03-12 发出"):
        record(workspace, "submitted", "U001-B", TODAY, replace=True, write=True)


def _made(workspace: Workspace, id: str, on: date = TODAY) -> None:
    outbox.enqueue(workspace.store, id, None, data=id.encode(), name="1.docx", on=on)


def test_a_letter_is_not_handed_over_before_it_was_planned_and_made(workspace):
    _made(workspace, "U001-C")
    with pytest.raises(Refused, match="2026-03-09 才制作"):
        record(workspace, "submitted", "U001-C", date(2025, 3, 10), write=True)
    assert record(workspace, "submitted", "U001-C", PLANNED, write=True).recorded


def test_a_letter_that_was_made_ahead_may_go_ahead_of_its_plan(workspace):
    early = NOW - timedelta(days=7)
    ahead = replace(workspace, store=replace(workspace.store, now=lambda: early))
    _made(ahead, "U001-C", PLANNED)
    assert record(workspace, "submitted", "U001-C", early.date(), write=True).recorded


def _list(workspace: Workspace, on: date, number: str = NUMBER) -> tuple[str, ...]:
    folder = workspace.folder / "outgoing" / TODAY.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    write_postings([Posting.of(PAPER, on, number)], folder / "交寄清单.xlsx")
    return tuple(f"{each.what}：{each.why}" for each in keep_papers(workspace))


def test_a_list_with_a_day_to_come_is_refused_by_its_row_and_taken_when_it_is_right(workspace):
    _made(workspace, "U001-A")
    (told,) = _list(workspace, date(2027, 1, 5))
    assert "交寄清单.xlsx第2行" in told and "晚于今天" in told
    assert _sent(workspace, "U001-A") == []
    assert _list(workspace, PLANNED) == () and _sent(workspace, "U001-A") == [PLANNED]


def test_a_corrected_list_says_what_is_on_record_and_how_to_replace_it(workspace):
    _made(workspace, "U001-A")
    assert _list(workspace, PLANNED) == () and _list(workspace, PLANNED) == ()
    (told,) = _list(workspace, TODAY)
    assert f"先前登记的是{PLANNED} 交寄，清单上是{TODAY}" in told
    assert f"mingcha log posted U001-A --on {TODAY} --number {NUMBER} --replace --write" in told
    assert _sent(workspace, "U001-A") == [PLANNED]
    record(workspace, "posted", "U001-A", TODAY, number=NUMBER, replace=True, write=True)
    assert _list(workspace, TODAY) == () and _sent(workspace, "U001-A") == [TODAY]
    assert _list(workspace, PLANNED) == ()  # the list that was wrong need not be mended
    (told,) = _list(workspace, TODAY, OTHER)
    assert "先前登记的是挂号号码" in told


def test_all_that_is_wrong_in_a_list_is_told_at_once_and_the_rest_is_taken(workspace):
    _made(workspace, "U001-A")
    folder = workspace.folder / "outgoing" / TODAY.isoformat()
    folder.mkdir(parents=True)
    good = Posting.of(PAPER, TODAY, NUMBER)
    rows = [good, replace(good, application_id="U009-A", number=OTHER), good]
    rows[2] = replace(good, posted_on="二月三十日")
    write_postings(rows, folder / "交寄清单.xlsx")
    told = [each.why for each in keep_papers(workspace)]
    assert len(told) == 2 and _sent(workspace, "U001-A") == [TODAY]


def test_an_answer_that_was_given_is_not_undone_by_a_later_withdrawal(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    answered = desk.case("U001-A").clock.answered_on
    with pytest.raises(Refused, match="其后撤回不改变什么"):
        record(desk.workspace, "withdrawn", "U001-A", answered + timedelta(days=1), write=True)
    with pytest.raises(Refused, match="这份答复就不再计"):
        record(desk.workspace, "withdrawn", "U001-A", answered, write=True)
    told = record(desk.workspace, "withdrawn", "U001-A", answered, note="上午当面撤回，有签收")
    assert told.new and desk.case("U001-A").clock.state == "answered_in_time"


def test_an_answer_to_what_nobody_asked_is_written_down_with_a_remark(desk):
    desk.delivered("U001-A")
    for kind in ("fee_paid", "clarification_submitted"):
        (told,) = record(desk.workspace, kind, "U001-A", date(2020, 10, 12), write=True).remarks
        assert "在案没有 2020-10-12 及以前对方" in told


def test_in_the_ledger_a_letter_is_signed_for_after_it_was_posted(desk):
    (doubt,) = _rows(desk, "2020-09-20")
    assert "早于寄出日期" in doubt.why


def _rows(desk, signed: str):
    desk.ledger("挂号签收", ("U001-A", "GU001-A", "2020-09-21", signed, "", ""))
    return desk.collect()
