"""Every part of a Word file, wherever it lies, is read, known to carry nothing, or named as unread."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from parsers import read

sys.path.append(str(Path(__file__).parent))  # the packages beside this file
from word_packages import (
    FOOT,
    HEAD,
    MICROSOFT,
    NAMESPACES,
    OFFICE,
    field,
    missed,
    packed,
    paragraph,
    picture_of,
    repacked,
    saved,
    with_parts,
    with_picture,
    words,
)


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
