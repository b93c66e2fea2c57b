"""Texts that were coded twice, wrongly, or as people coded them thirty years ago."""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Callable

import pytest

from parsers import read
from parsers.document import Document

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
LINES = ["河档公开〔2026〕7号", "政府信息公开申请答复书", "经检索，本机关未保存该信息。"]
TEXT = "\r\n".join(LINES)


def mail(body: bytes, kind: str = "text/plain; charset=utf-8", coding: str = "8bit") -> Document:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode()
    return read(HEAD + head + body, "a.eml")


def words(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


def uuencoded(name: bytes, data: bytes) -> bytes:
    pieces = [data[at : at + 45] for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(map(binascii.b2a_uu, pieces)) + b"`\nend\n"


TWICE: dict[str, Callable[[bytes], bytes]] = {
    "UTF-8 as Latin-1": lambda raw: raw.decode("latin-1").encode(),
    "UTF-8 as Latin-1, twice": lambda raw: (
        raw.decode("latin-1").encode().decode("latin-1").encode()
    ),
    "GBK as Latin-1": lambda raw: raw.decode().encode("gb18030").decode("latin-1").encode(),
    "base64 without a head": base64.encodebytes,
    "base64 twice": lambda raw: base64.encodebytes(base64.encodebytes(raw)),
    "quoted-printable without a head": quopri.encodestring,
    "quoted-printable twice": lambda raw: quopri.encodestring(quopri.encodestring(raw)),
    "base64 of GBK": lambda raw: base64.encodebytes(raw.decode().encode("gb18030")),
    "character references": lambda raw: "".join(
        f"&#{ord(char)};" if char > "\x7f" else char for char in raw.decode()
    ).encode(),
}


@pytest.mark.parametrize("coded", TWICE.values(), ids=TWICE)
def test_a_text_that_was_coded_twice_is_read(coded):
    document = mail(coded(TEXT.encode()))
    assert (words(document), document.left) == (LINES, ())


def test_utf8_read_as_gbk_is_read_where_nothing_was_lost():
    text = "政府信息公开申请答复书收到告知机关"
    mangled = text.encode().decode("gb18030", "ignore")
    if mangled.encode("gb18030") == text.encode():
        assert mail(mangled.encode()).text == text
    lost = mail(TEXT.encode().decode("gb18030", "replace").encode())
    assert [one.code for one in lost.unread] == ["characters"]


@pytest.mark.parametrize(
    "text", ["L'été à la façon naïve, où ça va très bien là-bas.", "QUJD" * 20, "a=E6=B2 b", TEXT]
)
def test_a_text_that_was_coded_once_stays_as_it_is(text):
    assert "\r\n".join(words(mail(text.encode()))) == text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("label", ["utf-16", "utf-8", "gbk"])
def test_utf16_is_read_with_and_without_its_mark_and_under_any_label(charset, label):
    body = base64.encodebytes(TEXT.encode(charset))
    assert words(mail(body, f"text/plain; charset={label}", "base64")) == LINES


def test_a_page_under_the_label_of_a_plain_text_is_read_as_a_page():
    assert words(mail(f"<html><p>{'<p>'.join(LINES)}</html>".encode())) == LINES


def test_lines_that_were_ended_twice_are_lines():
    data = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + TEXT.encode() + b"\r\n"
    assert words(read(data.replace(b"\r\n", b"\r\r\n"), "a.eml")) == LINES


@pytest.mark.parametrize("less", [b"", b" "], ids=["whole", "without blanks at the end"])
def test_a_uuencoded_file_is_an_attachment(less):
    body = b"see below\n" + uuencoded("答复书.txt".encode("gbk"), TEXT.encode("gbk"))
    body = b"\n".join(line.rstrip(less) if less else line for line in body.split(b"\n"))
    document = mail(body, "text/plain; charset=gbk")
    assert words(document) == ["see below"]
    (part,) = document.parts
    assert (part.name, part.text.splitlines()) == ("答复书.txt", LINES)
    assert document.left == ()


def test_one_that_was_cut_is_read_as_far_as_it_goes_and_named():
    body = uuencoded(b"a.txt", TEXT.encode())[:-20]
    document = mail(body)
    assert document.parts[0].text.startswith("河档公开")
    assert [one.code for one in document.unread] == ["attachment"]


def test_a_sentence_that_begins_like_one_is_a_sentence():
    lines = ["begin 644 a.txt", "该信息不存在。"]
    document = mail("\n".join(lines).encode())
    assert (words(document), document.parts) == (lines, ())


def test_a_file_that_is_the_whole_text_is_an_attachment():
    packed = base64.encodebytes(b"%PDF-1.7\n" + bytes(200))
    assert [part.media for part in mail(packed).parts] == ["pdf"]


@pytest.mark.parametrize("delsp", ["yes", "no"])
def test_a_flowed_text_has_its_paragraphs_back(delsp):
    body = (
        "经检索，本机关 \r\n未保存该 \r\n信息。\r\n特此告知。\r\n> 申请 \r\n> 公开\r\n-- \r\n署名"
    )
    document = mail(body.encode(), f"text/plain; charset=utf-8; format=flowed; delsp={delsp}")
    blank = "" if delsp == "yes" else " "
    assert words(document) == [
        f"经检索，本机关{blank}未保存该{blank}信息。", "特此告知。", "--", "署名",
    ]  # fmt: skip
    assert document.parts[0].text == f"申请{blank}公开"
