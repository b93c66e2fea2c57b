"""What .msg and winmail.dat have in common: values of MAPI properties, which need decoding.

In: bytes of a string, a time or a compressed RTF text. Out: str, datetime, bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parsers import lazy_re as re
from parsers.charset import decode
from parsers.document import Headers
from parsers.limits import MAX_BYTES
from parsers.parser import Unreadable

BODY, HTML, RTF = 0x1000, 0x1013, 0x1009
SUBJECT, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
DISPLAY_TO, SENT, DELIVERED, MESSAGE_ID, IN_REPLY_TO = 0x0E04, 0x0039, 0x0E06, 0x1035, 0x1042
TRANSPORT_HEADERS, CODEPAGE, MESSAGE_CODEPAGE = 0x007D, 0x3FDE, 0x3FFD
LONG_NAME, SHORT_NAME, DISPLAY_NAME, CONTENT = 0x3707, 0x3704, 0x3001, 0x3701
CONTENT_ID, CONTENT_LOCATION, MESSAGE_CLASS = 0x3712, 0x3713, 0x001A
STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D

# what Microsoft's compressor takes for already said (MS-OXRTFCP 2.2.1)
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_FEW = 20


def charset_of(codepage: int | None) -> str | None:
    """A Windows code page as a charset's label; 1252 is what programs write that do not know."""
    if not codepage or codepage in (1252, 1200):
        return None
    return "utf-8" if codepage == 65001 else f"cp{codepage}"


def text(value: bytes, kind: int, charset: str | None) -> str:
    if kind == UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return decode(value.rstrip(b"\0"), charset)[0]


def moment(value: bytes) -> str | None:
    """A FILETIME (100 ns since 1601) as ISO 8601; None where it is none."""
    ticks = int.from_bytes(value[:8], "little")
    try:
        return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)).isoformat(
            timespec="seconds"
        )
    except OverflowError:
        return None


def address(name: str | None, *addresses: str | None) -> str | None:
    """`Name <address>`; Exchange's inner addresses (/O=...) are no address."""
    known = next((each for each in addresses if each and "@" in each), None)
    if known and name and name != known:
        return f"{name} <{known}>"
    return known or name


def headers(strings: dict[int, str], sent: str | None) -> Headers:
    """What the properties say where the headers of the transport are missing."""
    return Headers(
        subject=strings.get(SUBJECT),
        sender=address(
            strings.get(SENDER_NAME), strings.get(SENDER_SMTP), strings.get(SENDER_ADDRESS)
        ),
        to=strings.get(DISPLAY_TO),
        date=sent,
        date_certain=sent is not None,
        message_id=strings.get(MESSAGE_ID),
        in_reply_to=strings.get(IN_REPLY_TO),
    )


_CODED = re.compile(rb"\\u-?\d{3,5}|\\'[89a-fA-F][0-9a-fA-F]")


def says_more(compressed: bytes, shown: int) -> bool:
    """Whether the RTF form of a text clearly has more Chinese characters than were read elsewhere."""
    found = _CODED.findall(rtf(compressed))
    # one that is written by its number, or by two bytes of GBK
    characters = sum(2 if code.startswith(b"\\u") else 1 for code in found) // 2
    return characters > 2 * shown + _FEW


def rtf(data: bytes) -> bytes:
    """PR_RTF_COMPRESSED as RTF (MS-OXRTFCP): a window of 4 KB, runs of flags and references."""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if size > MAX_BYTES or kind not in (b"LZFu", b"MELA"):
        raise Unreadable("damaged", "邮件正文（RTF）已损坏，无法读取")
    if kind == b"MELA":
        return data[16 : 16 + size]
    return bytes(_inflated(data[16:], size))


def _inflated(data: bytes, size: int) -> bytearray:
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    write, out, at = len(_DICTIONARY), bytearray(), 0
    while at < len(data) and len(out) < size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:  # a byte that stands for itself
                source, length, at = bytes(data[at : at + 1]), 1, at + 1
                start = None
            else:
                pair = int.from_bytes(data[at : at + 2], "big")
                start, length, at = pair >> 4, (pair & 15) + 2, at + 2
                if start == write % _WINDOW:  # the end
                    return out
            for step in range(length):
                byte = source[0] if start is None else window[(start + step) % _WINDOW]
                window[write % _WINDOW] = byte
                write += 1
                out.append(byte)
    return out[:size]
