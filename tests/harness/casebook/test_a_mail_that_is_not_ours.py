"""A unit's address may send back any mail: only one that is ours says that an application came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.casebook.matching.match import Desk, Envelope, Match, match
from letters.model import Applicant, Application, Channel, Question, Round, Unit
from parsers.document import Document, Headers, Line, Page, Report, TextFrom

UNIT = Unit("U001", "演江自治区财政厅", "区直单位", "省级", "xxgk@cz.yj.example", "", "", "")
BEN = Applicant("P2", "练书远", "lian@shenqing.example", "", "", "")
TRAVEL = Question("Q2", "2019年度因公出国（境）团组统计", "")
ROUND = Round("B", "非正常渠道", Channel.EMAIL, date(2020, 9, 21), ("P2",), ())
DESK = Desk((UNIT,), (Application("U001-B", UNIT, BEN, TRAVEL, ROUND),), {"<k1@shenqing.example>": "U001-B"})  # fmt: skip
BOUNCE = Envelope("mailer-daemon@mx.example", BEN.email, (), date(2020, 10, 15))
STRANGE, OURS = "<private@home.example>", "<k1@shenqing.example>"
FAILED = "您的邮件无法投递到 xxgk@cz.yj.example"


def _returned(
    *ids: str, text: str = FAILED, parts: tuple[Document, ...] = (), report: bool = True
) -> Document:
    told = Report("delivery", ("failed",), (UNIT.email,), ids) if report else None
    head = Headers("退信", BOUNCE.sender, report=told)
    return Document("退信.eml", "0" * 64, "eml", _pages(text), parts, (), head)


def _pages(text: str) -> tuple[Page, ...]:
    return (Page(1, None, None, TextFrom.DIGITAL, tuple(map(Line, text.splitlines()))),)


def _carried(id: str, text: str = "见面再谈") -> tuple[Document, ...]:
    return (Document("邮件.eml", "1" * 64, "eml", _pages(text), headers=Headers(message_id=id)),)


def _filed(document: Document, envelope: Envelope = BOUNCE) -> Match:
    return match(document, envelope, DESK)


def _ids(found: Match) -> list[str]:
    return [each.id for each in found.applications]


@pytest.mark.parametrize(
    "document",
    [
        _returned(STRANGE),
        _returned(parts=_carried(STRANGE)),
        _returned(parts=_carried(STRANGE), report=False),
        _returned(text=f"{FAILED}\nMessage-ID: {STRANGE}", report=False),
    ],
    ids=["named", "carried", "carried, in words", "named, in words"],
)
def test_a_strange_mail_that_came_back_is_a_slight_sign_and_goes_to_a_person(document: Document):
    found = _filed(document)
    assert (_ids(found), found.touches) == ([], ("U001-B",))
    assert any("不是本程序发出的" in why for each in found.weighed for why in each.reasons)


def test_the_bounce_may_name_the_strange_mail_as_what_it_answers():
    assert _ids(_filed(_returned(), replace(BOUNCE, answers=(STRANGE,)))) == []


def test_a_strange_mail_that_names_unit_applicant_and_question_goes_to_a_person_too():
    told = f"演江自治区财政厅：我是练书远，另问{TRAVEL.title}的事"
    own = replace(BOUNCE, sender="postmaster@cz.yj.example")
    found = _filed(_returned(STRANGE, parts=_carried(STRANGE, told)), own)
    assert (_ids(found), found.candidates) == ([], ("U001-B",))
    assert "不是本程序发出的" in found.reasons[0]


def test_a_strange_mail_to_another_address_of_the_unit_goes_to_a_person():
    told = f"演江自治区财政厅：我是练书远，另问{TRAVEL.title}的事"
    own = replace(BOUNCE, sender="postmaster@cz.yj.example")
    document = _returned(
        text="无法投递到 li@cz.yj.example", parts=_carried(STRANGE, told), report=False
    )
    assert _ids(_filed(document, own)) == []


def test_our_mail_that_came_back_is_filed():
    assert _ids(_filed(_returned(OURS))) == ["U001-B"]
    assert _ids(_filed(_returned(OURS, STRANGE))) == ["U001-B"]


def test_a_bounce_that_names_no_mail_is_filed_by_the_address():
    assert _ids(_filed(_returned())) == ["U001-B"]
    assert _ids(_filed(_returned(report=False))) == ["U001-B"]
