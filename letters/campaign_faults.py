"""What a campaign's parts must have to do with each other: Campaign -> Chinese lines, none if sound.

The shape of the single entries was judged before (campaign_file.py); here ids are unique and refer
to something, and days are in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from letters import cells, places
from letters.mailboxes import is_here
from letters.model import EVERY_UNIT, Applicant, Campaign, Channel, MailAccount, Round

IN_FORCE = date(2008, 5, 1)  # the first 政府信息公开条例: before it nobody could apply
FORBIDDEN = '\\/:*?"<>|'  # in names of files on Windows


def faults(
    campaign: Campaign, questions: Collection[str], *, has_mail: bool, accounts_read: bool = True
) -> list[str]:
    """`accounts_read`: whether every account could be read; else none is missed."""
    return [
        *_of_campaign(campaign, has_mail or not accounts_read),
        *_of_sending(campaign, accounts_read),
        *_of_watch(campaign),
        *_repeated("applicants", (applicant.id for applicant in campaign.applicants)),
        *_repeated("rounds", (a_round.id.upper() for a_round in campaign.rounds)),
        *(f for applicant in campaign.applicants for f in _of_applicant(applicant)),
        *(f for a_round in campaign.rounds for f in _of_round(a_round, campaign, questions)),
    ]


def _of_campaign(campaign: Campaign, has_mail: bool) -> list[str]:
    found = []
    bad = sorted(set(campaign.id) & set(FORBIDDEN))
    if bad or campaign.id != campaign.id.strip(" ."):
        found.append(
            f"[campaign] 的 id：“{campaign.id}”不能用作文件夹名，"
            f"不得含有 {FORBIDDEN}，首尾不得是空格或句点"
        )
    by_mail = any(a_round.channel is Channel.EMAIL for a_round in campaign.rounds)
    if by_mail and not has_mail and not campaign.accounts:
        found.append("有轮次走电子邮件（email），请补上 [mail] 部分，写明发信和收信服务器")
    return [
        *found,
        *places.evidence_faults(campaign.evidence),
        *places.engine_faults(campaign.engine),
    ]


def _of_sending(campaign: Campaign, accounts_read: bool) -> list[str]:
    """Who may send, and from where: as campaign.toml says it."""
    found = []
    given = campaign.authorisation
    if given and given.first > given.last:
        found.append(
            f"[authorisation]：from（{given.first}）晚于 to（{given.last}），请按授权文件核对"
        )
    if given and EVERY_UNIT in given.units and len(given.units) > 1:
        found.append(f"[authorisation] 的 units：写了“{EVERY_UNIT}”就不要再列单位编号，请只留一种")
    found += [fault for each in campaign.accounts for fault in _of_account(each)]
    found += _repeated("accounts", (each.address.casefold() for each in campaign.accounts))
    if campaign.accounts and accounts_read:
        found += _without_account(campaign)
    return [*found, *_of_hours(campaign)]


def _of_account(account: MailAccount) -> list[str]:
    place, found = f"[[accounts]] {account.address}", []
    try:
        cells.email(account.address)
    except cells.Complaint as complaint:
        found.append(f"{place} 的 address：{complaint}")
    if not account.smtp_port:
        found.append(f"{place} 的 smtp_port：不能是0，一般为465（implicit）或者587（starttls）")
    if account.smtp_tls == "none" and not is_here(account.smtp_host):
        found.append(
            f'{place} 的 smtp_tls："none"（不加密）只用于本机的服务器，{account.smtp_host} 不在本机，'
            '请写 "implicit"（一般为465端口）或者 "starttls"（一般为587端口）'
        )
    if account.ca_file and ("/" in account.ca_file or "\\" in account.ca_file):
        found.append(f"{place} 的 ca_file：应只写文件名，文件放在 campaign.toml 旁边")
    return found


def _without_account(campaign: Campaign) -> list[str]:
    has = {each.address.casefold() for each in campaign.accounts}
    writes = {
        id for each in campaign.rounds if each.channel is Channel.EMAIL for id in each.applicants
    }
    return [
        f"申请人 {each.id} 的邮箱 {each.email} 没有发信账号，请补一段 [[accounts]]"
        for each in campaign.applicants
        if each.id in writes and each.email.casefold() not in has
    ]


def _of_hours(campaign: Campaign) -> list[str]:
    return [
        f"[sending] 的 hours：“{first}-{last}”的结束时间应晚于开始时间"
        for first, last in campaign.sending.hours
        if first >= last
    ]


def _of_watch(campaign: Campaign) -> list[str]:
    """Where its digests go: not into a mailbox from which they would be collected as arrivals."""
    to = campaign.watch.to
    if not to:
        return []
    try:
        cells.email(to)
    except cells.Complaint as complaint:
        return [f"[watch] 的 to：{complaint}"]
    boxes = [each.email for each in campaign.applicants]
    boxes += [each.address for each in campaign.mailboxes]
    if to.casefold() in {each.casefold() for each in boxes}:
        return [
            f"[watch] 的 to：{to} 是申请人收答复的邮箱，简报会被当作来件收进来；"
            "请写工作组的另一个邮箱"
        ]
    return []


def _repeated(name: str, ids: Iterable[str]) -> list[str]:
    return [
        f"[[{name}]]：代号 {id} 用了{count}次，每段的 id 应各不相同"
        for id, count in Counter(ids).items()
        if count > 1
    ]


def _of_applicant(applicant: Applicant) -> list[str]:
    place = f"[[applicants]] {applicant.id}"
    found = []
    for key in ("email", "phone"):
        try:
            getattr(cells, key)(getattr(applicant, key))
        except cells.Complaint as complaint:
            found.append(f"{place} 的 {key}：{complaint}")
    return found


def _of_round(a_round: Round, campaign: Campaign, questions: Collection[str]) -> list[str]:
    place = f"[[rounds]] {a_round.id}"
    found = []
    if a_round.send_on < IN_FORCE:
        found.append(
            f"{place} 的 send_on：{a_round.send_on} 早于政府信息公开条例施行之日 {IN_FORCE}"
        )
    if a_round.send_on > campaign.collect_until:
        found.append(
            f"{place} 的 send_on：{a_round.send_on} 晚于数据采集截止日 {campaign.collect_until}，"
            "应在其之前"
        )
    people = [applicant.id for applicant in campaign.applicants]
    if people:  # none: that was told, and of nobody can be said that he is missing
        found.extend(_references(f"{place} 的 applicants", a_round.applicants, people, "申请人"))
    if questions:
        found.extend(_references(f"{place} 的 questions", a_round.questions, questions, "问题"))
    return found


def _references(place: str, named: tuple[str, ...], known: Collection[str], what: str) -> list[str]:
    if not named:
        return [f"{place}：是空的，请至少写一个{what}，或删去这一项以使用全部"]
    unknown = [
        f"{place}：没有代号为 {id} 的{what}，现有 {'、'.join(known)}"
        for id in dict.fromkeys(named)
        if id not in known
    ]
    twice = [f"{place}：{id} 写了{n}次，只能写一次" for id, n in Counter(named).items() if n > 1]
    return unknown + twice
