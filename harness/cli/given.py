"""What a call gives, read in one way for every command: days, numbers, texts, and places to write to.

Out: a `date`, a text, a path; what cannot be read is a `UserError` in the wording of errors.py.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import typer

from harness.cli.errors import (
    UserError,
    bad_number,
    exists_already,
    no_text,
    unopened,
    unwritable,
)
from letters.days import NoDay, written
from letters.opening import all_of, read_file

STDIN = "-"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # what an old Notepad calls Unicode


def day(text: object, what: str) -> date:
    """A day in any usual form; `what` names the option, the field or the cell."""
    try:
        return written(str(text))
    except NoDay as wrong:
        raise UserError(f"{what}{wrong}") from None


def day_option(name: str, told: str) -> Any:
    """An option that is a day."""
    return typer.Option(name, metavar="日期", help=told, parser=lambda text: day(text, f"{name} "))


def day_argument(name: str, told: str) -> Any:
    return typer.Argument(metavar=name, help=told, parser=lambda text: day(text, name))


def number_in(given: int, least: int, most: int, what: str) -> int:
    if not least <= given <= most:
        raise UserError(bad_number(f"{what} ", given, least, most))
    return given


def name_of(path: object) -> str:
    return "标准输入" if str(path) == STDIN else str(path)


def bytes_of(path: str | Path) -> bytes:
    """A file's bytes, or those of standard input for `-`."""
    try:
        return all_of(sys.stdin.buffer) if str(path) == STDIN else read_file(path)
    except OSError as wrong:
        raise UserError(unopened(path, wrong)) from None


def text_of(path: str | Path) -> str:
    return decoded(bytes_of(path), name_of(path))


def decoded(data: bytes, name: str) -> str:
    """UTF-8 with or without its mark, or what a Chinese Windows writes."""
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(no_text(name))


def place_for(
    given: Path, what: str, suffixes: tuple[str, ...] = (".xlsx",), originals: Iterable[Path] = ()
) -> Path:
    """A file that may be written, looked at before the work begins and not after an hour of it."""
    if given.suffix.lower() not in suffixes:
        raise UserError(f"{what} 应以 {' 或 '.join(suffixes)} 结尾，给的是“{given}”")
    if given.is_dir():
        raise UserError(f"{what}：“{given}”是文件夹，请写明文件名")
    if not given.absolute().parent.is_dir():
        raise UserError(f"{what}：没有文件夹“{given.parent}”，请先建好或者另行指定位置")
    if given.exists() and any(one.exists() and given.samefile(one) for one in originals):
        raise UserError(f"{what}：“{given}”是要读取的原件，写入会毁掉它，请另取文件名")
    may_be_written(given)
    return given


def may_be_written(path: Path) -> None:
    """Tried before the work begins, not after an hour of it, and by writing: what a system says of a
    permission beforehand is not all that it asks for."""
    there = next((each for each in path.absolute().parents if each.exists()), None)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from None


def new_place(given: Path, what: str) -> Path:
    """The same for a form to fill in: one that lies there may be filled in already."""
    place_for(given, what)
    if given.exists():
        raise UserError(exists_already(given))
    return given
