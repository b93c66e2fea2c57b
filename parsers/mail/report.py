"""What a machine reports about an earlier mail: a delivery status (RFC 3464), a disposition (RFC 8098).

In: a parsed message. Out: `Report`, or None where it is no report. The fields stand in a part of their
own, or in no part at all where a server writes its bounces as plain words: those are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

from parsers import lazy_re as re
from parsers.document import Report
from parsers.mail.mail_headers import header, raw_values, text_of
from parsers.mail.parsed import content, parsed

_STATUS = re.compile(r"message/(?:global-)?delivery-status")
_DISPOSITION = re.compile(r"message/(?:global-)?disposition-notification")
_RETURNED = re.compile(r"message/(?:rfc822|global)|(?:text|message)/(?:rfc822|global)-headers")
_ID = re.compile(r"<[^<>\s]+>")
_MOST_PARTS = 400  # a report has three; a mail made to harm may have thousands


def report_of(message: Message) -> Report | None:
    told: dict[str, list[str]] = {"to": [], "action": [], "original": []}
    kind = ""
    for part in _own_parts(message)[:_MOST_PARTS]:
        type_ = part.get_content_type()
        if _STATUS.fullmatch(type_) or _DISPOSITION.fullmatch(type_):
            kind = kind or ("delivery" if _STATUS.fullmatch(type_) else "disposition")
            for block in _blocks(part):
                _hear(block, told)
        elif kind and _RETURNED.fullmatch(type_):
            told["original"] += _returned(part)
    if not kind:
        return None
    actions = tuple(dict.fromkeys(filter(None, told["action"])))
    return Report(
        kind, actions, tuple(dict.fromkeys(told["to"])), tuple(dict.fromkeys(told["original"]))
    )


def _own_parts(message: Message) -> list[Message]:
    """Not those of a mail that it carries: somebody may pass a report on."""
    return [message, *(_inside(message) if message.get_content_maintype() == "multipart" else ())]


def _inside(part: Message) -> list[Message]:
    """The messages in one; a text is not asked for: its charset may be one that makes Python raise."""
    payload = part.get_payload() if part.is_multipart() else None
    return [each for each in payload or () if isinstance(each, Message)]


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields: Python's parser makes a message of each, or leaves the text as it is."""
    if part.is_multipart():
        yield from _inside(part)
        return
    for piece in re.split(rb"\r?\n[ \t]*\r?\n", content(part)):
        yield parsed(piece.strip() + b"\n\n")


def _hear(block: Message, told: dict[str, list[str]]) -> None:
    for name in ("final-recipient", "original-recipient"):
        for value in raw_values(block, name):
            address = text_of(value).rpartition(";")[2].strip().strip("<>").casefold()
            if "@" in address:
                told["to"].append(address)
    for value in raw_values(block, "action"):
        told["action"].append(text_of(value).split("(")[0].strip().casefold())
    for value in raw_values(block, "disposition"):
        told["action"].append(
            re.split(r"[/,]", text_of(value).rpartition(";")[2])[0].strip().casefold()
        )
    for name in ("original-message-id", "x-original-message-id"):
        told["original"] += _ID.findall(header(block, name) or "")


def _returned(part: Message) -> list[str]:
    """The Message-ID of the mail that a report carries back, or of its head."""
    inner = next(iter(_inside(part)), None) or parsed(content(part))
    return _ID.findall(header(inner, "message-id") or "")
