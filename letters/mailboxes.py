"""[[mailboxes]] of campaign.toml: where answers by mail arrive. No password stands in a file.

[[mailboxes]]                    # optional; without any, the [mail] server is asked for each applicant
address = "zhang@example.org"    # an applicant's address
host = "imap.example.org"
protocol = "imap"                # optional: imap | pop3, for mailboxes that have nothing else
security = "tls"                 # optional: tls | starttls | none (on this machine only)
port = 993                       # optional: the usual one of the two above
user = "zhang"                   # optional: the name to log in with, else the address
folders = ["INBOX", "垃圾邮件"]   # optional (imap): else INBOX and every folder for junk
sent = "已发送"                   # optional (imap): the folder of sent mail, where `send` looks for a copy
mark = true                      # optional (imap): a keyword on what was kept; false: nothing is changed
ca_file = "root.pem"             # optional; beside this file: a root that no public authority has
remove = false                   # optional (pop3): true takes away from the server what was kept
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Literal

import msgspec

PORTS = {("imap", "tls"): 993, ("pop3", "tls"): 995, ("imap", ""): 143, ("pop3", ""): 110}


@dataclass(frozen=True, slots=True)
class MailboxPlace:
    """One mailbox, as campaign.toml says it."""

    address: str
    host: str
    protocol: str = "imap"  # imap | pop3
    security: str = "tls"  # tls | starttls | none
    port: int = 0
    user: str = ""
    folders: tuple[str, ...] = ()
    mark: bool = True
    remove: bool = False
    sent: str = ""
    ca_file: str = ""  # of a server whose certificate no public authority has signed

    @property
    def used_port(self) -> int:
        return self.port or PORTS[self.protocol, "tls" if self.security == "tls" else ""]

    @property
    def login(self) -> str:
        return self.user or self.address


def _told(what: str, example: str) -> msgspec.Meta:
    return msgspec.Meta(description=what, examples=[example])


Text = Annotated[str, msgspec.Meta(min_length=1)]


class MailboxTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    address: Annotated[Text, _told("电子邮箱地址，即申请人的邮箱", '"zhang@example.org"')]
    host: Annotated[Text, _told("收信服务器地址", '"imap.example.org"')]
    protocol: Annotated[Literal["imap", "pop3"], _told("imap 或 pop3", '"imap"')] = "imap"
    security: Annotated[
        Literal["tls", "starttls", "none"], _told("tls、starttls、none 之一", '"tls"')
    ] = "tls"
    port: Annotated[
        int, msgspec.Meta(ge=0, le=65535), _told("0 到 65535 的整数，不写则用通常的端口", "993")
    ] = 0
    user: Annotated[str, _told("登录名，不写则用邮箱地址", '"zhang"')] = ""
    folders: Annotated[
        list[Text], _told("文件夹名称的列表，不写则收收件箱和垃圾邮件", '["INBOX", "垃圾邮件"]')
    ] = msgspec.field(default_factory=list)
    mark: Annotated[bool, _told("true 或 false", "true")] = True
    remove: Annotated[bool, _told("true（只用于 pop3）或 false", "false")] = False
    sent: Annotated[str, _told("“已发送”文件夹的名称，不写则由程序认出", '"已发送"')] = ""
    ca_file: Annotated[str, _told("证书文件名（.pem，放在本文件夹）", '"本单位根证书.pem"')] = ""


def place_of(table: MailboxTable) -> MailboxPlace:
    said = msgspec.structs.asdict(table)
    return MailboxPlace(**{**said, "folders": tuple(table.folders)})


def faults(places: Sequence[MailboxPlace], addresses: Collection[str]) -> list[str]:
    """What they must have to do with each other and with the applicants."""
    known = {each.casefold() for each in addresses}
    found = [
        f"[[mailboxes]]：邮箱 {address} 写了{count}段，每个邮箱只写一段"
        for address, count in Counter(each.address.casefold() for each in places).items()
        if count > 1
    ]
    for each in places:
        here = f"[[mailboxes]] {each.address}"
        if known and each.address.casefold() not in known:
            found.append(f"{here} 的 address：不是任何申请人的邮箱，请写申请人的邮箱地址")
        if each.security == "none" and not is_here(each.host):
            found.append(f'{here} 的 security："none" 只用于本机的服务器，请写 "tls" 或 "starttls"')
        if "/" in each.ca_file or "\\" in each.ca_file:
            found.append(f"{here} 的 ca_file：应只写文件名，文件放在 campaign.toml 旁边")
        if each.remove and each.protocol != "pop3":
            found.append(f"{here} 的 remove：只用于 pop3，请删去这一项")
        for name in ("folders", "sent") if each.protocol == "pop3" else ():
            if getattr(each, name):
                found.append(f"{here} 的 {name}：pop3 没有文件夹，请删去这一项")
    return found


def is_here(host: str) -> bool:
    try:
        return host.casefold() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
