"""Letters and seals to read: drawn here, with invented names that say 演练."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
import pytest
import typst
from PIL import Image, ImageDraw, ImageFont

RED = (214, 24, 32)
Drawing = Image.Image


def _font(size: float, serif: bool = True) -> ImageFont.FreeTypeFont:
    path = fonts.serif_path() if serif else fonts.sans_path()
    return ImageFont.truetype(str(path), max(1, round(size)))


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = -math.pi / 2 + corner * math.pi / 5
        points.append((centre + reach * math.cos(angle), centre + reach * math.sin(angle)))
    return points


def _ring_text(seal: Drawing, name: str, colour: tuple[int, int, int, int]) -> None:
    """The name over the top of the ring, each character's foot towards the centre."""
    side = seal.width
    spread = min(250, 30 * len(name))
    font = _font(min(0.115, 1.5 / max(len(name), 1)) * side)
    for index, char in enumerate(name):
        turn = -spread / 2 + spread * index / max(1, len(name) - 1)
        tile = Image.new("RGBA", (round(side * 0.16),) * 2, (255, 255, 255, 0))
        middle = tile.width / 2
        ImageDraw.Draw(tile).text((middle, middle), char, font=font, fill=colour, anchor="mm")
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC)
        x = side / 2 + 0.385 * side * math.sin(math.radians(turn))
        y = side / 2 - 0.385 * side * math.cos(math.radians(turn))
        seal.alpha_composite(tile, (round(x - middle), round(y - middle)))


def draw_seal(
    name: str = "演江自治区演练局",
    pixels: int = 400,
    *,
    star: bool = True,
    ring: float = 0.028,
    strength: int = 255,
    red: tuple[int, int, int] = RED,
) -> Drawing:
    """A round seal on transparent ground."""
    side = pixels * 2
    seal = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(seal)
    ink = (*red, strength)
    pen.ellipse((2, 2, side - 3, side - 3), outline=ink, width=max(2, round(side * ring)))
    if star:
        pen.polygon(_star(side / 2, 0.15 * side), fill=ink)
    _ring_text(seal, name, ink)
    middle = (side / 2, side * 0.77)
    pen.text(middle, "演练专用", font=_font(side * 0.07, serif=False), fill=ink, anchor="mm")
    return seal.resize((pixels, pixels), Image.Resampling.LANCZOS)


def draw_letter(dpi: float = 100, heading: bool = True) -> Drawing:
    """An A4 page of black text under a red heading and its rule, signed and dated."""
    point = dpi / 72
    page = Image.new("RGB", (round(595 * point), round(842 * point)), "white")
    pen = ImageDraw.Draw(page)
    if heading:
        title = "演江自治区演练局文件"
        pen.text((297 * point, 90 * point), title, font=_font(34 * point), fill=RED, anchor="mm")
        pen.line(
            (80 * point, 130 * point, 515 * point, 130 * point), fill=RED, width=round(2 * point)
        )
    words = "根据《中华人民共和国政府信息公开条例》第三十六条的规定"
    for row in range(18):
        line = words if row < 17 else f"{words}。"  # a body that breaks off was not read wholly
        pen.text((80 * point, (160 + 26 * row) * point), line, font=_font(16 * point), fill="black")
    signed = ("演江自治区演练局", "二〇二〇年十月十二日")
    for row, text in enumerate(signed):
        pen.text(
            (340 * point, (650 + 28 * row) * point), text, font=_font(16 * point), fill="black"
        )
    return page


def stamp(
    page: Drawing, seal: Drawing, dpi: float, at: tuple[float, float] = (420, 675)
) -> Drawing:
    """The seal pressed on the page with its centre at a point; black text shows through."""
    from PIL import ImageChops

    ink = Image.new("RGB", page.size, "white")
    left, top = (round(c * dpi / 72 - seal.width / 2) for c in at)
    ink.paste(seal.convert("RGB"), (left, top), seal)
    return ImageChops.multiply(page, ink)


def as_jpeg(page: Drawing, quality: int = 85, dpi: float | None = None) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def as_png(page: Drawing, dpi: float | None = None) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def typeset(folder: Path, body: str) -> bytes:
    """A PDF of one or more A4 pages from typst markup; pictures lie in the folder."""
    source = folder / "letter.typ"
    head = '#set page(paper: "a4", margin: (x: 28mm, y: 30mm))\n'
    head += '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'
    source.write_text(head + body, encoding="utf-8")
    pdf = typst.compile(str(source), font_paths=[str(fonts.sans_path().parent)])
    assert isinstance(pdf, bytes)
    return pdf


@pytest.fixture(scope="session")
def seal_of() -> Callable[..., Drawing]:
    return draw_seal


@pytest.fixture(scope="session")
def letter_picture() -> Callable[..., Drawing]:
    return draw_letter


@pytest.fixture(scope="session")
def stamped() -> Callable[..., Drawing]:
    return stamp


@pytest.fixture(scope="session")
def jpeg() -> Callable[..., bytes]:
    return as_jpeg


@pytest.fixture(scope="session")
def png() -> Callable[..., bytes]:
    return as_png


@pytest.fixture
def pdf_of(tmp_path: Path) -> Callable[[str], bytes]:
    return lambda body: typeset(tmp_path, body)


def assemble(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file from its numbered objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer <</Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


@pytest.fixture(scope="session")
def assembled() -> Callable[..., bytes]:
    return assemble


@pytest.fixture(scope="session")
def stream_of() -> Callable[..., bytes]:
    return stream
