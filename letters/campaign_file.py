"""campaign.toml -> Campaign. Strict: an unknown, missing or wrong key is named, with what to write.

[campaign]
id = "演江-2020"                 # names files and folders
title = "演江自治区2020年依申请公开测评（演练）"
region = "演江自治区"            # whose regional holidays count; "" for none
drill = true                     # 演练: every letter says so, nothing leaves this machine
collect_until = 2020-11-20       # 数据采集截止日
seed = 7                         # optional; the same seed gives the same plan
rubric = "yanjiang_drill"        # optional; a scheme in harness/scoring/rubrics

[convention]                     # optional, as is each line in it; what the law leaves open
count_receipt_day = false        # does the day of receipt count as day 1?
no_confirmation = "sent"         # nobody confirms an e-mail: sent | never | arrival
answered_on = "posted"           # which day of an answer counts: signed | posted | delivered

[mail]                           # needed where a round goes by e-mail
smtp_host = "127.0.0.1"
smtp_port = 0                    # 0: told by the program that starts the server
imap_host = "127.0.0.1"
imap_port = 0

[[applicants]]                   # one or more
id = "P1"
name = "张演一"
email = "zhang@example.org"
address = "演江自治区南明市演练路1号"
postcode = "990001"
phone = "0990-5550101"
id_number = ""                   # optional; what the person really has, never made up

[[rounds]]                       # one or more: every unit gets one application of each
id = "A"                         # letters and digits; application ids end in it
label = "正常渠道"               # the report's own word
channel = "registered_mail"      # in_person registered_mail ordinary_mail email web_form fax
send_on = 2020-09-21
applicants = ["P1"]              # optional: all
questions = ["Q01", "Q02"]       # optional: the whole bank
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from letters import campaign_faults, toml_text
from letters.faults import BadTable
from letters.model import Applicant, Campaign, Channel, Convention, Round
from letters.opening import NotOpened, read_text

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
    rubric: Annotated[str, _told("评分细则的名称", '"yanjiang_drill"')] = ""


class ConventionTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    count_receipt_day: Annotated[bool, _told("true 或 false", "false")] = False
    no_confirmation: Annotated[
        Literal["sent", "never", "arrival"], _told("sent、never、arrival 之一", '"sent"')
    ] = "sent"
    answered_on: Annotated[
        Literal["signed", "posted", "delivered"],
        _told("signed、posted、delivered 之一", '"posted"'),
    ] = "posted"


Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class MailTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    smtp_host: Annotated[Text, _told("发信服务器地址", '"127.0.0.1"')]
    smtp_port: Annotated[Port, _told("0 到 65535 的整数", "25")]
    imap_host: Annotated[Text, _told("收信服务器地址", '"127.0.0.1"')]
    imap_port: Annotated[Port, _told("0 到 65535 的整数", "993")]


class ApplicantTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Annotated[Text, _told("文字，申请人的代号", '"P1"')]
    name: Annotated[Text, _told("文字，申请人姓名或者名称", '"张演一"')]
    email: Annotated[Text, _told("电子邮箱地址", '"zhang@example.org"')]
    address: Annotated[Text, _told("文字，通信地址", '"演江自治区南明市演练路1号"')]
    postcode: Annotated[
        str, msgspec.Meta(pattern="^[0-9]{6}$"), _told("6位数字，加引号", '"990001"')
    ]
    phone: Annotated[Text, _told("文字，联系电话", '"0990-5550101"')]
    id_number: Annotated[str, _told("文字，真实证件号码，没有则不写这一项", '""')] = ""


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


Table = TypeVar("Table", bound=msgspec.Struct)
SINGLE = {"campaign": CampaignTable, "convention": ConventionTable, "mail": MailTable}
MANY = {"applicants": ApplicantTable, "rounds": RoundTable}


def read(path: Path, questions: Collection[str]) -> Campaign:
    """The campaign of the file; BadTable with all its faults else."""
    data = _parse(path)
    faults = _unknown_tables(data)
    campaign = _single(data, "campaign", CampaignTable, faults)
    convention = _single(data, "convention", ConventionTable, faults)
    mail = _single(data, "mail", MailTable, faults)
    applicants = _many(data, "applicants", ApplicantTable, faults)
    rounds = _many(data, "rounds", RoundTable, faults)
    if campaign and not faults:
        made = _campaign(campaign, convention, mail, applicants, rounds, questions)
        faults.extend(campaign_faults.faults(made, questions, has_mail=mail is not None))
    if faults or campaign is None:
        raise BadTable(*(f"{path.name}，{fault}" for fault in faults))
    return made


def _parse(path: Path) -> dict[str, Any]:
    try:
        # Notepad writes a byte order mark, which TOML does not know
        return toml_text.loads(read_text(path))
    except FileNotFoundError:
        raise BadTable(f"{path.name}：找不到文件，应放在 {path.parent}") from None
    except NotOpened as wrong:
        raise BadTable(f"{path.name}：{wrong.why}") from None
    except OSError as wrong:
        raise BadTable(f"{path.name}：无法读取（{wrong.strerror}）") from None
    except UnicodeDecodeError:
        raise BadTable(f"{path.name}：不是 UTF-8 编码，请用记事本另存为 UTF-8") from None
    except RecursionError:
        raise BadTable(f"{path.name}：方括号或花括号嵌套过深") from None
    except ValueError as wrong:  # of TOML itself, or an integer of thousands of digits
        at = re.search(r"line (\d+), column (\d+)", str(wrong))
        where = f"第{at[1]}行第{at[2]}个字符处" if at else _where(wrong)
        raise BadTable(
            f'{path.name}：{where}不合 TOML 写法，文字要加英文双引号，每行一项，如 id = "A"'
        ) from None


def _where(wrong: ValueError) -> str:
    return "文件末尾" if isinstance(wrong, tomllib.TOMLDecodeError) else "有一个位数过多的整数，"


def _unknown_tables(data: Mapping[str, Any]) -> list[str]:
    return [
        f"[{name}]：未知的部分，只能有 [campaign]、[convention]、[mail]、[[applicants]]、[[rounds]]"
        for name in data
        if name not in SINGLE and name not in MANY
    ]


def _single(
    data: Mapping[str, Any], name: str, kind: type[Table], faults: list[str]
) -> Table | None:
    if name not in data:
        if name == "campaign":
            faults.append("缺少 [campaign] 部分，请照模板补上")
        return None
    if not isinstance(data[name], dict):
        faults.append(f"{name}：应写成 [{name}] 部分，各项另起一行")
        return None
    return _table(data[name], f"[{name}]", kind, faults)


def _many(
    data: Mapping[str, Any], name: str, kind: type[Table], faults: list[str]
) -> tuple[Table, ...]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(f"[{name}]：应写成 [[{name}]]（双方括号），每个一段")
        return ()
    if not entries:
        faults.append(f"缺少 [[{name}]] 部分，请照模板至少写一段")
    read = (
        _table(entry, f"[[{name}]] 第{number}段", kind, faults)
        for number, entry in enumerate(entries, 1)
    )
    return tuple(table for table in read if table is not None)


def _table(
    entry: Mapping[str, Any], place: str, kind: type[Table], faults: list[str]
) -> Table | None:
    before = len(faults)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in entry:
        if key not in fields:
            faults.append(f"{place} 的 {key}：未知的项，这里只能有 {'、'.join(fields)}")
    for key, field in fields.items():
        meta = _meta(field.type)
        if key not in entry:
            if field.required:
                faults.append(f"{place}：缺少 {key}，请写 {key} = {meta[1]}（{meta[0]}）")
            continue
        try:
            msgspec.convert(entry[key], field.type)
        except msgspec.ValidationError:
            faults.append(
                f"{place} 的 {key}：现为 {_shown(entry[key])}，应为{meta[0]}，如 {key} = {meta[1]}"
            )
    return msgspec.convert(entry, kind) if len(faults) == before else None


def _meta(kind: Any) -> tuple[str, str]:
    """What to write, and how it looks."""
    for meta in kind.__metadata__:
        if meta.description:
            return meta.description, meta.examples[0]
    raise TypeError(f"{kind}: give the field a description and an example")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _campaign(
    table: CampaignTable,
    convention: ConventionTable | None,
    mail: MailTable | None,
    applicants: tuple[ApplicantTable, ...],
    rounds: tuple[RoundTable, ...],
    questions: Collection[str],
) -> Campaign:
    people = tuple(Applicant(**msgspec.structs.asdict(applicant)) for applicant in applicants)
    everybody = [person.id for person in people]
    return Campaign(
        **msgspec.structs.asdict(table),
        **(msgspec.structs.asdict(mail) if mail else {}),
        applicants=people,
        convention=Convention(**msgspec.structs.asdict(convention)) if convention else Convention(),
        rounds=tuple(
            Round(
                id=entry.id,
                label=entry.label,
                channel=entry.channel,
                send_on=entry.send_on,
                applicants=tuple(everybody if entry.applicants is None else entry.applicants),
                questions=tuple(sorted(questions) if entry.questions is None else entry.questions),
            )
            for entry in rounds
        ),
    )
