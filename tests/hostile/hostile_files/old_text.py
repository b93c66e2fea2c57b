"""OpenDocument, RTF and old Word files: what LibreOffice opens for us."""

from __future__ import annotations

import random
import struct
import zlib

from hostile_files.compound import compound
from hostile_files.listing import LINES, letter, naming, zeros
from hostile_files.packages import raw_zip, zero_member, zipped
from hostile_files.pngs import png_bomb
from hostile_files.xml_bombs import DEEP, EXTERNAL, LAUGHS

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_TYPE = "application/vnd.oasis.opendocument.text"
odt, rtf, doc = naming("odt", ".odt"), naming("rtf", ".rtf"), naming("doc", ".doc")


def _odt(
    body: str = "",
    *,
    content: bytes | str | None = None,
    manifest: str = _MANIFEST,
    members: dict[str, bytes | str] | None = None,
) -> bytes:
    words = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    made = f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>{words}{body}</office:text></office:body></office:document-content>'
    return zipped(
        {
            "mimetype": _TYPE,
            "content.xml": made if content is None else content,
            "META-INF/manifest.xml": manifest,
            **(members or {}),
        }
    )


def _linked(address: str, times: int = 1) -> bytes:
    frame = f'<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="paragraph"><draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame></text:p>'
    return _odt(frame * times)


def _section(address: str) -> bytes:
    return _odt(
        f'<text:section text:name="s"><text:section-source xlink:href="{address}" xlink:type="simple"/></text:section>'
    )


def _odt_bomb() -> bytes:
    kind = _TYPE.encode()
    crc = zlib.crc32(kind)
    return raw_zip(
        [
            (b"mimetype", kind, crc, len(kind), len(kind)),
            zero_member(b"content.xml", 180_000_000, zeros(180_000_000, 32), 32),
        ],
        method=0,
    )


def _rtf(body: str) -> bytes:
    def coded(text: str) -> str:
        return "".join(
            c if ord(c) < 128 else f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?"
            for c in text
        )

    return (
        "{\\rtf1\\ansi\\ansicpg936 " + coded(letter()).replace("\n", "\\par ") + body + "}"
    ).encode("latin-1")


def _table(count: int) -> str:
    return (
        "\\trowd" + "".join(f"\\cellx{n}" for n in range(1, 63)) + "\\cell " * 62 + "\\row "
    ) * count


def _nested_tables(depth: int) -> str:
    return "".join(
        f"\\pard\\intbl\\itap{n} x\\nestcell{{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}}"
        for n in range(1, depth)
    )


def _word(fib: bytes, table: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    return compound(
        {"WordDocument": fib.ljust(8192, b"\0"), "1Table": table.ljust(4096, b"\0"), **(more or {})}
    )


def _fib(offset: int, size: int, told: int = 0x00C1) -> bytes:
    head = struct.pack("<HHHHHHH", 0xA5EC, told, 0, 0x0804, 0, 0x0200, 0x00BF)
    body = bytearray(head.ljust(1024, b"\0"))
    struct.pack_into("<I", body, 24, 1024)
    struct.pack_into("<I", body, 76, 2**31 - 1)
    struct.pack_into("<II", body, 418, offset, size)
    return bytes(body)


def _noise(seed: int, size: int = 6000) -> bytes:
    return random.Random(seed).randbytes(size)


def _loop() -> bytes:
    """A compound file whose chain of sectors never ends."""
    data = bytearray(_word(_fib(0, 99)))
    at = 512 + struct.unpack_from("<I", data, 76)[0] * 512
    data[at : at + 512] = struct.pack("<I", 0) * 128
    return bytes(data)


def _directory_loop() -> bytes:
    data = bytearray(_word(_fib(0, 99)))
    at = 512 + struct.unpack_from("<I", data, 48)[0] * 512
    for entry in range(4):
        struct.pack_into("<III", data, at + 128 * entry + 68, 0, 0, 0)
    return bytes(data)


# a line a file
# fmt: off
FILES = (
    odt("picture-out", "picture on a server: a read receipt", _linked, "http://192.0.2.1/receipt.png"),
    odt("picture-share", "picture on a Windows share", _linked, "file://192.0.2.1/share/a.png"),
    odt("picture-file", "picture that is a file of this machine", _linked, "file:///etc/passwd"),
    odt("pictures-out", "500 pictures on a server", _linked, "http://192.0.2.1/receipt.png", 500),
    odt("section-out", "text taken from a server", _section, "http://192.0.2.1/x.odt"),
    odt("section-file", "text taken from a file of this machine", _section, "file:///etc/passwd"),
    odt("picture-bomb", "picture of 30,000 x 30,000", lambda: _odt('<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>', members={"Pictures/a.png": png_bomb(30_000, 30_000, 1)})),
    odt("spaces", "one element that means 2^31 blanks", lambda: _odt('<text:p>a<text:s text:c="2147483647"/>b</text:p>')),
    odt("columns", "a table column repeated 2^31 times", lambda: _odt('<table:table><table:table-column table:number-columns-repeated="2147483647"/><table:table-row table:number-rows-repeated="2147483647"><table:table-cell table:number-columns-repeated="2147483647"/></table:table-row></table:table>')),
    odt("tables-deep", "tables 800 deep", lambda: _odt("<table:table><table:table-row><table:table-cell>" * 800 + "</table:table-cell></table:table-row></table:table>" * 800)),
    odt("deep", "elements 60,000 deep", lambda: _odt(content=DEEP)),
    odt("laughs", "entities that multiply to gigabytes", lambda: _odt(content=LAUGHS)),
    odt("external", "entities from a file and a server", lambda: _odt(content=EXTERNAL)),
    odt("paragraphs", "150,000 paragraphs", lambda: _odt("<text:p/>" * 150_000)),
    odt("frames", "20,000 frames, each within the page", lambda: _odt('<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame></text:p>' * 20_000)),
    odt("script", "a macro that runs on opening", lambda: _odt(members={"Basic/Standard/M.xml": '<script:module xmlns:script="http://openoffice.org/2000/script">Sub Main\nShell("touch /tmp/pwned")\nEnd Sub</script:module>'})),
    odt("locked", "a manifest that says all is encrypted", lambda: _odt(manifest=_MANIFEST.replace("/></manifest:manifest>", '><manifest:encryption-data><manifest:key-derivation manifest:iteration-count="2147483647"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>'))),
    odt("bomb", "content that unpacks to 180 MB", _odt_bomb),
    rtf("groups-deep", "groups 60,000 deep", lambda: _rtf("{" * 60_000)),
    rtf("picture-words", "a picture that says it is 2^31 wide", lambda: _rtf("{\\pict\\pngblip\\picw2147483647\\pich2147483647\\picwgoal2147483647 89504e47}")),
    rtf("binary", "2^31 bytes that follow and do not", lambda: _rtf("\\bin2147483647 ")),
    rtf("object-link", "an object on a server", lambda: _rtf('{\\field{\\*\\fldinst INCLUDEPICTURE "http://192.0.2.1/x.png" \\\\d}{\\fldrslt x}}{\\*\\template http://192.0.2.1/t.dot}' * 20)),
    rtf("object", "an embedded object of noise", lambda: _rtf("{\\object\\objemb{\\*\\objdata " + _noise(3).hex() + "}}")),
    rtf("fonts", "20,000 fonts", lambda: _rtf("{\\fonttbl" + "".join(f"{{\\f{n} x;}}" for n in range(9000)) + "}")),
    rtf("table-wide", "1,000 rows of 62 cells", lambda: _rtf(_table(150))),
    rtf("tables-nested", "tables 900 deep", lambda: _rtf(_nested_tables(900))),
    rtf("unicode-skip", "characters that each skip 2^31 more", lambda: _rtf("\\uc2147483647\\u-10179?\\u-8704?" * 2000)),
    rtf("words-long", "a control word of 100,000 letters", lambda: _rtf("\\" + "a" * 100_000)),
    rtf("numbers-long", "a number of 100,000 digits", lambda: _rtf("\\li" + "9" * 100_000)),
    doc("table-beyond", "pieces that lie beyond the file", lambda: _word(_fib(2**31 - 1, 2**31 - 1))),
    doc("table-long", "pieces that say they have 2^31 bytes", lambda: _word(_fib(0, 2**31 - 1), b"\2" + b"\xff" * 4000)),
    doc("pieces", "a table of pieces that all overlap", lambda: _word(_fib(0, 4000), b"\2" + struct.pack("<I", 3900) + struct.pack("<II", 0, 2**30) * 480)),
    doc("noise", "the streams of a Word file full of noise", lambda: _word(_fib(0, 4000) + _noise(5), _noise(6, 4096))),
    doc("version-2", "a Word file that says it is of Word 2", lambda: _word(_fib(0, 10, 0x002D))),
    doc("encrypted", "a Word file that says it is locked", lambda: _word(_fib(0, 10).replace(struct.pack("<H", 0x0200), struct.pack("<H", 0x0300), 1))),
    doc("sectors-loop", "a container whose sectors form a ring", _loop),
    doc("directory-loop", "a container whose folders form a ring", _directory_loop),
    doc("streams-3000", "a container of 900 streams", lambda: _word(_fib(0, 10), more={f"s{n:04}": b"x" for n in range(900)})),
    doc("head-only", "a container that ends after its head", lambda: _word(_fib(0, 10))[:512]),
    doc("sector-size", "a container with sectors of 2^65535 bytes", lambda: _word(_fib(0, 10))[:30] + b"\xff\xff\xff\xff" + _word(_fib(0, 10))[34:]),
    doc("html", "a web page called .doc that reaches out", lambda: ("<html><head><meta http-equiv=refresh content='0;url=http://192.0.2.1/'></head><body><img src=http://192.0.2.1/x>" + letter() + "</body></html>").encode("gb18030")),
)
# fmt: on
