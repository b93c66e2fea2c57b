"""OFD: steps, templates, stamps, pictures and boxes that lie, loop or never end."""

from __future__ import annotations

from hostile_files.listing import LINES, naming, zeros
from hostile_files.packages import raw_zip, zero_member, zipped
from hostile_files.pngs import png_bomb
from hostile_files.xml_bombs import ATTRIBUTES, DEEP, EXTERNAL, LAUGHS, QUADRATIC

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_ROOT = f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>%s</ofd:DocBody></ofd:OFD>"
_BOX = "0 0 210 297"
named = naming("ofd", ".ofd")


def _texts(boundary: str = "20 %d 170 6") -> str:
    return "".join(
        f'<ofd:TextObject ID="{9 + n}" Boundary="{boundary % (20 + 8 * n) if "%" in boundary else boundary}" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(LINES)
    )


def _document(pages: str, box: str = _BOX, more: str = "", common: str = "") -> str:
    return (
        f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>{common}"
        f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{more}</ofd:Document>"
    )


def _sheet(content: str, head: str = "") -> str:
    return f"<ofd:Page {_NS}>{head}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"


_PAGE = '<ofd:Page ID="1" BaseLoc="Pages/P0.xml"/>'


def _ofd(
    content: str = "",
    *,
    pages: str = _PAGE,
    box: str = _BOX,
    more: str = "",
    body: str = "",
    head: str = "",
    common: str = "",
    members: dict[str, bytes | str] | None = None,
    texts: str | None = None,
) -> bytes:
    return zipped(
        {
            "OFD.xml": _ROOT % body,
            "Doc_0/Document.xml": _document(pages, box, more, common),
            "Doc_0/Pages/P0.xml": _sheet((_texts() if texts is None else texts) + content, head),
            **(members or {}),
        }
    )


def _text(code: str, entries: str = "", text: str = "答复") -> str:
    return f'<ofd:TextObject ID="5" Boundary="20 20 170 6" Size="4" {entries}><ofd:TextCode X="0" Y="4" {code}>{text}</ofd:TextCode></ofd:TextObject>'


def _image(boundary: str = "10 10 180 270", times: int = 1, data: bytes = b"") -> bytes:
    resources = f'<ofd:Res {_NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'
    return _ofd(
        f'<ofd:ImageObject ID="8" ResourceID="7" Boundary="{boundary}"/>' * times,
        common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>",
        members={"Doc_0/R.xml": resources, "Doc_0/Res/a.png": data or png_bomb(8000, 8000, 1)},
        texts="" if times == 1 else None,
    )


def _signs(count: int, signature: str, stamp: bytes) -> bytes:
    listed = (
        f"<ofd:Signatures {_NS}>"
        + '<ofd:Signature ID="1" BaseLoc="Sg.xml"/>' * count
        + "</ofd:Signatures>"
    )
    signed = f"<ofd:Signature {_NS}><ofd:SignedInfo>{signature}</ofd:SignedInfo><ofd:SignedValue>v.dat</ofd:SignedValue></ofd:Signature>"
    return _ofd(
        body="<ofd:Signatures>Doc_0/S.xml</ofd:Signatures>",
        members={"Doc_0/S.xml": listed, "Doc_0/Sg.xml": signed, "Doc_0/v.dat": stamp},
    )


_STAMP = '<ofd:StampAnnot ID="1" PageRef="1" Boundary="%s"/>'


def _asn(depth: int) -> bytes:
    """SEQUENCEs in each other, each saying that it has 2^32 bytes."""
    return b"\x30\x84\xff\xff\xff\xff" * depth


def _templates(used: int) -> bytes:
    common = '<ofd:TemplatePage ID="3" BaseLoc="T.xml"/>'
    return _ofd(
        head='<ofd:Template TemplateID="3"/>' * used,
        common=common,
        members={"Doc_0/T.xml": _sheet(_texts() * 20, '<ofd:Template TemplateID="3"/>')},
    )


def _attached(count: int, name: str, data: bytes = b"x") -> bytes:
    listed = (
        f"<ofd:Attachments {_NS}>"
        + "".join(
            f'<ofd:Attachment ID="{n}" Name="{name}{n}"><ofd:FileLoc>a.bin</ofd:FileLoc></ofd:Attachment>'
            for n in range(count)
        )
        + "</ofd:Attachments>"
    )
    return _ofd(
        more="<ofd:Attachments>A.xml</ofd:Attachments>",
        members={"Doc_0/A.xml": listed, "Doc_0/a.bin": data},
    )


def _nested(depth: int) -> bytes:
    data = _ofd()
    for _ in range(depth):
        data = _attached(3, "a.ofd", data)
    return data


def _bodies(count: int) -> bytes:
    body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {_NS}>{body * count}</ofd:OFD>",
            "Doc_0/Document.xml": _document(_PAGE * 50),
            "Doc_0/Pages/P0.xml": _sheet(_texts()),
        }
    )


def _with_page(data: bytes | str) -> bytes:
    return zipped(
        {"OFD.xml": _ROOT % "", "Doc_0/Document.xml": _document(_PAGE), "Doc_0/Pages/P0.xml": data}
    )


def _bomb_page() -> bytes:
    return raw_zip(
        [
            (b"OFD.xml", b"", 0, 0, 0),
            zero_member(b"Doc_0/Pages/P0.xml", 180_000_000, zeros(180_000_000, 32), 32),
        ]
    )


def _spread(count: int) -> str:
    return "".join(
        f'<ofd:TextObject ID="9" Boundary="{n * 7.7 % 200:.1f} {n * 13.1 % 290:.1f} 4 4" Size="3"><ofd:TextCode X="0" Y="3">答</ofd:TextCode></ofd:TextObject>'
        for n in range(count)
    )


# a line a file
# fmt: off
FILES = (
    named("delta-groups", "steps of a glyph: 2,000 groups of 10,000", lambda: _ofd(_text('DeltaX="' + "g 10000 1 " * 2000 + '"'))),
    named("delta-groups-many", "500 texts of 1,000 groups of 10,000 steps", lambda: _ofd(_text('DeltaX="' + "g 10000 1 " * 1000 + '"') * 500)),
    named("delta-huge", "a group of 10^30 steps of NaN", lambda: _ofd(_text('DeltaX="g 1e30 nan g inf 1 g -5 1"'))),
    named("delta-words", "steps that are words", lambda: _ofd(_text('DeltaX="g g g g" DeltaY="x 1 y"'))),
    named("delta-far", "steps of 10^300, one on the other", lambda: _ofd(_text('DeltaX="g 9999 1e300"', text="答" * 9999))),
    named("text-far", "texts at 10^308, NaN and infinity", lambda: _ofd(texts=_texts("nan inf 1e308 -1e308"))),
    named("text-size", "letters of 10^9, NaN and -1 millimetres", lambda: _ofd("".join(_text("").replace('Size="4"', f'Size="{s}"') for s in ("1e9", "nan", "-1", "0", "inf")))),
    named("matrix", "matrices of NaN, infinity and too few numbers", lambda: _ofd("".join(_text("", f'CTM="{m}"') for m in ("nan 0 0 nan 0 0", "inf inf inf inf inf inf", "1e300 1e300 1e300 1e300 0 0", "1 2", "0 0 0 0 0 0")))),
    named("text-long", "one text of 900,000 letters", lambda: _ofd(_text("", text="答" * 900_000))),
    named("texts-60000", "60,000 texts of one letter on one spot", lambda: _ofd(_text("", text="答") * 60_000)),
    named("texts-spread", "15,000 letters at as many heights", lambda: _ofd(_spread(15_000))),
    named("paths-200000", "200,000 paths", lambda: _ofd('<ofd:PathObject ID="1" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>' * 200_000)),
    named("box-huge", "page of 10^9 millimetres", lambda: _ofd(box="0 0 1000000000 1000000000")),
    named("box-nan", "page of NaN and infinity", lambda: _ofd(box="0 0 nan inf")),
    named("box-zero", "page of nothing", lambda: _ofd(box="0 0 0 0")),
    named("box-negative", "page of -210 x -297", lambda: _ofd(box="210 297 -210 -297")),
    named("box-thin", "page of 0.001 x 10^7 millimetres", lambda: _image("0 0 0.001 10000000")),
    named("box-own", "every page with a box of its own, 10^6 wide", lambda: _ofd(head="<ofd:Area><ofd:PhysicalBox>0 0 1000000 1000000</ofd:PhysicalBox></ofd:Area>")),
    named("pages-20000", "20,000 times the same page", lambda: _ofd(pages=_PAGE * 20_000)),
    named("pages-heavy", "499 times a page of 20,000 letters", lambda: _ofd(_text("", text="答" * 20_000), pages=_PAGE * 499)),
    named("bodies-500", "500 documents, all the same one of 50 pages", _bodies, 500),
    named("templates-5000", "a page that uses one template 5,000 times", _templates, 5000),
    named("templates-loop", "a template that uses itself", _templates, 1),
    named("image-bomb", "picture of 8,000 x 8,000 on the page", _image),
    named("image-drawn-3000", "one picture drawn 3,000 times", _image, "10 10 1 1", 3000),
    named("image-large-60", "a picture of 4,000 x 4,000 drawn 60 times", lambda: _image("0 0 210 297", 60, png_bomb(4000, 4000, 1))),
    named("image-box-huge", "picture in a box of 10^9", _image, "0 0 1000000000 1000000000"),
    named("image-box-nan", "picture in a box of NaN", _image, "nan nan nan nan"),
    named("image-box-negative", "picture in a box that is turned over", _image, "100 100 -90 -90"),
    named("image-tall", "picture of 1 x 1,000,000 on the page", lambda: _image(data=png_bomb(1, 1_000_000, 1))),
    named("resource-loop", "a resource file that is the document itself", lambda: _ofd(common="<ofd:DocumentRes>Document.xml</ofd:DocumentRes>" * 300)),
    named("resource-many", "3,000 times the same resource file", lambda: _ofd(common="<ofd:PublicRes>R.xml</ofd:PublicRes>" * 3000, members={"Doc_0/R.xml": f"<ofd:Res {_NS}>" + '<ofd:MultiMedia ID="1"><ofd:MediaFile>a</ofd:MediaFile></ofd:MultiMedia>' * 300 + "</ofd:Res>"})),
    named("signs-3000", "3,000 signatures", lambda: _signs(3000, _STAMP % "10 10 40 40", b"\x30\x03\x02\x01\x01")),
    named("stamps-5000", "a signature with 5,000 stamps, 20 times", lambda: _signs(20, (_STAMP % "10 10 40 40") * 5000, b"\x30\x00")),
    named("stamp-far", "stamp in a box of NaN", lambda: _signs(1, _STAMP % "nan inf -1e308 1e308", b"\x30\x00")),
    named("stamp-deep", "signature of ASN.1 5,000 deep", lambda: _signs(1, _STAMP % "1 1 9 9", _asn(5000))),
    named("stamp-indefinite", "signature of ASN.1 of no length, 50,000 deep", lambda: _signs(1, _STAMP % "1 1 9 9", b"\x30\x80" * 50_000)),
    named("stamp-long", "signature that says it has 2^63 bytes", lambda: _signs(1, _STAMP % "1 1 9 9", b"\x30\x88\x7f" + b"\xff" * 7 + b"\x04" * 99)),
    named("signs-itself", "the list of signatures is the list of the package", lambda: _ofd(body="<ofd:Signatures>OFD.xml</ofd:Signatures>")),
    named("attached-3000", "3,000 times the same attachment", _attached, 3000, "x.txt"),
    named("attached-names", "attachments with names that climb and control", lambda: _attached(9, "../../../etc/\u202e\u0085\u009b31m")),
    named("attached-nested", "OFD in OFD, three each, 9 deep", _nested, 9),
    named("paths-climb", "places that climb out of the package", lambda: _ofd(pages='<ofd:Page ID="1" BaseLoc="../../../../etc/passwd"/>' + _PAGE)),
    named("xml-laughs", "entities that multiply to gigabytes", lambda: _with_page(LAUGHS)),
    named("xml-quadratic", "an entity of 50 KB used 3,000 times", lambda: _with_page(QUADRATIC)),
    named("xml-external", "entities from a file and from a server", lambda: _with_page(EXTERNAL)),
    named("xml-deep", "elements 60,000 deep", lambda: _with_page(DEEP)),
    named("xml-attributes", "an element of 20,000 attributes", lambda: _with_page(ATTRIBUTES)),
    named("xml-utf16", "UTF-16 that says it is UTF-8", lambda: _with_page('<?xml version="1.0" encoding="utf-8"?><a>答</a>'.encode("utf-16"))),
    named("xml-noise", "bytes that are no XML", lambda: _with_page(b"<ofd:Page \xff\xfe\x00\x00<<<>>>")),
    named("xml-spaces", "XML with 5,000 namespaces", lambda: _with_page("<a " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(5000)) + "/>")),
    named("page-bomb", "page that unpacks to 180 MB", _bomb_page),
    named("root-missing", "a package without its document", lambda: zipped({"OFD.xml": _ROOT % ""})),
    named("names-cases", "4,000 members that differ in case alone", lambda: _ofd(members={"".join(c.upper() if n >> i & 1 else c for i, c in enumerate("doc_0/pages/p")): b"x" for n in range(1, 4000)})),
)
# fmt: on
