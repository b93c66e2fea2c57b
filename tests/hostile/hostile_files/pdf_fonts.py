"""PDF: fonts whose glyphs call each other, files and maps of characters that lie."""

from __future__ import annotations

from hostile_files.listing import packed
from hostile_files.pdf import document, drawn, named, stream


def _type3(glyph: bytes, text: bytes, more: dict[int, bytes] | None = None) -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97"
        b"/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 11 0 R>>/Resources<</Font<</T 10 0 R/U 12 0 R>>>>>>"
    )
    objects = {
        10: font,
        11: stream(b"1000 0 d0 " + glyph),
        12: font.replace(b"11 0 R", b"13 0 R"),
        13: stream(b"1000 0 d0 BT /T 500 Tf (aaaaaaaaaa) Tj ET"),
    }
    return document(
        b"BT /T 12 Tf 60 60 Td (%s) Tj ET" % text,
        resources=b"/T 1",
        more={**objects, **(more or {}), 5: font},
    )


def _mapped(
    cmap: bytes, text: bytes = b"<00410042>", more: dict[int, bytes] | None = None
) -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 10 0 R>>"
    head = b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange<0000><FFFF>endcodespacerange "
    data = packed(head + cmap + b" endcmap")
    return document(
        written=b"BT /F 12 Tf 60 700 Td %s Tj ET" % text,
        more={5: font, 10: stream(data, b"/Filter/FlateDecode"), **(more or {})},
    )


def _font(file: bytes, kind: bytes, subtype: bytes = b"TrueType") -> bytes:
    font = (
        b"<</Type/Font/Subtype/%s/BaseFont/X/FirstChar 65/LastChar 66/Widths[500 500]/FontDescriptor 10 0 R>>"
        % subtype
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 900/Descent 0/CapHeight 900/StemV 80/%s 11 0 R>>"
        % kind
    )
    return document(
        written=b"BT /F 12 Tf 60 700 Td (ABABAB) Tj ET",
        more={5: font, 10: descriptor, 11: stream(file, b"/Length1 %d" % len(file))},
    )


def _truetype(tables: int) -> bytes:
    head = b"\0\1\0\0" + tables.to_bytes(2, "big") + b"\0" * 6
    return head + b"".join(
        b"glyf\0\0\0\0\0\0\0\x0c\xff\xff\xff\xff" for _ in range(min(tables, 5000))
    )


# a line a file
# fmt: off
FILES = (
    named("type3-itself", "glyph that shows itself", _type3, b"BT /T 500 Tf (aa) Tj ET", b"aaaa"),
    named("type3-laughs", "two fonts whose glyphs show each other ten times", _type3, b"BT /U 500 Tf (aaaaaaaaaa) Tj ET", b"a" * 200),
    named("type3-heavy", "glyph of 20,000 rectangles shown 2,000 times", _type3, b"0 0 9 9 re f " * 10_000, b"a" * 2000),
    named("cmap-ranges", "ToUnicode of 3,000 whole ranges", _mapped, b"1 beginbfrange<0000><FFFF><4E00>endbfrange " * 3000),
    named("cmap-long", "a glyph that means 200,000 characters, 500 times", lambda: _mapped(b"1 beginbfchar<0041><" + b"7B54" * 200_000 + b">endbfchar", b"<" + b"0041" * 500 + b">")),
    named("cmap-itself", "ToUnicode that uses itself", lambda: _mapped(b"", more={10: stream(b"/X usecmap", b"/Type/CMap/CMapName/X/UseCMap 10 0 R")})),
    named("cmap-strange", "glyphs that mean half characters, NUL, escapes and bidi marks", lambda: _mapped(b"6 beginbfchar<0041><D800><0042><0000><0043><001B><0044><202E><0045><FFFE><0046><009B>endbfchar", b"<004100420043004400450046>")),
    named("widths-huge", "widths for 2^31 glyphs", lambda: document(more={6: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/W[0 2147483647 500 5 4294967295 1]/W2[0 2147483647 1 1 1]>>"})),
    named("descendants-loop", "font whose descendant is itself", lambda: document(more={6: b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[5 0 R 6 0 R]>>"})),
    named("font-truetype", "font file of 65,535 tables, all beyond its end", _font, _truetype(65_535)[:80_000], b"FontFile2"),
    named("font-noise", "font file of nothing but 0xFF", _font, b"OTTO" + b"\xff" * 50_000, b"FontFile3"),
    named("font-type1", "Type 1 font that never leaves its loop", _font, b"%!PS-AdobeFont-1.0: X\n{ loop } loop eexec " + b"/A {" * 9000, b"FontFile", b"Type1"),
    named("actual-text", "1,000 words that say they mean 100 KB each", lambda: drawn(b"/Span<</ActualText(" + b"x" * 1000 + b")>>BDC BT /F 9 Tf 60 60 Td <7b54> Tj ET EMC ", 1000)),
)
# fmt: on
