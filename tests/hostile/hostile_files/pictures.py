"""Pictures: sizes, frames, tables and profiles that lie; PNG, APNG, GIF, BMP, JPEG, TIFF, WebP, HEIC."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from functools import partial

from hostile_files.jpegs import HUFFMAN_BROKEN, jpeg, many_scans, with_segments
from hostile_files.listing import Hostile, packed, zeros
from hostile_files.pngs import SIGNATURE, chunk, head, png, png_bomb


def _small(more: bytes) -> bytes:
    return png(60, 60, packed(bytes(61 * 60)), more=more)


def _animated(frames: int, width: int, height: int) -> bytes:
    control = struct.pack(">IIIIIHHBB", 0, width, height, 0, 0, 1, 1, 0, 0)[:26]
    data = (
        packed(bytes((width + 1) * height))
        if width * height < 10**7
        else zeros(width * height // 2_000_000 * 2_000_000)
    )
    out = (
        SIGNATURE
        + head(width, height)
        + chunk(b"acTL", struct.pack(">II", frames, 0))
        + chunk(b"IDAT", data)
    )
    for n in range(min(frames, 2000)):
        out += chunk(b"fcTL", struct.pack(">I", 2 * n) + control[4:]) + chunk(
            b"fdAT", struct.pack(">I", 2 * n + 1) + data[:40]
        )
    return out + chunk(b"IEND", b"")


def _gif(
    width: int,
    height: int,
    frames: int,
    data: bytes = b"\x02\x16\x8c\x2d\x99\x87\x2a\x1c\xdc\x33\xa0\x02\x75\xec\x95\xfa\xa8\xde\x60\x8c\x04\x91\x4c\x01\x00",
) -> bytes:
    frame = (
        b"\x21\xf9\x04\x00\x01\x00\x00\x00," + struct.pack("<HHHHB", 0, 0, width, height, 0) + data
    )
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
        + b"\0\0\0\xff\xff\xff"
        + frame * frames
        + b";"
    )


def _bmp(
    width: int,
    height: int,
    bits: int = 24,
    packing: int = 0,
    data: bytes = b"\0" * 300,
    head: int = 40,
) -> bytes:
    info = struct.pack("<IiiHHIIiiII", head, width, height, 1, bits, packing, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, 54) + info + data


Entry = tuple[int, int, int, int]  # tag, type, count, value


def _tiff(entries: Iterable[Entry], data: bytes = b"", following: int = 0) -> bytes:
    """A TIFF of one directory at 8; `data` follows it."""
    rows = sorted(entries)
    out = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(rows))
    out += b"".join(struct.pack("<HHII", *row) for row in rows)
    return out + struct.pack("<I", following) + data


def _page(
    width: int,
    height: int,
    *,
    packing: int = 1,
    bits: int = 1,
    offset: int = 200,
    size: int = 100,
    more: tuple[Entry, ...] = (),
) -> list[Entry]:
    base = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, bits),
        (259, 3, 1, packing),
        (262, 3, 1, 1),
        (273, 4, 1, offset),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, size),
    ]
    taken = {row[0] for row in more}
    return [row for row in base if row[0] not in taken] + list(more)


def tiff_frames(frames: int, width: int, height: int) -> bytes:
    """So many frames that all show the same strip."""
    rows = sorted(_page(width, height, packing=32773, offset=8, size=2))
    out, at = b"II*\0" + struct.pack("<I", 12) + b"\x81\0\0\0", 12
    for n in range(frames):
        at += 2 + 12 * len(rows) + 4
        out += struct.pack("<H", len(rows)) + b"".join(struct.pack("<HHII", *row) for row in rows)
        out += struct.pack("<I", at if n < frames - 1 else 0)
    return out


def _strips(width: int, height: int, stream: bytes, packing: int) -> bytes:
    return _tiff(
        _page(width, height, packing=packing, offset=200, size=len(stream)),
        bytes(200 - 122) + stream,
    )


def _webp(width: int, height: int, kind: bytes = b"VP8L") -> bytes:
    bits = (width - 1 | height - 1 << 14) & 0xFFFFFFFF
    body = b"\x2f" + struct.pack("<I", bits) + b"\0" * 60
    if kind == b"VP8X":
        body = (
            b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        )
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def _heic(boxes: bytes, brand: bytes = b"heic") -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1heic" + boxes


def _meta(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", len(inner) + 12) + b"meta" + b"\0\0\0\0" + inner
    return inner


def _locations(count: int) -> bytes:
    body = b"\0\0\0\0\x44\x40" + struct.pack(">H", count & 0xFFFF) + b"\0" * 100
    iloc = struct.pack(">I", len(body) + 8) + b"iloc" + body
    return struct.pack(">I", len(iloc) + 12) + b"meta" + b"\0\0\0\0" + iloc


def _rings(count: int) -> bytes:
    """Red squares in rows: every one might be a seal."""
    side = 1200
    row = bytearray()
    lines = []
    for y in range(side):
        row = bytearray(b"\0")
        for x in range(side):
            row += b"\xd0\x10\x10" if (x // count + y // count) % 2 else b"\xff\xff\xff"
        lines.append(bytes(row))
        if y == 2 * count - 1:
            break
    rows = b"".join(lines) * (side // (2 * count))
    return png(side, len(rows) // (1 + 3 * side), packed(rows), 8, 2)


def _all_red() -> bytes:
    """The rows after the first say "as above"."""
    first = b"\0" + b"\xd0\x10\x10" * 5000
    return png(5000, 5000, packed(first + (b"\2" + bytes(15_000)) * 1500), 8, 2)


def _exif(body: bytes) -> bytes:
    return with_segments(b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body)


def _noise(size: int) -> bytes:
    value, out = 1, bytearray()
    for _ in range(size):
        value = value * 1103515245 + 12345 & 0x7FFFFFFF
        out.append(value >> 16 & 255)
    return bytes(out)


def named(name: str, attacks: str, make: Callable[..., bytes], *given: object) -> Hostile:
    stem, _, suffix = name.partition(".")
    return Hostile(f"picture-{suffix}-{stem}", f".{suffix}", partial(make, *given), attacks)


_PALETTE = chunk(b"PLTE", b"\0\0\0")
# a line a file
# fmt: off
FILES = (
    named("30000.png", "1-bit PNG of 30,000 x 30,000", png_bomb, 30_000, 30_000, 1),
    named("12000.png", "8-bit PNG of 12,000 x 12,000", png_bomb, 12_000, 12_000),
    named("8900.png", "8-bit PNG just below the limit of dots", png_bomb, 8900, 8900),
    named("rgba16.png", "PNG of 4,700 x 4,700 with 64 bits a dot", png_bomb, 4700, 4700, 16, 6),
    named("2to31.png", "PNG of 2^31-1 x 2^31-1", lambda: png(2**31 - 1, 2**31 - 1, packed(b"x"))),
    named("tall.png", "PNG of 1 x 1,000,000", png_bomb, 1, 1_000_000),
    named("wide.png", "PNG of 70,000,000 x 1", png_bomb, 70_000_000, 1, 1),
    named("zero.png", "PNG of 0 x 0", lambda: png(0, 0, packed(b""))),
    named("laced.png", "interlaced PNG of 8,900 x 8,900 without rows", lambda: png(8900, 8900, packed(b""), laced=1)),
    named("palette-missing.png", "palette PNG without palette", lambda: png(60, 60, packed(bytes(61 * 60)), colour=3)),
    named("palette-short.png", "palette PNG with one colour and 255 used", lambda: png(60, 60, packed(b"\xff" * 61 * 60), colour=3, more=_PALETTE)),
    named("chunk-long.png", "PNG whose chunk says it has 2^32-1 bytes", lambda: SIGNATURE + head(60, 60) + chunk(b"IDAT", b"x", 2**32 - 1)),
    named("chunks-many.png", "12,000 empty chunks", lambda: _small(chunk(b"tEXt", b"a\0b") * 12_000)),
    named("text-bomb.png", "text of a PNG that unpacks to 100 MB", lambda: _small(chunk(b"zTXt", b"a\0\0" + zeros(100_000_000)))),
    named("text-bombs.png", "1,000 texts of a PNG of 2 MB each", lambda: _small(chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(2_000_000)[:150]) * 1000)),
    named("profile-bomb.png", "colour profile that unpacks to 180 MB", lambda: _small(chunk(b"iCCP", b"a\0\0" + zeros(180_000_000)))),
    named("profile-noise.png", "colour profile of noise", lambda: _small(chunk(b"iCCP", b"a\0\0" + packed(_noise(3000))))),
    named("exif-orientation.png", "EXIF that says it is turned by 99", lambda: _small(chunk(b"eXIf", b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0\0\0\0\0"))),
    named("dots-per-inch.png", "10^9 dots a metre", lambda: _small(chunk(b"pHYs", struct.pack(">IIB", 2**31, 1, 1)))),
    named("dots-zero.png", "no dots a metre", lambda: _small(chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1)))),
    named("frames-many.png", "APNG of 2,000 frames", _animated, 2000, 60, 60),
    named("frames-told.png", "APNG that says it has 2^31-1 frames", _animated, 2**31 - 1, 60, 60),
    named("frames-large.png", "APNG of 300 frames of 8,000 x 8,000", _animated, 300, 8000, 8000),
    named("squares-3.png", "red squares of 3 dots, each might be a seal", _rings, 3),
    named("squares-30.png", "red squares of 30 dots, each might be a seal", _rings, 30),
    named("noise.png", "coloured noise", lambda: png(200, 200, packed(b"".join(b"\0" + _noise(600)[::-1] for _ in range(200))), 8, 2)),
    named("all-red.png", "wholly red picture of 5,000 x 5,000", _all_red),
    named("frames-4000.gif", "GIF of 4,000 frames", _gif, 10, 10, 4000),
    named("huge.gif", "GIF of 65,535 x 65,535", _gif, 65_535, 65_535, 1),
    named("huge-frames.gif", "1,500 frames of 65,535 x 65,535", _gif, 65_535, 65_535, 1500),
    named("code.gif", "GIF with a code size of 255", lambda: _gif(100, 100, 1, b"\xff\x04abcd\0")),
    named("huge.bmp", "BMP of 2^31-1 x -2^31", _bmp, 2**31 - 1, -(2**31)),
    named("runs.bmp", "BMP of 60,000 x 60,000 in runs", lambda: _bmp(60_000, 60_000, 8, 1, b"\xff\0" * 20_000)),
    named("runs-jump.bmp", "BMP whose runs jump beyond the picture", lambda: _bmp(100, 100, 8, 1, b"\0\2\xff\xff" * 9000)),
    named("bits.bmp", "BMP of 77 bits", _bmp, 60, 60, 77),
    named("65535.jpg", "JPEG of 65,535 x 65,535 without bytes", jpeg, 65_535, 65_535),
    named("8900.jpg", "JPEG of 8,900 x 8,900 of which little is there", jpeg, 8900, 8900),
    named("scans.jpg", "progressive JPEG of 6,000 scans over 8,000 x 8,000", many_scans, 8000, 8000, 6000),
    named("comments.jpg", "JPEG of 20,000 comments", lambda: with_segments(b"\xff\xfe\0\x04ab" * 20_000)),
    named("exif-loop.jpg", "EXIF whose directory is followed by itself", lambda: _exif(b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0")),
    named("exif-count.jpg", "EXIF entry of 2^32-1 values", lambda: _exif(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0")),
    named("exif-many.jpg", "EXIF of 5,000 entries", lambda: _exif(b"II*\0\x08\0\0\0\x88\x13" + b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" * 5000)),
    named("profile-parts.jpg", "colour profile in 255 parts that are missing", lambda: with_segments(b"".join(b"\xff\xe2\0\x40ICC_PROFILE\0" + bytes([n, 255]) + bytes(48) for n in range(1, 255, 2)))),
    named("preview-loop.jpg", "MPO whose second picture is the first", lambda: with_segments(b"\xff\xe2\0\x40MPF\0II*\0\x08\0\0\0\x02\0\x01\xb0\x04\0\x01\0\0\0\xff\xff\0\0\x02\xb0\x07\0\xff\xff\xff\x7f\0\0\0\0" + bytes(18))),
    named("cmyk.jpg", "JPEG of four colours and 255 components", lambda: jpeg(500, 500).replace(b"\xf4\x01\xf4\x01\x01", b"\xf4\x01\xf4\xff\x01")),
    named("tables.jpg", "JPEG whose code tables are broken", lambda: HUFFMAN_BROKEN),
    named("cut.jpg", "JPEG cut in its head", lambda: jpeg(500, 500)[:60]),
    named("frames-900.tif", "TIFF of 900 frames of 3,000 x 3,000", tiff_frames, 900, 3000, 3000),
    named("frames-huge.tif", "TIFF of 900 frames of 60,000 x 60,000", tiff_frames, 900, 60_000, 60_000),
    named("loop.tif", "TIFF whose directory is followed by itself", lambda: _tiff(_page(60, 60), bytes(500), 8)),
    named("2to32.tif", "TIFF of 2^32-1 x 2^32-1", lambda: _tiff(_page(2**32 - 1, 2**32 - 1), bytes(500))),
    named("runs.tif", "TIFF of 30,000 x 30,000 in runs", lambda: _strips(30_000, 30_000, b"\x81\0" * 60_000, 32773)),
    named("deflate.tif", "TIFF of 8,900 x 8,900 that unpacks to 180 MB", lambda: _strips(8900, 8900, zeros(180_000_000), 8)),
    named("fax.tif", "fax TIFF of 60,000 x 60,000 without bytes", lambda: _strips(60_000, 60_000, bytes(100), 4)),
    named("lzw.tif", "LZW TIFF of noise", lambda: _strips(8000, 8000, _noise(5000), 5)),
    named("strips.tif", "TIFF of 2^32-1 strips", lambda: _tiff(_page(9000, 8000, more=((273, 4, 2**32 - 1, 8), (279, 4, 2**32 - 1, 8), (278, 4, 1, 1))), bytes(500))),
    named("tiles.tif", "TIFF of tiles of one dot", lambda: _tiff(_page(30_000, 30_000, more=((322, 4, 1, 1), (323, 4, 1, 1), (324, 4, 9 * 10**8, 8), (325, 4, 9 * 10**8, 8))), bytes(500))),
    named("samples.tif", "TIFF of 65,535 samples a dot", lambda: _tiff(_page(3000, 3000, more=((277, 3, 1, 65_535),)), bytes(500))),
    named("bits.tif", "TIFF of 64-bit floating numbers", lambda: _tiff(_page(300, 300, bits=64, more=((339, 3, 1, 3),)), bytes(5000))),
    named("jpeg.tif", "TIFF with old JPEG packing", lambda: _strips(3000, 3000, jpeg(65_535, 65_535), 6)),
    named("big.tif", "BigTIFF with a directory at 2^63", lambda: b"II+\0\x08\0\0\0" + b"\xff" * 7 + b"\x7f" + bytes(99)),
    named("tags.tif", "TIFF of 12,000 private tags of 2^31 bytes", lambda: _tiff([*_page(60, 60), *((40_000 + n % 20_000, 1, 2**31, 0) for n in range(12_000))], bytes(500))),
    named("huge.webp", "WebP of 16,383 x 16,383", _webp, 16_383, 16_383),
    named("canvas.webp", "WebP canvas of 2^24 x 2^24", _webp, 2**24, 2**24, b"VP8X"),
    named("empty.heic", "HEIC without anything", _heic, b""),
    named("deep.heic", "HEIC of boxes 3,000 deep", lambda: _heic(_meta(3000))),
    named("locations.heic", "HEIC of 65,535 items nowhere", lambda: _heic(_locations(65_535))),
    named("long.heic", "HEIC whose box says it has 2^64-1 bytes", lambda: _heic(b"\0\0\0\1meta" + b"\xff" * 8)),
    named("empty.avif", "AVIF without anything", lambda: _heic(b"", b"avif")),
    named("jxl.png", "PNG by name, JPEG XL by its bytes", lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(99)),
    named("svg.png", "PNG by name, SVG that reaches out", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://192.0.2.1/x"/></svg>'),
)
# fmt: on
