"""Mail as people and programs really write it."""

from __future__ import annotations

import json
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from parsers import read
from parsers.document import Document

SAMPLES = Path(__file__).parent / "mail"
EXPECT: dict[str, dict[str, str]] = json.loads((SAMPLES / "expect.json").read_text("utf-8"))
ANSWER = "您好：您的申请收悉，现答复如下。"


def mail(head: str, body: bytes = b"", charset: str = "utf-8") -> Document:
    return read(head.strip().replace("\n", "\r\n").encode(charset) + b"\r\n\r\n" + body, "来信.eml")


def words(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


@pytest.mark.parametrize("name", EXPECT, ids=[case["case"] for case in EXPECT.values()])
def test_a_hard_mail_yields_what_it_says(name):
    document = read((SAMPLES / name).read_bytes(), name)
    seen = {
        "subject": lambda: document.headers.subject,
        "body": lambda: document.text,
        "filename": lambda: document.parts[0].name,
    }[EXPECT[name]["checks"]]()
    # m08 says the same words four times
    assert seen.replace(EXPECT[name]["expect"], "") == ""
    assert seen


class TestHeaders:
    def test_words_that_split_a_character_are_joined_before_decoding(self):
        raw = "关于政府信息公开".encode("gb18030")
        first, second = (b64encode(piece).decode() for piece in (raw[:9], raw[9:]))
        head = f"From: a@example.org\nSubject: =?gb2312?B?{first}?=\n =?gb2312?B?{second}?="
        assert mail(head).headers.subject == "关于政府信息公开"

    def test_names_in_raw_gbk_are_read(self):
        head = "From: 演江自治区演练局 <office@example.org>\nSubject: 答复\nTo: b@example.org"
        found = mail(head, charset="gb18030").headers
        assert found.sender == "演江自治区演练局 <office@example.org>"
        assert (found.subject, found.to) == ("答复", "b@example.org")

    def test_the_date_comes_with_its_zone(self):
        head = "From: a@example.org\nDate: Mon, 12 Oct 2020 09:30:00 +0800"
        assert mail(head).headers.date == "2020-10-12T09:30:00+08:00"

    @pytest.mark.parametrize("date", ["", "昨天", "Mon, 99 Foo 2020"])
    def test_what_is_no_date_is_none(self, date):
        assert mail(f"From: a@example.org\nTo: b@example.org\nDate: {date}").headers.date is None

    def test_the_thread_is_given(self):
        head = (
            "From: a@example.org\nMessage-ID: <3@x>\nIn-Reply-To: <2@x>\nReferences: <1@x>\n <2@x>"
        )
        found = mail(head).headers
        assert (found.message_id, found.in_reply_to, found.references) == (
            "<3@x>",
            "<2@x>",
            ("<1@x>", "<2@x>"),
        )

    def test_what_tells_a_machine_is_kept_as_marks(self):
        head = "From: a@example.org\nAuto-Submitted: auto-replied\nReturn-Path: <>\nSubject: x"
        assert {("auto-submitted", "auto-replied"), ("return-path", "<>")} <= set(
            mail(head).headers.marks
        )

    def test_a_missing_header_is_none_and_not_empty(self):
        found = mail("From: a@example.org\nTo: b@example.org").headers
        assert (found.subject, found.message_id, found.references) == (None, None, ())


class TestBody:
    @pytest.mark.parametrize(
        "label", ["gb2312", "GBK", "gb18030", "x-gbk", "gb2312_charset", "unknown", "iso-8859-1"]
    )
    def test_every_chinese_label_and_every_wrong_one_gives_the_words(self, label):
        head = f"From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset={label}"
        assert words(mail(head, ANSWER.encode("gb18030"))) == [ANSWER]

    def test_utf8_under_a_gbk_label_gives_the_words(self):
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset=gbk"
        assert words(mail(head, ANSWER.encode())) == [ANSWER]

    def test_a_page_with_only_a_meta_charset_gives_the_words(self):
        body = f'<html><head><meta charset="gb2312"></head><body><p>{ANSWER}</p></body></html>'
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/html"
        assert words(mail(head, body.encode("gb18030"))) == [ANSWER]

    def test_html_keeps_its_order_and_drops_what_is_not_shown(self):
        body = "<style>p{}</style><p>一<b>二</b></p><div>三<br>四</div><p style='display:none'>隐</p><table><tr><td>五<td>六</table>"
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/html; charset=utf-8"
        assert words(mail(head, body.encode())) == ["一二", "三", "四", "五 六"]

    @pytest.mark.parametrize(
        "label", ["rot13", "idna", "undefined", "unicode_escape", "x\0y", "hex"]
    )
    def test_a_label_that_is_no_charset_does_no_harm(self, label):
        head = f"From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset={label}"
        assert words(mail(head, ANSWER.encode("gb18030"))) == [ANSWER]

    def test_a_broken_page_is_read_all_the_same(self):
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/html"
        assert words(mail(head, f"<p>{ANSWER}<![x]><p".encode()))[0].startswith(ANSWER)

    def test_two_forms_of_one_text_are_read_once(self):
        message = EmailMessage()
        message["From"], message["To"] = "a@example.org", "b@example.org"
        message.set_content(ANSWER)
        message.add_alternative(f"<p>{ANSWER}</p>", subtype="html")
        document = read(message.as_bytes(), "a.eml")
        assert (words(document), document.parts) == ([ANSWER], ())

    def test_an_empty_plain_form_gives_way_to_the_other(self):
        message = EmailMessage()
        message["From"], message["To"] = "a@example.org", "b@example.org"
        message.set_content("\n")
        message.add_alternative(f"<p>{ANSWER}</p>", subtype="html")
        assert words(read(message.as_bytes(), "a.eml")) == [ANSWER]

    def test_a_picture_from_elsewhere_may_be_a_seal_so_nothing_is_said(self):
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/html; charset=utf-8"
        document = mail(head, f'<p>{ANSWER}</p><img src="https://example.org/seal.png">'.encode())
        assert document.pages[0].seals_searched is False

    def test_a_plain_text_cannot_bear_a_seal_and_says_so(self):
        page = mail("From: a@example.org\nTo: b@example.org", ANSWER.encode()).pages[0]
        assert (page.seals, page.seals_searched) == ((), True)


class TestParts:
    @pytest.fixture
    def message(self):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = (
            "a@example.org",
            "b@example.org",
            "答复",
        )
        message.set_content(ANSWER)
        return message

    def test_attachments_are_parts_under_their_names(self, message):
        message.add_attachment(
            "附件的话".encode(), maintype="application", subtype="octet-stream", filename="说明.txt"
        )
        (part,) = read(message.as_bytes(), "a.eml").parts
        assert (part.name, part.media, part.text) == ("说明.txt", "txt", "附件的话")

    def test_a_forwarded_mail_is_a_part_with_its_own_headers(self, message):
        inner = EmailMessage()
        inner["From"], inner["To"], inner["Subject"] = "c@example.org", "a@example.org", "原申请"
        inner.set_content("我的申请")
        message.add_attachment(inner)
        (part,) = read(message.as_bytes(), "a.eml").parts
        assert (part.name, part.media, part.headers.subject, part.text) == (
            "原申请.eml",
            "eml",
            "原申请",
            "我的申请",
        )

    def test_a_name_with_a_path_keeps_only_its_end(self, message):
        message.add_attachment(
            b"x", maintype="text", subtype="plain", filename="C:\\temp\\..\\答复.txt"
        )
        assert read(message.as_bytes(), "a.eml").parts[0].name == "答复.txt"

    def test_a_name_in_pieces_is_put_together(self):
        head = (
            "From: a@example.org\nTo: b@example.org\nContent-Type: application/octet-stream\n"
            "Content-Disposition: attachment; filename*0*=gb18030''%B4%F0; filename*1*=%B8%B4; filename*2=.txt"
        )
        assert mail(head, b"abc").parts[0].name == "答复.txt"

    def test_an_empty_attachment_is_kept_and_named_empty(self, message):
        message.add_attachment(b"", maintype="application", subtype="pdf", filename="答复书.pdf")
        (part,) = read(message.as_bytes(), "a.eml").parts
        assert (part.name, part.error.code) == ("答复书.pdf", "empty")


QUOTES = {
    "qq": "------------------ 原始邮件 ------------------\n发件人: 张某\n发送时间: 2020年9月18日",
    "wrote": '在 2020-09-18 10:00:00，"张某" <a@example.org> 写道：',
    "gmail": "张某 <a@example.org> 于2020年9月18日周五 上午10:00写道：",
    "english": "On Fri, Sep 18, 2020 at 10:00 AM Zhang <a@example.org> wrote:",
    "folded": "On Fri, Sep 18, 2020 at 10:00 AM Zhang\n<a@example.org> wrote:",
    "outlook": "发件人: 张某\n发送时间: 2020年9月18日\n收件人: 某局\n主题: 申请",
    "original": "-----Original Message-----",
}


class TestQuoted:
    @pytest.mark.parametrize("head", QUOTES.values(), ids=QUOTES)
    def test_our_own_words_are_not_the_agencys(self, head):
        body = f"{ANSWER}\n\n{head}\n请求公开2019年的决算。\n"
        document = mail("From: a@example.org\nTo: b@example.org", body.encode())
        assert words(document) == [ANSWER]
        (part,) = document.parts
        assert (part.name, part.media) == ("引用的原邮件", "txt")
        assert part.text.endswith("请求公开2019年的决算。")

    def test_marked_lines_are_quoted_and_answers_between_them_are_not(self):
        body = "> 请求公开决算。\n已公开，见网站。\n> 请求公开预算。\n不存在。"
        document = mail("From: a@example.org\nTo: b@example.org", body.encode())
        assert words(document) == ["已公开，见网站。", "不存在。"]
        assert document.parts[0].text == "请求公开决算。\n请求公开预算。"

    def test_a_quoting_element_of_html_is_quoted(self):
        body = f"<p>{ANSWER}</p><blockquote><p>请求公开决算。</p></blockquote>"
        head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/html; charset=utf-8"
        document = mail(head, body.encode())
        assert (words(document), document.parts[0].text) == ([ANSWER], "请求公开决算。")

    def test_another_offices_mail_passed_on_is_not_taken_for_ours(self):
        body = "请查收。\n---------- 转发的邮件 ----------\n发件人: 业务处 <c@example.org>\n主题: 答复\n该信息不存在。"
        document = mail("From: a@example.org\nTo: b@example.org", body.encode())
        assert words(document) == ["请查收。"]
        (part,) = document.parts
        assert part.name == "转发的邮件内容"
        assert part.text.endswith("该信息不存在。")

    def test_our_own_mail_passed_on_is_still_ours(self):
        body = "请你处办理。\n---------- 转发的邮件 ----------\n发件人: 张某 <b@example.org>\n主题: 申请\n请求公开决算。"
        document = mail("From: a@example.org\nTo: 张某 <b@example.org>", body.encode())
        assert document.parts[0].name == "引用的原邮件"

    @pytest.mark.parametrize(
        "line",
        [
            "你在2020年9月18日的申请中写道：请求公开决算。",
            "主题：关于政府信息公开申请的答复",
            "日期：2020年10月12日",
            "原始邮件已收到。",
            "《条例》第三十六条规定：",
        ],
    )
    def test_the_agencys_own_sentences_stay_its_own(self, line):
        document = mail("From: a@example.org\nTo: b@example.org", f"您好\n{line}\n此复".encode())
        assert (words(document), document.parts) == (["您好", line, "此复"], ())
