"""The letter's words and the form, read back from the .docx."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from docx import Document

from letters.compose import compose
from letters.model import Application, Campaign, Letter
from letters.questions import load
from letters.word import DRILL_MARK


def answers(letter: Letter) -> dict[str, str]:
    """Label -> answer, as the form's table shows them."""
    found: dict[str, str] = {}
    for row in Document(io.BytesIO(letter.form)).tables[0].rows:
        texts = list(dict.fromkeys(cell.text for cell in row.cells))
        found.update(zip(texts[1::2], texts[2::2], strict=False))
    return found


def footer(letter: Letter) -> str:
    return Document(io.BytesIO(letter.form)).sections[0].footer.paragraphs[0].text


def text(letter: Letter) -> str:
    document = Document(io.BytesIO(letter.form))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_form_says_what_article_29_asks_for(by_post: Application, campaign: Campaign) -> None:
    form = answers(compose(by_post, campaign))
    assert form == {
        "姓名或者名称": "李示例",
        "联系电话": "0990-5550101",
        "证件号码": "另附",
        "邮政编码": "990001",
        "通信地址": "示例市样本区样本路1号",
        "电子邮箱": "li@example.org",
        "信息名称": by_post.question.title,
        "文号或者其他\n特征性描述": by_post.question.text,
        "用途": by_post.question.use,
        "获取方式": "■ 邮寄　　□ 电子邮件　　□ 当面领取",
        "提供载体": "■ 纸质　　□ 电子文档　　□ 光盘",
    }


def test_an_e_mail_asks_for_an_electronic_copy(by_email: Application, campaign: Campaign) -> None:
    letter = compose(by_email, campaign)
    assert "■ 电子邮件" in answers(letter)["获取方式"]
    assert "■ 电子文档" in answers(letter)["提供载体"]
    assert "请以电子文档形式发送至 li@example.org" in letter.body


def test_the_body_names_unit_question_and_applicant(
    by_email: Application, campaign: Campaign
) -> None:
    letter = compose(by_email, campaign)
    assert letter.body.startswith(f"{by_email.unit.name}：\n")
    assert by_email.question.text in letter.body and "申请人：李示例" in letter.body
    assert letter.subject == f"政府信息公开申请：{by_email.question.title}"


def test_in_a_drill_letter_and_form_say_so(by_post: Application, campaign: Campaign) -> None:
    letter = compose(by_post, campaign)
    assert DRILL_MARK in letter.body and footer(letter) == DRILL_MARK


def test_outside_a_drill_nothing_speaks_of_one(
    by_post: Application, by_email: Application, real: Campaign
) -> None:
    for application in (by_post, by_email):
        letter = compose(application, real)
        assert "演练" not in letter.body and "演练样本" not in text(letter) + footer(letter)


def test_a_real_paper_form_leaves_the_signature_to_the_hand(
    by_post: Application, by_email: Application, real: Campaign
) -> None:
    assert "（盖章）：\t\n" in text(compose(by_post, real))
    assert "（盖章）：\t李示例" in text(compose(by_email, real))


def test_an_identity_number_stands_only_where_the_applicant_gave_one(
    by_post: Application, real: Campaign
) -> None:
    given = replace(by_post, applicant=replace(by_post.applicant, id_number="护照 E00000000"))
    assert answers(compose(given, real))["证件号码"] == "护照 E00000000"
    assert answers(compose(by_post, real))["证件号码"] == "另附"


def test_words_that_look_like_markup_or_keys_stay_words(
    by_post: Application, campaign: Campaign
) -> None:
    odd = replace(by_post.question, title="<w:t>{name} & “三公”", text="第一行\n第二行")
    form = answers(compose(replace(by_post, question=odd), campaign))
    assert form["信息名称"] == "<w:t>{name} & “三公”"
    assert form["文号或者其他\n特征性描述"] == "第一行\n第二行"


def test_no_key_of_the_blank_form_is_left_over(
    by_post: Application, by_email: Application, campaign: Campaign
) -> None:
    for application in (by_post, by_email):
        with zipfile.ZipFile(io.BytesIO(compose(application, campaign).form)) as form:
            for name in form.namelist():
                assert b"{name}" not in form.read(name), name


def test_chinese_is_set_in_a_chinese_font(by_post: Application, campaign: Campaign) -> None:
    with zipfile.ZipFile(io.BytesIO(compose(by_post, campaign).form)) as form:
        xml = form.read("word/document.xml").decode()
    assert xml.count("w:eastAsia=") == xml.count("<w:r>") > 20


def test_the_same_application_gives_the_same_bytes(
    by_post: Application, campaign: Campaign
) -> None:
    assert compose(by_post, campaign) == compose(by_post, campaign)


def test_the_form_tells_neither_the_program_nor_the_hour(
    by_email: Application, real: Campaign
) -> None:
    properties = Document(io.BytesIO(compose(by_email, real).form)).core_properties
    assert properties.author == properties.last_modified_by == "李示例"
    assert properties.created is not None
    assert properties.created.date() == by_email.round.send_on
    assert properties.comments == ""


def test_the_longest_question_of_the_bank_fits_the_form(
    by_post: Application, campaign: Campaign
) -> None:
    """58 mm hold eight lines of 33 characters."""
    assert max(len(question.text) for question in load().values()) <= 8 * 33
    assert compose(by_post, campaign).form_name == f"政府信息公开申请表-{by_post.id}.docx"
