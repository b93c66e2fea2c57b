"""Outlook's own formats: .msg and winmail.dat; and mails that are signed."""

from __future__ import annotations

import importlib.util
from base64 import encodebytes
from pathlib import Path
from types import ModuleType

import pytest
from asn1crypto import cms

from parsers import claimants, read
from parsers.document import TextFrom

ANSWER = "您好：您的申请收悉，现答复如下。"
LETTER = "政府信息公开申请答复书".encode()
VALUES = {
    0x0037: "关于政府信息公开申请的答复",
    0x0C1A: "演江自治区演练局",
    0x5D01: "office@example.org",
    0x0E04: "张某",
    0x0039: 132_500_000_000_000_000,
    0x1000: f"{ANSWER}\r\n请见附件。",
}


def _boxes() -> ModuleType:
    """boxes.py beside this file, which is no package."""
    spec = importlib.util.spec_from_file_location("boxes", Path(__file__).with_name("boxes.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


boxes = _boxes()


def attached(name, data, codepage=None):
    return boxes.properties({0x3707: name, 0x3701: data}, head=8, codepage=codepage)


def msg(values=VALUES, attachments=(), codepage=None):
    return boxes.compound(boxes.outlook(values, list(attachments), codepage=codepage))


class TestMsg:
    @pytest.mark.parametrize("codepage", [None, 936, 65001], ids=["unicode", "gbk", "utf-8"])
    def test_text_headers_and_attachments_are_read_whatever_the_code_page(self, codepage):
        document = read(
            msg(attachments=[attached("答复书.txt", LETTER, codepage)], codepage=codepage), "a.msg"
        )
        assert (document.media, document.error, document.warnings) == ("msg", None, ())
        assert document.text.splitlines() == [ANSWER, "请见附件。"]
        assert document.headers.sender == "演江自治区演练局 <office@example.org>"
        assert document.headers.subject == "关于政府信息公开申请的答复"
        assert document.headers.date == "2020-11-16T11:33:20+00:00"
        assert [(part.name, part.text) for part in document.parts] == [
            ("答复书.txt", LETTER.decode())
        ]

    def test_the_headers_of_the_transport_come_first(self):
        head = "From: a@example.org\r\nTo: b@example.org\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <1@x>\r\n"
        found = read(msg({**VALUES, 0x007D: head}), "a.msg").headers
        assert (found.sender, found.message_id) == ("a@example.org", "<1@x>")
        assert ("auto-submitted", "auto-replied") in found.marks
        assert found.subject == "关于政府信息公开申请的答复"

    def test_a_text_in_html_alone_is_read(self):
        html = f"<p>{ANSWER}</p>".encode("gb18030")
        document = read(msg({0x0037: "答复", 0x1013: html}), "a.msg")
        assert document.text == ANSWER

    def test_a_message_inside_is_a_part_with_its_own_attachments(self):
        inner = boxes.outlook(
            {0x0037: "处室答复", 0x1000: ANSWER}, [attached("c.txt", LETTER)], head=24
        )
        holder = {**boxes.properties({}, head=8), "__substg1.0_3701000D": inner}
        (part,) = read(msg(attachments=[holder]), "a.msg").parts
        assert (part.name, part.media, part.text) == ("处室答复.msg", "msg", ANSWER)
        assert part.parts[0].text == LETTER.decode()

    def test_a_word_file_that_hangs_on_it_does_not_make_it_one(self):
        inside = boxes.compound({"WordDocument": b"x" * 5000})
        data = msg(attachments=[attached("答复书.doc", inside)])
        assert [each.media for each in claimants(data)] == [("msg",)]

    def test_what_hangs_on_it_by_link_is_named(self):
        document = read(
            msg(attachments=[boxes.properties({0x3707: "大附件.pdf"}, head=8)]), "a.msg"
        )
        assert "大附件.pdf" in document.unread[0].what

    @pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
    def test_a_cut_file_is_damaged_or_read_but_never_raises(self, share):
        data = msg(attachments=[attached("b.txt", b"abc" * 3000)])
        document = read(data[: int(len(data) * share)], "a.msg")
        assert document.error or document.pages

    def test_only_an_rtf_text_becomes_a_part(self):
        words = b"{\\rtf1 abc}"
        packed = (
            (len(words) + 12).to_bytes(4, "little")
            + len(words).to_bytes(4, "little")
            + b"MELA"
            + bytes(4)
        )
        document = read(msg({0x0037: "答复", 0x1009: packed + words}), "a.msg")
        assert [part.name for part in document.parts] == ["正文.rtf"]

    def test_a_compressed_rtf_is_unpacked(self):
        from parsers.mail import mapi

        # the example of MS-OXRTFCP 3.1.1
        data = bytes.fromhex(
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af3206865"
            "6c090020627705b06c647d0a800fa0"
        )
        assert mapi.rtf(data) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


class TestWinmail:
    def test_its_text_and_attachments_are_read_in_gbk(self):
        data = boxes.tnef(
            ANSWER.encode("gbk"), [("答复书.txt".encode("gbk"), LETTER), (b"b.txt", b"abc")]
        )
        document = read(data, "winmail.dat")
        assert (document.media, document.text, document.warnings) == ("tnef", ANSWER, ())
        assert [(p.name, p.text) for p in document.parts] == [
            ("答复书.txt", LETTER.decode()),
            ("b.txt", "abc"),
        ]

    @pytest.mark.parametrize("body", ["", ANSWER], ids=["no text of its own", "the same text"])
    def test_in_a_mail_its_text_counts_once(self, body):
        data = boxes.tnef(ANSWER.encode("gbk"), [(b"a.txt", LETTER)])
        head = "From: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        text = f"--b\nContent-Type: text/plain; charset=utf-8\n\n{body}\n" if body else ""
        attachment = "--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        mail = (head + text + attachment).encode() + encodebytes(data) + b"\n--b--\n"
        document = read(mail, "a.eml")
        texts = [each.text for each in document.walk()]
        assert texts.count(ANSWER) == 1
        assert LETTER.decode() in texts

    def test_a_cut_one_says_that_something_is_missing(self):
        data = boxes.tnef(b"", [(b"a.txt", LETTER), (b"b.txt", LETTER)])
        document = read(data[:-20], "winmail.dat")
        assert document.parts[0].text == LETTER.decode()
        assert "有损坏" in document.unread[0].what

    def test_a_broken_one_is_named(self):
        document = read(b'x\x9f>"\x01\x00' + b"\xff" * 40, "winmail.dat")
        assert document.error or document.unread


def signed(content: bytes) -> bytes:
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data", "content": content},
            "signer_infos": [],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def enveloped(kind: str, data: bytes) -> bytes:
    head = f"From: a@example.org\nTo: b@example.org\nContent-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n"
    return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + encodebytes(data)


class TestSigned:
    def test_a_mail_inside_its_signature_is_read(self):
        inner = f"Content-Type: text/plain; charset=gbk\n\n{ANSWER}".encode("gbk")
        document = read(enveloped("signed-data", signed(inner)), "a.eml")
        assert (document.text, document.parts) == (ANSWER, ())
        assert "未经验证" in document.warnings[0]

    def test_the_signature_beside_a_mail_is_no_attachment(self):
        head = (
            "From: a@example.org\nTo: b@example.org\nContent-Type: multipart/signed; boundary=b\n\n"
        )
        body = f"--b\nContent-Type: text/plain; charset=utf-8\n\n{ANSWER}\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB\n--b--\n"
        document = read((head + body).encode(), "a.eml")
        assert (document.text, document.parts) == (ANSWER, ())
        assert "数字签名" in document.warnings[0]

    def test_an_encrypted_mail_was_not_read(self):
        envelope = bytes.fromhex("300b06092a864886f70d010703")  # enveloped-data, and no more
        document = read(enveloped("enveloped-data", envelope), "a.eml")
        assert document.pages[0].text_from is TextFrom.NONE
        assert "加密" in document.unread[0].what

    def test_an_envelope_of_nonsense_is_kept_as_an_attachment(self):
        document = read(enveloped("signed-data", b"\x00\x01\x02nonsense"), "a.eml")
        assert [part.name for part in document.parts] == ["smime.p7m"]


@pytest.mark.parametrize(
    "head",
    [
        "Content-Disposition: attachment; filename*=utf-8''a.txt; filename*0*=utf-8''b; filename*1=c",
        "Content-Type: text/plain; charset=utf-8; name*=a.txt; name*0*=b; name*1*=c",
    ],
)
def test_a_name_given_whole_and_in_pieces_does_not_lose_the_mail(head):
    document = read(f"From: a@example.org\nSubject: x\n{head}\n\n答复\n".encode(), "a.eml")
    assert document.error is None
    assert [(part.name, part.text) for part in document.parts] == [("a.txt", "答复")]
