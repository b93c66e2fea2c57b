"""The two networks of rapidocr: one finds writing in a picture, one reads a line of it.

Out: `detector` and `recogniser`, each loaded when it is first needed, once a process: a seal's ring is
read without looking for writing. An incomplete installation is named; nothing is fetched from the network,
and nothing is told to anybody.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from parsers import effort
from parsers.parser import Unreadable

FINE_SIDE = 2016  # the longest side in which writing is looked for
GRID = 32  # the network wants sides of whole multiples
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The network that reads a line and the type in which it takes its pictures."""

    text_rec: Any
    pictures: Any


def detector() -> Any:
    """The network that finds writing: BGR pixels -> `boxes`, four corners in pixels each, or None."""
    with effort.loading():
        return _library()._load_det_model()  # which keeps it


def recogniser() -> Recogniser:
    with effort.loading():
        network = _library()._load_rec_model()
        from rapidocr.ch_ppocr_rec import TextRecInput

        return Recogniser(network, TextRecInput)


@lru_cache(maxsize=1)
def _library() -> Any:
    """A `RapidOCR` without its networks; an incomplete installation is named, never mended by a download."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # nothing is told to anybody
    try:
        import rapidocr
        from rapidocr import RapidOCR
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
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": _cores(),
            "Det.model_path": str(models / _DETECTOR),
            "Det.limit_type": "max",  # pictures come in the size that is wanted
            "Det.limit_side_len": FINE_SIDE + GRID,
            "Rec.model_path": str(models / _RECOGNISER),
            # one piece at a time: pieces of one batch are padded to the widest, which costs a third
            "Rec.rec_batch_num": 1,
        }
    )


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
