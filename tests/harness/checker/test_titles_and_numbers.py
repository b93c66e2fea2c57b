"""Titles and document numbers that really occur (law/forms.md, 7 and 8), and what only looks like them."""

from __future__ import annotations

import pytest

from harness.checker.example import document_of, letter
from harness.reading.arrived.kinds import kind_of
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.letter_parts.letter import letter_of

ANSWERS = [
    "政府信息公开申请答复书",
    "政府信息公开答复书",
    "政府信息公开告知书",
    "政府信息公开申请告知书",
    "政府信息依申请公开答复书",
    "政府信息答复告知书",
    "政府信息告知书",
    "监管信息告知书",
    "信息公开告知书",
    "告知书",
    "非本机关政府信息告知书",
    "非政府信息公开申请告知书",
    "关于×××申请信息公开有关问题的复函",
    "关于政务信息公开的回复",
    "自然资源部政府信息公开告知书",
    "邵阳市自然资源和规划局政府信息公开告知书",
    "大英县自然资源和规划局关于×××政府信息公开答复书",
    "苏州市发展和改革委员会非本机关政府信息告知书",
    "鼓楼区政府信息依申请公开答复书",
    "政府信息部分公开告知书",
    "政府信息不予公开告知书",
    "政府信息不存在告知书",
    "非本机关掌握政府信息告知书",
    "非《上海市政府信息公开规定》所指政府信息告知书",
    "政府信息公开申请答复书(一)",
    "政府信息公开重复申请告知书",
    "政府信息依申请公开告知书",
    "政府信息公开申请答复",
    "答复书",
    "关于林晓雯政府信息公开申请的答复",
    "政府信息不予公开决定书",
    "政府信息公开申请不予处理告知书",
]

OTHERS = {
    ReplyKind.EXTENSION_NOTICE: "延期答复告知书 政府信息公开申请延期答复告知书 关于延长政府信息公开答复期限的告知书",
    ReplyKind.CLARIFICATION_NOTICE: "政府信息依申请公开补正告知书 政府信息补正申请通知书 政府信息公开补正申请告知书 补正申请告知书",
    ReplyKind.THIRD_PARTY_NOTICE: "第三方意见征询单 权利人意见征询单 政府信息公开申请征求意见书 公开权利人信息告知单",
    ReplyKind.ACKNOWLEDGEMENT: "政府信息公开申请收件证明 政府信息公开申请收件回执 政府信息公开申请登记表 政府信息公开申请接收回执 受理通知书",
    ReplyKind.FORWARDING: "政府信息公开申请代办证明 政府信息公开申请转办告知书",
    ReplyKind.REASON_REQUEST: "政府信息公开申请说明理由告知书",
    ReplyKind.FEE_NOTICE: "政府信息公开申请收费通知书",
    ReplyKind.OTHER: "申请信息公开补正回复书 政府信息公开申请书 政府信息公开申请表 投诉终止调解决定书 答辩书 行政复议决定书 信访事项答复意见书",
}

NUMBERS = [
    "自然资公开告知〔2019〕1123号",
    "2023年(答)第29号",
    "国土资公开告知(2014)525号",
    "卢沟桥乡(2014)第029号-非本",
    "海淀区温泉镇(2014)第127号-答",
    "延庆区(2018)第58号一告",
    "证监信息公开〔2016〕364号",
    "通发改信告(2015)9号",
    "编号:2017-3",
    "(2015)彭海处告字第006号",
    "编号SQXXXXXXXXXXXXXXXXXXX02",
    "郑高开(2014)第8号",
    "常信依〔2020〕8号",
    "清政公依〔2024〕第012号",
    "铜水依复〔2021〕XX号",
    "仙政办信开告〔2022〕9号",
    "编号:2016-22",
    "沪规土资信公(2013)第0432号",
    "虹规信公开(2013)第KDXXXXXXXX号-答",
    "闸规土信息(2013)第146号-告",
    "杭政公开办[2011]125号",
    "番洛政函〔2023〕7*号",
    "常新魏依告〔2025〕第4号",
    "〔2021〕通自然资规依复135号",
    "傅信息公开〔2024〕某号",
    "沪浦信息公开（2007）第12号-公告",
    "浦信息公开（2007）第3号——收件",
    "沪水务信答(一)（2010）第2号",
    "演财公复〔2020〕3号",
    "【2020】演财公开3号",
    "演财公开L2020〕3号",
]

LOOK_ALIKES = [
    "〔2020〕43号",
    "〔2024〕亭政行复(决)字第88号",
    "嘉政复〔2021〕40号",
    "津滨政复决〔2020〕210号",
    "(2015)海行初字第254号",
    "(2017)沪01行终629号",
    "(2013)沪高行终字第85号",
    "瑞土规(1993)24号",
    "国办发(2010)5号",
    "郑政文(2008)138号",
    "苏政地[2013]598号",
    "狮府强拆告知〔2024〕30414号",
    "苏政办函〔2019〕98号",
    "国务院令第492号",
    "国务院令第711号",
]


@pytest.mark.parametrize("title", ANSWERS)
def test_real_titles_of_answers_are_read_whole_and_mean_an_answer(title: str) -> None:
    document = document_of(letter(title=title))
    found = letter_of(document).title
    assert found is not None
    assert found.value == title
    assert kind_of(document) is ReplyKind.ANSWER


@pytest.mark.parametrize(
    ("title", "kind"),
    [(title, kind) for kind, titles in OTHERS.items() for title in titles.split()],
)
def test_titles_of_other_letters_say_what_these_are(title: str, kind: ReplyKind) -> None:
    assert kind_of(document_of(letter(title=title))) is kind


@pytest.mark.parametrize("number", NUMBERS)
def test_real_numbers_are_found_under_and_above_the_title(number: str) -> None:
    above = letter_of(document_of(letter(number=number))).number
    below = letter_of(
        document_of(letter(number="", title=f"政府信息公开申请答复书\n{number}"))
    ).number
    assert above is not None
    assert below is not None
    assert above.value == below.value == number.removeprefix("编号:").removeprefix("编号")


@pytest.mark.parametrize("number", LOOK_ALIKES)
@pytest.mark.parametrize("addressee", ["林晓雯：", ""])
@pytest.mark.parametrize(
    "request_",
    [
        "本机关于2020年9月18日收到你的申请，申请公开“{}”文件。",
        "你于2020年9月18日提交的关于{}的申请收悉。",
        "你提交的政府信息公开申请（{}）收悉。",
    ],
)
def test_a_number_in_the_text_is_not_the_letters_own(
    number: str, addressee: str, request_: str
) -> None:
    text = letter(number="", addressee=addressee, request=request_.format(number))
    assert letter_of(document_of(text)).number is None


@pytest.mark.parametrize("number", LOOK_ALIKES[:12])
def test_a_number_that_the_title_speaks_of_is_not_the_letters_own(number: str) -> None:
    found = letter_of(document_of(letter(number="", title=f"关于申请公开{number}文件的答复")))
    assert found.number is None
    assert found.title is not None


@pytest.mark.parametrize(
    "label", ["申请编号：2020091801", "受理编号：SQ20200918", "查询号：88123456"]
)
def test_the_number_of_the_application_is_not_the_letters_own(label: str) -> None:
    assert letter_of(document_of(letter(number=label))).number is None


@pytest.mark.parametrize(
    "name", ["演江市财政局文件", "演江市人民政府办公室（函）", "演江自治区市场监督管理局"]
)
def test_the_letterhead_is_neither_title_nor_number(name: str) -> None:
    found = letter_of(document_of(f"{name}\n{letter()}"))
    assert found.masthead is not None
    assert found.title is not None
    assert found.title.value == "政府信息公开申请答复书"


def test_a_title_over_three_lines_is_one_title() -> None:
    title = "演江自治区自然资源和规划厅\n关于林晓雯申请公开建设用地批准书的\n政府信息公开申请答复书"
    found = letter_of(document_of(letter(title=title))).title
    assert found is not None
    assert found.value.endswith("关于林晓雯申请公开建设用地批准书的政府信息公开申请答复书")
