"""The files of wordings, read once; their patterns, compiled when first used.

In: *.toml beside this file. Each has a table `[says]` (what its wordings may say, by code, with a Chinese
line) and entries `[[wording]]`: `says`, `phrase`, `finds` (an example that it must find), `leaves` (one
that it must leave alone), perhaps `why`. Out: one pattern for all that says the same, in the order of the
file. An entry that lacks something is refused, with file, entry and what is missing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.reading.wordings.notation import Classes, piece_of
from harness.reading.wordings.pieces import BadPhrase, Piece, joined
from parsers import lazy_re as re

FOLDER = Path(__file__).parent
_CLASSES = "classes.toml"
_NEEDED = {
    "says": "说的是什么",
    "phrase": "说法",
    "finds": "应当认出的例句",
    "leaves": "不应认出的例句",
}
_ALLOWED = {*_NEEDED, "why"}


class BadWording(Exception):
    """A file of wordings says something that cannot be; the message names file, entry and fault."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of saying something."""

    says: str
    phrase: str
    finds: str
    leaves: str
    where: str  # file and number, as people are told


@cache
def pattern(*says: str) -> re.Pattern[str]:
    """All wordings that say this, or one of these, in one pattern."""
    pieces = [piece_of_entry(one) for code in says for one in wordings()[code]]
    return re.compile(joined(pieces))


def taken(match: re.Match[str]) -> tuple[int, int]:
    """Where the part stands that the phrase names (<取:…>); where it names none, all that it found."""
    return match.span(match.lastindex or 0)


def compile_all() -> Mapping[str, re.Pattern[str]]:
    """Every pattern there is, for whoever looks at all of them."""
    return {says: pattern(says) for says in wordings()}


def piece_of_entry(one: Wording) -> Piece:
    """One entry's phrase, read."""
    try:
        return piece_of(one.phrase, classes())
    except BadPhrase as fault:
        raise BadWording(f"{one.where}：说法写得不对：{fault}") from fault


@cache
def wordings() -> Mapping[str, tuple[Wording, ...]]:
    """Every entry, by what it says."""
    return read(path for path in sorted(FOLDER.glob("*.toml")) if path.name != _CLASSES)


@cache
def classes() -> Classes:
    """The named classes."""
    table = _table(FOLDER / _CLASSES)
    return Classes({str(name): str(phrase) for name, phrase in table.items()})


def read(paths: Iterable[Path]) -> dict[str, tuple[Wording, ...]]:
    """The entries of these files, by what they say."""
    found: dict[str, list[Wording]] = {}
    for path in paths:
        table = _table(path)
        said = table.get("says")
        if not isinstance(said, dict) or not said:
            raise BadWording(f"{path.name}：缺少[says]表（这个文件里的说法都说些什么）")
        for code in said:
            if code in found:
                raise BadWording(f"{path.name} [says] {code}：已写在别的文件里")
            found[code] = []
        for one in _entries(path.name, table):
            if one.says not in said:
                raise BadWording(f"{one.where}：says = “{one.says}”不在本文件的[says]表里")
            found[one.says].append(one)
    return {code: tuple(ones) for code, ones in found.items() if ones}


def _entries(file: str, table: Mapping[str, Any]) -> Iterator[Wording]:
    for number, entry in enumerate(table.get("wording", ()), 1):
        where = f"{file} 第{number}条（{entry.get('phrase') or '没有写phrase'}）"
        for key, what in _NEEDED.items():
            if not isinstance(entry.get(key), str) or not entry[key].strip():
                raise BadWording(f"{where}：缺少 {key}（{what}）")
        if unknown := sorted(set(entry) - _ALLOWED):
            raise BadWording(
                f"{where}：不认识 {'、'.join(unknown)}，只能写{'、'.join(_NEEDED)}和why"
            )
        yield Wording(entry["says"], entry["phrase"], entry["finds"], entry["leaves"], where)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadWording(f"{path.name}：不是有效的TOML文件（{wrong}）") from wrong
