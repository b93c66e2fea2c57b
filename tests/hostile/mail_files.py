"""Mails, pages, texts and pictures that hang, swell, drive a terminal or mislead."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from hostile_file import Hostile
from office_files import frames
from PIL import Image

HEAD = "From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
STRANGE = {
    "fffe": "\ufffe", "ffff": "\uffff", "nul": "\x00", "escape": "\x1b[2J\x1b]0;x\x07", "bidi": "\u202e\u2066", "c1": "\x9b31m",
    "line": "\u2028", "zero": "\u200b\ufeff", "delete": "\x7f", "vertical": "\x0b\x0c", "private": "\ue000", "astral": "\U0010ffff",
}  # fmt: skip


def mail(body: str, head: str = "Subject: x\r\n", kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"{HEAD}{head}Content-Type: {kind}\r\n\r\n{body}".encode("utf-8", "surrogatepass")


def multipart(depth: int) -> bytes:
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return f"{HEAD}Subject: x\r\n{opened}Content-Type: text/plain\r\n\r\nx\r\n".encode()


def many(count: int, kind: str = "text/plain", body: str = "x") -> bytes:
    part = f"--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n{body}\r\n"
    return mail(part * count + "--b--\r\n", kind='multipart/mixed; boundary="b"')


def inside(depth: int) -> bytes:
    return (
        f"{HEAD}Subject: x\r\nContent-Type: message/rfc822\r\n\r\n" * depth
        + f"{HEAD}Subject: y\r\n\r\nx"
    ).encode()


def png(width: int, height: int, data: bytes = b"", more: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + more
        + chunk(b"IDAT", data or zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def blank(width: int, height: int, kind: str = "PNG", mode: str = "1") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 1 if mode == "1" else "white").save(out, kind)
    return out.getvalue()


WORDS = (
    "基于", "申请公开", "依据", "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，", "第三十六条第（四）项、", "（", "《", "“", "【", "1", "a", "、某某局",
    "可以自收到本答复之日起60日内向某某市人民政府申请行政复议，", "或者在六个月内向某某人民法院提起行政诉讼，", "经检索，", "不予公开，", "你申请公开", "政府信息", "　", " ", ">", "http://a.example/",
    "2026年3月5日", "某某市财政局", "-", "收到你提交的", "一、", "\t", "答复如下：",
)  # fmt: skip


def letters() -> Iterator[Hostile]:
    for number, word in enumerate(WORDS):
        for size in (20_000, 100_000):
            yield Hostile(
                f"clause-{number}-{size}.txt",
                f"one clause of nothing but “{word}”",
                partial(_filled, word, size),
            )
        yield Hostile(
            f"quoted-{number}.eml",
            "the same as a mail",
            lambda word=word: mail(_filled(word, 30_000).decode()),
        )
        yield Hostile(
            f"rows-{number}.txt", "the same as rows", partial(_filled, word + "\n", 60_000)
        )
    yield Hostile("line.txt", "a line of 900,000 characters", partial(_filled, "答复", 900_000))
    yield Hostile("newlines.txt", "nothing but ends of lines", lambda: b"\n" * 200_000)
    yield Hostile("utf16.txt", "half characters", lambda: b"\xff\xfe" + b"\x00\xd8" * 5000)
    yield Hostile("latin.txt", "bytes of no encoding", lambda: bytes(range(128, 256)) * 200)


def _filled(word: str, size: int) -> bytes:
    start = "关于政府信息公开申请的答复\n张某：\n"
    return (start + word * (size // len(word))).encode()


def files() -> Iterator[Hostile]:
    for name, sign in STRANGE.items():
        yield Hostile(
            f"subject-{name}.eml",
            "such a sign in the subject",
            lambda sign=sign: mail("答复", f"Subject: a{sign}b\r\n"),
        )
        yield Hostile(
            f"body-{name}.eml", "such a sign in the text", lambda sign=sign: mail(f"答复{sign}如下")
        )
        yield Hostile(
            f"attachment-{name}.eml",
            "such a sign in a name",
            lambda sign=sign: mail(
                f'--b\r\nContent-Type: text/plain; name="a{sign}.txt"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--',
                kind='multipart/mixed; boundary="b"',
            ),
        )
        yield Hostile(
            f"text-{name}.txt",
            "such a sign in a text",
            lambda sign=sign: f"答复{sign}如下\n".encode(),
        )
    for depth in (5, 50, 500, 3000):
        yield Hostile(f"multipart-{depth}.eml", "parts in parts", partial(multipart, depth))
        yield Hostile(f"inside-{depth // 5}.eml", "mails in mails", partial(inside, depth // 5))
        yield Hostile(
            f"deep-{depth}.html",
            "elements in elements",
            lambda depth=depth: b"<html>" + b"<div><b>" * depth + "答复".encode(),
        )
        yield Hostile(
            f"cells-{depth}.html",
            "tables in tables",
            lambda depth=depth: b"<html>" + b"<table><tr><td>" * depth,
        )
    for count in (200, 1500):
        yield Hostile(f"parts-{count}.eml", "very many attachments", partial(many, count))
        yield Hostile(
            f"pictures-{count}.eml",
            "very many pictures",
            partial(many, count, "image/png", "iVBORw0KGgo="),
        )
        yield Hostile(
            f"head-{count}.eml",
            "a head of thousands of lines",
            lambda count=count: mail("x", "Subject: x\r\n" + "X-A: b\r\n" * count * 5),
        )
    yield Hostile(
        "long-head.eml",
        "a head of one long line",
        lambda: mail("x", f"Subject: {'x' * 150_000}\r\n"),
    )
    yield Hostile(
        "words.eml",
        "encoded words without end",
        lambda: mail("x", "Subject: " + "=?utf-8?b?562U5aSN?= " * 4000 + "\r\n"),
    )
    yield Hostile(
        "continued.eml",
        "a name in thousands of pieces",
        lambda: mail("x", kind="text/plain" + "".join(f";\r\n name*{n}=a" for n in range(3000))),
    )
    for charset in (
        "x-unknown",
        "a" * 5000,
        "idna",
        "hex",
        "zlib",
        "unicode_escape",
        "utf-7",
        "undefined",
    ):
        yield Hostile(
            f"charset-{len(charset)}-{charset[:6]}.eml",
            "such an encoding",
            lambda charset=charset: mail("答复", kind=f"text/plain; charset={charset}"),
        )
    yield Hostile(
        "boundary.eml",
        "a boundary that is empty",
        lambda: mail("--\r\n--\r\n" * 5000, kind='multipart/mixed; boundary=""'),
    )
    yield Hostile(
        "uuencode.eml",
        "thousands of files in a text",
        lambda: mail("begin 644 a\r\n#0V%T\r\n`\r\nend\r\n" * 3000),
    )
    yield Hostile(
        "quotes.eml",
        "a quotation a hundred deep",
        lambda: mail("\r\n".join(">" * n + " x" for n in range(500))),
    )
    yield Hostile(
        "entities.html", "entities without end", lambda: b"<html>" + b"&#x110000;&nbsp;&#0;" * 5000
    )
    yield Hostile(
        "attribute.html", "an attribute without end", lambda: b'<html><a href="' + b"x" * 150_000
    )
    yield Hostile("comment.html", "comments that do not end", lambda: b"<html>" + b"<!--" * 20_000)
    yield Hostile("winmail.dat", "a TNEF of nothing", lambda: b'x\x9f>"' + b"\x00" * 500)
    yield Hostile(
        "lies.dat",
        "a TNEF with lengths that lie",
        lambda: b'x\x9f>"\x01\x00\x02\x06\x90\x08\x00\xff\xff\xff\x7f' + b"A" * 200,
    )
    for width, height in (
        (1, 10**6),
        (10**6, 1),
        (10**5, 10**5),
        (2**31 - 1, 2**31 - 1),
        (0, 0),
        (1, 1),
        (9000, 9000),
    ):
        yield Hostile(
            f"claims-{width}x{height}.png",
            "a picture that claims that size",
            partial(png, width, height),
        )
    for width, height in ((4, 60_000), (60_000, 4), (300, 30_000), (8000, 8000), (7, 7), (8, 8)):
        yield Hostile(
            f"blank-{width}x{height}.png", "a picture of that size", partial(blank, width, height)
        )
        yield Hostile(
            f"blank-{width}x{height}.tif",
            "a picture of that size",
            partial(blank, width, height, "TIFF"),
        )
    for count in (100, 500, 2000):
        yield Hostile(f"frames-{count}.tif", "very many frames", partial(frames, count, 16, "TIFF"))
        yield Hostile(f"frames-{count}.gif", "very many frames", partial(frames, count, 16, "GIF"))
    text = b"zTXt" + b"a\x00\x00" + zlib.compress(bytes(10**7))
    yield Hostile(
        "text.png",
        "a note that unpacks to much",
        lambda: png(
            9, 9, more=struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        ),
    )
    for part in range(1, 8):
        yield Hostile(
            f"cut-{part}.jpg",
            "cut short",
            lambda part=part: _cut(blank(400, 400, "JPEG", "RGB"), part),
        )
        yield Hostile(
            f"cut-{part}.tif",
            "cut short",
            lambda part=part: _cut(blank(400, 400, "TIFF", "L"), part),
        )
    for brand in (b"heic", b"avif", b"mif1"):
        yield Hostile(
            f"broken-{brand.decode()}.heic",
            "a photograph of nothing",
            lambda brand=brand: b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 500,
        )
    yield from letters()


def _cut(data: bytes, part: int) -> bytes:
    return data[: len(data) * part // 8]
