"""The other published cases of law/cases.md, written out with the unit that was asked: what each decides,
what is found wrong, all and only. And those where no letter came, told as events.

As in test_published_cases.py, names and all that the source does not say are made up.
"""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.course import Course
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of
from harness.checker.finding import Verdict
from harness.checker.handling import handled

Wrong = dict[str, str | tuple[str, ...]]
# number, unit, name in the seal, letter, what it decides, what is wrong with it
LETTERS: list[tuple[str, str, str, str, tuple[str, ...], Wrong]] = [
    (
        "09",
        "中国证券监督管理委员会",
        "中国证券监督管理委员会",
        """政府信息告知书
证监信息公开〔2019〕287号
马某某：
你于2019年9月2日提交的政府信息公开申请收悉，你申请公开某信访事项办理过程中形成的核查材料。
经查，你申请的材料系信访事项办理中形成，信访事项的办理情况请通过信访渠道向受理信访事项的信访工作机构查询。
如不服本告知，可以自收到本告知书之日起60日内向中国证券监督管理委员会申请行政复议，或者自收到之日起6个月内向北京市第一中级人民法院提起行政诉讼。
中国证券监督管理委员会
2019年9月27日""",
        (),
        {"legal_basis": "absent", "decision": "unclear"},
    ),
    (
        "11",
        "上海市浦东新区曹路镇人民政府",
        "",
        """告知书
编号：2017-3
孙某某：
本机关于2017年1月25日、26日收到您通过网上平台提交的十件政府信息公开申请，要求获取曹路镇2006年至2015年各年度的土地利用年度计划。
经审查，您要求获取的十项信息，本机关未制作、未获取。根据《中华人民共和国政府信息公开条例》第二十一条第（三）项的规定，上述政府信息均不存在。
如对本告知不服，可以在收到本告知书之日起60日内向上海市浦东新区人民政府申请行政复议，或者在6个月内向上海市浦东新区人民法院提起行政诉讼。
上海市浦东新区曹路镇人民政府
2017年2月9日""",
        ("not_held",),
        {},
    ),
    (
        "13",
        "上海市人民政府",
        "上海市人民政府",
        """告知书
编号：SQ0024201310000002702
周某某：
本机关于2013年2月28日收到您以信函方式提出的申请，要求获取您反映的信访事项的处理材料。
经审查，您要求获取的材料，应当依照《信访条例》《上海市信访条例》以及《上海市信访事项查询试行办法》的规定查询，不属于政府信息公开申请的受理范围，本机关不作为政府信息公开申请处理。
如对本告知不服，可以在收到之日起60日内向上海市人民政府申请行政复议，或者在3个月内向上海市第二中级人民法院提起行政诉讼。
上海市人民政府
2013年3月20日""",
        ("petition",),
        {},
    ),
    (
        "17",
        "常州市信访局",
        "",
        """政府信息公开申请告知书
常信依〔2020〕8号
高某某：
你于2020年6月27日邮寄的政府信息公开申请收悉，你申请公开某信访事项的批办单。
经审查，你以政府信息公开申请的形式进行信访活动。根据《中华人民共和国政府信息公开条例》第三十九条第一款的规定，本机关不作为政府信息公开申请处理，你可以通过信访渠道提出。
如不服，可以自收到本告知书之日起60日内向常州市人民政府申请行政复议，或者在6个月内向常州市天宁区人民法院提起行政诉讼。
常州市信访局
2020年7月28日""",
        ("petition",),
        {},
    ),
    (
        "21",
        "海盐县人民政府",
        "海盐县人民政府办公室",
        """政府信息公开申请答复书
盐政依复〔2021〕6号
陆某某：
你于2021年5月19日邮寄的政府信息公开申请，本机关收悉。你申请公开中共海盐县委有关会议纪要。
经审查，该会议纪要由中国共产党的机关制作，不属于《中华人民共和国政府信息公开条例》第二条规定的政府信息。
如对本答复不服，可以自收到本答复书之日起60日内向嘉兴市人民政府申请行政复议，或者在6个月内向嘉兴市中级人民法院提起行政诉讼。
海盐县人民政府
2021年6月9日""",
        ("not_government_information",),
        {},
    ),
    (
        "23",
        "仙居县人民政府",
        "仙居县人民政府政府信息公开专用章",
        """政府信息公开申请告知书
仙政办信开告〔2022〕9号
郑某某：
你于2022年3月12日以挂号信提交、3月24日补正的政府信息公开申请收悉，你申请公开某地块的房屋征收补偿方案论证材料。
经检索，本机关未制作、未保存该信息。根据《中华人民共和国政府信息公开条例》第三十六条第四项的规定，你申请公开的信息不存在。
如不服，可自收到之日起六十日内向台州市人民政府申请行政复议，或者自收到之日起六个月内向台州市中级人民法院提起行政诉讼。
仙居县人民政府办公室
2022年5月20日""",
        ("not_held",),
        {},
    ),
    (
        "33",
        "上海市静安区人民政府",
        "",
        """政府信息公开申请答复书
上海某某实业有限公司：
你公司要求获取某街坊地块动迁的三项信息的申请收悉。经审查，上述三项信息不属于本机关公开职责权限范围，建议向上海市人民政府咨询。另，本机关从某公司处取得的相关资料一并附上，供你公司参考。
特此答复。
上海市静安区人民政府
2009年5月25日""",
        ("not_responsible",),
        {"doc_number": "absent", "legal_basis": "absent", "remedy": "absent"},
    ),
    (
        "37",
        "北京市大兴区人民政府",
        "北京市大兴区人民政府（政府信息公开专用章）",
        """政府信息公开告知书
大兴区政府信息公开〔2025〕12号-告
康某某：
本机关于2025年3月3日收到您提交的政府信息公开申请，您申请公开某村腾退安置方案的批准文件。
经查，该文件由北京市大兴区某镇人民政府制作并负责公开，根据《中华人民共和国政府信息公开条例》第三十六条第（五）项的规定，请向北京市大兴区某镇人民政府提出申请，联系电话010-12345678。
如不服本告知，可以自收到之日起60日内向北京市人民政府申请行政复议，或者自收到之日起6个月内向北京市第四中级人民法院提起行政诉讼。
北京市大兴区人民政府
2025年3月24日""",
        ("not_responsible",),
        {},
    ),
    (
        "45",
        "广州市番禺区人民政府洛浦街道办事处",
        "",
        """政府信息公开申请答复书
番洛政函〔2023〕7*号
区某某：
你于2023年10月24日在网上提交的政府信息公开申请收悉，你申请公开某建筑的竣工验收合格证及附图（含1.总平面图；2.一层平面图；3.二层平面图；4.立面图；5.剖面图；6.红线图）。
经研究，根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，现将上述合格证及六张附图的复印件提供给你（见附件）。
如对本答复不服，可以自收到之日起60日内向广州市番禺区人民政府申请行政复议，或者自收到之日起6个月内向广州铁路运输法院提起行政诉讼。
广州市番禺区人民政府洛浦街道办事处
2023年11月20日""",
        ("granted",),
        {},
    ),
    (
        "47",
        "南通市自然资源和规划局",
        "南通市自然资源和规划局",
        """政府信息公开申请答复书
编号：〔2021〕通自然资规依复135号
丁某某：
本机关于2021年5月24日收到你当面提交的政府信息公开申请，你申请公开某地块的建设用地规划许可证。
经检索，未查询到你申请公开的信息。根据《中华人民共和国政府信息公开条例》第三十六条第（四）项，该政府信息不存在。
如不服本答复，可以自收到本答复书之日起60日内向南通市人民政府或者江苏省自然资源厅申请行政复议，或者自收到之日起6个月内向南通经济技术开发区人民法院提起行政诉讼。
南通市自然资源和规划局
2021年6月15日""",
        ("not_held",),
        {},
    ),
    (
        "49",
        "大英县自然资源和规划局",
        "大英县自然资源和规划局",
        """大英县自然资源和规划局关于李某某政府信息公开答复书
李某某：
本机关收到你于2022年12月29日提出的政府信息公开申请，你申请公开某村集体土地征收的五组资料：征地批复、征收公告、补偿安置方案、补偿登记资料、听证资料。
经检索，征地批复、征收公告和补偿安置方案，根据《中华人民共和国政府信息公开条例》第三十六条第（二）项予以公开，复印件附后；补偿登记资料、听证资料本机关未制作，根据该条例第三十六条第（四）项，信息不存在。
如不服，可以自收到之日起60日内向大英县人民政府申请行政复议，或者自收到之日起6个月内向大英县人民法院提起行政诉讼。
大英县自然资源和规划局
2023年11月3日""",
        ("granted", "not_held"),
        {"doc_number": "absent"},
    ),
]

# number, channel, day of judgement, events, rule -> verdict
COURSES = [
    ("17", "registered_mail", "2020-12-31", "2020-06-27 sent\n2020-07-28 answered", {"in_time": "unclear"}),
    (
        "23", "registered_mail", "2022-12-31",
        "2022-03-12 sent\n2022-03-14 delivered\n2022-03-24 clarification_requested\n2022-04-20 clarification_submitted\n2022-05-20 answered",
        {"in_time": "unclear", "clarification": "defective"},
    ),
    ("27", "registered_mail", "2025-01-13", "2024-12-11 sent\n2024-12-13 delivered", {"in_time": "not_required"}),
    ("27", "registered_mail", "2025-01-14", "2024-12-11 sent\n2024-12-13 delivered", {"in_time": "absent"}),
    (
        "43", "registered_mail", "2011-10-20",
        "2011-09-20 sent\n2011-09-22 delivered\n2011-09-29 clarification_requested\n2011-10-14 clarification_submitted\n2011-10-18 clarification_requested",
        {"in_time": "not_required", "clarification": "defective"},
    ),
    ("45", "web_form", "2024-01-31", "2023-10-24 sent\n2023-10-24 confirmed\n2023-11-20 answered", {"in_time": "present"}),
    (
        "47", "in_person", "2021-12-31",
        "2021-05-24 sent\n2021-05-24 delivered\n2021-06-15 answered signed_on=2021-06-15 posted_on=2021-06-15 delivered_on=2021-06-16",
        {"in_time": "present"},
    ),
    ("49", "in_person", "2023-12-31", "2022-12-29 sent\n2022-12-29 delivered\n2023-11-03 answered", {"in_time": "defective"}),
    ("51", "registered_mail", "2024-06-30", "2024-03-13 sent\n2024-03-14 delivered\n2024-04-10 answered", {"in_time": "present"}),
    ("53", "registered_mail", "2020-12-31", "2020-09-30 sent\n2020-10-04 delivered", {"in_time": "absent"}),
    ("53", "registered_mail", "2020-12-31", "2020-09-30 sent\n2020-10-08 delivered", {"in_time": "absent"}),
    ("55", "registered_mail", "2022-01-31", "2021-11-25 sent\n2021-11-27 delivered", {"in_time": "absent"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "seal", "text", "decides", "wrong"),
    [pytest.param(*rest, id=f"case-{number}") for number, *rest in LETTERS],
)
def test_a_published_letter_is_judged_as_its_note_says(
    unit: str, seal: str, text: str, decides: tuple[str, ...], wrong: Wrong
) -> None:
    judgement = judge(Dossier(document_of(text, seal=seal), Expected(unit=unit)))
    found: Wrong = {}
    for one in judgement.findings:
        if one.verdict is Verdict.DEFECTIVE:
            found[str(one.element)] = one.defects
        elif one.verdict in (Verdict.ABSENT, Verdict.UNCLEAR):
            found[str(one.element)] = str(one.verdict)
    assert found == wrong
    assert judgement.decisions == (decides or ("unknown",))


@pytest.mark.parametrize(
    ("channel", "as_of", "log", "verdicts"),
    [pytest.param(*rest, id=f"case-{number}") for number, *rest in COURSES],
)
def test_a_published_course_of_things_is_judged_as_its_note_says(
    channel: str, as_of: str, log: str, verdicts: dict[str, str]
) -> None:
    case = Course(log, as_of, channel=channel).proceeding()
    found = {one.rule: str(one.verdict) for one in handled(case.clock, case.events)}
    expected = {"clarification": "not_required", "extension": "not_required", "withdrawal": "not_required", **verdicts}  # fmt: skip
    assert found == expected
