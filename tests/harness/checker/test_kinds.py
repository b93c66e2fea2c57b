"""What kind of thing came: mails in real MIME form, attachments, machines' replies."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import letter
from harness.checker.finding import Element, Verdict
from harness.reading.arrived.kinds import kind_of
from harness.reading.arrived.reply_kind import ReplyKind
from parsers import read
from parsers.document import Document

BODIES = r"""
acknowledgement|您好！您的政府信息公开申请已收到，我局将依法办理并在法定期限内予以答复。
acknowledgement|您的邮件已收悉，我们会尽快处理。
acknowledgement|林晓雯：\n你提交的政府信息公开申请，我局已于2020年9月18日登记受理，登记编号2020-12。我局将在20个工作日内予以答复。
extension_notice|林晓雯：\n你提出的政府信息公开申请收悉。因涉及信息较多，不能在20个工作日内答复，经本机关政府信息公开工作机构负责人同意，延期20个工作日答复。
extension_notice|你的申请需要延长答复期限，根据条例第三十三条第二款，答复期限延长至2020年11月16日。
clarification_notice|林晓雯：\n你申请公开的信息内容不明确，请于收到本告知之日起15个工作日内补正申请内容，逾期不补正的，视为放弃申请，本机关不再处理该申请。
clarification_notice|您提交的申请未附身份证明，请您补充提供身份证复印件后重新提交。
third_party_notice|林晓雯：\n你申请的信息涉及第三方合法权益，本机关已书面征求第三方意见，征求意见所需时间不计算在答复期限内，特此告知。
fee_notice|您本月申请已超过10件，根据国办函〔2020〕109号，应缴纳信息处理费300元，请于20个工作日内缴费。
reason_request|你近期申请数量明显超过合理范围，根据条例第三十五条，请你说明申请理由。
forwarding|您好，您的申请已转交相关业务处室办理。
forwarding|您好：您的来信已转至演江市水利局办理，由该局答复您。
withdrawal_request|您好，您要的材料网上都有，请您撤回本次政府信息公开申请。
answer|林晓雯：\n您申请的部门决算已在我局门户网站公开，请登录www.cz.yj.example查阅。
answer|您好！您申请公开的信息不属于我局负责公开，建议您向水利局申请。
answer|您好，经查，我局没有您申请的信息。
other|您好，请问您的联系电话是多少？
other|中秋快乐！
""".strip().split("\n")
FORM = "政府信息公开申请表\n申请人：林晓雯\n所需信息：2019年度部门决算\n根据《政府信息公开条例》第三十六条第（四）项，信息不存在的应当告知。"


def mail(
    text: str, *attached: tuple[str, str], subject: str = "回复：政府信息公开申请", **headers: str
) -> Document:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "演江市财政局 <gk@cz.yj.example>"
    message["Date"] = "Fri, 16 Oct 2020 10:00:00 +0800"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, content in attached:
        message.add_attachment(
            content.encode(), maintype="application", subtype="octet-stream", filename=name
        )
    return read(message.as_bytes(), "来信.eml")


@pytest.mark.parametrize("line", BODIES)
def test_a_mail_without_title_is_known_by_its_words(line: str) -> None:
    kind, words = line.split("|")
    assert kind_of(mail(words.replace("\\n", "\n"))) == kind


@pytest.mark.parametrize(
    "words", ["您好，答复书见附件，请查收。", "请查收附件。", "见附件", "答复如下，详见附件。"]
)
def test_a_mail_that_carries_an_answer_is_an_answer(words: str) -> None:
    assert kind_of(mail(words, ("答复书.txt", letter()))) is ReplyKind.ANSWER


def test_a_mail_that_carries_a_clarification_notice_is_one() -> None:
    notice = letter(
        title="政府信息公开申请补正告知书",
        decision="你申请的内容不明确，请在15个工作日内补正。",
        remedy="",
    )
    assert (
        kind_of(mail("您好，告知书见附件。", ("补正.txt", notice)))
        is ReplyKind.CLARIFICATION_NOTICE
    )


def test_our_own_form_sent_back_is_never_the_answer() -> None:
    document = mail("答复书见附件", ("政府信息公开申请表.txt", FORM), ("答复书.txt", letter()))
    judgement = judge(Dossier(document))
    assert judgement.kind is ReplyKind.ANSWER
    assert judgement.finding(Element.TITLE).value == "政府信息公开申请答复书"
    assert (
        kind_of(mail("您的申请已收到。", ("政府信息公开申请表.txt", FORM)))
        is ReplyKind.ACKNOWLEDGEMENT
    )


@pytest.mark.parametrize(
    "quotation",
    [
        "-----原始邮件-----\n发件人：林晓雯\n发送时间：2020年9月18日\n收件人：gk@cz.yj.example\n主题：政府信息公开申请\n\n{}",
        "在 2020-09-18 09:00:00，林晓雯 <a@b.example> 写道：\n> {}",
        "> {}",
    ],
)
def test_our_own_words_quoted_are_not_the_agencys(quotation: str) -> None:
    ours = "根据《政府信息公开条例》第三十六条第（四）项，如信息不存在请告知。如不服可在60日内向演江市人民政府申请行政复议。"
    document = mail("您的申请已收到，我局将依法答复。\n\n" + quotation.format(ours))
    judgement = judge(Dossier(document))
    assert judgement.kind is ReplyKind.ACKNOWLEDGEMENT
    assert judgement.finding(Element.LEGAL_BASIS).verdict is Verdict.NOT_REQUIRED


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, ReplyKind.AUTO_REPLY),
        ({"X_Autoreply": "yes"}, ReplyKind.AUTO_REPLY),
        ({"Precedence": "auto_reply"}, ReplyKind.AUTO_REPLY),
        # a platform that mails to many may mail the letter itself: who says no to that accuses the unit
        ({"Precedence": "bulk"}, ReplyKind.ANSWER),
        ({"subject": "自动回复：政府信息公开申请"}, ReplyKind.AUTO_REPLY),
        ({"subject": "系统退信", "Return_Path": "<>"}, ReplyKind.BOUNCE),
        ({"Auto_Submitted": "no"}, ReplyKind.ANSWER),
    ],
)
def test_a_machines_reply_is_never_an_answer_but_a_letter_it_mails_is(
    headers: dict[str, str], kind: ReplyKind
) -> None:
    assert kind_of(mail(letter(), **headers)) is kind


def test_a_machine_that_mails_a_real_letter_delivers_an_answer() -> None:
    document = mail(
        "本邮件由系统自动发送，请勿回复。",
        ("答复书.txt", letter()),
        Auto_Submitted="auto-generated",
    )
    assert kind_of(document) is ReplyKind.ANSWER


def test_an_attachment_that_cannot_be_read_leaves_everything_unclear() -> None:
    message = EmailMessage()
    message["Subject"] = "答复"
    message["From"] = "演江市财政局 <gk@cz.yj.example>"
    message.set_content("您好，答复书见附件。")
    message.add_attachment(
        b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="答复书.pdf"
    )
    judgement = judge(Dossier(read(message.as_bytes(), "来信.eml")))
    assert judgement.kind is ReplyKind.OTHER
    assert {one.verdict for one in judgement.findings} == {Verdict.UNCLEAR}


@pytest.mark.parametrize(
    "words", ["您好，答复书见附件。", "现将政府信息公开答复书发送给您，请查收。"]
)
def test_an_answer_announced_and_not_attached_is_left_to_a_person(words: str) -> None:
    judgement = judge(Dossier(mail(words)))
    assert judgement.kind is ReplyKind.OTHER
    assert {one.verdict for one in judgement.findings} == {Verdict.UNCLEAR}


def test_an_announced_answer_is_looked_for_in_a_plain_attachment() -> None:
    plain = "林晓雯：\n经查，你要的决算已在我局网站www.cz.yj.example公开。\n演江市财政局\n2020年10月16日"
    judgement = judge(Dossier(mail("您好，答复见附件。", ("新建文件.txt", plain))))
    assert judgement.kind is ReplyKind.ANSWER
    assert judgement.finding(Element.ISSUER).value == "演江市财政局"


def test_words_only_in_a_mail_have_no_seal_and_no_title() -> None:
    words = letter(number="", title="", addressee="林晓雯：")
    judgement = judge(Dossier(mail(words)))
    assert judgement.kind is ReplyKind.ANSWER
    # a sealed paper may have come besides: a person knows
    assert judgement.finding(Element.SEAL).verdict is Verdict.UNCLEAR
    assert judgement.finding(Element.TITLE).verdict is Verdict.ABSENT
    assert judgement.finding(Element.DOC_NUMBER).verdict is Verdict.ABSENT
    assert judgement.finding(Element.REMEDY).verdict is Verdict.PRESENT
