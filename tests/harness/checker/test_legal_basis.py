"""What is cited: whose article it is, whether it names its item, and what it leaves without a basis."""

from __future__ import annotations

import pytest

from harness.checker.finding import Element, Verdict

_2016 = {
    "number": "演财公开〔2016〕18号",
    "date": "2016年5月6日",
    "request": "本机关于2016年4月18日收到你的申请，申请公开“部门决算”。",
}
_HELD = "经检索，该信息不存在。"


@pytest.mark.parametrize(
    "paper",
    [
        "《关于做好依申请公开工作的通知》（演政办发[2015]9号）第二条",
        "《关于做好依申请公开工作的通知》（演政办发【2015】9号）第二条",
        "演政办发（2015）9号文第二条",
        "（演政办发「2015」9号）文件第二条",
        "《关于做好依申请公开工作的意见》第九十条",
        "《青禾县档案查阅须知》第八十条",
    ],
)
def test_an_article_of_another_paper_is_none_of_the_regulation(find, paper: str) -> None:
    decision = f"根据{paper}和《政府信息公开条例》第三十六条第（四）项，{_HELD}"
    found = find(Element.LEGAL_BASIS, decision=decision)
    assert (found.verdict, found.value) == (Verdict.PRESENT, "第三十六条第（四）项")


@pytest.mark.parametrize(
    ("decision", "then"),
    [
        ("根据《政府信息公开条例》第二条、第三十六条的规定，" + _HELD, {}),
        ("根据《政府信息公开条例》第二条、第三十六条的规定，你咨询的事项不属于政府信息。", {}),
        ("第一项信息，" + _HELD + "根据《政府信息公开条例》第三十六条的规定答复如上。", {}),
        ("根据《政府信息公开条例》第二十一条的规定，" + _HELD, _2016),
        ("根据《政府信息公开条例》第二十一条，该信息已主动公开，请登录www.yj.example查阅。", _2016),
    ],
)
def test_an_article_of_several_items_alone_names_no_item(find, decision: str, then) -> None:
    found = find(Element.LEGAL_BASIS, decision=decision, **then)
    assert found.defects == ("no_item",), found.reason


@pytest.mark.parametrize(
    ("decision", "then"),
    [
        ("根据《政府信息公开条例》第十四条、第三十六条，该信息属于国家秘密，不予公开。", {}),
        (
            "根据《政府信息公开条例》第十六条第一款、第三十六条，该信息属于内部管理信息，不予公开。",
            {},
        ),
        ("根据《政府信息公开条例》第三十六条规定的第（四）项情形，" + _HELD, {}),
        ("根据《政府信息公开条例》第二十一条第（三）项，" + _HELD, _2016),
        (
            "根据《政府信息公开条例》第十三条、第二十一条，你已就同一信息重复申请，不予重复答复。",
            _2016,
        ),
    ],
)
def test_an_item_is_not_missed_where_the_case_is_named(find, decision: str, then) -> None:
    assert find(Element.LEGAL_BASIS, decision=decision, **then).defects == ()


@pytest.mark.parametrize(
    "decision",
    [
        "一、经检索，验收报告不存在。二、合同属于内部管理信息，不予公开。依据《政府信息公开条例》第十六条第一款、第三十六条第（三）项答复。",
        "1.校车审批表，予以公开，复印件附后。2.考勤表属于内部管理信息，不予公开。根据《政府信息公开条例》第十六条第一款、第三十六条第（三）项答复。",
        "（一）校车年检表，经检索不存在。（二）考评表属于过程性信息，不予公开。根据《政府信息公开条例》第十六条第二款答复。",
        "一、招生计划予以公开，复印件附后。二、图纸涉及商业秘密，不予公开。根据《政府信息公开条例》第十五条答复。",
        "一、图纸涉及商业秘密，不予公开。二、经检索，合同不存在。根据《政府信息公开条例》第三十六条第（四）项答复。",
    ],
)
def test_a_decision_without_a_basis_beside_another_that_has_one(find, decision: str) -> None:
    found = find(Element.LEGAL_BASIS, decision=decision)
    assert found.defects == ("does_not_fit",), found.reason
    assert "没有引用依据" in found.reason


@pytest.mark.parametrize(
    "decision",
    [
        "一、验收报告经检索不存在，根据《政府信息公开条例》第三十六条第（四）项。二、合同属于内部管理信息，根据第十六条第一款不予公开。",
        "一、验收报告经检索不存在。二、合同属于内部管理信息，不予公开。根据《政府信息公开条例》第三十六条第（三）项、第（四）项答复。",
        "经检索，我局未制作该信息。根据《政府信息公开条例》第三十六条第（五）项，不属于本机关负责公开，请向演江市水利局申请。",
        "该信息已主动公开，请登录www.yj.example查阅。现将复印件一并提供给你。根据《政府信息公开条例》第三十六条第（一）项答复。",
        "一、申请情况。你申请公开合同。二、处理决定。经检索，合同不存在，根据《政府信息公开条例》第三十六条第（四）项答复。",
    ],
)
def test_a_decision_that_is_borne_out_or_told_aside_is_left_alone(find, decision: str) -> None:
    assert find(Element.LEGAL_BASIS, decision=decision).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    "law",
    [
        "《青禾县水利图纸借阅办法》",
        "《演江市信访工作规则》",
        "《演江市工程资料管理规定》第九条",
        "《中华人民共和国城乡规划法》第四十条",
        "《演江市城建图档查询实施细则》",
    ],
)
def test_before_2019_a_rule_on_something_else_is_no_basis(find, law: str) -> None:
    decision = f"根据{law}，本局可以提供验收结果，复印件附后。"
    found = find(Element.LEGAL_BASIS, decision=decision, **_2016)
    assert found.verdict is Verdict.UNCLEAR or found.defects == ("other_law_only",), found.reason


@pytest.mark.parametrize(
    "law", ["《演江市政府信息公开规定》第二十三条", "《水利部政府信息公开暂行规定》第九条"]
)
def test_before_2019_a_rule_on_disclosure_may_be_the_basis(find, law: str) -> None:
    found = find(Element.LEGAL_BASIS, decision=f"根据{law}，{_HELD}", **_2016)
    assert found.verdict is Verdict.PRESENT
