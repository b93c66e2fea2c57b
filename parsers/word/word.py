"""Word 文档（docx、docm，以及 Word 2003 XML 和单文件 XML）

读取：正文、表格（含嵌套）、文本框、页眉页脚、脚注、域的结果、插入的其他文件（altChunk）、图表和 SmartArt 中的文字；修订中已删除的和隐藏的文字不读，新增的文字照读；嵌入的 Word、Excel、PDF 等文件作为所含文件读取；图片（嵌入、浮动、VML）按显示尺寸查找红色印章，图片上的文字由文字识别（OCR）读出。
看不见：自动编号的序号，分页位置（整份文档记作一页，没有坐标）；EMF/WMF 图元文件、墨迹、控件、批注、链接到外部的内容、印章大小的自选图形不读取，逐一说明，不据此认定缺少什么。
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from parsers import effort
from parsers.document import ANYTHING, Document, Page, TextFrom, Unread, fingerprint
from parsers.formats import word_xml
from parsers.packed.opc import Package
from parsers.packed.zipped import Zipped, open_zip
from parsers.parser import OpenPart, Unreadable
from parsers.word import known
from parsers.word.fields import is_on
from parsers.word.gather import Gathering, Pictured
from parsers.word.shown import FEW, Holds, Seen, look

_DEEPEST_STYLE = 12  # styles that build on one another; what goes on is a circle


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    document = read_package(_opened(data), name, open_part)
    return replace(document, sha256=fingerprint(data))


def _opened(data: bytes) -> Zipped:
    if not word_xml(data):
        return open_zip(data)
    with effort.loading():
        from parsers.word import flat  # for the few that are no packages
    return flat.opened(data)


def read_package(zipped: Zipped, name: str, open_part: OpenPart) -> Document:
    """The document of a package; its fingerprint is left to whoever knows the bytes that came."""
    package = Package(zipped)
    found = Gathering(package, open_part, _hidden_styles(package))
    main = _main(package)
    for story in _stories(package, main):
        found.read(story)
    found.account_for_the_rest()
    letters = sum(len(each.text) for each in found.flow if not isinstance(each, Pictured))
    large = any(isinstance(each, Pictured) and each.is_large for each in found.flow)
    few = letters < FEW and large
    holds = Holds.LETTER if few else Holds.PIECES
    seen = look(package, found.flow, open_part, holds)
    unread = [*found.unread, *seen.unread]
    source = _source(seen, few=few, written=letters > 0, unread=unread)
    if found.cut:
        source = TextFrom.NONE
        unread.append(Unread("cut", ANYTHING, f"文档没有读完：{found.cut}，其余请看原件", 1))
    if zipped.mended:
        source = TextFrom.NONE  # words may have been lost: nothing may be called absent
        unread.append(Unread("damaged", ANYTHING, "文档有损坏，只读出了其中一部分", 1))
    seals = (*found.seals, *seen.seals)
    # of what was not read nobody searched for seals
    searched = not any("seal" in each.touches for each in unread)
    page = Page(1, None, None, source, tuple(seen.lines), seals, seals_searched=searched)
    return Document(
        name,
        "",
        "docx",
        (page,),
        (*found.parts, *seen.parts),
        tuple(dict.fromkeys((*found.remarks, *seen.remarks))),
        unread=tuple(dict.fromkeys(replace(each, page=1) for each in unread)),
    )


def _source(seen: Seen, *, few: bool, written: bool, unread: list[Unread]) -> TextFrom:
    """Where the words come from. A few words of a picture in a written letter leave it digital: each
    line says by itself how surely it was read."""
    if not few:
        return TextFrom.DIGITAL
    if TextFrom.NONE in seen.sources or not seen.sources:
        said = "文档的内容主要是图片，图片上的文字没有全部读出，请人工查看"
        unread.append(Unread("picture", ANYTHING, said, 1))
        return TextFrom.NONE
    return TextFrom.MIXED if written else TextFrom.OCR


def _main(package: Package) -> str:
    said = (each.target for each in package.relations() if each.kind == known.MAIN)
    usual = ("word/document.xml", "word/document2.xml")
    main = next((name for name in (*said, *usual) if package.has(name)), None)
    if main is None:
        raise Unreadable("damaged", "Word 文档中没有正文，可能已损坏")
    return main


def _stories(package: Package, main: str) -> list[str]:
    """The parts that hold text, in the order in which they are read: headers first."""
    relations = [each for each in package.relations(main) if not each.outside]

    def parts(kind: str) -> list[str]:
        return sorted(each.target for each in relations if each.kind == kind)

    before = [name for kind in known.BEFORE for name in parts(kind)]
    after = [name for kind in known.AFTER for name in parts(kind)]
    return [*before, main, *after]


def _hidden_styles(package: Package) -> frozenset[str]:
    """Styles whose text is not shown, and those that build on them."""
    content = package.get("word/styles.xml") or b""
    if b"vanish" not in content:
        return frozenset()
    styles = package.xml("word/styles.xml")
    says: dict[str, bool] = {}  # what a style says itself of its words
    above: dict[str, str] = {}
    for style in styles if styles is not None else ():
        key = _attribute(style, "styleId")
        for setting in style.iterfind("{*}rPr/{*}vanish"):
            says[key] = is_on(setting)
        for base in style.iterfind("{*}basedOn"):
            above[key] = _attribute(base, "val")
    return frozenset(key for key in {*says, *above} if _is_hiding(key, says, above))


def _is_hiding(style: str, says: dict[str, bool], above: dict[str, str]) -> bool:
    """By the nearest style that says so, of those on which it builds."""
    for _ in range(_DEEPEST_STYLE):
        if style in says:
            return says[style]
        style = above.get(style, "")
    return False


def _attribute(element: etree._Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
