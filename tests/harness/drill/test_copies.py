"""The shapes in which a letter arrives: scans, photographs, signed PDFs, OFD, old Word."""

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from harness.drill.dealing.dealt import profiles
from harness.drill.dealing.profile import Quirk
from harness.drill.letter import copies, layout, paper, scanner
from harness.drill.letter.forms import Form, Medium
from harness.drill.letter.paper import Asked
from harness.drill.letter.pdf import Typesetter
from harness.drill.letter.wording import day_text
from harness.drill.province import province
from harness.drill.published import NORMAL
from parsers import read
from parsers.document import SealForm
from parsers.page.picture import Picture
from parsers.seals.ink import is_colourless

ASKED = Asked(
    "U001-A", "闻予白", "w@ceping.example", "2019年度会议费、培训费支出决算", date(2020, 9, 21)
)
GOT, SIGNED = date(2020, 9, 23), date(2020, 10, 20)
UNITS = tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(7), 1))


@pytest.fixture(scope="module")
def typesetter():
    made = Typesetter()
    yield made
    made.close()


@pytest.fixture(scope="module")
def letter():
    """A sealed letter with a red head."""
    answering = (p for p in profiles(UNITS, 7) if p.answers and p.sealed)
    letters = (
        paper.answer(p, ASKED, got=date(2020, 9, 23), signed=date(2020, 10, 20)) for p in answering
    )
    return next(each.paper for each in letters if each.paper.sealed and each.paper.red_head)


def made(letter, form, typesetter) -> bytes:
    return copies.copy(letter, form, typesetter, "7 test").data


def seen(pdf: bytes) -> Picture:
    """The first page as the reader looks at it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return Picture(page.render(scale=100 / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy(), 100)


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=1).to_pil().convert("RGB")


def reddish(picture: Image.Image) -> int:
    pixels = np.asarray(picture).astype(int)
    return int(((pixels[:, :, 0] - pixels[:, :, 1:].max(axis=2)) > 60).sum())


def test_a_scan_is_a_picture_of_the_page_at_200_dpi_and_holds_no_text(letter, typesetter):
    document = pypdfium2.PdfDocument(made(letter, Form.SCAN, typesetter))
    page = document[0]
    assert page.get_textpage().count_chars() == 0
    assert page.get_size() == pytest.approx((595.3, 841.9), abs=1)
    picture = next(iter(page.get_objects())).get_bitmap().to_pil()
    assert picture.size == pytest.approx((1654, 2339), abs=2)
    assert reddish(picture) > 5000


def test_a_scan_lies_askew_on_paper_that_is_not_white(letter, typesetter):
    picture = np.asarray(shown(made(letter, Form.SCAN, typesetter)))
    straight = np.asarray(shown(made(letter, Form.TYPESET, typesetter)))
    assert np.median(picture) < 252 and np.median(straight) == 255
    assert np.abs(picture[:840].astype(int) - straight[:840]).mean() > 5


def test_black_print_gives_a_scan_without_colour_and_a_red_head_gives_it_colour(typesetter):
    """Of the one nobody can say whether a red seal is missing, of the other everybody can."""
    posted = [p for p in profiles(UNITS, 7) if p.answers and p.medium is Medium.POST_PDF]
    for profile in posted[::5]:
        unsealed = replace(profile, sealed=False, form=Form.SCAN)
        sheet = paper.answer(unsealed, ASKED, got=GOT, signed=SIGNED).paper
        assert sheet.red_head and not sheet.sealed
        assert not is_colourless(seen(made(sheet, Form.SCAN, typesetter)))
        assert is_colourless(seen(made(replace(sheet, red_head=False), Form.SCAN, typesetter)))


def test_every_letter_is_one_sheet_so_that_one_photograph_shows_it_all(typesetter):
    for profile in (p for p in profiles(UNITS, 7) if p.answers):
        longest = replace(ASKED, title="2019年度公务用车保有量及运行维护费决算")
        sheet = paper.answer(profile, longest, got=GOT, signed=SIGNED).paper
        assert len(layout.sheets(typesetter.pdf(replace(sheet, sealed=False)))) == 1


def test_a_notice_is_scanned_without_colour(letter, typesetter):
    pixels = np.asarray(shown(copies.notice(letter, typesetter, "7 test").data)).astype(int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 2


def test_a_photograph_shows_the_whole_sheet_on_a_desk(letter, typesetter):
    copy = copies.copy(letter, Form.PHOTOGRAPH, typesetter, "7 test")
    picture = Image.open(io.BytesIO(copy.data)).convert("RGB")
    assert copy.ending == "jpg" and picture.format is None
    assert picture.size[0] * picture.size[1] > 7_000_000
    pixels = np.asarray(picture.convert("L")).astype(int)
    edge = np.concatenate((pixels[5], pixels[-5], pixels[:, 5], pixels[:, -5]))
    assert np.median(edge) < 140 < np.median(pixels)


def test_every_form_of_the_same_letter_is_the_same_bytes(letter, typesetter):
    for form in (Form.SCAN, Form.PHOTOGRAPH, Form.SIGNED, Form.OFD, Form.DOCX):
        assert made(letter, form, typesetter) == made(letter, form, typesetter), form


def test_every_letter_lies_askew_in_its_own_way(letter, typesetter):
    pdf = typesetter.pdf(letter)
    assert scanner.scan(pdf, "one", None) != scanner.scan(pdf, "two", None)


def test_an_ofd_says_what_the_letter_says_and_bears_its_seal(letter, typesetter):
    document = read(made(letter, Form.OFD, typesetter), "答复书.ofd")
    assert document.error is None and document.media == "ofd"
    for part in (letter.unit.name, letter.title, letter.number, *letter.paragraphs):
        assert squeezed(part) in squeezed(document.text)
    assert squeezed(day_text(letter.day)) in squeezed(document.text)
    assert len(document.pages[-1].seals) == 1
    bare = replace(letter, sealed=False)
    assert not read(made(bare, Form.OFD, typesetter), "答复书.ofd").pages[-1].seals


def test_a_signature_is_intact_and_draws_the_seal_itself(letter, typesetter):
    data = made(letter, Form.SIGNED, typesetter)
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=trusted)
    assert status.intact and status.valid
    assert "演练" in signature.signer_cert.subject.human_friendly
    (seal,) = read(data, "答复书.pdf").pages[-1].seals
    assert seal.form is SealForm.DIGITAL_SIGNATURE
    unsigned = typesetter.pdf(replace(letter, sealed=False))
    assert data.startswith(unsigned)
    assert reddish(shown(data)) > reddish(shown(unsigned)) + 500


def test_the_seal_lies_where_the_typesetter_would_have_pressed_it(letter, typesetter):
    spot = layout.seal_spot(layout.sheets(typesetter.pdf(letter)), letter)
    (seal,) = read(made(letter, Form.TYPESET, typesetter), "答复书.pdf").pages[-1].seals
    x, y = (seal.bbox[0] + seal.bbox[2]) / 2, (seal.bbox[1] + seal.bbox[3]) / 2
    assert abs(spot.x / layout.MM - x) < 25 and abs(spot.y / layout.MM - y) < 25


def test_without_libreoffice_an_old_word_letter_goes_out_as_docx(letter, typesetter, monkeypatch):
    monkeypatch.setenv("PATH", "")
    copy = copies.copy(letter, Form.DOC, typesetter, "7 test")
    assert copy.ending == "docx"
    assert copy.data == made(letter, Form.DOCX, typesetter)


@pytest.mark.parametrize("seed", range(4))
def test_every_form_occurs_and_each_only_where_it_can(seed):
    given = [p for p in profiles(UNITS, seed) if p.answers]
    elsewhere = {
        Form.DOC,
        Form.ARCHIVE,
        Form.LINK,
    }  # .doc is drawn for few seeds; the rest by files
    assert {p.form for p in given} >= set(Form) - elsewhere
    for profile in given:
        by_post = profile.medium is Medium.POST_PDF
        assert (profile.form in (Form.SCAN, Form.PHOTOGRAPH)) is by_post
        if profile.form in (Form.SIGNED, Form.OFD, Form.PHOTOGRAPH, Form.DOC):
            assert profile.sealed and Quirk.DAMAGED_FIRST not in profile.quirks
    by_round = Counter((p.round == NORMAL, p.form) for p in given)
    assert by_round[True, Form.PHOTOGRAPH] == 4 and by_round[False, Form.DOC] <= 2
    assert all(p.numbered and p.remedy == "named" for p in given if p.form is Form.DOC)
