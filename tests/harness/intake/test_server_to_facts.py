"""What a real IMAP server holds becomes facts, once, and is read from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from harness.campaign.receiving.collect import collect, keep_all
from harness.checker.finding import Element, Verdict
from harness.store.evidence import sha256

pytestmark = pytest.mark.needs("dovecot")
CHINA = timezone(timedelta(hours=8))
AFTERNOON = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
OURS = {"In_Reply_To": "<U001-B@shenqing.example>"}
SENT_B = ("sent", date(2020, 9, 22))


@pytest.fixture
def box(dovecot, request):
    """A mailbox of the test's own: `deliver(raw, day)`, and its account."""
    user = f"{sha256(request.node.name.encode())[:12]}@shenqing.example"

    def deliver(raw: bytes, day: datetime) -> None:
        with dovecot.client(user) as client:
            client.append("INBOX", raw, msg_time=day)

    deliver.account = dovecot.account(user)
    return deliver


def test_an_answer_by_mail_becomes_one_event_however_often_it_is_collected(
    box, desk, answer_text, letters, make_mail
):
    paper = letters(answer_text.replace("2019年度部门决算", "2019年度政府采购情况"))
    box(make_mail("答复书见附件。", AFTERNOON, [("答复书.docx", paper)], **OURS), AFTERNOON)
    twice = [collect(desk.workspace, [box.account]) for _ in range(2)]
    assert [(each.new, each.filed, each.queue) for each in twice] == [(1, 1, 0), (0, 0, 0)]
    (came,) = twice[0].arrivals
    assert (came.application, came.kind, came.doubt) == ("U001-B", "answer", "")
    assert desk.events("U001-B") == [SENT_B, ("answered", date(2020, 10, 15))]
    case = desk.case("U001-B")
    assert case.judgement.finding(Element.DOC_NUMBER).verdict is Verdict.PRESENT
    assert case.judgement.finding(Element.SEAL).verdict is not Verdict.PRESENT


def test_an_automatic_reply_confirms_the_receipt_and_answers_nothing(box, desk, make_mail):
    day = datetime(2020, 9, 22, 10, 0, tzinfo=CHINA)
    body = "这是自动回复：您的邮件已收到。"
    box(make_mail(body, day, Auto_Submitted="auto-replied", **OURS), day)
    keep_all(desk.workspace, [box.account])
    assert desk.events("U001-B") == [SENT_B, ("confirmed", date(2020, 9, 22))]


def test_an_attachment_that_cannot_be_opened_goes_to_a_person_and_stops_no_clock(
    box, desk, make_mail
):
    broken = [("答复书.pdf", b"%PDF-1.4 broken")]
    box(make_mail("答复书见附件。", AFTERNOON, broken, **OURS), AFTERNOON)
    assert collect(desk.workspace, [box.account]).queue == 1
    assert desk.events("U001-B") == [SENT_B]
    assert [each.kind for each in desk.case("U001-B").doubtful] == ["other"]
    (item,) = desk.workspace.assess().review
    assert "答复书.pdf" in item.why
    assert (desk.folder / item.path).read_bytes().startswith(b"From:")


def test_a_mail_that_belongs_to_nothing_is_kept_and_shown(box, desk):
    box(b"From: ad@spam.example\r\nSubject: x\r\n\r\nbuy\r\n", AFTERNOON)
    collected = collect(desk.workspace, [box.account])
    assert (collected.new, collected.filed, collected.queue) == (1, 0, 1)
    (item,) = desk.workspace.assess().review
    assert "无法自动归卷" in item.why


def test_mails_that_no_program_expects_are_kept_and_keep_nobody_out(
    box, desk, answer_text, letters, make_mail
):
    box(b"From: \xff\xfe@x.example\r\nSubject: =?utf-8?b?7aCA?=\r\n\r\nx\r\n", AFTERNOON)
    late = b"From: a@x.example\r\nDate: Fri, 31 Dec 9999 23:00:00 +0000\r\n\r\nx\r\n"
    box(late, AFTERNOON)
    paper = letters(answer_text.replace("2019年度部门决算", "2019年度政府采购情况"))
    box(make_mail("见附件。", AFTERNOON, [("答复书.docx", paper)], **OURS), AFTERNOON)
    assert collect(desk.workspace, [box.account]).new == 3
    assert desk.events("U001-B") == [SENT_B, ("answered", date(2020, 10, 15))]
    assert len(desk.workspace.assess().review) == 2
