"""Letters on paper, as scanners and telephones send them: drawn here, with invented names."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
import pylopdf_fonts_zh_cn as fonts
from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 150
POINT = DPI / 72
SIZE = 16 * POINT
BODY = (
    "　　本机关于2026年3月2日收到你提交的政府信息公开申",
    "请，申请公开“2025年度馆藏数字化项目验收报告”。经检",
    "索，本机关未制作、未保存该信息，该信息不存在。",
    "　　如不服本答复，可以自收到本答复书之日起60日内向河",
    "汐市人民政府申请行政复议，或者在6个月内向河汐市江南",
    "区人民法院提起行政诉讼。",
)
SIGNED = ("河汐市档案馆", "2026年3月16日")
GREY = (70, 70, 70)


def font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.serif_path()), round(size))


def _seal(name: str, side: int, ink: tuple[int, int, int]) -> Image.Image:
    """Ring, star, and the name over the top, on transparent ground."""
    size = 2 * side
    seal = Image.new("RGBA", (size, size), (255, 255, 255, 0))
    pen = ImageDraw.Draw(seal)
    pen.ellipse((2, 2, size - 3, size - 3), outline=ink, width=round(0.025 * size))
    points = []
    for corner in range(10):
        reach, turn = (0.15, 0.057)[corner % 2] * size, -math.pi / 2 + corner * math.pi / 5
        points.append((size / 2 + reach * math.cos(turn), size / 2 + reach * math.sin(turn)))
    pen.polygon(points, fill=ink)
    for at, char in enumerate(name):
        turn = 32 * (at - (len(name) - 1) / 2)
        tile = Image.new("RGBA", (round(0.17 * size),) * 2, (255, 255, 255, 0))
        middle = tile.width / 2
        ImageDraw.Draw(tile).text(
            (middle, middle), char, font=font(0.115 * size), fill=ink, anchor="mm"
        )
        x = size / 2 + 0.39 * size * math.sin(math.radians(turn)) - middle
        y = size / 2 - 0.39 * size * math.cos(math.radians(turn)) - middle
        seal.alpha_composite(
            tile.rotate(-turn, resample=Image.Resampling.BICUBIC), (round(x), round(y))
        )
    return seal.resize((side, side), Image.Resampling.LANCZOS)


@dataclass
class Sheet:
    """A page being drawn; `foot` is where the next line would stand."""

    picture: Image.Image
    foot: float

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.picture)

    def write(
        self, words: str, x: float, y: float, size: float = SIZE, fill: object = "black"
    ) -> None:
        self.pen.text((x, y), words, font=font(size), fill=fill, anchor="lm")

    def press(
        self, name: str, x: float, y: float, ink: tuple[int, int, int] = (205, 35, 45)
    ) -> None:
        seal = _seal(name, round(42 / 25.4 * DPI), ink)
        paper = Image.new("RGB", self.picture.size, "white")
        paper.paste(
            seal.convert("RGB"), (round(x - seal.width / 2), round(y - seal.height / 2)), seal
        )
        self.picture = ImageChops.multiply(self.picture, paper)


def letter(
    body: tuple[str, ...] = BODY, signed: tuple[str, ...] = SIGNED, high: int = 430
) -> Sheet:
    """A page as wide as A4 with title, salutation, body, signature."""
    sheet = Sheet(Image.new("RGB", (round(595 * POINT), round(high * POINT)), "white"), 0)
    left, y = 80 * POINT, 60 * POINT
    sheet.pen.text(
        (297 * POINT, y), "政府信息公开申请答复书", font=font(SIZE * 1.3), fill="black", anchor="mm"
    )
    for words in ("赵某：", *body):
        y += 1.75 * SIZE
        sheet.write(words, left, y)
    y += SIZE
    for words in signed:
        y += 1.75 * SIZE
        sheet.write(words, 370 * POINT, y)
    sheet.foot = y
    return sheet


def grainy(picture: Image.Image, seed: int = 1) -> Image.Image:
    chance = np.random.default_rng(seed)
    pixels = np.asarray(picture, np.float32)
    noise = chance.normal(0, 4, (*pixels.shape[:2], 1))
    return Image.fromarray(np.clip(np.clip(pixels, 25, 250) + noise, 0, 255).astype(np.uint8))


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, dpi=(DPI, DPI), **how)
    return out.getvalue()
