"""The settings as a form: each field of campaign.toml that people change, in their words; and what was
filled in, back into the file, its comments kept.

What must not change once letters are out (the campaign's id, the seed), and what is rare (mailboxes,
results of earlier years), is left to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.campaign.errors import Refused
from letters import days, toml_text
from letters.campaign_edit import At, NotEdited, Value, edited
from letters.faults import BadTable
from letters.model import CHANNEL_NAMES

YES = {"true": "是", "false": "否"}
AS_TEXT = "campaign.toml 的写法不能逐项改，请在“表格和设置”里改原文"


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: text | number | date | list | lines | choice | yes. `left`: what an empty field means."""

    key: str
    label: str
    kind: str = "text"
    choices: Mapping[str, str] | None = None
    left: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file. `many`: each of several, and an empty one to be added."""

    table: str
    title: str
    fields: tuple[Field, ...]
    many: bool = False
    help: str = ""


PARTS = (
    Part("campaign", "测评", (
        Field("title", "测评名称"),
        Field("region", "所在省级行政区", help="用于地方性假日；没有的不填"),
        Field("collect_until", "数据采集截止日", "date"),
        Field("rubric", "评分细则", left="通用细则", help="细则名称，或者测评文件夹里的 .toml 文件名"),
        Field("repeat_wordings", "同一系统的单位，用语不够时可以重复", "yes"),
    )),
    Part("convention", "口径", (
        Field("count_receipt_day", "收到申请当日计入期限", "yes"),
        Field("no_confirmation", "电子邮件无人确认收件的", "choice",
              {"sent": "自发出之日起算", "never": "不起算", "arrival": "自到达之日起算"}),
        Field("answered_on", "答复之日", "choice",
              {"posted": "寄出（发出）之日", "signed": "落款之日", "delivered": "送达之日"}),
    ), help="法律没有写明、由测评方约定的事项；改了，期限和得分随之重算。"),
    Part("rounds", "轮次", (
        Field("id", "代号", help="字母或数字，编入计划以后不改"),
        Field("label", "报告中的叫法"),
        Field("channel", "渠道", "choice", {each.value: name for each, name in CHANNEL_NAMES.items()}),
        Field("send_on", "寄出日", "date"),
        Field("posting", "交寄方式（只用于挂号信）", "choice", {"挂号信": "挂号信", "EMS": "EMS"}, left="挂号信"),
        Field("written", "纸面样式（只用于纸质的）", "choice", {"申请表": "申请表", "信函": "信函"}, left="申请表"),
        Field("applicants", "申请人代号", "list", left="全部", help="如 P1、P2"),
    ), many=True, help="已经编入计划的申请不随之改动。"),
    Part("authorisation", "委托", (
        Field("principal", "委托单位全称"), Field("number", "委托文件的文号"),
        Field("from", "自哪一天起", "date"), Field("to", "到哪一天止", "date"),
        Field("units", "准许的单位编号", "list", help="如 U001、U002；全部单位写“全部”"),
        Field("domains", "准许发往的邮箱域名", "list", help="@ 后面的部分，如 yangjiang.gov.cn"),
    ), help="没有委托，任何信件都不会离开这台电脑。"),
    Part("accounts", "发信账号", (
        Field("address", "邮箱地址（申请人的）"), Field("smtp_host", "发信服务器"),
        Field("smtp_port", "端口", "number"),
        Field("smtp_tls", "加密", "choice",
              {"implicit": "直接加密（一般为465端口）", "starttls": "STARTTLS（一般为587端口）",
               "none": "不加密（只限本机）"}, left="直接加密"),
        Field("per_minute", "每分钟至多几封", "number", left="不限"),
        Field("per_day", "每天至多几封", "number", left="不限"),
    ), many=True, help="密码不写在这里，发送时填写。"),
    Part("sending", "发信时间", (
        Field("hours", "工作日的时段", "list", left="09:00-12:00、14:30-17:00"),
        Field("per_minute_domain", "向同一域名每分钟至多几封", "number", left="10"),
    )),
    Part("telephone", "电话测试", (
        Field("within", "几个工作日内须打通", "number", left="2"),
        Field("office_hours", "办公时间", "list", left="09:00-12:00、14:30-17:00"),
    )),
    Part("objections", "异议", (
        Field("working_days", "送达反馈单后几个工作日内可以提出", "number", left="不设期限"),
    )),
    Part("report", "报告", (
        Field("agency", "评估机构全称"),
        Field("principal", "委托单位全称", left="同“委托”"),
        Field("dated", "报告日期", "date", left="编制之日"),
        Field("basis", "评估依据", "lines", help="法律以外的，一行一个文件"),
        Field("name_applicants", "反馈单写明申请人姓名", "yes", left="是"),
    )),
    Part("watch", "每日简报", (
        Field("to", "发到哪个邮箱", left="不发"), Field("at", "几点", left="08:00"),
        Field("every", "隔几分钟收件一次", "number", left="10"),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A field as it is shown: its name in the form, and what stands there."""

    field: Field
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    part: Part
    title: str
    boxes: tuple[Box, ...]
    new: bool = False


def shown(text: str) -> tuple[Group, ...]:
    """BadTable where the text is no TOML."""
    return tuple(_groups(_loaded(text)))


def _loaded(text: str) -> dict[str, Any]:
    try:
        return toml_text.loads(text.removeprefix("\ufeff"))
    except ValueError:
        raise BadTable(AS_TEXT) from None


def _groups(data: Mapping[str, Any]) -> Iterator[Group]:
    for part in PARTS:
        said = data.get(part.table, [] if part.many else {})
        if not part.many:
            table = said if isinstance(said, dict) else {}
            yield Group(part, part.title, _boxes(part, table, part.table))
            continue
        entries = [each for each in said if isinstance(each, dict)]
        for number, table in enumerate([*entries, {}]):
            new = number == len(entries)
            title = f"{part.title}：增加一项" if new else f"{part.title} {number + 1}"
            yield Group(part, title, _boxes(part, table, f"{part.table}.{number}"), new)


def _boxes(part: Part, table: Mapping[str, Any], place: str) -> tuple[Box, ...]:
    return tuple(
        Box(each, f"{place}.{each.key}", _told(each, table.get(each.key))) for each in part.fields
    )


def _told(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ("\n" if field.kind == "lines" else "、").join(map(str, value))
    return str(value)


def changed(text: str, given: Mapping[str, str]) -> str:
    """The text with what was filled in otherwise than it stands. Refused with every field that is
    no number or no day; what else may be wrong with it its reader says."""
    changes: dict[At, Value | None] = {}
    faults: list[str] = []
    for group in shown(text):
        for box in group.boxes:
            said = given.get(box.name, box.value).strip().replace("\r\n", "\n")
            if said == box.value.strip():
                continue
            try:
                changes[_at(box.name)] = _value(box.field, said)
            except ValueError as wrong:
                faults.append(f"“{group.title}”的“{box.field.label}”：{wrong}")
    if faults:
        raise Refused(*faults)
    if not changes:
        raise Refused("没有改动任何一项")
    try:
        return edited(text, changes)
    except NotEdited:
        raise Refused(AS_TEXT) from None


def _at(name: str) -> At:
    parts = name.split(".")
    if len(parts) == 2:
        return At(parts[0], parts[1])
    return At(parts[0], parts[2], int(parts[1]))


def _value(field: Field, said: str) -> Value | None:
    if field.kind == "lines":
        return [each.strip() for each in said.splitlines() if each.strip()] or None
    if field.kind == "list":
        return [each for each in re.split(r"[、，,;；\s]+", said) if each] or None
    if not said:
        return "" if field.key in ("title", "region") else None
    if field.kind == "yes":
        return said == "true"
    if field.kind == "number":
        if not re.fullmatch(r"\d{1,7}", said):
            raise ValueError("应为整数")
        return int(said)
    if field.kind == "date":
        try:
            return days.written(said)
        except days.NoDay:
            raise ValueError("不是日期，应如 2026-03-05") from None
    return said


def in_words(faults: Sequence[str]) -> tuple[str, ...]:
    """What the file's reader says of a key -> of the field on the form."""
    return tuple(_in_words(each) for each in faults)


def _in_words(fault: str) -> str:
    for part in PARTS:
        for each in part.fields:
            fault = re.sub(
                rf"(?:campaign\.toml，)?\[{{1,2}}{part.table}\]{{1,2}}((?: 第\d+段| [A-Za-z0-9]+)?) 的 {each.key}(?![\w])",
                rf"“{part.title}\1”的“{each.label}”",
                fault,
            )
            fault = fault.replace(f"，如 {each.key} = ", "，如 ")
    return fault
