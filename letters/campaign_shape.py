"""The shape of campaign.toml: its parts, their keys, and what a user is told to write there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from letters.mailboxes import MailboxTable
from letters.model import Channel
from letters.places import ENGINE_EXAMPLE, EVIDENCE_EXAMPLE
from letters.store_address import EXAMPLE as STORE_EXAMPLE

# `description` is what a user is told to write, `examples[0]` how it looks in the file
Text = Annotated[str, msgspec.Meta(min_length=1)]


def _told(what: str, example: str) -> msgspec.Meta:
    return msgspec.Meta(description=what, examples=[example])


class CampaignTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Annotated[Text, _told("文字，用作文件夹名", '"演江-2020"')]
    title: Annotated[Text, _told("文字", '"演江自治区2020年依申请公开测评（演练）"')]
    region: Annotated[str, _told("文字，所在省级行政区，没有则写两个引号", '"演江自治区"')]
    drill: Annotated[bool, _told("true（演练）或 false", "true")]
    collect_until: Annotated[date, _told("日期，不加引号", "2020-11-20")]
    seed: Annotated[int, _told("整数", "7")] = 0
    repeat_wordings: Annotated[bool, _told("true 或 false", "false")] = False
    rubric: Annotated[
        str, _told("评分细则的名称，或者本文件夹中 .toml 文件的文件名", '"yanjiang_drill"')
    ] = ""
    evidence: Annotated[
        str, _told("存放佐证的地址，放在本文件夹的不写", f'"{EVIDENCE_EXAMPLE}"')
    ] = ""
    engine: Annotated[
        str, _told("读文件的集群的调度程序地址，在本机读的不写", f'"{ENGINE_EXAMPLE}"')
    ] = ""
    store: Annotated[str, _told("数据库的地址，存在本文件夹的不写这一项", f'"{STORE_EXAMPLE}"')] = (
        ""
    )


class ConventionTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    count_receipt_day: Annotated[bool, _told("true 或 false", "false")] = False
    no_confirmation: Annotated[
        Literal["sent", "never", "arrival"], _told("sent、never、arrival 之一", '"sent"')
    ] = "sent"
    answered_on: Annotated[
        Literal["signed", "posted", "delivered"],
        _told("signed、posted、delivered 之一", '"posted"'),
    ] = "posted"


Hours = Annotated[
    str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")
]


class TelephoneTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    within: Annotated[int, msgspec.Meta(ge=1, le=10), _told("1 到 10 的整数（工作日）", "2")] = 2
    office_hours: Annotated[
        list[Hours],
        msgspec.Meta(min_length=1),
        _told("办公时间的列表，形如 09:00-12:00", '["09:00-12:00", "14:30-17:00"]'),
    ] = msgspec.field(default_factory=lambda: ["09:00-12:00", "14:30-17:00"])


class WatchTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    to: Annotated[str, _told("电子邮箱地址，不发邮件则写两个引号", '"office@example.org"')] = ""
    at: Annotated[
        str,
        msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        _told("钟点，形如 08:00", '"08:00"'),
    ] = "08:00"
    every: Annotated[int, msgspec.Meta(ge=1, le=1440), _told("1 到 1440 的整数（分钟）", "10")] = 10


class ReportTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    agency: Annotated[str, _told("文字，评估机构全称", '"样江咨询有限公司"')] = ""
    principal: Annotated[
        str,
        _told(
            "文字，委托单位全称，不写则为 [authorisation] 的 principal", '"样江市人民政府办公室"'
        ),
    ] = ""
    dated: Annotated[date | None, _told("日期，不加引号", "2020-12-01")] = None
    basis: Annotated[
        list[Text],
        _told("文件名称的列表", '["关于印发2020年政务公开工作要点的通知（样政办〔2020〕3号）"]'),
    ] = msgspec.field(default_factory=list)
    name_applicants: Annotated[bool, _told("true 或 false", "true")] = True


class EarlierTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    label: Annotated[Text, _told("文字，往次评估的叫法", '"2017年"')]
    file: Annotated[Text, _told("得分表的文件名（.xlsx，放在本文件夹）", '"2017年得分.xlsx"')]
    full: Annotated[
        int, msgspec.Meta(ge=1, le=1_000_000), _told("1 以上的整数，该次评估的满分", "100")
    ] = 100


class ObjectionsTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    working_days: Annotated[
        int,
        msgspec.Meta(ge=0, le=90),
        _told("0 到 90 的整数，送达反馈单之后几个工作日内可以提出异议，0为不设期限", "5"),
    ] = 0


Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class MailTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    smtp_host: Annotated[Text, _told("发信服务器地址", '"127.0.0.1"')]
    smtp_port: Annotated[Port, _told("0 到 65535 的整数", "25")]
    imap_host: Annotated[Text, _told("收信服务器地址", '"127.0.0.1"')]
    imap_port: Annotated[Port, _told("0 到 65535 的整数", "993")]


Domain = Annotated[str, msgspec.Meta(pattern=r"^[^@\s.]+(\.[^@\s.]+)+$")]
Rate = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class AuthorisationTable(
    msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename={"first": "from", "last": "to"}
):
    principal: Annotated[Text, _told("文字，委托单位全称", '"样江市人民政府办公室"')]
    number: Annotated[Text, _told("文字，委托或者授权文件的文号", '"样政办函〔2026〕12号"')]
    first: Annotated[date, _told("日期，授权自哪一天起", "2026-03-01")]
    last: Annotated[date, _told("日期，授权到哪一天止", "2026-06-30")]
    units: Annotated[
        list[Text],
        msgspec.Meta(min_length=1),
        _told('单位编号的列表，全部单位写 ["全部"]', '["U001", "U002"]'),
    ]
    domains: Annotated[
        list[Domain],
        msgspec.Meta(min_length=1),
        _told("准许发往的邮箱域名的列表（@ 后面的部分）", '["yangjiang.gov.cn"]'),
    ]


class AccountTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    address: Annotated[Text, _told("电子邮箱地址，即申请人的邮箱", '"zhang@example.org"')]
    smtp_host: Annotated[Text, _told("发信服务器的名称", '"smtp.example.org"')]
    smtp_port: Annotated[Port, _told("1 到 65535 的整数", "465")]
    smtp_tls: Annotated[
        Literal["implicit", "starttls", "none"],
        _told(
            "implicit（一般为465端口）、starttls（一般为587端口）、none（只限本机）之一",
            '"implicit"',
        ),
    ] = "implicit"
    smtp_user: Annotated[
        str | None, _told("登录名，不写则为邮箱地址，不用登录写两个引号", '"zhang"')
    ] = None
    ca_file: Annotated[str, _told("证书文件名（.pem，放在本文件夹）", '"本单位根证书.pem"')] = ""
    connections: Annotated[
        int, msgspec.Meta(ge=1, le=64), _told("1 到 64 的整数，同时用几个连接", "2")
    ] = 1
    per_minute: Annotated[Rate, _told("整数，每分钟至多几封，0为不限", "20")] = 0
    per_day: Annotated[Rate, _told("整数，每天至多几封，0为不限", "300")] = 0
    plus: Annotated[
        bool, _told("true（邮箱支持加号地址，如 zhang+abc@example.org）或 false", "true")
    ] = False


class SendingTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    hours: Annotated[
        list[Hours],
        _told(
            "工作日发信时间的列表，形如 09:00-12:00，不限写 []", '["09:00-12:00", "14:30-17:00"]'
        ),
    ] = msgspec.field(default_factory=lambda: ["09:00-12:00", "14:30-17:00"])
    per_minute_domain: Annotated[
        Rate, _told("整数，向同一收信域名每分钟至多几封，0为不限", "10")
    ] = 10


class ApplicantTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Annotated[Text, _told("文字，申请人的代号", '"P1"')]
    name: Annotated[Text, _told("文字，申请人姓名或者名称", '"张演一"')]
    email: Annotated[Text, _told("电子邮箱地址", '"zhang@example.org"')]
    address: Annotated[Text, _told("文字，通信地址", '"演江自治区南明市演练路1号"')]
    postcode: Annotated[
        str, msgspec.Meta(pattern="^[0-9]{6}$"), _told("6位数字，加引号", '"990001"')
    ]
    phone: Annotated[Text, _told("文字，联系电话", '"0990-5550101"')]


class RoundTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Annotated[
        str, msgspec.Meta(pattern="^[A-Za-z0-9]+$"), _told("字母或数字，轮次的代号", '"A"')
    ]
    label: Annotated[Text, _told("文字，报告中的叫法", '"正常渠道"')]
    channel: Annotated[Channel, _told("、".join(Channel) + " 之一", '"registered_mail"')]
    send_on: Annotated[date, _told("日期，不加引号", "2020-09-21")]
    applicants: Annotated[
        list[str] | None, _told("申请人代号的列表，不写则为全部", '["P1", "P2"]')
    ] = None
    questions: Annotated[
        list[str] | None, _told("问题编号的列表，不写则为整个题库", '["Q01", "Q02"]')
    ] = None
    posting: Annotated[
        Literal["挂号信", "EMS"] | None, _told("挂号信或者 EMS（只用于 registered_mail）", '"EMS"')
    ] = None
    written: Annotated[
        Literal["申请表", "信函"] | None,
        _told("申请表或者信函（只用于信函、当面提交和传真的轮次）", '"信函"'),
    ] = None


DATES = ("collect_until", "send_on", "from", "to", "dated")
SINGLE = {
    "campaign": CampaignTable, "convention": ConventionTable, "telephone": TelephoneTable,
    "mail": MailTable, "watch": WatchTable, "authorisation": AuthorisationTable,
    "sending": SendingTable, "objections": ObjectionsTable, "report": ReportTable,
}  # fmt: skip
MANY = {
    "applicants": ApplicantTable, "rounds": RoundTable, "accounts": AccountTable,
    "mailboxes": MailboxTable, "earlier": EarlierTable,
}  # fmt: skip


def told(kind: Any) -> tuple[str, str]:
    """Of a field's type: what to write, and how it looks."""
    for meta in kind.__metadata__:
        if meta.description:
            return meta.description, meta.examples[0]
    raise TypeError(f"{kind}: give the field a description and an example")
