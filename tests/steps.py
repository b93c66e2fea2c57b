"""How many steps a pattern takes, counted: a clock that shows the same on every machine.

In: a compiled pattern. Out: a `Machine`, a backtracking matcher that goes the ways `re` goes (from
every start, greedy, lazy and possessive, with lookaround, groups and backreferences) and adds its
steps to a `Steps`. A step here may be a few there, or the reverse: only what grows is told by it.
What cannot begin a match, or a branch, is passed over as quickly as Python can, and still counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Next = Callable[[int], int]  # where the rest ends that matches from here; -1 nowhere
Node = Callable[["_Run", int, Next], int]

_SINGLE = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN)
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


PATIENCE = 12_000_000  # no honest search takes as many: the counting itself would not end


class Endless(Exception):
    """A search that was broken off."""


@dataclass
class Steps:
    """What was counted, and where: by pattern."""

    taken: int = 0
    by: dict[str, int] = field(default_factory=dict)

    def add(self, steps: int, where: str = "") -> None:
        self.taken += steps
        if where:
            self.by[where] = self.by.get(where, 0) + steps

    def worst(self, count: int = 3) -> str:
        most = sorted(self.by.items(), key=lambda one: -one[1])[:count]
        return "; ".join(f"{steps} {where[:60]}" for where, steps in most)


@dataclass
class _Run:
    text: str
    groups: dict[int, tuple[int, int]] = field(default_factory=dict)
    steps: int = 0

    def go_on(self) -> None:
        if self.steps > PATIENCE:
            raise Endless(f"more than {PATIENCE} steps through {len(self.text)} characters")


@dataclass(frozen=True)
class Machine:
    """A pattern made ready. `first` finds where a match may begin; None: anywhere."""

    pattern: re.Pattern[str]
    node: Node
    first: re.Pattern[str] | None
    anchored: bool

    def search(self, text: str, at: int, steps: Steps) -> tuple[int, int] | None:
        run = _Run(text)
        found = None
        while found is None and at <= len(text):
            begin = at if self.first is None else _start(self.first, text, at)
            run.steps += begin - at + 1
            run.go_on()
            if begin > len(text):
                break
            found = self._at(run, begin)
            if self.anchored and not self.pattern.flags & re.MULTILINE:
                break
            at = begin + 1
        steps.add(run.steps, self.pattern.pattern)
        return found

    def match(self, text: str, at: int, steps: Steps, *, full: bool) -> tuple[int, int] | None:
        run = _Run(text)
        found = self._at(run, at, full=full)
        steps.add(run.steps + 1, self.pattern.pattern)
        return found

    def _at(self, run: _Run, at: int, *, full: bool = False) -> tuple[int, int] | None:
        run.groups = {}
        whole = len(run.text)
        end = self.node(run, at, (lambda i: i if i == whole else -1) if full else (lambda i: i))
        return None if end < 0 else (at, end)


def _start(first: re.Pattern[str], text: str, at: int) -> int:
    found = first.search(text, at)
    return found.start() if found else len(text) + 1


@cache
def machine(pattern: re.Pattern[str]) -> Machine:
    tree = _parser.parse(pattern.pattern, pattern.flags)
    build = _Builder(tree.state, pattern.flags)
    first = build.first(list(tree))
    begins = bool(tree) and tree[0] == (_constants.AT, _constants.AT_BEGINNING)
    return Machine(
        pattern, build.sequence(list(tree)), build.real(first) if first else None, begins
    )


class _Builder:
    """Trees of `re._parser` made into closures."""

    def __init__(self, state: Any, flags: int) -> None:
        self.state = state
        self.flags = flags

    def real(self, items: list[Any]) -> re.Pattern[str]:
        """One of these single characters, as `re` itself tells it."""
        ways = [_parser.SubPattern(self.state, [item]) for item in items]
        tree = ways[0] if len(ways) == 1 else _parser.SubPattern(
            self.state, [(_constants.BRANCH, (None, ways))]
        )  # fmt: skip
        return _compiler.compile(tree, self.flags)  # type: ignore[no-any-return]

    def first(self, items: list[Any]) -> list[Any] | None:
        """What a match can begin with; None where it may be empty or that is not known."""
        found: list[Any] = []
        for op, av in items:
            if op in _SINGLE:
                return [*found, (op, av)]
            if op in (_constants.ASSERT, _constants.ASSERT_NOT, _constants.AT):
                continue
            inner = self._inner(op, av)
            if inner is None:
                return None
            found += inner
            if not (op in _REPEATS and av[0] == 0):
                return found
        return None

    def _inner(self, op: Any, av: Any) -> list[Any] | None:
        if op is _constants.SUBPATTERN:
            return self.first(list(av[3]))
        if op is _constants.ATOMIC_GROUP:
            return self.first(list(av))
        if op in _REPEATS:
            return self.first(list(av[2]))
        if op is _constants.BRANCH:
            ways = [self.first(list(way)) for way in av[1]]
            return None if None in ways else [one for way in ways for one in way or ()]
        return None

    def sequence(self, items: list[Any]) -> Node:
        nodes = [self.node(op, av) for op, av in items]
        if not nodes:
            return lambda _, i, k: k(i)
        whole = nodes[-1]
        for node in reversed(nodes[:-1]):
            whole = _then(node, whole)
        return whole

    def node(self, op: Any, av: Any) -> Node:
        if op in _SINGLE:
            return _single(self.real([(op, av)]))
        if op in _REPEATS:
            return self.repeat(op, av)
        made: dict[Any, Callable[[Any], Node]] = {
            _constants.SUBPATTERN: self.group,
            _constants.ATOMIC_GROUP: lambda av: _alone(self.sequence(list(av))),
            _constants.BRANCH: self.branch,
            _constants.ASSERT: lambda av: self.look(av, wanted=True),
            _constants.ASSERT_NOT: lambda av: self.look(av, wanted=False),
            _constants.AT: self.place,
            _constants.GROUPREF: _again,
        }
        return made[op](av)

    def place(self, av: Any) -> Node:
        here = _compiler.compile(_parser.SubPattern(self.state, [(_constants.AT, av)]), self.flags)
        return _checked(lambda run, i: here.match(run.text, i) is not None)

    def group(self, av: Any) -> Node:
        number, added, removed, body = av
        inner = _Builder(self.state, (self.flags | added) & ~removed).sequence(list(body))
        return inner if number is None else _captured(number, inner)

    def branch(self, av: Any) -> Node:
        ways = [self.sequence(list(way)) for way in av[1]]
        firsts = [self.first(list(way)) for way in av[1]]
        tests = [self.real(first) if first else None for first in firsts]
        return _any_of(ways, tests)

    def look(self, av: Any, *, wanted: bool) -> Node:
        direction, body = av
        inner = self.sequence(list(body))
        back = body.getwidth()[0] if direction < 0 else 0

        def seen(run: _Run, i: int) -> bool:
            kept = dict(run.groups)
            found = (
                i >= back and inner(run, i - back, lambda j: j if back == 0 or j == i else -1) >= 0
            )
            if not (found and wanted):
                run.groups = kept
            return found is wanted

        return _checked(seen)

    def repeat(self, op: Any, av: Any) -> Node:
        least, most, body = av
        items = list(body)
        if len(items) == 1 and items[0][0] in _SINGLE:
            run = _parser.SubPattern(self.state, [(_constants.MAX_REPEAT, (0, most, body))])
            stretch = _compiler.compile(run, self.flags)
            return _run_of(op, least, stretch)
        inner = self.sequence(items)
        if op is _constants.POSSESSIVE_REPEAT:
            return _alone(_repeated(inner, least, most, greedy=True))
        return _repeated(inner, least, most, greedy=op is _constants.MAX_REPEAT)


def _then(one: Node, other: Node) -> Node:
    return lambda run, i, k: one(run, i, lambda j: other(run, j, k))


def _single(test: re.Pattern[str]) -> Node:
    known: dict[str, bool] = {}

    def node(run: _Run, i: int, k: Next) -> int:
        run.steps += 1
        if i >= len(run.text):
            return -1
        char = run.text[i]
        fits = known.get(char)
        if fits is None:
            fits = known[char] = test.match(char) is not None
        return k(i + 1) if fits else -1

    return node


def _checked(test: Callable[[_Run, int], bool]) -> Node:
    def node(run: _Run, i: int, k: Next) -> int:
        run.steps += 1
        return k(i) if test(run, i) else -1

    return node


def _again(number: int) -> Node:
    def node(run: _Run, i: int, k: Next) -> int:
        if number not in run.groups:
            return -1
        words = run.text[slice(*run.groups[number])]
        run.steps += len(words) + 1
        return k(i + len(words)) if run.text.startswith(words, i) else -1

    return node


def _captured(number: int, inner: Node) -> Node:
    def node(run: _Run, i: int, k: Next) -> int:
        def after(j: int) -> int:
            before = run.groups.get(number)
            run.groups[number] = (i, j)
            end = k(j)
            if end < 0:
                if before is None:
                    run.groups.pop(number, None)
                else:
                    run.groups[number] = before
            return end

        return inner(run, i, after)

    return node


def _alone(inner: Node) -> Node:
    def node(run: _Run, i: int, k: Next) -> int:
        end = inner(run, i, lambda j: j)
        return k(end) if end >= 0 else -1

    return node


def _any_of(ways: list[Node], tests: list[re.Pattern[str] | None]) -> Node:
    likely: dict[str, list[Node]] = {}

    def node(run: _Run, i: int, k: Next) -> int:
        run.steps += len(ways)
        char = run.text[i : i + 1]
        if char not in likely:
            likely[char] = [
                way
                for way, test in zip(ways, tests, strict=True)
                if test is None or test.match(char)
            ]
        for way in likely[char]:
            end = way(run, i, k)
            if end >= 0:
                return end
        return -1

    return node


def _run_of(op: Any, least: int, stretch: re.Pattern[str]) -> Node:
    """A repeated single character: no recursion is needed."""

    def node(run: _Run, i: int, k: Next) -> int:
        found = stretch.match(run.text, i)
        length = found.end() - i if found else -1
        if length < least:
            run.steps += max(length, 0) + 1
            return -1
        if op is _constants.POSSESSIVE_REPEAT:
            run.steps += length + 1
            return k(i + length)
        greedy = op is _constants.MAX_REPEAT
        run.steps += length if greedy else 0
        for more in range(length, least - 1, -1) if greedy else range(least, length + 1):
            run.steps += 1
            end = k(i + more)
            if end >= 0:
                return end
        return -1

    return node


def _repeated(inner: Node, least: int, most: int, *, greedy: bool) -> Node:
    def node(run: _Run, i: int, k: Next) -> int:
        def go(at: int, count: int, last: int) -> int:
            run.steps += 1
            run.go_on()
            if count < least:
                return inner(run, at, lambda j: go(j, count + 1, at))
            if not greedy:
                end = k(at)
                if end >= 0:
                    return end
            if count < most and at != last:
                end = inner(run, at, lambda j: go(j, count + 1, at))
                if end >= 0:
                    return end
            return k(at) if greedy else -1

        return go(i, 0, -1)

    return node
