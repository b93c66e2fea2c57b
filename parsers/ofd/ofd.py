"""OFD 版式文件（GB/T 33190）

读取：各页和模板页的文字，按位置排成行；图像页的文字由文字识别（OCR）读出；图像中的红色印章；电子签章（Signs）的位置和 SES 数据中的印章名称；附件。
看不见：用路径（矢量图形）画成的文字和印章，JBIG2 图像，批注中的文字；签章是否有效（SM2）未经验证。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from parsers import effort, members
from parsers.document import Box, Document, Page, Seal, SealForm, TextFrom, fingerprint
from parsers.effort import Of
from parsers.limits import MAX_GLYPHS, MAX_PAGE_PIXELS, MAX_PAGES, MAX_PICTURES, MAX_TEMPLATES
from parsers.ofd import ofd_signs
from parsers.ofd.ofd_package import POINT, Package, children, first, local, numbers, text_at
from parsers.ofd.ofd_picture import composed, shown
from parsers.packed.zipped import open_zip
from parsers.page import glyphs, picture, recognised
from parsers.page.glyphs import Glyph, Glyphs
from parsers.page.picture import Picture
from parsers.page.recognised import Reading
from parsers.parser import OpenPart, Unreadable
from parsers.seals import ring, seal

_FEW = 20  # characters: with fewer, what else is on the page is the letter
_LARGE = 0.5  # of the page covered by images: a scan, whatever text lies on it
_WORD = re.compile(r"\S+")
_MANY_PATHS = 60  # outlined letters; rules and frames need fewer


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a page shows, templates included."""

    characters: tuple[Glyph, ...]
    images: tuple[tuple[str, Box], ...]  # (resource, where)
    paths: int


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    package = Package(open_zip(data))
    pages: list[Page] = []
    parts: list[Document] = []
    warnings: list[str] = []
    for body in package.bodies():
        root = package.xml(body.root)
        if root is None:
            raise Unreadable("damaged", f"OFD 缺少“{body.root}”，无法读取")
        signs, cut = ofd_signs.signs(package, body, warnings)
        read_pages = _pages(package, body.root, root, signs, len(pages), warnings)
        pages += [
            replace(page, seals_searched=page.seals_searched and not cut) for page in read_pages
        ]
        hidden = tuple(sign.seal for sign in signs if sign.page is None)
        if hidden and pages:  # a signature without a stamp: the last page stands for the file
            pages[-1] = replace(pages[-1], seals=(*pages[-1].seals, *hidden))
        parts += members.opened(package.attachments(body.root, root), open_part)
    if package.zipped.mended:  # words may have been lost: nothing may be called absent
        pages = [replace(page, text_from=TextFrom.NONE) for page in pages]
        warnings.append("文件有损坏，只读出了其中一部分")
    if not pages:
        raise Unreadable("empty", "OFD 没有任何页面")
    return Document(name, fingerprint(data), "ofd", tuple(pages), tuple(parts), tuple(warnings))


def _pages(
    package: Package,
    at: str,
    root: etree._Element,
    signs: list[ofd_signs.Sign],
    before: int,
    warnings: list[str],
) -> Iterator[Page]:
    media = package.media(at, root)
    listed = list(children(first(root, "Pages"), "Page"))
    if len(listed) > MAX_PAGES:
        warnings.append(f"共{len(listed)}页，只读取了前{MAX_PAGES}页")
    for number, entry in enumerate(listed, before + 1):
        if number - before > MAX_PAGES or (why := effort.page_refusal()):
            if number - before <= MAX_PAGES:
                warnings.append(f"共{len(listed)}页，第{number - before}页起没有读取：{why}")
            yield Page(number, None, None, TextFrom.NONE, seals_searched=False)
            return
        content = package.xml(package.resolve(at, entry.get("BaseLoc", "")))
        if content is None:
            warnings.append(f"第{number}页的内容缺失，无法读取")
            yield Page(number, None, None, TextFrom.NONE, seals_searched=False)
            continue
        stamped = tuple(sign.seal for sign in signs if sign.page == entry.get("ID"))
        try:
            drawn = _drawn(_sheets(package, at, root, content))
            page = _page(package, number, _size(root, content), drawn, media, warnings)
        except Unreadable as fault:
            warnings.append(f"第{number}页没有读取：{fault.message}")
            page = Page(number, *_size(root, content), TextFrom.NONE, seals_searched=False)
        yield replace(page, seals=(*page.seals, *stamped))


def _sheets(
    package: Package, at: str, root: etree._Element, content: etree._Element
) -> list[etree._Element]:
    """What lies on a page: the templates that it uses, and its own content above them."""
    templates = {
        e.get("ID", ""): e.get("BaseLoc", "") for e in root.iter() if local(e) == "TemplatePage"
    }
    used = [templates.get(e.get("TemplateID", ""), "") for e in children(content, "Template")]
    if len(used) > MAX_TEMPLATES:
        raise Unreadable("too_large", f"一页至多用{MAX_TEMPLATES}个模板")
    layers = [package.xml(package.resolve(at, place)) for place in used if place]
    return [sheet for sheet in (*layers, content) if sheet is not None]


def _size(root: etree._Element, content: etree._Element) -> tuple[float, float]:
    """Width and height in points."""
    box = text_at(content, "PhysicalBox") or text_at(root, "PhysicalBox")
    area = numbers(box or "")
    width, height = area[2:4] if len(area) >= 4 else (210.0, 297.0)
    return width * POINT, height * POINT


def picture_of(data: bytes, number: int, dpi: float) -> Picture:
    """A page's images and characters where they stand; paths and the seals of signatures are not
    drawn."""
    package = Package(open_zip(data))
    for at, root, entry in islice(_entries(package), max(number, 1) - 1, None):
        content = package.xml(package.resolve(at, entry.get("BaseLoc", "")))
        if content is None or number < 1:
            break
        drawn = _drawn(_sheets(package, at, root, content))
        images, _ = _images(package, drawn, package.media(at, root), [])
        return shown(images, drawn.characters, _size(root, content), dpi)
    raise Unreadable("empty", "OFD 没有这一页，或者这一页的内容缺失")


def _entries(package: Package) -> Iterator[tuple[str, etree._Element, etree._Element]]:
    """(where its document lies, the document's root, the page's entry) of every page that is read,
    in the order in which pages are numbered."""
    for body in package.bodies():
        root = package.xml(body.root)
        if root is not None:
            listed = list(children(first(root, "Pages"), "Page"))
            yield from ((body.root, root, entry) for entry in listed[:MAX_PAGES])


def _page(
    package: Package,
    number: int,
    size: tuple[float, float],
    drawn: _Drawn,
    media: dict[str, str],
    warnings: list[str],
) -> Page:
    width, height = size
    images, whole = _images(package, drawn, media, warnings)
    seals, searched = _seals(images)
    covered = sum((b[2] - b[0]) * (b[3] - b[1]) for _, b in drawn.images) / max(width * height, 1)
    characters = Glyphs.of(drawn.characters)
    few = characters.written.sum() < _FEW
    garbled = glyphs.is_garbled(characters)
    lines = () if garbled else glyphs.lines(characters)
    read = Reading(TextFrom.DIGITAL, lines)
    if covered > _LARGE or (few and covered > 0.1):
        seen = recognised.read_picture(composed(images, width, height), seals, number)
        read = recognised.joined(seen, lines) if lines else seen
    if garbled or (few and drawn.paths > _MANY_PATHS) or (not whole and covered > _LARGE):
        read = replace(read, text_from=TextFrom.NONE)
        why = "文字是乱码" if garbled else "内容有些是图形或者打不开的图像"
        warnings.append(f"第{number}页的{why}，未能读出，请人工查看")
    warnings += read.warnings
    return Page(
        number, width, height, read.text_from, read.lines, seals, seals_searched=searched and whole
    )


def _drawn(sheets: list[etree._Element]) -> _Drawn:
    characters: list[Glyph] = []
    images: list[tuple[str, Box]] = []
    paths = 0
    for sheet in sheets:
        for element in sheet.iter():
            kind = local(element)
            if kind == "TextObject":
                for glyph in _glyphs(element):
                    characters.append(glyph)
                    if len(characters) > MAX_GLYPHS:
                        raise Unreadable("too_large", f"一页至多读取{MAX_GLYPHS}个字")
            elif kind == "ImageObject":
                images.append((element.get("ResourceID", ""), _boundary(element)))
            elif kind == "PathObject":
                paths += 1
    effort.take(Of.GLYPHS, len(characters))
    return _Drawn(tuple(characters), tuple(images), paths)


def _boundary(element: etree._Element) -> Box:
    x, y, width, height = (numbers(element.get("Boundary", "")) + [0.0] * 4)[:4]
    return x * POINT, y * POINT, (x + width) * POINT, (y + height) * POINT


def _glyphs(element: etree._Element) -> Iterator[Glyph]:
    """The characters of a text object; their places are steps from the first one."""
    left, top, *_ = _boundary(element)
    a, b, c, d, e, f = (numbers(element.get("CTM", "")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0])[:6]
    size = float((numbers(element.get("Size", "")) or [4.0])[0])
    x, y = 0.0, 0.0
    for code in children(element, "TextCode"):
        # what is not given goes on from the code before
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        text = code.text or ""
        across = _steps(code.get("DeltaX", ""), len(text))
        down = _steps(code.get("DeltaY", ""), len(text))
        for index, char in enumerate(text):
            width = size * (0.5 if char.isascii() else 1.0)
            px, py = left + (a * x + c * y + e) * POINT, top + (b * x + d * y + f) * POINT
            high, wide = abs(d or size) * size * POINT, abs(a or 1.0) * width * POINT
            box = (px, py - 0.86 * high, px + wide, py + 0.14 * high)
            yield Glyph(glyphs.modern(char), box, py, 0.0, False, False, False)
            last = index == len(text) - 1
            x += 0.0 if last else (across[index] if index < len(across) else 0.0 if down else width)
            y += 0.0 if last else (down[index] if index < len(down) else 0.0)


def _steps(text: str, most: int) -> list[float]:
    """`g 3 2.1 4.2` is 2.1 2.1 2.1 4.2; no more of them than there are characters to step from."""
    steps: list[float] = []
    words = (found.group() for found in _WORD.finditer(text))
    while len(steps) < most and (word := next(words, None)) is not None:
        if word == "g":
            count, value = numbers(next(words, "0")), numbers(next(words, "0"))
            times = min(count[0], most) if count else 0
            steps += (value or [0.0])[:1] * int(max(0, times))
        else:
            steps += numbers(word)
    return steps[:most]


def _images(
    package: Package, drawn: _Drawn, media: dict[str, str], warnings: list[str]
) -> tuple[list[tuple[Picture, Box]], bool]:
    """The page's images, decoded, and whether every one could be."""
    found: list[tuple[Picture, Box]] = []
    whole = True
    kept = 0
    for resource, box in drawn.images[: 2 * MAX_PICTURES]:
        member = media.get(resource, "")
        try:
            effort.go_on()
            if len(found) >= MAX_PICTURES or kept > MAX_PAGE_PIXELS:
                raise Unreadable("too_large", "一页上的图像过多或者过大，没有查看")
            data = package.get(member)
            if data is None:
                raise Unreadable("damaged", "文件里没有这幅图像")
            image = picture.first(data, box[2] - box[0] or None)
            kept += image.pixels.size // 3
            found.append((image, box))
        except Unreadable as fault:
            whole = False
            title = f"“{member or resource}”" if member or resource else "（未注明来源）"
            warnings.append(f"页面上的图像{title}：{fault.message}")
    return found, whole and len(drawn.images) <= 2 * MAX_PICTURES


def _seals(images: list[tuple[Picture, Box]]) -> tuple[tuple[Seal, ...], bool]:
    """The ink seals in the page's images, and whether nothing doubtful remained."""
    found: list[Seal] = []
    searched = True
    for image, (x0, y0, _, _) in images:
        search = seal.search(image)
        searched &= (bool(search.seals) or not search.doubtful) and not search.cut
        for each in ring.named(image, search.seals):
            if each.bbox:
                a, b, c, d = each.bbox
                place = (a + x0, b + y0, c + x0, d + y0)
                found.append(replace(each, bbox=place, form=SealForm.INK))
    return tuple(found), searched
