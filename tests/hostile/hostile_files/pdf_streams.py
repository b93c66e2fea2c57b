"""PDF: streams and pictures that unpack, decode or scale into far more than they are."""

from __future__ import annotations

import struct

from hostile_files.jpegs import jpeg, many_scans
from hostile_files.listing import packed, zeros
from hostile_files.pdf import document, named, stream

_DO = b"q 300 0 0 300 60 60 cm /I Do Q"


def _content(data: bytes, filters: bytes) -> bytes:
    return document(data, entries=b"/Filter" + filters)


def _image(
    data: bytes, entries: bytes, *, drawn: bytes = _DO, more: dict[int, bytes] | None = None
) -> bytes:
    head = b"/Type/XObject/Subtype/Image" + entries
    objects = {10: stream(data, head), **(more or {})}
    return document(drawn, resources=b"/XObject<</I 10 0 R>>", more=objects)


def _size(
    width: int,
    height: int,
    bits: int = 1,
    space: bytes = b"/DeviceGray",
    rest: bytes = b"/Filter/FlateDecode",
) -> bytes:
    return b"/Width %d/Height %d/BitsPerComponent %d/ColorSpace%s%s" % (
        width,
        height,
        bits,
        space,
        rest,
    )


def _lzw(size: int) -> bytes:
    """LZW of equal bytes: each code is one longer than that before it."""
    bits = bytearray()
    value = held = made = 0

    def put(code: int, width: int) -> None:
        nonlocal value, held
        value, held = (value << width) | code, held + width
        while held >= 8:
            held -= 8
            bits.append((value >> held) & 255)
            value &= (1 << held) - 1

    put(256, 9)
    while made < size:
        put(32, 9)
        for code in range(258, 4094):
            width = 9 + (code >= 511) + (code >= 1023) + (code >= 2047)
            put(code, width)
            made += code - 256
        put(256, 12)
    return bytes(bits)


def _chain(name: bytes, times: int) -> bytes:
    return b"[" + name * times + b"]"


def _ccitt(columns: int, rows: int, k: int = -1) -> bytes:
    parms = b"/Filter/CCITTFaxDecode/DecodeParms<</K %d/Columns %d/Rows %d>>" % (k, columns, rows)
    return _image(b"\0" * 400, _size(columns, rows, rest=parms))


def _segment(number: int, kind: int, data: bytes, page: int = 1) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data


def _jbig2(*segments: bytes, width: int = 600, height: int = 600) -> bytes:
    page = _segment(0, 48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0))
    return _image(page + b"".join(segments), _size(600, 600, rest=b"/Filter/JBIG2Decode"))


def _region(width: int, height: int) -> bytes:
    return _segment(
        1,
        38,
        struct.pack(">IIIIBB", width, height, 0, 0, 0, 0)
        + b"\x03\xff\xfd\xff\x02\xfe\xfe\xfe"
        + b"\0" * 200,
    )


_SYMBOLS = struct.pack(">H8xII", 0, 2**32 - 1, 2**32 - 1) + b"\0" * 100
_TEXT = struct.pack(">IIIIBHI", 600, 600, 0, 0, 0, 0, 2**32 - 1) + b"\0" * 100
_HALFTONE = (
    struct.pack(">IIIIBBIIiiHH", 600, 600, 0, 0, 0, 0, 2**20, 2**20, 0, 0, 1, 1) + b"\0" * 80
)


def _jpx(width: int, height: int, tile: int, components: int = 3) -> bytes:
    size = struct.pack(">HIIIIIIIIH", 0, width, height, 0, 0, tile, tile, 0, 0, components)
    size += b"\x07\x01\x01" * components
    siz = b"\xff\x51" + struct.pack(">H", len(size) + 2) + size
    cod = b"\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x20\x04\x04\x00\x00"
    qcd = b"\xff\x5c\x00\x04\x40\x40"
    tile_part = b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01\xff\x93" + b"\0" * 50
    return _image(
        b"\xff\x4f" + siz + cod + qcd + tile_part + b"\xff\xd9",
        b"/Width 600/Height 600/Filter/JPXDecode",
    )


def _dct(data: bytes) -> bytes:
    return _image(data, _size(1000, 1000, 8, rest=b"/Filter/DCTDecode"))


def _masked(mask: bytes, data: bytes = b"\0") -> bytes:
    return _image(
        b"\0",
        _size(1, 1, 8, rest=b"/SMask 11 0 R"),
        more={11: stream(data, b"/Type/XObject/Subtype/Image" + mask)},
    )


def _drawn_often(width: int, times: int) -> bytes:
    one = b"q 500 0 0 700 9 9 cm /I Do Q\n"
    data = packed(bytes(width * width // 8 + width))
    objects = {
        10: stream(data, b"/Type/XObject/Subtype/Image" + _size(width, width)),
        4: stream(packed(one * times), b"/Filter/FlateDecode"),
    }
    return document(resources=b"/XObject<</I 10 0 R>>", more=objects)


def _space(space: bytes, more: dict[int, bytes] | None = None, bits: int = 8) -> bytes:
    return _image(packed(bytes(4_000)), _size(50, 50, bits, space), more=more)


def _predicted(parms: bytes) -> bytes:
    return _image(
        packed(bytes(90_000)),
        _size(300, 300, 8, rest=b"/Filter/FlateDecode/DecodeParms<<%s>>" % parms),
    )


def _inline(entries: bytes, data: bytes, times: int = 1) -> bytes:
    one = b"q 50 0 0 50 9 9 cm BI %s ID %s EI Q\n" % (entries, data)
    return document(more={4: stream(packed(one * times), b"/Filter/FlateDecode")})


_FLATE = b"/FlateDecode"
# a line a file
# fmt: off
FILES = (
    named("flate-180m", "page content of 180 MB of blanks", lambda: _content(zeros(180_000_000, 32), _FLATE)),
    named("flate-twice", "page content packed twice: gigabytes", lambda: _content(packed(zeros(180_000_000, 32) * 4), _chain(_FLATE, 2))),
    named("flate-five", "page content behind five filters", lambda: _content(packed(packed(packed(packed(zeros(100_000_000, 32))))), _chain(_FLATE, 5))),
    named("filters-2000", "2,000 filters one behind the other", lambda: _content(b"41>" * 50, _chain(b"/ASCIIHexDecode", 2000))),
    named("filters-loop", "/Filter that refers to itself", lambda: document(b"", entries=b"/Filter 10 0 R", more={10: b"[10 0 R]"})),
    named("lzw-60m", "LZW that unpacks to 60 MB", lambda: _content(_lzw(60_000_000), b"/LZWDecode")),
    named("lzw-early", "LZW with /EarlyChange of 99", lambda: _content(_lzw(7_000_000), b"/LZWDecode/DecodeParms<</EarlyChange 99>>")),
    named("runs-packed", "run lengths inside Flate: 1 GB", lambda: _content(zeros(16_000_000, 129), b"[/FlateDecode/RunLengthDecode]")),
    named("ascii85-z", "ASCII85 of z alone inside Flate: 160 MB", lambda: _content(zeros(40_000_000, 122), b"[/FlateDecode/ASCII85Decode]")),
    named("hex-packed", "hexadecimal inside Flate: 60 MB", lambda: _content(zeros(120_000_000, 50), b"[/FlateDecode/ASCIIHexDecode]")),
    named("image-30000", "1-bit picture of 30,000 x 30,000", lambda: _image(zeros(112_000_000), _size(30_000, 30_000))),
    named("image-rgb", "24-bit picture of 8,000 x 8,000 in 190 KB", lambda: _image(zeros(190_000_000), _size(8000, 8000, 8, b"/DeviceRGB"))),
    named("image-cut", "24-bit picture of 60,000 x 60,000 of which nothing is there", lambda: _image(packed(b"x"), _size(60_000, 60_000, 8, b"/DeviceRGB"))),
    named("image-2to31", "picture of 2^31-1 x 2^31-1", lambda: _image(packed(b"x"), _size(2**31 - 1, 2**31 - 1))),
    named("image-negative", "picture of -5 x 0", lambda: _image(packed(b"x"), _size(-5, 0))),
    named("image-tall", "picture of 1 x 1,000,000 drawn on the page", lambda: _image(zeros(2_000_000), _size(1, 1_000_000, 8))),
    named("image-bits", "picture of 32 bits a component", lambda: _image(packed(bytes(9000)), _size(30, 30, 32))),
    named("ccitt-wide", "fax picture of 100,000 x 100,000 without bytes", _ccitt, 100_000, 100_000),
    named("ccitt-2to31", "fax picture of 2^31-1 columns", _ccitt, 2**31 - 1, 10),
    named("ccitt-mixed", "fax picture, mixed coding, 60,000 rows", _ccitt, 2000, 60_000, 4),
    named("jbig2-page", "JBIG2 page of 2^31 x 2^31", lambda: _jbig2(width=2**31, height=2**31)),
    named("jbig2-region", "JBIG2 region of 65,535 x 65,535", lambda: _jbig2(_region(65_535, 65_535))),
    named("jbig2-regions", "JBIG2 with 400 regions of a whole page", lambda: _jbig2(*[_region(5000, 5000)] * 400, width=5000, height=5000)),
    named("jbig2-symbols", "JBIG2 dictionary that says it has 2^32-1 symbols", lambda: _jbig2(_segment(1, 0, _SYMBOLS))),
    named("jbig2-text", "JBIG2 text of 2^32-1 symbols", lambda: _jbig2(_segment(1, 6, _TEXT))),
    named("jbig2-halftone", "JBIG2 halftone with a grid of 2^20 x 2^20", lambda: _jbig2(_segment(1, 22, _HALFTONE))),
    named("jbig2-globals", "JBIG2 whose globals are the picture itself", lambda: _image(_region(9, 9), _size(9, 9, rest=b"/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 10 0 R>>"))),
    named("jpx-huge", "JPEG 2000 of 2^31 x 2^31", _jpx, 2**31, 2**31, 2**31),
    named("jpx-tiles", "JPEG 2000 of a billion tiles of one dot", _jpx, 32_768, 32_768, 1),
    named("jpx-components", "JPEG 2000 of 16,000 components", _jpx, 3000, 3000, 3000, 16_000),
    named("jpeg-65535", "JPEG of 65,535 x 65,535 without bytes", lambda: _dct(jpeg(65_535, 65_535))),
    named("jpeg-scans", "progressive JPEG of 4,000 scans over 8,000 x 8,000", lambda: _dct(many_scans(8000, 8000, 4000))),
    named("jpeg-bomb-packed", "JPEG inside Flate inside Flate, 100 MB of nothing behind it", lambda: _image(packed(zeros(100_000_000)), _size(99, 99, 8, rest=b"/Filter[/FlateDecode/FlateDecode/DCTDecode]"))),
    named("mask-huge", "one dot with a soft mask of 20,000 x 20,000", lambda: _masked(_size(20_000, 20_000, 1), zeros(50_000_000))),
    named("mask-itself", "picture that is its own soft mask", lambda: _image(b"\0", _size(1, 1, 8, rest=b"/SMask 10 0 R/Mask 10 0 R"))),
    named("mask-loop", "soft masks that mask each other", lambda: _masked(_size(9, 9, 8, rest=b"/SMask 10 0 R"), b"\0" * 81)),
    named("drawn-100000", "one dot drawn 100,000 times", _drawn_often, 1, 100_000),
    named("drawn-large", "a picture of 3,000 x 3,000 drawn 4,000 times", _drawn_often, 3000, 4000),
    named("inline-huge", "inline picture of 2^31 dots", _inline, b"/W 2147483647/H 2147483647/BPC 8/CS/G", b"x"),
    named("inline-many", "40,000 inline pictures", _inline, b"/W 1/H 1/BPC 8/CS/G", b"x", 40_000),
    named("inline-open", "inline picture that never ends", lambda: document(b"BI /W 9/H 9/BPC 8/CS/G ID " + b"E" * 100_000)),
    named("indexed-itself", "indexed colours of themselves", _space, b" 11 0 R", {11: b"[/Indexed 11 0 R 255 <00>]"}),
    named("indexed-huge", "indexed colours up to 10^9", _space, b"[/Indexed/DeviceRGB 1000000000 <00>]"),
    named("icc-itself", "ICC profile whose alternate is itself", _space, b" 11 0 R", {11: b"[/ICCBased 12 0 R]", 12: stream(b"x", b"/N 3/Alternate 11 0 R")}),
    named("icc-bomb", "ICC profile that unpacks to 180 MB", lambda: _space(b"[/ICCBased 12 0 R]", {12: stream(zeros(180_000_000), b"/N 3/Filter/FlateDecode")})),
    named("devicen-3000", "colour space of 3,000 inks", _space, b"[/DeviceN[%s]/DeviceRGB<</FunctionType 2/N 1/Domain[0 1]>>]" % (b"/A" * 3000)),
    named("predictor-columns", "predictor over rows of 2^31-1", _predicted, b"/Predictor 15/Columns 2147483647/Colors 2147483647/BitsPerComponent 16"),
    named("predictor-rows", "predictor of rows of one byte", _predicted, b"/Predictor 12/Columns 1/Colors 1/BitsPerComponent 1"),
    named("contents-10000", "10,000 times the same content", lambda: document(contents=b"[%s]" % (b"4 0 R " * 10_000))),
    named("contents-bombs", "500 times a content of 100 MB", lambda: document(contents=b"[%s]" % (b"4 0 R " * 500), more={4: stream(zeros(100_000_000, 32), b"/Filter/FlateDecode")})),
    named("contents-itself", "content array that holds itself", lambda: document(contents=b"10 0 R", more={10: b"[10 0 R 4 0 R]"})),
)
# fmt: on
