"""Word: every place where a letter's words or seal may stand, and none where they were struck out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Letter
from docx.oxml import parse_xml
from docx.shared import Cm

from parsers import read
from parsers.document import Document, TextFrom

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


EMF = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)


def saved(letter: Letter) -> bytes:
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def with_paragraph(inner: str) -> Document:
    """A letter between whose first and last line stands a paragraph of raw XML."""
    letter = docx.Document()
    letter.add_paragraph("第一行")
    paragraph = parse_xml(f"<w:p {NAMESPACES}>{inner}</w:p>")
    letter.paragraphs[0]._p.addnext(paragraph)
    letter.add_paragraph("末行")
    return read(saved(letter), "答复书.docx")


def words(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


@pytest.fixture
def seal_file(seal_of, png) -> Callable[..., io.BytesIO]:
    return lambda **looks: io.BytesIO(png(seal_of(**looks)))


class TestText:
    def test_paragraphs_and_cells_come_in_the_order_of_the_letter(self):
        letter = docx.Document()
        letter.add_heading("政府信息公开申请答复书")
        table = letter.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "文号", "演练〔2020〕1号"
        letter.add_paragraph("特此告知。")
        document = read(saved(letter), "a.docx")
        assert words(document) == ["政府信息公开申请答复书", "文号 演练〔2020〕1号", "特此告知。"]
        assert (document.media, document.error, document.warnings) == ("docx", None, ())

    def test_headers_and_footers_are_read(self):
        letter = docx.Document()
        letter.sections[0].header.paragraphs[0].text = "演江自治区演练局"
        letter.sections[0].footer.paragraphs[0].text = "联系电话见指南"
        letter.add_paragraph("正文")
        assert words(read(saved(letter), "a.docx")) == [
            "演江自治区演练局",
            "正文",
            "联系电话见指南",
        ]

    def test_a_table_within_a_table_is_read(self):
        letter = docx.Document()
        cell = letter.add_table(1, 1).cell(0, 0)
        cell.text = "外"
        cell.add_table(1, 1).cell(0, 0).text = "内"
        assert words(read(saved(letter), "a.docx")) == ["外", "内"]

    def test_a_text_box_is_read_once(self):
        box = "<w:txbxContent><w:p><w:r><w:t>〔2020〕9号</w:t></w:r></w:p></w:txbxContent>"
        choice = f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        document = with_paragraph(
            f"<w:r><w:t>文号：</w:t><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
        )
        assert words(document) == ["第一行", "文号：", "〔2020〕9号", "末行"]

    def test_what_was_struck_out_is_not_read_and_what_was_put_in_is(self):
        document = with_paragraph(
            "<w:r><w:t>期限</w:t></w:r>"
            '<w:del w:id="1" w:author="x"><w:r><w:delText>三个月</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="x"><w:r><w:t>六个月</w:t></w:r></w:ins>'
        )
        assert words(document) == ["第一行", "期限六个月", "末行"]

    def test_a_fields_result_is_read_and_its_code_is_not(self):
        document = with_paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2020年</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            '<w:fldSimple w:instr="PAGE"><w:r><w:t>10月</w:t></w:r></w:fldSimple>'
        )
        assert words(document) == ["第一行", "2020年10月", "末行"]

    def test_a_break_ends_the_line(self):
        document = with_paragraph("<w:r><w:t>某某局</w:t><w:br/><w:t>2020年10月12日</w:t></w:r>")
        assert words(document) == ["第一行", "某某局", "2020年10月12日", "末行"]

    def test_a_letter_that_is_a_picture_is_read_by_ocr(self, letter_picture, png):
        letter = docx.Document()
        foot = letter_picture(100).crop((300, 860, 827, 1000))  # two lines are enough
        letter.add_picture(io.BytesIO(png(foot)), width=Cm(13.4))
        (page,) = read(saved(letter), "a.docx").pages
        assert (page.text_from, page.lines[-1].bbox) == (TextFrom.OCR, None)
        assert page.lines[-1].text == "二〇二〇年十月十二日"

    def test_a_letter_in_a_picture_that_cannot_be_opened_was_not_read(self, letter_picture, png):
        letter = docx.Document()
        letter.add_picture(io.BytesIO(png(letter_picture(72))), width=Cm(15))
        data = saved(letter)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
            for name in before.namelist():
                lost = name.startswith("word/media/")
                after.writestr(name, b"nothing" if lost else before.read(name))
        document = read(out.getvalue(), "a.docx")
        assert document.pages[0].text_from is TextFrom.NONE
        assert "请人工查看" in document.unread[-1].what

    def test_a_damaged_text_is_read_in_part_and_nothing_is_called_absent_from_it(self):
        letter = docx.Document()
        letter.add_paragraph("第一行")
        letter.add_paragraph("第二行")
        data = _changed(saved(letter), "第二行</w:t>".encode(), "第二行</w:".encode())
        document = read(data, "a.docx")
        assert words(document)[0] == "第一行"
        assert document.pages[0].text_from is TextFrom.NONE
        assert [one.code for one in document.unread] == ["damaged"]

    def test_a_file_without_its_text_is_damaged(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/styles.xml", "<x/>")
        assert read(out.getvalue(), "a.docx").error.code == "damaged"


class TestSeals:
    def test_an_inline_picture_of_a_seal_is_found(self, seal_file):
        letter = docx.Document()
        letter.add_paragraph("2020年10月12日")
        letter.add_picture(seal_file(), width=Cm(4.2))
        (seal,) = read(saved(letter), "a.docx").pages[0].seals
        assert (seal.form, seal.colour, seal.bbox) == ("ink", "red", None)

    def test_a_floating_picture_of_a_seal_is_found_once(self, seal_file):
        letter = docx.Document()
        letter.add_picture(seal_file(), width=Cm(4.2))
        (inline,) = letter.element.body.xpath("//wp:inline")
        inline.tag = inline.tag.replace("inline", "anchor")
        assert len(read(saved(letter), "a.docx").pages[0].seals) == 1

    @pytest.mark.parametrize("pixels", [120, 300, 900])
    def test_the_size_on_the_page_counts_and_not_the_pixels(self, seal_file, pixels):
        letter = docx.Document()
        letter.add_picture(seal_file(pixels=pixels), width=Cm(4.2))
        assert len(read(saved(letter), "a.docx").pages[0].seals) == 1

    def test_an_old_programs_picture_is_found(self, seal_file):
        letter = docx.Document()
        letter.add_picture(seal_file(), width=Cm(4.2))
        (run,) = letter.element.body.xpath("//w:r[w:drawing]")
        (key,) = letter.element.body.xpath("//a:blip/@r:embed")
        shape = f'<v:shape style="position:absolute;width:119pt;height:119pt"><v:imagedata r:id="{key}"/></v:shape>'
        run.replace(run[0], parse_xml(f"<w:pict {NAMESPACES}>{shape}</w:pict>"))
        assert len(read(saved(letter), "a.docx").pages[0].seals) == 1

    def test_a_letter_without_pictures_has_no_seal_and_was_searched(self):
        letter = docx.Document()
        letter.add_paragraph("演江自治区演练局（印章）")
        page = read(saved(letter), "a.docx").pages[0]
        assert (page.seals, page.seals_searched) == ((), True)

    def test_a_picture_that_is_no_seal_is_none(self, letter_picture, png):
        letter = docx.Document()
        letter.add_paragraph("附图如下。" * 20)
        letter.add_picture(io.BytesIO(png(letter_picture(72))), width=Cm(10))
        page = read(saved(letter), "a.docx").pages[0]
        assert (page.seals, page.seals_searched, page.text_from) == ((), True, TextFrom.DIGITAL)

    def test_a_metafile_may_be_a_seal_so_nothing_is_said(self, seal_file):
        letter = docx.Document()
        letter.add_paragraph("某某局")
        letter.add_picture(seal_file(), width=Cm(4.2))
        document = read(_with_member(saved(letter), "word/media/image1.png", EMF), "a.docx")
        assert (document.pages[0].seals, document.pages[0].seals_searched) == ((), False)
        (unread,) = document.unread
        assert (unread.code, unread.touches) == ("picture", ("text", "seal"))
        assert "图元文件" in unread.what


def _with_member(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            after.writestr(info, content if info.filename == name else before.read(info))
    return out.getvalue()


def _changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The package with some bytes of its XML changed, in the names of members too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename.endswith((".rels", ".xml")):
                content = content.replace(old, new)
            after.writestr(info.filename.replace(old.decode(), new.decode()), content)
    return out.getvalue()
