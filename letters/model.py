"""Who asks whom for what: the values that a campaign is made of. All frozen, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from letters.mailboxes import MailboxPlace


class Channel(StrEnum):
    """By which way an application goes out; contracts.md, section 2."""

    IN_PERSON = "in_person"  # 当面
    REGISTERED_MAIL = "registered_mail"  # 挂号信、EMS
    ORDINARY_MAIL = "ordinary_mail"  # 平信
    EMAIL = "email"  # 电子邮件
    WEB_FORM = "web_form"  # 网页表单
    FAX = "fax"  # 传真


CHANNEL_NAMES: dict[Channel, str] = {
    Channel.IN_PERSON: "当面提交",
    Channel.REGISTERED_MAIL: "挂号信",
    Channel.ORDINARY_MAIL: "平信",
    Channel.EMAIL: "电子邮件",
    Channel.WEB_FORM: "网页表单",
    Channel.FAX: "传真",
}


# how registered mail is posted; ordinary mail is 平信
POSTED, EMS = "挂号信", "EMS"
# what an application on paper is: the form that article 29 is commonly asked on, or a letter
FORM, LETTER = "申请表", "信函"


@dataclass(frozen=True, slots=True)
class Unit:
    """被测单位: one row of units.xlsx. Empty text means that the cell was empty."""

    id: str  # "U001": 单位编号, given once and kept when rows are sorted or inserted
    name: str  # 单位名称, the full name that its seal and letters carry
    category: str  # 类别, as the campaign groups its figures: 区直单位, 设区市, ...
    level: str  # 行政层级: 国家级 省级 地市级 县级 乡级
    email: str  # 申请邮箱
    address: str  # 通信地址
    postcode: str  # 邮政编码
    phone: str  # 电话
    aliases: tuple[str, ...] = ()  # 简称与别名; its 办公室 forms are known without being listed
    reconsideration_organs: tuple[str, ...] = ()  # 复议机关
    courts: tuple[str, ...] = ()  # 管辖法院
    region: str = ""  # 所在省级行政区, for regional holidays
    kind: str = ""  # 单位种类, as 财政; empty: told by the name (kinds.py)
    group: str = (
        ""  # 汇总单位: whose score it is summed up in, as a county's departments in the county's
    )


@dataclass(frozen=True, slots=True)
class Applicant:
    """申请人. `id_number` is what the person really has, or empty; it is never made up. It is filled
    in for the moment in which a form is printed, from where it is kept encrypted; no table, plan or
    listing has it, and the value does not show it. `consented_on`: 本人同意的日期, where known."""

    id: str
    name: str
    email: str
    address: str
    postcode: str
    phone: str
    id_number: str = field(default="", repr=False)
    consented_on: date | None = None


DIFFICULTIES = EASY, MEDIUM, HARD = ("易", "中", "难")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which somebody would ask: the information's name, its description, what for."""

    title: str
    text: str
    use: str = ""  # 用途说明 (not required by law since 2019)


@dataclass(frozen=True, slots=True)
class Question:
    """A thing to ask for: `title` names the information, `text` describes it for the form.

    In the bank these are its first wording, and `wordings` holds all; as it is asked, `wording`
    says which one (from 1), and what stood in braces is filled in.
    """

    id: str
    title: str
    text: str
    items: int = 1
    use: str = ""
    kind: str = ""  # of unit; empty: any unit
    difficulty: str = MEDIUM
    law: str = ""  # the item of articles 20 and 21 of the 条例 that makes it plausible
    good: str = ""  # what a good answer would be
    wording: int = 1
    wordings: tuple[Wording, ...] = ()
    programmes: tuple[str, ...] = ()  # what {项目} may stand for


@dataclass(frozen=True, slots=True)
class Round:
    """测评轮次: every unit gets one application of it. `label` is the report's own word."""

    id: str  # "A", "B"
    label: str  # 正常渠道, 非正常渠道
    channel: Channel
    send_on: date
    applicants: tuple[str, ...]  # applicant ids, given out in turn
    questions: tuple[str, ...]  # question ids, given out in turn
    posting: str = POSTED  # of registered mail: 挂号信 or EMS
    written: str = FORM  # on paper: 申请表 or 信函


@dataclass(frozen=True, slots=True)
class Convention:
    """What the law leaves open and a campaign decides; contracts.md, section 2."""

    count_receipt_day: bool = False
    no_confirmation: str = "sent"  # sent | never | arrival
    answered_on: str = "posted"  # signed | posted | delivered


@dataclass(frozen=True, slots=True)
class CallRule:
    """电话测试: within how many working days a unit must be reached, and in which hours somebody
    must be there to take a call."""

    within: int = 2
    # where offices differ, only what is office hours everywhere counts against a unit
    office_hours: tuple[tuple[str, str], ...] = (("09:00", "12:00"), ("14:30", "17:00"))


EVERY_UNIT = "全部"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """委托: who has this campaign made, from when to when, to whom letters may go."""

    principal: str  # 委托单位
    number: str  # 文号
    first: date
    last: date
    units: tuple[str, ...]  # unit ids, or EVERY_UNIT alone
    domains: tuple[str, ...]  # of e-mail addresses, each with all that lies below it


@dataclass(frozen=True, slots=True)
class MailAccount:
    """发信账号: from where an applicant's mails go. Its password is never written down here."""

    address: str
    smtp_host: str
    smtp_port: int
    smtp_tls: str = "implicit"  # implicit | starttls | none (on loopback only)
    smtp_user: str = ""  # empty: no login
    ca_file: str = ""  # of a server whose certificate no public authority has signed
    connections: int = 1  # at a time
    per_minute: int = 0  # 0: no limit
    per_day: int = 0
    plus: bool = False  # what goes to NAME+anything of it arrives


@dataclass(frozen=True, slots=True)
class SendingRule:
    """When mails go out, and how many to one receiving domain."""

    # on working days; none: at any time
    hours: tuple[tuple[str, str], ...] = (("09:00", "12:00"), ("14:30", "17:00"))
    per_minute_domain: int = 10


@dataclass(frozen=True, slots=True)
class WatchRule:
    """每日简报: to whom it is mailed (empty: to nobody), at what time it is made, and how many minutes
    lie between two rounds of collecting."""

    to: str = ""
    at: str = "08:00"
    every: int = 10


@dataclass(frozen=True, slots=True)
class ReportRule:
    """报告: who signs it, and what of it only people know."""

    agency: str = ""  # 评估机构
    principal: str = ""  # 委托单位; empty: that of the authorisation
    dated: date | None = None  # empty: the day on which it was assessed
    basis: tuple[str, ...] = ()  # 评估依据 of the campaign's own, beside the laws
    name_applicants: bool = True  # whether 反馈单 name the people who applied


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """One unit in an earlier report. `was`: what it was called then, or the units that became it."""

    unit: str
    points: Decimal | None
    was: tuple[str, ...] = ()
    note: str = ""  # 新增部门, 未参与考评


@dataclass(frozen=True, slots=True)
class Earlier:
    """往次评估: the published results of an earlier one. `full`: the points that could be had."""

    label: str  # 2017年
    full: Decimal
    results: tuple[EarlierResult, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRule:
    """异议: within how many working days of its 反馈单 a unit may object; 0: no term is set."""

    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Campaign:
    """测评: what campaign.toml says."""

    id: str
    title: str
    region: str
    drill: bool  # 演练: everything in it is simulated
    collect_until: date  # 数据采集截止日
    rounds: tuple[Round, ...]
    applicants: tuple[Applicant, ...]
    convention: Convention = field(default_factory=Convention)
    smtp_host: str = ""
    smtp_port: int = 0
    imap_host: str = ""
    imap_port: int = 0
    seed: int = 0
    repeat_wordings: bool = False  # to units of one system, where the bank has too few
    rubric: str = ""  # a shipped scheme's name, or that of a .toml file in the folder
    evidence: str = ""  # the address at which evidence lies; empty: in the folder
    engine: str = ""  # the address of a cluster's scheduler; empty: files are read on this machine
    calls: CallRule = field(default_factory=CallRule)
    authorisation: Authorisation | None = None
    accounts: tuple[MailAccount, ...] = ()
    sending: SendingRule = field(default_factory=SendingRule)
    mailboxes: tuple[MailboxPlace, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()  # the folder's own words: file and text
    watch: WatchRule = field(default_factory=WatchRule)
    report: ReportRule = field(default_factory=ReportRule)
    earlier: tuple[Earlier, ...] = ()  # as campaign.toml lists them
    objections: ObjectionRule = field(default_factory=ObjectionRule)
    store: str = ""  # the address of the database; empty: mingcha.db in the folder


@dataclass(frozen=True, slots=True)
class Application:
    """One application: who asks whom what, through which channel, on which day."""

    id: str  # "U001-A"
    unit: Unit
    applicant: Applicant
    question: Question
    round: Round

    @property
    def channel(self) -> Channel:
        return self.round.channel


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out for one application: the text, and the form as a .docx."""

    application: Application
    subject: str
    body: str
    form_name: str  # 政府信息公开申请表-U001-A.docx; 申请书 where it is a letter
    form: bytes
