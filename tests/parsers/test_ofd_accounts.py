"""Every part of an OFD is read, known to carry nothing, or named as unread: parts slipped in by hand."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from parsers import read
from parsers.document import SEAL, TEXT, Document, TextFrom

sys.path.append(str(Path(__file__).parent))  # the packages made beside this file
from ofd_files import (
    ANNOTATIONS,
    FONTS,
    PICTURE,
    composite,
    image,
    instead,
    named,
    note,
    noted,
    ofd,
    packed,
    path,
    sheet,
    text,
    uses,
)

LETTER = text("答复书")
STRANGE = "<ofd:FormObject><ofd:Value>2026年3月1日</ofd:Value></ofd:FormObject>"


def touched(document: Document) -> set[str]:
    return {touch for one in document.left for touch in one.touches}


def codes(document: Document) -> set[str]:
    return {one.code for one in document.left}


def words(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


ON_THE_PAGE = {
    "an unknown object": ofd(LETTER + STRANGE),
    "one in a block": ofd(f"{LETTER}<ofd:PageBlock><ofd:PageBlock>{STRANGE}</ofd:PageBlock></ofd:PageBlock>"),
    "one in a composite": ofd(LETTER + uses(), resources=composite(STRANGE)),
    "one in a pattern": ofd(
        LETTER + path("M 0 0 L 9 0", colours=f"<ofd:FillColor><ofd:Pattern><ofd:CellContent>{STRANGE}</ofd:CellContent></ofd:Pattern></ofd:FillColor>")
    ),
    "one in an annotation": ofd(LETTER, document=ANNOTATIONS, members=noted(note(STRANGE))),
    "one in a template": ofd(
        LETTER, head='<ofd:Template TemplateID="3"/>', common='<ofd:TemplatePage ID="3" BaseLoc="T.xml"/>',
        members={"Doc_0/T.xml": sheet(STRANGE)},
    ),
    "one beside the content": ofd(LETTER, head=STRANGE),
    "an unknown part of a text": ofd(LETTER.replace("<ofd:TextCode", "<ofd:Ruby>甲</ofd:Ruby><ofd:TextCode")),
    "an unknown part of an image": ofd(LETTER + image("1 1 1 1").replace("/>", "><ofd:Caption/></ofd:ImageObject>")),
    "an unknown part of a colour": ofd(LETTER.replace("<ofd:TextCode", "<ofd:FillColor><ofd:Ink/></ofd:FillColor><ofd:TextCode")),
    "an unknown part of an annotation": ofd(LETTER, document=ANNOTATIONS, members=noted("<ofd:Annot><ofd:Popup/></ofd:Annot>")),
    "a remark that is shown nowhere": ofd(LETTER, document=ANNOTATIONS, members=noted("<ofd:Annot Type='Path'><ofd:Remark>改为3月</ofd:Remark></ofd:Annot>")),
    "blocks without end": ofd(LETTER + "<ofd:PageBlock>" * 80 + "</ofd:PageBlock>" * 80),
    "a drawing without data": ofd(LETTER + path("")),
    "a drawing in another language": ofd(LETTER + path("M 0 0 H 9 V 9 Z")),
    "a composite that is missing": ofd(LETTER + uses("71")),
    "a composite that holds itself": ofd(LETTER + uses(), resources=composite(uses())),
    "a template that is missing": ofd(LETTER, head='<ofd:Template TemplateID="3"/>'),
    "a template without a file": ofd(LETTER, head='<ofd:Template TemplateID="3"/>', common='<ofd:TemplatePage ID="3" BaseLoc="T.xml"/>'),
    "an image that is missing": ofd(LETTER + image("1 1 9 9")),
    "an image in a format of its own": ofd(LETTER + image("1 1 9 9"), resources=PICTURE, members={"Doc_0/Res/a.png": b"\x97JB2\r\n\x1a\n"}),
    "an entity for a character": ofd(members={"Doc_0/Pages/P.xml": '<!DOCTYPE a [<!ENTITY d "三月">]>' + sheet(text("二〇二六年&d;一日"))}),
    "an entity for an object": ofd(members={"Doc_0/Pages/P.xml": f'<!DOCTYPE a [<!ENTITY d "{"甲"}">]>' + sheet(f"{LETTER}&d;")}),
    "a page that is something else": ofd(members={"Doc_0/Pages/P.xml": named("Sheet", LETTER)}),
    "a page that is missing": ofd(members={"Doc_0/Pages/P.xml": ""}),
    "glyphs without characters": ofd(instead("\ue000\ue001\ue002", "4 5 6") + LETTER),
    "blanks for glyphs": ofd(instead("答复   书", "4 5 6 7 8 9") + text("政府信息公开", y=50)),
    "more glyphs than characters": ofd(instead("答", "4 5 6") + text("政府信息公开申请答复书", y=50)),
}  # fmt: skip

IN_THE_PACKAGE = {
    "an unknown part of the entry": ofd(LETTER, body="<ofd:Forms>F.xml</ofd:Forms>", members={"F.xml": "<a>甲</a>"}),
    "one beside the documents": ofd(LETTER, entry="<ofd:Portfolio/>"),
    "an unknown part of the document": ofd(LETTER, document="<ofd:Forms>F.xml</ofd:Forms>"),
    "an unknown resource": ofd(LETTER, resources="<ofd:Models><ofd:Model/></ofd:Models>"),
    "an unknown part of the list of annotations": ofd(LETTER, document=ANNOTATIONS, members={"Doc_0/A.xml": named("Annotations", "<ofd:Thread/>")}),
    "an unknown part of a list of attachments": ofd(LETTER, document="<ofd:Attachments>B.xml</ofd:Attachments>", members={"Doc_0/B.xml": named("Attachments", "<ofd:Link/>")}),
    "a file that nothing leads to": ofd(LETTER, members={"Doc_0/答复书.docx": b"PK"}),
    "a page that nothing leads to": ofd(LETTER, members={"Doc_0/Pages/Q.xml": sheet(LETTER)}),
    "a list of annotations that is missing": ofd(LETTER, document=ANNOTATIONS),
    "annotations that are missing": ofd(LETTER, document=ANNOTATIONS, members={k: v for k, v in noted().items() if k.endswith("A.xml")}),
    "annotations of a page that is not there": ofd(LETTER, document=ANNOTATIONS, members=noted(note(LETTER), page="8")),
    "a resource file that is missing": ofd(LETTER, common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>"),
    "a list of attachments that is missing": ofd(LETTER, document="<ofd:Attachments>B.xml</ofd:Attachments>"),
    "a video": ofd(LETTER, resources=PICTURE.replace("Image", "Video"), members={"Doc_0/Res/a.png": b"0"}),
    "an application's own data": ofd(LETTER, document="<ofd:Extensions>E.xml</ofd:Extensions>", members={"Doc_0/E.xml": named("Extensions", "<ofd:Extension><ofd:Data>甲</ofd:Data></ofd:Extension>")}),
    "an application's own file": ofd(LETTER, document="<ofd:Extensions>E.xml</ofd:Extensions>", members={"Doc_0/E.xml": named("Extensions", "<ofd:Extension><ofd:ExtendData>x.bin</ofd:ExtendData></ofd:Extension>"), "Doc_0/x.bin": b"0"}),
    "encrypted parts": ofd(LETTER, members={"Encryptions.xml": named("Encryptions", "")}),
    "a second document that is missing": ofd(LETTER, entry="<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"),
    "a version that the entry does not mean": ofd(
        LETTER, body='<ofd:Versions><ofd:Version Current="true" BaseLoc="V.xml"/></ofd:Versions>',
        members={"V.xml": named("DocVersion", "<ofd:DocRoot>Doc_2.xml</ofd:DocRoot>"), "Doc_2.xml": named("Document", '<ofd:Pages><ofd:Page ID="1" BaseLoc="Doc_0/Pages/P.xml"/></ofd:Pages>')},
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_what_is_slipped_onto_a_page_is_named_with_the_page(data):
    document = read(data, "a.ofd")
    assert document.error is None
    assert any(TEXT in one.touches and one.page == 1 for one in document.left), document.left


@pytest.mark.parametrize("data", IN_THE_PACKAGE.values(), ids=IN_THE_PACKAGE)
def test_what_is_slipped_into_the_package_is_named_and_the_rest_is_read(data):
    document = read(data, "a.ofd")
    assert words(document)[:1] == ["答复书"]
    assert touched(document) == {TEXT, SEAL}


def test_two_members_of_one_name_are_named():
    out = io.BytesIO(ofd(LETTER))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("Doc_0/Pages/P.xml", sheet(text("另一页")))
    assert codes(read(out.getvalue(), "a.ofd")) == {"twins"}


def test_a_member_of_that_very_name_goes_before_one_in_other_letters():
    members = {"Doc_0/PAGES/p.xml": sheet(text("另一页"))}
    document = read(packed(members | _files(ofd(LETTER))), "a.ofd")
    assert words(document) == ["答复书"]
    assert codes(document) == {"stray"}


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


QUIET = {
    "rules and a frame": path("M 0 0 L 180 0") + path("M 0 0 L 9 0 L 9 9 L 0 9 C") + path("S 0 0 M 1 1 L 1 90"),
    "a bar code": "".join(path(f"M {x} 0 L {x + 1} 0 L {x + 1} 9 L {x} 9 C", 'Fill="true"') for x in range(0, 90, 2)),
    "an arrow and a rounded frame": path("M 0 0 L 9 9 L 5 9") + path("M 1 0 L 9 0 Q 10 0 10 1 L 10 9 A 1 1 0 0 1 9 10 L 0 10 C"),
    "a shaded box": path("M 0 0 L 9 0", 'Fill="true"', "<ofd:FillColor><ofd:AxialShd><ofd:Segment><ofd:Color Value='1 2 3'/></ofd:Segment></ofd:AxialShd></ofd:FillColor>"),
    "actions and clips": text("答复书").replace("<ofd:TextCode", "<ofd:Actions><ofd:Action><ofd:URI/></ofd:Action></ofd:Actions><ofd:Clips><ofd:Clip/></ofd:Clips><ofd:TextCode"),
    "hidden strange things": f'<ofd:PageBlock Visible="false">{STRANGE}</ofd:PageBlock>',
    "a comment": "<!-- 甲 -->",
}  # fmt: skip


@pytest.mark.parametrize("content", QUIET.values(), ids=QUIET)
def test_what_only_adorns_a_page_is_known_to_carry_nothing(content):
    document = read(ofd(LETTER + content), "a.ofd")
    assert document.left == ()
    assert document.pages[0].text_from is TextFrom.DIGITAL


BESIDE = {
    "fonts, colours, resources that are not used": ofd(
        LETTER,
        resources=FONTS + PICTURE + composite(STRANGE) + "<ofd:ColorSpaces><ofd:ColorSpace ID='5' Profile='c.icc'/></ofd:ColorSpaces>",
        members={"Doc_0/Res/f.ttf": b"0", "Doc_0/Res/a.png": b"0", "Doc_0/Res/c.icc": b"0"},
    ),
    "outlines, bookmarks, permissions": ofd(
        LETTER,
        document="<ofd:Outlines><ofd:OutlineElem Title='甲'><ofd:Actions><ofd:Action><ofd:Goto><ofd:Dest/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem></ofd:Outlines>"
        "<ofd:Bookmarks><ofd:Bookmark/></ofd:Bookmarks><ofd:Permissions><ofd:Print/></ofd:Permissions><ofd:VPreferences><ofd:ZoomMode/></ofd:VPreferences>",
    ),
    "tags of what objects mean": ofd(
        LETTER, document="<ofd:CustomTags>T.xml</ofd:CustomTags>",
        members={"Doc_0/T.xml": named("CustomTags", "<ofd:CustomTag><ofd:SchemaLoc>s.xsd</ofd:SchemaLoc><ofd:FileLoc>t.xml</ofd:FileLoc></ofd:CustomTag>"), "Doc_0/t.xml": "<文号/>", "Doc_0/s.xsd": "<x/>"},
    ),
    "what the package is called, its cover": ofd(
        LETTER, body="<ofd:DocInfo><ofd:Title>甲</ofd:Title><ofd:Cover>c.png</ofd:Cover><ofd:CustomDatas><ofd:CustomData>乙</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>", members={"c.png": b"0"}
    ),
    "hashes of the files": ofd(LETTER, members={"OFDEntries.xml": "<a/>", "signedvalue.dat": b"0"}),
    "an attachment that is switched off": ofd(
        LETTER, document="<ofd:Attachments>B.xml</ofd:Attachments>",
        members={"Doc_0/B.xml": named("Attachments", '<ofd:Attachment Visible="false"><ofd:FileLoc>x.xml</ofd:FileLoc></ofd:Attachment>'), "Doc_0/x.xml": b"\0"},
    ),
    "an application's properties": ofd(LETTER, document="<ofd:Extensions>E.xml</ofd:Extensions>", members={"Doc_0/E.xml": named("Extensions", "<ofd:Extension AppName='甲'><ofd:Property Name='v'>1</ofd:Property></ofd:Extension>")}),
    "earlier versions": ofd(
        LETTER, body='<ofd:Versions><ofd:Version Current="true" BaseLoc="V1.xml"/><ofd:Version BaseLoc="V0.xml"/></ofd:Versions>',
        members={
            "V1.xml": named("DocVersion", "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"),
            "V0.xml": named("DocVersion", "<ofd:FileList><ofd:File>Old/P.xml</ofd:File></ofd:FileList><ofd:DocRoot>Old/D.xml</ofd:DocRoot>"),
            "Old/P.xml": sheet(STRANGE), "Old/D.xml": "<x/>",
        },
    ),
    "a link, a hidden note": ofd(LETTER, document=ANNOTATIONS, members=noted(note("", "Link"), note(STRANGE, more='Visible="false"'))),
    "leftovers of who packed it": ofd(LETTER, members={"__MACOSX/._OFD.xml": b"0", "Doc_0/.DS_Store": b"0", "Doc_0/empty.xml": b""}),
}  # fmt: skip


@pytest.mark.parametrize("data", BESIDE.values(), ids=BESIDE)
def test_what_lies_beside_the_pages_is_known_to_carry_nothing(data):
    document = read(data, "a.ofd")
    assert document.left == ()
    assert words(document) == ["答复书"]


class TestSignatures:
    def test_a_list_that_is_missing_may_hold_a_seal(self):
        document = read(ofd(LETTER, body="<ofd:Signatures>S.xml</ofd:Signatures>"), "a.ofd")
        assert touched(document) == {SEAL}
        assert not document.pages[0].seals_searched

    @pytest.mark.parametrize("data", ["", "<<<"])
    def test_one_without_its_data_may_be_a_seal(self, data):
        members = {"S.xml": named("Signatures", '<ofd:Signature BaseLoc="G.xml"/>'), "G.xml": data}
        document = read(ofd(LETTER, body="<ofd:Signatures>S.xml</ofd:Signatures>", members=members), "a.ofd")  # fmt: skip
        assert SEAL in touched(document)

    def test_a_seal_on_a_page_that_is_not_there_is_still_the_files(self):
        signed = (
            '<ofd:SignedInfo><ofd:StampAnnot PageRef="8" Boundary="1 1 40 40"/></ofd:SignedInfo>'
        )
        members = {
            "S.xml": named("Signatures", '<ofd:Signature BaseLoc="s/G.xml"/>'),
            "s/G.xml": named("Signature", signed),
            "s/files.dat": b"0",
        }
        document = read(ofd(LETTER, body="<ofd:Signatures>S.xml</ofd:Signatures>", members=members), "a.ofd")  # fmt: skip
        assert [seal.bbox for seal in document.pages[0].seals] == [None]
        assert document.left == ()


def test_a_wholly_encrypted_file_says_so():
    members = {"Encryptions.xml": named("Encryptions", ""), "Doc_0/Document.xml": b"\x93\x11\x07"}
    assert read(ofd(members=members), "a.ofd").error.code == "encrypted"


def test_however_many_strange_things_there_are_few_are_told():
    strange = "".join(f"<ofd:X{number}/>" for number in range(3000))
    assert len(read(ofd(LETTER + strange), "a.ofd").unread) < 100
