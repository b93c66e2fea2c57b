"""Letters whose words are known, set with typst, stamped, and then damaged as offices damage them.

In: a letter, a font, a kind of damage, a seed. Out: `Worn`: the picture as a file of bytes, and the
text that stands on it. Same seed, same bytes. All names are invented and say 演练.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pylopdf_fonts_zh_cn as fonts
import pypdfium2 as pdfium
import typst
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
FONTS = ("Noto Serif SC", "Noto Sans SC")
RED = (205, 40, 48)


@dataclass(frozen=True)
class Letter:
    head: str
    title: str
    number: str
    paragraphs: tuple[str, ...]
    signature: str
    day: str
    size: float = 16.0  # points

    @property
    def text(self) -> str:
        return "".join(
            (self.head, self.title, self.number, *self.paragraphs, self.signature, self.day)
        )


@dataclass(frozen=True)
class Worn:
    data: bytes
    text: str
    dpi: float


LETTERS = (
    Letter(
        "演江自治区演练局文件",
        "政府信息公开申请答复书",
        "演练局公开〔2020〕第12号",
        (
            "张某某：",
            "本机关于2020年9月21日收到你提交的政府信息公开申请，申请公开“2019年度县级财政专项扶贫资金分配方案”。经审查，现答复如下：",
            "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项、《档案利用办法》第七条的规定，经检索，你申请公开的政府信息不存在。检索的范围为：1.办公室；2.《档案目录》；3.业务处室电子卷宗。",
            "如对本答复不服，可以自收到本答复之日起60日内向演江自治区人民政府申请行政复议，或者在6个月内向演江铁路运输法院提起行政诉讼。",
            "联系人：李某，联系电话：0771-5550123，地址：演江市演练路12号（邮编530000）。",
        ),
        "演江自治区演练局",
        "2020年10月12日",
    ),
    Letter(
        "演州市演练和社会保障局",
        "关于林晓雯政府信息公开申请的答复",
        "演人社依申请〔2021〕3号",
        (
            "林晓雯：",
            "你通过邮政特快专递（邮件号1098765432100）提交的政府信息公开申请收悉。你申请获取的内容为“演州市城东片区2018—2020年房屋征收补偿安置方案及其批复（演府办发〔2018〕45号）”。",
            "经审查，你申请公开的信息属于第三十七条规定的情形，其中涉及商业秘密的部分不予公开，可以公开的部分附后；每页共计￥0.50元，不收取费用。",
            "申请人如认为本机关的答复侵犯其合法权益，可在接到本告知书之日起六十日内，依据《中华人民共和国行政复议法》第九条之规定提出复议；也可以自知道之日起六个月内起诉。",
        ),
        "演州市演练和社会保障局",
        "二〇二一年三月五日",
        14.0,
    ),
    Letter(
        "",
        "补正告知书",
        "（2023）演自然资告字第0007号",
        (
            "王建国（身份证号码：450000195003070011）：",
            "经审查，你于2023年5月4日提出的申请内容不明确：一是未写明文件的名称、文号；二是“相关材料”所指不清；三是未附身份证明。请于收到本通知之日起15个工作日内补正，逾期不补正且无正当理由的，视为放弃申请，本机关不再处理。",
            "补正材料请寄：演江市演练区民族大道85-1号3楼301室，政务公开办收；或发至 gk@yanlian.example，并注明“补正”字样。咨询时间：周一至周五 8:30-12:00，15:00-18:00。",
        ),
        "演江市自然资源演练局",
        "2023年5月11日",
        10.5,
    ),
)


@lru_cache(maxsize=16)
def typeset(letter: Letter, font: str) -> bytes:
    """The letter as a digital PDF of one page."""
    head = (
        f'#align(center, text(fill: rgb("#cc1018"), size: 28pt)[{letter.head}])\n'
        '#line(length: 100%, stroke: 2pt + rgb("#cc1018"))\n'
        if letter.head
        else ""
    )
    # in markup @ and // mean something
    body = "\n\n".join(letter.paragraphs).replace("@", "\\@")
    source = (
        '#set page(paper: "a4", margin: (x: 28mm, y: 30mm))\n'
        f'#set text(font: "{font}", size: {letter.size}pt, lang: "zh", region: "cn")\n'
        f"#set par(leading: 0.8em, justify: true)\n{head}"
        f"#align(center, text(size: 22pt)[{letter.title}])\n"
        f"#align(center)[{letter.number}]\n\n{body}\n\n#v(1.2cm)\n"
        f"#align(right, box(align(center)[{letter.signature} \\ {letter.day}]))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.typ"
        path.write_text(source, encoding="utf-8")
        made = typst.compile(str(path), font_paths=[str(fonts.sans_path().parent)])
    assert isinstance(made, bytes)
    return made


def shown(letter: Letter, font: str, dpi: float, *, sealed: bool = True) -> Pixels:
    """The letter on paper, the seal pressed over signature and date so that black shows through."""
    document = pdfium.PdfDocument(typeset(letter, font))
    page = document[0]
    text = page.get_textpage()
    box = text.get_charbox(text.count_chars() - 2)  # of the date's end
    height = page.get_height()
    pixels = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    text.close()
    page.close()
    document.close()
    if not sealed:
        return pixels
    side = round(42 / 25.4 * dpi)
    left = round((box[0] - 75) * dpi / 72 - side / 2)
    top = round((height - box[1] - 22) * dpi / 72 - side / 2)
    seal = np.asarray(_seal(letter.signature, side))
    place = pixels[top : top + side, left : left + side]
    place[:] = (place.astype(np.uint16) * seal // 255).astype(np.uint8)
    return pixels


@lru_cache(maxsize=16)
def _seal(name: str, side: int) -> Image.Image:
    """A round seal on white: ring, star, and the name over the top."""
    size = side * 2
    seal = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((2, 2, size - 3, size - 3), outline=RED, width=round(size * 0.028))
    reach = [0.15 * size if corner % 2 == 0 else 0.0573 * size for corner in range(10)]
    angles = [-np.pi / 2 + corner * np.pi / 5 for corner in range(10)]
    points = [
        (size / 2 + r * np.cos(a), size / 2 + r * np.sin(a))
        for r, a in zip(reach, angles, strict=True)
    ]
    pen.polygon(points, fill=RED)
    font = ImageFont.truetype(str(fonts.serif_path()), round(0.11 * size))
    spread = min(250, 30 * len(name))
    for index, char in enumerate(name):
        turn = -spread / 2 + spread * index / max(1, len(name) - 1)
        tile = Image.new("L", (round(size * 0.16),) * 2)
        ImageDraw.Draw(tile).text((tile.width / 2,) * 2, char, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-turn, resample=Image.Resampling.BICUBIC)
        x = size / 2 + 0.385 * size * np.sin(np.radians(turn)) - tile.width / 2
        y = size / 2 - 0.385 * size * np.cos(np.radians(turn)) - tile.width / 2
        seal.paste(RED, (round(x), round(y)), tile)
    return seal.resize((side, side), Image.Resampling.LANCZOS)


# --- damage -------------------------------------------------------------------------------------


def slanted(page: Pixels, degrees: float) -> Pixels:
    """Laid askew on the glass."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    return np.asarray(turned, np.uint8)


def grainy(page: Pixels, chance: np.random.Generator, blur: float, noise: float) -> Pixels:
    """Paper that is not white, a lens that is not sharp, a sensor that is not still."""
    paper = np.clip(page.astype(np.float32), 28, 255) * np.array([0.97, 0.965, 0.94], np.float32)
    soft = np.asarray(cv2.GaussianBlur(paper, (0, 0), blur), np.float32)
    grain = chance.normal(0, noise, (*page.shape[:2], 1)).astype(np.float32)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


def _jpeg(page: Pixels, quality: int, dpi: float) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def _scan(dpi: float, degrees: float, quality: int) -> Callable[..., tuple[bytes, float]]:
    def damaged(letter: Letter, font: str, chance: np.random.Generator) -> tuple[bytes, float]:
        askew = slanted(shown(letter, font, dpi), degrees * chance.choice((-1.0, 1.0)))
        return _jpeg(grainy(askew, chance, dpi / 330, 5), quality, dpi), dpi

    return damaged


def _fax(letter: Letter, font: str, chance: np.random.Generator) -> tuple[bytes, float]:
    """Fine mode, 204 by 196 dots, black and white, with specks."""
    page = slanted(shown(letter, font, 200), float(chance.normal(0, 0.5)))
    grey = grainy(page, chance, 0.8, 14).mean(axis=2)
    black = grey < 150 + chance.normal(0, 12, grey.shape)
    black ^= chance.random(black.shape) < 0.0008
    out = io.BytesIO()
    Image.fromarray(~black).save(out, "TIFF", compression="group4", dpi=(200, 200))
    return out.getvalue(), 200.0


def _one_bit(letter: Letter, font: str, chance: np.random.Generator) -> tuple[bytes, float]:
    """A copier's scan to black and white: thin strokes break, thick ones run together."""
    grey = grainy(slanted(shown(letter, font, 200), 0.4), chance, 0.7, 4).mean(axis=2)
    out = io.BytesIO()
    Image.fromarray(grey > chance.uniform(120, 185)).save(out, "PNG", dpi=(200, 200))
    return out.getvalue(), 200.0


def _photo(letter: Letter, font: str, chance: np.random.Generator) -> tuple[bytes, float]:
    """With a telephone, from a little aside, under a lamp, on a desk."""
    page = shown(letter, font, 150)
    height, width = page.shape[:2]
    edge = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = edge * 0.9 + np.array([width, height], np.float32) * 0.05
    moved += chance.uniform(-0.025, 0.025, (4, 2)).astype(np.float32) * width
    matrix = cv2.getPerspectiveTransform(edge, moved)
    desk = cv2.warpPerspective(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(96, 84, 70)
    )
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    lamp = np.hypot(across - width * chance.uniform(0.2, 0.8), down - height * 0.3) / height
    lit = np.asarray(desk, np.float32) * (1.02 - 0.45 * lamp)[:, :, None]
    return _jpeg(grainy(np.clip(lit, 0, 255).astype(np.uint8), chance, 0.9, 7), 80, 72), 0.0


def _turned(letter: Letter, font: str, chance: np.random.Generator) -> tuple[bytes, float]:
    """Put in the wrong way round, and nobody looked."""
    page = np.rot90(shown(letter, font, 150), int(chance.integers(1, 4)))
    return _jpeg(grainy(np.ascontiguousarray(page), chance, 0.45, 5), 75, 150), 150.0


DAMAGES: dict[str, Callable[[Letter, str, np.random.Generator], tuple[bytes, float]]] = {
    "扫描 200 dpi": _scan(200, 0.6, 80),
    "扫描 150 dpi": _scan(150, 0.8, 70),
    "扫描 100 dpi": _scan(100, 0.5, 60),
    "扫描 150 dpi，歪斜 5°": _scan(150, 5.0, 70),
    "传真": _fax,
    "黑白二值": _one_bit,
    "照片": _photo,
    "横放或倒放": _turned,
}


def worn(letter: Letter, font: str, damage: str, seed: int = 0) -> Worn:
    """The letter as it arrives. `dpi` is 0 where the file does not say it."""
    chance = np.random.default_rng([seed, LETTERS.index(letter), FONTS.index(font)])
    data, dpi = DAMAGES[damage](letter, font, chance)
    return Worn(data, letter.text, dpi)
