"""A labelled letter, as typst set it -> an OFD package (GB/T 33190), by the drill's writer.

In: the letter, its PDF without seal, its seal's PDF (the rest white; the places are the same). Out: the
package. Its seal is a picture over signature and date, where the other media have it.
"""

from __future__ import annotations

import io
import zipfile

import pypdfium2
from corpus import Letter
from lxml import etree
from pypdfium2 import raw

from harness.drill.letter import layout, ofd, seal
from harness.drill.letter.paper import Paper
from letters.model import Unit

_PICTURE = "2"  # the resource; the drill keeps 1 for the font and this for its own seals
_NAMESPACE = "http://www.ofdspec.org/2016"
_PAGE = "Doc_0/Pages/Page_{}/Content.xml"
_DOCUMENT = "Doc_0/Document.xml"
Box = tuple[float, float, float, float]


def package(letter: Letter, toner: bytes, ink: bytes) -> bytes:
    members = _members(ofd.ofd(toner, _paper(letter)))
    if letter.seal:
        for page, box in _seals(ink):
            _press(members, page, box)
        members["Doc_0/Res/seal.png"] = seal.draw(letter.seal)
        members["Doc_0/DocumentRes.xml"] = _resources()
    return _packed(members)


def _paper(letter: Letter) -> Paper:
    """What the drill asks of a letter; its words and its seal come by other ways."""
    masthead = letter.masthead or (letter.unit.name if letter.head else "")
    unit = Unit("", letter.unit.name, "", "", "", "", "", "")
    return Paper(
        unit=unit, title=letter.part("题"), number="", salutation="", paragraphs=(), closing="",
        contact="", day=letter.day, sealed=False, red_head=bool(masthead),
    )  # fmt: skip


def _seals(ink: bytes) -> list[tuple[int, Box]]:
    """(page from 0, x, y, width, height in millimetres) of each picture on the sheets."""
    found = []
    document = pypdfium2.PdfDocument(ink)
    try:
        for number, page in enumerate(document):
            height = page.get_height()
            for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = image.get_bounds()
                sides = (left, height - top, right - left, top - bottom)
                x, y, wide, high = (side * layout.MM for side in sides)
                found.append((number, (x, y, wide, high)))
    finally:
        document.close()
    return found


def _press(members: dict[str, bytes], page: int, box: Box) -> None:
    """The seal's picture as the last object of the page's layer."""
    name = _PAGE.format(page)
    root = etree.fromstring(members[name])
    (layer,) = root.iter(f"{{{_NAMESPACE}}}Layer")
    document = etree.fromstring(members[_DOCUMENT])
    limit = next(document.iter(f"{{{_NAMESPACE}}}MaxUnitID"))
    limit.text = str(int(limit.text or 0) + 1)
    picture = etree.SubElement(layer, f"{{{_NAMESPACE}}}ImageObject", ID=limit.text)
    picture.set("Boundary", " ".join(f"{side:.3f}" for side in box))
    picture.set("CTM", f"{box[2]:.3f} 0 0 {box[3]:.3f} 0 0")
    picture.set("ResourceID", _PICTURE)
    if not any(document.iter(f"{{{_NAMESPACE}}}DocumentRes")):
        place = next(document.iter(f"{{{_NAMESPACE}}}PublicRes"))
        named = etree.Element(f"{{{_NAMESPACE}}}DocumentRes")
        named.text = "DocumentRes.xml"
        place.addnext(named)
    members[name], members[_DOCUMENT] = _bytes(root), _bytes(document)


def _resources() -> bytes:
    spaces = {"ofd": _NAMESPACE}
    root = etree.Element(f"{{{_NAMESPACE}}}Res", BaseLoc="Res", nsmap=spaces)
    media = etree.SubElement(root, f"{{{_NAMESPACE}}}MultiMedias")
    picture = etree.SubElement(
        media, f"{{{_NAMESPACE}}}MultiMedia", ID=_PICTURE, Type="Image", Format="PNG"
    )
    etree.SubElement(picture, f"{{{_NAMESPACE}}}MediaFile").text = "seal.png"
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
