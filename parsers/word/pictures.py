"""The pictures of an Office file: seals on them, and words in them.

In: lines and pictures in reading order. Out: `Seen`: the lines with those of the pictures at their places,
seals, files that a large picture is by itself, and what could not be looked at. A letterhead or a signature
set as a picture is part of the letter and read in place; a page of its own (a scan, a screenshot) becomes a part,
for nobody can say that its words are the letter's. Where there are hardly any other words the pictures
are the letter. Only a file that has pictures loads this: shown.py asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers import effort
from parsers.document import ANYTHING, SEAL, TEXT, Line, Page, Seal, TextFrom, Unread
from parsers.limits import MAX_PICTURES
from parsers.packed.opc import Package
from parsers.page import one_letter, picture, recognised
from parsers.page.picture import Picture
from parsers.page.recognised import Reading
from parsers.parser import OpenPart, Unreadable
from parsers.seals import ring, seal
from parsers.word.gather import Pictured
from parsers.word.shown import Holds, Seen

_RULE = 8.0  # points: what is flatter holds no line of words
_PAGE = 250.0  # points both ways: a page of its own
_A_FEW_LINES = 5  # of a letterhead or a signature
_SURE = 0.9  # a line read less surely than this may be a drawing taken for words
_HAN = ("\u3400", "\u9fff")
_METAFILES = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"\x1f\x8b")


def look(
    package: Package, flow: Sequence[Line | Pictured], open_part: OpenPart, holds: Holds
) -> Seen:
    """Each picture in turn: all together they would not fit into memory."""
    looking = _Looking(package, open_part, holds)
    for each in flow:
        if isinstance(each, Line):
            looking.seen.lines.append(each)
        else:
            looking.at(each)
    looking.end()
    return looking.seen


@dataclass
class _Looking:
    package: Package
    open_part: OpenPart
    holds: Holds
    seen: Seen = field(default_factory=Seen)
    _pages: list[Page] = field(default_factory=list)  # pictures that are pages of the letter
    _left: list[Unread] = field(default_factory=list)  # of those pages
    _met: set[str] = field(default_factory=set)
    _ended: bool = False

    def at(self, shown: Pictured) -> None:
        # it may be shown twice, at another size for old programs
        if shown.target in self._met or self._ended:
            return
        self._met.add(shown.target)
        if why := self._why_no_more():
            self._ended = True
            self.seen.miss(ANYTHING, why)
            self.seen.sources.add(TextFrom.NONE)
            return
        effort.begins_piece()
        data, frame = self._opened(shown)
        if frame is None:
            if shown.is_large:
                self.seen.sources.add(TextFrom.NONE)
            return
        search = seal.search(frame)
        if search.cut or search.doubtful:
            why = search.cut or "有红色图形，无法确定是不是印章"
            unfinished = "的印章没有查找完：" if search.cut else ""
            self.seen.miss((SEAL,), f"图片“{shown.title}”{unfinished}{why}")
        if self.holds is Holds.LETTER and shown.is_large:
            seals = self._page(frame, search.seals)
        else:
            seals = self._words(shown, data, frame, search.seals)
        # a box would be the picture's own, not a place on a page: such a file has no layout
        self.seen.seals += [replace(one, bbox=None) for one in seals]

    def end(self) -> None:
        """What was not read of the pages, now that all are known."""
        for one in one_letter.left(self._pages, self._left):
            self.seen.miss(one.touches, one.what)

    def _why_no_more(self) -> str:
        if len(self._met) > MAX_PICTURES:
            return f"图片多于{MAX_PICTURES}幅，其余没有查看"
        why = effort.why_stop()
        return f"第{len(self._met)}幅图片起没有查看：{why}" if why else ""

    def _opened(self, shown: Pictured) -> tuple[bytes, Picture | None]:
        """The picture as a document shows it: its first frame."""
        try:
            data = self.package.get(shown.target)
            if not data:
                self.seen.miss(ANYTHING, f"图片“{shown.title}”不在文件里，没有查看")
            elif _is_drawn(data):
                said = f"图片“{shown.title}”是图元文件或者矢量图，无法查看其中的文字和印章"
                self.seen.miss(ANYTHING, said)
            else:
                return data, picture.first(data, shown.width)
        except Unreadable as fault:
            self.seen.miss(ANYTHING, f"图片“{shown.title}”无法打开：{fault.message}")
        return b"", None

    def _page(self, frame: Picture, seals: tuple[Seal, ...]) -> tuple[Seal, ...]:
        number = len(self._pages) + 1
        read = recognised.read_picture(frame, seals, number)
        self._pages.append(Page(number, None, None, read.text_from, read.lines))
        self._left += read.unread
        self.seen.sources.add(read.text_from)
        self.seen.lines += [replace(line, bbox=None) for line in read.lines]
        return read.seals

    def _words(
        self, shown: Pictured, data: bytes, frame: Picture, seals: tuple[Seal, ...]
    ) -> tuple[Seal, ...]:
        """The seals with their names."""
        wide, high = frame.size_in_points
        if min(wide, high) < _RULE or recognised.is_blank(frame):
            pass
        elif self.holds is Holds.EXTRAS:
            self.seen.miss((TEXT,), "图片上如有文字，没有读取")
        elif min(wide, high) > _PAGE:
            self._apart(shown, data)
        elif why := effort.refusal():
            self.seen.miss((TEXT,), f"图片“{shown.title}”上的文字没有识别：{why}")
        else:
            read = recognised.read_picture(frame, seals, 1)
            self._in_place(shown, read)
            return read.seals
        return ring.named(frame, seals)

    def _in_place(self, shown: Pictured, read: Reading) -> None:
        written = [line for line in read.lines if _han(line.text) or line.confidence >= _SURE]
        sure = [line for line in written if line.confidence >= _SURE]
        if len(sure) > _A_FEW_LINES:
            self.seen.miss((TEXT,), f"图片“{shown.title}”上有成段的文字，没有作为正文读取")
            return
        self.seen.lines += [replace(line, bbox=None) for line in sure]
        if len(sure) < len(written):
            self.seen.miss((TEXT,), f"图片“{shown.title}”上的文字没有全部读清")
        if sure:
            self.seen.remarks.append(f"图片“{shown.title}”上的文字由文字识别读出")

    def _apart(self, shown: Pictured, data: bytes) -> None:
        """A page in the document, which may be the letter, something about it or something else."""
        try:
            part = self.open_part(data, shown.title)
        except Unreadable as fault:
            self.seen.miss((TEXT,), f"图片“{shown.title}”上的文字没有识别：{fault.message}")
            return
        if part.text.strip() or part.left:
            self.seen.parts.append(part)
            self.seen.miss(
                (TEXT,), f"图片“{shown.title}”像一页文件，其中的文字单独读取，不计入正文"
            )


def _han(text: str) -> bool:
    """Whether it has at least two characters: one alone may be a stain."""
    return sum(_HAN[0] <= char <= _HAN[1] for char in text) > 1


def _is_drawn(data: bytes) -> bool:
    """A metafile (EMF, WMF, packed too) or SVG, by its bytes: names may say anything."""
    if data.startswith(b"\x01\x00\x00\x00"):
        return data[40:44] == b" EMF"
    return data.startswith(_METAFILES) or b"<svg" in data[:1000]
