"""What comes back of a 补正说明 or 撤回申请 is written on that letter: it neither returns nor confirms the
application. What may be of either goes to a person, and holds nothing against anybody until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import openpyxl
import pytest
from smtp_server import Manner, serving

from harness.campaign.clocks.case import case
from harness.campaign.ledger import exchange as ledger
from harness.campaign.placing.file import file
from harness.campaign.queue import queue
from harness.campaign.receiving.digest import digest
from harness.campaign.recording.event import record
from harness.campaign.sending import further
from harness.campaign.sending.looking import look
from harness.campaign.sending.send import forecast, send
from harness.clock.events import Kind
from harness.clock.result import State
from harness.scoring.timing import Timing, timing
from harness.store import further as store

CHINA = timezone(timedelta(hours=8))
ON = date(2020, 10, 9)
AT = datetime(2020, 10, 9, 10, tzinfo=CHINA)
BEFORE = datetime(2020, 9, 22, 10, tzinfo=CHINA)
OURS = "<U001-B@shenqing.example>"
GONE, TOLD = "U001-B/撤回申请", "U001-B/补正说明"
REPORT = """From: MAILER-DAEMON@mx.shenqing.example
To: yan@shenqing.example
Subject: {subject}
Message-ID: <bounce@mx.shenqing.example>
{thread}Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

The mail to xxgk@cz.yanjiang.example: {action}.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shenqing.example

Final-Recipient: rfc822; xxgk@cz.yanjiang.example
Action: {action}
Status: 5.1.1
--b
Content-Type: text/rfc822-headers

From: yan@shenqing.example
To: xxgk@cz.yanjiang.example
{carried}
--b--
"""
READ = """From: xxgk@cz.yanjiang.example
To: yan@shenqing.example
Subject: =?utf-8?b?5bey6K+7?=
Message-ID: <read@cz.yanjiang.example>
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b

read
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; xxgk@cz.yanjiang.example
{original}Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""


def _mail(text: str, **fields: str) -> bytes:
    return text.format(**fields).replace("\n", "\r\n").encode()


def _bounce(carried: str = "Subject: x", *, action: str = "failed", thread: str = "") -> bytes:
    subject = "Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail"
    return _mail(REPORT, carried=carried, action=action, thread=thread, subject=subject)


def _read(original: str = "") -> bytes:
    told = f"Original-Message-ID: {original}\n" if original else ""
    return _mail(READ, original=told)


@pytest.fixture
def workspace(desk):
    """U001-B and U002-B were sent by mail; a server on this machine takes more."""
    with serving() as talked:
        campaign = replace(desk.workspace.campaign, smtp_host="127.0.0.1", smtp_port=talked.port)
        yield replace(desk.workspace, campaign=campaign, as_of=ON)


def _sent(workspace, *, withdrawn: bool = True) -> str:
    """Its Message-ID."""
    if withdrawn:
        further.withdraw(workspace, ["U001-B"], ON)
    else:
        further.supplement(workspace, "U001-B", "指2019年度的。", ON)
    assert len(send(workspace, ON, 1).sent) == 1
    return _letter(workspace, GONE if withdrawn else TOLD).message_id


def _letter(workspace, id: str):
    with workspace.store.reading() as connection:
        return store.letters(connection)[id]


def _kinds(workspace, id: str = "U001-B") -> list[Kind]:
    return [each.event.kind for each in workspace.book().log[id]]


def _after(workspace, id: str) -> list[tuple[Kind, date, str]]:
    events = (each.event for each in workspace.book().further.get(id, ()))
    return [(each.kind, each.on, each.evidence) for each in events]


def _timing(workspace, day: date = date(2020, 12, 31)) -> Timing:
    late = replace(workspace, as_of=day)
    return timing(late.assess().case_of("U001-B"), day)


# --- surely of the letter that followed


@pytest.mark.parametrize("withdrawn", [True, False], ids=["withdrawal", "supplement"])
@pytest.mark.parametrize("where", ["carried", "answered"])
def test_a_later_letter_that_came_back_is_an_event_of_its_own(workspace, desk, withdrawn, where):
    number, id = _sent(workspace, withdrawn=withdrawn), GONE if withdrawn else TOLD
    carried = f"Message-ID: {number}\nIn-Reply-To: {OURS}\nReferences: {OURS}"
    thread = f"In-Reply-To: {number}\nReferences: {OURS} {number}\n"
    raw = _bounce(carried) if where == "carried" else _bounce(thread=thread)
    desk.mail(raw, AT)
    (filed,) = workspace.book().filed
    assert (filed.applications, filed.events, filed.arrival.doubt) == (("U001-B",), {}, "")
    assert any(f"{id}，不是申请本身" in each for each in filed.arrival.reasons)
    assert Kind.RETURNED not in _kinds(workspace)
    assert digest(workspace)[0].came[0].where == f"演江自治区财政厅 {id}"
    assert _after(workspace, id) == [(Kind.RETURNED, ON, filed.arrival.sha256)]
    (told,) = case(workspace, "U001-B").further
    assert (told.id, told.events[0].kind, told.events[0].arrival) == (id, "returned", "邮件1")
    (item,) = [each for each in queue(workspace) if each.what == "sending"]
    assert item.id == f"{id}/returned" and "不是申请本身被退回" in item.why and item.path


def test_what_a_letter_did_that_nobody_got_counts_no_more(workspace, desk):
    record(workspace, "confirmed", "U001-B", date(2020, 9, 23), write=True)
    assert _timing(workspace) is Timing.NONE
    desk.mail(_bounce(f"Message-ID: {_sent(workspace)}"), AT)
    assert workspace.assess().case_of("U001-B").clock.state is State.RUNNING
    # it was said to be withdrawn, and perhaps by word of mouth: nobody is called silent over it
    assert _timing(workspace) is Timing.UNCLEAR


def test_a_letter_that_came_back_can_be_written_again(workspace, desk):
    desk.mail(_bounce(f"Message-ID: {_sent(workspace)}"), AT)
    again = further.withdraw(workspace, ["U001-B"], ON).queued
    assert again == (f"{GONE}2",) and forecast(workspace, ON).due == again
    assert send(workspace, ON, 1).sent == again
    assert workspace.assess().case_of("U001-B").clock.state is State.WITHDRAWN
    assert [each.id for each in queue(workspace) if each.what == "sending"] == []


@pytest.mark.parametrize("kind", ["auto", "read", "receipt"])
def test_that_a_later_letter_is_there_confirms_no_application(workspace, desk, make_mail, kind):
    number = _sent(workspace)
    words = (
        "您的邮件已收到，这是自动回复。"
        if kind == "auto"
        else "您的撤回申请收悉，登记编号12345678。"
    )
    head = {"In_Reply_To": number, "References": f"{OURS} {number}"}
    if kind == "auto":
        head |= {"Auto_Submitted": "auto-replied", "Subject": "自动回复：回复：申请"}
    raw = _read(number) if kind == "read" else make_mail(words, AT, **head)
    desk.mail(raw, AT)
    (filed,) = workspace.book().filed
    assert (filed.applications, filed.events, filed.arrival.doubt) == (("U001-B",), {}, "")
    assert Kind.CONFIRMED not in _kinds(workspace)
    assert [each[:2] for each in _after(workspace, GONE)] == [(Kind.CONFIRMED, ON)]


def test_a_late_delivery_of_a_later_letter_is_no_event_of_anything(workspace, desk):
    desk.mail(_bounce(f"Message-ID: {_sent(workspace)}", action="delayed"), AT)
    (filed,) = workspace.book().filed
    assert (filed.applications, filed.arrival.doubt) == (("U001-B",), "")
    assert _after(workspace, GONE) == [] and set(_kinds(workspace)) == {Kind.SENT, Kind.WITHDRAWN}


@pytest.mark.parametrize("days", [0, 1], ids=["the same day", "the day after"])
def test_that_the_supplement_has_come_starts_the_period_and_confirms_nothing_else(
    workspace, desk, make_mail, days
):
    """An automatic reply to it comes on its own day, and would stand before it on that day."""
    record(workspace, "confirmed", "U001-B", date(2020, 9, 23), write=True)
    desk.mail(
        make_mail(
            "请于收到本告知之日起7个工作日内补正。", datetime(2020, 9, 25, 9, tzinfo=CHINA),
            Subject="政府信息公开申请补正告知书", In_Reply_To=OURS,
        ),
        datetime(2020, 9, 25, 9, tzinfo=CHINA),
    )  # fmt: skip
    assert Kind.CLARIFICATION_REQUESTED in _kinds(workspace)
    number, at = _sent(workspace, withdrawn=False), AT + timedelta(days)
    raw = make_mail("您的邮件已收到。", at, In_Reply_To=number, Auto_Submitted="auto-replied")
    desk.mail(raw, at)
    later = replace(workspace, as_of=at.date())
    assert _kinds(later).count(Kind.CONFIRMED) == 1
    clock = later.assess().case_of("U001-B").clock
    assert clock.received_on == date(2020, 9, 23)
    assert clock.due_on == date(2020, 11, 5 + days)


# --- surely of the application


@pytest.mark.parametrize("state", ["sent", "queued"])
def test_a_report_that_names_the_application_is_of_the_application(workspace, desk, state):
    if state == "sent":
        _sent(workspace)
    else:
        further.withdraw(workspace, ["U001-B"], ON)
    desk.mail(_bounce(f"Message-ID: {OURS}"), AT)
    (filed,) = workspace.book().filed
    assert Kind.RETURNED in _kinds(workspace) and not filed.letters and not filed.arrival.doubt


def test_what_came_before_the_later_letter_left_is_of_the_application(workspace, desk):
    _sent(workspace)
    desk.mail(_bounce(), BEFORE)
    assert Kind.RETURNED in _kinds(workspace) and _after(workspace, GONE) == []


def test_what_names_no_mail_is_of_the_application_while_nothing_else_has_gone(workspace, desk):
    further.withdraw(workspace, ["U001-B"], ON)
    desk.mail(_bounce(), AT)
    assert Kind.RETURNED in _kinds(workspace)


# --- of either


def _unsigned(kind: str, make_mail) -> bytes:
    if kind in ("bounce", "thread"):
        # of a letter that is carried back without its number, the thread is that of both
        return _bounce(thread=f"References: {OURS}\n" if kind == "thread" else "")
    words, head = "这是系统自动回复：演文清，您申请公开2019年度政府采购情况的邮件已经收到。", {}
    if kind == "auto":
        head = {"Auto_Submitted": "auto-replied", "Subject": "自动回复"}
    if kind == "receipt":
        words, head = (
            "演文清：您申请公开2019年度政府采购情况的来信收悉，登记编号12345678。",
            {"Subject": "登记回执"},
        )
    return make_mail(words, AT, **head)


@pytest.mark.parametrize("kind", ["bounce", "thread", "auto", "receipt"])
def test_what_may_be_of_either_is_asked_and_holds_nothing_against_anybody(
    workspace, desk, make_mail, kind
):
    record(workspace, "confirmed", "U001-B", date(2020, 9, 23), write=True)
    _sent(workspace, withdrawn=False)
    desk.mail(_unsigned(kind, make_mail), AT)
    (filed,) = workspace.book().filed
    assert filed.applications == ("U001-B",) and not filed.events and not filed.letters
    assert (
        f"还是其后的 {TOLD}" in filed.arrival.doubt and _kinds(workspace).count(Kind.CONFIRMED) == 1
    )
    assert Kind.RETURNED not in _kinds(workspace) and _after(workspace, TOLD) == []
    (item,) = [each for each in queue(workspace) if each.what == "filing"]
    assert [each.application for each in item.candidates] == ["U001-B", TOLD]
    assert _timing(workspace) is not Timing.NONE


def test_a_late_delivery_that_names_no_mail_asks_nobody(workspace, desk):
    _sent(workspace)
    desk.mail(_bounce(action="delayed"), AT)
    assert [each for each in queue(workspace) if each.what == "filing"] == []


@pytest.mark.parametrize(("place", "returned"), [("U001-B", True), (GONE, False)])
def test_a_person_says_which_letter_came_back(workspace, desk, place, returned):
    _sent(workspace)
    desk.mail(_bounce(), AT)
    shown = file(workspace, "邮件1", [place.lower()])
    assert shown.after == f"归入 {place}，退信"
    file(workspace, "邮件1", [place], seen=shown.seen, write=True)
    assert (Kind.RETURNED in _kinds(workspace)) is returned
    assert bool(_after(workspace, GONE)) is not returned
    assert [each for each in queue(workspace) if each.what == "filing"] == []


def test_a_person_says_it_in_the_ledger_too(workspace, desk):
    _sent(workspace)
    desk.mail(_bounce(), AT)
    path = ledger.out(workspace)
    book = openpyxl.load_workbook(path)
    page = book["归卷"]
    heads = {cell.value: cell.column for cell in page[1]}
    (row,) = [row[0].row for row in page.iter_rows() if "邮件1" in [cell.value for cell in row]]
    page.cell(row, heads["归入申请"]).value = GONE
    book.save(path)
    assert ledger.take(workspace, write=True).faults == ()
    assert Kind.RETURNED not in _kinds(workspace) and len(_after(workspace, GONE)) == 1
    assert ledger.take(workspace, write=True).conflicts == ()


def test_of_two_later_letters_each_has_its_own(workspace, desk):
    supplement = _sent(workspace, withdrawn=False)
    withdrawal = _sent(workspace)
    desk.mail(_bounce(f"Message-ID: {withdrawal}"), AT)
    assert _after(workspace, TOLD) == [] and len(_after(workspace, GONE)) == 1
    desk.mail(_read(supplement), AT)
    assert [each[0] for each in _after(workspace, TOLD)] == [Kind.CONFIRMED]
    desk.mail(_bounce("Subject: y"), AT)
    assert set(workspace.book().filed[-1].may_be) == {TOLD, GONE}


def test_of_what_may_have_gone_a_report_may_be_as_well(workspace, desk):
    with serving(Manner(text=lambda *_: None)) as silent:
        campaign = replace(workspace.campaign, smtp_port=silent.port)
        further.withdraw(workspace, ["U001-B"], ON)
        assert send(replace(workspace, campaign=campaign), ON, 1).unknown == (GONE,)
    desk.mail(_bounce(), AT)
    (filed,) = workspace.book().filed
    assert filed.may_be == (GONE,) and not filed.events


def test_a_filing_under_the_application_does_not_return_it_by_the_report_on_another_letter(
    workspace, desk
):
    """As was written before a letter could be named: there was nowhere else to file it."""
    desk.mail(_bounce(f"Message-ID: {_sent(workspace)}"), AT)
    file(workspace, "邮件1", ["U001-B"], write=True)
    assert Kind.RETURNED not in _kinds(workspace) and len(_after(workspace, GONE)) == 1


def test_a_reply_to_a_later_letter_belongs_to_its_application(workspace, desk, make_mail):
    number = _sent(workspace, withdrawn=False)
    at = datetime(2020, 10, 12, 10, tzinfo=CHINA)
    desk.mail(make_mail("补正材料收悉。", at, In_Reply_To=number), at)
    (filed,) = workspace.book().filed
    assert filed.applications == ("U001-B",)


def test_a_report_on_a_later_letter_is_no_trace_of_an_application_in_doubt(workspace, desk):
    """What is looked at of a mail of which nobody knows whether it went."""
    desk.mail(_bounce(f"Message-ID: {_sent(workspace)}"), AT)
    first, later = look(workspace, ["U001-B", GONE])
    assert first.arrivals == () and len(later.arrivals) == 1


def test_a_letter_written_down_by_a_person_on_that_day_leaves_a_confirmation_open(
    workspace, desk, make_mail
):
    record(workspace, "clarification_submitted", "U001-B", ON, write=True)
    desk.mail(_unsigned("auto", make_mail), AT)
    (filed,) = workspace.book().filed
    assert "当天另有登记的补正或者撤回" in filed.arrival.doubt
    assert Kind.CONFIRMED not in _kinds(workspace)
    file(workspace, "邮件1", ["U001-B"], write=True)
    assert Kind.CONFIRMED in _kinds(workspace)
