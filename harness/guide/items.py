"""What is looked for in a guide, item by item, and what asks for it.

An item that nothing asks for is read all the same; where it is not told, that is a fact and no fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Item(StrEnum):
    """要素 of a guide, in the order in which they are shown."""

    CHANNELS = "channels"
    NOTES = "notes"
    OFFICE = "office"
    ADDRESS = "address"
    POSTCODE = "postcode"
    HOURS = "hours"
    TELEPHONE = "telephone"
    FAX = "fax"
    EMAIL = "email"
    WEBSITE = "website"
    CATEGORIES = "categories"
    WAYS = "ways"
    ANSWER = "answer"
    EXTENSION = "extension"
    CLARIFICATION = "clarification"
    FEE = "fee"
    REMEDIES = "remedies"
    CONDITIONS = "conditions"
    FORM = "form"
    REGULATION = "regulation"


CONTACTS = (
    Item.OFFICE, Item.ADDRESS, Item.POSTCODE, Item.HOURS, Item.TELEPHONE, Item.FAX, Item.EMAIL, Item.WEBSITE,
)  # fmt: skip


class ChannelKind(StrEnum):
    """申请接收渠道."""

    IN_PERSON = "in_person"
    LETTER = "letter"
    FAX = "fax"
    EMAIL = "email"
    WEB = "web"


CHANNEL_NAMES: dict[ChannelKind, str] = {
    ChannelKind.IN_PERSON: "当面",
    ChannelKind.LETTER: "邮寄",
    ChannelKind.FAX: "传真",
    ChannelKind.EMAIL: "电子邮件",
    ChannelKind.WEB: "网上",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An item's name, what a guide should say of it, and what asks for that; `grounds` is empty where nothing
    does."""

    name: str
    should: str
    grounds: str = ""


_ART_12 = "《政府信息公开条例》第十二条第二款"
_CHANNELS = "《国务院办公厅政府信息与政务公开办公室关于政府信息公开申请接收渠道问题的解释》（国办公开办函〔2017〕19号）"
_PERIODS = "《政府信息公开条例》第三十三条第二款；晋政办〔2022〕39号第二部分（一）1"

ASKED: dict[Item, Asked] = {
    Item.CHANNELS: Asked(
        "申请接收渠道",
        "列明开通的渠道；当面、邮寄是基本渠道，不得拒绝",
        _CHANNELS,
    ),
    Item.NOTES: Asked(
        "渠道使用说明", "写明各渠道使用时的注意事项，如信封上注明字样、来电确认", _CHANNELS
    ),
    Item.OFFICE: Asked("受理机构", "写明政府信息公开工作机构的名称", _ART_12),
    Item.ADDRESS: Asked("办公地址", "写明政府信息公开工作机构的办公地址", _ART_12),
    Item.POSTCODE: Asked("邮政编码", "寄信用；条例没有要求写明"),
    Item.HOURS: Asked("办公时间", "写明政府信息公开工作机构的办公时间", _ART_12),
    Item.TELEPHONE: Asked("联系电话", "写明政府信息公开工作机构的联系电话", _ART_12),
    Item.FAX: Asked("传真号码", "写明政府信息公开工作机构的传真号码", _ART_12),
    Item.EMAIL: Asked("电子邮箱", "互联网联系方式的一种；有网址的，条例没有要求另写邮箱"),
    Item.WEBSITE: Asked(
        "网上申请网址",
        "写明互联网联系方式、网络申请网址",
        f"{_ART_12}；晋政办〔2022〕39号第二部分（一）1",
    ),
    Item.CATEGORIES: Asked("信息分类和编排", "写明政府信息的分类、编排体系", _ART_12),
    Item.WAYS: Asked("获取方式", "写明主动公开的政府信息怎样取得", _ART_12),
    Item.ANSWER: Asked(
        "答复期限", "自收到申请之日起20个工作日内答复（旧条例是15个工作日）", _PERIODS
    ),
    Item.EXTENSION: Asked(
        "延长期限", "延长的期限最长不超过20个工作日（旧条例是15个工作日）", _PERIODS
    ),
    Item.CLARIFICATION: Asked(
        "补正",
        "写了补正的，告知补正不迟于收到申请之日起7个工作日（第三十条）；申请人补正的期限由机关合理确定，没有固定的天数",
    ),
    Item.FEE: Asked(
        "收费",
        "写了收费的，应当是不收取费用、超过合理范围的收取信息处理费（第四十二条）；检索、复制、邮寄等成本费已经取消",
    ),
    Item.REMEDIES: Asked(
        "监督和救济", "写了救济途径的，应当是投诉举报、行政复议、行政诉讼（第五十一条），期限不错"
    ),
    Item.CONDITIONS: Asked(
        "申请条件",
        "不再要求申请与自身生产、生活、科研等特殊需要有关，不要求说明用途、理由",
        "《政府信息公开条例》第二十七条、第二十九条（旧条例第十三条已经修改）",
    ),
    Item.FORM: Asked("申请表", "提供申请表，或者说明到哪里取得；条例没有要求写明"),
    Item.REGULATION: Asked(
        "依据的条例", "写明依据的，应当是2019年修订的条例（国务院令第711号），不是旧条例（第492号）"
    ),
}
