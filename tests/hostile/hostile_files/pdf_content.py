"""PDF: what is drawn: patterns, shadings, functions, forms, fonts, masks, words and rules without end."""

from __future__ import annotations

import math

from hostile_files.listing import packed
from hostile_files.pdf import document, drawn, named, shown, stream

_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
_FILL = b"/Pattern cs /P scn 0 0 600 800 re f"
_FLATE = b"/Filter/FlateDecode"


def _tiling(
    step: bytes,
    box: bytes = b"0 0 1 1",
    content: bytes = b"1 0 0 rg 0 0 1 1 re f",
    own: bytes = b"",
) -> bytes:
    entries = b"/PatternType 1/PaintType 1/TilingType 1/BBox[%s]%s/Resources<<%s>>" % (
        box,
        step,
        own,
    )
    return document(_FILL, resources=b"/Pattern<</P 10 0 R>>", more={10: stream(content, entries)})


def _tilings(depth: int) -> bytes:
    more = {
        10 + n: stream(
            b"/Pattern cs /P scn 0 0 100 100 re f",
            b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 100 100]/XStep 1/YStep 1"
            b"/Resources<</Pattern<</P %d 0 R>>>>" % (11 + n),
        )
        for n in range(depth)
    }
    more[10 + depth] = stream(
        b"0 0 1 1 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 1/YStep 1/Resources<<>>",
    )
    return document(_FILL, resources=b"/Pattern<</P 10 0 R>>", more=more)


def _shading(body: bytes, more: dict[int, bytes] | None = None, data: bytes | None = None) -> bytes:
    shading = b"<<%s>>" % body if data is None else stream(packed(data), body + _FLATE)
    return document(
        b"/S sh", resources=b"/Shading<</S 10 0 R>>", more={10: shading, **(more or {})}
    )


def _function(code: bytes, times: int = 1) -> bytes:
    body = b"/ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Matrix[600 0 0 800 0 0]/Function 11 0 R"
    entries = b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]"
    return _shading(body, {11: stream(b"{" + code * times + b"}", entries)})


def _axial(function: dict[int, bytes]) -> bytes:
    return _shading(
        b"/ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 600 800]/Extend[true true]/Function 11 0 R",
        function,
    )


_MESH = b"/ShadingType %d/ColorSpace/DeviceRGB/BitsPerCoordinate 8/BitsPerComponent 8/BitsPerFlag 8/Decode[0 600 0 800 0 1 0 1 0 1]"


def _mesh(kind: int, patch: bytes, times: int) -> bytes:
    return _shading(_MESH % kind, data=patch * times)


def _forms(calls: int, depth: int) -> bytes:
    more = {
        10 + n: stream(b"/A Do " * calls, _FORM + b"/Resources<</XObject<</A %d 0 R>>>>" % (11 + n))
        for n in range(depth)
    }
    more[10 + depth] = stream(b"0 0 1 1 re f", _FORM)
    return document(b"/A Do", resources=b"/XObject<</A 10 0 R>>", more=more)


def _form_loop() -> bytes:
    more = {
        10: stream(b"/A Do /A Do", _FORM + b"/Resources<</XObject<</A 11 0 R>>>>"),
        11: stream(b"/A Do /A Do", _FORM + b"/Resources<</XObject<</A 10 0 R>>>>"),
    }
    return document(b"/A Do", resources=b"/XObject<</A 10 0 R>>", more=more)


def _grid(rows: int, columns: int) -> bytes:
    down = b"".join(
        b"0 %.2f m 595 %.2f l S\n" % (842 * n / rows, 842 * n / rows) for n in range(rows)
    )
    across = b"".join(
        b"%.2f 0 m %.2f 842 l S\n" % (595 * n / columns, 595 * n / columns) for n in range(columns)
    )
    return document(more={4: stream(packed(down + across), _FLATE)})


def _spread(count: int) -> bytes:
    """Single letters all over the page, each a line of its own."""
    one = (
        b"BT /F 2 Tf %.1f %.1f Td %s Tj ET\n" % (n * 37.7 % 595, n * 91.3 % 842, shown("答"))
        for n in range(count)
    )
    return document(more={4: stream(packed(b"".join(one)), _FLATE)})


def _rings(count: int) -> bytes:
    out = [b"1 0 0 RG 2 w"]
    for n in range(count):
        x, y = 30 + n * 41 % 540, 30 + n * 67 % 780
        corners = (
            b"%.1f %.1f %s"
            % (x + 25 * math.cos(a / 3), y + 25 * math.sin(a / 3), b"m" if a == 0 else b"l")
            for a in range(20)
        )
        out.append(b" ".join(corners) + b" S")
    return document(more={4: stream(packed(b"\n".join(out)), _FLATE)})


def _checks() -> bytes:
    red = b"".join(b"%d %d 4 4 re f\n" % (x * 8, y * 8) for x in range(74) for y in range(105))
    return document(b"1 0 0 rg " + red, written=b"")


def _masks(depth: int) -> bytes:
    more = {}
    for n in range(depth):
        group = b"/Group<</S/Transparency/CS/DeviceGray>>/Resources<</ExtGState<</G %d 0 R>>>>" % (
            10 + 2 * n + 2
        )
        more[10 + 2 * n] = b"<</Type/ExtGState/SMask<</S/Luminosity/G %d 0 R>>>>" % (11 + 2 * n)
        more[11 + 2 * n] = stream(b"/G gs 0 0 595 842 re f", _FORM + group)
    more[10 + 2 * depth] = b"<</Type/ExtGState/ca .5>>"
    return document(b"/G gs 0 0 595 842 re f", resources=b"/ExtGState<</G 10 0 R>>", more=more)


def _mask_loop() -> bytes:
    group = b"/Group<</S/Transparency>>/Resources<</ExtGState<</G 10 0 R>>>>"
    more = {
        10: b"<</SMask<</S/Alpha/G 11 0 R>>>>",
        11: stream(b"/G gs 0 0 595 842 re f", _FORM + group),
    }
    return document(b"/G gs 0 0 595 842 re f", resources=b"/ExtGState<</G 10 0 R>>", more=more)


def _groups(depth: int) -> bytes:
    more = {
        10 + n: stream(
            b"/B gs /A Do 0 0 595 842 re f",
            _FORM
            + b"/Group<</S/Transparency/I true/K true>>/Resources<</ExtGState<</B<</BM/Luminosity/ca .5>>>>/XObject<</A %d 0 R>>>>"
            % (11 + n),
        )
        for n in range(depth)
    }
    more[10 + depth] = stream(b"0 0 1 1 re f", _FORM)
    return document(b"/A Do", resources=b"/XObject<</A 10 0 R>>", more=more)


def _layers() -> bytes:
    loop = b"<</Type/OCMD/VE[/And 10 0 R[/Or 10 0 R[/Not 11 0 R]]]>>"
    return document(
        b"/OC /L BDC (x) EMC",
        resources=b"/Properties<</L 11 0 R>>",
        more={10: b"[/And 10 0 R 10 0 R]", 11: loop},
        catalogue=b"/OCProperties<</OCGs[11 0 R]/D<</Order[11 0 R]>>>>",
    )


_STITCHED = b"<</FunctionType 3/Domain[0 1]/Functions[11 0 R 11 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
_SAMPLED = b"/FunctionType 0/Domain[0 1]/Range[0 1]/Size[2147483647]/BitsPerSample 32"


# a line a file
# fmt: off
FILES = (
    named("tiling-tiny", "pattern every 0.0001 points", _tiling, b"/XStep .0001/YStep .0001"),
    named("tiling-zero", "pattern of step 0", _tiling, b"/XStep 0/YStep 0"),
    named("tiling-negative", "pattern of negative and infinite steps", _tiling, b"/XStep -1e-9/YStep 1e999"),
    named("tiling-large", "pattern whose cell is 10^6 points and its step 1", _tiling, b"/XStep 1/YStep 1", b"0 0 1000000 1000000"),
    named("tiling-nested", "patterns in patterns, 6 deep, every point", _tilings, 6),
    named("tiling-itself", "pattern that paints with itself", _tiling, b"/XStep 9/YStep 9", content=b"/Pattern cs /P scn 0 0 9 9 re f", own=b"/Pattern<</P 10 0 R>>"),
    named("function-long", "shading by a function of 40,000 steps a dot", _function, b"sin cos exch ", 13_000),
    named("function-deep", "function with 20,000 brackets", _function, b"{", 20_000),
    named("function-copy", "function that copies its stack", _function, b"dup dup 2 copy 4 copy 8 copy 16 copy 32 copy 50 copy 2147483647 copy ", 200),
    named("function-roll", "function that rolls by 2^31", _function, b"3 copy 3 2147483647 roll ", 5000),
    named("function-sampled", "sampled function of 2^31-1 samples", _axial, {11: stream(b"x", _SAMPLED)}),
    named("function-sampled-12", "sampled function of 12 inputs of 60,000", _axial, {11: stream(b"x", b"/FunctionType 0/Domain[%s]/Range[0 1]/Size[%s]/BitsPerSample 8" % (b"0 1 " * 12, b"60000 " * 12))}),
    named("function-stitched", "function stitched of itself, twice", _axial, {11: _STITCHED}),
    named("function-array", "10,000 functions of one shading", _axial, {11: b"[%s]" % (b"12 0 R " * 10_000), 12: b"<</FunctionType 2/N 1/Domain[0 1]>>"}),
    named("shading-radial", "radial shading with radii of 10^30", _shading, b"/ShadingType 3/ColorSpace/DeviceGray/Coords[0 0 1e30 1 1 -1e30]/Extend[true true]/Function<</FunctionType 2/N 1e9/Domain[0 1]>>"),
    named("mesh-triangles", "mesh of 200,000 page-wide triangles", _mesh, 4, bytes((0, 0, 0, 9, 9, 9)) + bytes((0, 255, 0, 99, 0, 9)) + bytes((0, 128, 255, 9, 9, 200)), 200_000),
    named("mesh-coons", "30,000 Coons patches over the page", _mesh, 6, bytes([0, *range(0, 240, 10), *([200] * 12)]), 30_000),
    named("mesh-tensor", "30,000 tensor patches over the page", _mesh, 7, bytes([0, *range(0, 255, 8), *([90] * 12)]), 30_000),
    named("form-itself", "form that draws itself", _forms, 1, 0),
    named("form-loop", "two forms that draw each other, twice", _form_loop),
    named("form-laughs", "forms of which each draws the next ten times: 10^12", _forms, 10, 12),
    named("form-deep", "forms 900 deep", _forms, 1, 900),
    named("q-deep", "200,000 times q", drawn, b"q ", 200_000),
    named("q-back", "200,000 times Q without q", drawn, b"Q ", 200_000),
    named("bt-deep", "100,000 times BT", drawn, b"BT ", 100_000),
    named("marks-deep", "100,000 marked contents in each other", drawn, b"/P<</MCID 0>>BDC ", 100_000),
    named("operands", "a line of 500,000 operands", drawn, b"1 ", 500_000, b"re f"),
    named("arrays-drawn", "operands 50,000 brackets deep", drawn, b"[", 50_000),
    named("path-million", "path of 1,000,000 lines", drawn, b"9 9 l 500 700 l ", 500_000, b"S"),
    named("path-crossing", "filled path that crosses itself 40,000 times", drawn, b"0 0 m 595 842 l 0 842 l 595 0 l 300 842 l ", 8000, b"f*"),
    named("curves", "200,000 curves over the page, wide strokes", lambda: drawn(b"0 0 m 9 900 600 -90 595 842 c S ", 200_000)),
    named("dash-tiny", "dashes of 0.0001 along the page", lambda: document(b"[.0001 .0001] 0 d 0 0 m 595 842 l 0 842 l 595 0 l S")),
    named("dash-zero", "dashes of 0 and of -1", lambda: document(b"[0 0] 0 d 0 0 m 595 842 l S [-1 1] -1e9 d 0 0 m 9 9 l S")),
    named("dash-phase", "dash phase of 10^15", lambda: document(b"[1 2] 1000000000000000 d 0 0 m 595 842 l S")),
    named("width-huge", "stroke of 10^9 points with long miters", drawn, b"1000000000 w 1e9 M 0 0 m 9 9 l 0 1 l S ", 3000),
    named("far", "lines to 10^30 and NaN", drawn, b"0 0 m 1e30 -1e30 l nan inf l 99999999999999999999 0 l S ", 500),
    named("matrix", "matrix multiplied until it overflows", drawn, b"1e9 1e9 -1e9 1e9 9 9 cm ", 300, b"0 0 9 9 re f"),
    named("clips", "20,000 clips, each within the one before", drawn, b"0 0 500 700 re W n ", 20_000, b"0 0 999 999 re f"),
    named("clip-text", "words as clip, 3,000 times", drawn, b"BT 7 Tr /F 900 Tf <7b547b54> Tj ET ", 3000),
    named("masks-300", "soft masks 300 deep, page-wide", _masks, 300),
    named("mask-group-itself", "soft mask group under its own mask", _mask_loop),
    named("groups-200", "transparency groups 200 deep with blending", _groups, 200),
    named("layers-loop", "visibility expression that holds itself", _layers),
    named("text-size", "letters of 10^9 points", lambda: document(b"BT /F 1000000000 Tf 1e9 Tz 1e9 Tc %s Tj ET" % shown("答复"))),
    named("text-far", "letters at 10^30", lambda: document(b"BT /F 12 Tf 1e30 -1e30 Td %s Tj 1 0 0 1 inf nan Tm %s Tj ET" % (shown("答"), shown("复")))),
    named("text-same-spot", "100,000 letters on one spot", drawn, b"BT /F 12 Tf 60 60 Td <7b54> Tj ET ", 100_000),
    named("text-invisible", "60,000 invisible lines", drawn, b"BT 3 Tr /F 1 Tf 60 60 Td <7b54590d> Tj ET ", 60_000),
    named("text-one-line", "one line of 300,000 letters", drawn, b"BT /F 1 Tf 0 60 Td <" + b"7b54" * 1000 + b"> Tj ET ", 300),
    named("text-spread", "8,000 letters at as many heights", _spread, 8000),
    named("text-spread-more", "25,000 letters at as many heights", _spread, 25_000),
    named("rules-20000", "20,000 rules across the page", _grid, 20_000, 2),
    named("grid-400", "table of 400 x 400 cells", _grid, 400, 400),
    named("grid-2000", "table of 2,000 x 2,000 cells", _grid, 2000, 2000),
    named("rings-600", "600 red rings one over the other", _rings, 600),
    named("red-page", "page wholly red", lambda: document(b"1 0 0 rg 0 0 595 842 re f", written=b"")),
    named("red-checks", "page of 7,770 red squares", _checks),
)
# fmt: on
