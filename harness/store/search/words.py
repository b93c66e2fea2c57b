"""Chinese text -> words that a full-text index can hold: every two characters that follow each other.

Written in bigrams, two characters are found as surely as twenty; SQLite's own `trigram` cannot find
two. Latin words and numbers stay whole. The last character of a run stands alone once more, so that
what follows it (第 12 号) is found from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_RUNS = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-z]+")
_SPACED = re.compile(r"\s+")
MOST = 100  # characters of a question


def plain(text: str) -> str:
    """Full width and half, great and small are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> str:
    """The text as the index holds it, words with blanks between."""
    return " ".join(word for run in _RUNS.findall(plain(text)) for word in _of_run(run))


def _of_run(run: str) -> Iterator[str]:
    if run[0].isascii():
        yield run
        return
    for one, other in pairwise(run):
        yield one + other
    yield run[-1]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other. `goes_on`: the last of them may be the beginning of a longer
    one: who types 财 or 2020-1 has not said where it ends."""

    words: tuple[str, ...]
    goes_on: bool


def phrases(text: str) -> tuple[Phrase, ...]:
    """What somebody looks for: each part between blanks must stand there as it is written. None where
    nothing can be looked for."""
    parts = [_phrase(each) for each in _SPACED.split(text.strip()[:MOST])]
    return tuple(each for each in parts if each.words)


def question(text: str) -> str:
    """The same as an FTS5 query; empty where nothing can be looked for."""
    return " AND ".join(
        f'"{" ".join(each.words)}"{" *" if each.goes_on else ""}' for each in phrases(text)
    )


def _phrase(part: str) -> Phrase:
    runs = _RUNS.findall(plain(part))
    found = [word for run in runs for word in _of_run(run)]
    if not found:
        return Phrase((), False)
    if len(runs[-1]) > 1 and not runs[-1][0].isascii():
        found.pop()  # in a longer run of the text this character does not stand alone
        return Phrase(tuple(found), False)
    return Phrase(tuple(found), True)
