"""A `Paper`, as typst set it -> the same letter as an OFD package (GB/T 33190).

Text objects stand where typst put the characters, the seal is a picture over signature and date.
Ids count up, every member carries one date: same letter, same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from harness.drill.letter import layout, seal
from harness.drill.letter.layout import SEAL_MM, Row, Sheet, Spot
from harness.drill.letter.paper import Paper

_NAMESPACE = "http://www.ofdspec.org/2016"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FONT, _SEAL = 1, 2  # ids of the two resources; objects count on from there
_RED, _BLACK = "204 16 24", "0 0 0"
_UNDER_HEAD = 3.5  # millimetres from the red head down to its line
_MARGIN = 28.0


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Ids, each given once."""

    given: list[int]

    def next(self) -> str:
        self.given.append(self.given[-1] + 1)
        return str(self.given[-1])


def ofd(bare_pdf: bytes, paper: Paper) -> bytes:
    """The package; `bare_pdf` is the letter as it was set, without its seal."""
    sheets = layout.sheets(bare_pdf)
    spot = layout.seal_spot(sheets, paper) if paper.sealed else None
    numbers = _Numbers([_SEAL])
    pages = [
        _page(sheet, paper, numbers, head=number == 0, spot=spot if _on(spot, number) else None)
        for number, sheet in enumerate(sheets)
    ]
    members = {"OFD.xml": _entry(paper), "Doc_0/PublicRes.xml": _fonts()}
    if spot:
        members["Doc_0/DocumentRes.xml"] = _pictures()
        members["Doc_0/Res/seal.png"] = seal.draw(paper.signature)
    for number, page in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = _bytes(page)
    members["Doc_0/Document.xml"] = _document(sheets, numbers, with_seal=spot is not None)
    return _packed(members)


def _on(spot: Spot | None, number: int) -> bool:
    return spot is not None and spot.page == number


# ---- the page


def _page(
    sheet: Sheet, paper: Paper, numbers: _Numbers, *, head: bool, spot: Spot | None
) -> etree._Element:
    page = _element("Page")
    _under(_under(page, "Area"), "PhysicalBox", _box(0, 0, sheet.width, sheet.height))
    layer = _under(_under(page, "Content"), "Layer", ID=numbers.next())
    red = head and paper.red_head
    for number, row in enumerate(sheet.rows):
        _write(layer, row, numbers.next(), _RED if red and number == 0 else _BLACK)
    if red:
        last = sheet.rows[1 if paper.number and paper.number_above else 0]
        _rule(layer, last.baseline + _UNDER_HEAD, sheet.width, numbers.next())
    if spot:
        edge = SEAL_MM / 2
        where = _box(spot.x - edge, spot.y - edge, SEAL_MM, SEAL_MM)
        _under(
            layer,
            "ImageObject",
            ID=numbers.next(),
            Boundary=where,
            CTM=f"{SEAL_MM} 0 0 {SEAL_MM} 0 0",
            ResourceID=str(_SEAL),
        )
    return page


def _write(layer: etree._Element, row: Row, number: str, colour: str) -> None:
    size = row.size
    text = _under(
        layer,
        "TextObject",
        ID=number,
        Boundary=_box(row.x, row.baseline - size, sum(row.steps) + size, size * 1.3),
        Font=str(_FONT),
        Size=f"{size:.3f}",
    )
    _under(text, "FillColor", Value=colour)
    steps = " ".join(f"{step:.3f}" for step in row.steps)
    code = _under(text, "TextCode", row.text, X="0", Y=f"{size:.3f}")
    if steps:
        code.set("DeltaX", steps)


def _rule(layer: etree._Element, y: float, width: float, number: str) -> None:
    long = width - 2 * _MARGIN
    path = _under(
        layer, "PathObject", ID=number, Boundary=_box(_MARGIN, y, long, 1.0), LineWidth="0.6"
    )
    _under(path, "StrokeColor", Value=_RED)
    _under(path, "AbbreviatedData", f"M 0 0.5 L {long:.2f} 0.5")


# ---- the package around it


def _entry(paper: Paper) -> bytes:
    root = _element("OFD", Version="1.1", DocType="OFD")
    body = _under(root, "DocBody")
    about = _under(body, "DocInfo")
    words = f"{paper.unit.name}{paper.title}{paper.day}".encode()
    _under(about, "DocID", hashlib.sha256(words).hexdigest()[:32])
    _under(about, "Title", paper.title.replace("\n", ""))
    _under(about, "Author", paper.signature)
    _under(about, "CreationDate", paper.day.isoformat())
    _under(about, "Creator", "演练")
    _under(body, "DocRoot", "Doc_0/Document.xml")
    return _bytes(root)


def _document(sheets: Sequence[Sheet], numbers: _Numbers, *, with_seal: bool) -> bytes:
    root = _element("Document")
    common = _under(root, "CommonData")
    limit = _under(common, "MaxUnitID")
    area = _under(common, "PageArea")
    _under(area, "PhysicalBox", _box(0, 0, sheets[0].width, sheets[0].height))
    _under(common, "PublicRes", "PublicRes.xml")
    if with_seal:
        _under(common, "DocumentRes", "DocumentRes.xml")
    pages = _under(root, "Pages")
    for place in range(len(sheets)):
        _under(pages, "Page", ID=numbers.next(), BaseLoc=f"Pages/Page_{place}/Content.xml")
    limit.text = str(numbers.given[-1])
    return _bytes(root)


def _fonts() -> bytes:
    root = _element("Res", BaseLoc="Res")
    _under(_under(root, "Fonts"), "Font", ID=str(_FONT), FontName="宋体", FamilyName="宋体")
    return _bytes(root)


def _pictures() -> bytes:
    root = _element("Res", BaseLoc="Res")
    media = _under(
        _under(root, "MultiMedias"), "MultiMedia", ID=str(_SEAL), Type="Image", Format="PNG"
    )
    _under(media, "MediaFile", "seal.png")
    return _bytes(root)


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return out.getvalue()


def _element(name: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{_NAMESPACE}}}{name}", attributes, nsmap={"ofd": _NAMESPACE})


def _under(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    made.text = text
    return made


def _bytes(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _box(*sides: float) -> str:
    return " ".join(f"{side:.3f}" for side in sides)
