"""Mails: parts without end, boundaries that lie, headers and names that are no text."""

from __future__ import annotations

import base64

from hostile_files.listing import letter, naming, zeros
from hostile_files.packages import zipped
from hostile_files.pdf import document

named = naming("mail", ".eml")
_DATE = "Date: Mon, 2 Mar 2026 09:00:00 +0800\n"


def _mail(
    body: str | bytes | None = None,
    *,
    head: str | bytes = "",
    subject: str | bytes = "答复",
    kind: str | bytes = "text/plain; charset=utf-8",
    coding: str = "8bit",
    date: str = _DATE,
) -> bytes:
    rows = [
        "From: a@b.cn\nTo: c@d.cn\n",
        date,
        "Message-ID: <1@b.cn>\nMIME-Version: 1.0\nSubject: ",
        subject,
        "\nContent-Type: ",
        kind,
        f"\nContent-Transfer-Encoding: {coding}\n",
        head,
        "\n",
        letter() if body is None else body,
    ]
    return b"".join(
        row.encode("utf-8", "surrogatepass") if isinstance(row, str) else row for row in rows
    )


def _multipart(
    parts: list[str], boundary: str = "b", kind: str = "mixed", end: str = "--b--\n"
) -> bytes:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return _mail(body + end, kind=f'multipart/{kind}; boundary="{boundary}"', coding="7bit")


def _deep(depth: int, kind: str = "mixed") -> bytes:
    opening = "".join(
        f'--b{n}\nContent-Type: multipart/{kind}; boundary="b{n + 1}"\n\n' for n in range(depth)
    )
    return _mail(opening + f"--b{depth}\n\nx\n", kind='multipart/mixed; boundary="b0"')


def _forwarded(depth: int) -> bytes:
    inner = "From: a@b.cn\nTo: c@d.cn\nSubject: x\nContent-Type: message/rfc822\n\n"
    return _mail(
        inner * depth + "From: a@b.cn\nTo: c@d.cn\nSubject: x\n\n答复", kind="message/rfc822"
    )


def _attachment(name: str, data: bytes = b"x", kind: str = "application/octet-stream") -> str:
    coded = base64.encodebytes(data).decode()
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; {name}\n\n{coded}"


def _named_parts(*names: str, kind: str = "application/octet-stream", data: bytes = b"x") -> bytes:
    return _multipart(["\n" + letter(), *(_attachment(name, data, kind) for name in names)])


def _pieces(count: int, step: int = 1) -> str:
    return ";\n ".join(f"filename*{n * step}*=%E7%AD%94" for n in range(count))


def _encoded(words: int, piece: str = "=?utf-8?B?562U?=") -> str:
    return "\n ".join([piece] * words)


def _uu(lines: int, line: str = "M" + "_" * 60, name: str = "a.pdf") -> bytes:
    return _mail(letter() + f"\n\nbegin 644 {name}\n" + f"{line}\n" * lines + "`\nend\n")


def _quoted(depth: int, lines: int) -> bytes:
    return _mail("\n".join(">" * depth + " 关于申请公开的答复" for _ in range(lines)))


def _html(body: str) -> bytes:
    return _mail(body, kind="text/html; charset=utf-8")


def _coded(text: str, charset: str) -> bytes:
    return _mail(text.encode("utf-8"), kind=f"text/plain; charset={charset}")


def _base64(data: bytes, coding: str = "base64") -> bytes:
    return _mail(data, coding=coding)


_BOMB = base64.encodebytes(zipped({"a.txt": b"\0" * 4_000_000})).decode()
_NAMES = {
    "climb": 'filename="../../../../etc/cron.d/x"', "absolute": 'filename="C:\\\\Windows\\\\x.exe"', "device": 'filename="CON.pdf"',
    "long": 'filename="' + "答" * 40_000 + '.pdf"', "control": 'filename="a\x1b]0;x\x07\x9b31m.pdf"', "bidi": "filename*=utf-8''a%E2%80%AEfdp.exe",
    "nul": "filename*=utf-8''a%00.pdf", "surrogate": "filename*=utf-8''%ED%A0%80.pdf", "newline": "filename*=utf-8''a%0A%0Db.pdf",
    "empty": 'filename=""', "dots": 'filename="..."', "fffe": "filename*=utf-8''a%EF%BF%BE.pdf", "charset": "filename*=no-such-charset''a%FF.pdf",
}  # fmt: skip
_SUBJECTS = {
    "fffe": "=?utf-8?B?562U77++5aSN?=", "nul": "=?utf-8?Q?=00=E7=AD=94=00?=", "escape": "\x1b]0;x\x07\x1b[2J答复", "c1": "=?utf-8?Q?=C2=9B31m=C2=85?=",
    "bidi": "=?utf-8?Q?=E2=80=AE=E2=81=A6=D8=9C?=", "surrogate": "=?utf-8?Q?=ED=A0=80=ED=B0=80?=", "utf16": "=?utf-16?B?2ADcAP//AAA=?=",
    "utf7": "=?utf-7?Q?+2AA-+AAA-?=", "charset": "=?x-no-such?Q?=FF=FE?=", "codec": "=?rot13?Q?abc?= =?hex?Q?zz?= =?zlib?Q?xx?= =?idna?Q?xn--?=",
    "punycode": "=?punycode?Q?" + "a" * 5000 + "?=", "long": "答" * 60_000, "open": "=?utf-8?B?" + "5" * 50_000, "escapes": "=?iso-2022-jp?Q?" + "=1B$B" * 20_000 + "?=",
}  # fmt: skip
# a line a file
# fmt: off
FILES = (
    named("deep-900", "multiparts 900 deep", _deep, 900),
    named("deep-3000", "multiparts 3,000 deep", _deep, 3000),
    named("alternatives-deep", "alternatives 900 deep", _deep, 900, "alternative"),
    named("parts-10000", "10,000 empty parts", lambda: _multipart(["\nx"] * 10_000)),
    named("parts-attached", "1,400 attachments", lambda: _named_parts(*(f'filename="a{n}.txt"' for n in range(1400)))),
    named("forwarded-200", "mails in mails, 200 deep", _forwarded, 200),
    named("forwarded-2000", "mails in mails, 2,000 deep", _forwarded, 2000),
    named("digest", "3,000 mails in one", lambda: _multipart(["Content-Type: message/rfc822\n\nFrom: a@b.cn\nSubject: x\n\nx"] * 1500, kind="digest")),
    named("boundary-empty", "an empty boundary", lambda: _mail("--\n\nx\n" * 9000, kind='multipart/mixed; boundary=""')),
    named("boundary-long", "a boundary of 60,000 letters", lambda: _mail("--" + "b" * 60_000 + "\n\nx\n", kind='multipart/mixed; boundary="' + "b" * 60_000 + '"')),
    named("boundary-same", "nested multiparts of one boundary", lambda: _multipart(['Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nx'] * 900)),
    named("boundary-prefix", "boundaries that begin each other", lambda: _mail("".join(f"--{'b' * n}\n\nx\n" for n in range(1, 500)), kind='multipart/mixed; boundary="b"')),
    named("boundary-pattern", "a boundary of signs that mean something in patterns", lambda: _mail("--(a+)+$\n\nx\n" + "-" * 90_000, kind='multipart/mixed; boundary="(a+)+$"')),
    named("boundary-missing", "a multipart without boundary", lambda: _mail(kind="multipart/mixed")),
    named("boundary-open", "parts that never end", lambda: _multipart(["\n" + letter()] * 3, end="")),
    named("headers-30000", "30,000 headers", lambda: _mail(head="X-A: b\n" * 25_000)),
    named("header-long", "a header of 190 KB", lambda: _mail(head="X-A: " + "b" * 190_000 + "\n")),
    named("header-folded", "a header folded 40,000 times", lambda: _mail(head="X-A: a" + "\n b" * 40_000 + "\n")),
    named("header-names", "headers whose names are NUL, colons and Chinese", lambda: _mail(head="\0: x\n::::\n答复: y\n: z\n")),
    named("received-5000", "2,500 lines of Received", lambda: _mail(head="Received: from a by b; Mon, 2 Mar 2026 09:00:00 +0800\n" * 2500)),
    named("references", "30,000 references", lambda: _mail(head="References: " + "<a@b>\n " * 25_000 + "\n")),
    named("addresses", "20,000 receivers", lambda: _mail(head="Cc: " + ", ".join(["a@b.cn"] * 20_000) + "\n")),
    named("address-comments", "an address of 20,000 brackets", lambda: _mail(head="Cc: " + "(" * 20_000 + "a@b.cn\nReply-To: " + '"' * 20_001 + "\n")),
    named("address-groups", "address groups in groups", lambda: _mail(head="Cc: " + "g:" * 9000 + "a@b.cn" + ";" * 9000 + "\nFrom: <<<<" + "@" * 9000 + "\n")),
    named("address-escapes", "a sender's name of backslashes", lambda: _mail(head='Reply-To: "' + "\\" * 60_000 + '" <a@b.cn>\n')),
    named("encoded-5000", "5,000 encoded words", lambda: _mail(subject=_encoded(5000))),
    named("encoded-broken", "5,000 encoded words that are broken", lambda: _mail(subject=_encoded(5000, "=?utf-8?B?5?==?"))),
    named("encoded-marks", "60,000 times =?", lambda: _mail(subject="=?" * 60_000)),
    named("encoded-questions", "100,000 question marks", lambda: _mail(subject="=?a?q?" + "?" * 100_000)),
    named("pieces-3000", "a name in 3,000 pieces", lambda: _named_parts(_pieces(3000))),
    named("pieces-far", "a name in pieces numbered to 10^15", lambda: _named_parts(_pieces(90, 10**13))),
    named("pieces-mixed", "a name in pieces, twice each, some coded", lambda: _named_parts("filename*0*=x''a; filename*0=b; filename*1*=%ZZ; filename*=y; filename=c; filename*9999999999999999999=d")),
    named("parameters", "20,000 parameters", lambda: _mail(kind="text/plain; " + "; ".join(f"a{n}=b" for n in range(12_000)))),
    named("parameter-quotes", "a parameter of quotes and backslashes", lambda: _mail(kind='text/plain; charset="' + '\\"' * 40_000)),
    named("kind-long", "a content type of 100,000 letters", lambda: _mail(kind="a" * 100_000 + "/b")),
    named("kind-slashes", "a content type of slashes", lambda: _mail(kind="/" * 50_000)),
    named("charset-unknown", "an encoding that nobody knows", _coded, letter(), "x-no-such-encoding-" + "x" * 5000),
    named("charset-codec", "an encoding that is no text encoding", _coded, letter(), "zlib"),
    named("charset-idna", "an encoding that is slow", _coded, "答复" * 9000, "idna"),
    named("charset-punycode", "punycode of 60,000 letters", lambda: _mail(b"a" * 60_000, kind="text/plain; charset=punycode")),
    named("charset-utf7", "UTF-7 of half characters", lambda: _mail(b"+2AA-" * 20_000, kind="text/plain; charset=utf-7")),
    named("charset-escapes", "an encoding of escapes", lambda: _mail(b"\x1b$B" * 40_000, kind="text/plain; charset=iso-2022-jp-2")),
    named("charset-path", "an encoding whose name is a path", _coded, letter(), '"../../../etc/passwd"'),
    named("charset-nul", "an encoding whose name holds NUL", _coded, letter(), '"utf\0-8"'),
    named("utf16", "half characters in UTF-16", lambda: _mail(b"\x00\xd8" * 40_000, kind="text/plain; charset=utf-16")),
    named("base64-noise", "base64 that is none", lambda: _base64(b"=" * 50_000 + b"$$$$" * 20_000)),
    named("base64-line", "base64 in one line", lambda: _base64(base64.b64encode(letter().encode() * 50))),
    named("qp-soft", "60,000 soft line breaks", lambda: _base64(b"=\n" * 60_000, "quoted-printable")),
    named("qp-open", "quoted-printable of = alone", lambda: _base64(b"=" * 150_000, "quoted-printable")),
    named("coding-unknown", "a transfer encoding that nobody knows", lambda: _base64(letter().encode(), "x-" + "y" * 9000)),
    named("uu-2000", "uuencode of 2,000 lines", _uu, 2000),
    named("uu-open", "uuencode that never ends", lambda: _mail(letter() + "\nbegin 644 a.pdf\n" + "M\n" * 60_000)),
    named("uu-begins", "20,000 times begin", lambda: _mail("begin 644 a\n" * 15_000)),
    named("uu-noise", "uuencode of lines with impossible lengths", _uu, 2000, "\x7f\xff~~~~"),
    named("uu-path", "uuencode of a name that climbs", _uu, 3, "M" + "_" * 60, "../../../../etc/passwd"),
    named("quoted-500", "quotations 500 deep", _quoted, 500, 300),
    named("quoted-wide", "20,000 lines of quotation, each deeper", lambda: _mail("\n".join(">" * (n % 90) for n in range(4000)))),
    named("histories", "3,000 earlier mails below one another", lambda: _mail((letter() + "\n-----原始邮件-----\n发件人: a@b.cn\n发送时间: 2026年3月1日\n主题: x\n") * 150)),
    named("dashes", "a line of 150,000 dashes", lambda: _mail("答复\n" + "-" * 150_000 + "\n")),
    named("crs", "carriage returns alone", lambda: _mail().replace(b"\n", b"\r")),
    named("crcrlf", "\\r\\r\\n everywhere", lambda: _mail().replace(b"\n", b"\r\r\n")),
    named("nuls", "NULs between all letters", lambda: _mail("\0".join(letter()))),
    named("blank-lines", "150,000 empty lines before the headers", lambda: b"\n" * 150_000 + _mail()),
    named("mbox", "an mbox of 2,000 mails", lambda: b"From a@b.cn Mon Mar  2 09:00:00 2026\nFrom: a@b.cn\nTo: c@d.cn\nSubject: x\n\nx\n\n" * 1500),
    named("dates", "dates that are none", lambda: _mail(date="Date: Xxx, 99 Foo 99999999999999 99:99:99 +9999\nDate: \0\n")),
    named("date-zone", "a date in a zone of +999999999999", lambda: _mail(date="Date: Mon, 2 Mar 2026 09:00:00 +999999999999\n")),
    named("date-digits", "a date of 5,000 digits", lambda: _mail(date="Date: " + "9" * 5000 + "\n")),
    named("date-year", "a date of the year 0 and of 10,000", lambda: _mail(date="Date: Mon, 2 Mar 0000 09:00:00 +0800\nResent-Date: Mon, 2 Mar 10000 09:00:00 +0000\n")),
    named("ids", "message ids of 60,000 brackets", lambda: _mail(head="In-Reply-To: " + "<" * 60_000 + "\n")),
    named("smime-empty", "a signed mail without anything", lambda: _mail("", kind="application/pkcs7-mime; smime-type=signed-data", coding="base64")),
    named("smime-deep", "a signature of ASN.1 50,000 deep", lambda: _mail(base64.encodebytes(b"\x30\x80" * 50_000), kind="application/pkcs7-mime; smime-type=signed-data", coding="base64")),
    named("smime-compressed", "a compressed mail that unpacks to 100 MB", lambda: _mail(base64.encodebytes(b"\x30\x80\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09" + zeros(100_000_000)[:90_000]), kind="application/pkcs7-mime; smime-type=compressed-data", coding="base64")),
    named("pgp", "a mail that is encrypted", lambda: _multipart(["Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: application/octet-stream\n\nx"], kind='encrypted; protocol="application/pgp-encrypted"')),
    named("zip-bombs", "40 attachments that unpack to 4 MB", lambda: _multipart([f'Content-Type: application/zip; name="a{n}.zip"\nContent-Transfer-Encoding: base64\n\n{_BOMB}' for n in range(25)])),
    named("pdf-wrong", "a PDF that is called a text", lambda: _named_parts('filename="a.txt"', kind="text/plain", data=document())),
    named("related", "3,000 inline pictures that nobody shows", lambda: _multipart([f"Content-Type: image/png\nContent-ID: <{n}>\n\nx" for n in range(2500)], kind="related")),
    named("external-body", "a part that lies on a server", lambda: _multipart(['Content-Type: message/external-body; access-type=URL; URL="http://192.0.2.1/x"\n\nContent-Type: text/plain\n\n'] * 50)),
    named("partial", "a part of a mail in 10^9 parts", lambda: _mail(kind='message/partial; id="x"; number=1; total=999999999')),
    named("html-remote", "a web page that reaches out", lambda: _html('<img src="http://192.0.2.1/r.png"><link rel=stylesheet href="http://192.0.2.1/x"><iframe src="file:///etc/passwd"></iframe>' * 50)),
    named("html-deep", "a web page 40,000 deep", lambda: _html("<div>" * 30_000)),
    named("data-uris", "a picture of 150 KB in an address", lambda: _html('<img src="data:image/png;base64,' + "A" * 150_000 + '">')),
    named("links", "10,000 links", lambda: _html('<a href="http://x.cn/a?b=c">答复书</a>' * 4000)),
    named("link-long", "a link of 150,000 letters", lambda: _mail("答复见 http://x.cn/" + "a%20" * 40_000)),
    named("delivery", "a report of delivery with 5,000 receivers", lambda: _multipart(["\n失败", "Content-Type: message/delivery-status\n\n" + "Final-Recipient: rfc822; a@b.cn\nAction: failed\n\n" * 2500], kind="report; report-type=delivery-status")),
    named("calendar", "a meeting that repeats for ever", lambda: _mail("BEGIN:VCALENDAR\nBEGIN:VEVENT\nRRULE:FREQ=SECONDLY;COUNT=2147483647\nEND:VEVENT\nEND:VCALENDAR\n", kind="text/calendar")),
    named("headers-only", "headers and nothing below", lambda: b"From: a@b.cn\nTo: c@d.cn\nSubject: x"),
    *(named(f"name-{key}", "the name of an attachment: " + key, _named_parts, name) for key, name in _NAMES.items()),
    *(named(f"subject-{key}", "a subject: " + key, lambda s=subject: _mail(subject=s)) for key, subject in _SUBJECTS.items()),
    named("body-control", "a body of escapes, C1 and marks of direction", lambda: _mail("\x1b[31m\x1b]0;x\x07\x9b2J\x85\u202e\u2066\ufeff\ufffe" + letter())),
)
# fmt: on
