"""A mail's headers as people and programs really write them -> decoded text and `Headers`.

Python's parser gives unencoded bytes as surrogates; here they are bytes again, and become text by
strict UTF-8 and then GB18030. Encoded words are joined as bytes before they are decoded, for some
programs cut them in the middle of a character.
"""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from email.utils import getaddresses, quote
from functools import lru_cache

from parsers import lazy_re as re
from parsers.charset import decode
from parsers.document import Headers
from parsers.mail import mail_dates

_WORD = re.compile(rb"=\?([A-Za-z0-9_.:+-]+)(?:\*[A-Za-z-]+)?\?([BbQq])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"(\?=)[ \t\r\n]+(=\?)")
_FOLD = re.compile(rb"\r?\n(?=[ \t])|[\r\n]")
_ID = re.compile(r"<[^<>\s]+>")

# what tells a machine's answer from a person's, and a bounce from both
_MARKS = (
    "auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress", "precedence",
    "return-path", "content-type", "x-failed-recipients", "x-loop", "list-id", "list-unsubscribe",
    "reply-to", "x-mailer", "x-qq-mime", "delivered-to", "x-original-to", "envelope-to", "received",
)  # fmt: skip


class Sturdy(Message):
    """A message whose parameters can be read although some stand there in two forms at once:
    `filename*=` beside `filename*0*=` makes Python's own reading raise, and a mail would be lost."""

    # the types of the parent are wider in every release; callers of ours pass names only
    def get_param(self, param, failobj=None, header="content-type", unquote=True):  # type: ignore[no-untyped-def]
        try:
            return super().get_param(param, failobj, header, unquote)
        except (TypeError, ValueError, LookupError, AttributeError):
            found = _plain_parameter(self, param, header)
            return failobj if found is None else found


def _plain_parameter(message: Message, name: str, head: str) -> str | None:
    pattern = rb";\s*" + re.escape(name.encode()) + rb"\s*=\s*(?:\"([^\"]*)\"|([^;\s]*))"
    for value in raw_values(message, head):
        if found := re.search(pattern, value, re.IGNORECASE):
            return (found[1] or found[2] or b"").decode("ascii", "surrogateescape")
    return None


def raw_values(message: Message, name: str) -> list[bytes]:
    """Every header of that name as it stood in the bytes, unfolded."""
    wanted = name.lower()
    return [_unfolded(value) for key, value in message.raw_items() if key.lower() == wanted]


def _unfolded(value: object) -> bytes:
    return _FOLD.sub(b"", str(value).encode("utf-8", "surrogateescape")).strip()


def text_of(value: bytes) -> str:
    """A header's bytes as text: encoded words decoded, also inside quotation marks."""
    value = _BETWEEN.sub(rb"\1\2", value)
    pieces: list[str] = []
    waiting: list[tuple[str, bytes]] = []  # neighbouring encoded words of one charset
    end = 0
    for word in _WORD.finditer(value):
        if word.start() > end:
            pieces += [*_decoded(waiting), decode(value[end : word.start()])[0]]
            waiting = []
        waiting.append((word[1].decode("ascii").lower(), _payload(word[2], word[3])))
        end = word.end()
    pieces += [*_decoded(waiting), decode(value[end:])[0]]
    return "".join(pieces).strip()


def _payload(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"Qq":
        return quopri.decodestring(text.replace(b"_", b"=20"))
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):  # damaged: what it says is better than nothing
        return text


def _decoded(words: Iterable[tuple[str, bytes]]) -> list[str]:
    """Neighbouring words of the same charset are decoded as one."""
    runs: list[tuple[str, bytes]] = []
    for charset, payload in words:
        if runs and runs[-1][0] == charset:
            runs[-1] = (charset, runs[-1][1] + payload)
        else:
            runs.append((charset, payload))
    return [decode(payload, charset)[0] for charset, payload in runs]


def header(message: Message, name: str) -> str | None:
    values = raw_values(message, name)
    return _unquoted(text_of(values[0])) if values else None


def _unquoted(text: str) -> str:
    """Some programs put quotation marks round an encoded subject."""
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1].strip()
    return text


def headers(message: Message) -> Headers:
    marks = [(name, _mark(name, value)) for name, value in _of_names(message, _MARKS)]
    in_reply_to = _ID.findall(header(message, "in-reply-to") or "")
    day = mail_dates.judged(mail_dates.moment(header(message, "date") or ""), _received(message))
    return Headers(
        subject=header(message, "subject"),
        sender=_addresses(message, "from"),
        to=_addresses(message, "to"),
        date=day.date,
        date_certain=day.certain,
        received=day.received,
        message_id=header(message, "message-id"),
        in_reply_to=in_reply_to[0] if in_reply_to else header(message, "in-reply-to"),
        references=tuple(_ID.findall(header(message, "references") or "")),
        marks=tuple(marks),
    )


_OF_ADDRESSES = frozenset(
    ("reply-to", "return-path", "delivered-to", "x-original-to", "envelope-to")
)


def _mark(name: str, value: bytes) -> str:
    """Those of addresses are taken apart before anything is decoded, as `From` is."""
    if name in _OF_ADDRESSES and _WORD.search(value):
        return _shown((value.decode("utf-8", "surrogateescape"),)) or _no_address(value)
    return text_of(value)


def _of_names(message: Message, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The `raw_values` of several names, name by name: the head is gone through once for all of them."""
    found: dict[str, list[bytes]] = {name: [] for name in names}
    for key, value in message.raw_items():
        if (name := key.lower()) in found:
            found[name].append(_unfolded(value))
    return ((name, value) for name, values in found.items() for value in values)


# who took it in says when; the first line is the receiver's own server, the last the sender's
_ARRIVALS = ("received", "x-received", "delivery-date", "x-delivery-time", "x-arrival-time")


def _received(message: Message) -> list[str]:
    """What the lines of servers say of the time, the most trustworthy first; then an mbox's own."""
    said = [text_of(value) for _, value in _of_names(message, _ARRIVALS)]
    times = [value.rpartition(";")[2] for value in said]
    envelope = (message.get_unixfrom() or "").split(None, 2)
    return times + ([envelope[2]] if len(envelope) == 3 else [])


def parameter(message: Message, name: str) -> str | None:
    """A plain parameter of the content type, in lower case. Python's own way fails on strange ones."""
    pattern = rb";\s*" + name.encode() + rb"\*?\s*=\s*(?:[\w-]*'[\w-]*')?[\"']?([\w.:+-]+)"
    for value in raw_values(message, "content-type"):
        if found := re.search(pattern, value, re.IGNORECASE):
            return found[1].decode("ascii", "replace").lower()
    return None


def _addresses(message: Message, name: str) -> str | None:
    """`Name <address>` pairs, joined by commas, names decoded."""
    values = raw_values(message, name)
    if not values:
        return None
    # take the pairs apart first: a decoded name may hold commas
    plain = [value.decode("utf-8", "surrogateescape") for value in values]
    short = sum(map(len, plain)) <= _SHORT
    return (_shown if short else _shown.__wrapped__)(tuple(plain)) or _no_address(values[0])


_SHORT = 400  # characters: of longer ones too many would be held in memory


@lru_cache(maxsize=512)
def _shown(plain: tuple[str, ...]) -> str:
    """Empty where there is none. A mailbox holds the same few senders and recipients again and again, and
    Python's own taking apart of an address costs as much as that of a mail."""
    found: list[str] = []
    for title, address in getaddresses(plain):
        shown = _unquoted(text_of(title.encode("utf-8", "surrogateescape")))
        found.append(_pair(shown, address) if shown and shown != address else address)
    return ", ".join(found) if any(found) else ""


_HARMLESS = str.maketrans("<>@", "＜＞＠")


def _pair(name: str, address: str) -> str:
    """A name is anybody's word: whoever reads the pair again must find this address and no other."""
    if "@" in name or not address:
        name = name.translate(_HARMLESS)
    plain = f"{name} <{address}>"
    read = [each for _, each in getaddresses([plain])]
    return plain if read == [address] else f'"{quote(name.translate(_HARMLESS))}" <{address}>'


def _no_address(value: bytes) -> str:
    """Words in which no address was found: one that only decoding brings forth is none (RFC 2047)."""
    text = text_of(value)
    return text.translate(_HARMLESS) if _WORD.search(value) else text


def filename(message: Message) -> str | None:
    """The name of an attachment: RFC 2231, else RFC 2047 or raw bytes, which many write instead."""
    for name, key in (("content-disposition", "filename"), ("content-type", "name")):
        for value in raw_values(message, name):
            found = _extended(value, key) or _simple(value, key)
            if found:
                return found
    return None


def _extended(value: bytes, key: str) -> str | None:
    """filename*=charset''%.. and its continuations filename*0*=, filename*1= ..."""
    pattern = rb"(?:^|;)\s*" + key.encode() + rb"\*(\d*)(\*?)\s*=\s*(\"[^\"]*\"|[^;]*)"
    matches = re.findall(pattern, value, re.IGNORECASE)
    # the whole name is better than its pieces where both stand there
    matches = [match for match in matches if not match[0]][:1] or matches
    pieces = sorted(
        (int(number or 0), bool(star) or not number, text.strip().strip(b'"'))
        for number, star, text in matches
    )
    if not pieces:
        return None
    charset: str | None = None
    whole = b""
    for position, (_, encoded, text) in enumerate(pieces):
        if encoded and position == 0 and text.count(b"'") >= 2:
            label, _, rest = text.split(b"'", 2)
            charset = label.decode("ascii", "replace")
            whole += _percent(rest)
        else:
            whole += _percent(text) if encoded else text
    return decode(whole, charset)[0].strip() or None


def _percent(text: bytes) -> bytes:
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text)


def _simple(value: bytes, key: str) -> str | None:
    pattern = rb"(?:^|;)\s*" + key.encode() + rb"\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)"
    found = re.search(pattern, value, re.IGNORECASE)
    if not found:
        return None
    text = text_of(re.sub(rb"\\([\"\\])", rb"\1", found[1].strip().strip(b'"')))
    return text or None
