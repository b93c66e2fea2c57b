"""Pictures, embedded files and Word documents in one XML file: read, or named unread."""

from __future__ import annotations

import base64
import io
import struct
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from parsers import read
from parsers.document import Document, TextFrom
from parsers.word import flow, kept
from parsers.word.objects import inside

sys.path.append(str(Path(__file__).parent))  # the packages beside this file
from word_packages import (
    FOOT,
    HEAD,
    OFFICE,
    missed,
    packed,
    paragraph,
    picture_of,
    saved,
    with_parts,
    with_picture,
    words,
)


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
