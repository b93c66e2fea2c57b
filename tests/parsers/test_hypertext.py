"""Every element of a page is read, known to carry nothing, or named."""

from __future__ import annotations

import base64

import pytest
from lxml import html

from parsers import read
from parsers.hypertext import Hypertext, read_html
from parsers.web import elements

LETTER = "经检索，本机关未保存该信息。"
GIF = base64.b64encode(b"GIF89a\x01\x00\x01\x00" + bytes(20)).decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\1\0\0\0\1\0" + bytes(40)).decode()
ALL, SEAL, TEXT = ("text", "seal"), ("seal",), ("text",)


def rows(page: str) -> list[str]:
    return [row.text for row in read_html(page).rows]


def left(page: str, *, runs_scripts: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    seen = read_html(page, runs_scripts=runs_scripts)
    named = [(one.code, one.touches) for one in seen.references]
    return [*named, *((one.code, one.touches) for one in seen.unread)]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<pre>一\n二\n\n三</pre>四", ["一", "二", "三", "四"]),
        ("<div style='white-space: pre-wrap'>一\n二</div><div>三\n四</div>", ["一", "二", "三 四"]),
        ("<style>.k,#m{color:red;white-space:pre-line}</style><p class='k'>一\n二<p id=m>三\n四", ["一", "二", "三", "四"]),
        ("<style>td{white-space:pre}</style><table><tr><td>一\n二</table>", ["一", "二"]),
        ("<pre><span style='white-space:normal'>一\n二</span></pre>", ["一 二"]),
        ("<textarea>一\n二</textarea>", ["一", "二"]),
        ("<xmp>一\n二</xmp>", ["一", "二"]),
        ("文号<input value='7号'><input type=hidden value='x'><input type=password value='y'>", ["文号7号"]),
        ("<input type=checkbox checked>公开<input type=radio>不公开", ["☑公开☐不公开"]),
        ("<select><option>甲<option selected>乙<option>丙</select>", ["乙"]),
        ("<select><option>甲<option>乙</select>", ["甲"]),
        ("<button>下载</button><label>答</label>", ["下载答"]),
        ("<iframe srcdoc='&lt;p&gt;一&lt;p&gt;二'></iframe>", ["一", "二"]),
        (f"<iframe src='data:text/html;base64,{base64.b64encode('<p>一'.encode()).decode()}'>", ["一"]),
        ("<object><p>一</object>", ["一"]),
        ("<svg width=300 height=300><title>题</title><text>一</text><text>二</text></svg>", ["一", "二"]),
        ("<ruby>河<rp>(</rp><rt>hé</rt><rp>)</rp></ruby>汐", ["河汐"]),
        ("<noscript>一</noscript><details><summary>二</summary>三</details>", ["一", "二", "三"]),
        ("<o:p>一</o:p><st1:date>二</st1:date><made-up>三</made-up>", ["一二三"]),
        ("<p>一<!-- 注 --><script>var a</script><style>p{}</style>二", ["一二"]),
        ("<frameset><noframes>一</noframes></frameset>", ["一"]),
    ],
)  # fmt: skip
def test_what_a_page_shows_is_read(page, lines):
    assert rows(page) == lines
    assert left(page) == []


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("<img src='https://x.example/s.png'>", ("picture", ALL)),
        ("<img src='https://x.example/s.png' width=160 height=160>", ("picture", SEAL)),
        ("<img src='https://x.example/s.png' style='width:16cm;height:20cm'>", ("picture", ALL)),
        ("<img src='https://x.example/s.png' width=100% height=20>", ("picture", TEXT)),
        ("<img src='//x.example/s.png'>", ("picture", ALL)),
        ("<img src='file:///C:/章.png'>", ("picture", ALL)),
        ("<img src='C:\\章.png'>", ("picture", ALL)),
        ("<img src='images/章.png'>", ("picture", ALL)),
        ("<img src='cid:章'>", ("picture", ALL)),
        ("<img srcset='s.png 2x'>", ("picture", ALL)),
        ("<img data-src='s.png'>", ("picture", ALL)),
        ("<img src='data:image/png;base64,A'>", ("picture", ALL)),
        ("<table background='http://x.example/b.png'><tr><td>a</table>", ("picture", ALL)),
        ("<div style='background:url(http://x.example/b.png) no-repeat'>a</div>", ("picture", ALL)),
        ("<style>.a{background-image:url('b.png')}</style>", ("picture", ALL)),
        ("<v:imagedata src='http://x.example/b.png'/>", ("picture", ALL)),
        ("<svg><image href='s.png'/></svg>", ("picture", ALL)),
        ("<video poster='p.png' src='v.mp4'></video>", ("media", ALL)),
        ("<audio src='v.mp3'></audio>", ("media", TEXT)),
        ("<video><source src='v.mp4'></video>", ("media", ALL)),
        ("<iframe src='https://x.example/'></iframe>", ("frame", ALL)),
        ("<frameset><frame src='a.html'></frameset>", ("frame", ALL)),
        ("<object data='a.pdf'></object>", ("object", ALL)),
        ("<embed src='a.pdf'>", ("object", ALL)),
        ("<applet code='A.class'></applet>", ("object", ALL)),
        ("<made-up src='a.bin'></made-up>", ("element", ALL)),
        ("<made-up words='经检索本机关未保存该信息'></made-up>", ("element", TEXT)),
        ("<svg width=200 height=200><circle r=9 /></svg>", ("drawing", SEAL)),
        ("<svg><path d='M0 0'/></svg>", ("drawing", ALL)),
        (f"<p style='display:none'>{LETTER}</p>", ("hidden", TEXT)),
        (f"<div hidden><p>{LETTER}</div>", ("hidden", TEXT)),
        (f"<!--[if mso]><p>{LETTER}</p><![endif]-->", ("hidden", TEXT)),
        (f"<style>.a:before{{content:'{LETTER}'}}</style>", ("style", TEXT)),
        ("<style>.a:after{content:'\\4e0d\\4e88\\516c\\5f00'}</style>", ("style", TEXT)),
        ("<meta http-equiv=refresh content='0; url=http://x.example/'>", ("redirect", ALL)),
    ],
)  # fmt: skip
def test_what_a_page_shows_and_does_not_hold_is_named(page, named):
    assert named in left(page)


@pytest.mark.parametrize(
    "page",
    [
        "<img src='https://x.example/t.gif' width=1 height=1>",
        "<img src='https://x.example/line.gif' width=600 height=2>",
        "<img src='https://x.example/icon.png' style='width:16px;height:16px'>",
        f"<img src='data:image/gif;base64,{GIF}'>",
        "<img src=''><img><iframe src='about:blank'></iframe>",
        "<iframe src='https://x.example/' width=0 height=0></iframe>",
        "<svg width=16 height=16><path d='M0 0'/></svg>",
        "<svg><rect width=9 height=9 /><line /></svg>",
        f"<p>{LETTER}</p><p style='display:none'>{LETTER}</p>",
        "<span style='display:none'>您好</span>",
        "<!--[if mso]><table><tr><td><![endif]--><!-- 经检索，本机关未保存该信息 -->",
        "<style>@font-face{src:url(a.woff)}@import url(b.css);li:before{content:'\\2022'}i:before{content:'\\f101'}</style>",
        "<link rel=stylesheet href='https://x.example/a.css'><base href='https://x.example/'>",
        "<script src='a.js'></script><script>document.write('x')</script><canvas>a</canvas>",
        "<a href='https://x.example/'>网址</a><map><area href='b'></map>",
    ],
)  # fmt: skip
def test_what_carries_neither_words_nor_a_seal_is_no_matter(page):
    assert left(page) == []


@pytest.mark.parametrize(
    "page",
    ["<script>document.write('x')</script>", "<script src='a.js'></script>", "<canvas></canvas>"],
)
def test_what_a_script_would_write_is_unread_only_where_it_would_run(page):
    assert left(page) == []
    assert left(page, runs_scripts=True) != []


def test_a_picture_in_the_page_is_given_once_and_not_named():
    seen = read_html(
        f"<img src='data:image/png;base64,{PNG}'><img src='data:image/png;base64,{PNG}'>"
    )
    assert {one.data for one in seen.pictures} == {base64.b64decode(PNG)}
    assert seen.references == seen.unread == ()
    document = read(f"<html><p>答<img src='data:image/png;base64,{PNG}'>".encode(), "a.html")
    assert [part.name for part in document.parts] == ["正文图片1.png"]


def test_every_element_of_html_is_known():
    """lxml's own lists of what the standards have."""
    standard = {tag for tag in html.defs.tags if tag.isalnum()}
    assert sorted(standard - elements.KNOWN) == []


def begins(page: str) -> list[bool]:
    seen: Hypertext = read_html(page)
    return [row.begins for row in seen.rows]


def test_a_blank_line_or_an_indent_begins_a_paragraph():
    lines = "一<br>二<br><br>三<br>四<br>　　五<br>六<br>&nbsp;&nbsp;&nbsp;&nbsp;七<br>八"
    assert begins(f"<div>{lines}</div>") == [False, False, True, False, True, False, True, False]


def test_where_every_line_stands_apart_none_begins_anything():
    assert not any(begins("<p>一<p>二<p>三<p>四<p>五"))
