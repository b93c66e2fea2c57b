"""OFD: text by place, electronic seals with their names, and what real programs get wrong."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers import pages, read
from parsers.document import Document, SealForm, TextFrom
from parsers.ofd.ses import name_in_ses
from parsers.parser import Unreadable

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float, y: float, step: str = "g 40 5", size: float = 5) -> str:
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="{step}">{words}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 100 6" Size="{size}">{code}</ofd:TextObject>'


def image(boundary: str = "0 0 210 297") -> str:
    return f'<ofd:ImageObject Boundary="{boundary}" ResourceID="9"/>'


def package(content: str, **members: bytes) -> bytes:
    """An OFD of one page; members given replace or add to it."""
    listed = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    signatures = listed if "Doc_0/Signs/Signatures.xml" in members else ""
    files: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"""<ofd:Document {NS}><ofd:CommonData>
            <ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>
            <ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>
            <ofd:TemplatePage ID="2" BaseLoc="Tpl.xml"/></ofd:CommonData>
            <ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages></ofd:Document>""",
        "Doc_0/DocumentRes.xml": f"""<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>
            <ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>
            </ofd:MultiMedias></ofd:Res>""",
        "Doc_0/Pages/P.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, **members}.items():
            archive.writestr(name, data)
    return out.getvalue()


def der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def ses(name: str) -> bytes:
    """A signed value that holds a seal of that name, as GB/T 38540 lays it out."""
    header = der(0x30, der(0x16, b"ES"), der(0x02, b"\x04"), der(0x16, b"vendor"))
    properties = der(0x30, der(0x02, b"\x01"), der(0x0C, name.encode()), der(0x02, b"\x01"))
    info = der(0x30, header, der(0x16, b"number"), properties)
    return der(0x30, der(0x30, der(0x02, b"\x04"), der(0x30, info)))


def signed(
    stamp: str = '<ofd:StampAnnot PageRef="1" Boundary="100 200 42 42"/>',
) -> dict[str, bytes]:
    listed = f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="/Doc_0/Signs/S.xml"/></ofd:Signatures>'
    value = "<ofd:SignedValue>/Doc_0/Signs/v.dat</ofd:SignedValue>"
    signature = (
        f"<ofd:Signature {NS}><ofd:SignedInfo>{stamp}</ofd:SignedInfo>{value}</ofd:Signature>"
    )
    return {
        "Doc_0/Signs/Signatures.xml": listed.encode(),
        "Doc_0/Signs/S.xml": signature.encode(),
        "Doc_0/Signs/v.dat": ses("演江自治区演练局"),
    }


def words(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


class TestText:
    def test_lines_come_by_place_and_not_in_the_order_of_the_file(self):
        document = read(package(text("第二行", 20, 60) + text("第一行", 20, 30)), "a.ofd")
        assert words(document) == ["第一行", "第二行"]
        assert (document.media, document.error) == ("ofd", None)
        assert document.pages[0].width == pytest.approx(595.3, abs=0.1)

    def test_objects_beside_each_other_are_one_line(self):
        document = read(
            package(text("日", 45, 30) + text("2020年10月12", 20, 30, "g 4 2 5 g 2 2 5 2")), "a.ofd"
        )
        assert words(document) == ["2020年10月12日"]

    def test_a_box_is_in_points_from_the_top_left(self):
        (line,) = read(package(text("答复书", 20, 30)), "a.ofd").pages[0].lines
        assert line.bbox[0] == pytest.approx(20 * 72 / 25.4, abs=0.1)
        assert line.bbox[2] == pytest.approx(35 * 72 / 25.4, abs=0.1)
        assert line.bbox[1] < 34 * 72 / 25.4 < line.bbox[3]

    def test_what_a_template_shows_is_read_too(self):
        template = f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{text('某某局文件', 20, 10)}</ofd:Layer></ofd:Content></ofd:Page>"
        page = f'<ofd:Page {NS}><ofd:Template TemplateID="2"/><ofd:Content><ofd:Layer>{text("正文", 20, 30)}</ofd:Layer></ofd:Content></ofd:Page>'
        data = package(
            "", **{"Doc_0/Tpl.xml": template.encode(), "Doc_0/Pages/P.xml": page.encode()}
        )
        assert words(read(data, "a.ofd")) == ["某某局文件", "正文"]

    def test_an_empty_page_is_read_and_holds_nothing(self):
        (page,) = read(package(""), "a.ofd").pages
        assert (page.text_from, page.lines, page.seals_searched) == (TextFrom.DIGITAL, (), True)


class TestSeals:
    def test_an_electronic_seal_has_its_place_and_the_name_in_its_data(self):
        document = read(package(text("正文", 20, 30), **signed()), "a.ofd")
        (seal,) = document.pages[0].seals
        assert (seal.form, seal.name) == (SealForm.OFD_SIGNATURE, "演江自治区演练局")
        assert seal.bbox == pytest.approx((283.5, 566.9, 402.5, 686.0), abs=0.1)
        assert "未经验证" in document.warnings[0]

    def test_a_signature_without_a_stamp_is_a_digital_signature(self):
        (seal,) = read(package(text("正文", 20, 30), **signed(stamp="")), "a.ofd").pages[0].seals
        assert (seal.form, seal.bbox) == (SealForm.DIGITAL_SIGNATURE, None)

    def test_a_scanned_page_is_read_and_its_seal_found(self, letter_picture, stamped, seal_of, png):
        letter = letter_picture(100)
        letter.paste("white", (0, 120, letter.width, 880))  # a few lines are enough
        scan = png(stamped(letter, seal_of(pixels=165), 100))
        document = read(package(image(), **{"Doc_0/Res/scan.png": scan}), "a.ofd")
        (page,) = document.pages
        assert (len(page.seals), page.seals[0].form) == (1, SealForm.INK)
        assert page.seals[0].bbox == pytest.approx((361, 616, 479, 734), abs=4)
        assert page.text_from is TextFrom.OCR
        assert "演江自治区演练局" in page.text

    def test_an_image_that_is_missing_may_have_shown_a_seal(self):
        (page,) = read(package(image("100 200 42 42") + text("正文", 20, 30)), "a.ofd").pages
        assert (page.seals, page.seals_searched) == ((), False)

    def test_a_letter_without_seals_has_none(self):
        (page,) = read(package(text("正文", 20, 30)), "a.ofd").pages
        assert (page.seals, page.seals_searched) == ((), True)

    def test_a_signature_of_the_first_version_names_its_seal(self):
        # 2012: the signed part begins with version and seal; there a date follows the seal's name
        header = der(0x30, der(0x16, b"ES"), der(0x02, b"\x01"), der(0x16, b"vendor"))
        name, day = der(0x0C, "演江自治区演练局".encode()), der(0x17, b"260301000000Z")
        properties = der(
            0x30, der(0x02, b"\x01"), name, der(0x30, der(0x04, b"cert")), day, day, day
        )
        sealed = der(0x30, der(0x30, header, der(0x16, b"number"), properties), der(0x30))
        signed = der(0x30, der(0x02, b"\x01"), sealed, der(0x03, b"\0time"), der(0x03, b"\0hash"))
        assert name_in_ses(der(0x30, signed, der(0x03, b"\0value"))) == "演江自治区演练局"

    def test_a_seal_is_named_within_a_wrapper_of_signed_data(self):
        wrapped = der(0x30, der(0x06, b"\x2a"), der(0xA0, der(0x30, der(0x04, ses("演练局")))))
        assert name_in_ses(wrapped) == "演练局"

    def test_the_seal_beside_a_signature_names_it_too(self):
        beside = "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>"
        stamp = '<ofd:StampAnnot PageRef="1" Boundary="100 200 42 42"/>'
        members = {**signed(beside + stamp), "Doc_0/Signs/Seal.esl": ses("演练局"), "Doc_0/Signs/v.dat": b"\x30\0"}  # fmt: skip
        document = read(package(text("正文", 20, 30), **members), "a.ofd")
        assert [seal.name for seal in document.pages[0].seals] == ["演练局"]
        assert document.left == ()

    @pytest.mark.parametrize(
        "data", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x84\xff\xff\xff\xff\x00", b"\xff" * 99]
    )
    def test_strange_signed_data_has_no_name(self, data):
        assert name_in_ses(data) is None


def test_drawings_that_nobody_understands_are_unread():
    document = read(package("<ofd:PathObject/>" * 200), "a.ofd")
    assert [(one.touches, one.page) for one in document.left] == [(("text", "seal"), 1)]


def test_a_package_without_its_document_is_damaged():
    data = package("").replace(b"Doc_0/Document.xml", b"Doc_0/Dacument.xml", 1)
    assert read(data, "a.ofd").error.code == "damaged"


class TestThePictureOfAPage:
    def test_characters_stand_where_the_boxes_of_the_document_say(self):
        data = package(text("政府信息公开答复书", 50, 40))
        (line,) = read(data, "a.ofd").pages[0].lines
        shown = pages.render(data, "a.ofd", 1, dpi=144).convert("L")
        ink = shown.point(lambda grey: 255 if grey < 128 else 0).getbbox()
        assert ink is not None
        x0, y0, x1, y1 = (edge / 2 for edge in ink)
        assert line.bbox[0] - 1 <= x0 < x1 <= line.bbox[2] + 1
        assert line.bbox[1] - 1 <= y0 < y1 <= line.bbox[3] + 1

    def test_images_lie_under_them(self, letter_picture, png):
        data = package(image("0 0 210 297"), **{"Doc_0/Res/scan.png": png(letter_picture(60))})
        shown = pages.render(data, "a.ofd", 1, dpi=60).convert("L")
        assert shown.getextrema()[0] < 128

    @pytest.mark.parametrize("number", [0, -1, 2])
    def test_a_page_that_is_not_there_is_refused(self, number):
        with pytest.raises(Unreadable, match="没有这一页"):
            pages.render(package(text("甲", 20, 30)), "a.ofd", number)

    def test_a_page_of_any_size_that_a_file_claims_takes_no_memory(self):
        area = "<ofd:Area><ofd:PhysicalBox>0 0 900000 900000</ofd:PhysicalBox></ofd:Area>"
        content = f"<ofd:Content><ofd:Layer>{text('甲', 20, 30)}</ofd:Layer></ofd:Content>"
        sheet = f"<ofd:Page {NS}>{area}{content}</ofd:Page>".encode()
        data = package("", **{"Doc_0/Pages/P.xml": sheet})
        with pytest.raises(Unreadable, match="过大"):
            pages.render(data, "a.ofd", 1)
