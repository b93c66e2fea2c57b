"""A phrase in a small notation, made into a regular expression that takes linear time.

In: a phrase as docs/wordings.md tells it, and the named classes. Out: the expression's source, for texts
in canonical form (half-width marks, no white space). Nothing in it repeats without a bound but what ends
a phrase, and what a gap may have to try again is bounded too: a phrase that asks for more is refused.
Phrases that are joined look first whether one of their first characters stands there: most places do
not hold one, and to ask so is several times as fast as to try each phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from harness.reading.wordings.pieces import (
    BadPhrase,
    Piece,
    either,
    ended,
    none_of,
    of_one_length,
    one_after_another,
    optional,
)
from parsers import lazy_re as re
from parsers.page.punctuation import canonical

_DIGITS, _NUMERALS = "0123456789", "一二三四五六七八九十"
_CHARACTERS = {"数字": "[0-9]", "汉数": f"[{_NUMERALS}]", "汉字": "[\u4e00-\u9fff]"}
_FIRST = {"数字": frozenset(_DIGITS), "汉数": frozenset(_NUMERALS)}
_STOPS = ",;。\n"  # a gap stays between these, but for those that it names
_MARK = {"¶": "\n"}
_GUARDS = {"前无": "(?<!", "前有": "(?<=", "后无": "(?!", "后有": "(?="}
_TAKEN = "取"
_MOST = 400  # characters of one gap
_TRIED = 40_000  # ways in which the gaps of one phrase may share a text
_DEEP = 6  # classes within classes
_TIMES = 6  # a class of words one after another
_COUNT = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_SPECIAL = "()[]{}<>|…≠^$"


class Classes:
    """Named classes: phrases by name, each read once."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._read: dict[str, Piece] = {}

    def piece(self, name: str, depth: int) -> Piece:
        if name not in self._phrases:
            raise BadPhrase(f"没有“{{{name}}}”这个词类；词类都写在classes.toml里")
        if name not in self._read:
            reader = _Reader(self._phrases[name], self, depth)
            piece = either(reader.ways(), grouped=True)
            if reader.at < len(reader.phrase):
                raise BadPhrase(f"词类“{name}”：多了一个“{reader.phrase[reader.at]}”")
            self._read[name] = piece
        return self._read[name]


def regex_of(phrase: str, classes: Classes) -> str:
    """The regular expression of a phrase."""
    return piece_of(phrase, classes).regex


def piece_of(phrase: str, classes: Classes) -> Piece:
    """A phrase read."""
    piece = _Reader(phrase, classes, 0).whole()
    if piece.least == 0:
        raise BadPhrase("什么都不写也算认出；至少要有一个必写的词")
    if piece.tried > _TRIED:
        raise BadPhrase("空隙太多太长，请缩短“…”后面的字数，或者拆成两条")
    return piece


class _Reader:
    def __init__(self, phrase: str, classes: Classes, depth: int) -> None:
        if depth > _DEEP:
            raise BadPhrase("词类套词类，层数过多（或者互相引用）")
        self.phrase, self.classes, self.depth, self.at = phrase, classes, depth, 0
        self.taken = False

    def whole(self) -> Piece:
        piece = either(self.ways())
        if self.at < len(self.phrase):
            raise BadPhrase(f"多了一个“{self.phrase[self.at]}”")
        return ended(piece)

    def ways(self) -> list[Piece]:
        found = [self.sequence()]
        while self._next() == "|":
            self.at += 1
            found.append(self.sequence())
        return found

    def sequence(self) -> Piece:
        pieces = []
        while self._next() not in ("", "|", ")", "]", ">"):
            pieces.append(self.piece())
        return one_after_another(pieces)

    def piece(self) -> Piece:
        sign = self._next()
        self.at += 1
        if sign == "(":
            return self._closed(")")
        if sign == "[":
            return optional(self._closed("]"))
        if sign == "{":
            return self._named()
        if sign == "<":
            return self._guarded()
        if sign == "…":
            return self._gap()
        if sign in "^$":
            return Piece(sign, 0, 0, frozenset(), guard=True)
        if sign in _SPECIAL:
            raise BadPhrase(f"“{sign}”放错了地方；信里本来的括号等符号请写成全角")
        char = _MARK.get(sign, canonical(sign))
        return Piece(re.escape(char), 1, 1, frozenset(char), sign=True, plain=True)

    def _next(self) -> str:
        return self.phrase[self.at : self.at + 1]

    def _until(self, close: str) -> str:
        end = self.phrase.find(close, self.at)
        if end < 0:
            raise BadPhrase(f"缺少“{close}”")
        words, self.at = self.phrase[self.at : end], end + 1
        return words

    def _closed(self, close: str) -> Piece:
        piece = either(self.ways(), grouped=True)
        if self._next() != close:
            raise BadPhrase(f"缺少“{close}”")
        self.at += 1
        return piece

    def _named(self) -> Piece:
        """{本机关}, {数字:1-8}"""
        name, _, times = self._until("}").partition(":")
        piece = self._class(name)
        if not times:
            return piece
        count = _COUNT.fullmatch(times)
        if count is None:
            raise BadPhrase(f"“{{{name}:{times}}}”的次数应写成1-8这样")
        least, most = int(count[1]), int(count[2] or count[1])
        if most < least or most > (_MOST if name in _CHARACTERS else _TIMES):
            raise BadPhrase(f"“{{{name}:{times}}}”的次数过多")
        return Piece(
            f"{piece.regex}{{{least},{most}}}",
            piece.least * least,
            piece.most and piece.most * most,
            piece.first,
            most - least + 1 if name == "汉字" else piece.tried**most,
        )

    def _class(self, name: str) -> Piece:
        if name in _CHARACTERS:
            return Piece(_CHARACTERS[name], 1, 1, _FIRST.get(name))
        return self.classes.piece(name, self.depth + 1)

    def _guarded(self) -> Piece:
        """<前无:未|没有>: looks at what stands there, and takes nothing; <取:…>: what is asked for."""
        kind = self._until(":")
        if kind not in (*_GUARDS, _TAKEN):
            raise BadPhrase(f"“<{kind}:”应是{'、'.join((*_GUARDS, _TAKEN))}之一")
        ways = self.ways()
        if self._next() != ">":
            raise BadPhrase("缺少“>”")
        self.at += 1
        if kind == _TAKEN:
            return self._to_take(ways)
        opening = _GUARDS[kind]
        if kind.startswith("后"):
            seen = either(ways)
            return Piece(f"{opening}{seen.regex})", 0, 0, frozenset(), seen.tried, guard=True)
        if any(way.least != way.most for way in ways):
            raise BadPhrase(f"“<{kind}:…>”里每个说法的字数要固定，有长有短的请分开写")
        looks = [f"{opening}{way})" for way in of_one_length(ways)]
        if kind == "前有":
            return Piece(f"(?:{'|'.join(looks)})", 0, 0, frozenset(), guard=True)
        return Piece("".join(looks), 0, 0, frozenset(), guard=True)

    def _to_take(self, ways: list[Piece]) -> Piece:
        """The part of a phrase that whoever looks for it wants to have."""
        if self.taken or self.depth:
            raise BadPhrase("“<取:…>”一条里只能写一个，词类里不能写")
        self.taken = True
        return replace(either(ways), regex=f"({either(ways).regex})", sign=False)

    def _gap(self) -> Piece:
        """…12, …，2-30, …，；*, …40?, …14≠(履行)"""
        stops = _STOPS
        while (mark := _MARK.get(self._next(), canonical(self._next()))) and mark in stops:
            stops = stops.replace(mark, "")
            self.at += 1
        least, most = self._extent()
        lazy = self._next() == "?"
        self.at += lazy
        char = self._without(stops) if self._next() == "≠" else none_of(stops)
        if most is None:
            return Piece(f"{char}{{{least},}}+", least, None)
        tried = 1 if lazy else most - least + 1
        return Piece(
            f"{char}{{{least},{most}}}{'?' if lazy else ''}", least, most, None, tried, lazy=lazy
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
        firsts = either(words).first if words else frozenset()
        if firsts is None:
            return f"(?:(?!{either(words).regex}){none_of(stops, signs)})"
        # most characters begin none of the words: nothing is tried at them
        some = "".join(map(re.escape, sorted(firsts - set(stops))))
        if not some:
            return none_of(stops, signs)
        return f"(?:{none_of(stops, signs + some)}|(?!{either(ways).regex})[{some}])"
