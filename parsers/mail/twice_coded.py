"""Texts that were coded twice -> as they were written.

In: the bytes of a text after its transfer coding, or its characters. Out: the same with one coding
less, as often as that gives a text: base64 in base64, quoted-printable twice, UTF-8 that was read as
Latin-1 or GBK and coded again, characters written as &#25919;. Only what comes back without a fault
and is Chinese is believed.
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri

from parsers import lazy_re as re
from parsers.charset import decode, is_text

_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]{40,}+={0,2}\s{0,99}")
_FILES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"Rar!",
    b"{\\rtf",
)
_QUOTED = re.compile(rb"=(?:3D)?[0-9A-F]{2}=(?:3D)?[0-9A-F]{2}=(?:3D)?[0-9A-F]{2}")
_REFERENCE = re.compile(r"&#(?:\d{4,6}|x[0-9a-fA-F]{4,5});")
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_OFTEN = 5  # so many of a mark are no chance
_TIMES = 3
# read as GBK, UTF-8 gives words of such characters
_MANGLED = re.compile(r"[\u4e00-\u9fff\ue000-\uf8ff]")
# bytes that Windows shows as signs where Latin-1 has none
_WINDOWS = {
    ord(char): code
    for code in range(0x80, 0xA0)
    if (char := bytes([code]).decode("cp1252", "ignore"))
}


def bytes_of(data: bytes, times: int = _TIMES) -> bytes:
    """The bytes of a text without further transfer codings on them, so many at most."""
    for left in range(times, 0, -1):
        inner = _of_base64(data, left) or _of_quoted(data, left)
        if inner is None:
            return data
        data = inner
    return data


def _of_base64(data: bytes, times: int) -> bytes | None:
    packed = data.strip()
    if not _BASE64.fullmatch(packed):
        return None
    try:
        inner = base64.b64decode(b"".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if is_text(inner):
        inmost = bytes_of(inner, times - 1) if times > 1 else inner
        return inner if _CHINESE.search(decode(inmost)[0]) else None
    return None


def file_in(data: bytes) -> bytes | None:
    """The file whose bytes in base64 are all that a text says."""
    packed = data.strip()
    if not _BASE64.fullmatch(packed):
        return None
    try:
        inner = base64.b64decode(b"".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return inner if inner.startswith(_FILES) else None


def _of_quoted(data: bytes, times: int) -> bytes | None:
    if len(_QUOTED.findall(data[:200_000])) < _OFTEN or max(data, default=0) > 0x7F:
        return None
    inner = quopri.decodestring(data)
    seen, whole = decode(bytes_of(inner, times - 1))
    return inner if whole and _is_chinese(seen, data) else None


def _is_chinese(text: str, of: bytes) -> bool:
    return len(_CHINESE.findall(text)) >= _OFTEN and len(text) < len(of)


def text_of(text: str) -> str:
    """The characters as they were written, where they were decoded wrongly and coded again."""
    for left in range(_TIMES, 0, -1):
        inner = _by_latin(text, left) or _by_gbk(text) or _by_reference(text)
        if inner is None:
            return text
        text = inner
    return text


def _by_latin(text: str, times: int) -> str | None:
    """æ”¿åºœ: every character stands for one byte."""
    if _CHINESE.search(text) or sum("\x80" <= char <= "\u2122" for char in text) < _OFTEN:
        return None
    try:
        raw = text.translate(_WINDOWS).encode("latin-1")
    except UnicodeEncodeError:
        return None
    for codec in ("utf-8", "gb18030"):
        inner = _strictly(raw, codec)
        if inner is None:
            continue
        if _all_chinese(inner) or (times > 1 and _by_latin(inner, times - 1) is not None):
            return inner
    return None


def _all_chinese(text: str) -> bool:
    """Words of accented letters, as French has, come out as a few odd characters."""
    wide = sum(char > "\x7f" for char in text)
    return wide >= _OFTEN and len(_CHINESE.findall(text)) >= 0.9 * wide


def _by_gbk(text: str) -> str | None:
    """鏀垮簻: the bytes of UTF-8, two by two."""
    if len(_MANGLED.findall(text)) < _OFTEN:
        return None
    try:
        raw = text.encode("gb18030")
    except UnicodeEncodeError:
        return None
    inner = _strictly(raw, "utf-8")
    return inner if inner is not None and _all_chinese(inner) else None


def is_mangled(text: str) -> bool:
    """Whether much of it is UTF-8 read as something else, of which not every byte is left."""
    wide = [char for char in text if char > "\x7f"]
    if len(wide) < 4 * _OFTEN:
        return False
    raw = "".join(wide).encode("gb18030", "replace")
    return (
        _share(raw) > 0.5
        or _share("".join(wide).translate(_WINDOWS).encode("latin-1", "replace")) > 0.5
    )


def _share(raw: bytes) -> float:
    """How much of some bytes is Chinese in UTF-8."""
    seen = raw.decode("utf-8", "ignore")
    return 3 * len(_CHINESE.findall(seen)) / max(1, len(raw))


def _by_reference(text: str) -> str | None:
    if len(_REFERENCE.findall(text[:200_000])) < _OFTEN:
        return None
    inner = html.unescape(text)
    return inner if _CHINESE.search(inner) else None


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None
