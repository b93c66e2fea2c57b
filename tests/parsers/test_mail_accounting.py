"""Every part of a mail is read, known to carry neither words nor a seal, or named as unread."""

from __future__ import annotations

import base64
import importlib.util
import io
from pathlib import Path

import pytest

from parsers import read
from parsers.document import ANYTHING, SEAL, TEXT, Document

spec = importlib.util.spec_from_file_location("boxes", Path(__file__).with_name("boxes.py"))
assert spec and spec.loader
boxes = importlib.util.module_from_spec(spec)
spec.loader.exec_module(boxes)

HEAD = "From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
ANSWER = "经检索，本机关未制作、未保存你申请公开的该信息，特此告知。"
NOTICE = "声明：本邮件及其附件所含信息仅供指定收件人使用，可能包含保密的内容，请在打印前考虑环境。"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\0\1\0\0\0\1" + bytes(40)


def part(kind: str, body: str = "", *more: str) -> str:
    return "\r\n".join(["--b", f"Content-Type: {kind}", *more, "", body, ""])


def mail(*parts: str, kind: str = "mixed", before: str = "", after: str = "") -> Document:
    head = f'{HEAD}Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{before}'
    return read((head + "".join(parts) + f"--b--\r\n{after}").encode(), "a.eml")


TEXT_PART = part("text/plain; charset=utf-8", ANSWER)


def told(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    """What is left unread of it and of everything in it."""
    return [(one.code, one.touches) for each in document.walk() for one in each.left]


@pytest.mark.parametrize(
    ("slipped", "code"),
    [
        (part("message/partial; id=x; number=2; total=3", "x"), "partial"),
        (part("message/external-body; access-type=URL; URL=x", "Content-Type: application/pdf\r\n"), "external"),
        (part("message/made-up", "Subject: a\r\n\r\nb"), "message"),
        (part("application/made-up", "\x01\x02\x03 \x04"), "unknown_format"),
        (part("audio/mpeg", "\x01\x02\x03 \x04"), "unknown_format"),
        (part("font/made-up; name=答复.pdf", "\x01\x02\x03 \x04"), "unknown_format"),
        (part("application/pdf; name=a.pdf", "JVBERi0xLjcKJ", "Content-Transfer-Encoding: base64"), "attachment"),
        (part("application/pdf; name=a.pdf", "x", "Content-Transfer-Encoding: made-up"), "coding"),
        (part("text/plain; charset=utf-8", "x", "Content-Transfer-Encoding: made-up"), "coding"),
        (part("multipart/mixed", "无边界的内容"), "multipart"),
        (part("multipart/encrypted; boundary=c", "--c\r\n\r\nx\r\n--c--"), "encrypted"),
        (part("text/plain", "-----BEGIN PGP MESSAGE-----\r\nx"), "coded"),
        (part("text/plain", "=ybegin part=1 line=128 size=9 name=a.pdf\r\nx"), "coded"),
        (part("text/html; charset=utf-8", "<img src='https://x.example/s.png'>"), "picture"),
        (part("text/html; charset=utf-8", "<img src='cid:gone'>"), "picture"),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_read_is_named(slipped, code):
    document = mail(TEXT_PART, slipped)
    assert ANSWER in document.text
    assert (code, ANYTHING) in told(document)


@pytest.mark.parametrize(
    "slipped",
    [
        part("multipart/mixed; boundary=wrong", f"--c\r\n\r\n{ANSWER}\r\n--c--"),
        part("multipart/made-up; boundary=c", f"--c\r\n\r\n{ANSWER}\r\n--c--"),
        part("text/made-up; charset=utf-8", ANSWER),
        part("application/xhtml+xml; charset=utf-8", f"<p>{ANSWER}"),
        part("text/x-amp-html; charset=utf-8", f"<p>{ANSWER}"),
        part("application/octet-stream", ANSWER),
        part("message/rfc822", f"Subject: x\r\nFrom: c@d.example\r\n\r\n{ANSWER}"),
        part("message/global", f"Subject: x\r\nFrom: c@d.example\r\n\r\n{ANSWER}"),
        part("message/partial; number=1; total=2", f"Subject: x\r\n\r\n{ANSWER}"),
    ],
)
def test_a_part_of_another_kind_that_can_be_read_is_read(slipped):
    document = mail(part("text/plain; charset=utf-8", "您好"), slipped)
    assert any(ANSWER in each.text for each in document.walk())


@pytest.mark.parametrize(
    "slipped",
    [
        part("message/delivery-status", "Reporting-MTA: dns; x\r\n\r\nAction: delivered"),
        part("message/disposition-notification", "Disposition: a"),
        part("text/rfc822-headers", "Subject: x"),
        part("text/css", "p{}"),
        part("application/x-javascript", "var a"),
        part("font/woff2", "\x01\x02"),
        part("application/applefile", "\x00\x05\x16\x07"),
        part("image/png", base64.b64encode(PNG).decode(), "Content-Transfer-Encoding: base64", "Content-ID: <t>"),
    ],
)  # fmt: skip
def test_a_part_that_carries_neither_words_nor_a_seal_is_no_matter(slipped):
    document = mail(TEXT_PART, slipped)
    assert (told(document), document.parts) == ([], ())


@pytest.mark.parametrize(
    "around",
    [
        {"before": f"{ANSWER}\r\n"},
        {"after": f"{ANSWER}\r\n"},
        {"after": "--b\r\nContent-Type: text/plain\r\n\r\nmore\r\n"},
    ],
    ids=["before", "after", "after the end"],
)
def test_words_around_the_parts_are_named(around):
    assert told(mail(TEXT_PART, **around)) == [("preamble", (TEXT,))]


def test_the_sentence_for_old_programs_is_no_matter():
    assert told(mail(TEXT_PART, before="This is a multi-part message in MIME format.\r\n")) == []


class TestForms:
    def forms(self, first: str, second: str) -> Document:
        return mail(
            part("text/plain; charset=utf-8", first),
            part("text/html; charset=utf-8", second),
            kind="alternative",
        )

    LETTER = f"本机关收到你提交的申请。{ANSWER}"

    @pytest.mark.parametrize("times", [1, 9], ids=["shorter", "longer"])
    def test_the_form_with_the_answer_is_read_whichever_is_longer(self, times):
        for document in (
            self.forms(NOTICE * times, f"<p>{self.LETTER}"),
            self.forms(self.LETTER, f"<p>{NOTICE * times}"),
        ):
            assert document.text == self.LETTER
            (beside,) = document.parts
            assert (beside.name, beside.text) == ("正文的另一种形式.txt", NOTICE * times)

    def test_two_halves_of_an_answer_are_both_read(self):
        document = self.forms(
            self.LETTER, "<p>本机关收到你提交的申请。<p>如不服，可申请行政复议。经审查，不予公开。"
        )
        assert ANSWER in document.text and "可申请行政复议" in document.text

    @pytest.mark.parametrize(
        "other",
        ["<p>本机关收到你提交的申请。</p><p>{}</p>", "<b>•</b> 本机关收到你提交的申请。<br>{}"],
    )
    def test_the_same_in_another_form_is_said_once(self, other):
        document = self.forms(self.LETTER, other.format(ANSWER))
        assert (document.text, document.parts) == (self.LETTER, ())


class TestPictures:
    def mail(self, page: str, *heads: str) -> Document:
        picture = base64.b64encode(PNG[:16] + b"\0\0\1\0\0\0\1\0" + bytes(40)).decode()
        return mail(
            part("text/html; charset=utf-8", f"<p>{ANSWER}{page}"),
            part("image/png", picture, "Content-Transfer-Encoding: base64", *heads),
            kind="related",
        )

    @pytest.mark.parametrize(
        ("source", "head"),
        [
            ("cid:s@x", "Content-ID: <s@x>"),
            ("cid:s%40x", "Content-ID: <s@x>"),
            ("CID:s@x", "Content-Id: s@x"),
            ("https://x.example/s.png", "Content-Location: https://x.example/s.png"),
            ("s.png", "Content-Location: file:///C:/s.png"),
        ],
    )
    def test_a_picture_that_lies_in_the_mail_is_opened_and_not_named(self, source, head):
        document = self.mail(f"<img src='{source}'>", head)
        assert (document.unread, len(document.parts)) == ((), 1)

    def test_its_seal_is_the_letters(self, seal_of):
        out = io.BytesIO()
        seal_of("河汐市档案馆").save(out, "PNG")
        picture = out.getvalue()
        page = f"<p>{ANSWER}<img src='data:image/png;base64,{base64.b64encode(picture).decode()}'>"
        document = mail(part("text/html; charset=utf-8", page))
        assert document.pages[0].seals and document.parts[0].pages[0].seals


VALUES = {0x0037: "答复", 0x1000: f"{ANSWER}\r\n"}


class TestOutlook:
    def msg(self, values: dict[int, object], attachments: tuple[object, ...] = ()) -> Document:
        return read(boxes.compound(boxes.outlook(values, list(attachments))), "a.msg")

    def test_what_two_forms_say_is_read(self):
        html = f"<p>本机关收到你提交的申请。经审查，{ANSWER}</p>".encode()
        document = self.msg({0x0037: "答复", 0x1000: NOTICE, 0x1013: html})
        assert ANSWER in document.text
        assert [each.name for each in document.parts] == ["正文的另一种形式.txt"]

    def test_a_long_text_in_a_property_that_nobody_knows_is_named(self):
        assert told(self.msg({**VALUES, 0x6E01: "该信息不存在。" * 20})) == [("property", (TEXT,))]
        assert told(self.msg({**VALUES, 0x6E01: ANSWER, 0x0070: "答复"})) == []

    def test_an_object_of_another_program_is_opened_or_named(self):
        holder = {**boxes.properties({}, head=8), "__substg1.0_3701000D": {"\x01Ole": b"x" * 40}}
        assert told(self.msg(VALUES, (holder,))) == [("object", ANYTHING)]
        inside = {"Package": ANSWER.encode()}
        holder = {**boxes.properties({}, head=8), "__substg1.0_3701000D": inside}
        (found,) = self.msg(VALUES, (holder,)).parts
        assert found.text == ANSWER

    def test_an_rtf_that_says_more_is_read_too(self):
        words = b"{\\rtf1\\ansi " + b"".join(b"\\u%d?" % ord(char) for char in ANSWER * 9) + b"}"
        packed = (len(words) + 12).to_bytes(4, "little") + len(words).to_bytes(4, "little")
        document = self.msg({**VALUES, 0x1009: packed + b"MELA" + bytes(4) + words})
        assert [each.name for each in document.parts] == ["正文.rtf"]

    def test_a_signed_mail_inside_an_outlook_mail_is_read(self):
        inner = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{ANSWER}".encode()
        attached = boxes.properties({0x3707: "smime.p7m", 0x3701: inner}, head=8)
        document = self.msg({0x001A: "IPM.Note.SMIME.MultipartSigned"}, (attached,))
        assert any(each.text == ANSWER for each in document.walk())

    def test_an_object_of_winmail_dat_that_nobody_knows_is_named(self):
        data = boxes.tnef(ANSWER.encode("gbk"), [])
        body = "该信息不存在".encode("gbk") * 20
        strange = (
            b"\x01" + (0x00067FFF).to_bytes(4, "little") + len(body).to_bytes(4, "little") + body
        )
        document = read(data + strange + (sum(body) & 0xFFFF).to_bytes(2, "little"), "winmail.dat")
        assert told(document) == [("object", ANYTHING)]


def test_a_winmail_dat_that_says_something_else_is_read_beside_the_mail():
    data = base64.encodebytes(boxes.tnef(ANSWER.encode("gbk"), [])).decode()
    packed = part(
        "application/ms-tnef; name=winmail.dat", data, "Content-Transfer-Encoding: base64"
    )
    document = mail(part("text/plain; charset=utf-8", NOTICE), packed)
    assert [each.text for each in document.walk()] == [NOTICE, ANSWER]
    assert document.left == ()


def test_seals_are_not_searched_where_a_picture_is_missing():
    document = mail(part("text/html; charset=utf-8", "<p>答<img src='s.png' width=160 height=160>"))
    assert document.pages[0].seals_searched is False
    assert told(document) == [("picture", (SEAL,))]
