"""Every part that a PDF is made of -> an account: read elsewhere, known to carry nothing, or `Unread`.

In: the file's bytes, how many pages pdfium shows. Out: `Account`: files that lie in it, notes whose words pdfium
does not tell, and what was not read. pdfium reads the pages; it says nothing of what it leaves out. So
the file is walked a second time: catalogue, pages, everything that a page may draw, notes, forms, layers.
Each knows by name what it may hold, and a name that nobody here knows is unread where it holds a stream.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream

from parsers import effort
from parsers.document import ANYTHING, Unread
from parsers.limits import MAX_PAGES
from parsers.parser import Unreadable
from parsers.pdf import pdf_known as known
from parsers.pdf import pdf_layers
from parsers.pdf.pdf_annotations import Annotations, Endless, Note
from parsers.pdf.pdf_files import Files
from parsers.pdf.pdf_objects import Objects, identity, tree

_MOST_PARTS = 200_000
_PIECES = 400  # of an unknown entry that are looked at
_DEEP = 64


@dataclass(frozen=True, slots=True)
class Embedded:
    """An image: the fingerprint of all that makes it what it looks like, empty where two share their
    packed bytes; whether it has a mask, so that what lies below shows through."""

    mark: bytes
    masked: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What the walk found. `pictures`: the images by the fingerprints of their packed bytes, None where the
    file could not be walked; `hides`: layers are hidden, so that words may be told that nobody sees."""

    files: tuple[tuple[str, bytes], ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[Note, ...] = ()
    appearing: frozenset[int] = frozenset()  # pages whose notes draw something
    pictures: dict[bytes, Embedded] | None = None
    hides: bool = False


def account(data: bytes, shown: int) -> Account:
    """`shown`: how many pages pdfium counts. Raises `Unreadable` where pdfium would never come to an end."""
    try:
        objects = Objects(data)
        return _Walk(objects).whole(data, shown)
    except Endless:
        raise
    except Unreadable as fault:
        said = f"PDF 的内部结构没有查完（{fault.message}），可能有没有读到的内容"
        return Account(unread=(Unread("structure", ANYTHING, said),), hides=True)


class _Walk:
    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._files = Files(objects)
        self._notes = Annotations(objects, self._files)
        self._unread: list[Unread] = []
        self._seen: set[int] = set()
        self._pictures: dict[bytes, Embedded] = {}
        self._steps = 0

    def whole(self, data: bytes, shown: int) -> Account:
        catalog = self._objects.catalog
        self._of_catalog(catalog)
        layers = pdf_layers.layers(self._objects, catalog)
        self._unread += layers.unread
        count = 0
        for count, page in enumerate(self._pages(catalog), 1):
            if count > shown:
                said = f"PDF 里另有页面没有列入页数（共{shown}页），没有读取"
                self._unread.append(Unread("pages", ANYTHING, said))
                break
            if count <= MAX_PAGES:
                self._page(page, count)
        if self._files.missed(data):
            said = "文件里另有没有挂在任何地方的附件，没有读取"
            self._unread.append(Unread("attachment", ANYTHING, said))
        unread = (*self._unread, *self._notes.unread, *self._files.unread)
        return Account(
            tuple(self._files.found),
            tuple(dict.fromkeys(unread)),
            tuple(self._notes.found),
            frozenset(self._notes.appearing),
            self._pictures,
            layers.hides,
        )

    def _of_catalog(self, catalog: dict[str, Any]) -> None:
        names = self._objects.entries(catalog.get("Names"))
        for name, one in tree(self._objects, names.get("EmbeddedFiles"), MAX_PAGES):
            self._step()
            self._files.take(one if self._objects.entries(one) else {"F": name.encode()})
        self._files.several(catalog.get("AF"))
        for key, what in known.NAMES_UNSEEN.items():
            if next(tree(self._objects, names.get(key), MAX_PAGES), None):
                said = f"PDF 带有{what}，没有读取"
                self._unread.append(Unread("template", ANYTHING, said))
        self._strange(names, known.NAMES | set(known.NAMES_UNSEEN), None)
        self._strange(catalog, known.CATALOG, None)
        self._notes.form(catalog.get("AcroForm"))

    def _pages(self, catalog: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The leaves of the page tree in their order, each with what it inherits."""
        waiting: list[tuple[Any, Any, int]] = [(catalog.get("Pages"), None, 0)]
        branches: set[int] = set()
        while waiting:
            self._step()
            one, inherited, depth = waiting.pop()
            node = self._objects.entries(one)
            resources = node.get("Resources", inherited)
            if "Kids" not in node:
                yield {**node, "Resources": resources}
                continue
            number = identity(one)
            if depth > _DEEP or (number is not None and number in branches):
                continue
            if number is not None:
                branches.add(number)
            kids = self._objects.items(node["Kids"])
            waiting += [(kid, resources, depth + 1) for kid in reversed(kids)]

    def _page(self, page: dict[str, Any], number: int) -> None:
        for one in self._objects.items(page.get("Contents")):
            if not self._first_met(one):
                continue
            stream = self._objects.stream(one)
            if stream is None or not self._is_written(stream):
                said = f"第{number}页的内容不完整或者无法解读，没有读全"
                self._unread.append(Unread("content", ANYTHING, said, number))
        self._resources(page.get("Resources"), number, 0)
        self._files.several(page.get("AF"), number)
        for one in self._objects.items(page.get("Annots")):
            self._step()
            for drawn in self._notes.annotation(one, number):
                self._drawn(drawn, number, 0)
        self._strange(page, known.PAGE, number)

    def _is_written(self, stream: PDFStream) -> bool:
        return set(self._objects.filters(stream)) <= known.WRITTEN and self._objects.is_whole(
            stream
        )

    def _resources(self, resources: Any, page: int, depth: int) -> None:
        if depth > _DEEP or not self._first_met(resources):
            return
        kinds = self._objects.entries(resources)
        for kind in ("XObject", "Pattern"):
            for one in self._objects.entries(kinds.get(kind)).values():
                self._drawn(one, page, depth)
        for one in self._objects.entries(kinds.get("Font")).values():
            self._font(one, page, depth)
        for one in self._objects.entries(kinds.get("ExtGState")).values():
            mask = self._objects.entries(self._objects.entries(one).get("SMask"))
            self._drawn(mask.get("G"), page, depth)

    def _font(self, reference: Any, page: int, depth: int) -> None:
        """A Type 3 font's characters are drawn like pages; all others hold outlines alone."""
        font = self._objects.entries(reference)
        if "CharProcs" in font and self._first_met(reference):
            self._resources(font.get("Resources"), page, depth + 1)
            for one in self._objects.entries(font.get("CharProcs")).values():
                self._drawn(one, page, depth + 1)

    def _drawn(self, reference: Any, page: int, depth: int) -> None:
        """A form, an image, a pattern, whatever a page may draw."""
        self._step()
        if depth > _DEEP or not self._first_met(reference):
            return
        stream = self._objects.stream(reference)
        if stream is None:  # nothing, or a shading's pattern, which is colour alone
            return
        self._files.several(stream.get("AF"), page)
        kind = self._objects.name(stream.get("Subtype"))
        if kind == "Image":
            self._image(stream, page)
        elif kind in ("Form", ""):  # a pattern and a Type 3 character say no kind
            self._form(stream, page, depth)
        else:
            said = f"第{page}页含有不能读取的图形（{kind[:20]}）"
            self._unread.append(Unread("drawing", ANYTHING, said, page))

    def _form(self, stream: PDFStream, page: int, depth: int) -> None:
        if not self._is_written(stream):
            said = f"第{page}页有一部分内容不完整或者无法解读，没有读全"
            self._unread.append(Unread("content", ANYTHING, said, page))
        if stream.get("Ref"):
            said = f"第{page}页有一部分取自另一个文件，没有读取"
            self._unread.append(Unread("reference", ANYTHING, said, page))
        self._resources(stream.get("Resources"), page, depth + 1)
        self._strange(stream.attrs, known.FORM | {"Ref", "Subtype2"}, page)

    def _image(self, stream: PDFStream, page: int) -> None:
        if not set(self._objects.filters(stream)) <= known.DRAWN:
            said = f"第{page}页有一幅图像的格式不能读取"
            self._unread.append(Unread("picture", ANYTHING, said, page))
        if self._objects.items(stream.get("Alternates")):
            said = f"第{page}页有一幅图像另有替代图像（例如只在打印时显示），没有读取"
            self._unread.append(Unread("alternate", ANYTHING, said, page))
        self._note_picture(stream)
        for key in ("SMask", "Mask"):
            mask = self._objects.stream(stream.get(key))
            if mask is not None and not set(self._objects.filters(mask)) <= known.DRAWN:
                said = f"第{page}页有一幅图像的格式不能读取"
                self._unread.append(Unread("picture", ANYTHING, said, page))
        self._strange(stream.attrs, known.IMAGE | {"Alternates"}, page)

    def _note_picture(self, stream: PDFStream) -> None:
        """Its fingerprint by that of its packed bytes; none where two pictures share those."""
        packed = self._objects.packed(stream)
        own = hashlib.blake2b(packed).digest()
        whole = hashlib.blake2b(packed)
        for key in ("SMask", "Mask"):
            mask = self._objects.stream(stream.get(key))
            whole.update(self._objects.packed(mask) if mask else repr(stream.get(key)).encode())
        looks = {
            key: repr(stream.get(key)) for key in known.IMAGE - {"SMask", "Mask", "Metadata", "OC"}
        }
        whole.update(repr(sorted(looks.items())).encode())
        masked = any(self._objects.resolved(stream.get(key)) for key in ("SMask", "Mask"))
        mark = whole.digest()
        before = self._pictures.get(own)
        if before and before.mark != mark:
            mark, masked = b"", False
        self._pictures[own] = Embedded(mark, masked)

    def _strange(self, entries: dict[str, Any], listed: frozenset[str], page: int | None) -> None:
        """What the standard does not know and that could hold something."""
        for key, value in entries.items():
            if key not in listed and self._holds(value):
                where = f"第{page}页" if page else "PDF "
                said = f"{where}含有本程序不认识的内容（{key[:30]}），没有读取"
                self._unread.append(Unread("part", ANYTHING, said, page))

    def _holds(self, value: Any) -> bool:
        """Whether a stream or a file lies somewhere below."""
        waiting, seen, left = [value], set[int](), _PIECES
        while waiting and left:
            left -= 1
            one = waiting.pop()
            number = identity(one)
            if number is not None and number in seen:
                continue
            if number is not None:
                seen.add(number)
            one = self._objects.resolved(one)
            if isinstance(one, PDFStream) or (isinstance(one, dict) and "EF" in one):
                return True
            if isinstance(one, dict):
                waiting += [part for key, part in one.items() if key not in ("Parent", "P", "Pg")]
            elif isinstance(one, list):
                waiting += one
        return bool(waiting)

    def _first_met(self, reference: Any) -> bool:
        number = identity(reference)
        if number is None:
            return True
        if number in self._seen:
            return False
        self._seen.add(number)
        return True

    def _step(self) -> None:
        self._steps += 1
        if self._steps % 256 == 0:
            effort.go_on()
        if self._steps > _MOST_PARTS:
            raise Unreadable("too_large", f"部件超过{_MOST_PARTS}个")
