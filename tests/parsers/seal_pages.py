"""Pages with and without seals, drawn and then damaged as copiers, scanners and telephones do.

In: a seed and what to draw. Out: `Sample`, the pixels with their resolution and the truth about the seals.
Everything is invented: the names say 演练, the second scripts are shapes and no words.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
import pylopdf_fonts_zh_cn as fonts
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 200
RED = (206, 22, 30)
_WIDE, _HIGH = round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)
_FINE = 4  # seals are drawn so much larger, then reduced

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Rgb = tuple[int, int, int]

PLACES = ("演江", "寅江", "演阳", "演海", "练水", "演川", "练山", "演宁")
BODIES = (
    "财政局", "教育局", "水利局", "自然资源和规划局", "住房和城乡建设局", "人力资源和社会保障局",
    "市场监督管理局", "卫生健康委员会", "发展和改革委员会", "公安局", "民政局", "交通运输局", "人民政府",
    "人民政府办公室", "农业农村局", "生态环境局", "应急管理局", "审计局", "统计局", "行政审批局",
)  # fmt: skip
KINDS = ("市", "县", "区")


@dataclass(frozen=True)
class Look:
    """How one seal is made. `centre`: star, emblem or nothing; `script`: the second one, if any."""

    name: str
    millimetres: float = 42
    centre: str = "star"
    script: str = ""  # zhuang | uyghur | tibetan | mongolian
    below: str = ""
    flat: float = 1.0  # height by width: an oval has less than 1
    ring: float = 0.022
    colour: Rgb = RED
    strength: float = 0.9
    turn: float = 0.0


@dataclass(frozen=True)
class Truth:
    box: tuple[float, float, float, float]  # points
    look: Look


@dataclass(frozen=True)
class Sample:
    pixels: Pixels
    dpi: float
    seals: tuple[Truth, ...] = ()
    kind: str = ""
    damage: str = ""
    traits: tuple[str, ...] = field(default=())


def _font(size: float, serif: bool = True) -> ImageFont.FreeTypeFont:
    path = fonts.serif_path() if serif else fonts.sans_path()
    return ImageFont.truetype(str(path), max(1, round(size)))


def a_name(chance: Random) -> str:
    return chance.choice(PLACES) + chance.choice(KINDS) + "演练" + chance.choice(BODIES)


# --- one seal -----------------------------------------------------------------------------------


def draw_seal(look: Look, dpi: float, chance: Random) -> Image.Image:
    """How much ink lies where, 0 to 255, as the rubber would press it."""
    side = round(look.millimetres / 25.4 * dpi) * _FINE
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    pen.ellipse((2, 2, side - 3, side - 3), outline=255, width=max(2, round(side * look.ring)))
    middle = side / 2
    if look.centre == "star":
        pen.polygon(star(middle, middle, 0.145 * side), fill=255)
    elif look.centre == "emblem":
        _emblem(pen, middle, 0.17 * side)
    if look.script:
        _second_script(ink, look.script, chance)
        _arc(ink, look.name, 0.295 if look.script == "zhuang" else 0.3, 0.085)
    else:
        _arc(ink, look.name, 0.385, 0.118)
    if look.below:
        size = min(0.075, 0.6 / len(look.below)) * side
        at = 0.79 if look.script == "" else 0.8
        pen.text((middle, side * at), look.below, font=_font(size), fill=255, anchor="mm")
    small = side // _FINE
    done = ink.resize((small, max(1, round(small * look.flat))), Image.Resampling.LANCZOS)
    return _uneven(done.rotate(look.turn, resample=Image.Resampling.BICUBIC, expand=False), chance)


def star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * (corner / 5 - 0.5)
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return corners


def _emblem(pen: ImageDraw.ImageDraw, middle: float, reach: float) -> None:
    """Something like a national emblem: ears of grain around a gate under five stars."""
    for ear in range(34):
        angle = math.pi * (0.62 + 1.76 * ear / 33)
        x, y = middle - reach * math.sin(angle), middle - reach * math.cos(angle) * 1.05
        width = reach * 0.1
        pen.ellipse((x - width, y - width * 1.3, x + width, y + width * 1.3), fill=255)
    pen.polygon(star(middle, middle - 0.45 * reach, 0.24 * reach), fill=255)
    for side in (-0.45, -0.17, 0.17, 0.45):
        pen.polygon(
            star(middle + side * reach, middle - (0.02 + abs(side) * 0.3) * reach, 0.1 * reach),
            fill=255,
        )
    for step, width in enumerate((0.3, 0.5, 0.62)):
        top = middle + (0.12 + 0.16 * step) * reach
        pen.rectangle(
            (middle - width * reach, top, middle + width * reach, top + 0.09 * reach), fill=255
        )
    cog = middle + 0.92 * reach
    pen.ellipse(
        (middle - 0.3 * reach, cog - 0.2 * reach, middle + 0.3 * reach, cog + 0.2 * reach), fill=255
    )


def _arc(ink: Image.Image, text: str, radius: float, height: float) -> None:
    """Text along the ring from lower left over the top, each character's foot to the centre."""
    side = ink.width
    spread = min(262, 29 * (len(text) - 1)) * (0.8 if radius < 0.36 else 1)
    step = spread / max(1, len(text) - 1)
    room = math.radians(step) * radius  # of the side, for one character
    narrow = min(1.0, 0.98 * room / height)
    font = _font(height * side)
    for index, char in enumerate(text):
        turn = -spread / 2 + step * index
        tile = Image.new("L", (round(side * height * 1.5),) * 2, 0)
        half = tile.width / 2
        ImageDraw.Draw(tile).text((half, half), char, font=font, fill=255, anchor="mm")
        tile = tile.resize((max(1, round(tile.width * narrow)), tile.height))
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC, expand=True)
        x = side * (0.5 + radius * math.sin(math.radians(turn)))
        y = side * (0.5 - radius * math.cos(math.radians(turn)))
        corner = round(x - tile.width / 2), round(y - tile.height / 2)
        ink.paste(255, corner, tile)


def _second_script(ink: Image.Image, script: str, chance: Random) -> None:
    """Along the outer ring: Latin letters, or strokes that resemble a script without being one."""
    side = ink.width
    if script == "zhuang":
        syllables = ("Yen", "lien", "gih", "Swci", "cwng", "fuj", "gyang", "bouq", "Cai", "cwngq")
        text = " ".join("".join(chance.choices(syllables, k=2)) for _ in range(4)).upper()
        spread, radius = 250, 0.415
        for index, char in enumerate(text):
            turn = math.radians(-spread / 2 + spread * index / (len(text) - 1))
            tile = Image.new("L", (round(side * 0.12),) * 2, 0)
            half = tile.width / 2
            ImageDraw.Draw(tile).text(
                (half, half), char, font=_font(side * 0.066, serif=False), fill=255, anchor="mm"
            )
            tile = tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
            x, y = side * (0.5 + radius * math.sin(turn)), side * (0.5 - radius * math.cos(turn))
            ink.paste(255, (round(x - half), round(y - half)), tile)
        return
    pen = ImageDraw.Draw(ink)
    stroke = max(2, round(side * 0.011))

    def at(degrees: float, radius: float) -> tuple[float, float]:
        turn = math.radians(degrees)
        return side * (0.5 + radius * math.sin(turn)), side * (0.5 - radius * math.cos(turn))

    degrees = -125.0
    while degrees < 125:
        width = chance.uniform(5, 12)
        if chance.random() < 0.15:
            degrees += 4
            continue
        if script == "uyghur":
            pen.line([at(degrees + d * width / 4, 0.395) for d in range(5)], fill=255, width=stroke)
            pen.line(
                (at(degrees, 0.395), at(degrees + 1, chance.uniform(0.41, 0.445))),
                fill=255,
                width=stroke,
            )
            x, y = at(degrees + width / 2, chance.choice((0.375, 0.42)))
            pen.ellipse((x - stroke, y - stroke, x + stroke, y + stroke), fill=255)
        elif script == "tibetan":
            pen.line((at(degrees, 0.44), at(degrees + width * 0.85, 0.44)), fill=255, width=stroke)
            for leg in range(chance.randint(1, 3)):
                here = degrees + width * 0.3 * leg
                pen.line(
                    (at(here, 0.44), at(here + chance.uniform(-2, 3), chance.uniform(0.36, 0.4))),
                    fill=255,
                    width=stroke,
                )
        else:  # mongolian: a stem along the ray, teeth to one side
            pen.line((at(degrees, 0.36), at(degrees, 0.45)), fill=255, width=stroke)
            for tooth in range(chance.randint(2, 4)):
                reach = 0.365 + 0.025 * tooth
                pen.line(
                    (at(degrees, reach), at(degrees + 4, reach + 0.012)), fill=255, width=stroke
                )
            width = max(width, 7)
        degrees += width
    return


def _uneven(ink: Image.Image, chance: Random) -> Image.Image:
    """A coarse cloud, fine grain and a side that took less ink."""
    noise = np.random.default_rng(chance.randrange(2**32))
    high, wide = ink.height, ink.width
    cloud = cv2.resize(
        noise.uniform(0.72, 1.05, (9, 9)), (wide, high), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.GaussianBlur(noise.normal(0, 1, (high, wide)), (0, 0), 0.8) * 0.22
    way = noise.uniform(0, 2 * math.pi)
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    lean = 1 - noise.uniform(0, 0.35) * (
        0.5 + 0.5 * (columns * math.cos(way) + rows * math.sin(way))
    )
    cover = np.clip((cloud + grain) * lean, 0, 1)
    return Image.fromarray((np.asarray(ink) * cover).astype(np.uint8))


# --- one page -----------------------------------------------------------------------------------


def letter(chance: Random, *, heading: bool = True, lines: int | None = None) -> Image.Image:
    page = Image.new("RGB", (_WIDE, _HIGH), "white")
    pen = ImageDraw.Draw(page)
    point = DPI / 72
    if heading:
        title = a_name(chance) + chance.choice(("文件", ""))
        size = min(34.0, 430 / len(title))
        pen.text((_WIDE / 2, 95 * point), title, font=_font(size * point), fill=RED, anchor="mm")
        pen.line(
            (80 * point, 135 * point, 515 * point, 135 * point), fill=RED, width=round(1.8 * point)
        )
    words = (
        "经审查，你申请公开的信息属于主动公开范围，现将获取该信息的方式和途径告知如下。"
        "根据《中华人民共和国政府信息公开条例》第三十六条的规定，如对本答复不服，可以自收到之日起"
        "六十日内向演江市人民政府申请行政复议，或者在六个月内向人民法院提起行政诉讼。特此告知。"
    )
    start = chance.randrange(40)
    for row in range(lines if lines is not None else chance.randint(10, 18)):
        at = (start + 27 * row) % len(words)
        text = (words + words)[at : at + 27]
        pen.text(
            (80 * point, (165 + 28 * row) * point), text, font=_font(16 * point), fill=(15, 15, 15)
        )
    return page


def signed(page: Image.Image, name: str, at: tuple[float, float]) -> None:
    """Name and date with their middle at a point of the page."""
    pen = ImageDraw.Draw(page)
    point = DPI / 72
    for row, text in enumerate((name, "二〇二六年三月十二日")):
        place = (at[0] * point, (at[1] - 14 + 28 * row) * point)
        pen.text(place, text, font=_font(16 * point), fill=(15, 15, 15), anchor="mm")


def press(
    page: Image.Image, look: Look, at: tuple[float, float], chance: Random
) -> tuple[Image.Image, NDArray[np.float64]]:
    """The page with the seal on it, black shining through, and the seal's outline in pixels."""
    ink = draw_seal(look, DPI, chance)
    left, top = (round(c * DPI / 72 - s / 2) for c, s in zip(at, ink.size, strict=True))
    cover = Image.new("L", page.size, 0)
    cover.paste(ink, (left, top))
    amount = np.asarray(cover, np.float32)[..., None] / 255 * look.strength
    colour = np.array(look.colour, np.float32)
    shade = Image.fromarray((255 - amount * (255 - colour)).astype(np.uint8))
    turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    outline = np.column_stack(
        (left + ink.width / 2 * (1 + np.cos(turns)), top + ink.height / 2 * (1 + np.sin(turns)))
    )
    return ImageChops.multiply(page, shade), outline


# --- damage -------------------------------------------------------------------------------------


def _moved(
    page: Pixels, matrix: Matrix, size: tuple[int, int], paper: Rgb = (255, 255, 255)
) -> Pixels:
    return np.asarray(
        cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=paper), np.uint8
    )


def _skewed(page: Pixels, dpi: float, chance: Random, most: float = 1.6) -> tuple[Pixels, Matrix]:
    scale = dpi / DPI
    size = round(page.shape[1] * scale), round(page.shape[0] * scale)
    soft = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.45 / scale))
    turn = cv2.getRotationMatrix2D(
        (page.shape[1] / 2, page.shape[0] / 2), chance.uniform(-most, most), 1
    )
    matrix = np.diag((scale, scale, 1)) @ np.vstack((turn, (0, 0, 1)))
    return _moved(soft, matrix, size), matrix


def _noisy(page: Pixels, amount: float, chance: Random) -> Pixels:
    noise = np.random.default_rng(chance.randrange(2**32))
    return np.clip(page + noise.normal(0, amount, page.shape), 0, 255).astype(np.uint8)


def _jpeg(page: Pixels, quality: int) -> Pixels:
    _, data = cv2.imencode(".jpg", page[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, quality))
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


def _grey(page: Pixels) -> Pixels:
    return np.repeat(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


Damaged = tuple[Pixels, float, Matrix]


def clean(page: Pixels, _: Random) -> Damaged:
    matrix = np.diag((0.75, 0.75, 1.0))
    size = round(page.shape[1] * 0.75), round(page.shape[0] * 0.75)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8), 150, matrix


def scan(dpi: int) -> Callable[[Pixels, Random], Damaged]:
    def scanned(page: Pixels, chance: Random) -> Damaged:
        moved, matrix = _skewed(page, dpi, chance)
        paper = np.array([chance.uniform(0.93, 0.99)] * 3) * [1, 0.995, chance.uniform(0.96, 0.99)]
        return _jpeg(_noisy(moved * paper, 4, chance), chance.randint(55, 85)), dpi, matrix

    return scanned


def grey(page: Pixels, chance: Random) -> Damaged:
    moved, matrix = _skewed(page, 200, chance)
    return _jpeg(_grey(_noisy(moved * 0.97, 4, chance)), 75), 200, matrix


def onebit(page: Pixels, chance: Random) -> Damaged:
    moved, matrix = _skewed(page, 200, chance)
    dark = cv2.cvtColor(_noisy(moved, 8, chance), cv2.COLOR_RGB2GRAY)
    flat = (dark > chance.randint(140, 190)).astype(np.uint8) * 255
    return np.repeat(flat[..., None], 3, axis=2), 200, matrix


def fax(page: Pixels, chance: Random) -> Damaged:
    """Half the lines, black or white, specks."""
    moved, matrix = _skewed(page, 200, chance)
    dark = cv2.cvtColor(_noisy(moved, 14, chance), cv2.COLOR_RGB2GRAY)
    half = cv2.resize(dark, (dark.shape[1], dark.shape[0] // 2), interpolation=cv2.INTER_AREA)
    flat = (half > chance.randint(150, 190)).astype(np.uint8) * 255
    noise = np.random.default_rng(chance.randrange(2**32))
    flat[noise.random(flat.shape) < 0.002] = 0
    whole = cv2.resize(flat, (dark.shape[1], dark.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.repeat(whole[..., None], 3, axis=2), 200, matrix


def photo(page: Pixels, chance: Random) -> Damaged:
    """On a table, from a little aside, in warm light that falls off, a shadow across, not quite sharp."""
    wide, high = 1500, 2100
    corners = np.array(
        ((0, 0), (page.shape[1], 0), (page.shape[1], page.shape[0]), (0, page.shape[0])), np.float32
    )
    away = lambda: chance.uniform(20, 130)  # noqa: E731
    seen = np.array(
        (
            (away(), away()),
            (wide - away(), away()),
            (wide - away(), high - away()),
            (away(), high - away()),
        ),
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    table = tuple(round(chance.uniform(60, 150) * part) for part in (1, 0.8, 0.62))
    moved = _moved(cv2.GaussianBlur(page, (0, 0), 0.7), matrix, (wide, high), table)
    way = chance.uniform(0, 2 * math.pi)
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    light = 0.78 + 0.17 * (columns * math.cos(way) + rows * math.sin(way))
    shadow = 1 / (
        1
        + np.exp(-(columns * math.sin(way) - rows * math.cos(way) - chance.uniform(-0.5, 0.8)) * 9)
    )
    light *= 1 - chance.uniform(0, 0.3) * shadow
    warm = np.array((1.0, chance.uniform(0.9, 0.98), chance.uniform(0.74, 0.9)))
    lit = cv2.GaussianBlur(moved * light[..., None] * warm, (0, 0), chance.uniform(0.6, 1.3))
    return _jpeg(_noisy(lit, 5, chance), chance.randint(55, 80)), 1500 / 8.27, matrix


def jpeg(page: Pixels, chance: Random) -> Damaged:
    moved, matrix = _skewed(page, 100, chance, 0.5)
    return _jpeg(moved, chance.randint(20, 35)), 100, matrix


DAMAGES: dict[str, Callable[[Pixels, Random], Damaged]] = {
    "clean": clean, "scan300": scan(300), "scan200": scan(200), "scan150": scan(150), "grey": grey, "photo": photo,
    "onebit": onebit, "fax": fax, "jpeg": jpeg,
}  # fmt: skip
