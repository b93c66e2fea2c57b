"""Pages that are pictures, in whatever file they come: read upright, and a sentence may go on from one to the next."""

from __future__ import annotations

import base64
import io
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from harness.casebook.together import together
from harness.store.reading import as_json, from_json
from parsers import read
from parsers.document import ANYTHING, TEXT, Box, Document, Line, Page, TextFrom, Unread
from parsers.page import one_letter
from parsers.page.recognised import Reading, joined

sys.path.append(str(Path(__file__).parent))
import ofd_files
from scan_pages import BODY, DPI, POINT, SIGNED, SIZE, Sheet, letter, saved

PLAIN = [line.strip("　") for line in BODY]
TURNS = (90, 180, 270)
NAME = SIGNED[0]


@cache
def sealed(turn: int = 0) -> Image.Image:
    sheet = letter()
    sheet.press(NAME, 430 * POINT, sheet.foot - 0.6 * SIZE)
    return sheet.picture.rotate(turn, expand=True)


@cache
def first() -> Image.Image:
    """It ends in mid-sentence."""
    return letter(body=BODY[:4], signed=()).picture


@cache
def second() -> Image.Image:
    sheet = Sheet(Image.new("RGB", first().size, "white"), 0)
    y = 60 * POINT
    for words in BODY[4:]:
        sheet.write(words, 80 * POINT, y)
        y += 1.75 * SIZE
    for words in SIGNED:
        y += 1.75 * SIZE
        sheet.write(words, 370 * POINT, y)
    return sheet.picture


def blank() -> Image.Image:
    return Image.new("RGB", first().size, "white")


# --- the files ------------------------------------------------------------------------------------


def as_pdf(*pages: Image.Image) -> bytes:
    out = io.BytesIO()
    first, *others = (page.copy() for page in pages)  # Pillow keeps in a picture how it was saved
    first.save(out, "PDF", resolution=DPI, save_all=True, append_images=others)
    return out.getvalue()


def as_tiff(*pages: Image.Image) -> bytes:
    first, *others = (page.copy() for page in pages)
    return saved(first, "TIFF", save_all=True, append_images=others)


def as_docx(*pages: Image.Image) -> bytes:
    document = docx.Document()
    for page in pages:
        document.add_picture(io.BytesIO(saved(page)), width=Pt(page.width / POINT))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_ofd(*pages: Image.Image) -> bytes:
    media, entries, members = "", "", {}
    for at, page in enumerate(pages):
        wide, high = (round(side / DPI * 25.4, 2) for side in page.size)
        media += f'<ofd:MultiMedia ID="{90 + at}" Type="Image"><ofd:MediaFile>{at}.png</ofd:MediaFile></ofd:MultiMedia>'
        entries += f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/{at}.xml"/>'
        image = f'<ofd:ImageObject Boundary="0 0 {wide} {high}" ResourceID="{90 + at}" CTM="{wide} 0 0 {high} 0 0"/>'
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {wide} {high}</ofd:PhysicalBox></ofd:Area>"
        members[f"Doc_0/Pages/{at}.xml"] = ofd_files.sheet(image, area)
        members[f"Doc_0/Res/{at}.png"] = saved(page)
    document = ofd_files.named(
        "Document",
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>",
    )
    return ofd_files.ofd(
        resources=f"<ofd:MultiMedias>{media}</ofd:MultiMedias>",
        members={"Doc_0/Document.xml": document, **members},
    )


def as_zip(*pages: Image.Image) -> bytes:
    return packed({f"{at}.png": saved(page) for at, page in enumerate(pages)})


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def as_mail(*pages: Image.Image) -> bytes:
    """All of them shown in the mail's text, and attached in another order."""
    shown = "".join(f'<img src="cid:p{at}">' for at in range(len(pages)))
    parts = ""
    for at, page in reversed(list(enumerate(pages))):
        code = base64.encodebytes(saved(page)).decode()
        parts += f"--b\nContent-Type: image/png\nContent-ID: <p{at}>\nContent-Transfer-Encoding: base64\n\n{code}\n"
    return _mail(shown, parts)


def as_mail_with_data(*pages: Image.Image) -> bytes:
    """All of them in the mail's text itself."""
    coded = [base64.b64encode(saved(page)).decode() for page in pages]
    return _mail("".join(f'<img src="data:image/png;base64,{code}">' for code in coded), "")


def _mail(shown: str, parts: str) -> bytes:
    body = base64.encodebytes(f"<html><body><p>你好</p>{shown}</body></html>".encode()).decode()
    return (
        'From: a@example.org\nSubject: reply\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        f"{body}\n{parts}--b--\n"
    ).encode()


FORMS = {
    "a.pdf": as_pdf, "a.tif": as_tiff, "a.docx": as_docx, "a.ofd": as_ofd, "a.zip": as_zip, "cid.eml": as_mail, "data.eml": as_mail_with_data,
}  # fmt: skip


def pages(document: Document) -> list[Page]:
    """Those that are pictures."""
    of_parts = [page for part in document.parts for page in pages(part)]
    own = [page for page in document.pages if page.text_from is not TextFrom.DIGITAL]
    return [*own, *of_parts]


def lines(document: Document) -> list[str]:
    return [line.text for page in pages(document) for line in page.lines]


def cut(document: Document) -> list[str]:
    """What is said of lines that break off."""
    said = [one.what for one in document.unread if "没有读到" in one.what]
    return [*said, *(one for part in document.parts for one in cut(part))]


# --- turned pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("name", FORMS)
def test_a_turned_page_is_read_upright_with_the_name_of_its_seal(name, turn):
    document = read(FORMS[name](sealed(turn)), name)
    assert [line for line in lines(document) if line in PLAIN] == PLAIN
    assert NAME in [seal.name for page in pages(document) for seal in page.seals]
    assert cut(document) == []


# --- a sentence that goes on ------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_page_may_end_within_a_sentence_where_another_follows(name):
    document = read(FORMS[name](first(), second()), name)
    assert [line for line in lines(document) if line in PLAIN] == PLAIN
    assert cut(document) == []


@pytest.mark.parametrize("name", FORMS)
def test_the_last_page_may_not(name):
    (said,) = cut(read(FORMS[name](second(), first()), name))
    assert "60日内向河" in said


@pytest.mark.parametrize("name", ["a.pdf", "a.tif"])
def test_a_blank_back_is_no_page_that_follows(name):
    (said,) = cut(read(FORMS[name](first(), blank()), name))
    assert said.startswith("第1页正文到")


def test_a_logo_below_the_pages_is_none_that_follows():
    logo = letter(body=(), signed=("河汐政务", "www.hexi.example")).picture
    assert len(cut(read(as_zip(first(), logo), "a.zip"))) == 1


def test_files_that_are_filed_as_the_pages_of_one_letter_go_on_too():
    each = [as_json(read(saved(page), "a.png")) for page in (first(), second())]
    assert cut(from_json(each[0])) != []
    assert cut(from_json(together(each))) == []
    assert cut(from_json(together(each[::-1]))) != []


# --- which page it is -------------------------------------------------------------------------------


def page(number: int, *texts: str) -> Page:
    return Page(number, None, None, TextFrom.OCR, tuple(Line(text) for text in texts))


def open_end(number: int) -> Unread:
    return Unread(one_letter.CUT_END, (TEXT,), "其后没有读到", number)


def open_beginning(number: int) -> Unread:
    return Unread(one_letter.CUT_ABOVE, (TEXT,), "其上没有读到", number)


SAYS = ("一句话。",)


class TestOneLetter:
    def test_of_open_ends_the_last_and_of_open_beginnings_the_first_are_left(self):
        sheets = [page(number, *SAYS) for number in (1, 2, 3)]
        ends = [open_end(number) for number in (1, 2, 3)]
        begins = [open_beginning(number) for number in (1, 2, 3)]
        assert one_letter.left(sheets, [*ends, *begins]) == (ends[2], begins[0])

    def test_a_page_that_ends_no_sentence_neither_follows_nor_goes_before(self):
        sheets = [page(1, "河汐政务"), page(2, *SAYS), page(3)]
        unread = (open_beginning(2), open_end(2))
        assert one_letter.left(sheets, unread) == unread

    def test_what_else_was_not_read_stays(self):
        other = Unread("page", ANYTHING, "第1页没有读取", 1), Unread("cut", ANYTHING, "没有读完")
        assert one_letter.left([page(1, *SAYS), page(2, *SAYS)], other) == other

    def test_pictures_beside_one_another_are_pages_of_one(self):
        parts = tuple(
            Document(f"{at}.png", "", "png", (page(1, *SAYS),), unread=(open_beginning(1), open_end(1)))
            for at in range(3)
        )  # fmt: skip
        settled = one_letter.settled(Document("a.zip", "", "zip", (), parts))
        assert [[one.code for one in part.unread] for part in settled.parts] == [
            [one_letter.CUT_ABOVE], [], [one_letter.CUT_END],
        ]  # fmt: skip

    def test_other_files_beside_a_picture_are_none_of_its_pages(self):
        picture = Document("1.png", "", "png", (page(1, *SAYS),), unread=(open_end(1),))
        pdf = Document("2.pdf", "", "pdf", (page(1, *SAYS),))
        settled = one_letter.settled(Document("a.zip", "", "zip", (), (picture, pdf)))
        assert settled.parts == (picture, pdf)


class TestDigitalWordsOnAPicture:
    """A page's number, a stamp that a program wrote over a scan."""

    @staticmethod
    def joined_(boxes: list[Box], known: Box, turns: int) -> str:
        seen = tuple(Line(str(at), box) for at, box in enumerate(boxes))
        read_ = Reading(TextFrom.OCR, seen, turns=turns)
        return "".join(line.text for line in joined(read_, (Line("页", known),)).lines)

    def test_stand_where_they_are_on_a_page_that_lies_upside_down(self):
        boxes = [(10.0, y, 90.0, y + 10) for y in (80.0, 60.0, 40.0)]
        assert self.joined_(boxes, (40.0, 5.0, 60.0, 15.0), 2) == "012页"

    def test_stand_where_they_are_on_a_page_that_lies_on_its_side(self):
        boxes = [(x, 10.0, x + 10, 90.0) for x in (80.0, 60.0, 40.0)]
        assert self.joined_(boxes, (70.0, 40.0, 78.0, 60.0), 1) == "0页12"

    def test_do_not_mix_two_columns(self):
        left = [(10.0, y, 40.0, y + 10) for y in (10.0, 30.0, 50.0)]
        right = [(60.0, y, 90.0, y + 10) for y in (10.0, 30.0, 50.0)]
        assert self.joined_([*left, *right], (40.0, 80.0, 60.0, 90.0), 0) == "012345页"
