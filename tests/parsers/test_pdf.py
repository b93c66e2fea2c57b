"""PDF: text by place, seals as picture, drawing or signature, and honesty about the rest."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from parsers import pages, read
from parsers.document import Document, SealForm, TextFrom
from parsers.pdf import pdf_text

LETTER = """
#align(center, text(fill: red, size: 30pt)[演江自治区演练局文件])
#line(length: 100%, stroke: 2pt + red)
#align(center, text(size: 22pt)[政府信息公开申请答复书])
演练局公开〔2020〕第12号

张某：

你申请公开的信息，经检索不存在。

#align(right, box[演江自治区演练局 \\ 2020年10月12日 SEAL])
"""
OVER_THE_DATE = '#place(dx: 10pt, dy: -70pt, image("seal.png", width: 42mm))'
VECTOR_SEAL = """
#place(bottom + right, dx: -20pt, dy: -120pt, box(width: 42mm, height: 42mm, {
  set text(fill: rgb(214, 24, 32), size: 12pt)
  place(circle(radius: 21mm, stroke: 1.2mm + rgb(214, 24, 32)))
  for (i, c) in "演江自治区演练局".clusters().enumerate() {
    let turn = -105deg + 30deg * i
    place(center + horizon, dx: 16mm * calc.sin(turn), dy: -16mm * calc.cos(turn), rotate(turn, c))
  }
  place(center + horizon, text(size: 40pt)[★])
}))
"""


@pytest.fixture
def letter(tmp_path: Path, pdf_of: Callable[[str], bytes], seal_of) -> Callable[[str], bytes]:
    seal_of().save(tmp_path / "seal.png")
    return lambda seal="": pdf_of(LETTER.replace("SEAL", seal))


def words(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


class TestText:
    @pytest.mark.parametrize(
        "body",
        [
            "政府信息公开申请答复书\n\n经检索，2020年 Annual Report 不存在。𠮷某：",
            "#set page(flipped: true)\n横放的一页，仍然逐字读出。",
            "",
        ],
    )
    def test_a_page_asked_as_a_whole_tells_what_its_characters_tell_one_by_one(
        self, pdf_of, monkeypatch, body
    ):
        data = pdf_of(body)
        whole = read(data, "a.pdf")
        monkeypatch.setattr(pdf_text, "_is_plain", lambda _shape: False)
        monkeypatch.setattr(pdfium.PdfTextPage, "get_text_range", lambda *_at, **_how: "")
        assert read(data, "a.pdf") == whole

    def test_lines_come_in_reading_order(self, letter):
        document = read(letter(), "答复书.pdf")
        assert words(document) == [
            "演江自治区演练局文件",
            "政府信息公开申请答复书",
            "演练局公开〔2020〕第12号",
            "张某：",
            "你申请公开的信息，经检索不存在。",
            "演江自治区演练局",
            "2020年10月12日",
        ]
        assert (document.media, document.error, document.warnings) == ("pdf", None, ())
        assert [page.text_from for page in document.pages] == [TextFrom.DIGITAL]

    def test_a_box_lies_on_the_words_in_the_page_picture(self, letter):
        data = letter()
        title = read(data, "a.pdf").pages[0].lines[1]
        shown = pages.render(data, "a.pdf", 1, dpi=144).convert("L")
        x0, y0, x1, y1 = (edge * 2 for edge in title.bbox)
        assert shown.crop((x0, y0, x1, y1)).getextrema()[0] < 60
        above = shown.crop((x0, y0 - 12, x1, y0 - 4))
        assert above.getextrema()[0] > 200

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_a_turned_page_is_read_as_it_is_shown(self, turn, pdf_of):
        document = pdfium.PdfDocument(pdf_of("答复书\n\n某某局"))
        document[0].set_rotation(turn)
        out = io.BytesIO()
        document.save(out)
        page = read(out.getvalue(), "a.pdf").pages[0]
        assert (page.width > page.height) == (turn != 180)
        for line in page.lines:
            assert 0 <= line.bbox[0] < line.bbox[2] <= page.width
            assert 0 <= line.bbox[1] < line.bbox[3] <= page.height

    def test_letters_written_as_radicals_become_the_letters(self, pdf_of):
        assert words(read(pdf_of("⼀⽇⼈"), "a.pdf")) == ["一日人"]

    def test_a_blank_page_is_read_and_holds_nothing(self, pdf_of):
        page = read(pdf_of("#pagebreak()\n第二页"), "a.pdf").pages[0]
        assert (page.text_from, page.lines, page.seals, page.seals_searched) == (
            "digital",
            (),
            (),
            True,
        )

    def test_cells_of_a_table_row_are_one_line(self, pdf_of):
        table = "#table(columns: 2, [文号], [演练〔2020〕1号], [日期], [2020年10月12日])"
        assert words(read(pdf_of(table), "a.pdf")) == [
            "文号 演练〔2020〕1号",
            "日期 2020年10月12日",
        ]

    def test_a_large_picture_beside_much_text_does_not_make_the_text_unread(self, tmp_path, pdf_of):
        Image.new("RGB", (400, 300), (200, 220, 240)).save(tmp_path / "map.png")
        body = (
            "你申请公开的信息经检索不存在，特此告知。" * 12 + '\n\n#image("map.png", width: 100%)'
        )
        assert read(pdf_of(body), "a.pdf").pages[0].text_from is TextFrom.DIGITAL


class TestUnread:
    """A page that cannot be read says so; it is never called empty."""

    def test_a_page_that_is_a_picture_is_read_by_ocr(self, letter_picture):
        out = io.BytesIO()
        letter_picture(150).save(out, "PDF", resolution=150)
        document = read(out.getvalue(), "扫描.pdf")
        assert (document.pages[0].text_from, document.warnings) == (TextFrom.OCR, ())
        assert "二〇二〇年十月十二日" in words(document)

    def test_a_scan_with_a_stamped_page_number_is_read_with_both(
        self, tmp_path, pdf_of, letter_picture
    ):
        letter_picture(100).save(tmp_path / "scan.png")
        body = '#place(dx: -28mm, dy: -30mm, image("scan.png", width: 210mm))\n收件编号2020年第0012号共计一页由办公室登记'
        page = read(pdf_of(body), "a.pdf").pages[0]
        assert page.text_from is TextFrom.MIXED
        stamped = [line.text for line in page.lines if line.confidence == 1 and "收件" in line.text]
        assert stamped == ["收件编号2020年第0012号共计一页由办公室登记"]
        assert "演江自治区演练局" in [line.text for line in page.lines]

    def test_a_grey_scan_cannot_say_that_there_is_no_seal(self, letter_picture):
        out = io.BytesIO()
        letter_picture(100, heading=False).convert("L").save(out, "PDF", resolution=100)
        document = read(out.getvalue(), "a.pdf")
        assert document.pages[0].seals_searched is False
        assert [(one.code, one.touches, one.page) for one in document.left] == [
            ("grey_picture", ("seal",), 1)
        ]

    def test_a_seal_on_a_colour_scan_is_found(self, letter_picture, stamped, seal_of):
        out = io.BytesIO()
        stamped(letter_picture(150), seal_of(pixels=248), 150).save(out, "PDF", resolution=150)
        assert len(read(out.getvalue(), "a.pdf").pages[0].seals) == 1

    def test_a_font_that_does_not_say_what_it_draws_is_garbled_text(self, assembled, stream_of):
        names = b" ".join(b"/g%d" % code for code in range(65, 91))
        font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding <</Differences [65 %s]>>>>"
        text = b"BT /F 12 Tf 72 700 Td (ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ) Tj ET"
        document = read(assembled(_one_page(stream_of(text), font % names)), "a.pdf")
        assert document.pages[0].text_from is TextFrom.NONE
        assert "乱码" in document.unread[0].what

    def test_text_that_some_ocr_laid_under_a_scan_is_not_taken_for_digital(
        self, assembled, stream_of
    ):
        font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
        text = b"BT 3 Tr /F 12 Tf 72 700 Td (Reply to the application of 2020) Tj ET"
        page = read(assembled(_one_page(stream_of(text), font)), "a.pdf").pages[0]
        assert page.text_from is TextFrom.OCR
        assert page.lines[0].text == "Reply to the application of 2020"
        assert page.lines[0].confidence < 1

    def test_an_encrypted_file_is_named_so(self, assembled, stream_of):
        font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
        locked = b"/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>>> /ID [<00> <00>]"
        trailer = locked % (b"ab" * 32, b"cd" * 32)
        error = read(assembled(_one_page(stream_of(b""), font), trailer), "a.pdf").error
        assert error.code == "encrypted"
        assert "密码" in error.message

    @pytest.mark.parametrize("rest", [b"", b"1.7\n" + b"\x00\xff" * 400])
    def test_a_damaged_file_is_named_so(self, rest):
        assert read(b"%PDF-" + rest, "a.pdf").error.code == "damaged"

    def test_half_a_file_never_raises(self, letter):
        data = letter()
        for share in range(1, 20):
            cut = read(data[: len(data) * share // 20], "a.pdf")
            # PDFium mends some; whatever it cannot mend has a name
            assert cut.pages or cut.error


class TestSeals:
    def test_a_picture_of_a_seal_over_the_date_is_found_and_the_date_is_read(self, letter):
        document = read(letter(OVER_THE_DATE), "a.pdf")
        (seal,) = document.pages[0].seals
        date = next(line for line in document.pages[0].lines if line.text == "2020年10月12日")
        assert seal.form is SealForm.INK
        assert seal.bbox[0] < date.bbox[2] and date.bbox[0] < seal.bbox[2]
        assert seal.bbox[1] < date.bbox[1] < seal.bbox[3]
        assert seal.bbox[2] - seal.bbox[0] == pytest.approx(42 * 72 / 25.4, rel=0.05)

    def test_a_seal_drawn_with_lines_and_letters_is_found_and_its_name_read(self, letter):
        document = read(letter(VECTOR_SEAL), "a.pdf")
        (seal,) = document.pages[0].seals
        assert seal.name == "演江自治区演练局"

    def test_the_letters_of_a_drawn_seal_do_not_mix_with_the_text(self, letter):
        assert words(read(letter(VECTOR_SEAL), "a.pdf")) == words(read(letter(), "a.pdf"))

    def test_a_letter_without_a_seal_has_none_and_was_searched(self, letter):
        (page,) = read(letter(), "a.pdf").pages
        assert (page.seals, page.seals_searched) == ((), True)

    def test_a_signed_field_is_a_digital_signature_where_it_shows(self, assembled):
        document = read(assembled(_signed(shown=True)), "a.pdf")
        (seal,) = document.pages[0].seals
        assert seal.form is SealForm.DIGITAL_SIGNATURE
        assert seal.bbox == pytest.approx((300, 642, 420, 762), abs=0.1)
        assert any("无法验证" in warning for warning in document.warnings)

    def test_a_signature_made_with_an_electronic_seal_has_its_name(self, assembled):
        name = "演江自治区演练局".encode()
        properties = (
            b"\x30" + bytes([len(name) + 5]) + b"\x02\x01\x01\x0c" + bytes([len(name)]) + name
        )
        info = b"\x30\x04\x16\x02ES" + b"\x16\x01x" + properties
        seal = b"\x30" + bytes([len(info)]) + info
        document = read(assembled(_signed(shown=True, contents=seal.hex().encode())), "a.pdf")
        assert document.pages[0].seals[0].name == "演江自治区演练局"

    def test_a_signature_that_shows_nowhere_is_still_named(self, assembled):
        (seal,) = read(assembled(_signed(shown=False)), "a.pdf").pages[-1].seals
        assert (seal.form, seal.bbox) == (SealForm.DIGITAL_SIGNATURE, None)

    def test_a_field_that_waits_for_a_signature_is_no_signature(self, assembled):
        (page,) = read(assembled(_signed(shown=True, value=False)), "a.pdf").pages
        assert page.seals == ()


def test_files_inside_a_pdf_are_parts(pdf_of):
    document = pdfium.PdfDocument(pdf_of("正文"))
    document.new_attachment("说明.txt").set_data("附件的话".encode())
    out = io.BytesIO()
    document.save(out)
    (part,) = read(out.getvalue(), "a.pdf").parts
    assert (part.name, part.text) == ("说明.txt", "附件的话")


def _one_page(content: bytes, font: bytes) -> list[bytes]:
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>"
    pages_ = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
    return [b"<</Type /Catalog /Pages 2 0 R>>", pages_, page, content, font]


def _signed(shown: bool, value: bool = True, contents: bytes = b"00") -> list[bytes]:
    """A page with one signature field; its signature's format is one that libraries do not know."""
    rect = b"[300 80 420 200]" if shown else b"[0 0 0 0]"
    field = b"<</Type /Annot /Subtype /Widget /FT /Sig /T (sealed) /Rect %s /P 3 0 R %s>>"
    signature = b"<</Type /Sig /Filter /Example.Seal /SubFilter /example.ses /ByteRange [0 1 2 3] /Contents <%s>>>"
    return [
        b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R] /SigFlags 3>>>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R]>>",
        field % (rect, b"/V 5 0 R" if value else b""),
        signature % contents,
    ]
