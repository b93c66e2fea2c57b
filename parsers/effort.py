"""How much recognition one file may cost, everything inside it together.

`one_file()` is entered by `parsers.read`; whoever recognises a page asks `refusal` first and then
reads it within `one_page()`. Outside of any file there is no limit. Pages beyond the limit are not
read and say so: a file that keeps the machine for hours must not keep other files out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from parsers.limits import MAX_OCR_PAGES, MAX_OCR_SECONDS


@dataclass
class Spent:
    """What reading one file has cost so far."""

    pages: int = 0
    seconds: float = 0.0
    refused: int = 0  # the last page of this document that was not read any more
    incomplete: bool = False  # something may be read another time, by another machine


# told of the processor seconds that the file being read may take in all, whenever they grow: what
# waits for the reading must know how long to wait
listener: Callable[[float], None] | None = None

_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


@contextmanager
def one_file() -> Iterator[Spent]:
    """What is read within is counted together, from nothing; within another `one_file`, with it."""
    already = _spent.get()
    if already is not None:
        yield already
        return
    spent = Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


def begins_document() -> None:
    """The next document of the file: its pages are counted from 1."""
    spent = _spent.get()
    if spent is not None:
        spent.refused = 0


def was_cut_short() -> None:
    """Note that what could not be recognised now may be another time."""
    spent = _spent.get()
    if spent is not None:
        spent.incomplete = True


@contextmanager
def one_page() -> Iterator[None]:
    """A page that is being recognised; waiting for another file's page does not count."""
    begun = time.thread_time()
    try:
        yield
    finally:
        spent = _spent.get()
        if spent is not None:
            spent.pages += 1
            spent.seconds += time.thread_time() - begun


def refusal() -> str:
    """Why no further page is recognised, in Chinese; empty where one may be."""
    spent = _spent.get()
    if spent is None:
        return ""
    if spent.pages >= MAX_OCR_PAGES:
        return f"一份来件至多识别{MAX_OCR_PAGES}页图像"
    if spent.seconds >= MAX_OCR_SECONDS:
        return f"一份来件至多识别{MAX_OCR_SECONDS / 60:.0f}分钟"
    return ""


def begins_refusing(number: int) -> bool:
    """Whether page `number`, which is refused, is the first such of its document: it is the one
    to be named, with all that follow."""
    spent = _spent.get()
    if spent is None:
        return True
    before, spent.refused = spent.refused, number
    return not 0 < before < number
