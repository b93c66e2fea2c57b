"""Ways to obtain: what tells one, and what only looks like it."""

from __future__ import annotations

import pytest

from harness.checker.finding import Element, Verdict

_PUBLIC = "根据《政府信息公开条例》第三十六条第（一）项，"
_GIVEN = "根据《政府信息公开条例》第三十六条第（二）项，"


@pytest.mark.parametrize(
    "said",
    [
        "该预算已经主动公开，请自行查询。我局电话2218800。",
        "该方案已主动公开，请自行查询，咨询电话：0771-2218800。",
        "该规划已经公开，请你自己上网找。如有问题请致电2218800联系王工。",
        "该名单已主动公开，请登录县政府网站查询。",
        "该台账已经主动公开，请上网搜索。办公时间：工作日上午9时至12时。",
        "该信息已在县政府门户网站主动公开，请自行查阅。传真2218801。",
        "该批文已经主动公开。如需进一步了解，可以发邮件到yj@yj.example咨询我局办公室。",
    ],
)
def test_where_to_ask_questions_is_no_way_to_obtain(find, said: str) -> None:
    found = find(Element.DECISION, decision=_PUBLIC + said)
    assert found.defects == ("no_way_to_obtain",), found.reason


@pytest.mark.parametrize(
    "said",
    [
        "该合同已主动公开，请在网站搜索“保洁合同”。",
        "该预算已公开，请拨打2218800预约查阅。",
        "该规划已公布在村务墙上。",
        "该名单已在青禾村便民服务点公布。",
        "该图已刊于《演江年鉴》，县图书馆有藏。",
        "该办法早就印成小册子发到各村。",
        "该合同已主动公开，原件放在镇政府门口的玻璃柜里。",
        "该台账已主动公开，请登录www.yj.example查询，电话2218800。",
    ],
)
def test_a_place_told_in_any_words_accuses_nobody(find, said: str) -> None:
    found = find(Element.DECISION, decision=_PUBLIC + said)
    assert found.verdict in (Verdict.PRESENT, Verdict.UNCLEAR), found.reason


@pytest.mark.parametrize(
    "said",
    [
        "该信息可以公开，请你持本人身份证到我局办公室办理领取手续。",
        "同意公开，请来窗口填写登记表后领取。",
        "该信息属于公开范围，办妥查阅手续后即可提供。",
        "决定予以公开，请凭介绍信到局里查阅。",
        "予以公开，请携带本告知书及身份证件来取。",
        "可以公开，请先到不动产登记中心办理登记，再由我局交付。",
    ],
)
def test_a_formality_is_a_way(find, said: str) -> None:
    assert find(Element.DECISION, decision=_GIVEN + said).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    "said",
    [
        "该信息予以公开。如有疑问请致电2218800。",
        "该信息予以公开。",
        "该信息可以公开，本局手续齐全。",
    ],
)
def test_what_is_given_without_any_way_is_a_fault(find, said: str) -> None:
    assert find(Element.DECISION, decision=_GIVEN + said).defects == ("no_way_to_obtain",)
