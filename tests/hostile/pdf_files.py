"""PDFs that hang, swell or mislead: trees that loop, pages without end, pictures of the size of a town."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial

from hostile_file import Hostile

HEAD = b"%PDF-1.7\n"


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", size: int | None = None) -> bytes:
    out, places = bytearray(HEAD), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    count = size if size is not None else len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def page(
    content: bytes,
    *more: bytes,
    box: bytes = b"[0 0 595 842]",
    entries: bytes = b"",
    resources: bytes = b"",
) -> bytes:
    """One page; `more` are objects from number 5 on."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>%s>>"
        % (box, resources, entries),
        stream(content),
        *more,
    )


def deflated(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def bomb(size: int, depth: int) -> bytes:
    packed = deflated(bytes(size), depth)
    filters = b"/Filter[" + b"/FlateDecode" * depth + b"]"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        stream(packed, filters),
    )


def picture(width: int, height: int, filter_: bytes, data: bytes, bits: int = 8) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB" % (
        width,
        height,
    )
    entries += b"/BitsPerComponent %d" % bits + filter_
    return page(
        b"q 500 0 0 700 0 0 cm /I Do Q", stream(data, entries), resources=b"/XObject<</I 5 0 R>>"
    )


def tiling(step: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    pattern = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep %s/YStep %s/Resources<<>>"
    return page(
        b"/Pattern cs /P scn 0 0 100000 100000 re f",
        stream(b"1 0 0 rg 0 0 1 1 re f", pattern % (step, step)),
        box=box,
        resources=b"/Pattern<</P 5 0 R>>",
    )


def form(inner: bytes, times: int) -> bytes:
    entries = (
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F 5 0 R/G 6 0 R>>>>"
    )
    return page(
        b"/F Do", stream(inner * times, entries), stream(b"/F Do " * times, entries),
        resources=b"/XObject<</F 5 0 R/G 6 0 R>>",
    )  # fmt: skip


def shading(kind: int, code: bytes) -> bytes:
    function = stream(code, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]")
    shade = (
        b"<</ShadingType %d/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Coords[0 0 9 1 1 1e9]/Function 6 0 R/Extend[true true]>>"
        % kind
    )
    return page(b"/S sh", shade, function, resources=b"/Shading<</S 5 0 R>>")


def annotations(count: int) -> bytes:
    one = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(%s)>>" % (b"x" * 40)
    return page(b"", entries=b"/Annots[" + one * count + b"]")


def attached(count: int) -> bytes:
    names = b"".join(b"(%d)<</Type/Filespec/F(a.txt)/EF<</F 4 0 R>>>>" % n for n in range(count))
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % names,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        stream(b"x" * 100, b"/Type/EmbeddedFile"),
    )


def tree(kids: bytes, count: int, *more: bytes) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", *more,
    )  # fmt: skip


def type3(depth: int) -> bytes:
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1]/Resources<</Font<</F 5 0 R>>>>>>"
    glyph = stream(b"1 0 d0 BT /F 1 Tf (" + b"a" * depth + b") Tj ET")
    return page(b"BT /F 12 Tf (aaaa) Tj ET", font, glyph, resources=b"/Font<</F 5 0 R>>")


def words(count: int, many: bytes = b"(abcdefghij) Tj ") -> bytes:
    return page(
        b"BT /F 12 Tf 10 10 Td " + many * count + b"ET",
        resources=b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
    )


WHOLE = page(
    b"BT /F 12 Tf 72 720 Td (answer) Tj ET",
    resources=b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
)


def files() -> Iterator[Hostile]:
    for size, depth in ((10**8, 1), (10**9, 2), (10**9, 3), (3 * 10**8, 4)):
        yield Hostile(
            f"bomb-{size}-{depth}.pdf",
            "a stream that unpacks to a gigabyte",
            partial(bomb, size // 10, depth),
        )
    for box in ("0 0 14400 14400", "0 0 200000 200000", "0 0 1e9 1e9", "0 0 0 0", "0 0 1e-9 1e-9",
                "600 800 0 0", "0 0 14400 1", "0 0 1 14400", "-1e9 -1e9 1e9 1e9", "0 0 nan nan", "a b c d", "0 0 595"):  # fmt: skip
        yield Hostile(
            f"box-{box.replace(' ', '_')}.pdf",
            "a page of that size",
            partial(page, b"1 0 0 RG 50 w 0 0 m 14400 14400 l S", box=f"[{box}]".encode()),
        )
    for unit in (75, 75000, 0, -1):
        yield Hostile(
            f"userunit-{unit}.pdf",
            "a unit that makes the page a field",
            partial(page, b"", entries=b"/UserUnit %d" % unit),
        )
    for step in (b"1", b"0.1", b"0.01", b"0.001", b"0.0000001", b"0", b"-0.01", b"1e-30"):
        yield Hostile(
            f"tiling-{step.decode()}.pdf", "a pattern of tiny steps", partial(tiling, step)
        )
        yield Hostile(
            f"tiling-large-{step.decode()}.pdf",
            "the same on a large page",
            partial(tiling, step, b"[0 0 14400 14400]"),
        )
    for width, height in (
        (1, 10**6),
        (10**6, 1),
        (30000, 30000),
        (100000, 100000),
        (2**31 - 1, 2**31 - 1),
        (0, 0),
        (-1, -1),
        (65536, 65536),
    ):
        for name, filter_, data in (
            ("raw", b"", b"x" * 100), ("flate", b"/Filter/FlateDecode", zlib.compress(bytes(10**6))),
            ("ccitt", b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d/Rows %d>>" % (width, height), b"\x00" * 200),
            ("jbig2", b"/Filter/JBIG2Decode", b"\x00" * 64), ("jpx", b"/Filter/JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n"),
            ("dct", b"/Filter/DCTDecode", b"\xff\xd8\xff\xe0" + b"\x00" * 60),
        ):  # fmt: skip
            yield Hostile(
                f"picture-{width}x{height}-{name}.pdf",
                "a picture that claims that size",
                partial(picture, width, height, filter_, data),
            )
    for times in (1, 2, 50, 2000):
        yield Hostile(
            f"form-itself-{times}.pdf", "a form that draws itself", partial(form, b"/F Do ", times)
        )
        yield Hostile(
            f"form-other-{times}.pdf",
            "two forms that draw each other",
            partial(form, b"/G Do ", times),
        )
    for kind in range(1, 8):
        yield Hostile(
            f"shading-{kind}.pdf",
            "a shading by a program",
            partial(shading, kind, b"{" + b"dup mul " * 5000 + b"}"),
        )
    for count in (1000, 2500):
        yield Hostile(f"annotations-{count}.pdf", "thousands of notes", partial(annotations, count))
        yield Hostile(f"attached-{count}.pdf", "thousands of attachments", partial(attached, count))
    for depth in (10, 1000, 50000):
        yield Hostile(
            f"type3-{depth}.pdf",
            "a font whose letter is written with itself",
            partial(type3, depth),
        )
    for count in (1000, 9000):
        yield Hostile(f"words-{count}.pdf", "very many characters on a page", partial(words, count))
        yield Hostile(
            f"moves-{count}.pdf",
            "very many moves of the pen",
            partial(words, count, b"1 1 Td () Tj "),
        )
    yield Hostile("tree-loop.pdf", "a page tree that holds itself", partial(tree, b"2 0 R", 1))
    yield Hostile(
        "tree-loop-many.pdf", "likewise, many times", partial(tree, b"2 0 R " * 3000, 10**9)
    )
    yield Hostile(
        "tree-count.pdf", "a tree that claims a milliard of pages", partial(tree, b"3 0 R", 10**9)
    )
    yield Hostile(
        "tree-negative.pdf", "a tree that claims fewer than none", partial(tree, b"3 0 R", -5)
    )
    yield Hostile(
        "tree-same.pdf", "thousands of times the same page", partial(tree, b"3 0 R " * 4000, 4000)
    )
    yield Hostile(
        "size.pdf",
        "a table of objects that claims a milliard",
        partial(pdf, b"<</Type/Catalog/Pages 2 0 R>>", size=10**9),
    )
    yield Hostile(
        "nested-arrays.pdf",
        "brackets in brackets",
        lambda: page(b"", entries=b"/X " + b"[" * 20000 + b"]" * 20000),
    )
    yield Hostile(
        "nested-dicts.pdf",
        "dictionaries in dictionaries",
        lambda: page(b"", entries=b"/X " + b"<</A " * 9000 + b"1" + b">>" * 9000),
    )
    yield Hostile("saves.pdf", "a hundred thousand saved states", lambda: page(b"q " * 60000))
    yield Hostile(
        "clips.pdf", "thousands of clips", lambda: page(b"0 0 m 9 9 l 3 0 l h W n " * 6000)
    )
    yield Hostile(
        "curves.pdf",
        "thousands of long curves",
        lambda: page(b"0 0 m 1e6 1e6 -1e6 9 600 800 c S " * 4000),
    )
    yield Hostile("only-head.pdf", "nothing but a head", lambda: HEAD)
    yield Hostile(
        "prev-loop.pdf",
        "a trailer that follows itself",
        lambda: WHOLE.replace(b"/Root", b"/Prev 9/Root"),
    )
    yield Hostile(
        "encrypt.pdf",
        "an encryption that is none",
        lambda: WHOLE.replace(b"/Root", b"/Encrypt<</Filter/Standard/V 9/R 9>>/Root"),
    )
    for part in range(1, 10):
        yield Hostile(
            f"cut-{part}.pdf", "cut short", lambda part=part: WHOLE[: len(WHOLE) * part // 10]
        )
