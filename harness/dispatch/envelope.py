"""The bytes of a mail -> from whom and to whom it goes, and which domain that is."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.utils import parseaddr


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    recipient: str
    message_id: str

    @property
    def is_ascii(self) -> bool:
        return self.sender.isascii() and self.recipient.isascii()


def envelope_of(raw: bytes) -> Envelope:
    """As the mail itself has it: it goes to whom it is addressed, whatever was changed since."""
    head = BytesHeaderParser().parsebytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    fields = {name.lower(): value for name, value in head.raw_items()}

    def told(name: str) -> str:
        text = str(fields.get(name, ""))
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()

    return Envelope(parseaddr(told("from"))[1], parseaddr(told("to"))[1], told("message-id"))


def domain_of(address: str) -> str:
    """Of the receiver; a name in Chinese as the net has it."""
    domain = address.rpartition("@")[2].rstrip(".").lower()
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return domain


def same_address(one: str, other: str) -> bool:
    """Whether both name one mailbox, however it is written."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(address: str) -> tuple[str, str]:
    return address.rpartition("@")[0].strip('"').casefold(), domain_of(address)


def lies_in(domain: str, allowed: tuple[str, ...]) -> bool:
    known = [domain_of(each) for each in allowed]
    return any(domain == each or domain.endswith(f".{each}") for each in known)
