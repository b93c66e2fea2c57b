"""The letters that agencies write: words, PDF, Word, seals."""

import io
import re
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from harness.checker.finding import Element, Verdict
from harness.drill.dealing.dealt import profiles
from harness.drill.dealing.profile import Basis, Profile, Quirk, Remedy
from harness.drill.letter import copies, mails, paper, seal, word, wording
from harness.drill.letter.forms import Medium
from harness.drill.letter.paper import FOOTER, Asked, Paper
from harness.drill.letter.pdf import Typesetter
from harness.drill.letter.wording import DECISIONS, VOICES, Decision, day_text
from harness.drill.province import province
from harness.drill.truth import Plant, elements
from letters import questions

ASKED = Asked(
    "U001-A", "闻予白", "w@ceping.example", "2019年度会议费、培训费支出决算", date(2020, 9, 21)
)
A_FILE = mails.Attachment("答复书.pdf", copies.PDF, b"%PDF-")
GOT, SIGNED = date(2020, 9, 23), date(2020, 10, 20)
UNITS = tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(7), 1))


@pytest.fixture(scope="module")
def typesetter():
    made = Typesetter()
    yield made
    made.close()


def answering() -> list[Profile]:
    return [p for p in profiles(UNITS, 7) if p.answers]


def written(profile: Profile, title: str = ASKED.title) -> paper.Answer:
    return paper.answer(profile, replace(ASKED, title=title), got=GOT, signed=SIGNED)


def said(letter: Paper) -> str:
    return "\n".join((letter.title, letter.number, letter.salutation, *letter.paragraphs))


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return "".join(text.split())


def test_there_are_twelve_voices_and_every_decision_has_its_own_words():
    assert len({voice.opening for voice in VOICES}) >= 12
    texts = [text for group in DECISIONS.values() for text in group]
    assert len(set(texts)) == len(texts) >= 20


def test_no_letter_keeps_a_blank_of_its_template():
    for profile, question in product(answering()[::4], questions.load().values()):
        words = said(written(profile, re.sub(r"\{[^}]*\}", "2019", question.title)).paper)
        assert "{" not in words and "}" not in words and "，，" not in words and "。，" not in words


def test_a_letter_names_an_article_exactly_where_its_profile_does():
    for profile in answering():
        words = "".join(written(profile).paper.paragraphs)
        assert ("第三" in words or "第十" in words or "第3" in words) is (
            profile.basis is Basis.ARTICLE
        ), words
        assert ("公开条例" in words) is (profile.basis is not Basis.NONE), words


def test_a_letter_tells_of_remedies_exactly_where_its_profile_does():
    for profile in answering():
        words = "".join(written(profile).paper.paragraphs)
        assert ("行政复议" in words) is (profile.remedy is not Remedy.NONE)
        both = profile.unit.reconsideration_organs[0] in words and any(
            court in words for court in profile.unit.courts
        )
        assert both is (profile.remedy is Remedy.NAMED), words


def test_what_is_planted_is_what_stands_in_the_letter():
    for profile in answering():
        letter = written(profile)
        planted = elements(profile, letter)
        assert (planted[Element.DOC_NUMBER].verdict is Verdict.PRESENT) is bool(letter.paper.number)
        assert (planted[Element.SEAL].verdict is Verdict.PRESENT) is letter.paper.sealed
        if planted[Element.REMEDY].verdict is Verdict.DEFECTIVE:
            assert set(planted[Element.REMEDY].defects) & {"no_organ", "no_court"}


def test_every_wording_that_keeps_something_back_gives_one_of_its_grounds_and_the_bare_ones_none():
    assert set(DECISIONS) - set(wording.GROUNDS) == {Decision.GRANTED, Decision.ALREADY_PUBLIC}
    every = [ground for grounds in wording.GROUNDS.values() for ground in grounds]
    for decision, grounds in wording.GROUNDS.items():
        for text in DECISIONS[decision]:
            assert sum(ground in text for ground in grounds) == 1, text
    around = [text for pair in wording.CURT for text in pair]
    for text in (*around, *(text for texts in wording.BARE.values() for text in texts)):
        assert not any(ground in text for ground in every), text


def test_a_letter_without_reasons_says_nothing_but_its_article_and_its_conclusion():
    bare = [replace(p, quirks=p.quirks | {Quirk.UNREASONED}) for p in answering()]
    for profile in (p for p in bare if p.basis is Basis.ARTICLE):
        letter = written(profile)
        assert letter.decision in wording.BARE
        assert elements(profile, letter)[Element.REASONS] == Plant(Verdict.ABSENT)
        opening, decided, *remedy = letter.paper.paragraphs
        assert len(decided) < 60 and not letter.paper.contact
        assert opening.endswith(("现答复如下：", "现告知如下："))
        assert len(remedy) == (profile.remedy is not Remedy.NONE)


def test_a_question_that_nobody_could_refuse_barely_is_answered_with_reasons():
    """To keep reasons from a letter, its decision must be one that makes sense of the question."""
    profile = replace(answering()[0], quirks=frozenset({Quirk.UNREASONED}))
    letter = written(profile, "2019年度“三公”经费支出决算")
    assert letter.decision not in wording.BARE
    assert elements(profile, letter)[Element.REASONS].verdict is not Verdict.ABSENT


def test_an_applicant_who_gets_everything_is_never_left_without_remedy():
    for profile in answering():
        if written(profile).decision == "granted":
            assert profile.remedy is not Remedy.NONE


def test_a_pdf_says_what_the_letter_says_and_that_it_is_a_drill(typesetter):
    for profile in answering()[::6]:
        letter = written(profile).paper
        text = text_of(typesetter.pdf(letter))
        for part in (letter.title, letter.number, *letter.paragraphs, letter.signature):
            assert "".join(part.split()) in text
        assert "".join(day_text(SIGNED).split()) in text
        assert FOOTER in text


def test_the_same_letter_is_the_same_bytes(typesetter):
    letter = written(answering()[0]).paper
    assert typesetter.pdf(letter) == typesetter.pdf(letter)
    assert word.docx(letter) == word.docx(letter)


def test_a_pdf_is_red_over_its_date_only_if_it_is_sealed(typesetter):
    letter = next(w for p in answering() if not (w := written(p).paper).red_head)
    for sealed in (True, False):
        page = pypdfium2.PdfDocument(typesetter.pdf(replace(letter, sealed=sealed)))[0]
        picture = np.asarray(page.render(scale=1).to_pil().convert("RGB")).astype(int)
        red = (picture[:, :, 0] > 150) & (picture[:, :, 1] < 100)
        assert bool(red.sum() > 300) is sealed


def test_a_word_letter_carries_its_seal_as_a_picture_that_lies_over_the_text():
    letter = next(w for p in answering() if (w := written(p).paper).sealed)
    document = Document(io.BytesIO(word.docx(letter)))
    body = document.element.body.xml
    assert "wp:anchor" in body and "wp:inline" not in body
    bare = Document(io.BytesIO(word.docx(replace(letter, sealed=False))))
    assert "wp:anchor" not in bare.element.body.xml
    assert document.sections[0].footer.paragraphs[0].text == FOOTER


def test_a_word_letter_says_what_the_letter_says():
    letter = written(answering()[3]).paper
    text = "".join(p.text for p in Document(io.BytesIO(word.docx(letter))).paragraphs)
    for part in (*letter.paragraphs, letter.closing, letter.signature, day_text(SIGNED)):
        assert part in text


def test_every_seal_is_a_red_ring_with_a_transparent_ground():
    for unit in UNITS[:2] + UNITS[-1:]:
        picture = Image.open(io.BytesIO(seal.draw(unit.name)))
        assert picture.mode == "RGBA" and picture.size == (seal.SIZE, seal.SIZE)
        alpha = np.asarray(picture)[:, :, 3]
        middle = seal.SIZE // 2
        assert alpha[0, 0] == 0 and alpha[middle, 8:20].max() > 150
        assert (alpha > 128).mean() < 0.35


def test_a_bare_text_has_no_seal_even_where_the_profile_forgot():
    profile = replace(answering()[0], medium=Medium.MAIL_TEXT, sealed=True)
    assert not written(profile).paper.sealed


def test_a_letter_to_nobody_by_name_names_the_applicant_nowhere():
    """Nor does its cover note, its subject or its file name: one name would make it named."""
    for seed in range(12):
        for profile in profiles(UNITS, seed):
            if Quirk.GENERIC_ADDRESSEE in profile.quirks:
                letter = written(profile).paper
                note = mails.answered(profile, ASKED, letter, [A_FILE], None)
                assert ASKED.person not in said(letter) + note.subject + note.text
