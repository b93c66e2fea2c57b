"""PDF files from numbered objects, however wrong."""

from __future__ import annotations

from collections.abc import Mapping

from hostile_files.listing import LINES, naming, packed


def shown(text: str) -> bytes:
    """Chinese text as the string that a font with UniGB-UCS2-H shows."""
    return b"<" + text.encode("utf-16-be").hex().encode() + b">"


def words(lines: tuple[str, ...] = LINES, size: int = 14) -> bytes:
    rows = (b"%s Tj 0 -24 Td" % shown(line) for line in lines)
    return b"BT /F %d Tf 60 780 Td %s ET" % (size, b"\n".join(rows))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>"
SIMPLE = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>"
)


def assemble(objects: Mapping[int, bytes], trailer: bytes = b"", size: int | None = None) -> bytes:
    """A file with a proper table of its objects; 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    table = bytearray()
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    size = max(objects) + 1 if size is None else size
    out += b"xref\n0 1\n0000000000 65535 f \n" + table
    out += b"trailer <</Size %d/Root 1 0 R%s>>\n" % (size, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def document(
    content: bytes = b"",
    *,
    resources: bytes = b"",
    page: bytes = b"",
    box: bytes = b"0 0 595 842",
    catalogue: bytes = b"",
    trailer: bytes = b"",
    contents: bytes = b"4 0 R",
    more: Mapping[int, bytes] | None = None,
    entries: bytes = b"",
    written: bytes | None = None,
) -> bytes:
    """A letter of one page: `content` is drawn beside its words; `more` objects from 10 on;
    `entries` belong to the content's stream."""
    whole = (words() if written is None else written) + b"\n" + content
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %s"
        b"/Resources<</Font<</F 5 0 R>>%s>>%s>>" % (box, contents, resources, page),
        4: stream(content if entries else whole, entries),
        5: FONT,
        6: SIMPLE,
        **(more or {}),
    }
    return assemble(objects, trailer)


def drawn(
    one: bytes,
    times: int,
    end: bytes = b"",
    resources: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A page on which the same is drawn so many times."""
    content = stream(packed(one * times + end), b"/Filter/FlateDecode")
    return document(resources=resources, more={4: content, **(more or {})})


named = naming("pdf", ".pdf")
