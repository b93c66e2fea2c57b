"""Web pages and texts: nesting, attributes, entities, line ends, blanks, encodings."""

from __future__ import annotations

from hostile_files.listing import letter, naming

html, txt = naming("html", ".html"), naming("txt", ".txt")


def _page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    words = letter().replace("\n", "<p>")
    return f"<html><head>{head}</head><body>{words}{body}</body></html>".encode(
        "utf-8", "surrogatepass"
    )


def _text(body: str) -> bytes:
    return (letter() + "\n" + body).encode("utf-8", "surrogatepass")


_MIXED = (
    letter().encode("gb18030")
    + b"\n"
    + letter().encode("utf-8")
    + b"\n"
    + letter().encode("utf-16-le")
) * 3
# a line a file
# fmt: off
FILES = (
    html("divs-deep", "divisions 35,000 deep", lambda: _page("<div>" * 35_000)),
    html("tables-deep", "tables 8,000 deep", lambda: _page("<table><tr><td>" * 8000)),
    html("tables-misplaced", "tables whose cells lie nowhere", lambda: _page("<table><b>" * 9000)),
    html("formats-crossing", "formatting elements that cross", lambda: _page("<b><i><a><font><p></b>" * 6000)),
    html("anchors-open", "60,000 anchors that never end", lambda: _page("<a>" * 50_000)),
    html("forms", "lists in forms in lists", lambda: _page("<form><ul><li><dl><dd><select><option>" * 4000)),
    html("attribute-long", "an attribute of 180 KB", lambda: _page('<p title="' + "x" * 180_000 + '">')),
    html("attributes", "an element of 20,000 attributes", lambda: _page("<p " + " ".join(f"a{n}=b" for n in range(15_000)) + ">")),
    html("attributes-same", "an element of 40,000 equal attributes", lambda: _page("<p " + "a=b " * 40_000 + ">")),
    html("entities", "30,000 entities", lambda: _page("&CounterClockwiseContourIntegral;" * 5000)),
    html("entities-open", "ampersands alone", lambda: _page("&" * 150_000)),
    html("entities-numbers", "characters of 10^5,000", lambda: _page("&#" + "9" * 5000 + ";&#xD800;&#0;&#x1b;&#x9b;&#x202e;&#xFFFE;&#x110000;")),
    html("entities-laugh", "entities of XML in a web page", lambda: b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _page("&b;" * 9000)),
    html("tag-open", "a tag that never ends", lambda: _page("<p " + "x" * 150_000)),
    html("tags-open", "100,000 times <", lambda: _page("<" * 150_000)),
    html("tags-less", "50,000 times <p", lambda: _page("<p" * 60_000)),
    html("comment-open", "a comment that never ends", lambda: _page("<!--" + "-" * 150_000)),
    html("comments", "25,000 comments", lambda: _page("<!---->" * 25_000)),
    html("script-open", "a script that never ends", lambda: _page("<script>" + "<!--<script>" * 12_000)),
    html("style", "a sheet of styles that hides everything", lambda: _page("", "<style>" + "p:not(:not(p)){display:none}" * 5000 + "</style>")),
    html("styles-own", "20,000 own styles", lambda: _page('<p style="' + "display:none;" * 12_000 + '">x')),
    html("hidden", "a letter of which all is hidden", lambda: _page('<div style="display:none">' + letter() + "</div>" * 9)),
    html("breaks", "45,000 line breaks", lambda: _page("<br>" * 45_000)),
    html("cells", "a table of 25,000 cells", lambda: _page("<table>" + "<tr><td>x" * 15_000)),
    html("spans", "cells that span 10^9 columns and rows", lambda: _page('<table><tr><td colspan="1000000000" rowspan="1000000000">x' * 900)),
    html("list-numbers", "a list that begins at 10^30", lambda: _page('<ol start="' + "9" * 30 + '">' + "<li>x" * 9000)),
    html("charset-lies", "a page that says it is UTF-16", lambda: _page("", '<meta charset="utf-16">')),
    html("charset-unknown", "a page in an encoding that nobody knows", lambda: _page("", '<meta charset="' + "x" * 9000 + '">')),
    html("charset-many", "9,000 encodings", lambda: _page("", '<meta charset="gbk"><meta charset="utf-7">' * 3000)),
    html("remote", "a page that reaches out", lambda: _page('<img src="//192.0.2.1/x"><script src="http://192.0.2.1/x"></script><base href="http://192.0.2.1/">', '<meta http-equiv="refresh" content="0;url=http://192.0.2.1/">')),
    html("data", "a picture of 150 KB in an address", lambda: _page('<img src="data:image/png;base64,' + "A" * 150_000)),
    html("svg", "drawings in drawings", lambda: _page("<svg><foreignObject><math><mtext>" * 5000)),
    html("templates", "templates 9,000 deep", lambda: _page("<template>" * 9000)),
    html("noframes", "frames and plain text", lambda: _page("<plaintext><xmp><noframes>" + "</p>" * 30_000)),
    html("spaces", "180 KB of blanks of many kinds", lambda: _page("\u00a0\u3000\u2003\u200b" * 15_000)),
    html("nul", "NULs in tags", lambda: _page("<\0p\0>\0x" * 9000)),
    html("mht", "a page saved with 5,000 parts", lambda: b'MIME-Version: 1.0\nSubject: x\nFrom: a\nContent-Type: multipart/related; boundary="b"\n\n' + b"--b\nContent-Type: text/html\n\nx\n" * 5000),
    txt("line-60000", "one line of 60,000 letters", lambda: _text("答" * 60_000)),
    txt("line-180000", "one line of 180,000 letters", lambda: _text("a" * 180_000)),
    txt("lines-180000", "180,000 empty lines", lambda: _text("\n" * 180_000)),
    txt("lines-short", "60,000 lines of one letter", lambda: _text("答\n" * 45_000)),
    txt("blanks", "nothing but blanks", lambda: b" " * 190_000),
    txt("blanks-wide", "nothing but wide blanks", ("\u3000" * 60_000).encode),
    txt("newlines", "nothing but line ends", lambda: b"\r\n" * 90_000),
    txt("carriage-returns", "nothing but carriage returns", lambda: b"\r" * 190_000),
    txt("tabs", "tabs between all letters", lambda: _text("\t".join("答复" * 20_000))),
    txt("line-ends", "line ends of every kind", lambda: _text("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" * 9000)),
    txt("nul", "NULs between all letters", lambda: _text("\0答" * 30_000)),
    txt("controls", "every control character", lambda: _text("".join(chr(n) for n in (*range(32), *range(127, 160))) * 900)),
    txt("bidi", "marks of direction by thousands", lambda: _text("\u202e\u2066\u202d\u061c答" * 9000)),
    txt("combining", "a letter with 50,000 accents", lambda: _text("a" + "\u0301" * 60_000)),
    txt("joiners", "letters with joiners and variants", lambda: _text("答\u200d\ufe0f\U000e0100" * 9000)),
    txt("noncharacters", "U+FFFE, U+FFFF and their like", lambda: _text("\ufffe\uffff\ufdd0\U0010ffff" * 9000)),
    txt("compatibility", "letters that NFKC makes 18 times as long", lambda: _text("\ufdfa" * 60_000)),
    txt("astral", "letters beyond the first plane", lambda: _text("\U00020000\U0001f600" * 20_000)),
    txt("surrogates-utf8", "half characters written as UTF-8", lambda: _text("\ud800\udfff" * 9000)),
    txt("surrogates-utf16", "half characters in UTF-16", lambda: b"\xff\xfe" + b"\x00\xd8" * 60_000),
    txt("utf16-odd", "UTF-16 of an odd number of bytes", lambda: b"\xff\xfe" + letter().encode("utf-16-le") + b"x"),
    txt("utf32", "UTF-32 beyond all characters", lambda: b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 9000),
    txt("utf8-long", "UTF-8 longer than it need be", lambda: b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80" * 9000),
    txt("mixed", "GB18030, UTF-8 and UTF-16 in one file", lambda: _MIXED),
    txt("gb18030-cut", "GB18030 cut in each character", lambda: letter().encode("gb18030").replace(b"\n", b"\x81\x30\n") * 90),
    txt("gb-four", "GB18030 of four bytes each", lambda: b"\x81\x39\xef\x30" * 40_000),
    txt("big5", "a letter in Big5", lambda: "政府信息公開申請答復".encode("big5") * 900),
    txt("hz", "HZ escapes that never end", lambda: b"~{" * 60_000),
    txt("bom-many", "30,000 byte order marks", lambda: b"\xef\xbb\xbf" * 50_000 + letter().encode()),
    txt("mail-like", "a text that begins like a mail, 100,000 headers", lambda: b"From: x\n" * 20_000),
    txt("rtf-like", "a text that begins like RTF", lambda: b"{\\rt" + letter().encode() * 20),
    txt("pdf-like", "a text that says it is a PDF", lambda: b"%PDF-1.7 " + letter().encode()),
    txt("empty", "no bytes", lambda: b""),
    txt("byte", "one byte", lambda: b"\xff"),
)
# fmt: on
