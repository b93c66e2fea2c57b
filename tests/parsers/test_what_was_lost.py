"""What a tester lost in files that opened well: it is read now, or said to be unread."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pypdfium2 as pdfium
from PIL import Image

from parsers import read
from parsers.document import Document
from parsers.page.glyphs import Glyph, Glyphs, lines
from parsers.seals.ring import _begun


def _text(document: Document) -> str:
    return "\n".join(line.text for page in document.pages for line in page.lines)


def _with_a_note(assemble: Callable[..., bytes]) -> bytes:
    look = b"BT /F 12 Tf 2 4 Td (No 12) Tj ET"
    return assemble(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Annots [4 0 R]"
            b" /Resources <</Font <</F 6 0 R>>>> /Contents 7 0 R>>",
            b"<</Type /Annot /Subtype /FreeText /Rect [20 200 120 220] /Contents (No 12)"
            b" /DA (/F 12 Tf) /AP <</N 5 0 R>> /F 4>>",
            b"<</Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <</F 6 0 R>>>>"
            b" /Length %d>>\nstream\n%s\nendstream" % (len(look), look),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            b"<</Length 40>>\nstream\nBT /F 12 Tf 20 100 Td (Reply to you) Tj ET\nendstream",
        ]
    )


def test_what_was_typed_onto_a_page_is_read_like_what_was_printed(assembled):
    assert _text(read(_with_a_note(assembled), "a.pdf")).splitlines() == ["No 12", "Reply to you"]


def test_a_line_that_runs_up_the_page_is_read(pdf_of: Callable[[str], bytes]):
    body = "正文在此，字数足够多，不必识别图像文字也能读出来。\n#rotate(-90deg, reflow: true)[演信复〔2020〕12号]"
    document = read(pdf_of(body), "a.pdf")
    assert _text(document).splitlines()[-1] == "演信复〔2020〕12号"
    assert document.left == ()


def test_a_watermark_that_runs_aslant_is_no_line(pdf_of: Callable[[str], bytes]):
    body = "正文在此，字数足够多，不必识别图像文字也能读出来。\n#rotate(-40deg)[内部资料注意保存]"
    assert read(pdf_of(body), "a.pdf").said == ()


def test_letters_of_a_ligature_are_no_double_print():
    box = (0.0, 0.0, 6.0, 10.0)
    known = {"baseline": 9.0, "angle": 0.0, "red": False, "invisible": False, "unmapped": False}
    word = [
        Glyph(char, at, **known)  # type: ignore[arg-type]
        for char, at in zip("off", ((-6.0, 0.0, 0.0, 10.0), box, box), strict=True)
    ]
    assert [line.text for line in lines(Glyphs.of(word))] == ["off"]


def test_an_attachment_whose_coding_was_cut_is_named():
    mail = (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nsee\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcKJ\r\n--x--\r\n"
    )
    assert any("“a.pdf”的编码不完整" in one.what for one in read(mail, "a.eml").unread)


def test_a_picture_that_lies_outside_the_document_may_be_a_seal():
    out = io.BytesIO()
    letter = docx.Document()
    letter.add_paragraph("政府信息公开申请答复书，已收到你的申请，现答复如下。")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    letter.add_picture(picture)
    letter.save(out)
    linked = io.BytesIO()
    with zipfile.ZipFile(out) as package, zipfile.ZipFile(linked, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                data = data.replace(b"r:embed=", b"r:link=")
            if name == "word/_rels/document.xml.rels":
                data = re.sub(
                    rb'Target="media/[^"]*"',
                    b'Target="file:///C:/seal.png" TargetMode="External"',
                    data,
                )
            copy.writestr(name, data)
    document = read(linked.getvalue(), "a.docx")
    assert not document.pages[0].seals_searched
    named = [(one.code, one.touches) for one in document.unread]
    assert ("linked", ("text", "seal")) in named


def test_a_resolution_that_programs_write_for_want_of_one_is_not_believed(pdf_of):
    with pdfium.PdfDocument(pdf_of("正文")) as pdf:
        sheet = pdf[0].render(scale=200 / 72).to_pil()
    sizes = []
    for dpi in (200, 96, 72):
        out = io.BytesIO()
        sheet.save(out, "PNG", dpi=(dpi, dpi))
        page = read(out.getvalue(), "a.png").pages[0]
        sizes.append((round(page.width or 0), round(page.height or 0)))
    assert all(abs(wide - 595) < 6 and abs(high - 842) < 6 for wide, high in sizes)


def test_a_ring_read_from_the_middle_of_its_name_begins_where_names_begin():
    assert _begun("市市场监督管理局武汉") == "武汉市市场监督管理局"
    assert _begun("市财政局演江") == "演江市财政局"
    for whole in (
        "演江市财政局",
        "演江市人民政府办公室",
        "国家税务总局演江市税务局",
        "演江邮政局街道办事处",
    ):
        assert _begun(whole) == whole
