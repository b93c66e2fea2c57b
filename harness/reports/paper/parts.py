"""What makes up a paper apart from its words: fonts, fields, the page, the table of contents, as XML.

Fonts are named for the reader's Word (`w:eastAsia`), with what stands for them where they are missing;
nothing is embedded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from harness.reports.paper.grid import HEI, LATIN, SONG
from letters.writable import writable

KAI, FANG = "楷体", "仿宋"
# the other name under which a reader's machine may have them; by family it chooses a third
_INSTEAD = {
    FANG: "FangSong",
    KAI: "KaiTi",
    HEI: "SimHei",
    SONG: "SimSun",
}
_KINDS = {FANG: "roman", KAI: "roman", HEI: "swiss", SONG: "roman", LATIN: "roman"}


def font_table() -> bytes:
    """word/fontTable.xml"""
    fonts = "".join(
        f'<w:font w:name="{name}">{_other(name)}'
        f'<w:charset w:val="{"00" if name == LATIN else "86"}"/><w:family w:val="{_KINDS[name]}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name in _KINDS
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _other(name: str) -> str:
    return f'<w:altName w:val="{_INSTEAD[name]}"/>' if name in _INSTEAD else ""


def name_font(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    for key, value in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", font)):
        fonts.set(qn(key), value)
    fonts.set(qn("w:hint"), "eastAsia")


def speak_chinese(styles: Any) -> None:
    """The language of everything: what a spelling checker and a screen reader go by."""
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")


def underline(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "4"), ("w:color", "999999")):
        line.set(qn(key), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def field(paragraph: Any, instruction: str, size: Any) -> None:
    for kind, text in (
        ("begin", ""),
        ("", instruction),
        ("separate", ""),
        ("text", "1"),
        ("end", ""),
    ):
        run = paragraph.add_run("1" if kind == "text" else "")
        run.font.size = size
        if kind == "text":
            continue
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def numbered(section: Any, form: str, start: int) -> None:
    """How the pages of a section are counted: decimal, lowerRoman."""
    kind = OxmlElement("w:pgNumType")
    kind.set(qn("w:fmt"), form)
    kind.set(qn("w:start"), str(start))
    section._sectPr.append(kind)


def bookmarked(paragraph: Any, name: str, number: int) -> None:
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for part in (begin, end):
        part.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, begin)
    paragraph._p.append(end)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    level: int
    text: str
    mark: str


def contents(entries: Iterable[Entry], pages: dict[str, int], width: int) -> list[Any]:
    """The paragraphs of a TOC field that is filled in already. `width` in twentieths of a point."""
    lines = list(entries)
    last = len(lines) - 1
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return [
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="TOC{one.level}"/><w:tabs>'
            f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs></w:pPr>'
            f"{begin if place == 0 else ''}{_line(one, pages.get(one.mark))}"
            f"{end if place == last else ''}</w:p>"
        )
        for place, one in enumerate(lines)
    ]


def _line(one: Entry, page: int | None) -> str:
    return (
        f'<w:hyperlink w:anchor="{one.mark}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{escape(writable(one.text))}</w:t></w:r><w:r><w:tab/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {one.mark} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{page or ''}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
    )
