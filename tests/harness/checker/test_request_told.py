"""What was asked for: told in any words, from its first word to its last, and nothing else."""

from __future__ import annotations

import pytest

from harness.checker.finding import Element, Verdict
from harness.reading.arrived.reply_kind import ReplyKind

_NOT_HELD = "经检索，没有相关信息。根据《政府信息公开条例》第三十六条第（四）项，信息不存在。"
_GIVEN = "根据《政府信息公开条例》第三十六条第（二）项答复如上。"


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("你于2020年9月18日来信，要求公开青禾路排水图，我局收悉。", "青禾路排水图"),
        ("我局2020年9月18日收到你的申请，请求公开2020年9月2日青禾路停电公告底稿。", "2020年9月2日青禾路停电公告底稿"),
        ("我局2020年9月18日收到你的申请，要求公开并提供古桥检测报告。", "古桥检测报告"),
        ("你申请公开的《验收报告》不存在，申请于2020年9月18日收到。", "《验收报告》"),
        ("你申请公开的古桥检测报告经查不存在。", "古桥检测报告"),
        ("来信收到，你想知道学校食堂承包人是谁、租金多少。", "学校食堂承包人是谁、租金多少"),
        ("你提出的关于获取2019年保洁合同的申请，本局2020年9月18日收到。", "2019年保洁合同"),
        ("我局2020年9月18日收到你的申请，内容为：2019年保洁合同，2018年保洁合同。", "2019年保洁合同，2018年保洁合同"),
        ("望鹿海关于9月18日收到您的网络申请。您想了解“围网工程备案表”。", "围网工程备案表"),
        ("本局9月18日经由依申请公开平台收到申请，申请事项为“用电量年度数据”。", "用电量年度数据"),
        ("您9月18日提出并经电话确认的申请，想看2022年检查反馈意见的签发稿。", "2022年检查反馈意见的签发稿"),
        ("你申请公开下列两项信息：（一）古桥检测报告；（二）古桥保洁合同。", "（一）古桥检测报告；（二）古桥保洁合同"),
    ],
)  # fmt: skip
def test_the_request_is_told_from_its_first_word_to_its_last(find, told: str, value: str) -> None:
    assert find(Element.REQUEST, request=told, decision=_NOT_HELD).value == value


@pytest.mark.parametrize(
    ("decision", "value"),
    [
        ("我局同意公开古桥验收报告全本，随函寄送。" + _GIVEN, "古桥验收报告全本"),
        ("现将《渔港疏浚合同》提供给您，见附件。" + _GIVEN, "《渔港疏浚合同》"),
        ("经审查，《渔港疏浚合同》可以公开，见附件。" + _GIVEN, "《渔港疏浚合同》"),
        ("经审查，决定公开青禾路改造方案，复印件附后。" + _GIVEN, "青禾路改造方案"),
        ("可以向您提供“三公”经费明细表，见附件。" + _GIVEN, None),
    ],
)
def test_what_the_letter_gives_tells_what_was_asked_for(find, decision: str, value) -> None:
    told = "已于9月20日收到您提出的申请。"
    found = find(Element.REQUEST, request=told, decision=decision)
    assert found.verdict is Verdict.PRESENT, found.reason
    assert value is None or found.value == value


@pytest.mark.parametrize(
    "decision",
    [
        "现将该信息提供给您，见附件。" + _GIVEN,
        "依据《关于做好公开工作的通知》规定，" + _NOT_HELD,
        "经查找，均无结果。《青禾县档案利用要点》规定，满二十五年移交。" + _NOT_HELD,
        "按照《青禾县数据共享方案》的要求逐级查找，" + _NOT_HELD,
        "予以公开，见附件。" + _GIVEN,
    ],
)
def test_a_paper_cited_further_down_is_not_the_request(find, decision: str) -> None:
    found = find(Element.REQUEST, request="你的申请于2020年9月18日收悉。", decision=decision)
    assert found.defects == ("no_content",), found.reason


@pytest.mark.parametrize(
    "told",
    [
        "本机关自2020年6月1日起共收到您提出的政府信息公开申请36件。",
        "你2020年9月18日提交的申请（登记号1203）收悉。",
        "你9月份提交的12件申请收悉，受理号依1至依12。",
    ],
)
def test_a_fee_notice_names_the_applications_by_day_and_number(judged, told: str) -> None:
    fee = "根据《政府信息公开条例》第四十二条，收取信息处理费100元，请你自收到本通知之日起20个工作日内缴费。"
    found = judged(title="信息处理费缴费通知书", request=told, decision=fee, remedy="")
    assert found.kind is ReplyKind.FEE_NOTICE
    assert found.finding(Element.REQUEST).verdict is Verdict.PRESENT
