"""A picture of writing -> its lines, by rapidocr (PP-OCRv6 small, whose weights lie in its wheel).

In: RGB pixels. Out: `Line`s with boxes in points from the top left corner of the picture as it is
shown and a confidence each, or the one text of a picture that holds a single line.

The engine is loaded at the first picture, once a process; it never reaches for the network.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.parser import Unreadable

Pixels = NDArray[np.uint8]
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
# the engine keeps settings of the last call in itself, and the web page reads in several threads
_ENGINE = Lock()


def read_line(image: Pixels) -> tuple[str, float]:
    """(text, confidence) of a picture of one level line, such as a seal's ring unrolled."""
    if not image.size:
        return "", 0.0
    with _ENGINE:
        read = _engine().recognize_txt([_as_bgr(image)])
    return str(read.txts[0]), float(read.scores[0])


def _as_bgr(image: Pixels) -> Pixels:
    return np.ascontiguousarray(image[:, :, ::-1])


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The engine with its two models; an incomplete installation is named, never mended by a
    download."""
    try:
        import rapidocr
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
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": _cores(),
            "Det.model_path": str(models / _DETECTOR),
            "Rec.model_path": str(models / _RECOGNISER),
        }
    )
    return engine


def _cores() -> int:
    """Those that this process may use, which in a container are fewer than the machine has."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
