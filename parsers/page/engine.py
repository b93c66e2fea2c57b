"""The two networks that lie in rapidocr's wheel: one finds writing in a picture, one reads a line of it.

Out: `detector` and `recogniser`, each loaded when it is first needed, once a process: a seal's ring is
read without looking for writing. They are run by onnxruntime itself: importing rapidocr takes longer than
reading a seal. What stands before and after each network is done as rapidocr does it, to the last digit.
An incomplete installation is named; nothing is fetched from the network, and nothing is told to anybody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers import effort
from parsers.page import decoding, regions
from parsers.page.decoding import Read
from parsers.parser import Unreadable

FINE_SIDE = 2016  # the longest side in which writing is looked for
GRID = 32  # the network wants sides of whole multiples
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # pixels of a line, as the network wants it
_LEAST_WIDTH = 320  # to which a shorter line is filled up

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Detector = Callable[[Pixels], Floats]
Recogniser = Callable[[Pixels], Read]


def detector() -> Detector:
    """BGR pixels, sides whole multiples of GRID -> four corners in pixels for each piece of writing."""
    with effort.loading():
        session = _session(_DETECTOR)
    return lambda picture: _found(session, picture)


def recogniser() -> Recogniser:
    """BGR pixels of one level line -> what it says."""
    with effort.loading():
        session, alphabet = _session(_RECOGNISER), _alphabet()
    return lambda picture: _read(session, alphabet, picture)


def _found(session: Any, picture: Pixels) -> Floats:
    height, width = picture.shape[:2]
    scores = _asked(session, _as_planes(picture, _levels_of_detector()))
    return regions.regions(scores[0, 0], width, height)


def _read(session: Any, alphabet: Sequence[str], picture: Pixels) -> Read:
    height, width = picture.shape[:2]
    room = int(_HEIGHT * max(_LEAST_WIDTH / _HEIGHT, width / height))
    size = min(room, int(np.ceil(_HEIGHT * (width / height)))), _HEIGHT
    line = _as_planes(np.asarray(cv2.resize(picture, size), np.uint8), _levels_of_recogniser())
    filled = np.zeros((1, 3, _HEIGHT, room), np.float32)
    filled[..., : size[0]] = line
    return decoding.read(_asked(session, filled)[0], alphabet)


def _asked(session: Any, given: Floats) -> Floats:
    answer: Floats = session.run(None, {session.get_inputs()[0].name: given})[0]
    return answer


def _as_planes(picture: Pixels, levels: Floats) -> Floats:
    """One picture as a network takes it: colours apart, each level between -1 and 1."""
    return np.ascontiguousarray(cv2.LUT(picture, levels).transpose(2, 0, 1)[None])


@lru_cache(maxsize=1)
def _levels_of_detector() -> Floats:
    """What becomes of each level of a pixel, rounded where rapidocr rounds it."""
    shares = np.arange(256, dtype=np.float32) * np.float32(1 / 255)
    return ((shares.astype(np.float64) - 0.5) / 0.5).astype(np.float32)


@lru_cache(maxsize=1)
def _levels_of_recogniser() -> Floats:
    half = np.float32(0.5)
    shares: Floats = (np.arange(256, dtype=np.float32) / np.float32(255) - half) / half
    return shares


@lru_cache(maxsize=1)
def _alphabet() -> tuple[str, ...]:
    """What each place of the answer means; the first is what lies between characters."""
    characters = _session(_RECOGNISER).get_modelmeta().custom_metadata_map["character"]
    return ("", *characters.splitlines(), " ")


@lru_cache(maxsize=2)
def _session(name: str) -> Any:
    """A network; an incomplete installation is named, never mended by a download."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # nothing is told to anybody
    try:
        import onnxruntime
    except ImportError as fault:
        raise Unreadable(
            "tool_missing", "没有安装文字识别组件 onnxruntime，请重新安装本程序"
        ) from fault
    model = _models() / name
    if not model.is_file():
        raise Unreadable("tool_missing", f"文字识别组件缺少模型文件 {name}，请重新安装 rapidocr")
    _say_nothing(onnxruntime)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # which keeps what the largest page took
    options.intra_op_num_threads = _cores()
    # a thread that waits for the next piece of work by turning round takes a third of all the time
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    settings = {"arena_extend_strategy": "kSameAsRequested"}
    return onnxruntime.InferenceSession(
        str(model), options, providers=[("CPUExecutionProvider", settings)]
    )


def _models() -> Path:
    """Where rapidocr keeps its models; it is looked for and not imported."""
    found = find_spec("rapidocr")
    if found is None or not found.origin:
        raise Unreadable("tool_missing", "没有安装文字识别组件 rapidocr，请重新安装本程序")
    return Path(found.origin).parent / "models"


def _say_nothing(onnxruntime: Any) -> None:
    """Newer runtimes report their use to their maker; older ones have no such switch."""
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
