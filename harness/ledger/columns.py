"""The shape of 台账.xlsx: its sheets, their columns, and what each column may say.

A column that is `read_only` is the program's: it is written for people to see, and not read back.
The columns of a sheet's `key` tell which thing a row is about; where they are read-only, a row in
which they differ from what was written under its 记录编号 has been torn apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from harness.checker.defects import DEFECT_NAMES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict
from harness.clock.carriers import CARRIER_WORDS
from harness.reading.arrived.reply_kind import KIND_NAMES

NUMBER, VOID = "记录编号", "作废原因"
NONE = "无"  # 归入申请: it belongs to none
RECEIVED_ON = "收到日期"
ANSWERED_ON = ELEMENT_NAMES[Element.DATE]
FAULTY = VERDICT_NAMES[Verdict.DEFECTIVE]


class Kind(Enum):
    TEXT = auto()
    ID = auto()  # letters and digits without spaces: an application's id, a telephone number
    IDS = auto()  # several of them, or NONE
    FILES = auto()  # names of files, in page order
    NAMES = auto()  # several words, such as 瑕疵
    DAY = auto()
    TIME = auto()
    COUNT = auto()
    CHOICE = auto()
    RULED = auto()  # a verdict, or a day


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """`choices`: what may stand here -> other ways in which people write the same."""

    head: str
    kind: Kind
    width: int
    hint: str  # shown in Excel when the head is pointed at
    needed: bool = False
    read_only: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()  # choices that are read, but not offered
    aliases: tuple[str, ...] = ()  # what the column was called, or may be called


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()  # without a key: what stays when a row is corrected
    aliases: tuple[str, ...] = ()
    colour: str = "#1F3A5F"
    frozen: int = 2  # columns that stay in sight

    def column(self, head: str) -> Column | None:
        return next((each for each in self.columns if each.head == head), None)


_YES = ("是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1", "已接通", "接听", "接通了")
_NO = ("否", "没有", "×", "✗", "✘", "x", "n", "no", "false", "0", "没接通", "未接")

# canonical word -> its code in contracts.md, section 7; 未接通 is what older ledgers say, no more
OUTCOMES = {
    "接通": "connected", "无人接听": "no_answer", "占线": "busy", "号码有误": "wrong_number",
    "转接": "transferred", "未接通": "not_connected",
}  # fmt: skip
PURPOSES = {"咨询测试": "test", "确认收件": "confirm"}
_OUTCOME_WORDS = {
    "接通": _YES,
    "无人接听": ("无人接", "没人接", "没人接听", "未接听", "无应答"),
    "占线": ("忙", "忙音", "正忙", "正在通话"),
    "号码有误": ("空号", "错号", "号码错误", "停机", "号码不存在"),
    "转接": ("已转接", "转其他号码", "转接其他"),
    "未接通": _NO,
}
_PURPOSE_WORDS = {
    "咨询测试": ("测试", "咨询", "咨询电话测试", "电话测试", "接通测试"),
    "确认收件": ("确认", "收件确认", "确认收到", "确认签收"),
}
_KIND_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(KIND_NAMES.values(), ()),
    KIND_NAMES[next(iter(KIND_NAMES))]: ("答复书", "告知书", "答复件"),
}
_ELEMENT_WORDS = {**dict.fromkeys(ELEMENT_NAMES.values(), ()), RECEIVED_ON: ("收件日期",)}
_VERDICT_WORDS: dict[str, tuple[str, ...]] = {
    VERDICT_NAMES[Verdict.PRESENT]: ("有", "√", "✓", "✔", "具备要素"),
    FAULTY: ("瑕疵", "有缺陷"),
    VERDICT_NAMES[Verdict.ABSENT]: ("缺", "缺少", "没有", "×"),
    VERDICT_NAMES[Verdict.NOT_REQUIRED]: ("不需要", "不适用", "不作要求"),
}
_ALL_DEFECTS = {name: () for names in DEFECT_NAMES.values() for name in names.values()}


def defects_of(element: str) -> tuple[str, ...]:
    """The Chinese names of the 瑕疵 that an element (by its Chinese name) may have."""
    found = next((each for each, name in ELEMENT_NAMES.items() if name == element), None)
    return tuple(DEFECT_NAMES.get(found, {}).values()) if found else ()


def _shown(head: str, width: int, kind: Kind = Kind.TEXT, hint: str = "") -> Column:
    told = f"{hint}\n" if hint else ""
    return Column(head, kind, width, f"{told}由程序填写，只供查看；改动不会读入", read_only=True)


_NUMBER = Column(
    NUMBER, Kind.ID, 11, "由程序给出，请勿改动、复制。新增一行时此格留空", aliases=("记录号",)
)
_VOID = Column(VOID, Kind.TEXT, 18, "一行登记错了，请在此写明原因使它作废；不要删除整行")
_REMARK = Column("备注", Kind.TEXT, 24, "可不填")
_DAYS = "写成 2026-03-05、2026/3/5 或 2026年3月5日 均可"

SENT = Sheet(
    "寄送",
    (
        _shown("申请编号", 12, Kind.ID, "一件申请一行"),
        _shown("单位名称", 30),
        _shown("渠道", 10),
        Column("寄出日期", Kind.DAY, 12, f"交寄、发送、递交的日期。{_DAYS}", aliases=("交寄日期",)),
        Column("挂号号码", Kind.ID, 20, "邮局给的号码；须为“文本”格式，否则超过15位的数字会被舍去",
               aliases=("邮件号码", "挂号码", "快递单号")),
        Column("签收日期", Kind.DAY, 12, f"按邮局查询结果填写；未签收则留空。{_DAYS}"),
        Column("签收人", Kind.TEXT, 12, "如 收发室、门卫、本人"),
        Column("退回日期", Kind.DAY, 12, f"被退回时填写。{_DAYS}"),
        _REMARK,
    ),
    key=("申请编号",), aliases=("挂号签收",), frozen=3,
)  # fmt: skip
PAPERS = Sheet(
    "纸质来件",
    (
        Column("来件编号", Kind.ID, 11, "自己编的号，如 Z001；一件来信一行，不得重复", needed=True),
        Column("收件日期", Kind.DAY, 12, f"来信送到的日期。{_DAYS}", needed=True),
        Column("邮戳日期", Kind.DAY, 12, f"信封上寄出地邮戳的日期；看不清则留空。{_DAYS}"),
        Column("登记日期", Kind.DAY, 12, f"开拆、发现并登记的日期。{_DAYS}",
               aliases=("开拆日期", "发现日期")),
        Column("落款日期", Kind.DAY, 12, f"答复书落款的日期；可不填，由程序辨认。{_DAYS}"),
        Column("寄件单位", Kind.TEXT, 30, "信封或落款上的单位"),
        Column("文件名", Kind.FILES, 40,
               "扫描件、照片的文件名；一件来信有几个文件的，按页序写在同一格，用；隔开", needed=True),
        Column("信封文件", Kind.FILES, 24, "信封的扫描件、照片；可不填"),
        Column("寄递方式", Kind.CHOICE, 11, "邮政以外的快递、邮资到付只作提示；当面、委托送达的以签收之日为答复之日。可不填",
               choices=CARRIER_WORDS, aliases=("送达方式",)),
        _REMARK,
    ),
    key=("来件编号",), colour="#2F5D50",
)  # fmt: skip
CALLS = Sheet(
    "电话记录",
    (
        Column("单位名称", Kind.TEXT, 30, "单位全称，与被测单位表一致", needed=True),
        Column("用途", Kind.CHOICE, 11, "咨询测试：测试公开电话；确认收件：询问申请是否收到",
               needed=True, choices=_PURPOSE_WORDS),
        Column("申请编号", Kind.ID, 12, "确认收件时填写所问的申请"),
        Column("拨打日期", Kind.DAY, 12, _DAYS, needed=True),
        Column("拨打时间", Kind.TIME, 10, "如 09:40（24小时制）", needed=True),
        Column("电话号码", Kind.ID, 16, "实际拨打的号码，带区号"),
        Column("结果", Kind.CHOICE, 11, "每拨一次记一行；没有接通也要记", needed=True,
               choices=_OUTCOME_WORDS, hidden=("未接通",), aliases=("是否接通", "接通情况")),
        Column("通话内容", Kind.TEXT, 44, "对方答复的要点"),
        Column("记录人", Kind.TEXT, 10, "拨打并记录的人"),
    ),
    likely=("单位名称", "拨打日期", "拨打时间"), colour="#5B4A7A",
)  # fmt: skip
FILINGS = Sheet(
    "归卷",
    (
        _shown("来件编号", 11, Kind.ID),
        _shown("来件", 34),
        _shown("收到日期", 12, Kind.DAY),
        _shown("寄件人", 24),
        _shown("程序判断的申请", 16),
        _shown("程序判断的种类", 14),
        Column("归入申请", Kind.IDS, 18,
               f"人工认定时填写申请编号；可填多个，用、隔开；与任何申请无关的填“{NONE}”"),
        Column("种类", Kind.CHOICE, 16, "与程序判断不同时填写", choices=_KIND_WORDS),
        Column("天数", Kind.COUNT, 8, "补正告知要求几个工作日内补正，或延期告知延长几个工作日"),
        Column("理由", Kind.TEXT, 34, "为什么这样认定"),
    ),
    key=("来件编号",), colour="#7A5A1F", frozen=3,
)  # fmt: skip
RULINGS = Sheet(
    "改判",
    (
        _shown("申请编号", 12, Kind.ID),
        _shown("单位名称", 28),
        Column("要素", Kind.CHOICE, 16, "由程序填写，只供查看；改动不会读入", read_only=True,
               choices=_ELEMENT_WORDS),
        _shown("程序认定", 13),
        _shown("说明", 48),
        Column("人工认定", Kind.RULED, 14,
               f"不同意程序认定时填写；“{ANSWERED_ON}”“{RECEIVED_ON}”也可填写日期",
               choices=_VERDICT_WORDS),
        Column("瑕疵", Kind.NAMES, 26, f"认定为“{FAULTY}”时填写；几项用、隔开", choices=_ALL_DEFECTS),
        Column("理由", Kind.TEXT, 34, "填写人工认定的，必须写明理由"),
        Column("认定人", Kind.TEXT, 10, "作出认定的人"),
    ),
    key=("申请编号", "要素"), colour="#8A2F2F", frozen=4,
)  # fmt: skip

SHEETS = {each.name: each for each in (SENT, PAPERS, CALLS, FILINGS, RULINGS)}
NUMBER_COLUMN, VOID_COLUMN = _NUMBER, _VOID


def all_columns(sheet: Sheet) -> tuple[Column, ...]:
    """As they stand in the workbook: 记录编号 first, 作废原因 last."""
    return (_NUMBER, *sheet.columns, _VOID)
