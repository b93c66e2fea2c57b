"""演示文稿（pptx）

读取：各张幻灯片上的文字、表格、图表和 SmartArt 中的文字，一张一页；图片按显示尺寸查找红色印章（图片上的文字不读，逐一说明）；嵌入的文件作为所含文件读取。
看不见：备注、批注、母版上的图形，动画的次序，音频视频；旧版 ppt 不读取。
"""

from __future__ import annotations

from lxml import etree

from parsers import effort
from parsers.document import ANYTHING, SEAL, TEXT, Document, Page, TextFrom, Unread, fingerprint
from parsers.packed.opc import Package
from parsers.packed.zipped import open_zip
from parsers.parser import OpenPart, Unreadable
from parsers.word import known
from parsers.word.gather import Gathering
from parsers.word.shown import Holds, look


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    package = Package(open_zip(data))
    found = Gathering(package, open_part)
    pages: list[Page] = []
    parts: list[Document] = []
    unread: list[Unread] = []
    remarks: list[str] = []
    for number, slide in enumerate(_slides(package), 1):
        if why := effort.page_refusal():
            found.cut = why
            break
        found.flow.clear()
        found.seals.clear()
        found.read(slide)
        seen = look(package, found.flow, open_part, Holds.EXTRAS)
        unread += [Unread(one.code, one.touches, one.what, number) for one in seen.unread]
        searched = not any(SEAL in one.touches for one in seen.unread)
        lines, seals = tuple(seen.lines), (*found.seals, *seen.seals)
        pages.append(
            Page(number, None, None, TextFrom.DIGITAL, lines, seals, seals_searched=searched)
        )
        parts += seen.parts
        remarks += seen.remarks
    unread += _behind(package)
    found.account_for_the_rest(frozenset((known.MAIN,)))
    if found.cut or package.zipped.mended:
        unread.append(Unread("cut", ANYTHING, f"演示文稿没有读完：{found.cut or '文件有损坏'}"))
    return Document(
        name,
        fingerprint(data),
        "pptx",
        tuple(pages),
        (*found.parts, *parts),
        tuple(dict.fromkeys((*found.remarks, *remarks))),
        unread=tuple(dict.fromkeys((*unread, *found.unread))),
    )


def _slides(package: Package) -> list[str]:
    """In the order of the show."""
    main = next((each.target for each in package.relations() if each.kind == known.MAIN), "")
    root = package.xml(main) if main else None
    if root is None:
        raise Unreadable("damaged", "演示文稿中没有正文，可能已损坏")
    named = {each.id: each.target for each in package.relations(main) if each.kind == "slide"}
    order = [_reference(one) for one in root.iter("{*}sldId")]
    return [named[key] for key in order if package.has(named.get(key, ""))]


def _reference(element: etree._Element) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith("}id")), "")


def _behind(package: Package) -> list[Unread]:
    """Words and pictures that stand on every slide, but are no slide's own."""
    for name in package.parts:
        if not name.lower().startswith(("ppt/slidelayouts/slide", "ppt/slidemasters/slide")):
            continue
        root = package.xml(name)
        for shape in root.iter("{*}sp", "{*}pic") if root is not None else ():
            own = next(shape.iter("{*}ph"), None) is None
            if own and (shape.tag.endswith("}pic") or any(one.text for one in shape.iter("{*}t"))):
                return [Unread("master", (TEXT, SEAL), "母版上的文字和图片没有读取")]
    return []
