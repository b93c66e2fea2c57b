r"""The fields of a Word text: which of their pieces are shown.

In: the marks of fields and the words between them, in order. Out: what stands on the page. A field is its
code, a mark, and what the code last gave; some have no such result and show something nevertheless
(EQ, MACROBUTTON, a form's list), most others show nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from parsers import lazy_re as re
from parsers.word.spaces import named

TICKED, EMPTY = "\u2611", "\u25a1"
_LONGEST = 400  # characters of a code that are looked at
# fields without a result that show nothing, or a number of a page
_SILENT_WORDS = """ADVANCE ASK AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY BOOKMARK FORMTEXT HYPERLINK INDEX LISTNUM
    NEXT NEXTIF NOTEREF NUMPAGES PAGE PAGEREF PRIVATE RD SECTION SECTIONPAGES SEQ SET SKIPIF TA TC TOA
    TOC XE COMPARE ADDIN"""
_SILENT = frozenset(_SILENT_WORDS.split())
# one character over another: a phonetic guide over its base, a circle around a sign
_OVER = re.compile(r"\\o(?:\\[a-z]{2}|\s){0,4}\((.{1,200})[,;，；]([^,;，；()\\]{1,20})\)")


@dataclass
class _Field:
    form: etree._Element | None = None  # w:ffData
    code: list[str] = field(default_factory=list)
    has_result: bool = False
    lost: bool = False  # words stood among its code


@dataclass
class Fields:
    """Those that are open where the walk stands."""

    unread: list[str] = field(default_factory=list)  # the names of those that show what is not here
    _open: list[_Field] = field(default_factory=list)
    _coded: int = 0  # of the open ones, those whose result has not begun

    @property
    def hushed(self) -> bool:
        """Whether what comes next is code and not shown."""
        return self._coded > 0

    def mark(self, element: etree._Element) -> str:
        """At a w:fldChar: what a field that ends here shows by its code alone."""
        kind = next((v for k, v in element.attrib.items() if k.endswith("}fldCharType")), "")
        if kind == "begin":
            form = next((child for child in element if named(child)[1] == "ffData"), None)
            self._open.append(_Field(form))
            self._coded += 1
        elif kind == "separate" and self._open and not self._open[-1].has_result:
            self._open[-1].has_result = True
            self._coded -= 1
        elif kind == "end" and self._open:
            return self._ended(self._open.pop())
        return ""

    def _ended(self, ended: _Field) -> str:
        if ended.has_result:
            return ""
        self._coded -= 1
        if self.hushed:  # a code within a code
            return ""
        return self.alone("".join(ended.code)[:_LONGEST], ended.form, lost=ended.lost)

    def alone(self, code: str, form: etree._Element | None = None, *, lost: bool = False) -> str:
        """What a field without a result shows."""
        shown = _by_code(code.strip(), form)
        if shown is None or (lost and not shown):
            self.unread.append(code.split(maxsplit=1)[0][:20] if code.split() else "")
        return shown or ""

    def coded(self, text: str) -> None:
        if self._open and not self._open[-1].has_result:
            self._open[-1].code.append(text)

    def lose(self, text: str) -> None:
        """Words that stand where only code should."""
        if text.strip() and self._open:
            self._open[-1].lost = True

    def close(self) -> None:
        """At the end of a text: a field that never ended hid what came after it."""
        if self.hushed and any(each.lost for each in self._open):
            self.unread.append("")
        self._open.clear()
        self._coded = 0


def _by_code(code: str, form: etree._Element | None) -> str | None:
    """None where the code shows something that is not known here."""
    kind, _, rest = code.partition(" ")
    kind = kind.upper()
    if kind in _SILENT or not kind:
        return ""
    if kind.startswith("EQ"):
        found = _OVER.search(code)
        return found[2].strip() if found else None
    if kind in ("MACROBUTTON", "GOTOBUTTON"):
        return rest.strip().partition(" ")[2].strip()
    if kind == "SYMBOL":
        return EMPTY
    if kind == "FORMCHECKBOX":
        return _box(form)
    if kind == "FORMDROPDOWN":
        return _chosen(form)
    return None


def _value(element: etree._Element, unsaid: str = "") -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), unsaid)


def is_on(element: etree._Element) -> bool:
    """A switch: on where it is there and does not say otherwise."""
    return _value(element, "1").lower() not in ("0", "false", "off", "none")


def _box(form: etree._Element | None) -> str:
    said = {named(each)[1]: is_on(each) for each in (form.iter() if form is not None else ())}
    return TICKED if said.get("checked", said.get("default", False)) else EMPTY


def _chosen(form: etree._Element | None) -> str | None:
    """The line of a list that is chosen: the first one where nobody chose."""
    inside = list(form.iter()) if form is not None else []
    lines = [_value(each) for each in inside if named(each)[1] == "listEntry"]
    at = next((_value(each) for each in inside if named(each)[1] in ("result", "default")), "0")
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else 0
    return lines[number] if number < len(lines) else (None if lines else "")
