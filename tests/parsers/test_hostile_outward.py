"""What a document of an office program refers to outside is taken out, and what it shows stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from parsers import read
from parsers.word import legacy, outward

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

_M = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MANIFEST = (
    f'<m:manifest xmlns:m="{_M}"><m:file-entry m:full-path="/"'
    ' m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


def odt(body: str, **more: bytes) -> bytes:
    content = (
        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        f' xmlns:t="{_TEXT}" xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        ' xmlns:x="http://www.w3.org/1999/xlink" o:version="1.2"><o:body><o:text>'
        f"{body}</o:text></o:body></o:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", _MANIFEST)
        for name, data in more.items():
            packed.writestr(name, data)
    return out.getvalue()


def content_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("content.xml").decode()


class TestOdt:
    @pytest.mark.parametrize(
        "where",
        ["http://a.example/x.png", "file:///etc/passwd", "//host/share", "../x", "\\\\h\\s"],
    )
    def test_a_picture_outside_is_taken_out_and_that_is_known(self, where):
        kept, lost = outward.without_links(odt(f'<d:image x:href="{where}"/>'), ".odt")
        assert lost
        assert where not in content_of(kept)

    @pytest.mark.parametrize("where", ["Pictures/a.png", "./Object 1", "#page2"])
    def test_what_lies_in_the_file_stays(self, where):
        kept, lost = outward.without_links(odt(f'<d:image x:href="{where}"/>'), ".odt")
        assert not lost
        assert f'x:href="{where}"' in content_of(kept)

    def test_an_address_in_the_text_stays_and_its_hyperlink_hides_nothing(self):
        body = '<t:p><t:a x:href="http://a.example/">http://a.example/</t:a></t:p>'
        kept, lost = outward.without_links(odt(body), ".odt")
        assert not lost
        assert ">http://a.example/<" in content_of(kept)
        assert 'x:href=""' in content_of(kept)

    def test_a_part_of_any_name_is_looked_through(self):
        part = b'<s xmlns:x="http://www.w3.org/1999/xlink" x:href="http://a.example/"/>'
        kept, lost = outward.without_links(odt("", **{"Object 1/anything": part}), ".odt")
        assert lost
        with zipfile.ZipFile(io.BytesIO(kept)) as packed:
            assert b"a.example" not in packed.read("Object 1/anything")


class TestRtf:
    @pytest.mark.parametrize(
        "field",
        [
            rb'{\*\fldinst INCLUDEPICTURE "http://a.example/x.png"}',
            rb'{\*\fldinst {\b INCLUDE}{TEXT "\\\\host\\x"}}',
            rb"{\*\fldinst { \'44\'44EAUTO excel x}}",
            rb"{\*\template http://a.example/x.dot}",
        ],
    )
    def test_a_field_that_reaches_out_is_emptied_without_moving_a_byte(self, field):
        data = rb"{\rtf1 {\field" + field + rb"{\fldrslt shown http://a.example/}}}"
        kept, lost = outward.without_links(data, ".rtf")
        assert lost
        assert len(kept) == len(data)
        assert kept.count(b"{") == kept.count(b"}")
        assert rb"{\fldrslt shown http://a.example/}" in kept
        assert b"example" not in kept.replace(rb"shown http://a.example/", b"")

    def test_an_object_that_updates_itself_does_so_no_more(self):
        data = rb"{\rtf1 {\object\objautlink\objupdate{\*\objdata 01}}}"
        kept, _ = outward.without_links(data, ".rtf")
        assert len(kept) == len(data)
        assert b"objupdate" not in kept
        assert b"objautlink" not in kept

    @pytest.mark.parametrize(
        "text",
        [rb"INCLUDEPICTURE", rb'{\field{\*\fldinst HYPERLINK "http://a.example"}{\fldrslt x}}'],
    )
    def test_words_and_hyperlinks_stay(self, text):
        data = rb"{\rtf1 " + text + b"}"
        assert outward.without_links(data, ".rtf") == (data, False)


class TestWord:
    @pytest.mark.parametrize("coding", ["ascii", "utf-16-le"])
    def test_a_field_that_reaches_out_loses_its_name(self, coding):
        field = '\x13 INCLUDEPICTURE "http://a.example" \x14shown LINK\x15'.encode(coding)
        kept, lost = outward.without_links(field, ".doc")
        assert lost
        assert len(kept) == len(field)
        assert "INCLUDEPICTURE" not in kept.decode(coding)
        assert "shown LINK" in kept.decode(coding)

    def test_other_fields_stay(self):
        field = '\x13 HYPERLINK "http://a.example" \x14shown\x15'.encode("utf-16-le")
        assert outward.without_links(field, ".doc") == (field, False)


@pytest.mark.needs("soffice")
class TestConversion:
    def test_the_converted_document_refers_to_nothing_outside(self):
        office = legacy.find_office()
        assert isinstance(office, Path)
        body = '<t:p><d:frame><d:image x:href="http://127.0.0.1:9/x.png"/></d:frame>words</t:p>'
        kept, _ = outward.without_links(odt(body), ".odt")
        with zipfile.ZipFile(io.BytesIO(legacy._to_docx(office, kept))) as packed:
            assert not any(b"External" in packed.read(name) for name in packed.namelist())

    def test_a_document_with_a_picture_outside_is_not_said_to_bear_no_seal(self):
        body = '<t:p><d:frame><d:image x:href="http://127.0.0.1:9/x.png"/></d:frame>words</t:p>'
        (page,) = read(odt(body), "a.odt").pages
        assert not page.seals_searched
        assert "words" in page.text
