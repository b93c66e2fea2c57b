"""Reasons: what gives one, and what only repeats the request, the conclusion or a telephone number."""

from __future__ import annotations

import pytest

from harness.checker.finding import Element, Verdict

_OTHERS = "根据《政府信息公开条例》第三十六条第（五）项，"
_REFUSED = "根据《政府信息公开条例》第十六条、第三十六条第（三）项，"


@pytest.mark.parametrize(
    "decision",
    [
        _OTHERS + "该信息不属于本局负责公开的范围，本局无法提供。请向演江市水利局申请。",
        _REFUSED + "所申请的材料属于不予公开的内容，依法不予公开。",
        "经研究，现将有关情况答复如下：" + _REFUSED + "决定不予公开。",
        _REFUSED + "你要求的资料不在公开之列，本机关不予提供。",
        _REFUSED + "不予公开。联系人：李工（负责政务公开），电话：2218800。",
        _REFUSED + "经审查，属于可以不予公开的情形，现决定不予公开。",
    ],
)
def test_the_conclusion_told_again_is_no_reason(find, decision: str) -> None:
    found = find(Element.REASONS, decision=decision)
    assert found.verdict in (Verdict.ABSENT, Verdict.UNCLEAR), found.reason


@pytest.mark.parametrize(
    "request_told",
    [
        "本机关于2020年9月18日收到你的申请，要求公开因何拆除东街涉及的安置材料。",
        "你于2020年9月18日提交申请，内容为学校食堂由谁负责保管的食材清单。",
        "本机关于2020年9月18日收到你的申请，所需信息为已移交档案目录。",
        "本机关于2020年9月18日收到你的政府信息公开申请，申请公开“会影响古树生长的工程清单”。",
        "你提交的申请于2020年9月18日收悉，申请内容：征地涉及户数统计表。",
    ],
)
def test_what_was_asked_for_gives_no_reason(find, request_told: str) -> None:
    decision = _REFUSED + "本机关决定不予公开。"
    found = find(Element.REASONS, request=request_told, decision=decision)
    assert found.verdict in (Verdict.ABSENT, Verdict.UNCLEAR), found.value


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (
            "该信息属于不公开文件。因其载有职工家庭住址，公开会侵害他人隐私。" + _REFUSED + "不予公开。",
            "因其载有职工家庭住址",
        ),
        (
            "不属于本机关负责公开。河道采砂许可由演江市水利局核发。" + _OTHERS + "请向其申请。",
            "河道采砂许可由演江市水利局核发",
        ),
        (
            "该文件系内部会议讨论稿，属于不公开文件，可以不予公开。" + _REFUSED[:-1] + "。",
            "该文件系内部会议讨论稿",
        ),
        (
            "不属于本局负责公开的信息。该桥梁移交演江市公路中心后，本局未参与养护。" + _OTHERS + "请向其申请。",
            "本局未参与养护",
        ),
        (
            "经与你电话核对，你要的是考勤表，该表记载在职人员出勤，属内部人事管理信息。" + _REFUSED + "不予公开。",
            "属内部人事管理信息",
        ),
    ],
)  # fmt: skip
def test_the_reason_behind_a_conclusion_is_quoted(find, decision: str, reason: str) -> None:
    found = find(Element.REASONS, decision=decision)
    assert found.verdict is Verdict.PRESENT
    assert reason in (found.value or "")
