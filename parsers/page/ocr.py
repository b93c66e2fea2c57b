"""A picture of writing -> its lines, by rapidocr (PP-OCRv6 small, whose weights lie in its wheel).

In: RGB pixels. Out: `Line`s in reading order with a confidence each and boxes in points from the
top left corner of the picture as it is shown, be it turned or slanted; or the one text of a picture
that holds a single line. The engine is loaded at the first picture, once a process, and never
reaches for the network.

Writing is looked for in a small copy of the page, as fine as is needed for its glyphs, and cut out
of the full picture: the bare engine looks through 2000 pixels, which takes most of its time.

Cannot see: handwriting (poorly), vertical writing, letters below about five points.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers import effort
from parsers.document import Box, Line
from parsers.page.punctuation import proper
from parsers.page.rows import Piece, rows
from parsers.parser import Unreadable

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
# the engine keeps settings of the last call in itself, and the web page reads in several threads
_ENGINE = Lock()

# pages sent twice are read once: what was read last, by the picture's fingerprint; no pictures
_known: dict[tuple[bytes, tuple[int, ...], float], tuple[Line, ...]] = {}
_MOST_KNOWN = 64

_SIDE = 1056  # the longer side at which writing is looked for: A4 at 90 dots an inch
_FINE_SIDE = 2016  # likewise, where the first look shows that the glyphs are small
_SMALL_GLYPHS = 11.0  # pixels of a line's height in the first look
_MOST_ENLARGED = 2.5
_GRID = 32  # the network wants sides of whole multiples
_TALL = 1.5  # height : width of a line that stands on end
_SURE = 0.85  # a mean confidence at which nobody asks whether the page lies upside down
_SAMPLES = 6
_BETTER = 0.08  # by how much the turned reading must be surer
_CELL_GAP = 0.8  # of a line's height: wider gaps in a row are gaps between cells


def read_page(image: Pixels, dpi: float) -> tuple[Line, ...]:
    """The lines of a page. A page without writing has none."""
    if min(image.shape[:2]) < 8:
        return ()
    key = (hashlib.blake2b(np.ascontiguousarray(image).data).digest(), image.shape, dpi)
    with _ENGINE:
        if key not in _known:
            turns, pieces = _upright(image)
            found = (_line(row, turns, image.shape[:2], dpi) for row in rows(pieces))
            _known[key] = tuple(line for line in found if line is not None)
            if len(_known) > _MOST_KNOWN:
                del _known[next(iter(_known))]
        return _known[key]


def read_line(image: Pixels) -> tuple[tuple[str, float], ...]:
    """The characters of a picture of one level line, such as a seal's ring unrolled, each with its
    confidence."""
    if not image.size:
        return ()
    with _ENGINE:
        engine = _engine()
        picture = np.ascontiguousarray(image[:, :, ::-1])
        read = engine.text_rec(engine.pictures(img=[picture], return_word_box=True))
    found = read.word_results[0]
    return tuple(zip(str(read.txts[0]), found.confs, strict=False)) if found else ()


def _upright(image: Pixels) -> tuple[int, list[Piece]]:
    """(quarter turns anticlockwise that set the page upright, its writing in the turned page)."""
    turns, quads = 0, _detected(image)
    if _stand_on_end(quads):
        turns, image = 1, _turned(image, 1)
        quads = _detected(image)
    pieces = _read(image, quads)
    # what could not be read at all counts against this way up
    if quads and sum(piece.confidence for piece in pieces) < _SURE * len(quads):
        crops = [_cut(image, quad) for quad in sorted(quads, key=_width)[-_SAMPLES:]]
        before, after = (
            _mean([confidence for _, confidence in _recognised(sample)])
            for sample in (crops, [_turned(crop, 2) for crop in crops])
        )
        if after > before + _BETTER:
            turns, image = turns + 2, _turned(image, 2)
            pieces = _read(image, _detected(image))
    return turns, pieces


def _turned(image: Pixels, quarters: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(image, quarters))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _stand_on_end(quads: Sequence[Floats]) -> bool:
    """Whether most of the writing runs up or down the page."""
    tall = sum(_height(quad) for quad in quads if _height(quad) > _TALL * _width(quad))
    wide = sum(_width(quad) for quad in quads if _width(quad) > _TALL * _height(quad))
    return tall > wide


def _width(quad: Floats) -> float:
    return float(np.hypot(*(quad[1] - quad[0])))


def _height(quad: Floats) -> float:
    return float(np.hypot(*(quad[3] - quad[0])))


def _detected(image: Pixels) -> list[Floats]:
    """The corners of each piece of writing, in the picture's pixels."""
    quads = _look(image, _SIDE)
    scale = _SIDE / max(image.shape[:2])
    small = quads and np.median([min(_height(q), _width(q)) for q in quads]) * scale < _SMALL_GLYPHS
    return _look(image, _FINE_SIDE) if small else quads


def _look(image: Pixels, side: int) -> list[Floats]:
    height, width = image.shape[:2]
    scale = min(side / max(height, width), _MOST_ENLARGED)
    size = [max(_GRID, round(edge * scale / _GRID) * _GRID) for edge in (width, height)]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image[:, :, ::-1], size, interpolation=way)
    boxes = _engine().text_det(small).boxes
    if boxes is None:
        return []
    stretch = np.array([width / size[0], height / size[1]], np.float32)
    return list(np.asarray(boxes, np.float32) * stretch)


def _read(image: Pixels, quads: Sequence[Floats]) -> list[Piece]:
    read = _recognised([_cut(image, quad) for quad in quads]) if quads else []
    return [
        Piece(quad, text, confidence)
        for quad, (text, confidence) in zip(quads, read, strict=True)
        if text.strip()
    ]


def _cut(image: Pixels, quad: Floats) -> Pixels:
    """The piece, straightened."""
    width, height = max(1, round(_width(quad))), max(1, round(_height(quad)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(
        cv2.warpPerspective(
            image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _recognised(images: Sequence[Pixels]) -> list[tuple[str, float]]:
    engine = _engine()
    crops = [np.ascontiguousarray(one[:, :, ::-1]) for one in images]
    read = engine.text_rec(engine.pictures(img=crops))
    return [(str(text), float(score)) for text, score in zip(read.txts, read.scores, strict=True)]


def _line(row: Sequence[Piece], turns: int, shape: tuple[int, ...], dpi: float) -> Line | None:
    raw = row[0].text.strip()
    for before, after in itertools.pairwise(row):
        gap = float(np.min(after.corners[:, 0]) - np.max(before.corners[:, 0]))
        raw += " " * (gap > _CELL_GAP * after.height) + after.text.strip()
    text = proper(raw)
    if not text:
        return None
    confidence = round(min(piece.confidence for piece in row), 3)
    box = _as_shown(np.concatenate([piece.corners for piece in row]), turns, shape, 72 / dpi)
    return Line(text, box, confidence, raw if raw != text else None)


def _as_shown(corners: Floats, turns: int, shape: tuple[int, ...], scale: float) -> Box:
    """The box round these corners of the turned picture, in points of the picture as it is shown."""
    height, width = shape[:2]
    x, y = corners[:, 0], corners[:, 1]
    if turns % 4 == 1:
        x, y = width - y, x
    elif turns % 4 == 2:
        x, y = width - x, height - y
    elif turns % 4 == 3:
        x, y = y, height - x
    x, y = np.clip(x, 0, width) * scale, np.clip(y, 0, height) * scale
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in (x.min(), y.min(), x.max(), y.max()))
    return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class _Engine:
    """The two networks and the type in which the second takes its pictures."""

    text_det: Any
    text_rec: Any
    pictures: Any


def _engine() -> _Engine:
    with effort.loading():
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> _Engine:
    """The two networks; an incomplete installation is named, never mended by a download."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # nothing is told to anybody
    try:
        import rapidocr
        from rapidocr.ch_ppocr_rec import TextRecInput
    except ImportError as fault:
        raise Unreadable(
            "tool_missing", "没有安装文字识别组件 rapidocr，请重新安装本程序"
        ) from fault
    models = Path(rapidocr.__file__).parent / "models"
    for name in (_DETECTOR, _RECOGNISER):
        if not (models / name).is_file():
            raise Unreadable(
                "tool_missing", f"文字识别组件缺少模型文件 {name}，请重新安装 rapidocr"
            )
    _say_nothing()
    whole: Any = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": _cores(),
            "Det.model_path": str(models / _DETECTOR),
            "Det.limit_type": "max",  # pictures come in the size that is wanted
            "Det.limit_side_len": _FINE_SIDE + _GRID,
            "Rec.model_path": str(models / _RECOGNISER),
            # one piece at a time: pieces of one batch are padded to the widest, which costs a third
            "Rec.rec_batch_num": 1,
        }
    )
    return _Engine(whole._load_det_model(), whole._load_rec_model(), TextRecInput)


def _say_nothing() -> None:
    """Newer runtimes report their use to their maker; older ones have no such switch."""
    import onnxruntime

    switch = getattr(onnxruntime, "disable_telemetry_events", None)
    if switch is not None:
        switch()


def _cores() -> int:
    """Those that this process may use, which in a container are fewer than the machine has.
    OMP_NUM_THREADS, the usual name for it, says less where several processes share the cores."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
