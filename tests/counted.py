"""Patterns and texts that count what is done with them, and modules made to use them.

In: modules, a `Steps`. Out: while they are `counting`, every pattern that a module holds, whether by
name or in a table, and every one that it makes, answers as `re` does and adds its steps; each answer
is held against that of the counter (steps.py), so the two cannot drift apart. A `CountedText` adds
what is copied and searched of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import pytest
from steps import Steps, machine

from parsers import lazy_re


class Counted:
    """A pattern that answers as it always did, and whose steps are counted."""

    def __init__(self, pattern: re.Pattern[str], steps: Steps) -> None:
        self._real, self._steps = pattern, steps
        self.pattern, self.flags, self.groupindex = (
            pattern.pattern,
            pattern.flags,
            pattern.groupindex,
        )

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> re.Match[str] | None:
        text = _plain(text)
        end = len(text) if endpos is None else min(endpos, len(text))
        found = self._real.search(text, pos, end)
        mine = machine(self._real).search(text[:end], pos, self._steps)
        self._compare(found, mine)
        return found

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> re.Match[str] | None:
        return self._matched(self._real.match, text, pos, endpos, full=False)

    def fullmatch(self, text: str, pos: int = 0, endpos: int | None = None) -> re.Match[str] | None:
        return self._matched(self._real.fullmatch, text, pos, endpos, full=True)

    def _matched(
        self, ask: Any, text: str, pos: int, endpos: int | None, *, full: bool
    ) -> re.Match[str] | None:
        text = _plain(text)
        end = len(text) if endpos is None else min(endpos, len(text))
        found: re.Match[str] | None = ask(text, pos, end)
        self._compare(found, machine(self._real).match(text[:end], pos, self._steps, full=full))
        return found

    def _compare(self, found: re.Match[str] | None, mine: tuple[int, int] | None) -> None:
        right = found.span() if found else None
        assert mine == right, f"{self.pattern}: counted {mine}, re says {right}"

    def finditer(
        self, text: str, pos: int = 0, endpos: int | None = None
    ) -> Iterator[re.Match[str]]:
        text = _plain(text)
        end = len(text) if endpos is None else min(endpos, len(text))
        for found in self._real.finditer(text, pos, end):
            self._walk(text[:end], pos, found)
            yield found
            pos = found.end() + (found.end() == found.start())
        self._walk(text[:end], pos, None)

    def _walk(self, text: str, pos: int, found: re.Match[str] | None) -> None:
        """From the end of the match before; one that was empty leaves its place first."""
        if pos <= len(text):
            mine = machine(self._real).search(text, pos, self._steps)
            if mine is not None and mine[0] != mine[1]:
                self._compare(found, mine)

    def _every(self, text: str) -> None:
        for _ in self.finditer(text):
            pass

    def findall(self, text: str) -> list[Any]:
        self._every(text)
        return self._real.findall(_plain(text))

    def sub(self, to: Any, text: str, count: int = 0) -> str:
        self._every(text)
        return CountedText(self._real.sub(to, _plain(text), count), self._steps)

    def __getattr__(
        self, name: str
    ) -> Any:  # groups, flags: a pattern that is compiled late asks for all
        return getattr(self.__dict__["_real"], name)

    def subn(self, to: Any, text: str, count: int = 0) -> tuple[CountedText, int]:
        made, times = self._real.subn(to, _plain(text), count)
        return CountedText(made, self._steps), times

    def split(self, text: str, maxsplit: int = 0) -> list[Any]:
        self._every(text)
        return self._real.split(_plain(text), maxsplit)


def _plain(text: str) -> str:
    return "".join((text,)) if type(text) is str else str.__str__(text)


_AT_ONCE = 16  # characters are copied together: copying a text is far from reading it


class CountedText(str):
    """A text whose copies and searches are counted; what is cut out of it counts as well."""

    _steps: Steps

    def __new__(cls, text: str, steps: Steps) -> CountedText:
        new = super().__new__(cls, text)
        new._steps = steps
        return new

    def _copy(self, text: str) -> CountedText:
        self._steps.add(len(text) // _AT_ONCE + 1, "copied")
        return CountedText(text, self._steps)

    def __getitem__(self, at: Any) -> str:
        found = super().__getitem__(at)
        return self._copy(found) if isinstance(at, slice) else found

    def __add__(self, other: str) -> str:
        return self._copy(super().__add__(other))

    def __radd__(self, other: Any) -> Any:
        return self._copy(str.__add__(other, self)) if isinstance(other, str) else NotImplemented

    def __contains__(self, words: object) -> bool:
        return self.find(words) >= 0  # type: ignore[arg-type]

    def find(self, words: str, begin: Any = 0, end: Any = None) -> int:
        found = super().find(words, begin, end)
        last = len(self) if end is None else end
        self._steps.add((found if found >= 0 else last) - (begin or 0) + 1, f"find {words[:9]!r}")
        return found

    def rfind(self, words: str, begin: Any = 0, end: Any = None) -> int:
        found = super().rfind(words, begin, end)
        last = len(self) if end is None else end
        self._steps.add(last - (found if found >= 0 else begin or 0) + 1, f"rfind {words[:9]!r}")
        return found

    def count(self, *words: Any) -> int:
        self._steps.add(len(self), "count")
        return super().count(*words)

    def replace(self, old: str, new: str, count: Any = -1) -> str:
        return self._copy(super().replace(old, new, count))

    def strip(self, chars: str | None = None) -> str:
        return self._copy(super().strip(chars))

    def translate(self, table: Any) -> str:
        return self._copy(super().translate(table))


class _Re:
    """`re`, as a module sees it that makes or uses patterns where it needs them."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    def compile(self, pattern: str, flags: int = 0) -> Counted:
        return Counted(re.compile(pattern, flags), self._steps)

    def search(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        return self.compile(pattern, flags).search(text)

    def match(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        return self.compile(pattern, flags).match(text)

    def fullmatch(self, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        return self.compile(pattern, flags).fullmatch(text)

    def finditer(self, pattern: str, text: str, flags: int = 0) -> Iterator[re.Match[str]]:
        return self.compile(pattern, flags).finditer(text)

    def findall(self, pattern: str, text: str, flags: int = 0) -> list[Any]:
        return self.compile(pattern, flags).findall(text)

    def split(self, pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[Any]:
        return self.compile(pattern, flags).split(text, maxsplit)

    def sub(self, pattern: str, to: Any, text: str, count: int = 0, flags: int = 0) -> str:
        return self.compile(pattern, flags).sub(to, text, count)


def patterns_of(value: object, *, of_bytes: bool = False) -> Iterator[re.Pattern[str]]:
    """The patterns for text that a value is or holds; on demand those for bytes, as ones for text:
    they take as many steps."""
    value = _made(value)
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        elif of_bytes:
            yield re.compile(value.pattern.decode("latin-1"), value.flags | re.ASCII)
    elif isinstance(value, dict):
        for one in value.values():
            yield from patterns_of(one, of_bytes=of_bytes)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from patterns_of(one, of_bytes=of_bytes)


def counting(patch: pytest.MonkeyPatch, modules: Iterable[ModuleType], steps: Steps) -> None:
    """Make these modules count until the patch is undone."""
    for module in modules:
        for name, value in list(vars(module).items()):
            if value is re or value is lazy_re:
                patch.setattr(module, name, _Re(steps))
            elif next(patterns_of(value), None) is not None:
                patch.setattr(module, name, _counted(value, steps))


def _made(value: Any) -> Any:
    """What waits for its first use, made now."""
    return value.made() if isinstance(value, lazy_re.Later) else value


def _counted(value: Any, steps: Steps) -> Any:
    value = _made(value)
    if isinstance(value, re.Pattern):
        return Counted(value, steps) if isinstance(value.pattern, str) else value
    if isinstance(value, dict):
        return {key: _counted(one, steps) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_counted(one, steps) for one in value)
    return value
