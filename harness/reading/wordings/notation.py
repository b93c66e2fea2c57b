"""A phrase in a small notation, made into a regular expression that takes linear time.

In: a phrase as docs/wordings.md tells it, and the named classes. Out: the expression's source, for texts
in canonical form (half-width marks, no white space). Nothing in it repeats without a bound but what ends
a phrase, and what a gap may have to try again is bounded too: a phrase that asks for more is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.page.punctuation import canonical

_CHARACTERS = {"数字": r"\d", "汉数": "[一二三四五六七八九十]", "汉字": "[\u4e00-\u9fff]"}
_STOPS = ",;。\n"  # a gap stays between these, but for those that it names
_MARK = {"¶": "\n"}
_GUARDS = {"前无": "(?<!", "前有": "(?<=", "后无": "(?!", "后有": "(?="}
_MOST = 400  # characters of one gap
_TRIED = 150_000  # ways in which the gaps of one phrase may share a text
_DEEP = 6  # classes within classes
_COUNT = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_SPECIAL = "()[]{}<>|…≠^$"


class BadPhrase(Exception):
    """A phrase that cannot be read; the message is Chinese and says what to write instead."""


@dataclass(frozen=True, slots=True)
class _Piece:
    regex: str
    least: int  # characters that it takes
    most: int | None  # None: to the end of the clause
    tried: int = 1
    lazy: bool = False
    guard: bool = False
    sign: bool = False  # one literal character


def regex_of(phrase: str, classes: Mapping[str, str]) -> str:
    """The regular expression of a phrase. `classes`: phrases by name."""
    piece = _Reader(phrase, classes, 0).whole()
    if piece.least == 0:
        raise BadPhrase("什么都不写也算认出；至少要有一个必写的词")
    if piece.tried > _TRIED:
        raise BadPhrase("空隙太多太长，请缩短“…”后面的字数，或者拆成两条")
    return piece.regex


class _Reader:
    def __init__(self, phrase: str, classes: Mapping[str, str], depth: int) -> None:
        if depth > _DEEP:
            raise BadPhrase("词类套词类，层数过多（或者互相引用）")
        self.phrase, self.classes, self.depth, self.at = phrase, classes, depth, 0

    def whole(self) -> _Piece:
        piece = _either(self.ways())
        if self.at < len(self.phrase):
            raise BadPhrase(f"多了一个“{self.phrase[self.at]}”")
        return piece

    def ways(self) -> list[_Piece]:
        found = [self.sequence()]
        while self._next() == "|":
            self.at += 1
            found.append(self.sequence())
        return found

    def sequence(self) -> _Piece:
        pieces = []
        while self._next() not in ("", "|", ")", "]", ">"):
            pieces.append(self.piece())
        return _one_after_another(pieces)

    def piece(self) -> _Piece:
        sign = self._next()
        self.at += 1
        if sign == "(":
            return self._closed(")")
        if sign == "[":
            return _optional(self._closed("]"))
        if sign == "{":
            return self._named()
        if sign == "<":
            return self._guarded()
        if sign == "…":
            return self._gap()
        if sign in "^$":
            return _Piece(sign, 0, 0, guard=True)
        if sign in _SPECIAL:
            raise BadPhrase(f"“{sign}”放错了地方；信里本来的括号等符号请写成全角")
        return _Piece(re.escape(_MARK.get(sign, canonical(sign))), 1, 1, sign=True)

    def _next(self) -> str:
        return self.phrase[self.at : self.at + 1]

    def _until(self, close: str) -> str:
        end = self.phrase.find(close, self.at)
        if end < 0:
            raise BadPhrase(f"缺少“{close}”")
        words, self.at = self.phrase[self.at : end], end + 1
        return words

    def _closed(self, close: str) -> _Piece:
        piece = _either(self.ways(), grouped=True)
        if self._next() != close:
            raise BadPhrase(f"缺少“{close}”")
        self.at += 1
        return piece

    def _named(self) -> _Piece:
        """{本机关}, {数字:1-8}"""
        name, _, times = self._until("}").partition(":")
        piece = self._class(name)
        if not times:
            return piece
        count = _COUNT.fullmatch(times)
        if count is None:
            raise BadPhrase(f"“{{{name}:{times}}}”的次数应写成1-8这样")
        least, most = int(count[1]), int(count[2] or count[1])
        if most < least or most > (_MOST if name in _CHARACTERS else _DEEP):
            raise BadPhrase(f"“{{{name}:{times}}}”的次数过多")
        return _Piece(
            f"{piece.regex}{{{least},{most}}}",
            piece.least * least,
            piece.most and piece.most * most,
            piece.tried**most,
        )

    def _class(self, name: str) -> _Piece:
        if name in _CHARACTERS:
            return _Piece(_CHARACTERS[name], 1, 1)
        if name not in self.classes:
            raise BadPhrase(f"没有“{{{name}}}”这个词类；词类都写在classes.toml里")
        reader = _Reader(self.classes[name], self.classes, self.depth + 1)
        piece = _either(reader.ways(), grouped=True)
        if reader.at < len(reader.phrase):
            raise BadPhrase(f"词类“{name}”：多了一个“{reader.phrase[reader.at]}”")
        return piece

    def _guarded(self) -> _Piece:
        """<前无:未|没有>: looks at what stands there, and takes nothing."""
        kind = self._until(":")
        if kind not in _GUARDS:
            raise BadPhrase(f"“<{kind}:”应是{'、'.join(_GUARDS)}之一")
        ways = self.ways()
        if self._next() != ">":
            raise BadPhrase("缺少“>”")
        self.at += 1
        opening = _GUARDS[kind]
        if kind.startswith("后"):
            return _Piece(f"{opening}{_either(ways).regex})", 0, 0, guard=True)
        if any(way.least != way.most for way in ways):
            raise BadPhrase(f"“<{kind}:…>”里每个说法的字数要固定，有长有短的请分开写")
        looks = [f"{opening}{way})" for way in _of_one_length(ways)]
        if kind == "前有":
            return _Piece(f"(?:{'|'.join(looks)})", 0, 0, guard=True)
        return _Piece("".join(looks), 0, 0, guard=True)

    def _gap(self) -> _Piece:
        """…12, …，2-30, …，；*, …40?, …14≠(履行)"""
        stops = _STOPS
        while (mark := _MARK.get(self._next(), canonical(self._next()))) and mark in stops:
            stops = stops.replace(mark, "")
            self.at += 1
        least, most = self._extent()
        lazy = self._next() == "?"
        self.at += lazy
        char = self._without(stops) if self._next() == "≠" else _none_of(stops)
        if most is None:
            return _Piece(f"{char}{{{least},}}+", least, None)
        tried = 1 if lazy else most - least + 1
        return _Piece(
            f"{char}{{{least},{most}}}{'?' if lazy else ''}", least, most, tried, lazy=lazy
        )

    def _extent(self) -> tuple[int, int | None]:
        if self._next() == "*":
            self.at += 1
            return 1, None
        count = _COUNT.match(self.phrase, self.at)
        if count is None:
            raise BadPhrase("“…”后面要写最多隔几个字，例如…12")
        self.at = count.end()
        least, most = (int(count[1]), int(count[2])) if count[2] else (0, int(count[1]))
        if most > _MOST or most < least:
            raise BadPhrase(f"“…{count[0]}”不对：最多{_MOST}个字，先小后大")
        return least, most

    def _without(self, stops: str) -> str:
        """A character of a gap in which none of these words begins."""
        self.at += 1
        if self._next() != "(":
            raise BadPhrase("“≠”后面写括号，例如…14≠(履行)")
        self.at += 1
        ways = self.ways()
        if self._next() != ")":
            raise BadPhrase("缺少“)”")
        self.at += 1
        signs = "".join(way.regex for way in ways if way.sign)
        words = [way for way in ways if not way.sign]
        if not words:
            return _none_of(stops, signs)
        return f"(?:(?!{_either(words).regex}){_none_of(stops, signs)})"


def _none_of(stops: str, escaped: str = "") -> str:
    inner = "".join("\\n" if sign == "\n" else sign for sign in stops) + escaped
    return f"[^{inner}]" if inner else r"[\s\S]"


def _of_one_length(ways: list[_Piece]) -> list[str]:
    """What a look behind can hold: single characters together, each word by itself."""
    signs = [way.regex for way in ways if way.sign]
    together = [f"[{''.join(signs)}]" if len(signs) > 1 else signs[0]] if signs else []
    return [*together, *(way.regex for way in ways if not way.sign)]


def _either(ways: list[_Piece], *, grouped: bool = False) -> _Piece:
    if len(ways) == 1 and (ways[0].sign or not grouped):
        return ways[0]
    longest = [way.most for way in ways]
    if len(ways) > 1 and all(way.sign for way in ways):
        regex = f"[{''.join(way.regex for way in ways)}]"
    else:
        regex = "|".join(way.regex for way in ways)
        regex = f"(?:{regex})" if grouped else regex
    return _Piece(
        regex,
        min(way.least for way in ways),
        None if None in longest else max(most or 0 for most in longest),
        max(way.tried for way in ways),
    )


def _optional(piece: _Piece) -> _Piece:
    return _Piece(f"{piece.regex}?", 0, piece.most, piece.tried)


def _one_after_another(pieces: list[_Piece]) -> _Piece:
    if len(pieces) == 1:
        return pieces[0]
    if any(piece.most is None for piece in pieces[:-1]):
        raise BadPhrase("“…*”只能写在最后")
    tried = 1
    for piece in pieces:
        tried *= piece.tried
    longest = [piece.most for piece in pieces]
    return _Piece(
        "".join(_committed(pieces)),
        sum(piece.least for piece in pieces),
        None if None in longest else sum(most or 0 for most in longest),
        tried,
    )


def _committed(pieces: list[_Piece]) -> list[str]:
    """A gap that ends at the nearest of what follows is not tried again beyond it."""
    found: list[str] = []
    opened = False
    for piece in pieces:
        found.append(f"(?>{piece.regex}" if piece.lazy and not opened else piece.regex)
        opened = opened or piece.lazy
        if opened and not piece.lazy and not piece.guard:
            found.append(")")
            opened = False
    if opened:
        raise BadPhrase("“…?”后面要有词：隔到最近的那个词为止")
    return found
