"""PDF: trees, tables and counts that lie, loop or never end."""

from __future__ import annotations

from hostile_files.listing import packed, zeros
from hostile_files.pdf import FONT, SIMPLE, assemble, document, named, stream, words

_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"


def _tree(pages: bytes, more: dict[int, bytes] | None = None, page: bytes = _PAGE) -> bytes:
    objects = {1: _CATALOGUE, 2: pages, 3: page, 4: stream(words()), 5: FONT, 6: SIMPLE}
    return assemble({**objects, **(more or {})})


def _many_kids(count: int, told: int) -> bytes:
    return _tree(b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, told))


def _deep_tree(depth: int) -> bytes:
    more = {
        10 + n: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (9 + n, 11 + n)
        for n in range(depth)
    }
    more[10 + depth] = _PAGE
    return _tree(b"<</Type/Pages/Kids[10 0 R]/Count 1>>", more)


def _laughing_tree() -> bytes:
    more = {
        10 + n: b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count %d>>"
        % (b"%d 0 R " % (11 + n) * 10, 10 ** (12 - n))
        for n in range(12)
    }
    more[22] = _PAGE
    return _tree(b"<</Type/Pages/Kids[10 0 R]/Count 1000000000000>>", more)


def _looping_tree() -> bytes:
    return _tree(
        b"<</Type/Pages/Kids[10 0 R]/Count 9>>",
        {
            10: b"<</Type/Pages/Parent 2 0 R/Kids[11 0 R 3 0 R]/Count 9>>",
            11: b"<</Type/Pages/Parent 10 0 R/Kids[10 0 R 2 0 R]/Count 9>>",
        },
    )


def _with_table(table: bytes) -> bytes:
    whole = document()
    start = whole.rindex(b"xref\n0 1")
    return whole[:start] + table + b"startxref\n%d\n%%%%EOF\n" % start


def _table_loop() -> bytes:
    whole = document()
    start = whole.rindex(b"xref\n0 1")
    return document(trailer=b"/Prev %d" % start)  # it lies before the trailer, and so where it did


def _table_stream(size: int, index: bytes = b"") -> bytes:
    whole = document()
    start = whole.rindex(b"xref\n0 1")
    rows = packed(b"\x01\x00\x00\x09\x00" * 30)
    entries = b"/Type/XRef/Size %d/W[1 3 1]/Root 1 0 R/Filter/FlateDecode%s" % (size, index)
    return whole[:start] + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(rows, entries),
        start,
    )


def _prev_chain(links: int) -> bytes:
    whole = bytearray(document())
    before = whole.rindex(b"xref\n0 1")
    for _ in range(links):
        start = len(whole)
        whole += b"xref\n0 0\ntrailer <</Size 7/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            before,
            start,
        )
        before = start
    return bytes(whole)


def _object_streams(count: int, first: bytes, extends: bytes) -> bytes:
    inner = b"11 0 12 3 << >> << >>"
    entries = b"/Type/ObjStm/N %d/First %s%s" % (count, first, extends)
    return document(more={10: stream(inner, entries)}, catalogue=b"/Names 11 0 R")


def _junk_objects(count: int) -> bytes:
    body = b"".join(b"%d 0 obj<</A %d 0 R>>endobj\n" % (n, n + 1) for n in range(10, count))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>"


def _annotations(count: int, one: bytes, more: dict[int, bytes] | None = None) -> bytes:
    return document(page=b"/Annots[%s]" % (b"10 0 R " * count), more={10: one, **(more or {})})


def _embedded(count: int, data: bytes, entries: bytes = b"") -> bytes:
    names = b"".join(b"(%06d.pdf)11 0 R" % n for n in range(count))
    return document(
        catalogue=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names,
        more={
            11: b"<</Type/Filespec/F(a.pdf)/UF(a.pdf)/EF<</F 12 0 R>>>>",
            12: stream(data, b"/Type/EmbeddedFile" + entries),
        },
    )


def _nested_attachment(depth: int) -> bytes:
    data = document()
    for _ in range(depth):
        data = _embedded(2, packed(data), b"/Filter/FlateDecode")
    return data


def _signatures(count: int, byte_range: bytes) -> bytes:
    fields = b"10 0 R " * count
    return document(
        catalogue=b"/AcroForm<</SigFlags 3/Fields[%s]>>" % fields,
        more={
            10: b"<</FT/Sig/T(s)/V 11 0 R/Rect[0 0 100 100]/Subtype/Widget/P 3 0 R>>",
            11: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
            b"/ByteRange[%s]/Contents<%s>>>" % (byte_range, b"30" * 2000),
        },
    )


def _fields_loop() -> bytes:
    return document(
        catalogue=b"/AcroForm<</Fields[10 0 R]>>",
        more={
            10: b"<</T(a)/Kids[11 0 R 11 0 R]/Parent 11 0 R>>",
            11: b"<</T(b)/Kids[10 0 R 10 0 R]/Parent 10 0 R>>",
        },
    )


def _locked(how: bytes) -> bytes:
    return document(trailer=b"/Encrypt<<%s>>/ID[<00><00>]" % how)


def _nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return document(more={10: opening * depth + closing * depth}, catalogue=b"/X 10 0 R")


_FORM_LOOP = {
    11: stream(
        b"/A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 11 0 R>>>>"
    )
}

# a line a file
# fmt: off
FILES = (
    named("kids-itself", "page tree whose only kid is itself", _tree, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    named("kids-loop", "page tree of nodes that are each other's kids", _looping_tree),
    named("tree-deep", "page tree 1,500 nodes deep: recursion", _deep_tree, 1500),
    named("tree-laughs", "page tree of 12 nodes that name 10^12 pages", _laughing_tree),
    named("pages-20000", "one page named 20,000 times", _many_kids, 20_000, 20_000),
    named("count-huge", "/Count of 2^31-1 with one kid", _many_kids, 1, 2**31 - 1),
    named("count-negative", "/Count of -1", _many_kids, 3, -1),
    named("count-small", "/Count of 1 with 600 kids", _many_kids, 600, 1),
    named("kids-null", "kids that are null, numbers and strings", _tree, b"<</Type/Pages/Kids[null 7 (x) 99 0 R]/Count 4>>"),
    named("xref-itself", "/Prev that points at its own table", _table_loop),
    named("xref-chain", "1,500 tables, each the one before of the next", _prev_chain, 1500),
    named("xref-huge", "a table that says it has 99,999,999 entries", _with_table, b"xref\n0 99999999\n0000000000 65535 f \ntrailer <</Size 99999999/Root 1 0 R>>\n"),
    named("xref-none", "no table: 5,000 objects to be found by searching", _junk_objects, 5000),
    named("xref-stream-huge", "table stream with /Size 2^31-1", _table_stream, 2**31 - 1),
    named("xref-index", "table stream with /Index of negative and huge ranges", _table_stream, 50, b"/Index[-5 2147483647 0 2147483647]"),
    named("size-huge", "/Size 4,294,967,295", assemble, {1: _CATALOGUE, 2: b"<</Kids[]/Count 0>>"}, size=2**32 - 1),
    named("root-itself", "catalogue that is a reference to itself", assemble, {1: b"1 0 R"}),
    named("root-missing", "no catalogue at all", assemble, {2: b"<<>>"}),
    named("start-beyond", "startxref beyond the end", lambda: document().replace(b"startxref\n", b"startxref\n9999999999")),
    named("start-negative", "startxref below zero", lambda: document().replace(b"startxref\n", b"startxref\n-")),
    named("objstm-loop", "object stream that extends itself", _object_streams, 2, b"10", b"/Extends 10 0 R"),
    named("objstm-many", "object stream that says it holds 10,000,000 objects", _object_streams, 10_000_000, b"10", b""),
    named("objstm-first", "object stream with a negative /First", _object_streams, 2, b"-7", b""),
    named("length-itself", "/Length that refers to its own stream", lambda: document(entries=b"/X 1", more={4: b"<</Length 4 0 R>>stream\nBT ET\nendstream"})),
    named("length-lies", "/Length of 2^40", lambda: document(more={4: b"<</Length 1099511627776>>stream\nBT ET\nendstream"})),
    named("length-chain", "/Length through 900 references", lambda: document(more={4: b"<</Length 10 0 R>>stream\nBT ET\nendstream", **{n: b"%d 0 R" % (n + 1) for n in range(10, 910)}})),
    named("number-huge", "an object with number 4,294,967,295", lambda: document(page=b"/X 4294967295 0 R")),
    named("arrays-deep", "arrays 20,000 deep", _nested, b"[", b"]", 20_000),
    named("dicts-deep", "dictionaries 15,000 deep", _nested, b"<</A", b">>", 15_000),
    named("string-open", "a string that never ends, 150 KB of brackets", lambda: document(more={10: b"(" * 150_000})),
    named("name-long", "a name of 100,000 characters", lambda: document(page=b"/" + b"N" * 100_000 + b" 1")),
    named("locked-null", "encryption of version 5 with empty keys", _locked, b"/Filter/Standard/V 5/R 6/O()/U()/OE()/UE()/P -1/Perms()"),
    named("locked-length", "encryption with a key of 10^9 bits", _locked, b"/Filter/Standard/V 2/R 3/Length 1000000000/O(%s)/U(%s)/P -1" % (b"o" * 32, b"u" * 32)),
    named("locked-filter", "encryption by a handler that nobody knows", _locked, b"/Filter/Evil/V 4/CF<</A<</CFM/AESV9>>>>/StmF/A"),
    named("attached-3000", "3,000 names of one attachment", _embedded, 3000, b"x"),
    named("attached-bomb", "attachment that unpacks to 180 MB", lambda: _embedded(1, zeros(180_000_000), b"/Filter/FlateDecode")),
    named("attached-bombs", "20 names of an attachment of 100 MB", lambda: _embedded(20, zeros(100_000_000), b"/Filter/FlateDecode")),
    named("attached-nested", "PDF in PDF in PDF, two each, 8 deep", _nested_attachment, 8),
    named("names-loop", "name tree whose kids are itself", lambda: document(catalogue=b"/Names<</EmbeddedFiles 10 0 R>>", more={10: b"<</Kids[10 0 R 10 0 R]>>"})),
    named("annots-10000", "10,000 annotations", _annotations, 10_000, b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>"),
    named("annots-form-loop", "annotation whose looks draw themselves", _annotations, 50, b"<</Type/Annot/Subtype/Stamp/Rect[0 0 99 99]/AP<</N 11 0 R>>>>", _FORM_LOOP),
    named("annots-parent-loop", "annotation whose /Popup and /IRT are itself", _annotations, 5, b"<</Type/Annot/Subtype/Popup/Parent 10 0 R/Popup 10 0 R/IRT 10 0 R/Rect[0 0 9 9]>>"),
    named("annots-attached", "2,000 annotations with a file each", _annotations, 2000, b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</F(a.txt)/EF<</F 11 0 R>>>>>>", {11: stream(b"x", b"/Type/EmbeddedFile")}),
    named("annots-far", "annotation with a box of 10^30 and NaN", _annotations, 3, b"<</Type/Annot/Subtype/Stamp/Rect[-1e30 nan 1e30 1e30]/AP<</N 11 0 R>>>>", _FORM_LOOP),
    named("outlines-loop", "outline whose next is itself", lambda: document(catalogue=b"/Outlines 10 0 R", more={10: b"<</First 11 0 R/Last 11 0 R>>", 11: b"<</Title(x)/Next 11 0 R/First 11 0 R/Parent 10 0 R>>"})),
    named("fields-loop", "form fields that are each other's kids, twice", _fields_loop),
    named("signed-2000", "2,000 signature fields of one signature", _signatures, 2000, b"0 10 20 30"),
    named("signed-range", "signature over bytes far beyond the file", _signatures, 3, b"0 2147483647 9223372036854775807 99"),
    named("signed-negative", "signature over negative ranges", _signatures, 3, b"-10 100 -5 -7 1 2 3"),
    named("parent-loop", "page whose parent is itself, to inherit from", _tree, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", None, b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"),
    named("box-14400", "page of 14,400 points", document, box=b"0 0 14400 14400"),
    named("box-huge", "page of 10^9 points", document, box=b"0 0 1000000000 1000000000"),
    named("box-thin", "page of 1 x 1,000,000 points", document, box=b"0 0 1 1000000"),
    named("box-turned", "page box from right to left, of no width", document, box=b"595 842 595 0"),
    named("box-words", "page box of names and NaN", document, box=b"nan /A (x) 1e999"),
    named("unit-75000", "UserUnit 75,000 on A4", document, page=b"/UserUnit 75000"),
    named("rotate-45", "page turned by 45 and by 10^9 degrees", document, page=b"/Rotate 1000000045"),
    named("crop-outside", "crop box beyond the page", document, page=b"/CropBox[5000 5000 99999 99999]"),
    named("pages-big", "490 pages of 5,000 points", lambda: _tree(b"<</Type/Pages/Kids[%s]/Count 490>>" % (b"3 0 R " * 490), page=_PAGE.replace(b"595 842", b"5000 5000"))),
    named("junk-before", "1,000 blanks, then two headers", lambda: b" " * 1000 + b"%PDF-1.0\n" + document()),
    named("head-only", "nothing but a header", lambda: b"%PDF-1.7\n"),
    named("cut", "cut in the middle of the page's words", lambda: document()[:700]),
    named("structure-loop", "structure tree whose kids are itself", lambda: document(catalogue=b"/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R", more={10: b"<</Type/StructTreeRoot/K[10 0 R 11 0 R]/ParentTree 10 0 R>>", 11: b"<</S/P/K[11 0 R 10 0 R]/P 11 0 R>>"})),
    named("actions", "open action that starts a program and reaches out", lambda: document(catalogue=b"/OpenAction<</S/Launch/F(http://192.0.2.1/x)/Next<</S/URI/URI(http://192.0.2.1/)>>>>")),
    named("xfa-entities", "XFA form with entities that multiply", lambda: document(catalogue=b"/AcroForm<</Fields[]/XFA 10 0 R>>", more={10: stream(b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(b"<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;'>" % (c, *[c - 1] * 6) for c in range(98, 115)) + b"]><x>&r;</x>")})),
)
# fmt: on
