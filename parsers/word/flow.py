"""One XML part of a Word file, a slide or a drawing -> its words and what it shows, in reading order.

In: the root element. Out: lines of text, and `Shown` for what the part refers to (pictures, objects,
charts, pieces of other files). Every element is met: words are read wherever they stand, what is known
to hold none is passed by, and characters in an element that nobody here knows are named in `unread`.

A text box's paragraphs come after the one that holds it; a table row is one line. What was struck
out or is hidden is not shown, and not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from parsers.document import ANYTHING, SEAL, TEXT, Unread
from parsers.limits import MAX_LINES
from parsers.word import shapes
from parsers.word.fields import EMPTY, Fields, is_on
from parsers.word.references import (
    OBJECTS,
    Shown,
    is_understood,
    object_shown,
    references,
    stands_in_blip,
)
from parsers.word.spaces import CHOICES, DRAWING, WORD, named

_STRUCK = frozenset(("del", "moveFrom", "delText", "delInstrText"))
# they say how something looks, or name what another part holds
_SETTINGS = frozenset(("rPr", "pPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr")) | {
    *("rubyPr", "rt", "docSuppData")
}
_BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " ", "sym": EMPTY}
# a day that Word writes itself whenever it opens the file
_TODAY = frozenset(("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"))
# elements whose characters are a place, a size, a code or data and no words
_NO_WORDS_WORDS = """posOffset align pctWidth pctHeight pctPosHOffset pctPosVOffset FieldCodes LinkType LockedField
    fldData binData f formatCode separator evenHeader oddHeader oddFooter evenFooter Anchor Row Column
    MoveWithCells SizeWithCells AutoFill AutoLine FmlaMacro TextHAlign TextVAlign LockText Visible PrintObject Locked CF
    ColHidden RowHidden tableStyleId x y col colOff row rowOff attrName"""
_NO_WORDS = frozenset(_NO_WORDS_WORDS.split())
_NUMBERS = frozenset(("numCache", "numLit", "numDim"))  # of a chart, drawn as its curves
# kinds of graphics whose pieces the walk meets
_GRAPHICS = (
    *("/picture", "/wordprocessingShape", "/wordprocessingGroup", "/wordprocessingCanvas"),
    *("/lockedCanvas", "/chart", "/chartex", "/diagram", "/table", "/ole", "/oleObject"),
)


Item = str | Shown


class _Enough(Exception):
    pass


@dataclass
class Flow:
    """The walk over one part. `passed` are relationships that belong to what is not shown: struck out,
    hidden, or another form of what is."""

    hidden_styles: frozenset[str] = frozenset()
    unread: list[Unread] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    hides: bool = False  # there were hidden words
    stopped: bool = False  # there was more than was wanted
    _out: list[Item] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)  # of the line that is being read
    _aside: list[Item | etree._Element] | None = None  # what a paragraph holds beside its words
    _fields: Fields = field(default_factory=Fields)

    def items(self, root: etree._Element, most: int = MAX_LINES) -> list[Item]:
        """All that the part says and shows; somewhat more than `most` where there is more."""
        self._most = most
        try:
            self._walk(root)
            self._end_line()
        except _Enough:
            self.stopped = True
        self._fields.close()
        for name in dict.fromkeys(self._fields.unread):
            said = (
                f"域“{name}”显示的内容不在文件里"
                if name
                else "有没有结束的域，其后的文字可能没有读全"
            )
            self._miss("field", (TEXT,), said)
        return self._out

    def _miss(self, code: str, touches: tuple[str, ...], what: str) -> None:
        self.unread.append(Unread(code, touches, what))

    # --- blocks -----------------------------------------------------------------------------------

    def _walk(self, element: etree._Element) -> None:
        space, name = named(element)
        if not name or self._passes(element, space, name):
            return
        if name in ("p", "tr") and (space in WORD or space in DRAWING):
            if element.text and not element.text.isspace():
                self._strange(element)
            if self._aside is not None:
                self._aside.append(element)
            elif name == "p":
                self._paragraph(element)
            else:
                self._row(element)
        elif name in OBJECTS and (held := object_shown(element)):
            self._put(held)
        else:
            self._element(element, space, name)
            self._children(element)

    def _children(self, element: etree._Element) -> None:
        for child in element:
            self._walk(child)
            if child.tail and not child.tail.isspace():
                self._strange(element)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._end_line()
        aside: list[Item | etree._Element] = []
        self._aside = aside
        self._children(paragraph)
        self._aside = None
        self._end_line()
        for each in aside:
            if isinstance(each, str | Shown):
                self._put(each)
            else:
                self._walk(each)

    def _end_line(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        for row in text.split("\n"):
            if row := row.strip():
                self._put(row)

    def _put(self, item: Item) -> None:
        if self._aside is not None:
            self._aside.append(item)
            return
        self._out.append(item)
        if len(self._out) > self._most:
            raise _Enough

    def _row(self, row: etree._Element) -> None:
        """A table row as a line, unless a cell holds more than one: then cell by cell."""
        self._end_line()
        out, cells = self._out, []
        for cell in row:
            self._out = []
            self._walk(cell)
            self._end_line()
            cells.append(self._out)
        self._out = out
        if all(sum(isinstance(item, str) for item in cell) <= 1 for cell in cells):
            words = [item for cell in cells for item in cell if isinstance(item, str)]
            cells.insert(0, [" ".join(words)] if words else [])
            cells[1:] = [[item for item in cell if isinstance(item, Shown)] for cell in cells[1:]]
        for cell in cells:
            for item in cell:
                self._put(item)

    # --- what is not shown ------------------------------------------------------------------------

    def _passes(self, element: etree._Element, space: str, name: str) -> bool:
        """Whether an element was dealt with here: it shows nothing, or one of several forms."""
        if space == CHOICES:
            if name == "AlternateContent":
                self._alternatives(element)
            return name not in ("Choice", "Fallback")
        if space in WORD:
            if name in _SETTINGS:
                return True
            hidden = self._is_hidden(element, name)
            self.hides |= hidden and any(one.text for one in element.iter("{*}t"))
            if hidden or name in _STRUCK:
                self._pass(element)
                return True
        elif name == "annotation":  # of Word 2003
            return self._annotation(element)
        return name in _NUMBERS

    def _annotation(self, element: etree._Element) -> bool:
        kind = next((v for k, v in element.attrib.items() if k.endswith("}type")), "")
        if kind.endswith("Comment"):
            self._miss("comment", (TEXT,), "批注没有作为文书内容读取")
        return kind.endswith(("Comment", "Deletion"))

    def _pass(self, element: etree._Element) -> None:
        for inner in element.iter():
            self.passed.update(references(inner).values())

    def _alternatives(self, element: etree._Element) -> None:
        """The first choice that is understood here, else the fall-back; of the others the pictures
        are not looked for again."""
        branches = [one for one in element if named(one)[1] in ("Choice", "Fallback")]
        taken = next((one for one in branches if is_understood(one)), None)
        if taken is None:
            taken = branches[0] if branches else element
        for branch in branches:
            if branch is taken:
                self._children(branch)
            elif named(branch)[1] == "Fallback" or named(taken)[1] == "Choice":
                self._pass(branch)
            elif any(
                True for one in taken.iter() if references(one)
            ):  # another form of its picture
                for picture in branch.iter("{*}blip", "{*}imagedata"):
                    self._pass(picture)

    def _is_hidden(self, element: etree._Element, name: str) -> bool:
        if name not in ("r", "p"):
            return False
        looks = next((one for one in element if named(one)[1] == f"{name}Pr"), None)
        for setting in looks if looks is not None else ():
            kind = named(setting)[1]
            if kind == "vanish" and name == "r":
                return is_on(setting)
            if kind == f"{name}Style" and self.hidden_styles:
                return any(value in self.hidden_styles for value in setting.attrib.values())
        return False

    # --- what is ----------------------------------------------------------------------------------

    def _element(self, element: etree._Element, space: str, name: str) -> None:
        """What the element itself says or shows, apart from those within."""
        text = element.text
        if name == "t" or (name in ("v", "pt") and text):
            self._words(text or "", is_line=name != "t")
        elif name == "instrText":
            self._fields.coded(text or "")
        elif text and not text.isspace() and name not in _NO_WORDS:
            self._strange(element)
        if space in WORD:
            self._word_element(element, name)
        elif name == "textpath" and element.get("string"):
            self._put(" ".join(element.get("string", "").split()) or "\u25a1")
        elif name == "graphicData" and not element.get("uri", "").endswith(_GRAPHICS):
            self._miss("drawing", ANYTHING, f"有不认识的图形（{element.get('uri', '')[-60:]}）")
        if element.attrib:
            self._show(element, name)
        if name in shapes.HOLDERS and (form := shapes.like_a_seal(element)):
            self._miss("drawing", (SEAL,), f"有印章大小的自选图形（{form}），无法判断是不是印章")

    def _word_element(self, element: etree._Element, name: str) -> None:
        if name in _BLANKS:
            self._words(_BLANKS[name])
        elif name == "fldChar":
            self._words(self._fields.mark(element))
        elif name == "fldSimple" and not any(one.text for one in element.iter("{*}t")):
            code = next((v for k, v in element.attrib.items() if k.endswith("}instr")), "")
            if next(element.iter("{*}drawing", "{*}pict"), None) is None:
                self._words(self._fields.alone(code[:400]))
        elif name == "sdt":
            self._control(element)
        elif name in _TODAY:
            self._miss("field", ("date",), "有随打开日期变化的日期，文件里没有写下当时的日期")

    def _control(self, control: etree._Element) -> None:
        """A content control whose words Word takes from another part when it opens the file."""
        settings = {named(one)[1] for one in control.iterfind("{*}sdtPr/*")}
        filled = any(one.text for one in control.iter("{*}t"))
        if "dataBinding" in settings and ("showingPlcHdr" in settings or not filled):
            self._miss("field", (TEXT,), "有取自别处数据的内容控件，文件里没有写下它显示的文字")

    def _words(self, text: str, *, is_line: bool = False) -> None:
        if self._fields.hushed:
            self._fields.lose(text)
        elif is_line:
            self._put(text.strip() or "\u25a1")
        else:
            self._pieces.append(text)

    def _strange(self, element: etree._Element) -> None:
        self._miss(
            "element", (TEXT,), f"文档里有不认识的内容（{named(element)[1][:40]}），没有读取"
        )

    def _show(self, element: etree._Element, name: str) -> None:
        found = references(element)
        if "embed" in found and "link" in found:  # the same picture, kept here too
            self.passed.add(found.pop("link"))
        if name == "imgLayer" or (name == "svgBlip" and stands_in_blip(element)):
            self.passed.update(found.values())
            return
        for key in found.values():
            self._put(Shown(key, name, shapes.width(element)))
