"""Small files that would take the machine for themselves: each ends soon, and says why."""

from __future__ import annotations

import io
import time
import zipfile

import numpy as np
import pytest
from PIL import Image

from parsers import effort, limits, read
from parsers.document import Document, TextFrom
from parsers.page import picture
from parsers.page.picture import Picture
from parsers.pdf import pdf_render
from parsers.seals import seal

SOON = 6.0  # processor seconds on a slow machine under load; a hostile file of before took 40
LETTER = "关于政府信息公开申请的答复"


def soon(data: bytes, name: str) -> Document:
    begun = time.thread_time()
    document = read(data, name)
    assert time.thread_time() - begun < SOON
    return document


def said(document: Document) -> str:
    """Everything that is said of it and of what lies inside."""
    return "\n".join(
        line
        for each in document.walk()
        for line in (*each.said, each.error.message if each.error else "")
    )


def nothing_is_absent(document: Document) -> bool:
    return all(
        each.error is not None
        or any(p.text_from is TextFrom.NONE or not p.seals_searched for p in each.pages)
        for each in document.walk()
        if not each.parts
    )


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def pdf(box: str = "0 0 595 842", content: str = "", pattern: str = "") -> bytes:
    made = (
        f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources"
        "<</Font<</F 5 0 R>>/Pattern<</P 6 0 R>>>>>>endobj "
        f"4 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj "
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj "
        f"6 0 obj<<{pattern}/Length 21/PatternType 1/PaintType 1/TilingType 1/Resources<<>>>>stream\n"
        "1 0 0 rg 0 0 1 1 re f\nendstream endobj trailer<</Root 1 0 R>>\n%%EOF"
    )
    return b"%PDF-1.7\n" + made.encode()


TEXT = "BT /F 12 Tf 50 700 Td (Reply letter hello world text reply number) Tj ET"
FILL = "/Pattern cs /P scn 0 0 600 800 re f "


class TestPdf:
    @pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 14400 50", "0 0 40 14400"])
    def test_a_very_large_page_is_read_and_its_seals_searched_coarsely(self, box):
        document = soon(pdf(box, TEXT.replace("50 700", "5 10")), "a.pdf")
        (page,) = document.pages
        # what stands beyond a narrow page's edge nobody sees
        assert ("Reply" if page.width == 40 else "Reply letter") in page.text
        assert page.width == float(box.split()[2])

    def test_a_page_too_large_to_be_searched_wholly_says_so(self):
        curve = "0 0 m 5000 9000 9000 5000 14000 14000 c S "
        document = soon(pdf("0 0 14400 14400", curve + TEXT), "a.pdf")
        assert not document.pages[0].seals_searched
        assert "页面过大" in said(document)

    @pytest.mark.parametrize(
        "pattern",
        [
            "/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001",
            "/BBox[0 0 99 99]/XStep .1/YStep .1",
            "/BBox[0 0 1 1]/XStep 1/YStep 1/Matrix[0.0001 0 0 0.0001 0 0]",
            "/YStep -0.001/XStep 0.001/BBox [0 0 1 1]",
        ],
    )
    def test_a_pattern_too_dense_to_be_drawn_is_named(self, pattern):
        document = soon(pdf(content=FILL, pattern=pattern), "a.pdf")
        assert document.error is not None
        assert document.error.code == "too_slow"
        assert "填充图案" in document.error.message

    def test_an_ordinary_hatching_is_drawn(self):
        pattern = "/BBox[0 0 4 4]/XStep 4/YStep 4"
        document = soon(pdf(content=FILL + TEXT, pattern=pattern), "a.pdf")
        assert "Reply letter" in document.pages[0].text

    def test_a_page_of_countless_shapes_ends_when_its_time_is_over(self, monkeypatch):
        monkeypatch.setattr(pdf_render, "RENDER_SECONDS", 0.05)
        many = "0 0 500 800 re 10 10 480 700 re f* " * 20_000
        document = soon(pdf(content=many), "a.pdf")
        assert nothing_is_absent(document)
        assert "显示一页用时超过" in said(document)

    def test_more_characters_than_a_page_has_are_not_read(self, monkeypatch):
        monkeypatch.setattr("parsers.pdf.pdf_text.MAX_GLYPHS", 40)
        assert nothing_is_absent(read(pdf(content=TEXT), "a.pdf"))
        monkeypatch.setattr("parsers.pdf.pdf_text.MAX_GLYPHS", 43)
        assert read(pdf(content=TEXT), "a.pdf").pages[0].text_from is TextFrom.DIGITAL

    def test_pages_beyond_those_of_a_file_are_named(self, monkeypatch):
        monkeypatch.setattr(effort, "MAX_FILE_PAGES", 1)
        one = pdf(content=TEXT)
        first, second = read(zipped({"a.pdf": one, "b.pdf": one}), "a.zip").parts
        assert first.pages[0].text_from is TextFrom.DIGITAL
        assert nothing_is_absent(second)
        assert "至多读取1页" in said(second)


def ofd(page: str, signatures: str = "", document: str = "", **more: str) -> bytes:
    listed = "<Signatures>D/S.xml</Signatures>" if signatures else ""
    pages = '<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>'
    root = "<R><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
    return zipped(
        {
            "OFD.xml": f"<OFD><DocBody><DocRoot>D/D.xml</DocRoot>{listed}</DocBody></OFD>",
            "D/D.xml": f"{root}{document}{pages}</R>",
            "D/P.xml": f"<Page>{page}</Page>",
            "D/S.xml": signatures or "<s/>",
            **more,
        }
    )


def words(text: str = LETTER, steps: str = "") -> str:
    code = f'<TextCode X="0" Y="4" DeltaX="{steps}">{text}</TextCode>'
    return f'<TextObject Boundary="20 20 170 6" Size="4">{code}</TextObject>'


class TestOfd:
    @pytest.mark.parametrize("steps", ["g 10000 1 " * 100_000, "g 1e300 1", "g nan 1", "g -5 inf"])
    def test_steps_beyond_the_characters_are_not_counted_out(self, steps):
        assert soon(ofd(words(steps=steps)), "a.ofd").pages[0].text.replace(" ", "") == LETTER

    def test_characters_beyond_those_of_a_page_leave_it_unread(self, monkeypatch):
        monkeypatch.setattr("parsers.ofd.ofd_units.MAX_GLYPHS", len(LETTER))
        assert read(ofd(words()), "a.ofd").pages[0].text == LETTER
        more = read(ofd(words(LETTER + "书")), "a.ofd")
        assert nothing_is_absent(more)
        assert "个字" in said(more)

    @pytest.mark.parametrize(("used", "whole"), [(16, True), (17, False)])
    def test_a_page_uses_so_many_templates(self, used, whole):
        listed = '<TemplatePage ID="7" BaseLoc="P2.xml"/>'
        page = '<Template TemplateID="7"/>' * used + words()
        document = read(ofd(page, document=listed, **{"D/P2.xml": "<Page/>"}), "a.ofd")
        assert nothing_is_absent(document) is not whole

    @pytest.mark.parametrize(("stamps", "whole"), [(300, True), (400, False)])
    def test_signs_are_read_as_far_as_the_limit(self, stamps, whole, monkeypatch):
        monkeypatch.setattr(effort, "MAX_STAMPS", 300)
        stamp = '<StampAnnot PageRef="1" Boundary="nan inf 1 1"/>'
        sign = f"<s>{stamp * stamps}</s>"
        signed = '<s><Signature BaseLoc="G.xml"/></s>'
        document = soon(ofd(words(), signed, **{"D/G.xml": sign}), "a.ofd")
        assert len(document.pages[0].seals) == 300
        assert document.pages[0].seals_searched is whole
        assert ("没有读完" in said(document)) is not whole


def docx(body: str, **more: bytes) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kinds = "<Types><Override ContentType='application/vnd.openxmlformats-officedocument.word'/></Types>"
    return zipped(
        {
            "[Content_Types].xml": kinds,
            "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
            **more,
        }
    )


def paragraphs(count: int) -> str:
    return "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * count


def shows(target: str) -> tuple[str, dict[str, bytes]]:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = f'<r xmlns="{package}"><Relationship Id="i" Target="{target}"/></r>'
    return (
        f'<w:p><blip xmlns:r="{office}" r:embed="i"/></w:p>',
        {"word/_rels/document.xml.rels": links.encode()},
    )


class TestDocx:
    def test_only_the_first_frame_of_a_picture_is_shown(self):
        frames = [Image.new("1", (3000, 3000), 1)] * 100
        out = io.BytesIO()
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
        body, links = shows("i.tif")
        document = soon(docx(body, **links, **{"word/i.tif": out.getvalue()}), "a.docx")
        assert document.pages[0].seals_searched

    @pytest.mark.parametrize(("count", "whole"), [(50, True), (51, False)])
    def test_a_document_has_so_many_lines(self, count, whole, monkeypatch):
        monkeypatch.setattr("parsers.word.gather.MAX_LINES", 50)
        document = read(docx(paragraphs(count)), "a.docx")
        assert (document.pages[0].text_from is TextFrom.DIGITAL) is whole
        assert document.pages[0].seals_searched is whole

    def test_a_document_of_a_thousand_footers_is_not_read_on(self, monkeypatch):
        monkeypatch.setattr("parsers.word.gather.MAX_STORIES", 2)
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        footers = {f"word/footer{n}.xml": b"<f/>" for n in range(2)}
        links = "".join(
            f'<Relationship Id="i{n}" Type="{office}/footer" Target="footer{n}.xml"/>'
            for n in range(2)
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        footers["word/_rels/document.xml.rels"] = f'<r xmlns="{package}">{links}</r>'.encode()
        document = read(docx(paragraphs(3), **footers), "a.docx")
        assert nothing_is_absent(document)
        assert document.unread[-1].code == "cut"


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return out.getvalue()


class TestPictures:
    @pytest.mark.parametrize(
        "size", [(1, 99_000), (99_000, 1), (99_000, 3), (3, 40_000), (1, 1), (8000, 8000), (7, 900)]
    )
    def test_a_picture_of_any_shape_is_read(self, size):
        document = soon(png(*size), "a.png")
        assert document.error is None

    @pytest.mark.parametrize("size", [(1, 100_001), (100_001, 2), (9000, 9000)])
    def test_one_that_is_too_large_is_named(self, size):
        document = soon(png(*size), "a.png")
        assert document.error is not None
        assert document.error.code == "too_large"
        assert f"{size[0]}×{size[1]}" in document.error.message

    def test_a_picture_made_coarser_keeps_its_size_in_points(self):
        out = io.BytesIO()
        Image.new("RGB", (6000, 8000)).save(out, "PNG", dpi=(600, 600))
        (one,) = picture.decode(out.getvalue())
        assert one.pixels.shape[0] < 8000
        assert one.size_in_points == pytest.approx((720, 960), abs=1)

    def test_frames_beyond_the_pixels_of_a_file_are_named(self, monkeypatch):
        monkeypatch.setattr(effort, "FREE_FILE_PIXELS", 2_500_000)
        monkeypatch.setattr(effort, "PIXELS_A_BYTE", 0)
        frames = [Image.new("1", (1000, 1000), 1)] * 4
        out = io.BytesIO()
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
        document = read(out.getvalue(), "a.tif")
        assert [page.text_from for page in document.pages] == [TextFrom.OCR] * 2 + [TextFrom.NONE]
        assert "第3页起没有读取" in said(document)

    def test_a_seal_on_a_page_that_is_too_large_stands_where_it_is(self, monkeypatch, seal_of):
        page = Image.new("RGB", (800, 800), "white")
        mark = seal_of(pixels=166)
        page.paste(mark, (400, 300), mark)
        small = Picture(np.asarray(page), 100.0)
        (exact,) = seal.search(small).seals
        # the same in a file that says that it is five times as wide
        monkeypatch.setattr(seal, "MAX_SEARCH_PIXELS", 800 * 800)
        seen = seal.search(Picture(np.asarray(page), 20.0))
        assert seen.cut
        (found,) = seen.seals
        assert found.bbox == pytest.approx([5 * edge for edge in exact.bbox or ()], abs=2)


class TestTime:
    def test_pages_are_left_when_the_time_is_over_and_nothing_is_absent(self, monkeypatch):
        monkeypatch.setattr(effort, "FREE_SECONDS", -1e9)
        document = read(pdf(content=TEXT), "a.pdf")
        assert nothing_is_absent(document)
        assert "用时过长" in said(document)

    def test_padding_gives_no_time_where_there_are_no_pages(self):
        with effort.one_file(10_000_000) as spent:
            for _ in range(limits.FREE_PIECES):  # a file of one page
                effort.begins_piece()
            before = effort._allowed(spent)
            effort.begins_piece()
            assert effort._allowed(spent) - before == pytest.approx(limits.SECONDS_A_PIECE)

    def test_a_tiny_picture_gives_no_more_time_than_its_size(self):
        with effort.one_file(10_000_000) as spent:
            for _ in range(limits.FREE_PIECES):
                effort.begins_piece()
            before = effort._allowed(spent)
            effort.begins_piece(limits.PIXELS_OF_A_PIECE // 10)
            tenth = limits.SECONDS_A_PIECE / 10
            assert effort._allowed(spent) - before == pytest.approx(tenth)
            effort.begins_piece(80_000_000)
            assert effort._allowed(spent) - before == pytest.approx(11 * tenth)

    def test_pages_give_no_time_where_there_is_no_weight(self):
        with effort.one_file(600) as spent:
            for _ in range(500):
                effort.begins_piece()
            assert effort._allowed(spent) < limits.FREE_SECONDS + 0.2

    def test_who_waits_is_told_more_than_is_allowed(self, monkeypatch):
        told: list[float] = []
        monkeypatch.setattr(effort, "listener", told.append)
        with effort.one_file(3_000_000) as spent:
            for _ in range(200):
                assert not effort.page_refusal()
                with effort.one_page():
                    pass
            assert told == sorted(told)
            assert told[0] >= 8
            # 200 pages of scan take 250 s
            assert told[-1] > effort._allowed(spent) > 250

    def test_want_of_memory_is_no_damage(self, monkeypatch):
        def starving(*_: object) -> None:
            raise MemoryError

        monkeypatch.setattr("parsers.pdf.pdf_open._open", starving)
        with pytest.raises(MemoryError):
            read(pdf(content=TEXT), "a.pdf")


class TestPackages:
    def test_a_tree_of_archives_is_opened_as_far_as_one_file_goes(self):
        data = zipped({f"a{n}.bin": bytes(1_000_000) for n in range(10)})
        for _ in range(4):
            data = zipped({f"{n}.zip": data for n in range(10)})
        document = soon(data, "a.zip")
        assert "兆字节" in said(document)

    def test_so_many_files_are_opened(self, monkeypatch):
        monkeypatch.setattr(effort, "MAX_PARTS", 30)
        names = {f"{n}.txt": LETTER for n in range(31)}
        *opened, rest = read(zipped(names), "a.zip").parts
        assert [part.text for part in opened] == [LETTER] * 30
        assert rest.error is not None
        assert "30个文件" in rest.error.message

    def test_members_that_share_their_bytes_are_counted_each(self):
        data = bytearray(zipped({"a.txt": bytes(9_000_000)}))
        begin, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
        entry = bytes(data[begin:end])
        listed = b"".join(entry.replace(b"a.txt", b"%05d" % n) for n in range(500))
        tail = bytearray(data[end:])
        tail[8:12] = (500).to_bytes(2, "little") * 2
        tail[12:16] = len(listed).to_bytes(4, "little")
        document = soon(bytes(data[:begin]) + listed + bytes(tail), "a.zip")
        assert len(document.parts) < 5 + len(document.warnings)
        assert "未打开" in said(document) or "已损坏" in said(document)

    def test_a_mail_of_thirty_attachments_is_read_whole(self):
        part = b'--b\nContent-Type: text/plain; name="%d.txt"\n\nhello %d\n'
        body = b"".join(part % (n, n) for n in range(30))
        head = b'From: a@b.cn\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        document = read(head + body + b"--b--\n", "a.eml")
        assert [one.text for one in document.parts] == [f"hello {n}" for n in range(30)]

    def test_a_mail_of_countless_boundaries_is_named(self):
        head = b"From: a@b.cn\nSubject: x\nMIME-Version: 1.0\n"
        nested = b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(301)
        )
        document = soon(head + nested + b"x\n" * 1000, "a.eml")
        assert document.error is not None
        assert "分段" in document.error.message


def _jpeg(scans: int) -> bytes:
    """A progressive JPEG whose last pass is drawn so many times in all."""
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * (scans - data.count(b"\xff\xda")) + data[-2:]


class TestScansOfAJpeg:
    def test_a_picture_of_as_many_as_allowed_is_read(self):
        assert read(_jpeg(limits.MAX_SCANS), "a.jpg").error is None

    def test_one_more_is_refused_by_name(self):
        document = read(_jpeg(limits.MAX_SCANS + 1), "a.jpg")
        assert document.error is not None
        assert document.error.code == "too_large"
        assert "遍" in document.error.message

    def test_bytes_like_a_scan_beyond_the_end_of_a_picture_in_a_pdf_count_for_nothing(self):
        assert picture.jpeg_scans(b"%PDF" + _jpeg(20) + b"\xff\xda" * 500) == 20


def test_a_blank_page_holds_no_seal_and_a_page_with_one_dot_is_searched():
    paper = np.full((800, 600, 3), 250, np.uint8)
    assert seal.search(picture.Picture(paper, 100.0)) == seal.Search((), False)
    paper[400, 300] = 0
    assert seal.search(picture.Picture(paper, 100.0)).seals == ()


def _tree(names: int, pages: int) -> bytes:
    """A PDF whose tree names so many pages, of which so many are of their own."""
    kids = b" ".join(b"%d 0 R" % (3 + n % pages) for n in range(names))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (names, kids),
    ]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages
    body = b"".join(b"%d 0 obj%sendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>"


def test_a_page_that_is_named_again_and_again_is_read_once_and_the_rest_is_told():
    document = read(_tree(400, 1), "a.pdf")
    assert len(document.pages) == 2
    assert document.pages[1].text_from is TextFrom.NONE
    assert "反复引用" in said(document)


def test_as_many_pages_as_there_are_are_read():
    document = read(_tree(40, 40), "a.pdf")
    assert len(document.pages) == 40
    assert "反复引用" not in said(document)
