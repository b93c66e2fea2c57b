"""A walk through a web page, element by element: its lines, and an account of everything else on it.

In: what lxml tells (a target parser's calls). Out: `Hypertext`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from parsers import lazy_re as re
from parsers.document import ANYTHING, TEXT, Unread
from parsers.repeated import Said
from parsers.web import elements, outer, styles
from parsers.web.opened import Opened, opened
from parsers.web.outer import Held, Picture, Reference
from parsers.web.seen import Hypertext, Row, with_beginnings

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
_INDENTED = re.compile(r"[\r\n]*(?:\u3000{2}|(?:[ \u00a0\u2002\u2003\t]|\u3000){4}|\t|\u2003{2})")
_WRITES = re.compile(
    r"document\s?\.\s?write|innerHTML|outerHTML|insertAdjacent|textContent|innerText|createElement"
    r"|appendChild|\.html\(|createRoot|\.mount\(|[\u4e00-\u9fff]|\\u[4-9][0-9a-f]{3}",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,4000}+>")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_REFRESH = re.compile(r"\s{0,9}\d{0,9}\s{0,9}[;,]\s{0,9}url\s{0,9}=", re.IGNORECASE)
_HEAD = frozenset(("meta", "script", "style"))
# say something without any attribute
_TOLD_BY_NAME = elements.DRAWN | elements.MEDIA | {"canvas", "input", "option", "select", "svg"}
_TICKS = ("checkbox", "radio")
_UNSHOWN_FIELDS = frozenset(("hidden", "password", "file", "color", "range"))
_FEW = 8  # so many Chinese characters may be a greeting in what is hidden; no letter has as few
_DEEP = 3  # pages in pages
_OF_LOOKS = frozenset(
    ("alt", "class", "id", "lang", "style", "title")
)  # attributes that show nothing


@dataclass
class Walk:
    """What lxml tells of a page, gathered to rows. Every element that starts ends, be it closed in the
    page or not."""

    held: Held
    runs_scripts: bool  # as a browser does and no mail program
    read_inner: Callable[[str, int], Hypertext]  # a page within this one, and how deep it lies
    depth: int = 0
    rows: list[Row] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _sheet: styles.Sheet = field(default_factory=styles.Sheet)
    _open: list[Opened] = field(default_factory=list)
    _silent: int = 0  # of the open elements; asked at every piece of text
    _hidden: int = 0
    _quoting: int = 0
    _in_blocks: int = 0
    _keeping: list[bool] = field(default_factory=list)
    _block: int = 0
    _begins: bool = False
    _piece: list[str] = field(default_factory=list)
    _code: list[str] = field(default_factory=list)  # of a script or a style sheet
    _in_code: bool = False
    _concealed: list[str] = field(default_factory=list)  # words that are not shown
    _options: list[tuple[bool, int]] | None = None  # of an open <select>: chosen, its begin
    _drawn: list[bool] = field(default_factory=list)  # of open drawings: whether anything is drawn
    _may_show: list[tuple[str, ...]] = field(default_factory=list)  # likewise, by their sizes

    # --- what lxml calls --------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in elements.BLOCKS or tag == "text":
            self._end_line(at_break=tag == "br")
        elif tag in ("td", "th"):
            self._piece.append(" ")
        inside = opened(tag, attributes, self._sheet)
        self._open.append(inside)
        self._begins |= inside.begins
        self._silent += inside.silent
        self._hidden += inside.hidden
        self._quoting += inside.quoting
        if inside.block:
            self._block += not self._in_blocks
            self._in_blocks += 1
        if inside.keeps_lines is not None:
            self._keeping.append(inside.keeps_lines)
        if tag in _HEAD:
            self._look_at_head(tag, attributes)
        if not self._silent and not self._hidden and (attributes or tag in _TOLD_BY_NAME):
            self._show(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in elements.BLOCKS or tag == "text":
            self._end_line()
        if tag == "p":
            self._begins = True
        if tag in ("script", "style"):
            self._end_code(tag)
        elif tag == "svg" and self._drawn:
            self._end_drawing()
        elif tag == "select" and self._options is not None:
            self._end_options()
        inside = self._open.pop()
        self._silent -= inside.silent
        self._hidden -= inside.hidden
        self._quoting -= inside.quoting
        self._in_blocks -= inside.block
        if inside.keeps_lines is not None:
            self._keeping.pop()

    def data(self, text: str) -> None:
        if self._silent:
            if self._in_code:
                self._code.append(text)
        elif self._hidden:
            self._concealed.append(text)
        elif self._keeping and self._keeping[-1]:
            first, *rest = text.split("\n")
            self._piece.append(first)
            for line in rest:
                self._end_line(at_break=True)
                self._piece.append(line)
        else:
            self._piece.append(text)

    def comment(self, text: str) -> None:
        """What only some programs show: <!--[if mso]> ... <![endif]-->"""
        if text.lstrip().startswith("[if") and not self._silent:
            self._concealed.append(_TAG.sub(" ", text))

    # --- what an element is -----------------------------------------------------------------------

    def _look_at_head(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._in_code = tag != "meta"
        refreshes = attributes.get("http-equiv", "").lower() == "refresh"
        if tag == "meta" and refreshes and _REFRESH.match(attributes.get("content", "")):
            self._leave("redirect", ANYTHING, "网页会自动转到另一个网址，那里的内容未读取")
        elif tag == "script" and self.runs_scripts and attributes.get("src"):
            self._leave("script", (TEXT,), "网页里的文字可能由脚本生成，脚本未运行")

    def _show(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What the element itself shows, its inside apart."""
        source = next((attributes[key] for key in elements.SOURCES if attributes.get(key)), "")
        if tag in elements.PICTURES:
            self._refer(source, "picture", _touches(attributes))
        elif tag in elements.FRAMES:
            self._frame(source, attributes)
        elif tag in elements.OBJECTS:
            self._refer(source, "object", _touches(attributes))
        elif tag in elements.MEDIA:
            self._refer(source or "media:", "media", (TEXT,) if tag != "video" else ANYTHING)
        elif tag == "input":
            self._field(attributes, source)
        elif tag in ("select", "option"):
            self._choice(tag, attributes)
        elif tag == "svg":
            self._drawn.append(False)
            self._may_show.append(_touches(attributes))
        elif self._drawn and tag in elements.DRAWN:
            self._drawn[-1] = True
        elif tag == "canvas" and self.runs_scripts:
            self._leave("canvas", ANYTHING, "网页里有由脚本绘制的图形，未读取")
        elif tag not in elements.KNOWN:
            self._unknown(source, attributes)
        behind = [attributes[key] for key in ("background", "poster") if attributes.get(key)]
        behind += styles.pictures(attributes.get("style", ""))
        touches = _touches(attributes) if behind else ()
        for shown in behind:
            self._refer(shown, "picture", touches)

    def _unknown(self, source: str, attributes: Mapping[str, str]) -> None:
        """Of an element that nobody knows the words are read as browsers do; the rest is not."""
        self._refer(source, "element", _touches(attributes))
        said = (value for key, value in attributes.items() if key not in _OF_LOOKS)
        if any(len(_CHINESE.findall(value)) >= _FEW for value in said):
            self._leave("element", (TEXT,), "网页里有未知类型的内容，未读取")

    def _refer(self, source: str, code: str, touches: tuple[str, ...]) -> None:
        source = source.strip()
        if outer.is_nothing(source) or not touches:
            return
        held = self.held.of(source)
        if held is None:
            self.references.append(Reference(source, code, touches, self._quoting > 0))
        elif held[0] in ("image/svg+xml", "text/html", "application/xhtml+xml"):
            self._inner(held[1].decode("utf-8", "replace"))
        elif held[0].startswith("text/"):
            self._piece.append(held[1].decode("utf-8", "replace"))
        elif not outer.is_tiny(held[1]):
            kind = re.sub(r"[^a-z0-9]", "", held[0].rpartition("/")[2])[:8]
            name = f"正文图片{len(self.pictures) + 1}.{kind or 'bin'}"
            self.pictures.append(Picture(name, held[1], self._quoting > 0))

    def _frame(self, source: str, attributes: Mapping[str, str]) -> None:
        if page := attributes.get("srcdoc", ""):
            self._inner(page)
        else:
            self._refer(source, "frame", _touches(attributes))

    def _inner(self, page: str) -> None:
        """A page within this one."""
        if self.depth >= _DEEP:
            self._leave("frame", ANYTHING, "网页层层内嵌，里层未读取")
            return
        self._end_line()
        seen = self.read_inner(page, self.depth + 1)
        quoted = self._quoting > 0
        self.rows += [replace(row, quoted=row.quoted or quoted) for row in seen.rows]
        self.references += seen.references
        self.pictures += seen.pictures
        self.unread += seen.unread

    def _field(self, attributes: Mapping[str, str], source: str) -> None:
        kind = attributes.get("type", "text").lower()
        if kind == "image":
            self._refer(source, "picture", _touches(attributes))
        elif kind in _TICKS:
            self._piece.append("☑" if "checked" in attributes else "☐")
        elif kind not in _UNSHOWN_FIELDS:
            self._piece.append(attributes.get("value", ""))

    def _choice(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "select" and "multiple" not in attributes and "size" not in attributes:
            self._options = []
        elif tag == "option" and self._options is not None:
            self._options.append(("selected" in attributes, len(self._piece)))

    def _end_options(self) -> None:
        """Of the choices only the chosen one is shown, else the first."""
        options, self._options = self._options or [], None
        begins = [begin for _, begin in options] + [len(self._piece)]
        chosen = next((at for at, (is_chosen, _) in enumerate(options) if is_chosen), 0)
        if options:
            shown = self._piece[begins[chosen] : begins[chosen + 1]]
            self._piece[begins[0] :] = shown

    def _end_code(self, tag: str) -> None:
        text = "".join(self._code)
        self._code.clear()
        self._in_code = False
        if tag == "style":
            self._sheet.add(text)
        elif self.runs_scripts and _WRITES.search(text):
            self._leave("script", (TEXT,), "网页里的文字可能由脚本生成，脚本未运行")

    def _end_drawing(self) -> None:
        drawn, touches = self._drawn.pop(), self._may_show.pop()
        if drawn and touches:
            self._leave("drawing", touches, "正文里有矢量图形，未查看；其中若有印章，无法看见")

    def _end_line(self, *, at_break: bool = False) -> None:
        if self._options is not None and not at_break:
            return
        whole = "".join(self._piece)
        self._piece.clear()
        text = _BLANKS.sub(" ", whole).strip()
        if text:
            begins = self._begins or _INDENTED.match(whole) is not None
            block = self._block if self._in_blocks else 0
            self.rows.append(Row(text, self._quoting > 0, block, begins))
        self._begins = not text and (self._begins or at_break or bool(whole))

    def _leave(self, code: str, touches: tuple[str, ...], what: str) -> None:
        self.unread.append(Unread(code, touches, what, 1))

    def close(self) -> None:
        self._end_line()

    def finished(self) -> Hypertext:
        for source in self._sheet.pictures:
            self._refer(source, "picture", ANYTHING)
        shown = Said("".join(row.text for row in self.rows))
        if any(not shown.holds(word) for word in self._sheet.written):
            self._leave("style", (TEXT,), "网页的样式表里写有文字，未读取")
        if _says_more(self._concealed, shown):
            self._leave("hidden", (TEXT,), "正文里有隐藏的文字，未读取")
        return Hypertext(
            with_beginnings(self.rows),
            tuple(dict.fromkeys(self.references)),
            tuple(self.pictures),
            tuple(dict.fromkeys(self.unread)),
        )


def _touches(attributes: Mapping[str, str]) -> tuple[str, ...]:
    return outer.touches(*styles.size(attributes))


def _says_more(pieces: Iterable[str], shown: Said) -> bool:
    """Whether what is not shown has words of its own, beyond a line that greets."""
    more = 0
    for piece in dict.fromkeys(pieces):
        if piece.strip() and not shown.holds(piece):
            more += len(_CHINESE.findall(piece))
            if more >= _FEW:
                return True
    return False
