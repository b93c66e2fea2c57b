"""OFD 版式文件（GB/T 33190）

读取：各页、模板页和批注的文字，复合图元、图案填充里的文字和图像，按位置排成行；图像页、图像和曲线图形（转成轮廓的字）由文字识别（OCR）读出；图像和图形中的红色印章；电子签章（Signs）的位置和 SES 数据中的印章名称；附件；一个文件里的各份文档。
不属于来件内容：设为不显示的图层、对象、批注和附件，水印批注，较早的版本。
看不见：加密的部分，JBIG2 图像，音频视频，软件自定的扩展数据，没有注明所画何字的字体；都会注明没有读取。签章是否有效（SM2）未经验证。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from parsers import effort, members
from parsers.document import Document, Page, Seal, TextFrom, fingerprint
from parsers.limits import MAX_PAGES, MAX_TEMPLATES
from parsers.ofd import (
    ofd_bodies,
    ofd_lines,
    ofd_notes,
    ofd_page,
    ofd_resources,
    ofd_seen,
    ofd_signs,
)
from parsers.ofd.ofd_account import DOCUMENT, Account
from parsers.ofd.ofd_bodies import Body
from parsers.ofd.ofd_notes import Notes
from parsers.ofd.ofd_package import POINT, Package, children, every, numbers, text_at
from parsers.ofd.ofd_picture import shown
from parsers.ofd.ofd_resources import Resources, files_named
from parsers.ofd.ofd_seen import Files
from parsers.ofd.ofd_units import Drawn, Walk
from parsers.packed.zipped import open_zip
from parsers.page.picture import Picture
from parsers.parser import OpenPart, Unreadable


@dataclass(frozen=True, slots=True)
class _Document:
    """One document of the package: where it lies, its root, what its pages use."""

    package: Package
    at: str
    root: etree._Element
    resources: Resources
    notes: Notes
    account: Account

    @property
    def entries(self) -> list[etree._Element]:
        return [page for pages in every(self.root, "Pages") for page in children(pages, "Page")]


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    package = Package(open_zip(data))
    account = Account()
    pages: list[Page] = []
    parts: list[Document] = []
    for body in ofd_bodies.bodies(package, account):
        found = _document(package, body, account)
        if found is None:
            continue
        signs, cut = ofd_signs.signs(package, body, account)
        read_pages = _with_seals(list(_pages(found, len(pages))), found.entries, signs)
        pages += [replace(page, seals_searched=page.seals_searched and not cut) for page in read_pages]  # fmt: skip
        attached = ofd_bodies.attachments(package, body.root, found.root, account)
        parts += members.opened(attached, open_part)
        ofd_bodies.beside(package, body.root, found.root, account)
    account.known_files(package)
    if package.zipped.mended:  # words may have been lost: nothing may be called absent
        pages = [replace(page, text_from=TextFrom.NONE) for page in pages]
        account.miss("damaged", "文件有损坏，只读出了其中一部分")
    if not pages:
        raise Unreadable("empty", "OFD 没有任何页面")
    return Document(
        name, fingerprint(data), "ofd", tuple(pages), tuple(parts), tuple(account.remarks),
        unread=account.unread,
    )  # fmt: skip


def _document(package: Package, body: Body, account: Account) -> _Document | None:
    """None, and told, where it is missing or damaged and others are there to be read."""
    root = ofd_bodies.root_of(package, body, account)
    if root is None:
        return None
    account.known(root, DOCUMENT, "文档说明")
    named = files_named(root, "PublicRes", "DocumentRes")
    resources = ofd_resources.resources(package, body.root, named, account)
    notes = ofd_notes.notes(package, body.root, root, account)
    return _Document(package, body.root, root, resources, notes, account)


def _pages(document: _Document, before: int) -> Iterator[Page]:
    entries, account = document.entries, document.account
    files = Files(document.package, document.resources)
    known = {entry.get("ID", "") for entry in entries}
    for page in document.notes:
        if page not in known:
            account.miss("note", "OFD 有不属于任何页面的批注，没有读取")
    for number, entry in enumerate(entries, before + 1):
        at = number - before
        if at > MAX_PAGES or (why := effort.page_refusal()):
            said = f"只读取了前{MAX_PAGES}页" if at > MAX_PAGES else f"第{at}页起没有读取：{why}"
            account.miss("pages", f"共{len(entries)}页，{said}", page=number)
            yield Page(number, None, None, TextFrom.NONE, seals_searched=False)
            return
        yield _page(document, entry, number, files)


def _page(document: _Document, entry: etree._Element, number: int, files: Files) -> Page:
    size: tuple[float | None, float | None] = None, None
    try:
        content = _content(document, entry)
        if content is None:
            said = f"第{number}页的内容缺失，无法读取"
        else:
            size = measured = _size(document.root, content)
            drawn, own = _drawn(document, entry, content, number)
            of_page = replace(files, resources=own)
            return ofd_page.page_of(drawn, number, measured, of_page, document.account)
    except Unreadable as fault:
        said = f"第{number}页没有读取：{fault.message}"
    document.account.miss("page", said, page=number)
    return Page(number, *size, TextFrom.NONE, seals_searched=False)


def _content(document: _Document, entry: etree._Element) -> etree._Element | None:
    return document.package.xml(document.package.resolve(document.at, entry.get("BaseLoc", "")))


def _drawn(
    document: _Document, entry: etree._Element, content: etree._Element, number: int
) -> tuple[Drawn, Resources]:
    """What lies on a page: templates below, its own content, templates above, annotations."""
    place = document.package.resolve(document.at, entry.get("BaseLoc", ""))
    named = files_named(content, "PageRes")
    own = ofd_resources.resources(document.package, place, named, document.account)
    resources = document.resources.with_those(own)
    walk = Walk(resources, document.account, number)
    above = []
    for template, order in _templates(document, content, number):
        if order.lower() == "foreground":
            above.append(template)
        else:
            walk.sheet(template)
    for sheet in (content, *above):
        walk.sheet(sheet)
    watermarks = Walk(resources, document.account, number)
    ofd_notes.draw(document.notes.get(entry.get("ID", ""), []), walk, watermarks)
    files = Files(document.package, resources)
    ofd_seen.look_at_watermarks(watermarks.drawn, files, document.account, number)
    return walk.drawn, resources


def _templates(
    document: _Document, content: etree._Element, number: int
) -> Iterator[tuple[etree._Element, str]]:
    """(its content, whether it lies above or below) of each that a page uses, and of those that they
    use."""
    listed = {each.get("ID", ""): each for each in every(document.root, "TemplatePage")}
    used = list(children(content, "Template"))
    met: set[str] = set()
    count = 0
    while used:
        use = used.pop(0)
        count += 1
        if len(used) + count > MAX_TEMPLATES:
            raise Unreadable("too_large", f"一页至多用{MAX_TEMPLATES}个模板")
        name = use.get("TemplateID", "")
        page = listed.get(name)
        root = None
        if page is not None:
            root = document.package.xml(document.package.resolve(document.at, page.get("BaseLoc", "")))  # fmt: skip
        if page is None or root is None:
            said = f"第{number}页所用的模板缺失，没有读取"
            document.account.miss("template", said, page=number)
            continue
        if name not in met:
            used += children(root, "Template")
        met.add(name)
        yield root, use.get("ZOrder") or page.get("ZOrder") or ""


def _size(root: etree._Element, content: etree._Element) -> tuple[float, float]:
    """Width and height in points."""
    box = text_at(content, "PhysicalBox") or text_at(root, "PhysicalBox")
    area = numbers(box or "")
    width, height = area[2:4] if len(area) >= 4 else (210.0, 297.0)
    return width * POINT, height * POINT


def _with_seals(
    pages: list[Page], entries: list[etree._Element], signs: list[ofd_signs.Sign]
) -> list[Page]:
    """The pages with the electronic seals that they bear. Those of no page (a signature without a stamp,
    one on a page that is not there) stand on the last, for the file."""
    known = {entry.get("ID", "") for entry in entries}
    found = []
    for page, entry in zip(pages, entries, strict=False):
        stamped = [sign.seal for sign in signs if sign.page == entry.get("ID", "")]
        found.append(replace(page, seals=(*page.seals, *stamped)))
    loose: list[Seal] = [
        sign.seal if sign.page is None else replace(sign.seal, bbox=None)
        for sign in signs
        if sign.page is None or sign.page not in known
    ]
    if found and loose:
        found[-1] = replace(found[-1], seals=(*found[-1].seals, *loose))
    return found


def picture_of(data: bytes, number: int, dpi: float) -> Picture:
    """A page's images, curved drawings and characters where they stand; the seals of signatures are not
    drawn."""
    package = Package(open_zip(data))
    account = Account()
    for document, entry in islice(_entries(package, account), max(number, 1) - 1, None):
        content = _content(document, entry)
        if content is None or number < 1:
            break
        size = _size(document.root, content)
        drawn, resources = _drawn(document, entry, content, number)
        pictures, _ = ofd_seen.images(drawn, Files(package, resources), account, number)
        pictures += ofd_seen.drawings(drawn, size)
        placed = [(one.picture, one.box) for one in pictures]
        visible = [run for run in drawn.runs if not run.invisible]
        return shown(placed, ofd_lines.level(visible), size, dpi)
    raise Unreadable("empty", "OFD 没有这一页，或者这一页的内容缺失")


def _entries(package: Package, account: Account) -> Iterator[tuple[_Document, etree._Element]]:
    """(document, the page's entry) of every page that is read, in the order in which they are
    numbered."""
    for body in ofd_bodies.bodies(package, account):
        document = _document(package, body, account)
        if document is not None:
            yield from ((document, entry) for entry in document.entries[:MAX_PAGES])
