"""What a page refers to and does not hold: pictures, frames, objects; and pictures in data: URLs.

In: an address, the size that the page gives it. Out: what it may carry that was not read, and the
bytes where the address itself holds them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, unquote_to_bytes

from parsers import lazy_re as re
from parsers.document import ANYTHING, SEAL, TEXT, Unread

# a picture that lies in the page itself: longer than all its words
_KEPT = re.compile(
    r"data:([a-z]{1,20}/[a-z0-9.+-]{1,60}(?:;[a-z0-9=_-]{1,40}){0,4});base64,"
    r"((?:[A-Za-z0-9+/=%_-]|[\r\n][ \t]{0,9})++)",
    re.IGNORECASE,
)
_HELD = "data:held-"  # stands in the page for what was set aside
_DATA = re.compile(r"data:([^,]{0,200}),", re.IGNORECASE)
_NOTHING = ("", "#", "about:blank", "about:srcdoc", "javascript:")

_LINE, _ICON, _STRIP = (
    3,
    24,
    12,
)  # pixels: a spacer or rule; too small for words or a seal; likewise
_LARGE = (300, 150)  # a picture of words is at least so wide and high


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that is shown and lies outside of the page: perhaps in the same mail, else unread."""

    source: str
    code: str  # picture | frame | object | media | element
    touches: tuple[str, ...]
    quoted: bool = False  # within what is quoted from an earlier mail


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies in the page itself."""

    name: str
    data: bytes
    quoted: bool = False


@dataclass
class Held:
    """What was set aside of a page: (type, bytes coded in base64), by number."""

    items: list[tuple[str, str]]

    def of(self, source: str) -> tuple[str, bytes] | None:
        """(type, bytes) of a data: URL; None where it is none or holds nothing."""
        if source.startswith(_HELD):
            number = source[len(_HELD) :]
            known = number.isdecimal() and int(number) < len(self.items)
            kind, coded = self.items[int(number)] if known else ("", "")
            return _decoded(kind, coded, in_base64=True)
        head = _DATA.match(source)
        if head is None:
            return None
        coded = source[head.end() :]
        return _decoded(head[1], coded, in_base64=head[1].lower().endswith(";base64"))


def set_aside(page: str) -> tuple[str, Held]:
    """The page without the pictures in it, which are longer than all its words."""
    held: list[tuple[str, str]] = []

    def keep(found: re.Match[str]) -> str:
        held.append((found[1], found[2]))
        return f"{_HELD}{len(held) - 1}"

    return _KEPT.sub(keep, page), Held(held)


def _decoded(kind: str, coded: str, *, in_base64: bool) -> tuple[str, bytes] | None:
    kind = kind.partition(";")[0].strip().lower()
    if not in_base64:
        return kind, unquote_to_bytes(coded)
    text = (unquote(coded) if "%" in coded else coded).translate({0x2D: 0x2B, 0x5F: 0x2F})
    text = "".join(text.split()).rstrip("=")
    try:
        return kind, base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None


def touches(width: float | None, height: float | None) -> tuple[str, ...]:
    """What a picture of so many pixels may carry; None: the page does not say how many."""
    if width is not None and width <= _ICON:
        return () if width <= _LINE or height is None or height <= _ICON else (TEXT,)
    if height is not None and height <= _ICON:
        return () if height <= _STRIP else (TEXT,)
    if width is None or height is None:
        return ANYTHING
    return ANYTHING if width >= _LARGE[0] and height >= _LARGE[1] else (SEAL,)


def is_tiny(picture: bytes) -> bool:
    """A spacer, a rule, a counter of readers: too small for a seal or a word."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        sides = [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)]
    elif picture.startswith((b"GIF87a", b"GIF89a")) and len(picture) >= 10:
        sides = [int.from_bytes(picture[at : at + 2], "little") for at in (6, 8)]
    else:
        return False
    return max(sides) <= _ICON or min(sides) <= _LINE


def is_nothing(source: str) -> bool:
    return source.strip().lower().startswith("javascript:") or source.strip().lower() in _NOTHING


_WHAT = {
    "picture": "图片",
    "frame": "内嵌网页",
    "object": "内嵌对象",
    "media": "音频、视频",
    "element": "未知类型的内容",
}
_REMOTE = re.compile(r"(?:https?|ftp):|//", re.IGNORECASE)


def unread(
    references: Iterable[Reference], found: Callable[[str], bool] = lambda _: False
) -> tuple[Unread, ...]:
    """What is left unread of all that a page refers to; `found` says what lies in the same mail."""
    left = (
        Unread(one.code, one.touches, _told(one), 1)
        for one in references
        if one.touches and not found(one.source)
    )
    return tuple(dict.fromkeys(left))


def _told(one: Reference) -> str:
    what = _WHAT[one.code]
    if _REMOTE.match(one.source.strip()):
        where = f"引用了站外{what}，未读取"
    elif one.source.lower().startswith(("data:", "cid:")):
        where = f"引用的{what}不在来件里，或者已损坏"
    else:
        where = f"引用的{what}不在来件里（只有其原来的存放位置）"
    may = "、".join(
        name for touch, name in ((SEAL, "印章"), (TEXT, "文字")) if touch in one.touches
    )
    return f"正文{where}；其中若有{may}，无法看见"
