"""The sets of pages on which the search for seals is measured: with seals, and with what is none.

In: a seed. Out: `Sample`s. Seeds below 1000 are for tuning; what is reported comes from others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import seal_pages as draw
from PIL import Image, ImageDraw
from seal_pages import DPI, RED, Look, Sample, Truth

POINT = DPI / 72
BLUE, DARK = (38, 60, 170), (70, 70, 74)


def _star(chance: Random) -> Look:
    return Look(draw.a_name(chance), chance.choice((38, 42, 45)))


def _emblem(chance: Random) -> Look:
    name = chance.choice(draw.PLACES) + chance.choice(draw.KINDS) + "演练人民政府"
    return Look(
        name, chance.choice((45, 50)), centre="emblem", script=chance.choice(("", "zhuang"))
    )


def _bilingual(chance: Random) -> Look:
    script = chance.choice(("zhuang", "uyghur", "tibetan", "mongolian"))
    return Look(draw.a_name(chance), chance.choice((42, 45)), script=script)


def _special(chance: Random) -> Look:
    below = chance.choice(("政府信息公开专用章", "信息公开专用章", "（演练）", "依申请公开专用章"))
    return Look(draw.a_name(chance), chance.choice((40, 42, 45)), below=below)


def _oval(chance: Random) -> Look:
    return Look(draw.a_name(chance), 45, centre="", flat=30 / 45, below="业务专用章")


def _faint(chance: Random) -> Look:
    return replace(_star(chance), strength=chance.uniform(0.28, 0.45))


def _blue(chance: Random) -> Look:
    return replace(_star(chance), colour=BLUE)


def _dark(chance: Random) -> Look:
    return replace(_star(chance), colour=DARK)


LOOKS: dict[str, Callable[[Random], Look]] = {
    "star": _star, "emblem": _emblem, "bilingual": _bilingual, "special": _special,
    "oval": _oval, "faint": _faint, "blue": _blue, "dark": _dark,
}  # fmt: skip


def with_seal(kind: str, damage: str, seed: int) -> Sample:
    """A signed letter with a seal of a kind; some lie over text, some reach over the page's edge."""
    chance = Random(f"{kind} {damage} {seed}")
    page = draw.letter(chance, heading=chance.random() < 0.6)
    look = replace(LOOKS[kind](chance), turn=chance.gauss(0, 6))
    where, at = _place(chance)
    if where == "date":
        draw.signed(page, look.name, at)
    pressed = [(look, at)]
    if chance.random() < 0.12:
        pressed.append((_star(chance), (170.0, 690.0 + chance.uniform(-15, 15))))
    outlines = []
    for each, place in pressed:
        page, outline = draw.press(page, each, place, chance)
        outlines.append(outline)
    return _finished(page, pressed, outlines, kind, damage, chance, (where,))


def paled(strength: float, damage: str, seed: int) -> Sample:
    """A red seal over the date that took only this part of its ink."""
    chance = Random(f"paled {strength} {damage} {seed}")
    page = draw.letter(chance, heading=chance.random() < 0.6)
    look = replace(_star(chance), strength=strength, turn=chance.gauss(0, 6))
    at = (chance.uniform(390, 440), chance.uniform(650, 700))
    draw.signed(page, look.name, at)
    pressed, outline = draw.press(page, look, at, chance)
    return _finished(pressed, [(look, at)], [outline], "paled", damage, chance, ("date",))


def _place(chance: Random) -> tuple[str, tuple[float, float]]:
    where = chance.choices(("date", "text", "edge"), (0.74, 0.14, 0.12))[0]
    if where == "date":
        return where, (chance.uniform(390, 440), chance.uniform(650, 700))
    if where == "text":
        return where, (chance.uniform(150, 440), chance.uniform(250, 500))
    return where, (chance.choice((32.0, 563.0)), chance.uniform(500, 700))


def _finished(page, pressed, outlines, kind, damage, chance, traits) -> Sample:
    pixels, dpi, matrix = draw.DAMAGES[damage](np.asarray(page), chance)
    truths = []
    for (look, _), outline in zip(pressed, outlines, strict=True):
        corners = np.column_stack((outline, np.ones(len(outline)))) @ matrix.T
        seen = corners[:, :2] / corners[:, 2:] * 72 / dpi
        box = (*seen.min(axis=0), *seen.max(axis=0))
        truths.append(Truth(tuple(round(float(edge), 1) for edge in box), look))
    whole = np.ascontiguousarray(pixels)  # as decoders and renderers give them
    return Sample(whole, dpi, tuple(truths), kind, damage, traits)


# --- what is no seal ----------------------------------------------------------------------------

Pen = ImageDraw.ImageDraw


def _xy(x: float, y: float) -> tuple[float, float]:
    return x * POINT, y * POINT


def _round(pen: Pen, x: float, y: float, r: float, **looks: object) -> None:
    pen.ellipse((*_xy(x - r, y - r), *_xy(x + r, y + r)), **looks)


def nothing(page: Image.Image, chance: Random) -> None:
    draw.signed(page, draw.a_name(chance), (420, 675))


def heading(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    for y in (40, 140, 780):
        pen.line((*_xy(60, y), *_xy(530, y)), fill=RED, width=chance.randint(3, 9))
    pen.text(_xy(297, 220), "演练公文", font=draw._font(70 * POINT), fill=RED, anchor="mm")


def rosette(page: Image.Image, chance: Random) -> None:
    """Circles around circles, as a printed ornament or a security pattern."""
    pen = ImageDraw.Draw(page)
    colour = chance.choice((RED, (150, 30, 40), BLUE, (20, 20, 20)))
    x, y, size, many = (
        chance.uniform(150, 440),
        chance.uniform(600, 700),
        chance.uniform(20, 36),
        chance.randint(6, 18),
    )
    for petal in range(many):
        angle = 2 * math.pi * petal / many
        _round(
            pen,
            x + size * 0.8 * math.cos(angle),
            y + size * 0.8 * math.sin(angle),
            size,
            outline=colour,
            width=chance.randint(2, 4),
        )
    if chance.random() < 0.5:
        _round(pen, x, y, size * 1.8, outline=colour, width=4)


def coin(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    x, y, r = chance.uniform(120, 460), chance.uniform(300, 700), chance.uniform(36, 60)
    base = chance.choice(((176, 120, 70), (190, 150, 80), (150, 150, 155), (180, 90, 70)))
    _round(pen, x, y, r, fill=base)
    dark = tuple(round(c * 0.7) for c in base)
    _round(pen, x, y, r * 0.93, outline=dark, width=4)
    for tick in range(60):
        angle = tick * math.pi / 30
        ends = [_xy(x + r * q * math.cos(angle), y + r * q * math.sin(angle)) for q in (0.86, 0.91)]
        pen.line(ends, fill=dark, width=3)
    pen.text(
        _xy(x, y),
        chance.choice(("壹圆", "5", "1")),
        font=draw._font(r * POINT * 0.8),
        fill=dark,
        anchor="mm",
    )


def logo(page: Image.Image, chance: Random) -> None:
    """A round red emblem printed in the letterhead."""
    pen = ImageDraw.Draw(page)
    x, y, r = chance.choice((90.0, 297.0, 500.0)), 62.0, chance.uniform(24, 40)
    style = chance.randrange(4)
    if style == 0:
        _round(pen, x, y, r, fill=RED)
        pen.polygon(
            [(px, py) for px, py in draw.star(*_xy(x, y), r * 0.6 * POINT)], fill=(250, 210, 60)
        )
    elif style == 1:
        _round(pen, x, y, r, outline=RED, width=round(r * 0.3))
        _round(pen, x, y, r * 0.5, fill=RED)
    elif style == 2:
        _round(pen, x, y, r, fill=RED)
        _round(pen, x, y, r * 0.85, fill="white")
        pen.polygon(
            [_xy(x - r * 0.5, y + r * 0.4), _xy(x, y - r * 0.6), _xy(x + r * 0.5, y + r * 0.4)],
            fill=RED,
        )
    else:
        for tooth in range(20):
            angle = tooth * math.pi / 10
            _round(
                pen,
                x + r * 0.9 * math.cos(angle),
                y + r * 0.9 * math.sin(angle),
                r * 0.14,
                fill=RED,
            )
        _round(pen, x, y, r * 0.88, fill=RED)
        pen.text(_xy(x, y), "演", font=draw._font(r * POINT), fill="white", anchor="mm")


def red_table(page: Image.Image, chance: Random) -> None:
    """A form printed in red: rules, headings, and a few figures in its cells."""
    pen = ImageDraw.Draw(page)
    left, top = chance.uniform(70, 120), chance.uniform(280, 420)
    wide, high = chance.uniform(28, 70), chance.uniform(20, 44)
    rows, columns = chance.randint(4, 9), chance.randint(4, 6)
    for row in range(rows + 1):
        y = top + row * high
        pen.line((*_xy(left, y), *_xy(left + columns * wide, y)), fill=RED, width=3)
    for column in range(columns + 1):
        x = left + column * wide
        pen.line((*_xy(x, top), *_xy(x, top + rows * high)), fill=RED, width=3)
        if column < columns:
            font = draw._font(12 * POINT)
            pen.text(_xy(x + wide / 2, top + high / 2), "演练", font=font, fill=RED, anchor="mm")


def code(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    colour = chance.choice((RED, (10, 10, 10), BLUE))
    cell, left, top = chance.uniform(2.2, 3.6), chance.uniform(100, 400), chance.uniform(550, 690)
    for row in range(33):
        for column in range(33):
            corner = ((row < 7 or row > 25) and column < 7) or (row < 7 and column > 25)
            ring = corner and (
                {row % 26, column % 26} & {0, 6} or (2 <= row % 26 <= 4 and 2 <= column % 26 <= 4)
            )
            if ring or (not corner and chance.random() < 0.5):
                x, y = left + cell * column, top + cell * row
                pen.rectangle((*_xy(x, y), *_xy(x + cell, y + cell)), fill=colour)


def finger(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    colour = chance.choice((RED, (200, 60, 60), (40, 60, 160)))
    for _ in range(chance.randint(1, 3)):
        x, y = chance.uniform(120, 460), chance.uniform(300, 700)
        for ridge in range(13):
            start = chance.uniform(0, 360)
            wide, high = 2 + 1.7 * ridge, 3 + 2.3 * ridge
            pen.arc(
                (*_xy(x - wide, y - high), *_xy(x + wide, y + high)),
                start,
                start + chance.uniform(200, 330),
                fill=colour,
                width=2,
            )


def urgent(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    x, y = chance.uniform(330, 430), chance.uniform(30, 60)
    pen.rectangle((*_xy(x, y), *_xy(x + 110, y + 44)), outline=RED, width=6)
    pen.text(
        _xy(x + 55, y + 22),
        chance.choice(("特急", "急件", "演练")),
        font=draw._font(30 * POINT),
        fill=RED,
        anchor="mm",
    )


def square(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    x, y, side = chance.uniform(350, 430), chance.uniform(620, 690), chance.choice((51, 68, 100))
    pen.rectangle((*_xy(x, y), *_xy(x + side, y + side)), outline=RED, width=7)
    for index, char in enumerate("演练之印"):
        place = _xy(x + side * (0.72 - 0.45 * (index // 2)), y + side * (0.28 + 0.45 * (index % 2)))
        pen.text(place, char, font=draw._font(side * 0.4 * POINT), fill=RED, anchor="mm")


def red_photo(page: Image.Image, chance: Random) -> None:
    """A picture of red lanterns, flags, a sunset."""
    noise = np.random.default_rng(chance.randrange(2**32))
    small = Image.fromarray((noise.integers(0, 255, (6, 8, 3)) // (1, 3, 3)).astype(np.uint8))
    size = tuple(round(side) for side in _xy(chance.uniform(150, 300), chance.uniform(120, 220)))
    picture = Image.fromarray(np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(4):
        cx, cy, r = chance.uniform(0, size[0]), chance.uniform(0, size[1]), chance.uniform(60, 170)
        pen.ellipse(
            (cx - r, cy - r, cx + r, cy + r),
            fill=(chance.randint(170, 240), 30, 30),
            outline=(250, 200, 60),
            width=6,
        )
    page.paste(
        picture, tuple(round(c) for c in _xy(chance.uniform(90, 200), chance.uniform(300, 500)))
    )


def chart(page: Image.Image, chance: Random) -> None:
    pen = ImageDraw.Draw(page)
    x, y, r = chance.uniform(180, 400), chance.uniform(350, 620), chance.uniform(45, 80)
    box = (*_xy(x - r, y - r), *_xy(x + r, y + r))
    start = 0.0
    for colour in (RED, BLUE, (230, 140, 120), (90, 90, 90)):
        end = start + chance.uniform(40, 110)
        pen.pieslice(box, start, min(end, 360), fill=colour)
        start = end
    if chance.random() < 0.6:
        _round(pen, x, y, r * 0.55, fill="white")
        pen.text(_xy(x, y), "37%", font=draw._font(r * 0.4 * POINT), fill=(20, 20, 20), anchor="mm")


def clock(page: Image.Image, chance: Random) -> None:
    """A dial: a thin ring with figures round about, in black, red or blue."""
    pen = ImageDraw.Draw(page)
    colour = chance.choice(((20, 20, 20), BLUE, RED))
    x, y, r = chance.uniform(180, 400), chance.uniform(350, 650), chance.uniform(45, 62)
    _round(pen, x, y, r, outline=colour, width=5)
    for hour in range(12):
        angle = hour * math.pi / 6
        pen.line(
            [_xy(x + r * q * math.sin(angle), y - r * q * math.cos(angle)) for q in (0.88, 0.97)],
            fill=colour,
            width=4,
        )
    for angle, reach in ((chance.uniform(0, 6.3), 0.5), (chance.uniform(0, 6.3), 0.8)):
        pen.line(
            (*_xy(x, y), *_xy(x + r * reach * math.sin(angle), y - r * reach * math.cos(angle))),
            fill=colour,
            width=6,
        )


def circled(page: Image.Image, chance: Random) -> None:
    """Words circled by hand, in red or blue."""
    draw.signed(page, draw.a_name(chance), (420, 675))
    pen = ImageDraw.Draw(page)
    colour = chance.choice((RED, BLUE, (30, 30, 30)))
    x, y, r = 420 + chance.uniform(-20, 20), 672, chance.uniform(42, 66)
    wobble, lean = chance.uniform(0.02, 0.07), chance.uniform(0, 6.3)
    turns = np.linspace(0, 2 * math.pi * chance.uniform(1.0, 1.15), 90)
    points = [
        _xy(
            x + r * (1 + wobble * math.sin(2 * t + lean) + t * 0.008) * math.cos(t),
            y + r * (0.9 + wobble * math.sin(3 * t)) * math.sin(t),
        )
        for t in turns
    ]
    pen.line(points, fill=colour, width=chance.randint(3, 7), joint="curve")


def stars(page: Image.Image, chance: Random) -> None:
    """Stars without a ring, and a starred banner."""
    pen = ImageDraw.Draw(page)
    for _ in range(4):
        x, y, r = chance.uniform(100, 500), chance.uniform(300, 720), chance.uniform(15, 50)
        pen.polygon(draw.star(*_xy(x, y), r * POINT), fill=chance.choice((RED, (20, 20, 20))))


def date_stamp(page: Image.Image, chance: Random) -> None:
    """A receiving clerk's round stamp of 20 to 26 mm, a line above and below the date."""
    pen = ImageDraw.Draw(page)
    colour = chance.choice((RED, BLUE))
    x, y, r = chance.uniform(420, 500), chance.uniform(60, 200), chance.uniform(28, 36)
    _round(pen, x, y, r, outline=colour, width=5)
    for shift in (-0.28, 0.28):
        wide = r * 0.94
        pen.line(
            (*_xy(x - wide, y + shift * r), *_xy(x + wide, y + shift * r)), fill=colour, width=4
        )
    pen.text(_xy(x, y), "26.3.12", font=draw._font(r * 0.42 * POINT), fill=colour, anchor="mm")
    pen.text(
        _xy(x, y - r * 0.58), "收文", font=draw._font(r * 0.4 * POINT), fill=colour, anchor="mm"
    )


NO_SEAL: dict[str, Callable[[Image.Image, Random], None]] = {
    one.__name__: one
    for one in (
        nothing, heading, rosette, coin, logo, red_table, code, finger, urgent, square, red_photo, chart, clock,
        circled, stars, date_stamp,
    )
}  # fmt: skip


def without(kind: str, damage: str, seed: int) -> Sample:
    chance = Random(f"none {kind} {damage} {seed}")
    page = draw.letter(chance, heading=chance.random() < 0.6)
    NO_SEAL[kind](page, chance)
    return _finished(page, [], [], kind, damage, chance, ())


def all_with(seeds: range) -> Iterator[Sample]:
    for seed in seeds:
        for kind in LOOKS:
            for damage in draw.DAMAGES:
                if kind == "blue" and damage in ("grey", "onebit", "fax"):
                    continue  # the same as dark
                yield with_seal(kind, damage, seed)


def all_without(seeds: range) -> Iterator[Sample]:
    damages = list(draw.DAMAGES)
    for seed in seeds:
        for index, kind in enumerate(NO_SEAL):
            for step in range(3):
                yield without(kind, damages[(index + seed + step * 3) % len(damages)], seed)
