"""campaign.toml -> Campaign. Strict: an unknown, missing or wrong key is named, with what to write.

[campaign]
id = "演江-2020"                 # names files and folders
title = "演江自治区2020年依申请公开测评（演练）"
region = "演江自治区"            # whose regional holidays count; "" for none
drill = true                     # 演练: every letter says so, nothing leaves this machine
collect_until = 2020-11-20       # 数据采集截止日
seed = 7                         # optional; the same seed gives the same plan
repeat_wordings = false          # optional; may units of one system be asked in the same words?
rubric = "yanjiang_drill"        # optional; a shipped scheme, or a .toml file beside this one
evidence = "s3://bucket/prefix"  # optional; where evidence lies, any fsspec URL: places.py
engine = "tls://scheduler:8786"  # optional; a Dask cluster that reads the files
store = "postgresql://…"         # optional; where the facts are kept: store_address.py; else mingcha.db

[convention]                     # optional, as is each line in it; what the law leaves open
count_receipt_day = false        # does the day of receipt count as day 1?
no_confirmation = "sent"         # nobody confirms an e-mail: sent | never | arrival
answered_on = "posted"           # which day of an answer counts: signed | posted | delivered

[telephone]                      # optional, as is each line in it; the telephone test
within = 2                       # working days within which a unit must be reached
office_hours = ["09:00-12:00", "14:30-17:00"]   # attempts at other hours count against nobody

[mail]                           # needed where a round goes by e-mail
smtp_host = "127.0.0.1"
smtp_port = 0                    # 0: told by the program that starts the server
imap_host = "127.0.0.1"
imap_port = 0

[authorisation]                  # needed for every letter that leaves this machine
principal = "样江市人民政府办公室"      # 委托单位
number = "样政办函〔2026〕12号"         # 文号
from = 2026-03-01
to = 2026-06-30
units = ["U001", "U002"]         # or ["全部"]
domains = ["yangjiang.gov.cn"]   # to which mails may go, with all that lies below

[[accounts]]                     # optional; then every applicant who writes mails has one
address = "zhang@example.org"    # the applicant's
smtp_host = "smtp.example.org"
smtp_port = 465
smtp_tls = "implicit"            # optional; implicit | starttls | none (loopback only)
smtp_user = "zhang"              # optional: the address; "" for no login. No password stands here
ca_file = "root.pem"             # optional; beside this file
connections = 2                  # optional; 1
per_minute = 20                  # optional; 0: no limit
per_day = 300                    # optional; 0: no limit
plus = true                      # optional; zhang+anything@… arrives: answers go to an address each

[sending]                        # optional, as is each line in it
hours = ["09:00-12:00", "14:30-17:00"]   # on working days; []: at any time
per_minute_domain = 10           # to one receiving domain; 0: no limit

[[mailboxes]]                    # optional: where answers arrive; mailboxes.py says what stands in it

[watch]                          # optional, as is each line in it; collect --watch, 每日简报
to = "office@example.org"        # to whom the digest is mailed; "" for nobody
at = "08:00"                     # when it is made
every = 10                       # minutes between two rounds

[report]                         # optional, as is each line in it; what stands on the reports
agency = "样江咨询有限公司"      # 评估机构
principal = "样江市人民政府办公室"   # 委托单位; else that of [authorisation]
dated = 2020-12-01               # 报告日期; else the day for which it is made
basis = ["样政办〔2020〕3号"]    # 评估依据 beside the laws
name_applicants = true           # whether 反馈单 name the people who applied

[[earlier]]                      # optional: results of earlier assessments, to compare with
label = "2017年"
file = "2017年得分.xlsx"         # beside this file; earlier.py says what stands in it
full = 100                       # optional; 100

[objections]                     # optional: 异议
working_days = 5                 # within how many after its 反馈单 a unit may object; 0: no term

[[applicants]]                   # one or more; none where applicants.xlsx lies beside this file
id = "P1"
name = "张演一"
email = "zhang@example.org"
address = "演江自治区南明市演练路1号"
postcode = "990001"
phone = "0990-5550101"

[[rounds]]                       # one or more: every unit gets one application of each
id = "A"                         # letters and digits; application ids end in it
label = "正常渠道"               # the report's own word
channel = "registered_mail"      # in_person registered_mail ordinary_mail email web_form fax
send_on = 2020-09-21
applicants = ["P1"]              # optional: all
questions = ["Q01", "Q02"]       # optional: the whole bank and questions.xlsx
posting = "挂号信"               # optional, with registered_mail only: 挂号信 | EMS
written = "申请表"               # optional, on paper only: 申请表 | 信函

A day may also stand in quotation marks, in any form that days.py reads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from letters import campaign_faults, mailboxes
from letters.campaign_shape import (
    AccountTable,
    ApplicantTable,
    AuthorisationTable,
    CampaignTable,
    ConventionTable,
    EarlierTable,
    MailTable,
    ObjectionsTable,
    ReportTable,
    RoundTable,
    SendingTable,
    TelephoneTable,
    WatchTable,
)
from letters.campaign_toml import many, parse, single, unknown_tables
from letters.earlier import read_earlier
from letters.faults import BadTable
from letters.model import (
    FORM,
    POSTED,
    Applicant,
    Authorisation,
    CallRule,
    Campaign,
    Channel,
    Convention,
    MailAccount,
    ObjectionRule,
    ReportRule,
    Round,
    SendingRule,
    WatchRule,
)
from letters.store_address import EXAMPLE, BadAddress
from letters.store_address import parse as parse_address


def read(
    path: Path, questions: Collection[str], applicants: Sequence[Applicant] | None = None
) -> Campaign:
    """The campaign of the file; BadTable with all its faults else.

    `applicants`: those of applicants.xlsx, where there is one; then the file names none. Where it
    or the questions could not be read, they are given empty, and nothing that refers to them is
    judged: their own faults are told by whoever read them.
    """
    data = parse(path)
    faults = unknown_tables(data)
    campaign = single(data, "campaign", CampaignTable, faults)
    convention = single(data, "convention", ConventionTable, faults)
    telephone = single(data, "telephone", TelephoneTable, faults)
    mail = single(data, "mail", MailTable, faults)
    watch = single(data, "watch", WatchTable, faults)
    objections = single(data, "objections", ObjectionsTable, faults)
    people = _people(data, applicants, faults)
    rounds = many(data, "rounds", RoundTable, faults)
    sending = _sending(data, faults)
    boxes = _mailboxes(data, people, faults)
    if campaign:
        made = _campaign(campaign, convention, telephone, mail, people, rounds, questions)
        made = replace(made, **sending, mailboxes=boxes)
        made = replace(made, report=_report(data, faults))
        if "earlier" in data:
            tables = many(data, "earlier", EarlierTable, faults)
            made = replace(made, earlier=read_earlier(path.parent, tables, faults))
        if watch:
            made = replace(made, watch=WatchRule(**msgspec.structs.asdict(watch)))
        if objections:
            made = replace(made, objections=ObjectionRule(objections.working_days))
        # of an account that could not be read nobody can say that it is missing
        whole = not any(each.startswith("[[accounts]]") for each in faults)
        faults.extend(
            campaign_faults.faults(made, questions, has_mail="mail" in data, accounts_read=whole)
        )
        faults.extend(_no_such_rubric(path.parent, campaign.rubric))
        faults.extend(_no_such_store(campaign.store))
        faults.extend(_posting_elsewhere(rounds))
    if faults or campaign is None:
        raise BadTable(*(f"{path.name}，{fault}" for fault in faults))
    return made


def _mailboxes(
    data: Mapping[str, Any], people: Sequence[Applicant], faults: list[str]
) -> tuple[mailboxes.MailboxPlace, ...]:
    """None is needed."""
    if "mailboxes" not in data:
        return ()
    read = many(data, "mailboxes", mailboxes.MailboxTable, faults)
    places = tuple(mailboxes.place_of(each) for each in read)
    faults.extend(mailboxes.faults(places, [each.email for each in people]))
    return places


def _people(
    data: Mapping[str, Any], given: Sequence[Applicant] | None, faults: list[str]
) -> tuple[Applicant, ...]:
    if given is not None:
        if "applicants" in data:
            faults.append(
                "[[applicants]]：本文件夹中另有 applicants.xlsx，申请人只能写在一处，"
                "请删去这里的 [[applicants]] 各段（或者移走 applicants.xlsx）"
            )
        return tuple(given)
    if not data.get("applicants"):
        faults.append(
            "缺少 [[applicants]] 部分，也没有 applicants.xlsx，请填写 applicants.xlsx"
            "（或者在这里至少写一段 [[applicants]]）"
        )
        return ()
    before = len(faults)
    read = many(data, "applicants", ApplicantTable, faults)
    whole = len(faults) == before  # else a round may name one whose entry is at fault
    return tuple(Applicant(**msgspec.structs.asdict(one)) for one in read) if whole else ()


def _no_such_rubric(folder: Path, rubric: str) -> list[str]:
    """A scheme that is shipped is known elsewhere; a file must lie in the folder."""
    if not rubric.lower().endswith(".toml"):
        return []
    if Path(rubric).name != rubric or "\\" in rubric:
        return [f"[campaign] 的 rubric：“{rubric}”应只写文件名，文件放在 campaign.toml 旁边"]
    if not (folder / rubric).is_file():
        return [f"[campaign] 的 rubric：找不到文件 {rubric}，应放在 {folder}"]
    return []


def _no_such_store(store: str) -> list[str]:
    try:
        parse_address(store or EXAMPLE)
    except BadAddress as wrong:
        return [f"[campaign] 的 store：{wrong}"]
    return []


def _posting_elsewhere(rounds: Sequence[RoundTable]) -> list[str]:
    return [
        f'[[rounds]] {a_round.id} 的 posting：只用于 channel = "registered_mail" 的轮次，请删去这一项'
        for a_round in rounds
        if a_round.posting and a_round.channel is not Channel.REGISTERED_MAIL
    ] + [
        f"[[rounds]] {a_round.id} 的 written：只用于信函、当面提交和传真的轮次，请删去这一项"
        for a_round in rounds
        if a_round.written and a_round.channel in (Channel.EMAIL, Channel.WEB_FORM)
    ]


def _campaign(
    table: CampaignTable,
    convention: ConventionTable | None,
    telephone: TelephoneTable | None,
    mail: MailTable | None,
    people: tuple[Applicant, ...],
    rounds: tuple[RoundTable, ...],
    questions: Collection[str],
) -> Campaign:
    everybody = [person.id for person in people]
    return Campaign(
        **msgspec.structs.asdict(table),
        **(msgspec.structs.asdict(mail) if mail else {}),
        applicants=people,
        convention=Convention(**msgspec.structs.asdict(convention)) if convention else Convention(),
        calls=_calls(telephone),
        rounds=tuple(
            Round(
                id=entry.id,
                label=entry.label,
                channel=entry.channel,
                send_on=entry.send_on,
                applicants=tuple(everybody if entry.applicants is None else entry.applicants),
                questions=tuple(sorted(questions) if entry.questions is None else entry.questions),
                posting=entry.posting or POSTED,
                written=entry.written or FORM,
            )
            for entry in rounds
        ),
    )


def _sending(data: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    """Of the campaign, what says who may send, and how."""
    given = single(data, "authorisation", AuthorisationTable, faults)
    accounts = many(data, "accounts", AccountTable, faults) if "accounts" in data else ()
    rule = single(data, "sending", SendingTable, faults)
    made: dict[str, Any] = {"accounts": tuple(_account(each) for each in accounts)}
    if given:
        lists = {"units": tuple(given.units), "domains": tuple(map(str.lower, given.domains))}
        made["authorisation"] = Authorisation(**{**msgspec.structs.asdict(given), **lists})
    if rule:
        made["sending"] = SendingRule(_hours(rule.hours), rule.per_minute_domain)
    return made


def _report(data: Mapping[str, Any], faults: list[str]) -> ReportRule:
    table = single(data, "report", ReportTable, faults)
    if table is None:
        return ReportRule()
    return ReportRule(**{**msgspec.structs.asdict(table), "basis": tuple(table.basis)})


def _account(table: AccountTable) -> MailAccount:
    user = table.address if table.smtp_user is None else table.smtp_user
    return MailAccount(**{**msgspec.structs.asdict(table), "smtp_user": user})


def _hours(written: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((each[:5], each[6:]) for each in written)


def _calls(table: TelephoneTable | None) -> CallRule:
    if table is None:
        return CallRule()
    return CallRule(table.within, _hours(table.office_hours))
