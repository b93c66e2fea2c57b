"""Twice the mail takes at most two and a half times the steps; steps are counted, not seconds."""

from __future__ import annotations

import binascii
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parsers import plain, read, repeated, uuencoded
from parsers.document import Document
from parsers.hypertext import Row
from parsers.mail import forms, mail_body, mail_dates, quoted, twice_coded, voices
from parsers.web import opened, outer, styles, walk

sys.path.append(str(Path(__file__).parents[1]))  # what counts steps is for the checker too
from counted import counting
from steps import Steps

MODULES = (
    forms, mail_body, mail_dates, opened, outer, plain, quoted, repeated, styles, twice_coded,
    uuencoded, voices, walk,
)  # fmt: skip
MOST, NOTHING, MANY = 2.5, 3_000, 400


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(before)


def mail(body: str, kind: str = "plain") -> bytes:
    head = f"From: a@b.example\nTo: c@d.example\nContent-Type: text/{kind}; charset=utf-8\n\n"
    return (head + body).encode()


UU = binascii.b2a_uu(bytes(range(45))).decode()
TEXTS: dict[str, Callable[[int], str]] = {
    "an address": lambda n: "见https://x.example/" + "ab1/%&=" * n + "。",
    "uuencode": lambda n: "begin 644 a.bin\n" + UU * n + "`\nend\n",
    "uuencode that never ends": lambda n: "begin 644 a.bin\nM\n" * n,
    "one paragraph": lambda n: "本机关认为该信息" * n,
    "one word": lambda n: "申请公开" * n,
    "lines": lambda n: "本机关\n" * n,
    "heads of quotations": lambda n: (
        "在 2026-03-02 写道：\n> 申请公开\n答复书\n本机关收到你的申请\n" * n
    ),
    "heads without end": lambda n: (
        "-----原始邮件-----\n申请人：a\n" + "答复书\n答复如下，收到你的\n" * n
    ),
    "fields": lambda n: "发件人: a\n主题: b\n" * n,
    "blanks": lambda n: " " * n + "a" + "\u3000" * n,
    "coded twice": lambda n: "æ¿åº" * n,
    "marks of codings": lambda n: "=E6=B2=B3&#25919;" * n,
}
PAGES: dict[str, Callable[[int], str]] = {
    "elements": lambda n: "<div><b>字</b><br></div>" * n,
    "open elements": lambda n: "<blockquote class=a style='border-left:1px'>" * n + "字",
    "styles": lambda n: "<p style='" + "width:" * n + "url(" * n + "'>字",
    "sheets": lambda n: "<style>" + ".a{white-space:pre}/*" * n + "@import " * n + "</style><p class=a>字",
    "hidden words": lambda n: "<p>" + "字" * n + "</p>" + "<i style='display:none'>隐藏</i>" * (n // 8),
    "pictures": lambda n: "<img src='http://a/b.png' width=9>" * n,
    "comments": lambda n: "<!--[if mso]>" + "<" * n + "-->",
    "choices": lambda n: "<select>" + "<option>甲" * n,
    "held pictures": lambda n: "<img src='data:image/png;base64," + "A" * n + "'>" + "data:a/" * n,
}  # fmt: skip


def steps_of(data: bytes) -> int:
    steps = Steps()
    with pytest.MonkeyPatch.context() as patch:
        counting(patch, MODULES, steps)
        assert isinstance(read(data, "a.eml"), Document)
    return steps.taken


def grows(make: Callable[[int], bytes]) -> float:
    return steps_of(make(2 * MANY)) / max(steps_of(make(MANY)), NOTHING)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_read_by_its_length(text):
    assert grows(lambda n: mail(text(n))) <= MOST


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_read_by_its_length(page):
    assert grows(lambda n: mail(page(n), "html")) <= MOST


@pytest.mark.parametrize("signs", [" ", "1", "年", "(", "2026-", "+08"])
def test_a_date_is_read_by_its_length(signs):
    head = "From: a@b.example\nTo: c@d.example\nDate: {}\nReceived: x; {}\n\n答复"
    assert grows(lambda n: head.format(signs * n, signs * n).encode()) <= MOST


def test_what_is_searched_for_again_and_again_is_searched_for_as_far_as_a_budget_goes(monkeypatch):
    monkeypatch.setattr(repeated, "_BUDGET", 100)
    said = repeated.Said("经检索，未保存。")
    assert sum(said.holds("未保存") for _ in range(1000)) < 100 / 6


def test_rows_are_divided_by_their_number():
    rows = [Row("申请公开", block=n) for n in range(1, 3001)]
    assert len(quoted.divide(rows).quoted) == 3000
