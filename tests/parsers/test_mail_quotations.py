"""Whose words a mail's lines are: the answer's stay the agency's, our application stays ours."""

from __future__ import annotations

import pytest

from parsers import read
from parsers.document import Document
from parsers.mail.mail_body import QUOTED_NAME

ANSWER = [
    "河档公开〔2026〕7号",
    "政府信息公开申请答复书",
    "赵某：",
    "本机关于2026年3月2日收到你提交的政府信息公开申请。",
    "经检索，本机关未制作、未保存该信息。",
    "如对本答复不服，可以向河汐市人民政府申请行政复议。",
    "河汐市档案馆",
    "2026年3月16日",
]
OURS = [
    "政府信息公开申请",
    "河汐市档案馆：",
    "本人申请公开验收报告。",
    "申请人：赵某",
    "2026年3月2日",
]
WROTE = "在 2026-03-02 09:00:00，赵某 <zhao@mail.example> 写道："
BLOCK = ["发件人: 赵某", "发送时间: 2026年3月2日", "收件人: 档案馆", "主题: 政府信息公开申请"]


def mail(lines: list[str], kind: str = "plain", sender: str = "dag@hexi.example") -> Document:
    head = (
        f"From: {sender}\r\nTo: zhao@mail.example\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n"
    )
    return read((head + "\r\n".join(lines)).encode(), "a.eml")


def own(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


def quoted(document: Document) -> str:
    return "\n".join(part.text for part in document.parts if part.name == QUOTED_NAME)


def marked(lines: list[str]) -> list[str]:
    return [f"> {line}" for line in lines]


def divs(lines: list[str]) -> str:
    return "".join(f"<div>{line}</div>" for line in lines)


QUOTES = {
    "marked": [WROTE, *marked(OURS)],
    "marked under a header block": [*BLOCK, *marked(OURS)],
    "unmarked under a header block": [*BLOCK, *OURS],
    "unmarked under a rule": ["------------------ 原始邮件 ------------------", *BLOCK, *OURS],
}


@pytest.mark.parametrize("quotation", QUOTES.values(), ids=QUOTES)
def test_an_answer_below_the_quoted_application_is_the_writers(quotation):
    document = mail([*quotation, "", *ANSWER])
    assert own(document) == ANSWER
    assert "本人申请公开验收报告。" in quoted(document)
    assert document.left == ()


@pytest.mark.parametrize("quotation", QUOTES.values(), ids=QUOTES)
def test_an_answer_above_it_is_the_writers_and_nothing_below(quotation):
    document = mail([*ANSWER, "", *quotation])
    assert own(document) == ANSWER
    assert document.left == ()


@pytest.mark.parametrize(
    "page",
    [
        f"<div>{WROTE}</div><blockquote>{divs(OURS)}</blockquote>{divs(ANSWER)}",
        f"<div>{WROTE}</div><blockquote type=cite>{divs(OURS)}</blockquote>{divs(ANSWER)}",
        f"<blockquote type=cite>{divs(OURS)}{divs(ANSWER)}</blockquote>",
        f"<blockquote style='border-left:1px solid #ccc'>{divs(OURS)}</blockquote>{divs(ANSWER)}",
        f"<blockquote>{divs(OURS)}</blockquote>{divs(ANSWER)}",
        f"<div class=gmail_quote><div>{WROTE}</div>{divs(OURS)}</div>{divs(ANSWER)}",
        f"<blockquote>{divs([*BLOCK, *OURS])}</blockquote>{divs(ANSWER)}",
    ],
)
def test_below_a_quotation_of_html_or_within_it_the_writer_goes_on(page):
    document = mail([page], "html")
    assert own(document) == ANSWER
    assert "本人申请公开验收报告。" in quoted(document)


@pytest.mark.parametrize(
    "page",
    [
        f"<blockquote style='margin:0 0 0 40px;border:none;padding:0'>{divs(ANSWER)}</blockquote>",
        f"<blockquote><blockquote>{divs(ANSWER)}</blockquote></blockquote>",
        f"<blockquote dir=ltr style='margin-right:0'><p>您好：</p>{divs(ANSWER)}</blockquote>",
        f"<div style='margin-left:40px'>{divs(ANSWER)}</div>",
    ],
)
def test_an_indented_block_without_a_sign_of_quotation_is_the_writers(page):
    document = mail([page], "html")
    assert own(document)[-8:] == ANSWER
    assert quoted(document) == ""


def test_indented_lines_of_plain_text_are_the_writers():
    document = mail([f"        {line}" for line in ANSWER])
    assert own(document) == ANSWER


def test_an_answer_between_quoted_items_is_the_writers():
    document = mail(
        [*BLOCK, "1.请公开验收报告。", "答：该报告不存在。", "2.请公开决算。", "【答复】已公开。"]
    )
    assert own(document) == ["答：该报告不存在。", "【答复】已公开。"]


def test_an_earlier_answer_in_a_chain_stays_quoted():
    theirs = ["发件人: 档案馆", "发送时间: 2026年3月1日", "收件人: 赵某", "主题: 答复", *ANSWER]
    ours = [*BLOCK, "本人申请公开的内容没有答复。", *theirs]
    document = mail(["您好，请查收。", *ours])
    assert own(document) == ["您好，请查收。"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            *BLOCK,
            "请公开报告。",
            "经检索，本机关未保存该信息，特此答复。",
            "如不服可申请行政复议。",
        ],
        ["答复见下方红字。", *BLOCK, "请公开报告。该报告不存在。"],
        [f"> {line}" for line in ANSWER],
    ],
    ids=["without a head", "the writer says so", "all of it marked"],
)
def test_where_the_answer_may_stand_among_quoted_words_nobody_says_that_it_does_not(lines):
    document = mail(lines)
    assert [(one.code, one.touches) for one in document.unread] == [("quotation", ("text",))]


@pytest.mark.parametrize("bar", ["| ", "｜", "│ ", "┃ "])
def test_a_bar_down_the_left_side_marks_a_quotation(bar):
    document = mail(["请看下面。", *(bar + line for line in OURS)])
    assert own(document) == ["请看下面。"]
    quotation = next(part for part in document.parts if part.name == QUOTED_NAME)
    assert [line.text for page in quotation.pages for line in page.lines] == OURS


def test_the_bars_of_a_table_mark_nothing():
    rows = ["| 申请人 | 赵某 |", "| 办理结果 | 信息不存在 |"]
    assert own(mail(rows)) == rows


def test_a_quoted_application_alone_leaves_nothing_unread():
    document = mail(["您好，申请已转业务科室。", WROTE, *marked(OURS)])
    assert document.left == ()
