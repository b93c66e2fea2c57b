"""Filing an arrival: what is clear is filed with its reasons, what is not goes to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harness.casebook.matching.match import Desk, Envelope, match
from letters.model import Applicant, Application, Channel, Question, Round, Unit
from parsers.document import Document, Headers, Line, Page, TextFrom

FINANCE = Unit(
    "U001", "演江自治区财政厅", "区直单位", "省级", "xxgk@cz.yj.example", "", "", "", ("区财政厅",)
)
EDUCATION = Unit("U002", "演江自治区教育厅", "区直单位", "省级", "xxgk@jy.yj.example", "", "", "")
ANNA = Applicant("P1", "演文清", "yan@shenqing.example", "", "", "")
BEN = Applicant("P2", "练书远", "lian@shenqing.example", "", "", "")
BUDGET = Question("Q1", "2019年度部门决算公开情况统计", "")
TRAVEL = Question("Q2", "2019年度因公出国（境）团组统计", "")
ROUND_A = Round("A", "正常渠道", Channel.REGISTERED_MAIL, date(2020, 9, 21), ("P1",), ())
ROUND_B = Round("B", "非正常渠道", Channel.EMAIL, date(2020, 9, 21), ("P2",), ())
APPLICATIONS = (
    Application("U001-A", FINANCE, ANNA, BUDGET, ROUND_A),
    Application("U001-B", FINANCE, BEN, TRAVEL, ROUND_B),
    Application("U002-A", EDUCATION, BEN, BUDGET, ROUND_A),
    Application("U002-B", EDUCATION, ANNA, TRAVEL, ROUND_B),
)
OURS = {"<k1@shenqing.example>": "U001-B", "<k2@shenqing.example>": "U002-B"}
DESK = Desk((FINANCE, EDUCATION), APPLICATIONS, OURS)
DAY = date(2020, 10, 15)


def _document(text: str, parts: tuple[Document, ...] = ()) -> Document:
    lines = tuple(Line(each) for each in text.splitlines())
    return Document(
        "来信.eml",
        "0" * 64,
        "eml",
        (Page(1, None, None, TextFrom.DIGITAL, lines),),
        parts,
        (),
        Headers(),
    )


def _filed(text: str, envelope: Envelope, parts: tuple[Document, ...] = ()) -> str | None:
    found = match(_document(text, parts), envelope, DESK)
    return found.application.id if found.application else None


def test_a_reply_to_our_message_is_filed_whatever_it_says():
    envelope = Envelope(
        "someone@else.example", "lian@shenqing.example", ("<k1@shenqing.example>",), DAY
    )
    assert _filed("您好，见附件。", envelope) == "U001-B"


def test_a_new_mail_from_the_units_address_to_the_applicants_mailbox_and_naming_them_is_filed():
    envelope = Envelope("xxgk@cz.yj.example", "lian@shenqing.example", (), DAY)
    assert _filed("练书远：您申请公开2019年度因公出国（境）团组统计", envelope) == "U001-B"


def test_paper_is_filed_by_the_envelope_the_name_and_the_thing_asked_for():
    envelope = Envelope("演江自治区财政厅办公室", "", (), DAY)
    text = "演文清：\n您申请公开“2019年度部门决算\n公开情况统计”的信息，现答复如下"
    assert _filed(text, envelope) == "U001-A"


def test_two_applications_of_one_unit_that_fit_alike_go_to_a_person():
    envelope = Envelope("xxgk@cz.yj.example", "", (), DAY)
    found = match(_document("演江自治区财政厅答复如下"), envelope, DESK)
    assert found.application is None
    assert "不相上下" in found.reasons[0]


def test_advertising_is_filed_nowhere():
    assert _filed("代开发票", Envelope("ad@spam.example", "lian@shenqing.example", (), DAY)) is None


def test_what_came_before_the_letters_went_out_is_filed_nowhere():
    envelope = Envelope(
        "xxgk@cz.yj.example", "lian@shenqing.example", ("<k1@shenqing.example>",), date(2020, 9, 1)
    )
    assert _filed("练书远", envelope) is None


def test_a_wrong_day_keeps_an_arrival_from_being_filed_and_takes_away_no_sign():
    envelope = Envelope(
        "someone@else.example",
        "lian@shenqing.example",
        ("<k1@shenqing.example>",),
        date(1970, 1, 1),
    )
    found = match(_document("见附件"), envelope, DESK)
    assert (found.application, found.candidates) == (None, ("U001-B",))
    assert "U001-B" in found.touches
    assert "1970-01-01 早于申请 U001-B 的寄出日期" in found.reasons[0]


def test_between_two_rounds_what_is_about_the_later_one_is_not_filed_with_the_earlier():
    later = replace(ROUND_B, send_on=date(2020, 11, 2))
    desk = replace(DESK, applications=(APPLICATIONS[0], replace(APPLICATIONS[1], round=later)))
    envelope = Envelope("演江自治区财政厅", "", (), DAY)
    about_later = match(
        _document("练书远：您申请公开2019年度因公出国（境）团组统计"), envelope, desk
    )
    assert about_later.application is None
    assert "U001-B" in about_later.touches
    about_earlier = match(
        _document("演文清：您申请公开2019年度部门决算公开情况统计"), envelope, desk
    )
    assert about_earlier.application is APPLICATIONS[0]


def test_advertising_touches_nobody_on_whatever_day():
    for day in (DAY, date(1970, 1, 1)):
        found = match(_document("代开发票"), Envelope("ad@spam.example", "", (), day), DESK)
        assert found.touches == ()


def test_our_own_words_quoted_below_a_reply_are_no_sign():
    quoted = Document(
        "引用的原邮件", "1" * 64, "txt", _document("演文清 2019年度部门决算公开情况统计").pages
    )
    assert _filed("收到。", Envelope("x@cz.yj.example", "", (), DAY), (quoted,)) is None


def test_every_filing_says_why():
    envelope = Envelope(
        "xxgk@cz.yj.example", "lian@shenqing.example", ("<k1@shenqing.example>",), DAY
    )
    reasons = match(_document("练书远"), envelope, DESK).reasons
    assert any("直接回复" in why for why in reasons)
    assert any("练书远" in why for why in reasons)


def test_a_letter_that_names_only_the_unit_goes_to_a_person_with_its_candidates():
    envelope = Envelope("xxgk@cz.yj.example", "lian@shenqing.example", (), DAY)
    text = "孟小虚：您反映的路灯损坏问题已转有关部门。演江自治区财政厅"
    found = match(_document(text), envelope, DESK)
    assert found.application is None
    assert found.candidates == ("U001-B",)
    assert "只指向单位" in found.reasons[0]


def test_a_mail_to_another_applicants_mailbox_is_not_filed_by_the_units_name_alone():
    envelope = Envelope("xxgk@cz.yj.example", "yan@shenqing.example", (), DAY)
    assert _filed("练书远：您申请公开2019年度因公出国（境）团组统计", envelope) is None


def test_an_alias_or_another_address_of_the_units_domain_is_a_sign_too():
    text = "演文清：您申请公开2019年度部门决算公开情况统计"
    assert _filed(text, Envelope("区财政厅", "", (), DAY)) == "U001-A"
    assert (
        _filed(text, Envelope("office@cz.yj.example", "yan@shenqing.example", (), DAY)) == "U001-A"
    )


def test_a_free_mail_domain_is_no_sign_of_a_unit():
    found = match(_document("您好"), Envelope("nobody@qq.com", "", (), DAY), DESK)
    assert (found.application, found.candidates) == (None, ())


def test_the_way_of_handing_in_weighs_nothing_against_the_question_that_a_letter_names():
    later = Application("U001-C", FINANCE, ANNA, TRAVEL, replace(ROUND_B, channel=Channel.WEB_FORM))
    desk = replace(DESK, applications=(*APPLICATIONS, later))
    text = "演文清：您在网站提交的申请收悉。2019年度部门决算公开情况统计已公开。"
    envelope = Envelope("xxgk@cz.yj.example", "yan@shenqing.example", (), DAY)
    assert match(_document(text), envelope, desk).application is APPLICATIONS[0]
    untold = "演文清：您在网站提交的申请收悉。2020年9月21日提交的申请不予公开。"
    assert match(_document(untold), envelope, desk).application is None


def test_the_neighbour_of_a_unit_who_writes_to_the_same_person_is_not_the_unit():
    envelope = Envelope("xinfang@cz.yj.example", "yan@shenqing.example", (), DAY)
    found = match(_document("演文清：您反映的停车问题已转交城管部门。"), envelope, DESK)
    assert (found.application, "U001-A" in found.touches) == (None, True)
    assert "同一域名" in found.reasons[0]


def test_a_letter_that_begins_with_somebody_elses_name_goes_to_a_person():
    envelope = Envelope("xxgk@cz.yj.example", "yan@shenqing.example", (), DAY)
    text = "王大力：\n您申请的2019年度部门决算公开情况统计不予公开。\n演江自治区财政厅"
    found = match(_document(text), envelope, DESK)
    assert (found.application, found.candidates) == (None, ("U001-A",))
    thread = replace(
        envelope,
        sender="x@else.example",
        answers=("<k1@shenqing.example>",),
        mailbox="lian@shenqing.example",
    )
    text = "王大力：\n您申请的2019年度因公出国（境）团组统计不予公开。\n演江自治区财政厅"
    assert match(_document(text), thread, DESK).application is APPLICATIONS[1]


def test_what_comes_to_the_address_that_one_application_had_belongs_to_it():
    desk = replace(DESK, addresses={"lian+0123456789@shenqing.example": "U002-A"})
    envelope = Envelope(
        "a@b.example", "lian@shenqing.example", (), DAY, to=("lian+0123456789@shenqing.example",)
    )
    assert match(_document("见附件。"), envelope, desk).application is APPLICATIONS[2]


def test_a_letter_that_names_the_post_offices_number_belongs_to_what_was_posted_under_it():
    desk = replace(DESK, postings={"XA12345678945": "U001-A"})
    text = "您以挂号信（xa12345678945）寄来的申请收悉。演江自治区财政厅"
    assert match(_document(text), Envelope("", "", (), DAY), desk).application is APPLICATIONS[0]


def test_one_letter_that_says_so_answers_several_applications():
    both = Application("U001-C", FINANCE, ANNA, TRAVEL, ROUND_B)
    desk = replace(DESK, applications=(*APPLICATIONS, both))
    envelope = Envelope("xxgk@cz.yj.example", "yan@shenqing.example", (), DAY)
    named = "演文清：您申请的2019年度部门决算公开情况统计、2019年度因公出国（境）团组统计"
    found = match(_document(f"{named}两件申请，一并答复如下"), envelope, desk)
    assert [each.id for each in found.applications] == ["U001-A", "U001-C"]
    apart = match(_document(f"{named}两件申请收悉，后者另行答复"), envelope, desk)
    assert (apart.applications, apart.candidates) == ((), ("U001-A", "U001-C"))


def test_an_account_that_takes_in_everybodys_mail_is_nobodys_mailbox():
    envelope = Envelope(
        "xxgk@cz.yj.example", "all@shenqing.example", (), DAY, to=("yan@shenqing.example",)
    )
    text = "演文清：您申请的2019年度部门决算公开情况统计"
    assert match(_document(text), envelope, DESK).application is APPLICATIONS[0]


def test_a_public_suffix_is_nobodys_domain():
    desk = replace(
        DESK,
        applications=(
            replace(APPLICATIONS[0], unit=replace(FINANCE, email="xxgk@caizheng.gov.cn")),
        ),
    )
    stranger = match(_document("您好"), Envelope("a@shuili.gov.cn", "", (), DAY), desk)
    assert stranger.touches == ()
    kin = match(_document("您好"), Envelope("a@gk.caizheng.gov.cn", "", (), DAY), desk)
    assert kin.touches == ("U001-A",)


def test_of_candidates_the_heaviest_comes_first_and_the_margin_is_told():
    envelope = Envelope("xxgk@cz.yj.example", "lian@shenqing.example", (), DAY)
    found = match(_document("练书远：您申请公开2019年度因公出国（境）团组统计"), envelope, DESK)
    first = found.weighed[0]
    assert (first.application, first.weight >= 60, found.margin >= 25) == ("U001-B", True, True)
    assert any("练书远" in why for why in first.reasons)
