"""A package of Office -> all that its parts say and show, and an account of every one of them.

In: a `Package` and the parts in which to begin. Out: `Gathering`: lines and pictures in reading order,
files embedded in it, and what was not read. Each part is read, known to carry nothing (known.py), or unread;
a relationship that leads nowhere or outside is unread where something would be shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from lxml import etree

from parsers import effort
from parsers.document import ANYTHING, SEAL, TEXT, Document, Line, Seal, Unread, refused
from parsers.effort import Of
from parsers.limits import MAX_LINES, MAX_STORIES
from parsers.packed.opc import Package, Relation
from parsers.parser import OpenPart, Unreadable
from parsers.word import known, objects
from parsers.word.flow import Flow
from parsers.word.references import Shown

# what a part that carries nothing may refer to without being more than that
_KNOWN = (
    known.NOTHING
    | known.STORIES
    | known.SIGNATURES
    | known.DRAWN
    | known.UNREAD.keys()
    | {known.PICTURE}
)


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture at its place: the member that holds it, and how wide it is shown in points."""

    target: str
    width: float | None

    @property
    def is_large(self) -> bool:
        """Wide enough to be a page and not a seal."""
        return self.width is None or self.width > 250

    @property
    def title(self) -> str:
        return PurePosixPath(self.target).name


@dataclass
class Gathering:
    package: Package
    open_part: OpenPart
    hidden_styles: frozenset[str] = frozenset()
    flow: list[Line | Pictured] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)  # of pieces of other files
    parts: list[Document] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cut: str = ""  # why not everything was read
    _seen: set[str] = field(default_factory=set)  # parts, in lower case
    _lines: int = 0
    _stories: int = 0

    def read(self, name: str) -> None:
        """One part with all that it refers to."""
        if self._met(name) or self.cut:
            return
        self._stories += 1
        if why := self._why_no_more():
            self.cut = why
            return
        root = self.package.xml(name)
        if root is None:
            raise Unreadable("damaged", f"文档缺少“{name}”，无法读取")
        self.read_xml(root, name)

    def read_xml(self, root: etree._Element, name: str) -> None:
        relations = {each.id: each for each in self.package.relations(name)}
        flow = Flow(self.hidden_styles)
        followed = flow.passed
        for item in flow.items(root, MAX_LINES - self._lines):
            if isinstance(item, str):
                self._lines += 1
                self.flow.append(Line(item))
            else:
                followed.add(item.id)
                self._follow(item, relations)
        self.unread += flow.unread
        self._lines += (MAX_LINES + 1) * flow.stopped
        self.cut = self.cut or self._why_no_more()
        if flow.hides:
            self.remarks.append("有隐藏文字，不显示也不打印，没有作为文书内容读取")
        for each in relations.values():
            if each.id not in followed:
                self._settle(each)
            elif not each.outside:  # it belongs to what is not shown
                self._met(each.target)

    def miss(self, code: str, touches: tuple[str, ...], what: str) -> None:
        self.unread.append(Unread(code, touches, what))

    def _met(self, name: str) -> bool:
        if name.lower() in self._seen:
            return True
        self._seen.add(name.lower())
        return False

    def _why_no_more(self) -> str:
        if self._stories > MAX_STORIES:
            return f"至多读取{MAX_STORIES}个部分（正文、页眉、页脚、注释）"
        if self._lines > MAX_LINES:
            return f"至多读取{MAX_LINES}行"
        return effort.why_stop()

    # --- what is shown at a place -----------------------------------------------------------------

    def _follow(self, shown: Shown, relations: dict[str, Relation]) -> None:
        relation = relations.get(shown.id)
        if relation is None:
            # a link without its address shows its own words all the same
            if not shown.element.startswith("hlink") and shown.element != "hyperlink":
                self.miss("missing", ANYTHING, "文档显示的一部分内容（图片或者对象）不在文件里")
        elif shown.element == "contentPart":
            self._met(relation.target)
            self.miss("ink", ANYTHING, "有手写墨迹，没有读取")
        elif shown.element in ("blip", "imagedata", "fill", "svgBlip") and not relation.outside:
            self._picture(relation, shown.width)
        elif shown.element == "object":
            read = not relation.outside and self._object(relation)
            for each in shown.previews:
                known_relation = relations.get(each.id)
                if not read and known_relation:
                    self._follow(each, relations)
                elif known_relation:  # it shows what was read
                    self._met(known_relation.target)
                    relations.pop(each.id)
        elif relation.kind == known.PICTURE and not relation.outside:
            self._picture(relation, shown.width)
        elif relation.kind == known.CHUNK and not relation.outside:
            self._chunk(relation)
        else:
            self._settle(relation)

    def _picture(self, relation: Relation, width: float | None) -> None:
        self._met(relation.target)
        self.flow.append(Pictured(relation.target, width))

    def _chunk(self, relation: Relation) -> None:
        """A piece of another file that Word takes into the text: its words belong here."""
        data = self._bytes(relation)
        if data is None:
            return
        title = PurePosixPath(relation.target).name
        document = self.open_part(data, title)
        if document.error:
            self.miss("altchunk", ANYTHING, f"插入的“{title}”没有读取：{document.error.message}")
            return
        for page in document.pages:
            self.flow += [replace(line, bbox=None) for line in page.lines]
            self._lines += len(page.lines)
            self.seals += [replace(seal, bbox=None) for seal in page.seals]
        self.unread += [replace(each, page=None) for each in document.left]
        self.parts += document.parts
        self.remarks += document.warnings

    def _object(self, relation: Relation) -> bool:
        """An embedded file becomes a part; whether it was read."""
        if self._met(relation.target):
            return True
        data = self._bytes(relation)
        if data is None:
            return False
        title = PurePosixPath(relation.target).name
        found = objects.inside(data, title)
        if found is None:
            self.miss("object", ANYTHING, f"嵌入的对象“{title}”没有读取")
            return False
        return self._opened(*found)

    def _opened(self, title: str, data: bytes) -> bool:
        try:
            effort.take(Of.PARTS)
            document = self.open_part(data, title)
        except Unreadable as fault:
            document = refused(data, title, "unknown", fault.code, fault.message)
        self.parts.append(document)
        return document.error is None

    def _bytes(self, relation: Relation) -> bytes | None:
        title = PurePosixPath(relation.target).name
        self._met(relation.target)
        try:
            data = self.package.get(relation.target)
        except Unreadable as fault:
            self.miss("part", ANYTHING, f"“{title}”没有读取：{fault.message}")
            return None
        if data is None:
            self.miss("missing", ANYTHING, f"文档引用的“{title}”不在文件里")
        return data

    # --- what is shown nowhere --------------------------------------------------------------------

    def _settle(self, relation: Relation) -> None:
        """A relationship that no place in the text shows, or that is what it is wherever it stands."""
        kind, target = relation.kind, relation.target
        if kind in known.NOTHING or kind in known.STORIES:
            self._reach(relation)
        elif relation.outside:
            self._met(target)
            code, what = known.UNREAD.get(kind, ("linked", "文档引用的图片或者其他内容不在文件里"))
            self.miss(code, ANYTHING, f"{what}，没有读取")
        elif kind in known.DRAWN:
            self._drawn(target)
        elif kind in known.OBJECTS:
            self._object(relation)
        elif kind in known.NOTES:
            self._notes(target)
        elif kind == known.CHUNK:
            self._chunk(relation)
        elif kind in known.SIGNATURES:
            self._met(target)
            self.miss("signature", (SEAL,), "文档带有 Office 数字签名，没有核验")
            self._below(target)
        elif kind == known.PICTURE:
            if not self._met(target):
                self.miss(
                    "picture",
                    ANYTHING,
                    f"图片“{PurePosixPath(target).name}”不知显示在何处，没有查看",
                )
        elif not self._met(target):
            code, what = known.UNREAD.get(
                kind, ("part", f"有不认识的部分（{PurePosixPath(target).name}）")
            )
            self.miss(code, ANYTHING, f"{what}，没有读取")
            self._below(target)

    def _reach(self, relation: Relation) -> None:
        if relation.outside or relation.kind in known.STORIES:
            return
        if not self._met(relation.target):
            self._below(relation.target)

    def _below(self, target: str) -> None:
        """What a part refers to that carries nothing itself is known by that, and shown nowhere."""
        waiting = [target]
        while waiting:
            for each in self.package.relations(waiting.pop()):
                if each.outside or self._met(each.target):
                    continue
                waiting.append(each.target)
                if each.kind not in _KNOWN:
                    title = PurePosixPath(each.target).name
                    self.miss("part", ANYTHING, f"有不认识的部分（{title}），没有读取")

    def _drawn(self, target: str) -> None:
        """A chart, a diagram, a sheet's drawing: it is one part more whose words are read."""
        if self.package.has(target):
            self.read(target)
        elif not self._met(target):
            self.miss("missing", ANYTHING, "文档引用的图形不在文件里")

    def _notes(self, target: str) -> None:
        if self._met(target):
            return
        self._below(target)
        root = self.package.xml(target)
        said = (
            one.text or "" for one in (root.iter("{*}t", "{*}text") if root is not None else ())
        )
        if any(char.isalpha() for text in said for char in text):
            self.miss("comment", (TEXT,), "批注和备注没有作为文书内容读取")

    def account_for_the_rest(self, read: frozenset[str] = frozenset()) -> None:
        """Parts to which nothing led so far. `read` are kinds whose words another reader told: what
        they refer to is settled too."""
        waiting = [""]
        while waiting:
            for relation in self.package.relations(waiting.pop()):
                if relation.kind not in read:
                    self._settle(relation)
                elif not relation.outside and not self._met(relation.target):
                    waiting.append(relation.target)
        counted = Counter(name.lower() for name in self.package.parts)
        for name in dict.fromkeys(self.package.parts):
            if counted[name.lower()] > 1:
                self.miss("part", ANYTHING, f"文件里有几个同名的部分（{PurePosixPath(name).name}）")
            elif not self._met(name) and not known.is_loose(name, self.package.type_of(name)):
                self.miss("part", ANYTHING, f"有不知用途的部分（{name[-60:]}），没有读取")
