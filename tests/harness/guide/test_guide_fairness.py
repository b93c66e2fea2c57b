"""One sentence more in a guide that is right: what it must be blamed for, and what it must not."""

from __future__ import annotations

import pytest

from harness.guide.finding import Guide
from harness.guide.items import CONTACTS, ChannelKind, Item
from harness.guide.read import read_guide
from parsers import read
from tests.harness.guide.guides import COUNTY, HEADER_ROW
from tests.harness.guide.written import FILES

HEAD = """清溪县林业局政府信息公开指南
受理机构：清溪县林业局办公室
办公地址：清溪县城关镇松林路9号
申请人可以当面或者邮寄提交申请。
"""


def _guide(said: str, head: str = HEAD) -> Guide:
    return read_guide(read((head + said).encode(), "指南.txt"))


@pytest.mark.parametrize(
    ("item", "said", "verdict"),
    [
        # periods
        ("answer", "自收到申请之日起20个工作日内予以答复。", "present"),
        ("answer", "答复时限为二十个工作日。", "present"),
        ("answer", "答复时限：15个工作日。", "defective"),
        ("answer", "不能当场答复的，应当在15个工作日内答复。", "defective"),
        ("answer", "本局承诺15个工作日内答复。", "present"),
        (
            "answer",
            "答复期限由15个工作日调整为20个工作日，自收到申请之日起20个工作日内答复。",
            "unclear",
        ),
        ("answer", "第三方应当在15个工作日内答复。", "unclear"),
        ("answer", "在线咨询15个工作日内答复。", "unclear"),
        ("answer", "20个工作日内答复；需要延长的，40个工作日内答复。", "present"),
        ("answer", "收到申请后15日内答复。", "unclear"),
        ("answer", "按照法定期限答复。", "unclear"),
        ("answer", "自收到申请之日起30个工作日内答复。", "defective"),
        ("answer", "", "absent"),
        ("extension", "延长的期限最长不得超过20个工作日。", "present"),
        ("extension", "20个工作日内答复，经批准可以延长，延长后最长不超过40个工作日。", "unclear"),
        ("extension", "15个工作日内答复，可延长15个工作日。", "defective"),
        ("extension", "延长的期限不得超过30个工作日。", "defective"),
        ("extension", "情况复杂的可以适当延期。", "unclear"),
        ("clarification", "自收到申请之日起7个工作日内一次性告知申请人补正。", "present"),
        ("clarification", "申请人应当在15个工作日内补正。", "present"),
        ("clarification", "10个工作日内告知申请人作出补正。", "defective"),
        # fees
        ("fee", "依申请提供政府信息，不收取费用。", "present"),
        ("fee", "检索、复制、邮寄等成本费已经取消，不再收取。", "unclear"),
        (
            "fee",
            "收取检索、复制、邮寄等成本费用的规定已经废止，依申请提供信息不收取费用。",
            "present",
        ),
        ("fee", "本局可以收取检索费、复制费、邮寄费。", "defective"),
        ("fee", "费用另行通知。", "unclear"),
        # conditions
        ("conditions", "申请人须根据自身生产、生活、科研等特殊需要提出申请。", "defective"),
        (
            "conditions",
            "申请人不再需要证明“三需要”，不得以不符合生产、生活、科研等特殊需要为由拒绝。",
            "present",
        ),
        ("conditions", "申请时应当写明所需信息的用途。", "defective"),
        ("conditions", "申请人无需说明用途。", "present"),
        ("conditions", "公开的内容包括林地用途、土地用途证明等。", "unclear"),
        ("conditions", "数量、频次明显超过合理范围的，应当说明理由。", "present"),
        # the regulation
        ("regulation", "本局从2008年5月1日起受理申请。", "absent"),
        ("regulation", "根据《政府信息公开条例》（国务院令第492号）编制。", "defective"),
        ("regulation", "《条例》2007年以第492号令公布，2019年以第711号令修订。", "present"),
        # remedies
        ("remedies", "可以在6个月内向人民法院提起行政诉讼。", "present"),
        ("remedies", "可以自收到答复之日起三个月内提起行政诉讼。", "defective"),
        # contacts
        ("telephone", "监督电话：0798-2230000", "unclear"),
        ("telephone", "联系电话：0798-2230001", "present"),
        ("telephone", "电话(传真):0798-2230001", "present"),
        ("telephone", "联系电话：", "absent"),
        ("telephone", "联系电话：0798-XXXXXXX", "unclear"),
        ("telephone", "有事请致电本局。", "unclear"),
        ("fax", "电话/传真：0798-2230001", "present"),
        ("fax", "传真：无", "not_required"),
        ("fax", "传真同上", "unclear"),
        ("email", "申请表发送至lyj@qingxi.example.cn，邮件标题注明信息公开申请。", "present"),
        ("email", "邮箱：lyj#qingxi.example.cn", "unclear"),
        ("hours", "办公时间：夏季8:00-12:00，15:00-18:00；冬季8:30-12:00，14:30-17:30", "present"),
        ("hours", "上午来均可。", "unclear"),
        ("postcode", "邮编 545300", "present"),
        ("postcode", "邮编：545300\n邮政编码：545301", "unclear"),
        ("website", "网上申请网址：http://www.qingxi.example.cn/ysq", "present"),
        ("website", "可登录县政府网站申请。", "unclear"),
        ("form", "《申请表》可到局办公室领取。", "present"),
        ("form", "请填写申请表。", "unclear"),
    ],
)
def test_what_a_sentence_makes_of_an_item(item: str, said: str, verdict: str) -> None:
    found = _guide(said).of(Item(item))
    assert found.verdict == verdict, found.reason


@pytest.mark.parametrize(
    ("kind", "said", "opened"),
    [
        ("in_person", "本局不接受当面申请。", False),
        ("in_person", "本局不受理口头申请。", True),
        ("in_person", "不受理当面咨询。", True),
        ("letter", "本局不受理到付的邮寄申请件。", True),
        ("letter", "暂不受理信函申请。", False),
        ("fax", "传真：0798-2230002", None),
        ("fax", "可以将申请表传真至本局办公室。", True),
        ("fax", "本局未开通传真申请。", False),
        ("email", "通过互联网渠道或者传真提交的，以双方确认之日为收到申请之日。", None),
        ("email", "可以通过电子邮件提出申请。", True),
        ("web", "网上下载申请表。", None),
        ("web", "可在县政府网站在线提交申请。", True),
    ],
)
def test_what_opens_and_what_closes_a_channel(kind: str, said: str, opened: bool | None) -> None:
    head = (
        HEAD if kind not in ("in_person", "letter") or opened else HEAD.replace("当面或者邮寄", "")
    )
    found = next(one for one in _guide(said, head).channels if one.kind is ChannelKind(kind))
    assert found.open is opened, found.reason


def test_only_a_refused_basic_channel_is_a_fault_of_the_channels() -> None:
    refused = _guide("本局不接受当面申请。", HEAD.replace("当面或者邮寄", "邮寄")).of(Item.CHANNELS)
    unnamed = _guide("", HEAD.replace("当面或者邮寄", "邮寄")).of(Item.CHANNELS)
    assert (refused.verdict, refused.defects) == ("defective", ("basic_refused",))
    assert unnamed.verdict == "unclear"


def test_the_contacts_of_others_are_not_the_units() -> None:
    said = "五、监督方式\n受理单位：县政务公开办\n地址：人民路1号\n联系电话：0798-2210000\n邮编：545399\n"
    guide = _guide(said)
    assert guide.of(Item.ADDRESS).value == "清溪县城关镇松林路9号"
    assert guide.of(Item.OFFICE).value == "清溪县林业局办公室"
    assert guide.of(Item.TELEPHONE).verdict == "unclear"
    assert guide.of(Item.TELEPHONE).value is None


def test_the_menu_and_the_foot_of_a_page_are_not_the_guide() -> None:
    page = "<p>首页</p><p>咨询电话：12345</p>" + "".join(
        f"<p>{line}</p>" for line in HEAD.split("\n")
    )
    foot = "<p>主办：清溪县政府</p><p>联系电话：0798-2219999</p>"
    found = read_guide(read(f"<html><body>{page}{foot}</body></html>".encode(), "a.html"))
    assert found.of(Item.TELEPHONE).verdict == "unclear"
    assert found.of(Item.TELEPHONE).value is None


@pytest.mark.parametrize(
    "said",
    [
        "关于更新政府信息公开指南的通知\n各科室：请按要求更新。",
        "首页 政务公开\n政府信息公开指南\n政府信息公开目录\n政府信息公开年报",
        "张某：你的申请收悉，信息不存在。",
    ],
)
def test_what_only_names_a_guide_is_not_judged(said: str) -> None:
    guide = read_guide(read(said.encode(), "页.txt"))
    assert not guide.is_guide
    assert {one.verdict for one in guide.findings} == {"unclear"}


def test_an_empty_file_and_one_line_are_no_guides() -> None:
    for said in (" ", "指南", "。\n。", "│││"):
        assert not read_guide(read(said.encode(), "空.txt")).is_guide


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>办公地址</td><td>清溪县城关镇<br>松林路9号</td></tr></table>",
        "<p>办公地址：清溪县松林路9号</p><p>林业大厦3楼</p>",
    ],
)
def test_an_address_that_may_go_on_in_the_next_line_is_not_taken_for_whole(page: str) -> None:
    head = "<p>清溪县林业局政府信息公开指南</p><p>受理机构：办公室</p><p>可以当面、邮寄申请。</p>"
    found = read_guide(read(f"<html><body>{head}{page}</body></html>".encode(), "a.html"))
    assert found.of(Item.ADDRESS).verdict == "unclear"


def test_a_table_on_paper_whose_cells_wrap_gives_no_half_of_a_value() -> None:
    """水利局表格.pdf and 财政局表格.pdf: the tables of the guides above as LibreOffice sets them, in narrow columns."""
    for name in ("水利局表格.pdf", "财政局表格.pdf"):
        whole = {value for guide in (HEADER_ROW, COUNTY) for value in guide.values.values()}
        found = read_guide(read((FILES / name).read_bytes(), name))
        for item in CONTACTS:
            one = found.of(item)
            assert one.verdict != "absent" or item in (Item.EMAIL, Item.WEBSITE)
            if one.verdict == "present" and item is not Item.HOURS:
                assert one.value in whole, one.reason


def test_a_number_that_wraps_in_a_cell_on_paper_is_not_copied_without_its_area_code() -> None:
    found = read_guide(read((FILES / "电话换行.pdf").read_bytes(), "电话换行.pdf"))
    for item in (Item.TELEPHONE, Item.FAX):
        assert found.of(item).verdict in ("present", "unclear")
        assert found.of(item).verdict == "unclear" or found.of(item).value in (
            "0798-2213344",
            "0798-2213345",
        )
