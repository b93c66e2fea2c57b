"""Bytes of a mail -> Python's message, and the bytes of a part without their transfer coding."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from parsers import lazy_re as re
from parsers.limits import MAX_MULTIPARTS
from parsers.mail.mail_headers import Sturdy
from parsers.parser import Unreadable

_BOUNDARY = re.compile(rb"boundary\s*\*?0?\*?\s*=", re.IGNORECASE)
_DOUBLED = b"\r\r\n"  # a program that ended its lines, and another that ended them again
_QUOTES = re.compile(rb">*")


def parsed(data: bytes) -> Message:
    # the library asks of every line whether it is one of the boundaries that are open
    if len(_BOUNDARY.findall(data)) > MAX_MULTIPARTS:
        raise Unreadable("too_large", f"邮件的分段多于{MAX_MULTIPARTS}组，未打开")
    if _ends_lines_twice(data):
        data = data.replace(_DOUBLED, b"\r\n")
    # compat32 keeps the bytes of what is not ASCII; the modern policy would replace them
    return email.message_from_bytes(data, _class=Sturdy, policy=email.policy.compat32)


def _ends_lines_twice(data: bytes) -> bool:
    """Told by its headers: what is attached may hold any bytes."""
    head = data[:2048]
    return 2 * head.count(_DOUBLED) > head.count(b"\n")


def content(message: Message) -> bytes:
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def flowed(data: bytes, *, without_blank: bool) -> bytes:
    """A text of format=flowed (RFC 3676) with each paragraph on one line: a line that ends with a
    blank goes on in the next one that is quoted as deeply."""
    out: list[bytes] = []
    goes_on: int | None = None  # how deeply the open paragraph is quoted
    for line in data.splitlines():
        marks = _QUOTES.match(line)
        depth = marks.end() if marks else 0
        text = line[depth:]
        text = text[1:] if text.startswith(b" ") else text
        soft = text.endswith(b" ") and text != b"-- "
        text = text[:-1] if soft and without_blank else text
        if goes_on == depth:
            out.append(text)
        else:
            out += [b"\n" if out else b"", b">" * depth, text]
        goes_on = depth if soft else None
    return b"".join(out)
