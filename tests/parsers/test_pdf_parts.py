"""Every part slipped into a PDF by hand is read, known to carry nothing, or named unread; nothing is ignored."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from parsers import claimants, read
from parsers.document import ANYTHING, SEAL, TEXT, Document, SealForm, TextFrom

WORDS = (
    "关于政府信息公开申请的答复",
    "你申请公开的信息经检索不存在，特此告知。",
    "演江自治区演练局",
)
Letter = Callable[..., bytes]


def shown(text: str) -> bytes:
    return b"<" + text.encode("utf-16-be").hex().encode() + b">"


def string(text: str) -> bytes:
    """A text string of a dictionary."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def written(lines: tuple[str, ...] = WORDS, at: tuple[int, int] = (72, 760)) -> bytes:
    rows = b"".join(b"%s Tj 0 -30 Td " % shown(line) for line in lines)
    return b"BT /F 16 Tf %d %d Td %sET\n" % (*at, rows)


@pytest.fixture
def letter(assembled, stream_of) -> Letter:
    """A letter of one page with more in its dictionaries; `more` objects are 8, 9, 10 ..."""

    def made(
        content: bytes = b"",
        *,
        page: bytes = b"",
        catalog: bytes = b"",
        resources: bytes = b"",
        more: tuple[bytes, ...] = (),
        whole: bytes | None = None,
        box: bytes = b"0 0 595 842",
    ) -> bytes:
        body = (written() if whole is None else whole) + content
        return assembled(
            [
                b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog,
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources 7 0 R %s>>"
                % (box, page),
                body if body.startswith(b"<<") else stream_of(body),
                b"<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
                b" /DescendantFonts [6 0 R]>>",
                b"<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
                b" /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>>>",
                b"<</Font <</F 5 0 R>> %s>>" % resources,
                *more,
            ]
        )

    return made


def lines_of(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def left(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.touches) for one in document.left]


FILE = b"<</Type /Filespec /F (a.txt) /UF %s /EF <</F 9 0 R>>>>" % string("答复书.txt")
REPLY = "现答复如下：该信息不存在。"


def held(stream_of, text: str = REPLY) -> tuple[bytes, bytes]:
    return FILE, stream_of(text.encode(), b"/Type /EmbeddedFile")


# --- what holds nothing ---------------------------------------------------------------------------

HARMLESS = {
    "a link": (b"/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 90 90] /A <</S /URI /URI (http://x)>>>>]", b""),
    "a frame": (b"/Annots [<</Type /Annot /Subtype /Square /Rect [9 9 90 90] /C [1 0 0]>>]", b""),
    "a note without words": (b"/Annots [<</Type /Annot /Subtype /Text /Rect [9 9 30 30] /Contents ()>>]", b""),
    "a hidden note": (b"/Annots [<</Type /Annot /Subtype /Sound /F 2 /Rect [9 9 30 30]>>]", b""),
    "bookmarks and settings": (b"/Tabs /S /PieceInfo <</X <</Private 8 0 R>>>>",
                               b"/Outlines <</Count 0>> /ViewerPreferences <<>> /Metadata 8 0 R"),
    "a maker's own mark": (b"/WPS_Mark 3", b"/KSPDF <</Version (11.1)>>"),
    "a layer that is shown": (b"", b"/OCProperties <</OCGs [9 0 R] /D <</ON [9 0 R] /Order []>>>>"),
    "an empty form": (b"", b"/AcroForm <</Fields []>>"),
}  # fmt: skip


@pytest.mark.parametrize("what", HARMLESS)
def test_what_carries_neither_words_nor_a_seal_leaves_nothing_unread(what, letter, stream_of):
    page, catalog = HARMLESS[what]
    more = (stream_of(b"x"), b"<</Type /OCG /Name (Background)>>")
    document = read(letter(page=page, catalog=catalog, more=more), "a.pdf")
    assert left(document) == []
    assert document.pages[0].text_from is TextFrom.DIGITAL
    assert lines_of(document) == list(WORDS)


# --- what is named --------------------------------------------------------------------------------

_NOTE = b"/Annots [<</Type /Annot /Subtype /%s /Rect [90 90 190 190] %s>>]"
NAMED = {
    "a recording": (_NOTE % (b"Sound", b""), b"", ("media", ANYTHING)),
    "a film": (_NOTE % (b"RichMedia", b""), b"", ("media", ANYTHING)),
    "a model": (_NOTE % (b"3D", b""), b"", ("media", ANYTHING)),
    "a screen": (_NOTE % (b"Screen", b""), b"", ("media", ANYTHING)),
    "a note that nobody knows": (_NOTE % (b"Hologram", b""), b"", ("annotation", ANYTHING)),
    "handwriting": (_NOTE % (b"Ink", b"/InkList [[9 9 20 20]]"), b"", ("handwriting", (TEXT,))),
    "words struck out": (_NOTE % (b"StrikeOut", b""), b"", ("struck", (TEXT,))),
    "words to be blackened": (_NOTE % (b"Redact", b""), b"", ("redaction", (TEXT,))),
    "a remark": (_NOTE % (b"Text", b"/Contents " + string("请改为不予公开")), b"", ("note", (TEXT,))),
    "a remark on a mark": (_NOTE % (b"Highlight", b"/Contents (why?)"), b"", ("note", (TEXT,))),
    "a note for the printer": (_NOTE % (b"Stamp", b"/F 36"), b"", ("print_only", ANYTHING)),
    "a file that is elsewhere": (_NOTE % (b"FileAttachment", b"/FS <</F (a.doc)>>"), b"", ("attachment", ANYTHING)),
    "a page's unknown stream": (b"/SecretWords [8 0 R]", b"", ("part", ANYTHING)),
    "the file's unknown stream": (b"", b"/Elsewhere <</Deep <</Er 8 0 R>>>>", ("part", ANYTHING)),
    "a hidden layer": (b"", b"/OCProperties <</OCGs [9 0 R] /D <</OFF [9 0 R]>>>>", ("layer", ANYTHING)),
    "all layers hidden": (b"", b"/OCProperties <</OCGs [9 0 R] /D <</BaseState /OFF>>>>", ("layer", ANYTHING)),
    "XFA": (b"", b"/AcroForm <</Fields [] /XFA 8 0 R>>", ("xfa", ANYTHING)),
    "a template": (b"", b"/Names <</Templates <</Names [(t) 3 0 R]>>>>", ("template", ANYTHING)),
    "a field on no page": (b"", b"/AcroForm <</Fields [<</FT /Tx /T (a) /V (secret)>>]>>", ("field", (TEXT,))),
}  # fmt: skip


@pytest.mark.parametrize("what", NAMED)
def test_what_cannot_be_read_is_named_with_what_it_may_hold(what, letter, stream_of, capfd):
    page, catalog, expected = NAMED[what]
    more = (stream_of(b"x"), b"<</Type /OCG /Name %s>>" % string("草稿"))
    document = read(letter(page=page, catalog=catalog, more=more), "a.pdf")
    assert left(document) == [expected]
    assert all(one.what[-1] >= "\u4e00" or one.what[-1] in "）”" for one in document.left)
    assert lines_of(document) == list(WORDS)
    assert capfd.readouterr() == ("", "")


DRAWN = {
    "a form of another file": (b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref <</F (x)>>", ("reference", ANYTHING)),
    "a drawing in PostScript": (b"/Type /XObject /Subtype /PS", ("drawing", ANYTHING)),
    "a form packed in an unknown way": (b"/Subtype /Form /BBox [0 0 9 9] /Filter /Brotli", ("content", ANYTHING)),
    "an image packed in an unknown way": (
        b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /AVIF",
        ("picture", ANYTHING),
    ),
    "an image that prints as another": (
        b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        b" /Alternates [<</Image 9 0 R /DefaultForPrinting true>>]",
        ("alternate", ANYTHING),
    ),
    "a form with an unknown stream": (b"/Subtype /Form /BBox [0 0 9 9] /Hidden [9 0 R]", ("part", ANYTHING)),
}  # fmt: skip


@pytest.mark.parametrize("what", DRAWN)
@pytest.mark.parametrize("depth", ["on the page", "in a form", "in a pattern", "in a note"])
def test_what_a_page_draws_in_an_unreadable_way_is_named_however_deep(
    what, depth, letter, stream_of
):
    entries, expected = DRAWN[what]
    around = b"/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 8 0 R>>>>"
    resources, page = b"/XObject <</X 8 0 R>>", b""
    if depth != "on the page":
        resources = b"/XObject <</Y 10 0 R>>"
    if depth == "in a pattern":
        resources = b"/Pattern <</Y 10 0 R>>"
    if depth == "in a note":
        resources, page = b"", b"/Annots [<</Subtype /Stamp /Rect [9 9 18 18] /AP <</N 10 0 R>>>>]"
    more = (stream_of(b"x", entries), stream_of(b"x"), stream_of(b"", around))
    document = read(letter(resources=resources, page=page, more=more), "a.pdf")
    assert expected in left(document)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_content_that_breaks_off_is_named(cut, letter):
    packed = zlib.compress(written() + bytes(range(32, 120)) * 9, 9)
    packed = packed[: int(len(packed) * cut)]
    content = b"<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    assert ("content", ANYTHING) in left(read(letter(whole=content), "a.pdf"))


def test_a_page_that_the_tree_holds_and_nobody_counts_is_named(assembled, stream_of):
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>"
    tree = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 1>>"]
    document = read(assembled([*tree, page, page]), "a.pdf")
    assert len(document.pages) == 2 or ("pages", ANYTHING) in left(document)


# --- what is read ---------------------------------------------------------------------------------

HANGS = {
    "in the catalogue's names": (b"", b"/Names <</EmbeddedFiles <</Kids [<</Names [(a) 8 0 R]>>]>>>>"),
    "in a portfolio": (b"", b"/Collection <</View /D>> /Names <</EmbeddedFiles <</Names [(a) 8 0 R]>>>>"),
    "on a page's paperclip": (_NOTE % (b"FileAttachment", b"/FS 8 0 R /Contents " + string("答复书.txt")), b""),
    "on the file": (b"", b"/AF [8 0 R]"),
    "on the page": (b"/AF 8 0 R", b""),
    "on a note": (_NOTE % (b"Stamp", b"/AF [8 0 R]"), b""),
    "twice": (b"/AF [8 0 R]", b"/Names <</EmbeddedFiles <</Names [(a) 8 0 R]>>>>"),
}  # fmt: skip


@pytest.mark.parametrize("where", HANGS)
def test_a_file_is_a_part_wherever_it_hangs(where, letter, stream_of):
    page, catalog = HANGS[where]
    document = read(letter(page=page, catalog=catalog, more=held(stream_of)), "a.pdf")
    assert [(part.name, part.text) for part in document.parts] == [("答复书.txt", REPLY)]
    assert left(document) == []


def test_a_file_on_a_picture_is_a_part(letter, stream_of):
    image = stream_of(
        b"\x80",
        b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /AF [8 0 R]",
    )
    data = letter(resources=b"/XObject <</X 10 0 R>>", more=(*held(stream_of), image))
    assert [part.text for part in read(data, "a.pdf").parts] == [REPLY]


def test_a_file_that_hangs_nowhere_is_named(letter, stream_of):
    document = read(letter(more=held(stream_of)), "a.pdf")
    assert (left(document), document.parts) == ([("attachment", ANYTHING)], ())


TYPED = "请于2026年3月1日前补正"
STANDING = {
    "a note": b"/Subtype /FreeText /Contents " + string(TYPED),
    "a note with rich text": b"/Subtype /FreeText /RC " + string(f"<body><p><b>{TYPED}</b></p></body>"),
    "a field": b"/Subtype /Widget /FT /Tx /T (a) /V " + string(TYPED),
    "a choice": b"/Subtype /Widget /FT /Ch /T (a) /V [%s]" % string(TYPED),
    "a field whose value stands above it": b"/Subtype /Widget /Parent 8 0 R",
}  # fmt: skip


@pytest.mark.parametrize("what", STANDING)
def test_words_that_a_program_has_yet_to_draw_stand_where_they_would(what, letter):
    note = b"/Annots [<</Type /Annot /Rect [72 300 400 320] %s>>]" % STANDING[what]
    above = b"<</FT /Tx /T (a) /V %s>>" % string(TYPED)
    document = read(letter(page=note, more=(above,)), "a.pdf")
    assert lines_of(document) == [*WORDS, TYPED]
    assert document.pages[0].lines[-1].bbox == pytest.approx((72, 522, 400, 542), abs=0.5)
    assert left(document) == []


@pytest.mark.parametrize("kind", [b"FreeText", b"Stamp", b"Watermark"])
def test_words_that_a_note_draws_are_read_once(kind, letter, stream_of):
    entries = b"/Subtype /Form /BBox [0 0 400 30] /Resources <</Font <</F 5 0 R>>>>"
    look = stream_of(written((TYPED,), (0, 8)), entries)
    note = b"/Annots [<</Subtype /%s /F 4 /Rect [72 300 472 330] /AP <</N 8 0 R>> %s>>]"
    more = b"/Contents " + string(TYPED) if kind == b"FreeText" else b""
    document = read(letter(page=note % (kind, more), more=(look,)), "a.pdf")
    assert lines_of(document) == [*WORDS, TYPED]


@pytest.mark.parametrize(
    "junk", [b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", b"\x00\x05name" * 20, b"x" * 1024]
)  # fmt: skip
def test_bytes_before_the_mark_of_a_pdf_are_forgiven(junk, letter):
    data = junk + letter()
    assert [one.name for one in claimants(data)] == ["PDF"]
    assert lines_of(read(data, "a.pdf")) == list(WORDS)


@pytest.mark.parametrize(
    "other",
    [
        "说明：PDF 文件以 %PDF-1.7 开头，以 %%EOF 结尾".encode(),
        b"From: a@b.cn\nSubject: x\nContent-Type: application/pdf\n\n%PDF-1.7\nendobj startxref",
        b"x" * 1100 + b"%PDF-1.7\nendobj startxref",
        b"a.pdf".ljust(257, b"\0") + b"ustar" + bytes(250) + b"%PDF-1.7\nendobj startxref",
    ],
)
def test_what_holds_or_tells_of_a_pdf_is_none(other):
    assert "PDF" not in [one.name for one in claimants(other)]


# --- what is seen and what is not -----------------------------------------------------------------

HIDDEN = "本件复议期限为六十日"
UNSEEN = {
    "white on white": b"1 g " + written((HIDDEN,), (72, 300)),
    "under a white surface": written((HIDDEN,), (72, 300)) + b"1 g 60 280 400 60 re f",
    "invisible by its mode": b"3 Tr " + written((HIDDEN,), (72, 300)),
    "beyond the edge": written((HIDDEN,), (72, -300)),
    "on a hidden layer": b"/OC /L BDC " + written((HIDDEN,), (72, 300)) + b"EMC",
}


@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_are_neither_there_nor_absent(how, letter):
    layer = b"/OCProperties <</OCGs [8 0 R] /D <</OFF [8 0 R]>>>>"
    document = read(
        letter(
            UNSEEN[how],
            catalog=layer if "layer" in how else b"",
            resources=b"/Properties <</L 8 0 R>>",
            more=(b"<</Type /OCG /Name (L)>>",),
        ),
        "a.pdf",
    )
    assert lines_of(document) == list(WORDS)
    assert any(TEXT in touches for _, touches in left(document))


@pytest.mark.parametrize("ground", [b"0 0 0.6 rg", b"0.85 g"])
def test_words_on_a_coloured_ground_are_seen(ground, letter):
    head = ground + b" 60 280 400 60 re f 1 g " + written((HIDDEN,), (72, 300))
    if ground == b"0.85 g":
        head = head.replace(b" 1 g ", b" 0 g ")
    document = read(letter(head), "a.pdf")
    assert lines_of(document) == [*WORDS, HIDDEN]
    assert left(document) == []


def picture_of(text: str) -> Image.Image:
    """A strip with one line of print, 300 by 20 points at 200 dots an inch."""
    strip = Image.new("RGB", (833, 56), "white")
    font = ImageFont.truetype(str(serif_path()), 40)
    ImageDraw.Draw(strip).text((8, 2), text, font=font, fill="black")
    return strip


def embedded(picture: Image.Image, stream_of) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return stream_of(
        out.getvalue(),
        b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode"
        % picture.size,
    )


@pytest.mark.parametrize("how", ["as an image", "in a form", "inline"])
def test_a_line_that_is_pasted_as_a_picture_is_read(how, letter, stream_of):
    image = embedded(picture_of("二〇二六年三月十六日"), stream_of)
    draw = b"q 300 0 0 20 72 500 cm /X Do Q"
    resources, more = b"/XObject <</X 8 0 R>>", (image,)
    if how == "in a form":
        entries = b"/Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</X 8 0 R>>>>"
        more = (image, stream_of(draw, entries))
        draw, resources = b"/Y Do", b"/XObject <</Y 9 0 R>>"
    if how == "inline":
        packed = image.partition(b"stream\n")[2].removesuffix(b"\nendstream").hex().encode()
        draw = (
            b"q 300 0 0 20 72 500 cm BI /W 833 /H 56 /BPC 8 /CS /RGB /F [/AHx /DCT] ID %s> EI Q"
            % packed
        )
        resources = b""
    document = read(letter(draw, resources=resources, more=more), "a.pdf")
    assert lines_of(document) == [*WORDS, "二〇二六年三月十六日"]
    assert document.pages[0].text_from is TextFrom.MIXED
    assert left(document) == []


def test_an_ornament_is_no_writing_and_no_doubt(letter, stream_of):
    logo = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(logo).ellipse((20, 20, 180, 180), fill=(20, 90, 160))
    more = (embedded(logo, stream_of),)
    draw = b"q 40 0 0 40 72 790 cm /X Do Q 0.5 g 72 700 400 0.7 re f"
    document = read(letter(draw, resources=b"/XObject <</X 8 0 R>>", more=more), "a.pdf")
    assert (left(document), lines_of(document)) == ([], list(WORDS))
    assert document.pages[0].seals_searched


def test_red_of_a_seals_size_that_is_none_is_a_doubt_as_data(letter):
    rings = b"1 0 0 RG 3 w " + b"".join(
        b"%d 300 m %d 420 l %d 420 l S " % (x, x + 60, x + 70) for x in range(300, 350, 12)
    )
    document = read(letter(rings), "a.pdf")
    assert left(document) == [("maybe_seal", (SEAL,))]
    assert "无法确定是不是印章" in document.left[0].what


# --- which way words run --------------------------------------------------------------------------

TURNS = {
    0: b"1 0 0 1 0 0",
    90: b"0 1 -1 0 595 0",
    180: b"-1 0 0 -1 595 842",
    270: b"0 -1 1 0 0 842",
}


@pytest.mark.parametrize("page", [0, 90, 180, 270])
@pytest.mark.parametrize("content", [0, 90, 180, 270])
def test_lines_come_in_their_order_whichever_way_page_and_words_are_turned(page, content, letter):
    turned = b"q %s cm %s Q" % (TURNS[content], written(at=(90, 420)))
    document = read(letter(whole=turned, page=b"/Rotate %d" % page), "a.pdf")
    assert lines_of(document) == list(WORDS)
    assert left(document) == []
    for line in document.pages[0].lines:
        assert 0 <= line.bbox[0] < line.bbox[2] <= document.pages[0].width
        assert 0 <= line.bbox[1] < line.bbox[3] <= document.pages[0].height


def test_a_note_in_the_margin_that_runs_up_comes_behind_the_letter(letter):
    margin = b"q 0 1 -1 0 40 300 cm %s Q" % written(("装订线内不要书写",), (0, 0))
    assert lines_of(read(letter(margin), "a.pdf")) == [*WORDS, "装订线内不要书写"]


def test_columns_are_read_downwards_and_from_right_to_left(letter):
    columns = b"".join(
        b"BT /F 16 Tf 1 0 0 1 %d %d Tm %s Tj ET " % (480 - 40 * column, 760 - 20 * row, shown(char))
        for column, line in enumerate(WORDS)
        for row, char in enumerate(line)
    )
    assert lines_of(read(letter(whole=columns), "a.pdf")) == list(WORDS)


def test_a_watermark_that_runs_aslant_is_left_and_a_text_is_named(letter):
    aslant = b"0.8 g q 0.7 0.7 -0.7 0.7 100 100 cm %s Q"
    assert left(read(letter(aslant % written(("内部资料",), (0, 0))), "a.pdf")) == []
    long = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往"
    assert left(read(letter(aslant % written((long,), (0, 0))), "a.pdf")) == [("aslant", (TEXT,))]


# --- seals in their places ------------------------------------------------------------------------


def test_a_stamped_picture_is_found_in_each_place_and_its_name_is_read_once(
    letter, stream_of, seal_of, monkeypatch
):
    from parsers.page import ocr

    red = Image.new("RGB", (400, 400), "white")
    mark = seal_of("演江自治区缓存局")
    red.paste(mark, (0, 0), mark)
    more = (embedded(red, stream_of),)
    read_lines = []
    before = ocr.read_line
    monkeypatch.setattr(ocr, "read_line", lambda image: read_lines.append(1) or before(image))
    for left_edge in (80, 233, 391):
        draw = b"q 119 0 0 119 %d 300 cm /X Do Q" % left_edge
        (page,) = read(letter(draw, resources=b"/XObject <</X 8 0 R>>", more=more), "a.pdf").pages
        (seal,) = page.seals
        assert (seal.name, seal.form) == ("演江自治区缓存局", SealForm.INK)
        assert seal.bbox == pytest.approx((left_edge, 423, left_edge + 119, 542), abs=4)
    assert len(read_lines) <= 3


def test_a_page_of_words_and_rules_loads_nothing_that_sees_pictures(tmp_path, letter):
    from tests.parsers.test_loading import loaded_by

    file = tmp_path / "a.pdf"
    file.write_bytes(letter(b"0 g 72 600 400 0.5 re f 72 500 300 60 re S"))
    program = f"import parsers; assert parsers.read(open({str(file)!r}, 'rb').read(), 'a').text"
    assert loaded_by(program).isdisjoint({"cv2", "onnxruntime", "rapidocr"})


# --- files that are made to hold readers up -------------------------------------------------------


def test_fields_in_a_ring_are_refused_before_anybody_follows_them(letter):
    ring = (b"<</FT /Tx /Kids [9 0 R] /T (a)>>", b"<</Kids [8 0 R] /Parent 8 0 R>>")
    document = read(letter(catalog=b"/AcroForm <</Fields [8 0 R]>>", more=ring), "a.pdf")
    assert document.error is not None
    assert "循环" in document.error.message


@pytest.mark.parametrize(
    "entries",
    [
        b"/Names <</EmbeddedFiles 8 0 R>>",  # a tree that is its own branch
        b"/AF [8 0 R 8 0 R]",
        b"/Unheard 8 0 R",
        b"/OCProperties <</OCGs 8 0 R /D 8 0 R>>",
    ],
)
def test_what_refers_to_itself_comes_to_an_end(entries, letter):
    itself = b"<</Kids [8 0 R] /Names [8 0 R 8 0 R] /Parent 8 0 R /EF 8 0 R /UF 8 0 R /F 8 0 R>>"
    assert lines_of(read(letter(catalog=entries, more=(itself,)), "a.pdf")) == list(WORDS)


def test_what_unpacks_without_end_is_not_unpacked():
    from parsers.parser import Unreadable
    from parsers.pdf.pdf_objects import _library

    assert _library.zlib.decompress(zlib.compress(REPLY.encode())) == REPLY.encode()
    with pytest.raises(Unreadable):
        _library.zlib.decompress(zlib.compress(bytes(70_000_000), 9))
    with pytest.raises(zlib.error):
        _library.zlib.decompress(zlib.compress(bytes(9000))[:-6])
