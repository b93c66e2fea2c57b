"""Bytes of Chinese text -> str.

Charset guessers are wrong on short Chinese strings, labels lie, and GB18030 can decode nearly
anything; so: byte order mark, then UTF-16 by its zeros, strict UTF-8, an honest label, GB18030.
"""

from __future__ import annotations

import codecs

from parsers import lazy_re as re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# labels that say "some Chinese", whatever they are called; GB18030 holds all of them
_GB = re.compile(r"^(gb|x-gbk|hz-?gb|cp936|ms936|euc-cn|chinese|csgb|936)", re.IGNORECASE)
_HEAD = 65536
# Python has codecs that are no charsets: rot13, idna, unicode_escape ...
_FOR_TEXT = re.compile(r"ascii|big5|cp\d|euc|hz|iso2022|iso8859|johab|koi8|mac|shift|tis|utf")
_ASCII = bytes(range(128))
_USUAL = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u2027\u3000-\u3020\u4e00-\u9fff\uff00-\uffef]")
# files of these kinds may happen to hold text only
_NO_TEXT = (b"%PDF-", b"{\\rtf", b"GIF8", b"\xff\xd8\xff", b'x\x9f>"')
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\x0c\r\x1b")


def known(label: str | None) -> str | None:
    """The codec for a charset label: every gb* means GB18030, an unknown one means nothing."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    if label.startswith("hz"):
        return "hz"
    if _GB.match(label):
        return "gb18030"
    try:
        codec = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return codec if _FOR_TEXT.match(codec) else None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def decode(data: bytes, label: str | None = None) -> tuple[str, bool]:
    """The text, and whether it is whole (False: some bytes had to be replaced)."""
    if label is None and data.isascii() and b"\0" not in data:  # as most lines of a mail's head
        return data.decode("ascii"), True
    for bom, codec in _BOMS:
        if data.startswith(bom) and (text := _strict(data, codec)) is not None:
            return text, True
    if codec_found := _utf16(data, label):
        return data[: len(data) // 2 * 2].decode(codec_found), True
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace"), _strict(data, "utf-8") is not None
    # Latin-1 decodes everything, so as a label it proves nothing
    codec_of_label = known(label)
    if codec_of_label in ("iso8859-1", "cp1252", "ascii"):
        codec_of_label = None
    stateful = codec_of_label in ("hz", "utf-7", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be")
    order = ["utf-8", codec_of_label, "gb18030"]
    if stateful:  # seven-bit or two-byte codes would pass as something else
        order = [codec_of_label, "utf-8", "gb18030"]
    for codec_name in order:
        if codec_name and (text := _strict(data, codec_name)) is not None:
            return text, True
    return data.decode(codec_of_label or "gb18030", errors="replace"), False


def _utf16(data: bytes, label: str | None = None) -> str | None:
    """UTF-16 without a mark: told by the zeros beside what is ASCII, or by its label and its words."""
    said = (known(label) or "").startswith("utf-16")
    head = data[: min(len(data), _HEAD) // 2 * 2]
    if not said and b"\0" not in head:
        return None
    low, high = head[::2].count(0), head[1::2].count(0)
    order = ("utf-16-le", "utf-16-be") if high >= low else ("utf-16-be", "utf-16-le")
    for codec in order if said else order[:1]:
        text = _strict(head, codec)
        if text and _usual(text) >= 0.9 and _strict(data[: len(data) // 2 * 2], codec) is not None:
            return codec
    return None


def _usual(text: str) -> float:
    """How much of it are Chinese characters, their punctuation, ASCII."""
    return len(_USUAL.findall(text)) / len(text)


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8, also where it is cut or damaged: GB18030 read as UTF-8 has faults all over."""
    wide = len(data.translate(None, _ASCII))
    if wide < 12:  # too few to tell by counting
        return False
    return data.decode("utf-8", errors="replace").count("\ufffd") * 10 < wide


def is_text(data: bytes) -> bool:
    """Whether bytes are text at all. Judged by how they begin."""
    head = data[:_HEAD]
    if head.lstrip().startswith(_NO_TEXT):
        return False
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(head[: len(head) // 2 * 2], "utf-16") is not None
    if _utf16(head):
        return True
    if not head.strip() or head.translate(None, _CONTROL) != head:
        return False
    if _mostly_utf8(head):
        return True
    # the cut may have split the last character
    cuts = range(4) if len(data) > _HEAD else range(1)
    pieces = [head[: len(head) - cut] for cut in cuts]
    return any(
        _strict(piece, codec) is not None for piece in pieces for codec in ("utf-8", "gb18030")
    )
