"""Wordings of guides as data (*.toml beside this file), in the notation of docs/wordings.md.

Out: one pattern for all that says the same. The classes of words in letters serve here too; classes.toml of
this folder adds those that only guides need.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from harness.reading.wordings import book
from harness.reading.wordings.book import BadWording, Wording
from harness.reading.wordings.notation import Classes, piece_of
from harness.reading.wordings.pieces import BadPhrase, Piece, joined
from parsers import lazy_re as re

FOLDER = Path(__file__).parent
_CLASSES = "classes.toml"


@cache
def pattern(*says: str) -> re.Pattern[str]:
    """All wordings that say this, or one of these, in one pattern."""
    return re.compile(joined([piece_of_entry(one) for code in says for one in wordings()[code]]))


def piece_of_entry(one: Wording) -> Piece:
    """One entry's phrase, read."""
    try:
        return piece_of(one.phrase, _classes())
    except BadPhrase as fault:
        raise BadWording(f"{one.where}：说法写得不对：{fault}") from fault


@cache
def wordings() -> Mapping[str, tuple[Wording, ...]]:
    """Every entry, by what it says."""
    return book.read(path for path in sorted(FOLDER.glob("*.toml")) if path.name != _CLASSES)


@cache
def _classes() -> Classes:
    tables = (book.FOLDER / _CLASSES, FOLDER / _CLASSES)
    return Classes(
        {
            str(name): str(phrase)
            for path in tables
            for name, phrase in tomllib.loads(path.read_text(encoding="utf-8")).items()
        }
    )
