"""May this letter leave, and for this server? A campaign's authorisation, an application and a day ->
why not. A host as the campaign names it -> the address to connect to.

Without an authorisation nothing leaves the machine: only the loopback interface is allowed, and only
addresses of names that nobody in the world can have. No name is looked up for that, since a resolver
or a hosts file could answer with anything: "localhost" means 127.0.0.1 here, and what is returned is
the number that was checked.
"""

from __future__ import annotations

from datetime import date
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address

from harness.dispatch.envelope import domain_of, lies_in
from letters.model import EVERY_UNIT, Application, Campaign

# RFC 2606 and 6761: names of which no mail server in the world is responsible
NOBODYS = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
LOOPBACK = IPv4Network("127.0.0.0/8")


class NotAuthorised(Exception):
    """One Chinese line: where the letter would have gone, and what is allowed."""


def barred(campaign: Campaign, application: Application, to: str, today: date) -> str:
    """Why a mail to this address may not leave today, in Chinese; empty where it may."""
    given, domain = campaign.authorisation, domain_of(to)
    if given is None:
        if campaign.accounts:
            return "campaign.toml 没有 [authorisation]（委托单位、文号、日期、单位、域名），不能向外发信"
        if lies_in(domain, NOBODYS):
            return ""
        return f"没有向外发信的授权，不能发往 {to}；请在 campaign.toml 填写 [authorisation] 和 [[accounts]]"
    if not given.first <= today <= given.last:
        return f"今天（{today}）不在授权的期限内（{given.first} 至 {given.last}，{given.number}）"
    if application.unit.id not in given.units and given.units != (EVERY_UNIT,):
        return f"单位 {application.unit.id} 不在授权的单位之内（{given.number}）"
    if not lies_in(domain, given.domains):
        return f"{to} 的域名不在授权发往的域名之内（{'、'.join(given.domains)}）"
    return ""


def loopback(host: str) -> str:
    """`host` as a number on the loopback interface; NotAuthorised for anything else."""
    if host.lower() == "localhost":
        return "127.0.0.1"
    try:
        address = ip_address(host)
    except ValueError:
        raise _refusal(host) from None
    if isinstance(address, IPv4Address) and address in LOOPBACK:
        return str(address)
    # == and not is_loopback: neither a scope (::1%eth0) nor a mapped IPv4 address gets through
    if address == IPv6Address("::1"):
        return str(address)
    raise _refusal(host)


def _refusal(host: str) -> NotAuthorised:
    return NotAuthorised(
        f"拒绝发送：“{host}”不是本机地址，本活动没有向外发送的授权；"
        "请在 campaign.toml 的 [mail] 中把 smtp_host 改为 127.0.0.1、::1 或 localhost，"
        "真的向外发信请填写 [authorisation] 和 [[accounts]]"
    )
