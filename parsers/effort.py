"""What reading one file may cost, everything inside it together.

`one_file()` is entered by `parsers.read`. Whoever unpacks, decodes, opens or recognises asks here first:
`take` counts and raises `Unreadable` past a limit, `go_on` and `why_stop` say when the time is over.
Whoever recognises a page asks `refusal` first and then reads it within `one_page()`. Outside of any
file there is no limit.

Limits hold for the file that came and not for its parts: a thousand harmless parts are no harmless
file. What is not read any more is said, and is never taken for absent: a file that keeps the machine for
hours must not keep other files out.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum

from parsers.limits import (
    BYTES_A_SECOND,
    BYTES_AN_OCR_PAGE,
    BYTES_UNPACKED_A_SECOND,
    FREE_FILE_PIXELS,
    FREE_OCR_PAGES,
    FREE_PIECES,
    FREE_PROGRAM_SECONDS,
    FREE_SECONDS,
    FREE_TOTAL_BYTES,
    LEAST_WAITED,
    MAX_FILE_GLYPHS,
    MAX_FILE_PAGES,
    MAX_OCR_PAGES,
    MAX_OCR_SECONDS,
    MAX_PARTS,
    MAX_RATIO,
    MAX_SECONDS,
    MAX_STAMPS,
    MAX_TOTAL_BYTES,
    OCR_SECONDS_A_PAGE,
    OCR_SECONDS_FIRST_PAGE,
    PIXELS_A_BYTE,
    PIXELS_OF_A_PIECE,
    SECONDS_A_PIECE,
)
from parsers.parser import Unreadable


class Of(Enum):
    """What is counted, and what is said past the limit."""

    PAGES = "一份来件至多读取{most}页"
    PARTS = "一份来件至多打开{most}个文件"
    BYTES = "一份来件（{size}）解开后至多读取{most_bytes}"
    PIXELS = "一份来件（{size}）里的图像至多读取{most_pixels}万像素"
    GLYPHS = "一份来件至多读取{most}个字"
    STAMPS = "一份来件至多读取{most}个电子签章"


@dataclass
class Spent:
    """What reading one file has cost so far."""

    size: int | None = None  # of the file that came; None where nobody said
    pieces: float = (
        0.0  # pages, pictures and files inside that were begun; a tiny one is no whole one
    )
    pages_begun: int = 0  # to be recognised
    pages: int = 0  # recognised
    seconds: float = 0.0  # of recognition
    refused: int = 0  # the last page of this document that was not read any more
    incomplete: bool = False  # something may be read another time, by another machine
    programs: float = 0.0  # processor time of programs that ran for us
    programs_allowed: float = 0.0  # likewise, with what the last one may take
    told: float = 0.0  # the processor seconds that the listener knows of
    begun: float = field(default_factory=time.thread_time)
    aside: float = 0.0  # processor time since then that is not counted as reading
    counts: Counter[Of] = field(default_factory=Counter)

    @property
    def reading(self) -> float:
        """Processor seconds so far, recognition and loading apart."""
        return time.thread_time() - self.begun - self.aside


_WAITING = 1.5  # how much longer than ours: threads of OpenCV work beside the one that we measure

# told of the processor seconds that the file being read may take in all, whenever they grow: what
# waits for the reading must know how long to wait
listener: Callable[[float], None] | None = None

_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


@contextmanager
def one_file(size: int | None = None) -> Iterator[Spent]:
    """What is read within is counted together, from nothing; within another `one_file`, with it."""
    already = _spent.get()
    if already is not None:
        if already.size is None:
            already.size = size
        yield already
        return
    spent = Spent(size)
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


# --- counts ---------------------------------------------------------------------------------------


def most(of: Of, size: int | None) -> int:
    """How many of them a file of that many bytes may have."""
    size = MAX_TOTAL_BYTES if size is None else size
    match of:
        case Of.BYTES:
            return min(MAX_TOTAL_BYTES, max(FREE_TOTAL_BYTES, size * MAX_RATIO))
        case Of.PIXELS:
            return FREE_FILE_PIXELS + size * PIXELS_A_BYTE
        case Of.PAGES:
            return MAX_FILE_PAGES
        case Of.GLYPHS:
            return MAX_FILE_GLYPHS
        case Of.STAMPS:
            return MAX_STAMPS
        case Of.PARTS:
            return MAX_PARTS


def take(of: Of, amount: int = 1) -> None:
    """Count so many more, before they are read. Raises `Unreadable` where that is too many."""
    spent = _spent.get()
    if spent is None:
        return
    if amount > left(of):
        raise Unreadable("too_large", _said(of, spent.size))
    spent.counts[of] += amount


def left(of: Of) -> int:
    """How many more there may be."""
    spent = _spent.get()
    if spent is None:
        return most(of, None)
    return most(of, spent.size) - spent.counts[of]


def _said(of: Of, size: int | None) -> str:
    number = most(of, size)
    return of.value.format(
        most=number,
        most_bytes=f"{number // 2**20}兆字节",
        most_pixels=number // 10_000,
        size="大小不明" if size is None else _shown(size),
    )


def _shown(size: int) -> str:
    return f"{size}字节" if size < 10_000 else f"{size / 1024:.0f}KB"


# --- time -----------------------------------------------------------------------------------------


def _allowed(spent: Spent) -> float:
    """Seconds of reading. A page, a picture or a file inside gives more, beyond those that every file
    has, as far as the weight of the file that came bears it out."""
    if spent.size is None:
        return MAX_SECONDS
    more = max(0.0, spent.pieces - FREE_PIECES)
    grown = min(spent.size / BYTES_A_SECOND, more * SECONDS_A_PIECE)
    return min(MAX_SECONDS, FREE_SECONDS + grown + spent.size / BYTES_UNPACKED_A_SECOND)


def _tell() -> None:
    """What waits for the reading waits longer than we allow ourselves: our reason is the better one,
    and it counts what we do not, the loading of libraries and the threads of others."""
    spent = _spent.get()
    if listener is None or spent is None:
        return
    reading = _WAITING * (_allowed(spent) - FREE_SECONDS)
    recognised = max(0, spent.pages_begun - 1) * OCR_SECONDS_A_PAGE
    recognised += min(spent.pages_begun, 1) * OCR_SECONDS_FIRST_PAGE
    seconds = LEAST_WAITED + reading + recognised + spent.programs_allowed
    if seconds > spent.told:
        spent.told = seconds
        listener(seconds)


def begins_piece(pixels: int | None = None) -> None:
    """Another page, picture or file is read, and may take time: of a picture, by its size."""
    spent = _spent.get()
    if spent is not None:
        spent.pieces += 1.0 if pixels is None else min(1.0, pixels / PIXELS_OF_A_PIECE)
        _tell()


def page_refusal(pixels: int | None = None) -> str:
    """Why no further page is read, in Chinese; else empty, and the page counts."""
    try:
        go_on()
        take(Of.PAGES)
    except Unreadable as fault:
        return fault.message
    begins_piece(pixels)
    return ""


def why_stop() -> str:
    """Why nothing further of this file is read, in Chinese; empty while there is time."""
    spent = _spent.get()
    if spent is None or spent.size is None:
        return ""
    if spent.reading <= _allowed(spent):
        return ""
    spent.incomplete = True  # a faster machine may get through
    return f"读取这份来件（{_shown(spent.size)}）用时过长，已停止"


def go_on() -> None:
    """Raises `Unreadable` where the time for this file is over."""
    if why := why_stop():
        raise Unreadable("too_slow", why)


@contextmanager
def program(seconds: float) -> Iterator[None]:
    """A program that runs for us and may take so many processor seconds."""
    spent = _spent.get()
    if spent is None:
        yield
        return
    go_on()
    if spent.size is not None and spent.programs > FREE_PROGRAM_SECONDS + _allowed(spent):
        spent.incomplete = True
        raise Unreadable("too_slow", f"转换、解压这份来件（{_shown(spent.size)}）用时过长，已停止")
    spent.programs_allowed = spent.programs + seconds
    _tell()
    begun = os.times()
    try:
        yield
    finally:
        ended = os.times()
        spent.programs += ended.children_user - begun.children_user
        spent.programs += ended.children_system - begun.children_system


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded once a process costs no file its time."""
    begun = time.thread_time()
    try:
        yield
    finally:
        if (spent := _spent.get()) is not None:
            spent.aside += time.thread_time() - begun


# --- recognition ----------------------------------------------------------------------------------


def begins_document() -> None:
    """The next document of the file: its pages are counted from 1."""
    spent = _spent.get()
    if spent is not None:
        spent.refused = 0
        begins_piece()


def was_cut_short() -> None:
    """Note that what could not be recognised now may be another time."""
    spent = _spent.get()
    if spent is not None:
        spent.incomplete = True


@contextmanager
def one_page() -> Iterator[None]:
    """A page that is being recognised; waiting for another file's page does not count."""
    begun = time.thread_time()
    spent = _spent.get()
    aside = spent.aside if spent else 0.0
    if spent is not None:
        spent.pages_begun += 1
        _tell()
    try:
        yield
    finally:
        if spent is not None:
            whole = time.thread_time() - begun
            spent.pages += 1
            spent.seconds += whole - (spent.aside - aside)
            spent.aside = aside + whole


def refusal() -> str:
    """Why no further page is recognised, in Chinese; empty where one may be."""
    spent = _spent.get()
    if spent is None:
        return ""
    if spent.pages >= MAX_OCR_PAGES:
        return f"一份来件至多识别{MAX_OCR_PAGES}页图像"
    if spent.size is not None:
        allowed = FREE_OCR_PAGES + spent.size // BYTES_AN_OCR_PAGE
        if spent.pages >= allowed:
            return f"这份来件只有{_shown(spent.size)}，至多识别{allowed}页图像"
    if spent.seconds >= MAX_OCR_SECONDS:
        return f"一份来件至多识别{MAX_OCR_SECONDS / 60:.0f}分钟"
    return why_stop()


def begins_refusing(number: int) -> bool:
    """Whether page `number`, which is refused, is the first such of its document: it is the one
    to be named, with all that follow."""
    spent = _spent.get()
    if spent is None:
        return True
    before, spent.refused = spent.refused, number
    return not 0 < before < number
