"""What lands on the assessor's desk: a typeset letter (PDF) -> its scan, or a photograph of it.

The letter was printed, stamped, posted and laid a little askew on a scanner: ink lets the black
under it be seen, so the stamp is pressed here and not by the typesetter, whose seal is a picture. What
comes out is one picture a page, 200 dpi, turned by up to 1.2 degrees, on paper that is not quite
white, with the grain of a sensor, as JPEG inside a PDF that holds no text at all. A photograph was
taken from above, not quite square, with the desk around the sheet and the light from one side.
Every choice comes from the letter's own random stream: same letter, same bytes.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from functools import cache
from random import Random

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from harness.drill.letter.layout import SEAL_MM, Spot

DPI = 200
MOST_SKEW = 1.2  # degrees
_CAMERA = (2448, 3264)  # pixels: eight million, as a telephone takes them
_WHITE = (255, 255, 255)
_DESKS = ((96, 78, 60), (70, 74, 80), (120, 112, 100))
_GRAIN = 256  # pixels of the tile that the sensor's grain is made of
_LONG_AGO = time.struct_time((2020, 11, 20, 9, 0, 0, 4, 325, 0))  # a file's own date says nothing

Pixels = NDArray[np.uint8]
Pixels32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal as a picture with a transparent ground, and where it is pressed."""

    picture: bytes
    spot: Spot


def scan(pdf: bytes, stream: str, stamp: Stamp | None, *, grey: bool = False) -> bytes:
    """Every page as a picture, bound in a PDF as a scanner does it."""
    random = Random(f"{stream} scan")
    pages = [_scanned(sheet, random, grey=grey) for sheet in _sheets(pdf, stamp, random)]
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=random.randint(72, 88),
        producer="演练扫描仪",
        creationDate=_LONG_AGO,
        modDate=_LONG_AGO,
    )
    return out.getvalue()


def photograph(pdf: bytes, stream: str, stamp: Stamp | None) -> bytes:
    """The first page as a telephone's camera sees it, as JPEG."""
    random = Random(f"{stream} photograph")
    sheet = _toned(_sheets(pdf, stamp, random)[0], 24, (250, 249, 246))
    height, width = sheet.shape[:2]
    flat = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    view = cv2.getPerspectiveTransform(flat, _seen_from_above(random))
    desk = random.choice(_DESKS)
    taken = cv2.warpPerspective(sheet, view, _CAMERA, flags=cv2.INTER_LINEAR, borderValue=desk)
    lit = _bytes(cv2.multiply(taken, _side_light(random), dtype=cv2.CV_8U))
    out = io.BytesIO()
    Image.fromarray(_grained(lit, random, 2.2)).save(out, "JPEG", quality=random.randint(80, 90))
    return out.getvalue()


def _sheets(pdf: bytes, stamp: Stamp | None, random: Random) -> list[Pixels]:
    """The pages as they came out of the printer, and from under the stamp."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheets = [
            page.render(scale=DPI / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
            for page in document
        ]
    finally:
        document.close()
    if stamp:
        _press(sheets[stamp.spot.page], stamp, random)
    return sheets


def _press(sheet: Pixels, stamp: Stamp, random: Random) -> None:
    """Ink darkens what it covers, each colour by its own share; nothing is hidden by it."""
    side = round(SEAL_MM / 25.4 * DPI)
    picture = Image.open(io.BytesIO(stamp.picture)).convert("RGBA")
    ink = np.asarray(picture.resize((side, side), Image.Resampling.LANCZOS)).astype(np.float32)
    passed = 1 - ink[:, :, 3:] / 255 * (1 - ink[:, :, :3] / 255)
    x = round((stamp.spot.x + random.uniform(-5, 5) - SEAL_MM / 2) / 25.4 * DPI)
    y = round((stamp.spot.y + random.uniform(-2, 2) - SEAL_MM / 2) / 25.4 * DPI)
    under = sheet[y : y + side, x : x + side]
    under[:] = under * passed[: under.shape[0], : under.shape[1]]


def _scanned(sheet: Pixels, random: Random, *, grey: bool) -> Image.Image:
    height, width = sheet.shape[:2]
    angle = random.uniform(0.2, MOST_SKEW) * random.choice((-1, 1))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = _bytes(cv2.warpAffine(sheet, turn, (width, height), borderValue=_WHITE))
    white = random.randint(238, 250)
    paper = (white, white - random.randint(0, 2), white - random.randint(2, 9))
    toned = _toned(turned, random.randint(18, 40), paper)  # toner is never quite black
    picture = Image.fromarray(_grained(toned, random, 1.6))
    return picture.convert("L") if grey else picture


def _toned(pixels: Pixels, black: int, white: tuple[int, int, int]) -> Pixels:
    """Each colour's range drawn together, from that of the toner to that of the paper."""
    tables = np.stack([np.linspace(black, top, 256).round() for top in white], axis=-1)
    return _bytes(cv2.LUT(pixels, tables[np.newaxis].astype(np.uint8)))


def _grained(pixels: Pixels, random: Random, strength: float) -> Pixels:
    """The same grain over the whole picture, laid from a corner that chance chose."""
    height, width = pixels.shape[:2]
    shift = (random.randrange(_GRAIN), random.randrange(_GRAIN))
    tile = np.roll(_grain(), shift, axis=(0, 1)) * strength
    tile = np.repeat(tile.round().astype(np.int16)[:, :, np.newaxis], 3, axis=2)
    grain = np.tile(tile, (-(-height // _GRAIN), -(-width // _GRAIN), 1))[:height, :width]
    return _bytes(cv2.add(pixels, np.ascontiguousarray(grain), dtype=cv2.CV_8U))


def _bytes(pixels: NDArray[np.generic]) -> Pixels:
    return pixels.astype(np.uint8, copy=False)


@cache
def _grain() -> NDArray[np.float64]:
    return np.random.default_rng(2020).standard_normal((_GRAIN, _GRAIN))


# ---- the camera


def _seen_from_above(random: Random) -> Pixels32:
    """Where the sheet's corners lie in the picture, from the upper left clockwise."""
    width, height = _CAMERA
    half = height * random.uniform(0.455, 0.47)
    across, lean = half / 297 * 210, height * 0.012
    corners = [
        (
            width / 2 + side * across + random.uniform(-lean, lean),
            height / 2 + end * half + random.uniform(-lean, lean),
        )
        for side, end in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return np.array(corners, np.float32)


def _side_light(random: Random) -> Pixels32:
    """How bright each place is, of 1: falling off to one side and to one end, a little warm."""
    width, height = _CAMERA
    fall = np.linspace(random.uniform(0.93, 0.97), random.uniform(0.80, 0.86), width)
    if random.random() < 0.5:
        fall = fall[::-1]
    down = np.linspace(1.0, random.uniform(0.90, 0.97), height)
    plane = np.outer(down, fall).astype(np.float32)
    warm = (1.0, 0.985, 0.95)
    return np.asarray(cv2.merge([plane * np.float32(share) for share in warm]), np.float32)
