"""May a letter leave for this server? A host as the campaign names it -> the address to connect to.

For now nothing leaves the machine: only the loopback interface is allowed, in a drill and
otherwise. No name is ever looked up, since a resolver or a hosts file could answer with anything:
"localhost" means 127.0.0.1 here, and what is returned is the number that was checked.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address

LOOPBACK = IPv4Network("127.0.0.0/8")


class NotAuthorised(Exception):
    """One Chinese line: where the letter would have gone, and what is allowed."""


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
        "请在 campaign.toml 的 [mail] 中把 smtp_host 改为 127.0.0.1、::1 或 localhost"
    )
