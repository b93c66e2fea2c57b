"""What an old document keeps beside its text comes through its conversion, or is named."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers import formats, read
from parsers.document import Document, Page, TextFrom, Unread
from parsers.word import kept

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "text": "text", "manifest": "manifest"}.items()
)
CONTENT = (
    f'<office:document-content {SPACES} office:version="1.2"><office:body><office:text>'
    "<text:p>答复如下</text:p></office:text></office:body></office:document-content>"
)
FLAT = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
    "<text:p>答复如下</text:p></office:text></office:body></office:document>"
)


OBJECTS = (
    '<draw:object xlink:href="./Object 1"/><draw:object-ole xlink:type="a" xlink:href="./Obj2"/>'
)


def odt(content: str = CONTENT, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}/>")
        for name, member in more.items():
            package.writestr(name, member)
    return out.getvalue()


def converted(*parts: Document, unread: tuple[Unread, ...] = ()) -> Document:
    page = Page(1, None, None, TextFrom.DIGITAL)
    return Document("a", "", "docx", (page,), parts, unread=unread)


def codes(data: bytes, document: Document) -> list[str]:
    _, unread = kept.beside(data, document, read)
    return [one.code for one in unread]


def a_file(media: str) -> Document:
    return Document("x", "", media)


class TestOpenDocument:
    def test_what_programs_keep_in_a_package_is_nothing(self):
        known = {"Pictures/a.png": b"x", "Thumbnails/t.png": b"x", "settings.xml": b"<x/>"}
        assert codes(odt(**known), converted()) == []

    def test_a_signature_an_unknown_part_and_a_lost_object_are_named(self):
        data = odt(**{"META-INF/documentsignatures.xml": b"x", "Seal/vendor.bin": b"x"})
        assert codes(data, converted()) == ["signature", "part"]
        objects = {"Object 1/content.xml": b"<x/>", "Obj2": b"x"}
        held = odt(CONTENT.replace("答复如下", OBJECTS), **objects)
        assert codes(held, converted()) == ["object"]
        assert codes(held, converted(a_file("xlsx"), a_file("docx"))) == []
        assert codes(held, converted(a_file("png"), a_file("docx"))) == ["object"]


class TestRtf:
    def test_an_object_that_did_not_come_through_is_named(self):
        data = rb"{\rtf1 a {\object\objemb{\*\objdata 0105}} b {\object{\*\objdata 0105}}}"
        assert codes(data, converted()) == ["object"]
        assert codes(data, converted(a_file("docx"), a_file("xls"))) == []
        named = (Unread("object", ("text", "seal"), "x"),) * 2
        assert codes(data, converted(unread=named)) == []


class TestFlatOpenDocument:
    def test_its_tags_are_no_text(self):
        (claimed,) = (each for each in (FLAT.encode(),) if formats.old_text_suffix(each))
        assert formats.old_text_suffix(claimed) == ".fodt"
        assert not formats.is_plain(claimed)

    @pytest.mark.needs("soffice")
    def test_it_is_converted_like_the_packed_one(self):
        document = read(FLAT.encode(), "a.fodt")
        assert (document.media, document.text) == ("odt", "答复如下")
        assert document.left == ()
