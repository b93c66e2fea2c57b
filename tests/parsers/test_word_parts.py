"""Every part of a Word file, wherever it lies, is read, known to carry nothing, or named as unread."""

from __future__ import annotations

import base64
import io
import struct
import time
import zipfile
from collections.abc import Callable, Iterable

import docx
import pytest
from docx.document import Document as Letter
from docx.oxml import parse_xml
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from parsers import read
from parsers.document import Document, TextFrom
from parsers.word import flow, kept
from parsers.word.objects import inside

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships/"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpi": "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:nobody:knows",
    }.items()
)
HEAD, FOOT = "政府信息公开申请答复书", "演江自治区演练局"

Part = tuple[str, str, str | bytes | None]  # relationship's type, member, content; None: outside


def saved(letter: Letter) -> bytes:
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def packed(
    inner: str = "", parts: Iterable[Part] = (), loose: dict[str, bytes] | None = None
) -> bytes:
    """A letter of two lines, between them paragraphs of raw XML; `parts` are rel0, rel1 ... of its
    text, and nothing refers to what is loose."""
    letter = docx.Document()
    letter.add_paragraph(HEAD)
    letter.add_paragraph(FOOT)
    for block in reversed(parse_xml(f"<w:body {NAMESPACES}>{inner}</w:body>")):
        letter.paragraphs[0]._p.addnext(block)
    lines, members = "", dict(loose or {})
    for number, (kind, target, content) in enumerate(parts):
        mode = ' TargetMode="External"' if content is None else ""
        where = target if content is None else f"/{target}"
        lines += f'<Relationship Id="rel{number}" Type="{kind}" Target="{where}"{mode}/>'
        if content is not None:
            members[target] = content.encode() if isinstance(content, str) else content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(letter))) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", f"{lines}</Relationships>".encode())
            after.writestr(info, data)
        for name, data in members.items():
            after.writestr(name, data)
    return out.getvalue()


def with_parts(inner: str = "", parts: Iterable[Part] = (), **more: dict[str, bytes]) -> Document:
    return read(packed(inner, parts, **more), "答复书.docx")


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def paragraph(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def words(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


def missed(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.touches) for one in document.unread]


def field(code: str, result: str | None = None, form: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{shown if result is not None else ''}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def picture_of(*lines: str, size: tuple[int, int], height: int = 40) -> bytes:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        font = ImageFont.truetype(str(serif_path()), height)
        pen.text((20, 15 + number * height * 1.5), line, font=font, fill=(20, 20, 20))
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()


def with_picture(data: bytes, width: float) -> Document:
    letter = docx.Document()
    letter.add_picture(io.BytesIO(data), width=Cm(width))
    letter.add_paragraph("本机关收到你的申请，经检索，该信息不存在。" * 3)
    return read(saved(letter), "答复书.docx")


class TestSlippedIn:
    """Parts put in by hand, of kinds that nobody foresaw."""

    @pytest.mark.parametrize(
        ("kind", "target", "content"),
        [
            ("http://example.org/relationships/letter", "word/letter.xml", "<x/>"),
            (f"{OFFICE}novelThing", "word/novel.bin", b"\x01\x02"),
            (f"{MICROSOFT}hologram", "word/hologram1.xml", "<h>答复</h>"),
            ("http://example.org/styles", "word/styles9.xml", "<x/>"),
        ],
    )
    def test_a_part_of_an_unknown_kind_is_named(self, kind, target, content):
        document = with_parts(parts=[(kind, target, content)])
        assert missed(document) == [("part", ("text", "seal"))]
        assert target.split("/")[-1] in document.unread[0].what

    @pytest.mark.parametrize(
        "name", ["word/extra.xml", "extra/letter.txt", "word/document9.xml", "答复书.pdf"]
    )
    def test_a_part_to_which_nothing_leads_is_named(self, name):
        assert missed(with_parts(loose={name: "答复".encode()})) == [("part", ("text", "seal"))]

    def test_a_part_below_a_known_one_is_named(self):
        below = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}oddity" Target="odd.xml"/></Relationships>'
        )
        loose = {"word/_rels/styles.xml.rels": below.encode(), "word/odd.xml": b"<x/>"}
        assert missed(with_parts(loose=loose)) == [("part", ("text", "seal"))]

    def test_two_members_of_one_name_are_named(self):
        data = packed()
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("Word/document.xml", "<x/>")
        assert ("part", ("text", "seal")) in missed(read(out.getvalue(), "a.docx"))

    def test_words_in_an_element_that_nobody_knows_are_named(self):
        document = with_parts(paragraph("<x:secret>关于答复</x:secret>"))
        assert missed(document) == [("element", ("text",))]

    def test_words_between_elements_are_named(self):
        assert missed(with_parts("<w:p>散落的字<w:r/></w:p>")) == [("element", ("text",))]

    def test_a_graphic_of_an_unknown_kind_is_named(self):
        graphic = '<a:graphic><a:graphicData uri="http://example.org/stamp"/></a:graphic>'
        document = with_parts(paragraph(f"<w:drawing><wp:inline>{graphic}</wp:inline></w:drawing>"))
        assert missed(document) == [("drawing", ("text", "seal"))]

    def test_words_wrapped_in_an_unknown_element_are_read(self):
        document = with_parts("<x:wrap><w:p><w:r><w:t>包着的话</w:t></w:r></w:p></x:wrap>")
        assert (words(document), document.unread) == ([HEAD, "包着的话", FOOT], ())


class TestKnownToCarryNothing:
    @pytest.mark.parametrize(
        ("kind", "target", "content"),
        [
            (f"{OFFICE}attachedTemplate", "file:///C:/Normal.dotm", None),
            (f"{OFFICE}hyperlink", "https://example.org/", None),
            (f"{OFFICE}printerSettings", "word/printerSettings1.bin", b"\x00"),
            (f"{OFFICE}font", "word/fonts/font1.odttf", b"\x00"),
            (f"{MICROSOFT}commentsExtended", "word/commentsExtended.xml", "<x/>"),
            (f"{OFFICE}glossaryDocument", "word/glossary/document.xml", "<x/>"),
            (
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                "word/v.bin",
                b"x",
            ),
        ],
    )
    def test_how_it_looks_and_was_made_is_no_part_of_the_letter(self, kind, target, content):
        document = with_parts(parts=[(kind, target, content)])
        assert (words(document), document.left) == ([HEAD, FOOT], ())

    def test_what_systems_leave_in_a_package_is_nothing(self):
        loose = {"[trash]/0000.dat": b"x", "docProps/thumbnail.emf": b"x", "word/Thumbs.db": b"x"}
        assert with_parts(loose=loose).left == ()

    @pytest.mark.parametrize("form", ["line", "rect", "straightConnector1"])
    def test_a_line_or_a_frame_is_nothing(self, form):
        shape = f'<wps:wsp><wps:spPr><a:prstGeom prst="{form}"/></wps:spPr></wps:wsp>'
        document = with_parts(paragraph(drawing(shape, 1512000, 1512000)))
        assert document.left == ()

    def test_a_blank_picture_and_a_rule_are_nothing(self):
        assert with_picture(picture_of(size=(400, 200)), 10).left == ()
        assert with_picture(picture_of("——————", size=(900, 12), height=5), 15).left == ()


def drawing(shape: str, wide: int, high: int) -> str:
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        f'<w:drawing><wp:anchor><wp:extent cx="{wide}" cy="{high}"/><a:graphic>'
        f'<a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )


class TestKnownAndUnread:
    @pytest.mark.parametrize(
        ("kind", "target", "content", "code"),
        [
            (f"{OFFICE}image", "https://example.org/seal.png", None, "linked"),
            (f"{OFFICE}subDocument", "file:///D:/part2.docx", None, "linked"),
            (f"{OFFICE}oleObject", "file:///D:/table.xlsx", None, "linked"),
            (f"{OFFICE}control", "word/activeX/activeX1.xml", "<x/>", "control"),
            (f"{OFFICE}video", "word/media/a.mp4", b"x", "media"),
            (f"{MICROSOFT}ink", "word/ink/ink1.xml", "<x/>", "ink"),
            (f"{OFFICE}oleObject", "word/embeddings/o.bin", None, "linked"),
        ],
    )
    def test_what_may_hold_words_or_a_seal_is_named_with_its_kind(
        self, kind, target, content, code
    ):
        document = with_parts(parts=[(kind, target, content)])
        assert missed(document) == [(code, ("text", "seal"))]
        assert not document.pages[0].seals_searched

    def test_a_handwritten_stroke_is_ink_and_its_picture_is_looked_at(self):
        ink = '<mc:Choice Requires="wpi"><w:contentPart r:id="rel0"/></mc:Choice>'
        fallback = '<mc:Fallback><w:drawing><a:blip r:embed="rel1"/></w:drawing></mc:Fallback>'
        document = with_parts(
            paragraph(f"<mc:AlternateContent>{ink}{fallback}</mc:AlternateContent>"),
            [
                (f"{MICROSOFT}ink", "word/ink/ink1.xml", "<x/>"),
                (f"{OFFICE}image", "word/media/image1.png", picture_of(size=(60, 30))),
            ],
        )
        assert missed(document) == [("ink", ("text", "seal"))]

    def test_a_comment_is_named_and_an_empty_one_is_nothing(self):
        said = f"<w:comments {NAMESPACES}><w:comment><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:comment></w:comments>"
        kind = f"{OFFICE}comments"
        assert missed(with_parts(parts=[(kind, "word/comments.xml", said % "应写法院")])) == [
            ("comment", ("text",))
        ]
        assert with_parts(parts=[(kind, "word/comments.xml", said % "")]).left == ()

    @pytest.mark.parametrize(
        "shape", ['<a:prstGeom prst="ellipse"/>', "<a:custGeom/>", '<a:prstGeom prst="star5"/>']
    )
    def test_a_drawn_shape_of_a_seals_size_may_be_a_seal(self, shape):
        shape = f"<wps:wsp><wps:spPr>{shape}</wps:spPr></wps:wsp>"
        assert missed(with_parts(paragraph(drawing(shape, 1512000, 1512000)))) == [
            ("drawing", ("seal",))
        ]
        assert with_parts(paragraph(drawing(shape, 7200000, 90000))).left == ()

    def test_a_picture_of_which_the_file_knows_nothing_is_missing(self):
        document = with_parts(
            paragraph('<w:pict><v:shape><v:imagedata r:id="rel9"/></v:shape></w:pict>')
        )
        assert missed(document) == [("missing", ("text", "seal"))]

    def test_a_picture_that_is_shown_nowhere_is_named(self):
        parts = [(f"{OFFICE}image", "word/media/image1.png", b"x")]
        assert missed(with_parts(parts=parts)) == [("picture", ("text", "seal"))]

    def test_a_signature_of_office_touches_the_seal_alone(self):
        below = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type='
            '"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature" Target="sig1.xml"/></Relationships>'
        )
        origin = (
            "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
        )
        document = with_parts(
            parts=[(origin, "_xmlsignatures/origin.sigs", b"")],
            loose={
                "_xmlsignatures/_rels/origin.sigs.rels": below.encode(),
                "_xmlsignatures/sig1.xml": b"<x/>",
            },
        )
        assert missed(document) == [("signature", ("seal",))]


class TestReadInPlace:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("chunk.html", "<html><body><p>特此告知。</p></body></html>".encode()),
            ("chunk.txt", "特此告知。".encode("gb18030")),
            ("chunk.xhtml", '<?xml version="1.0"?><html><p>特此告知。</p></html>'.encode()),
            (
                "chunk.mht",
                "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nSubject: x\r\n"
                "\r\n<html><p>特此告知。</p></html>".encode(),
            ),
            ("chunk.docx", None),
        ],
    )
    def test_a_piece_of_another_file_belongs_to_the_letter(self, name, content):
        if content is None:
            inner = docx.Document()
            inner.add_paragraph("特此告知。")
            content = saved(inner)
        document = with_parts(
            '<w:altChunk r:id="rel0"/>', [(f"{OFFICE}aFChunk", f"word/{name}", content)]
        )
        assert (words(document), document.left) == ([HEAD, "特此告知。", FOOT], ())

    def test_a_piece_that_cannot_be_read_is_named(self):
        document = with_parts(
            '<w:altChunk r:id="rel0"/>', [(f"{OFFICE}aFChunk", "word/c.bin", b"\x00\x01\xff")]
        )
        assert missed(document) == [("altchunk", ("text", "seal"))]

    def test_a_guide_to_pronunciation_is_no_text(self):
        ruby = "<w:ruby><w:rt><w:r><w:t>fǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>法</w:t></w:r></w:rubyBase></w:ruby>"
        document = with_parts(f"<w:p><w:r>{ruby}</w:r><w:r><w:t>院</w:t></w:r></w:p>")
        assert (words(document), document.left) == ([HEAD, "法院", FOOT], ())

    @pytest.mark.parametrize(
        ("code", "form", "shown"),
        [
            ("EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(fǎ),法)", "", "法"),
            ("EQ \\o\\ac(○,印)", "", "印"),
            ("MACROBUTTON NoMacro 点击此处填写", "", "点击此处填写"),
            ("FORMCHECKBOX", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>", "☑"),
            ("FORMCHECKBOX", "<w:ffData><w:checkBox/></w:ffData>", "□"),
            (
                "FORMDROPDOWN",
                '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="公开"/><w:listEntry w:val="不予公开"/></w:ddList></w:ffData>',
                "不予公开",
            ),
        ],
    )
    def test_a_field_that_shows_what_its_code_says_is_read(self, code, form, shown):
        document = with_parts(field(code, form=form))
        assert (words(document), document.left) == ([HEAD, shown, FOOT], ())

    @pytest.mark.parametrize("code", ["PAGE", "NUMPAGES \\* Arabic", "XE 答复", "TOC \\o 1-3"])
    def test_a_number_of_a_page_or_an_index_is_nothing(self, code):
        assert with_parts(field(code)).left == ()

    @pytest.mark.parametrize("code", ["INCLUDETEXT d:\\a.docx", "MERGEFIELD 文号", "EQ \\f(1,2)"])
    def test_a_field_without_its_result_is_named(self, code):
        assert missed(with_parts(field(code))) == [("field", ("text",))]

    def test_the_codes_of_a_field_within_a_field_are_not_read(self):
        inner = field("MERGEFIELD x", "甲").removeprefix("<w:p>").removesuffix("</w:p>")
        outer = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
            f'{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>乙</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )
        assert words(with_parts(outer)) == [HEAD, "乙", FOOT]

    def test_a_field_that_never_ends_hides_nothing_in_silence(self):
        begun = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
        document = with_parts(begun)
        assert words(document) == [HEAD]
        assert missed(document) == [("field", ("text",))]

    def test_a_day_that_changes_with_every_opening_touches_the_date(self):
        assert missed(with_parts(paragraph("<w:yearLong/>"))) == [("field", ("date",))]

    def test_hidden_text_is_not_read_and_told_of(self):
        hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>模板说明</w:t></w:r></w:p>"
        shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>正文</w:t></w:r></w:p>'
        document = with_parts(hidden + shown)
        assert (words(document), document.left) == ([HEAD, "正文", FOOT], ())
        assert "隐藏文字" in document.warnings[0]

    def test_text_hidden_by_its_style_or_one_below_is_not_read(self):
        styles = (
            f'<w:styles {NAMESPACES}><w:style w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:styleId="Small"><w:basedOn w:val="Note"/></w:style><w:style w:styleId="Loud">'
            '<w:basedOn w:val="Small"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>'
        )
        rows = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>'
            for name in ("Note", "Small", "Loud")
        )
        data = repacked(
            packed(rows), lambda name, old: styles.encode() if name == "word/styles.xml" else old
        )
        assert words(read(data, "a.docx")) == [HEAD, "Loud", FOOT]

    def test_a_strict_document_is_read_with_its_seal(self, seal_of, png):
        letter = docx.Document()
        letter.add_paragraph(HEAD)
        letter.add_picture(io.BytesIO(png(seal_of())), width=Cm(4.2))
        old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
        kinds = (b"officeDocument/2006/", b"wordprocessingml/2006/", b"drawingml/2006/")

        def strict(name: str, data: bytes) -> bytes:
            if not name.endswith((".xml", ".rels")) or "Types" in name:
                return data
            for kind in kinds:
                data = data.replace(old + kind, new + kind.replace(b"/2006", b""))
            return data

        document = read(repacked(saved(letter), strict), "a.docx")
        assert (words(document), len(document.pages[0].seals)) == ([HEAD], 1)
        assert document.left == ()

    def test_formulas_word_art_and_drawn_text_are_read(self):
        formula = "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>"
        art = paragraph(
            '<w:pict><v:shape type="#_x0000_t136"><v:textpath string="演练局文件"/></v:shape></w:pict>'
        )
        drawn = paragraph("<w:drawing><a:p><a:r><a:t>画中的字</a:t></a:r></a:p></w:drawing>")
        document = with_parts(formula + art + drawn)
        assert (words(document), document.left) == (
            [HEAD, "a+b", "演练局文件", "画中的字", FOOT],
            (),
        )

    def test_the_words_of_a_chart_and_of_a_diagram_are_read_where_they_are_shown(self):
        chart = (
            f"<c:chartSpace {NAMESPACES}><c:title><a:p><a:r><a:t>年度统计</a:t></a:r></a:p></c:title><c:cat><c:strCache>"
            "<c:pt><c:v>财政局</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:val></c:chartSpace>"
        )
        drawn = '<x:ext><x:dataModelExt relId="rId6"/></x:ext>'  # a relationship of the text, not of this
        data = f"<x:dataModel {NAMESPACES}><a:p><a:r><a:t>第一步</a:t></a:r></a:p>{drawn}</x:dataModel>"
        document = with_parts(
            paragraph('<w:drawing><c:chart r:id="rel0"/></w:drawing>')
            + paragraph('<w:drawing><x:relIds r:dm="rel1"/></w:drawing>'),
            [
                (f"{OFFICE}chart", "word/charts/chart1.xml", chart),
                (f"{OFFICE}diagramData", "word/diagrams/data1.xml", data),
            ],
        )
        assert document.left == ()
        assert words(document) == [HEAD, "年度统计", "财政局", "第一步", FOOT]

    def test_a_strict_package_with_names_of_its_own_is_read(self):
        data = packed().replace(b"word/", b"WORD/")
        assert words(read(data, "a.docx")) == [HEAD, FOOT]


class TestPictures:
    def test_a_letterhead_set_as_a_picture_is_read_in_its_place(self):
        document = with_picture(picture_of("演江自治区演练局文件", size=(700, 90), height=60), 15)
        assert words(document)[0] == "演江自治区演练局文件"
        assert document.pages[0].text_from is TextFrom.DIGITAL
        assert document.left == ()

    def test_a_page_set_as_a_picture_is_a_part_and_its_words_are_not_the_letters(self):
        page = picture_of(*["不服可以申请行政复议"] * 3, size=(400, 400), height=34)
        document = with_picture(page, 14)
        assert "行政复议" in document.parts[0].text
        assert "行政复议" not in document.text
        assert missed(document) == [("picture", ("text",))]

    def test_a_picture_that_cannot_be_opened_touches_everything(self):
        parts = [(f"{OFFICE}image", "word/media/image1.png", b"no picture")]
        document = with_parts(paragraph('<w:drawing><a:blip r:embed="rel0"/></w:drawing>'), parts)
        assert ("picture", ("text", "seal")) in missed(document)


def ole(stream: str, content: bytes) -> bytes:
    """A compound file with one stream of at least 4096 bytes, so that it needs no small sectors."""
    size = max(4096, len(content))
    sectors = -(-size // 512)
    content = content.ljust(sectors * 512, b"\0")
    chain = [*range(1, sectors), -2]
    fat = [*chain, -2, -3]  # the stream, the directory, the table itself
    table = b"".join(struct.pack("<i", each) for each in fat).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBBiii", len(raw), kind, 1, -1, -1, child)
        return head + bytes(36) + struct.pack("<iQ", start, size)

    directory = entry("Root Entry", 5, 1, -2, 0) + entry(stream, 2, -1, 0, size)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    )
    header += bytes(10) + struct.pack("<iiiiiiii", 1, sectors, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<i", sectors + 1).ljust(436, b"\xff")
    return header + content + directory.ljust(512, b"\0") + table


def native(name: str, content: bytes) -> bytes:
    label = name.encode("gb18030") + b"\0"
    path = b"C:\\" + label
    inner = b"\x02\0" + label + path + b"\0\0\x03\0" + struct.pack("<I", len(path)) + path
    inner += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(inner)) + inner


class TestEmbedded:
    def letter(self) -> bytes:
        letter = docx.Document()
        letter.add_paragraph("不予公开决定")
        return saved(letter)

    def with_object(self, kind: str, target: str, content: bytes) -> Document:
        shown = '<w:object><v:shape><v:imagedata r:id="rel1"/></v:shape><o:OLEObject Type="Embed" r:id="rel0"/></w:object>'
        preview = (f"{OFFICE}image", "word/media/image9.emf", b"\x01\0\0\0" + bytes(36) + b" EMF")
        return with_parts(paragraph(shown), [(f"{OFFICE}{kind}", target, content), preview])

    def test_an_embedded_word_file_is_a_part_and_its_icon_is_nothing(self):
        document = self.with_object("package", "word/embeddings/inner.docx", self.letter())
        assert [(part.media, part.text) for part in document.parts] == [("docx", "不予公开决定")]
        assert document.left == ()

    @pytest.mark.parametrize("stream", ["Package", "CONTENTS"])
    def test_a_file_wrapped_in_one_stream_is_a_part(self, stream):
        wrapped = ole(stream, self.letter())
        document = self.with_object("oleObject", "word/embeddings/oleObject1.bin", wrapped)
        assert [part.text for part in document.parts] == ["不予公开决定"]

    def test_a_file_of_the_packager_keeps_its_name(self):
        wrapped = ole("\x01Ole10Native", native("答复书.txt", "不予公开".encode()))
        assert inside(wrapped, "oleObject1.bin") == ("答复书.txt", "不予公开".encode())
        document = self.with_object("oleObject", "word/embeddings/oleObject1.bin", wrapped)
        assert [(part.name, part.text) for part in document.parts] == [("答复书.txt", "不予公开")]

    def test_an_object_that_is_no_file_is_named_with_its_picture(self):
        wrapped = ole("Equation Native", b"x")
        document = self.with_object("oleObject", "word/embeddings/oleObject1.bin", wrapped)
        assert {one.code for one in document.unread} == {"object", "picture"}

    def test_a_cut_object_is_named(self):
        wrapped = ole("\x01Ole10Native", native("a.txt", b"abc"))[:700]
        document = self.with_object("oleObject", "word/embeddings/oleObject1.bin", wrapped)
        assert document.unread[0].code == "object"

    @pytest.mark.parametrize("names", [("_xmlsignatures",), ("_signatures",)])
    def test_what_an_old_document_keeps_beside_its_text_is_named(self, names):
        for name, code in ((names[0], "signature"), ("SealVendor", "part")):
            found = list(kept._of_root(ole(name, b"x")))
            assert [one.code for one in found] == [code]
        assert list(kept._of_root(ole("WordDocument", b"x"))) == []


WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"


def word_2003(body: str, beside: str = "", **more: str) -> bytes:
    spaces = f'xmlns:w="{WORD_2003}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {spaces}>{beside}<w:body>{body}</w:body></w:wordDocument>"
    ).encode()


class TestOneXmlFile:
    def test_word_2003_xml_is_read_with_its_header_and_what_was_put_in(self):
        header = "<w:hdr><w:p><w:r><w:t>演练局文件</w:t></w:r></w:p></w:hdr>"
        body = (
            f"<w:p><w:r><w:t>{HEAD}</w:t></w:r></w:p><w:p><w:r><w:t>期限</w:t></w:r>"
            '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>三</w:delText></w:r></aml:content></aml:annotation>'
            '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>六个月</w:t></w:r></aml:content></aml:annotation>'
            f"</w:p><w:sectPr>{header}</w:sectPr>"
        )
        document = read(word_2003(body, "<w:styles/><w:docPr/>"), "答复书.doc")
        assert (words(document), document.left) == (["演练局文件", HEAD, "期限六个月"], ())

    def test_its_pictures_are_searched_for_seals(self, seal_of, png):
        data = base64.b64encode(png(seal_of())).decode()
        picture = (
            f'<w:p><w:r><w:t>{FOOT}</w:t></w:r><w:r><w:pict><w:binData w:name="wordml://1.png">{data}</w:binData>'
            '<v:shape style="width:119pt;height:119pt"><v:imagedata src="wordml://1.png"/></v:shape></w:pict></w:r></w:p>'
        )
        document = read(word_2003(picture), "答复书.xml")
        assert (len(document.pages[0].seals), document.left) == (1, ())

    def test_its_objects_and_comments_are_named(self):
        comment = '<w:p><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>改</w:t></w:r></w:p></aml:content></aml:annotation></w:p>'
        held = '<w:docOleData><w:binData w:name="oledata.mso">AAAA</w:binData></w:docOleData>'
        document = read(word_2003(comment, held), "a.doc")
        assert (
            sorted(one.code for one in document.unread) == ["comment", "unknown"] or document.unread
        )

    def test_a_flat_package_is_read_like_a_packed_one(self, seal_of, png):
        letter = docx.Document()
        letter.add_paragraph(HEAD)
        letter.add_picture(io.BytesIO(png(seal_of())), width=Cm(4.2))
        out = [
            '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        ]
        with zipfile.ZipFile(io.BytesIO(saved(letter))) as package:
            for name in package.namelist():
                if name == "[Content_Types].xml":
                    continue
                content = package.read(name)
                if name.endswith((".xml", ".rels")):
                    text = content.decode().split("?>", 1)[1]
                    held = f"<pkg:xmlData>{text}</pkg:xmlData>"
                else:
                    held = f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
                out.append(f'<pkg:part pkg:name="/{name}">{held}</pkg:part>')
        document = read("".join([*out, "</pkg:package>"]).encode(), "答复书.xml")
        assert (document.media, words(document), len(document.pages[0].seals)) == (
            "docx",
            [HEAD],
            1,
        )
        assert document.left == ()

    @pytest.mark.parametrize(
        "data",
        [
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><t>a</t></Workbook>',
            b'<?xml version="1.0"?><note><p>a</p></note>',
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"><pkg:part pkg:name="/ppt/a.xml"/></pkg:package>',
        ],
    )
    def test_tags_of_other_xml_are_never_read_as_a_letter(self, data):
        document = read(data, "a.xml")
        assert (document.error.code, document.pages) == ("unknown_format", ())

    @pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
    def test_other_charsets_of_word_xml_are_read(self, charset):
        data = word_2003(f"<w:p><w:r><w:t>{HEAD}</w:t></w:r></w:p>").decode()
        data = (
            data.replace('encoding="UTF-8"', 'encoding="UTF-16"') if charset == "utf-16" else data
        )
        assert words(read(data.encode(charset), "a.doc")) == [HEAD]


class TestGrowth:
    @pytest.mark.parametrize("made", ["characters", "runs", "phrases", "cells"])
    def test_a_text_twice_as_long_takes_no_more_than_twice_the_steps(self, made, monkeypatch):
        def steps(size: int) -> int:
            count = 0
            real = flow.Flow._walk

            def counted(self, element):
                nonlocal count
                count += 1
                real(self, element)

            monkeypatch.setattr(flow.Flow, "_walk", counted)
            inner = {
                "characters": lambda: paragraph(f"<w:t>{'答' * size * 100}</w:t>"),
                "phrases": lambda: paragraph(f"<w:t>{'申请公开' * size}</w:t>"),
                "runs": lambda: f"<w:p>{'<w:r><w:t>申请公开</w:t></w:r>' * size}</w:p>",
                "cells": lambda: (
                    "<w:tbl><w:tr>"
                    + "<w:tc><w:p><w:r><w:t>公开</w:t></w:r></w:p></w:tc>" * size
                    + "</w:tr></w:tbl>"
                ),
            }[made]()
            document = with_parts(inner)
            monkeypatch.setattr(flow.Flow, "_walk", real)
            assert document.text
            return count

        assert steps(400) <= 2.1 * steps(200)

    def test_a_million_characters_in_a_paragraph_are_read_at_once(self):
        data = packed(paragraph(f"<w:t>{'申请公开' * 250_000}</w:t>"))
        begun = time.process_time()
        document = read(data, "a.docx")
        assert len(document.text) > 1_000_000
        assert time.process_time() - begun < 2
