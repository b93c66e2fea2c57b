"""Where things stand in a TOML file: its text -> the line of each table and key.

The reader of the standard library tells no places. This looks at the outline alone (heads, keys, what
spans several lines) of a file that the reader has already taken; values stay unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

Path = tuple[str | int, ...]

_HEAD = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*[\w-]+)*)\s*=(.*)""", re.DOTALL)
_LONG = re.compile(r'"""|\'\'\'')
_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|#.*""")


class Places:
    """Lines, from 1, by path: ("criterion", 0, "deduction", 1, "when")."""

    def __init__(self, text: str) -> None:
        self.text = text.splitlines()
        self.lines: dict[Path, int] = {}
        self._counts: Counter[Path] = Counter()
        self._at: Path = ()
        self._closes = ""  # the quotes that end a text of several lines
        self._depth = 0  # brackets that are open
        for number, line in enumerate(self.text, 1):
            self._take(line, number)

    def line(self, path: Path) -> int:
        """Of the path, or of the nearest table that it would stand in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def line_of(self, path: Path, words: str) -> int:
        """The line at or below a key's own in which these words stand."""
        first = self.line(path)
        for number in range(first, min(first + 60, len(self.text)) + 1):
            if words and words in self.text[number - 1]:
                return number
        return first

    def _take(self, line: str, number: int) -> None:
        if self._closes:
            if self._closes in line:
                self._closes = ""
            return
        if self._depth:
            self._go_on(line)
            return
        if head := _HEAD.match(line):
            self._at = self._table(_names(head[2]), several=head[1] == "[[")
            self.lines.setdefault(self._at, number)
        elif key := _KEY.match(line):
            self.lines.setdefault((*self._at, *_names(key[1])), number)
            self._go_on(key[2])

    def _table(self, names: Iterable[str], *, several: bool) -> Path:
        path: Path = ()
        *above, last = names
        for name in above:
            path = (*path, name)
            if count := self._counts[path]:
                path = (*path, count - 1)
        path = (*path, last)
        if several:
            self._counts[path] += 1
            path = (*path, self._counts[path] - 1)
        return path

    def _go_on(self, value: str) -> None:
        if (opened := _LONG.search(value)) and value.count(opened[0]) % 2:
            self._closes = opened[0]
            return
        bare = _STRING.sub("", value)
        self._depth = max(0, self._depth + sum(map(bare.count, "[{")) - sum(map(bare.count, "]}")))


def _names(dotted: str) -> list[str]:
    return [name.strip().strip("\"'") for name in dotted.split(".")]
