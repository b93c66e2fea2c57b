"""A unit from which something may have come is not called silent: by whatever sign it points to the
unit, while it lies undecided. And what points to nobody, or to another, protects nobody.

What came is the one unreadable thing that a program meets most: a scan on which nothing can be read,
alone or in a mail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from docx import Document

from harness.campaign.clocks.due import due
from harness.campaign.handing.report import report
from harness.campaign.marks.scores import marks
from harness.campaign.placing.file import file
from harness.campaign.queue import queue

CHINA = timezone(timedelta(hours=8))
CAME = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
FINANCE, EDUCATION = "演江自治区财政厅", "演江自治区教育厅"
NOBODY = {"From": "info@unknown.example", "Subject": "请查收"}
# what a mail with an unreadable scan shows of the finance department: headers, and its own words
SIGNS = {
    "the number of the application": ({}, "贵方编号U001-A的来函收悉，见附件。"),
    "the number in the subject": ({"Subject": "Re: u001-b"}, "见附件。"),
    "the thread": ({"In_Reply_To": "<U001-B@shenqing.example>"}, "见附件。"),
    "the thread among its references": (
        {"References": "<x@y.example> <U001-B@shenqing.example>"}, "见附件。",
    ),
    "the unit's name": ({}, "演江自治区财政厅办公室，见附件。"),
    "the unit's short name": ({}, "财政厅的答复，见附件。"),
    "the unit's name broken by blanks": ({}, "演江自治区 财 政 厅"),
    "the unit's own address": ({"From": "xxgk@cz.yanjiang.example"}, "见附件。"),
    "an address of its domain": ({"From": "office@cz.yanjiang.example"}, "见附件。"),
    "an address of a domain below": ({"From": "li@mail.cz.yanjiang.example"}, "见附件。"),
    "a return address in the text": ({}, "回信请寄：演练路2号。"),
    "its mail address in the text": ({}, "联系邮箱 XXGK@cz.yanjiang.example"),
    "its telephone in the text": ({}, "联系电话：0000-555 0102"),
    "what the sender calls itself": ({"From": "演江自治区财政厅 <gov2020@qq.com>"}, "见附件。"),
}  # fmt: skip
STRANGERS = {
    "an advertisement": ({"From": "ad@spam.example", "Subject": "代开发票"}, "长期代开发票。"),
    "a free mailbox": ({"From": "nobody@qq.com"}, "您好。"),
    "a longer number": ({}, "订单 AU001-A7 已发货。"),
    "the public suffix alone": ({"From": "news@example"}, "本周要闻。"),
    "another's thread": ({"In_Reply_To": "<other@elsewhere.example>"}, "谢谢。"),
}


def _of(desk, unit: str):
    return {each.application: each for each in due(desk.workspace) if each.unit == unit}


def _accused(desk, unit: str) -> list[str]:
    return [each.state for each in _of(desk, unit).values() if each.state == "overdue"]


def _silence(desk, unit: str):
    """The applications for whose silence the unit loses points, and those for which it may."""
    (marked,) = (each for each in marks(desk.workspace) if each.unit == unit)
    lost = {each.application for each in marked.deductions if "未收到答复" in each.reason}
    return lost, {each.application for each in marked.pending}


def _all_received(desk) -> None:
    """Letters are signed for, mails confirmed by telephone: nothing but an answer is wanting."""
    desk.delivered("U001-A", "U002-A")
    for unit, id in ((FINANCE, "U001-B"), (EDUCATION, "U002-B")):
        desk.ledger(
            "电话记录",
            (unit, "确认收件", id, "2020-09-23", "10:00", "0000-2", "是", "已收到", "甲"),
        )
    desk.collect()


def _named_as_silent(desk) -> str:
    """What the feedback to the finance department says of its silence."""
    (path,) = (
        Path(each) for each in report(desk.workspace).files if "反馈" in each and FINANCE in each
    )
    body = Document(str(path)).element.body
    return "".join(each.text or "" for each in body.iter() if each.tag.endswith("}t"))


def _counted_as_silent(desk) -> str:
    """The sentences of the report that count those who did not answer."""
    said = [each.text for each in Document(str(desk.folder / "reports" / "总报告.docx")).paragraphs]
    return "".join(each for each in said if "未作出答复" in each)


@pytest.fixture
def silent(desk):
    """Both units got both applications, and nothing came."""
    _all_received(desk)
    assert len(_accused(desk, FINANCE)) == len(_accused(desk, EDUCATION)) == 2
    return desk


def _arrives(desk, make_mail, scan, headers, body) -> str:
    return desk.mail(
        make_mail(body, CAME, [("扫描件.png", scan)], **{**NOBODY, **headers}), CAME,
        mailbox="yan@shenqing.example",
    )  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_a_unit_to_which_anything_points_is_not_said_to_be_silent(silent, make_mail, scan, sign):
    number = _arrives(silent, make_mail, scan, *SIGNS[sign])
    assert number in [each.target for each in queue(silent.workspace) if each.what == "filing"]
    protected = [each for each in _of(silent, FINANCE).values() if each.state != "overdue"]
    assert protected and all(each.waiting_for == "decision" for each in protected)
    assert {each.pending for each in protected} == {(number,)}
    lost, open_ = _silence(silent, FINANCE)
    assert open_ >= {each.application for each in protected}
    assert lost == {each.application for each in _of(silent, FINANCE).values()} - {
        each.application for each in protected
    }


@pytest.mark.parametrize("sign", [each for each in SIGNS if "thread" not in each])
def test_it_stands_in_no_way_of_the_unit_to_which_it_does_not_point(silent, make_mail, scan, sign):
    _arrives(silent, make_mail, scan, *SIGNS[sign])
    assert len(_accused(silent, EDUCATION)) == 2


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_points_to_nobody_protects_nobody(silent, make_mail, stranger):
    headers, body = STRANGERS[stranger]
    number = silent.mail(make_mail(body, CAME, **{**NOBODY, **headers}), CAME)
    assert number in [each.target for each in queue(silent.workspace) if each.what == "filing"]
    assert len(_accused(silent, FINANCE)) == len(_accused(silent, EDUCATION)) == 2
    lost, open_ = _silence(silent, FINANCE)
    assert (lost, open_) == ({"U001-A", "U001-B"}, set())


@pytest.mark.parametrize("sender", [FINANCE, "财政厅", "演江自治区财政厅政务公开办公室"])
def test_the_ledgers_sender_points_to_the_unit(silent, scan, sender):
    silent.paper("L1", scan, sender=sender, suffix="png")
    assert _accused(silent, FINANCE) == []
    assert len(_accused(silent, EDUCATION)) == 2


def test_a_scan_of_which_nobody_knows_anything_keeps_everybody_from_being_accused(silent, scan):
    """It may be anybody's: nothing of it was read."""
    silent.paper("L1", scan, sender="", suffix="png")
    assert _accused(silent, FINANCE) == _accused(silent, EDUCATION) == []


def test_decided_to_be_nobodys_the_unit_is_accused_again(silent, make_mail, scan):
    number = _arrives(silent, make_mail, scan, *SIGNS["the unit's name"])
    assert _accused(silent, FINANCE) == []
    file(silent.workspace, number, ["none"], why="推销", write=True)
    assert len(_accused(silent, FINANCE)) == 2


def test_what_was_received_before_anything_was_asked_protects_nobody(silent, make_mail, scan):
    early = CAME.replace(month=9, day=1)
    headers, body = SIGNS["the unit's name"]
    silent.mail(
        make_mail(body, early, [("扫描件.png", scan)], **{**NOBODY, **headers}), early,
        mailbox="yan@shenqing.example",
    )  # fmt: skip
    assert len(_accused(silent, FINANCE)) == 2


def test_no_report_calls_the_undecided_silent_and_the_silent_are_still_counted(
    silent, make_mail, scan
):
    before = _named_as_silent(silent)
    assert "未收到答复" in before and "2家区直单位未作出答复" in _counted_as_silent(silent)
    _arrives(silent, make_mail, scan, *SIGNS["the unit's name"])
    after = _named_as_silent(silent)
    assert "未收到答复" not in after and "待人工认定" in after
    told = _counted_as_silent(silent)
    assert "1家区直单位未作出答复" in told and "2家区直单位未作出答复" not in told


def test_a_confirmation_confirms_whatever_unread_thing_it_carries(desk, make_mail, scan):
    desk.delivered("U001-A")
    body = "贵方编号U001-B的来函收悉，见附件。"
    number = _arrives(desk, make_mail, scan, {}, body)
    assert ("confirmed", CAME.date()) in desk.events("U001-B")
    assert number in [each.target for each in queue(desk.workspace) if each.what == "filing"]


def test_the_address_of_a_domain_above_points_to_the_unit(silent, make_mail, scan):
    _arrives(silent, make_mail, scan, {"From": "office@yanjiang.example"}, "见附件。")
    assert _accused(silent, FINANCE) == []


def test_units_that_share_a_domain_are_all_kept_from_being_accused(
    open_desk, tmp_path, desk, make_mail, scan
):
    """Two departments of one web site: an address of it may be either's."""
    (tmp_path / "同站").mkdir()
    shared = [
        replace(each, unit=replace(each.unit, email=f"{each.unit.id.lower()}@gov.yanjiang.example"))
        for each in desk.book().applications
    ]
    with open_desk(tmp_path / "同站", shared) as both:
        _all_received(both)
        assert len(_accused(both, FINANCE)) == 2
        _arrives(both, make_mail, scan, {"From": "xxgk@gov.yanjiang.example"}, "见附件。")
        assert _accused(both, FINANCE) == _accused(both, EDUCATION) == []
