"""Notes on a page and the fields of its form -> what pdfium reads with the page, what is read here, what is left.

In: annotation dictionaries, the form of the catalogue. Out: `Note`s, whose words must stand on the page whether
drawn or not; files that hang there; `Unread`. What a note draws is made part of the page before that is read, so
that its words, pictures and seals are the page's own.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsers import lazy_re as re
from parsers.document import ANYTHING, TEXT, Box, Unread
from parsers.limits import MAX_NOTES
from parsers.parser import Unreadable
from parsers.pdf import pdf_known as known
from parsers.pdf.pdf_files import Files
from parsers.pdf.pdf_objects import Objects, identity

_HIDDEN, _PRINTED, _NOT_VIEWED = 2, 4, 32
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARAGRAPH = re.compile(r"</p\s{0,9}>|<br\s{0,9}/?>")
_HIGH = 32  # fields above a field
_MOST_FIELDS = 50 * MAX_NOTES
_TOLD = 30  # characters of a remark that are repeated


@dataclass(frozen=True, slots=True)
class Note:
    """Words that stand at a place of a page; `rect` in the page's own units."""

    page: int
    rect: Box
    text: str


class Endless(Unreadable):
    """What pdfium would follow for ever."""

    def __init__(self, message: str) -> None:
        super().__init__("damaged", message)


class Annotations:
    """Those of a file; `found`, `unread` and `appearing` grow with each."""

    def __init__(self, objects: Objects, files: Files) -> None:
        self._objects = objects
        self._files = files
        self.found: list[Note] = []
        self.unread: list[Unread] = []
        self.appearing: set[int] = set()  # pages on which a note draws something
        self._counts: dict[int, int] = {}

    def annotation(self, reference: Any, page: int) -> Iterator[Any]:
        """One more, on a page; gives the streams that it draws."""
        self._counts[page] = self._counts.get(page, 0) + 1
        if self._counts[page] == MAX_NOTES + 1:
            said = f"第{page}页的批注和表单超过{MAX_NOTES}个，其余没有读取"
            self.unread.append(Unread("note", ANYTHING, said, page))
        if self._counts[page] > MAX_NOTES:
            return
        note = self._objects.entries(reference)
        kind = self._objects.name(note.get("Subtype"))
        self._files.several(note.get("AF"), page)
        if kind == "FileAttachment":
            self._files.take(note.get("FS"), page)
        flags = self._objects.flags(note.get("F"))
        if flags & _HIDDEN:
            return
        if flags & _NOT_VIEWED and kind not in known.BARE:
            if flags & _PRINTED:
                said = f"第{page}页有只在打印时出现的内容，没有读取"
                self.unread.append(Unread("print_only", ANYTHING, said, page))
            return
        drawn = self._appearance(note)
        # what a signature's field draws are a seal and the words of the signing program, no words of the letter
        if drawn and kind != "Popup" and not (kind == "Widget" and self._field(note)[0] == "Sig"):
            self.appearing.add(page)
        yield from drawn
        self._told(note, kind, page)

    def _appearance(self, note: dict[str, Any]) -> list[Any]:
        """The streams of its normal look: one, or one for each state."""
        normal = self._objects.entries(note.get("AP")).get("N")
        if self._objects.stream(normal) is not None:
            return [normal]
        states = self._objects.entries(normal)
        return [one for one in states.values() if self._objects.stream(one) is not None]

    def _told(self, note: dict[str, Any], kind: str, page: int) -> None:
        """What its words are, or why they are not read."""
        if kind in known.BARE:
            return
        if kind == "FreeText":
            self._stands(note, page, self._free_text(note))
        elif kind == "Widget":
            self._widget(note, page)
        elif kind in known.CHANGING:
            code, said = known.CHANGING[kind]
            self.unread.append(Unread(code, (TEXT,), f"第{page}页{said}", page))
        elif kind in known.MARKS:
            self._remark(note, page)
        elif kind == "FileAttachment":  # mostly the file's name or what it is
            held = self._objects.entries(note.get("FS"))
            told = [self._objects.text(held.get(key)) for key in ("UF", "F", "Desc")]
            if self._objects.text(note.get("Contents")) not in told:
                self._remark(note, page)
        else:
            code, what = known.UNSEEN.get(kind, ("annotation", f"一种不认识的批注（{kind[:20]}）"))
            self.unread.append(Unread(code, ANYTHING, f"第{page}页有{what}，没有读取", page))

    def _remark(self, note: dict[str, Any], page: int) -> None:
        """What somebody noted beside the letter is known, and is not the letter."""
        text = " ".join(self._objects.text(note.get("Contents")).split())
        if text:
            more = "…" if len(text) > _TOLD else ""
            said = f"第{page}页有批注“{text[:_TOLD]}{more}”，没有当作文书内容读取"
            self.unread.append(Unread("note", (TEXT,), said, page))

    def _free_text(self, note: dict[str, Any]) -> str:
        text = self._objects.text(note.get("Contents"))
        if text.strip():
            return text
        rich = self._objects.text(note.get("RC"))
        return html.unescape(_TAG.sub("", _PARAGRAPH.sub("\n", rich)))

    def _stands(self, note: dict[str, Any], page: int, text: str) -> None:
        if not text.strip():
            return
        rect = self._objects.box(note.get("Rect"))
        if rect:
            self.found.append(Note(page, rect, text))
        else:
            said = f"第{page}页有文字没有注明位置，没有读取"
            self.unread.append(Unread("note", (TEXT,), said, page))

    # --- fields ---------------------------------------------------------------------------------

    def _widget(self, note: dict[str, Any], page: int) -> None:
        kind, value = self._field(note)
        if kind in known.FILLED:
            self._stands(note, page, self._value(value))
        elif kind == "Btn" and not self._appearance(note) and self._is_on(note, value):
            said = f"第{page}页有选中而没有画出的选项，没有读取"
            self.unread.append(Unread("field", (TEXT,), said, page))

    def _field(self, note: dict[str, Any]) -> tuple[str, Any]:
        """Its kind and its value, either of which may stand above it."""
        field, kind, value = note, "", None
        for _ in range(_HIGH):
            kind = kind or self._objects.name(field.get("FT"))
            value = field.get("V") if value is None else value
            if "Parent" not in field:
                break
            field = self._objects.entries(field["Parent"])
        return kind, value

    def _is_on(self, note: dict[str, Any], value: Any) -> bool:
        state = self._objects.name(note.get("AS")) or self._objects.name(value)
        return state not in ("", "Off")

    def _value(self, value: Any) -> str:
        return "\n".join(self._objects.text(one) for one in self._objects.items(value))

    def form(self, reference: Any) -> None:
        """The form as a whole: XFA, and fields that stand on no page."""
        form = self._objects.entries(reference)
        if self._objects.resolved(form.get("XFA")) is not None:
            said = "PDF 是 XFA 动态表单，其中填写的内容不能读取，请用 Adobe Reader 打开查看"
            self.unread.append(Unread("xfa", ANYTHING, said))
        waiting: list[tuple[Any, str, tuple[int, ...]]] = [
            (one, "", ()) for one in self._objects.items(form.get("Fields"))
        ]
        seen: set[int] = set()
        while waiting and len(seen) < _MOST_FIELDS:
            one, inherited, above = waiting.pop()
            number = identity(one)
            if number is not None and number in above:
                # pdfium follows such a ring for ever
                raise Endless("PDF 的表单字段循环引用，无法打开，请人工查看")
            if number is not None and number in seen:
                continue
            if number is not None:
                seen.add(number)
                above = (*above, number)[-_HIGH:]
            field = self._objects.entries(one)
            kind = self._objects.name(field.get("FT")) or inherited
            kids = self._objects.items(field.get("Kids"))
            waiting += [(kid, kind, above) for kid in kids]
            if not kids and "Rect" not in field and kind in known.FILLED:
                self._homeless(field)
        if waiting:
            raise Unreadable("too_large", "表单的字段过多")

    def _homeless(self, field: dict[str, Any]) -> None:
        if self._value(field.get("V")).strip():
            name = self._objects.text(field.get("T"))[:_TOLD]
            said = f"表单字段“{name}”有内容而不在任何页面上，没有读取"
            self.unread.append(Unread("field", (TEXT,), said))
