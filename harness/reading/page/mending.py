"""Words that an OCR misread, understood by the field's own vocabulary: 行攻复议 is 行政复议.

In: the lines of a page whose text was recognised. Out: the lines as understood, and for each line
what was changed, so that a finding can say so. A word is understood only where at least half of its
characters stand there and each other one is a known confusion of the right one (confusions.toml).
Numerals and the brackets of a year are set right by their shape. Digital text never comes here.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers import lazy_re as re

_FILE = Path(__file__).parent / "confusions.toml"


@dataclass(frozen=True, slots=True)
class Mended:
    """`was` is what was recognised, `now` how it is understood; `start` its place in the new line."""

    start: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class _Term:
    word: str
    not_after: str


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    joined: re.Pattern[str]
    joins: Mapping[str, str]
    confusions: Mapping[str, str]  # right character -> what it is misread as
    suspects: re.Pattern[str]
    by_suspect: Mapping[str, tuple[tuple[_Term, int], ...]]  # misread -> terms and places in them
    patterns: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _vocabulary() -> _Vocabulary:
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    confusions = dict(table["confusions"])
    terms = [
        _Term(word, row.get("not_after", "")) for row in table["term"] for word in row["words"]
    ]
    by_suspect: dict[str, list[tuple[_Term, int]]] = {}
    for term in sorted(terms, key=lambda one: -len(one.word)):
        for place, right in enumerate(term.word):
            for wrong in confusions.get(right, ""):
                by_suspect.setdefault(wrong, []).append((term, place))
    return _Vocabulary(
        joined=re.compile("|".join(map(re.escape, table["joined"]))),
        joins=table["joined"],
        confusions=confusions,
        suspects=re.compile(f"[{''.join(by_suspect)}]"),
        by_suspect={wrong: tuple(places) for wrong, places in by_suspect.items()},
        patterns=tuple((re.compile(row["find"]), row["replace"]) for row in table["pattern"]),
    )


def mend(lines: Sequence[str]) -> list[tuple[str, tuple[Mended, ...]]]:
    """Each line as understood, and what was changed in it. Words may run over the lines' ends."""
    whole = _Page(lines)
    for match in _YEAR_BRACKETS.finditer(whole.text):
        if (match["open"], match["close"]) not in _PAIRS or whole.is_number(match):
            shown = (max(0, match.start() - 2), match.end())
            whole.put(match.start("open"), "〔", shown)
            whole.put(match.start("close"), "〕", shown)
    for match in _NUMERAL.finditer(whole.text):
        for at, char in enumerate(match[0], match.start()):
            whole.put(at, _AS_DIGIT.get(char, char))
    for pattern, right in _vocabulary().patterns:
        for match in pattern.finditer(whole.text):
            whole.put(match.start(), right)
    for start, term in _misread(whole.text):
        for place, right in enumerate(term.word):
            whole.put(start + place, right, word=(start, start + len(term.word)))
    return whole.lines()


# --- numerals and brackets --------------------------------------------------------------------------

_AS_DIGIT = {"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"}
_NUMERAL = re.compile(
    r"(?<![A-Za-z0-9])(?:(?=[0-9]*[lIOo])(?=[lIOo]*[0-9])[0-9lIOo]{2,8}"
    r"|(?<=[第年月〕])[lI|]{1,2})(?=[年月日曰号条款项件页天个〕\])）]|工作)"
)
_YEAR_BRACKETS = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<open>[〔\[【(（{「<LlI|])(?:19|20)[0-9lIOo]{2}年?"
    r"(?P<close>[〕\]】)）}」>JjlI|])(?=第?[0-9lIOo]{1,6}号)"
)
_NUMBER_LINE = re.compile(r"[\u4e00-\u9fff]{2,24}.(?:19|20)[0-9lIOo]{2}.第?[0-9lIOo]{1,6}号")
_PAIRS = frozenset(zip("〔[【(（{「<", "〕]】)）}」>", strict=True)) | {("(", "）"), ("（", ")")}


# --- words ------------------------------------------------------------------------------------------


def _misread(text: str) -> Iterator[tuple[int, _Term]]:
    """Where a word of the vocabulary stands misread; the longest word that fits."""
    vocabulary = _vocabulary()
    done = 0
    for match in vocabulary.suspects.finditer(text):
        at = match.start()
        if at < done:
            continue
        for term, place in vocabulary.by_suspect[match[0]]:
            start = at - place
            if start >= 0 and _reads_as(text, start, term, vocabulary.confusions):
                done = start + len(term.word)
                yield start, term
                break


def _reads_as(text: str, start: int, term: _Term, confusions: Mapping[str, str]) -> bool:
    if len(text) < start + len(term.word) or (start and text[start - 1] in term.not_after):
        return False
    same = 0
    for place, right in enumerate(term.word, start):
        if text[place] == right:
            same += 1
        elif text[place] not in confusions.get(right, ""):
            return False
    return 2 * same >= len(term.word)


# --- the page under repair ----------------------------------------------------------------------------


class _Page:
    """The lines of a page as one text of single characters, and what each of them was."""

    def __init__(self, lines: Sequence[str]) -> None:
        vocabulary = _vocabulary()
        self._was: list[str] = []
        self._words: set[tuple[int, int]] = set()
        self._ends: list[int] = []
        now: list[str] = []
        for line in lines:
            at = 0
            for match in vocabulary.joined.finditer(line):
                self._was += [*line[at : match.start()], match[0]]
                now += [*line[at : match.start()], vocabulary.joins[match[0]]]
                self._words.add((len(now) - 1, len(now) + 3))
                at = match.end()
            self._was += line[at:]
            now += line[at:]
            self._ends.append(len(now))
        self._now = now
        self._joined: str | None = "".join(now)

    @property
    def text(self) -> str:
        """The text as it is understood by now; joined anew only when it is asked for."""
        if self._joined is None:
            self._joined = "".join(self._now)
        return self._joined

    def is_number(self, match: re.Match[str]) -> bool:
        """Whether the line of this year is a document's number and nothing else: there an OCR takes
        〔〕 for other brackets, while numbers cited in the text are left as they were read."""
        index = bisect_right(self._ends, match.start())
        begin = self._ends[index - 1] if index else 0
        return bool(_NUMBER_LINE.fullmatch(match.string, begin, self._ends[index]))

    def put(self, at: int, right: str, word: tuple[int, int] | None = None) -> None:
        """Understand the character at this place as another; `word` is what to show of it."""
        if self._now[at] != right:
            self._now[at] = right
            self._words.add(word or (max(0, at - 2), at + 3))
            self._joined = None

    def lines(self) -> list[tuple[str, tuple[Mended, ...]]]:
        result, begin = [], 0
        words, first = sorted(self._words), 0
        for end in self._ends:
            while first < len(words) and words[first][1] <= begin:
                first += 1
            merged = _apart(_within(words, first, begin, end))
            shown = tuple(self._mended(max(a, begin), min(b, end), begin) for a, b in merged)
            now = "".join(self._now[begin:end])
            result.append((now, tuple(one for one in shown if one.was != one.now)))
            begin = end
        return result

    def _mended(self, start: int, end: int, begin: int) -> Mended:
        was, now = "".join(self._was[start:end]), "".join(self._now[start:end])
        return Mended(start - begin, was, now)


def _within(
    words: Sequence[tuple[int, int]], first: int, begin: int, end: int
) -> Iterator[tuple[int, int]]:
    """Of sorted ranges, from the first that counts, those that reach into the line."""
    for index in range(first, len(words)):
        if words[index][0] >= end:
            return
        if words[index][1] > begin:
            yield words[index]


def _apart(words: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(words):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
