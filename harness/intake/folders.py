"""The folders that a server lists -> those in which answers lie: INBOX and whatever is taken for junk.

A server says which folder is for junk (SPECIAL-USE, RFC 6154), or the folder has one of the names that
are usual. Large Chinese providers sort mail from offices into more than one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

INBOX = "INBOX"
JUNK = b"\\junk"
CLOSED = b"\\noselect"
# as their last part is called, whatever they lie in
NAMES = frozenset(
    {
        "junk", "junk mail", "junk e-mail", "junk email", "spam", "bulk", "bulk mail", "垃圾邮件",
        "垃圾邮件箱", "垃圾箱", "垃圾信件", "垃圾郵件", "广告邮件", "广告信", "订阅邮件", "病毒文件夹",
        "病毒邮件", "隔离邮件", "可疑邮件",
    }
)  # fmt: skip

Listed = tuple[Iterable[bytes], bytes | None, str]  # flags, what parts names, the name


def to_fetch(listed: Iterable[Listed]) -> tuple[str, ...]:
    """INBOX first, which every mailbox has."""
    found = (name for flags, delimiter, name in listed if _is_junk(flags, delimiter, name))
    return (INBOX, *dict.fromkeys(each for each in found if each.upper() != INBOX))


def _is_junk(flags: Iterable[bytes], delimiter: bytes | None, name: str) -> bool:
    told = {each.lower() for each in flags}
    if CLOSED in told:
        return False
    last = name.rpartition(delimiter.decode("ascii", "replace"))[2] if delimiter else name
    return JUNK in told or last.strip().casefold() in NAMES
