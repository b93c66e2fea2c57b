"""Which organ and court are right for a unit of this kind, level and region, and when nothing is said."""

from __future__ import annotations

from datetime import date

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.law import statutes
from harness.law.bodies import body
from harness.law.review_organs import Relation, organs

# unit | on | organ named | right, wrong or nothing to be said
ORGANS = """
宁川市财政局 | 2025 | 宁川市人民政府 | right
宁川市财政局 | 2025 | 云岭省财政厅 | wrong
宁川市财政局 | 2025 | 云岭省人民政府 | wrong
宁川市财政局 | 2025 | 宁川市财政局 | wrong
宁川市财政局 | 2025 | 我局 | wrong
宁川市财政局 | 2025 | 市政府 | right
宁川市财政局 | 2025 | 宁川市人民政府行政复议办公室 | right
宁川市财政局 | 2025 | 云岭省宁川市人民政府 | right
宁川市财政局 | 2025 | 宁川市司法局 | nothing
宁川市财政局 | 2025 | 宁州市人民政府 | nothing
宁川市财政局 | 2020 | 宁川市人民政府 | right
宁川市财政局 | 2020 | 云岭省财政厅 | right
宁川市财政局 | 2020 | 云岭省水利厅 | wrong
宁川市财政局 | 2020 | 云岭省人民政府 | wrong
宁川市规划局 | 2016 | 云岭省住房和城乡建设厅 | right
桐岭县教育局 | 2025 | 县政府 | right
桐岭县教育局 | 2025 | 桐岭县人民政府 | right
桐岭县教育局 | 2025 | 宁川市人民政府 | wrong
桐岭县教育局 | 2025 | 宁川市教育局 | wrong
桐岭县城市管理局 | 2025 | 桐岭县人民政府 | right
宁川市青柳区住房和城乡建设局 | 2025 | 青柳区人民政府 | right
宁川市青柳区住房和城乡建设局 | 2025 | 区人民政府 | right
宁川市青柳区住房和城乡建设局 | 2025 | 宁川市人民政府 | wrong
青柳区住房和城乡建设局 | 2025 | 宁川市青柳区人民政府 | right
云岭省发展和改革委员会 | 2025 | 云岭省人民政府 | right
云岭省发展和改革委员会 | 2025 | 省人民政府 | right
云岭省发展和改革委员会 | 2025 | 国家发展和改革委员会 | wrong
云岭省发展和改革委员会 | 2020 | 国家发展和改革委员会 | right
演江自治区财政厅 | 2025 | 自治区人民政府 | right
国家税务总局宁川市税务局 | 2025 | 国家税务总局云岭省税务局 | right
国家税务总局宁川市税务局 | 2025 | 宁川市人民政府 | wrong
国家税务总局宁川市税务局 | 2020 | 宁川市人民政府 | wrong
宁川市地方税务局 | 2014 | 宁川市人民政府 | right
云州海关 | 2025 | 海关总署 | right
云州海关 | 2025 | 云州市人民政府 | wrong
云岭省国家安全厅 | 2025 | 国家安全部 | right
中国人民银行云岭省分行 | 2025 | 中国人民银行 | right
国家金融监督管理总局云岭监管局 | 2025 | 国家金融监督管理总局 | right
云岭证监局 | 2025 | 云岭省人民政府 | wrong
云岭省地方金融管理局 | 2025 | 云岭省人民政府 | right
宁川市司法局 | 2025 | 宁川市人民政府 | right
宁川市司法局 | 2025 | 云岭省司法厅 | right
宁川市司法局 | 2025 | 云岭省人民政府 | wrong
桐岭县人民政府 | 2025 | 宁川市人民政府 | right
桐岭县人民政府 | 2025 | 市人民政府 | right
桐岭县人民政府 | 2025 | 桐岭县人民政府 | wrong
桐岭县人民政府 | 2025 | 白渡县人民政府 | wrong
桐岭县人民政府 | 2025 | 宁川市司法局 | nothing
宁川市人民政府 | 2025 | 云岭省人民政府 | right
云岭省人民政府 | 2025 | 云岭省人民政府 | right
云岭省人民政府 | 2025 | 国务院 | wrong
自然资源部 | 2025 | 自然资源部 | right
自然资源部 | 2025 | 我部 | right
自然资源部 | 2025 | 国务院 | wrong
自然资源部 | 2025 | 北京市人民政府 | wrong
桐岭县白渡镇人民政府 | 2025 | 桐岭县人民政府 | right
桐岭县白渡镇人民政府 | 2025 | 县人民政府 | right
桐岭县白渡镇人民政府 | 2025 | 宁川市人民政府 | wrong
宁川市青柳区人民政府望江街道办事处 | 2025 | 宁川市青柳区人民政府 | right
宁川市青柳区人民政府望江街道办事处 | 2025 | 区政府 | right
宁川市望江街道办事处 | 2025 | 宁川市青柳区人民政府 | right
宁川市青柳区人民政府望江街道办事处 | 2025 | 宁川市人民政府 | wrong
宁川市公安局青柳分局 | 2025 | 宁川市人民政府 | right
宁川市公安局青柳分局 | 2025 | 宁川市青柳区人民政府 | right
宁川市公安局青柳分局 | 2025 | 青柳区人民政府 | right
宁川市公安局青柳分局 | 2025 | 宁川市公安局 | wrong
宁川市公安局青柳分局 | 2020 | 宁川市公安局 | right
宁川市气象局 | 2025 | 云岭省气象局 | right
宁川市气象局 | 2025 | 宁川市人民政府 | nothing
宁川高新技术产业开发区管理委员会 | 2025 | 宁川市人民政府 | nothing
宁川经济技术开发区财政局 | 2025 | 宁川经济技术开发区管理委员会 | nothing
宁川市信访局 | 2025 | 宁川市人民政府 | nothing
宁川大学 | 2025 | 云岭省教育厅 | nothing
财政局 | 2025 | 云岭省财政厅 | nothing
财政局 | 2025 | 宁川市人民政府 | nothing
阿南地区财政局 | 2025 | 阿南地区行政公署 | right
桐岭县人民政府办公室 | 2025 | 桐岭县人民政府 | nothing
桐岭县人民政府办公室 | 2025 | 宁川市人民政府 | right
浦东新区教育局 | 2025 | 上海市浦东新区人民政府 | right
北京市发展和改革委员会 | 2025 | 北京市人民政府 | right
演江北部湾经济区规划建设管理办公室 | 2025 | 演江自治区人民政府 | nothing
宁川市青石灌区管理局 | 2025 | 宁川市人民政府 | right
北海市铁山港区财政局 | 2025 | 北海市铁山港区人民政府 | right
国家市场监督管理总局 | 2025 | 国家市场监督管理总局 | right
生态环境部华南督察局 | 2025 | 生态环境部 | right
生态环境部华南督察局 | 2025 | 云岭省人民政府 | nothing
新疆生产建设兵团第八师财政局 | 2025 | 新疆生产建设兵团第八师 | nothing
延边朝鲜族自治州财政局 | 2025 | 延边州人民政府 | right
长阳土家族自治县教育局 | 2025 | 长阳县人民政府 | right
双江拉祜族佤族布朗族傣族自治县水务局 | 2025 | 双江拉祜族佤族布朗族傣族自治县人民政府 | right
深圳市规划和自然资源局龙岗管理局 | 2025 | 深圳市龙岗区人民政府 | right
荆州市沙市区财政局 | 2025 | 荆州市沙市区人民政府 | right
北京市公安局朝阳分局 | 2025 | 北京市朝阳区人民政府 | right
天津市滨海新区人民政府北塘街道办事处 | 2025 | 天津市滨海新区人民政府 | right
广西壮族自治区药品监督管理局 | 2025 | 自治区人民政府 | right
白石县红旗镇人民政府 | 2025 | 白石县人民政府 | right
白石县红旗镇人民政府 | 2025 | 县政府 | right
白石县红旗镇人民政府 | 2025 | 宁川市人民政府 | wrong
白石县红旗镇人民政府 | 2025 | 白石县红旗镇人民政府 | wrong
红旗镇人民政府 | 2025 | 白石县人民政府 | nothing
红旗镇人民政府 | 2025 | 宁川市人民政府 | nothing
白石县八旗乡人民政府 | 2025 | 白石县人民政府 | right
石家庄市桥西区红旗街道办事处 | 2025 | 桥西区人民政府 | right
石家庄市桥西区红旗街道办事处 | 2025 | 石家庄市桥西区人民政府 | right
石家庄市桥西区红旗街道办事处 | 2025 | 石家庄市人民政府 | wrong
灵山县旧州镇人民政府 | 2025 | 灵山县人民政府 | right
白石县新州镇人民政府 | 2025 | 白石县人民政府 | right
白石县城区街道办事处 | 2025 | 白石县人民政府 | right
白石县城区街道办事处 | 2025 | 宁川市人民政府 | wrong
贵州省财政厅 | 2025 | 贵州省人民政府 | right
贵州省财政厅 | 2025 | 省人民政府 | right
贵州省财政厅 | 2025 | 财政部 | wrong
贵州省人民政府 | 2025 | 贵州省人民政府 | right
贵州省人民政府 | 2025 | 国务院 | wrong
黔东南苗族侗族自治州人民政府 | 2025 | 贵州省人民政府 | right
黔东南苗族侗族自治州财政局 | 2025 | 黔东南州人民政府 | right
黔东南苗族侗族自治州财政局 | 2025 | 贵州省人民政府 | wrong
梅州市梅县区财政局 | 2025 | 梅县区人民政府 | right
梅州市梅县区财政局 | 2025 | 梅县人民政府 | nothing
梅州市梅县区财政局 | 2025 | 梅州市人民政府 | wrong
沙县区夏茂镇人民政府 | 2025 | 沙县区人民政府 | right
三明市沙县区夏茂镇人民政府 | 2025 | 三明市沙县区人民政府 | right
重庆市公安局渝中区分局 | 2025 | 重庆市人民政府 | right
重庆市公安局渝中区分局 | 2025 | 渝中区人民政府 | right
重庆市公安局渝中区分局 | 2025 | 重庆市公安局 | wrong
重庆市渝中区公安分局 | 2025 | 重庆市人民政府 | nothing
广州市公安局番禺区分局 | 2025 | 广州市人民政府 | right
云州市公安局东区分局 | 2025 | 云州市人民政府 | right
云州市公安局东区分局 | 2025 | 云州市东区人民政府 | right
云州市公安局东区分局 | 2025 | 东区人民政府 | right
云州市公安局东区分局 | 2025 | 云州市公安局 | wrong
云州市公安局东区分局 | 2025 | 我局 | wrong
云州市公安局东区分局 | 2025 | 云岭省人民政府 | wrong
云州市公安局东区分局 | 2020 | 云州市公安局 | right
白石县公安局红旗派出所 | 2025 | 白石县人民政府 | right
白石县公安局红旗派出所 | 2025 | 白石县公安局 | wrong
白石县公安局红旗镇派出所 | 2025 | 白石县人民政府 | right
白石县市场监督管理局城区分局 | 2025 | 白石县人民政府 | right
江州铁路公安局 | 2025 | 公安部 | nothing
江州铁路公安局江州公安处 | 2025 | 公安部 | nothing
江州海关缉私局 | 2025 | 海关总署缉私局 | nothing
长春市绿园区正阳街道办事处 | 2025 | 长春市绿园区人民政府 | right
长春市绿园区财政局 | 2025 | 绿园区人民政府 | right
长春市绿园区财政局 | 2025 | 长春市人民政府 | wrong
白石县林业局 | 2025 | 白石县司法局 | nothing
白石县司法局 | 2025 | 白石县司法局 | wrong
云州市国有资产监督管理委员会 | 2025 | 云州市人民政府 | right
云州市国有资产监督管理委员会 | 2025 | 云岭省人民政府 | wrong
北京市城市管理委员会 | 2025 | 北京市人民政府 | right
云州市红旗镇人民政府 | 2025 | 云州市人民政府 | right
云州市红旗镇人民政府 | 2025 | 白石区人民政府 | nothing
云州市红旗镇人民政府 | 2025 | 区政府 | right
云州市红旗镇人民政府 | 2025 | 云岭省人民政府 | wrong
云州市红旗镇综合行政执法局 | 2025 | 红旗镇人民政府 | nothing
江州东区教育局 | 2025 | 江州市人民政府 | nothing
云州市矿区财政局 | 2025 | 云州市人民政府 | nothing
云州市矿区财政局 | 2025 | 云州市矿区人民政府 | right
财政部江北监管局 | 2025 | 财政部 | right
中国证券监督管理委员会云岭监管局 | 2025 | 中国证券监督管理委员会 | right
中国证券监督管理委员会云岭监管局 | 2025 | 云岭省人民政府 | wrong
第八师石河子市财政局 | 2025 | 石河子市人民政府 | nothing
桐岭县财政局 | 2025 | 江北人民政府 | nothing
桐岭县财政局 | 2025 | 上级桐岭县人民政府 | nothing
吉林省吉林市人民政府 | 2025 | 吉林省人民政府 | right
吉林市财政局 | 2025 | 吉林省人民政府 | nothing
保定市保定白沟新城财政局 | 2025 | 保定市人民政府 | nothing
三沙市南沙群岛财政局 | 2025 | 三沙市人民政府 | nothing
三县岭镇人民政府 | 2025 | 弋阳县人民政府 | nothing
宁川(省直县财政局 | 2025 | 演江市人民政府 | nothing
德宏州芒市财政局 | 2025 | 芒市人民政府 | right
云岭省革命老区建设办公室 | 2025 | 云岭省人民政府 | right
北京市市政市容管理委员会 | 2025 | 北京市人民政府 | right
桐岭县财政局 | 2025 | 白渡镇人民政府 | wrong
""".strip().split("\n")

# unit | court | day of the answer | right or wrong
COURTS = """
宁川市财政局 | 宁川市青柳区人民法院 | 2025 | right
宁川市财政局 | 宁川市中级人民法院 | 2025 | wrong
宁川市财政局 | 云州铁路运输法院 | 2025 | right
宁川市财政局 | 云岭省高级人民法院 | 2025 | wrong
云岭省水利厅 | 宁川市中级人民法院 | 2025 | right
云岭省水利厅 | 宁川市青柳区人民法院 | 2025 | right
桐岭县人民政府 | 宁川市中级人民法院 | 2025 | right
桐岭县人民政府 | 桐岭县人民法院 | 2025 | wrong
桐岭县人民政府 | 云州铁路运输法院 | 2025 | right
桐岭县人民政府 | 桐岭县人民法院 | 2014 | right
桐岭县人民政府 | 桐岭县人民法院 | 2016 | wrong
桐岭县人民政府 | 桐岭县人民法院 | 2022 | right
桐岭县白渡镇人民政府 | 桐岭县人民法院 | 2025 | right
桐岭县白渡镇人民政府 | 宁川市中级人民法院 | 2025 | wrong
自然资源部 | 北京市第一中级人民法院 | 2025 | right
自然资源部 | 北京市西城区人民法院 | 2025 | wrong
云州海关 | 云州市中级人民法院 | 2025 | right
云州海关 | 云州市青柳区人民法院 | 2025 | wrong
江州机场海关 | 江州市东区人民法院 | 2025 | wrong
江州机场海关 | 江州市中级人民法院 | 2025 | right
江州海关缉私局 | 江州市东区人民法院 | 2025 | right
中国证券监督管理委员会云岭监管局 | 宁川市武侯区人民法院 | 2025 | right
云岭证监局 | 宁川市武侯区人民法院 | 2025 | right
中国银行保险监督管理委员会云岭监管局 | 宁川市武侯区人民法院 | 2022 | right
国家金融监督管理总局云岭监管局 | 宁川市武侯区人民法院 | 2025 | right
财政部江北监管局 | 宁川市武侯区人民法院 | 2025 | right
水利部长江水利委员会 | 宁川市江岸区人民法院 | 2025 | right
中国民用航空云岭安全监督管理局 | 宁川市武侯区人民法院 | 2025 | right
中国民用航空局 | 北京市东城区人民法院 | 2025 | wrong
中国证券监督管理委员会 | 北京市西城区人民法院 | 2025 | wrong
国家发展和改革委员会 | 北京市西城区人民法院 | 2025 | wrong
云岭省贵水县红旗镇人民政府 | 贵水县人民法院 | 2025 | right
宁川高新技术产业开发区管理委员会 | 宁川市中级人民法院 | 2025 | right
""".strip().split("\n")

NOT_HELD = "经检索，未查询到该信息。根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。"
REFUSED = "该信息为行政执法案卷信息，根据《政府信息公开条例》第十六条第二款，不予公开。"


def remedy(
    unit: str, organ: str, court: str, year: int = 2025, *, known: bool = True, **more: str
) -> Finding:
    """The finding on a letter of this unit that names this organ and this court."""
    months = 6 if year >= 2016 else 3
    parts = {
        "number": f"宁公开〔{year}〕8号",
        "date": f"{year}年8月6日",
        "issuer": unit,
        "request": f"本机关于{year}年7月18日收到你的申请，申请公开“部门决算”。",
        "decision": NOT_HELD if year >= 2019 else "经检索，根据《政府信息公开条例》第二十一条第（三）项，信息不存在。",
        "remedy": f"如不服，可以自收到之日起60日内向{organ}申请行政复议，或者在{months}个月内向{court}提起行政诉讼。",
        **more,
    }  # fmt: skip
    expected = Expected(unit=unit) if known else Expected()
    return judge(Dossier(document_of(letter(**parts), seal=""), expected)).finding(Element.REMEDY)


@pytest.mark.parametrize("line", ORGANS)
def test_an_organ_named_is_held_against_the_kind_level_and_place_of_the_unit(line: str) -> None:
    unit, year, named, want = (part.strip() for part in line.split("|"))
    held = organs(body(unit), (named,), date(int(year), 8, 1))
    assert (bool(held.right), bool(held.wrong)) == (want == "right", want == "wrong"), held


@pytest.mark.parametrize("line", COURTS)
def test_a_court_named_is_held_against_the_level_that_hears_suits_against_the_unit(
    line: str,
) -> None:
    unit, court, year, want = (part.strip() for part in line.split("|"))
    found = remedy(unit, "上级行政机关", court, int(year))
    assert ("wrong_court" in found.defects) is (want == "wrong"), found.reason


@pytest.mark.parametrize("line", [one for one in ORGANS if one.endswith("wrong")])
def test_without_a_profile_nothing_is_claimed_of_which_organ_is_right(line: str) -> None:
    unit, year, named, _ = (part.strip() for part in line.split("|"))
    found = remedy(unit, named, "云岭省高级人民法院", int(year), known=False)
    assert not {"wrong_organ", "wrong_court"} & set(found.defects), found.reason


def test_the_choice_of_before_2024_is_right_then_and_wrong_from_2024_on() -> None:
    choice = "宁川市人民政府或者云岭省财政厅"
    assert remedy("宁川市财政局", choice, "宁川市青柳区人民法院", 2020).verdict is Verdict.PRESENT
    found = remedy("宁川市财政局", choice, "宁川市青柳区人民法院", 2024)
    assert found.defects == ("wrong_organ",)
    assert "云岭省财政厅" in found.reason


@pytest.mark.parametrize("words", ["本级人民政府", "上一级行政机关", "同级人民政府"])
def test_an_organ_that_is_not_named_is_called_unnamed_and_not_wrong(words: str) -> None:
    found = remedy("桐岭县教育局", words, "桐岭县人民法院")
    assert found.defects == ("no_organ",)


@pytest.mark.parametrize(
    ("unit", "organ"),
    [
        ("宁川高新技术产业开发区管理委员会", "宁川市人民政府"),
        ("宁川市气象局", "宁川市人民政府"),
        ("宁川市生态环境局桐岭分局", "云岭省生态环境厅"),
    ],
)
def test_what_only_a_person_can_say_is_left_to_a_person(unit: str, organ: str) -> None:
    found = remedy(unit, organ, "宁川市青柳区人民法院")
    assert found.verdict is Verdict.UNCLEAR
    assert "人工认定" in found.reason
    alone = remedy(unit, organ, "宁川市青柳区人民法院", known=False)
    assert alone.verdict is Verdict.PRESENT


def test_organs_that_were_given_by_name_go_before_the_profile() -> None:
    given = Expected(unit="宁川市财政局", reconsideration_organs=("云岭省财政厅",))
    text = letter(
        number="宁财公开〔2025〕8号", date="2025年8月6日", issuer="宁川市财政局",
        request="本机关于2025年7月18日收到你的申请，申请公开“部门决算”。", decision=NOT_HELD,
        remedy="如不服，可以自收到之日起60日内向云岭省财政厅申请行政复议，或者在6个月内向宁川市青柳区人民法院提起行政诉讼。",
    )  # fmt: skip
    found = judge(Dossier(document_of(text, seal=""), given)).finding(Element.REMEDY)
    assert found.verdict is Verdict.PRESENT


def test_a_letter_of_another_unit_is_not_held_against_the_profile() -> None:
    found = remedy("宁川市财政局", "桐岭县人民政府", "宁川市青柳区人民法院", issuer="桐岭县财政局")
    assert "wrong_organ" not in found.defects


def test_a_level_that_is_known_decides_where_the_name_leaves_it_open() -> None:
    above = ("云州市人民政府",)
    on = date(2025, 8, 1)
    assert organs(body("清源市人民政府", "县级"), above, on).right == above
    assert organs(body("清源市人民政府", "地市级"), above, on).wrong == above


def test_a_province_that_is_known_completes_a_bare_name() -> None:
    assert body("自治区财政厅", "省级", "演江自治区").own_government == "演江自治区人民政府"
    assert body("自治区财政厅").own_government == ""


@pytest.mark.parametrize(
    ("unit", "organ"),
    [
        ("白石县林业局", "白石县司法局"),  # it only receives the applications
        ("云州市矿区财政局", "云州市人民政府"),  # a district, or a department for mines
        ("云州市红旗岭新区街道办事处", "云州市红旗岭人民政府"),
    ],
)
def test_no_organ_is_wrong_that_must_be_invented(unit: str, organ: str) -> None:
    assert "wrong_organ" not in remedy(unit, organ, "云州市青柳区人民法院").defects


# unit | organ | court: right letters that were called faulty, for a place misread in the unit's name
RIGHT = """
白石县红旗镇人民政府 | 白石县人民政府 | 白石县人民法院
红旗镇人民政府 | 白石县人民政府 | 白石县人民法院
白石县八旗乡人民政府 | 白石县人民政府 | 白石县人民法院
石家庄市桥西区红旗街道办事处 | 桥西区人民政府 | 石家庄市桥西区人民法院
灵山县旧州镇人民政府 | 灵山县人民政府 | 灵山县人民法院
白石县新州镇人民政府 | 白石县人民政府 | 白石县人民法院
白石县城区街道办事处 | 白石县人民政府 | 白石县人民法院
贵州省财政厅 | 贵州省人民政府 | 贵阳市南明区人民法院
贵州省人民政府 | 贵州省人民政府 | 贵阳市中级人民法院
黔东南苗族侗族自治州人民政府 | 贵州省人民政府 | 黔东南苗族侗族自治州中级人民法院
梅州市梅县区财政局 | 梅县区人民政府 | 梅州市梅县区人民法院
沙县区夏茂镇人民政府 | 沙县区人民政府 | 三明市沙县区人民法院
重庆市公安局渝中区分局 | 重庆市人民政府 | 重庆市渝中区人民法院
广州市公安局番禺区分局 | 广州市人民政府 | 广州市番禺区人民法院
云州市公安局东区分局 | 云州市人民政府 | 云州市东区人民法院
云州市公安局东区分局 | 云州市东区人民政府 | 云州市东区人民法院
白石县公安局红旗派出所 | 白石县人民政府 | 白石县人民法院
白石县市场监督管理局城区分局 | 白石县人民政府 | 白石县人民法院
中国证券监督管理委员会四川监管局 | 中国证券监督管理委员会 | 成都市武侯区人民法院
长春市绿园区正阳街道办事处 | 长春市绿园区人民政府 | 长春市绿园区人民法院
""".strip().split("\n")


@pytest.mark.parametrize("line", RIGHT)
def test_a_right_letter_has_no_fault_whatever_is_inside_the_units_name(line: str) -> None:
    unit, organ, court = (part.strip() for part in line.split("|"))
    found = remedy(unit, organ, court)
    assert found.verdict is Verdict.PRESENT, found.reason
    assert "人工认定" not in found.reason


def test_the_justice_department_named_alone_is_left_to_a_person() -> None:
    found = remedy("白石县林业局", "白石县司法局", "白石县人民法院")
    assert found.verdict is Verdict.UNCLEAR
    assert "司法行政部门" in found.reason
    bare = remedy("红旗镇人民政府", "白石县司法局", "白石县人民法院")
    assert bare.verdict is Verdict.UNCLEAR
    both = remedy("红旗镇人民政府", "白石县人民政府或白石县司法局", "白石县人民法院")
    assert both.verdict is Verdict.PRESENT
    beside = "市政府（行政复议机构为市司法局）"
    assert remedy("宁川市林业局", beside, "青柳区人民法院").verdict is Verdict.PRESENT
    assert remedy("白石县林业局", "白石县司法局", "白石县人民法院", 2020).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    ("unit", "organ", "should"),
    [
        ("白石县红旗镇人民政府", "宁川市人民政府", "应为白石县人民政府"),
        ("白石县公安局红旗派出所", "白石县公安局", "应为白石县人民政府"),
        ("云州市公安局东区分局", "云州市公安局", "应为云州市人民政府或者所在地人民政府"),
        ("云州市红旗镇人民政府", "云岭省人民政府", "应为所属的县级人民政府"),
        ("云州市矿区财政局", "云岭省人民政府", "应为本级人民政府"),
        ("贵州省财政厅", "财政部", "应为贵州省人民政府"),
    ],
)
def test_a_body_is_named_as_right_only_where_it_certainly_exists(
    unit: str, organ: str, should: str
) -> None:
    found = remedy(unit, organ, "云州市青柳区人民法院")
    assert found.defects == ("wrong_organ",)
    assert found.reason.endswith(should), found.reason


def test_every_relation_and_kind_of_the_table_is_one_that_is_known() -> None:
    known = {str(relation) for relation in Relation}
    ids = {kind for kind, _ in statutes.kinds()} | {"provincial_government"}
    for kind in ids:
        for day in (date(2000, 1, 1), date(2025, 1, 1)):
            law = statutes.organs_on(kind, day)
            assert law is None or law.right | law.open <= known
            assert statutes.court_levels_on(kind, day) <= {"basic", "intermediate"}


# --- 复议前置 ---------------------------------------------------------------------------------------

# year | decision | words on remedies | defects, or -
FIRST = """
2024 | refused | 应当先自收到之日起60日内向宁川市人民政府申请行政复议。 | -
2024 | refused | 应当先自收到之日起60日内向宁川市人民政府申请行政复议；对复议决定不服的，可以依法向人民法院提起行政诉讼。 | -
2026 | refused | 应当先自收到之日起60日内向宁川市人民政府申请行政复议；对复议决定不服的，可在15日内提起行政诉讼。 | -
2024 | refused | 应当先自收到之日起60日内向宁川市人民政府申请行政复议；对复议决定不服的，可在15日内向宁川市青柳区人民法院提起行政诉讼。 | -
2024 | refused | 应先向宁川市人民政府申请行政复议。 | no_period
2024 | refused | 应当先自收到之日起60日内申请行政复议。 | no_organ
2024 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议。 | reconsideration_first_missing
2024 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议，或者6个月内向人民法院提起行政诉讼。 | reconsideration_first_missing
2024 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议，或者6个月内向宁川市青柳区人民法院提起行政诉讼。 | reconsideration_first_missing
2024 | refused | 可以在6个月内向宁川市青柳区人民法院提起行政诉讼。 | no_reconsideration
2023 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议。 | no_litigation
2023 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议，或者6个月内向人民法院提起行政诉讼。 | no_court
2023 | refused | 可以自收到之日起60日内向宁川市人民政府申请行政复议，或者6个月内向宁川市青柳区人民法院提起行政诉讼。 | -
2024 | not_held | 应当先自收到之日起60日内向宁川市人民政府申请行政复议。 | -
2024 | not_held | 可以自收到之日起60日内向宁川市人民政府申请行政复议。 | no_litigation
2026 | not_held | 应当先自收到之日起60日内向宁川市人民政府申请行政复议。 | no_litigation reconsideration_first_wrong
2026 | not_held | 可以自收到之日起60日内向宁川市人民政府申请行政复议。 | no_litigation
2026 | not_held | 可以自收到之日起60日内向宁川市人民政府申请行政复议，或者6个月内向人民法院提起行政诉讼。 | no_court
""".strip().split("\n")


@pytest.mark.parametrize("line", FIRST)
def test_where_reconsideration_comes_first_it_must_be_said_and_no_court_need_be_named(
    line: str,
) -> None:
    year, decision, words, want = (part.strip() for part in line.split("|"))
    text = REFUSED if decision == "refused" else NOT_HELD
    found = remedy(
        "宁川市财政局", "", "", int(year), known=False, decision=text, remedy=f"如不服，{words}"
    )
    assert found.defects == (() if want == "-" else tuple(want.split())), found.reason


@pytest.mark.parametrize(
    "unit",
    [
        "国家发展改革委",
        "国家民委",
        "中央网信办",
        "国家网信办",
        "省财政厅",
        "自治区财政厅",
        "兵团财政局",
    ],
)
def test_no_court_is_called_wrong_for_a_body_whose_place_the_name_does_not_tell(unit) -> None:
    text = letter(
        issuer=unit,
        remedy=f"如不服，可以自收到之日起60日内向{unit}申请行政复议，或者在6个月内向北京市第一中级人民法院提起行政诉讼。",
    )
    finding = judge(Dossier(document_of(text, seal=""), Expected(unit=unit))).finding(
        Element.REMEDY
    )
    assert "wrong_court" not in finding.defects
