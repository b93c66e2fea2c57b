"""Parts of a phrase as regular expressions, and how they are put together.

In: `Piece`s. Out: one `Piece`, which knows how many characters it takes, with which it may begin and how
often its gaps may have to be tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers import lazy_re as re


class BadPhrase(Exception):
    """A phrase that cannot be read; the message is Chinese and says what to write instead."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A phrase, or a part of one, as a regular expression."""

    regex: str
    least: int  # characters that it takes
    most: int | None  # None: to the end of the clause
    first: frozenset[str] | None = None  # the characters that it may begin with; None: any
    tried: int = 1
    lazy: bool = False
    guard: bool = False
    sign: bool = False  # one literal character
    plain: bool = False  # it begins with one literal character, which `re` looks for by itself


def joined(pieces: Sequence[Piece]) -> str:
    """One expression for any of these phrases, the first of them first."""
    regex = "|".join(piece.regex for piece in pieces)
    firsts = [piece.first for piece in pieces]
    known = frozenset().union(*(first for first in firsts if first is not None))
    if None in firsts or all(piece.plain for piece in pieces):
        return regex
    return f"(?=[{''.join(map(re.escape, sorted(known)))}])(?:{regex})"


def none_of(stops: str, escaped: str = "") -> str:
    inner = "".join("\\n" if sign == "\n" else sign for sign in stops) + escaped
    return f"[^{inner}]" if inner else r"[\s\S]"


def of_one_length(ways: list[Piece]) -> list[str]:
    """What a look behind can hold: single characters together, each word by itself."""
    signs = [way.regex for way in ways if way.sign]
    together = [f"[{''.join(signs)}]" if len(signs) > 1 else signs[0]] if signs else []
    return [*together, *(way.regex for way in ways if not way.sign)]


def either(ways: list[Piece], *, grouped: bool = False) -> Piece:
    if len(ways) == 1 and (ways[0].sign or not grouped):
        return ways[0]
    ways = [ended(way) for way in ways]
    longest = [way.most for way in ways]
    if len(ways) > 1 and all(way.sign for way in ways):
        regex = f"[{''.join(way.regex for way in ways)}]"
    else:
        regex = "|".join(way.regex for way in ways)
        regex = f"(?:{regex})" if grouped else regex
    return Piece(
        regex,
        min(way.least for way in ways),
        None if None in longest else max(most or 0 for most in longest),
        _any_of([way.first for way in ways]),
        max(way.tried for way in ways),
    )


def ended(piece: Piece) -> Piece:
    """A piece behind which nothing has to come."""
    if piece.lazy:
        raise BadPhrase("“…?”后面要有词：隔到最近的那个词为止")
    return piece


def optional(piece: Piece) -> Piece:
    return Piece(f"{piece.regex}?", 0, piece.most, piece.first, piece.tried)


def one_after_another(pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    if any(piece.most is None for piece in pieces[:-1]):
        raise BadPhrase("“…*”只能写在最后")
    tried = 1
    for piece in pieces:
        tried *= piece.tried
    longest = [piece.most for piece in pieces]
    return Piece(
        "".join(_committed(pieces)),
        sum(piece.least for piece in pieces),
        None if None in longest else sum(most or 0 for most in longest),
        _first_of(pieces),
        tried,
        lazy=bool(pieces) and pieces[-1].lazy,
        plain=bool(pieces) and pieces[0].plain,
    )


def _any_of(firsts: list[frozenset[str] | None]) -> frozenset[str] | None:
    known = [first for first in firsts if first is not None]
    return frozenset().union(*known) if len(known) == len(firsts) else None


def _first_of(pieces: list[Piece]) -> frozenset[str] | None:
    """Of pieces one after another: what may be left out does not hide what follows."""
    found: list[frozenset[str] | None] = []
    for piece in pieces:
        found.append(piece.first)
        if piece.least:
            break
    return _any_of(found)


def _committed(pieces: list[Piece]) -> list[str]:
    """A gap that ends at the nearest of what follows is not tried again beyond it. One that stands last
    is left open: what follows the part that it ends closes it."""
    found: list[str] = []
    opened = False
    for at, piece in enumerate(pieces, 1):
        opens = piece.lazy and not opened and at < len(pieces)
        found.append(f"(?>{piece.regex}" if opens else piece.regex)
        opened = opened or opens
        if opened and not piece.lazy and not piece.guard:
            found.append(")")
            opened = False
    if opened and pieces[-1].lazy:
        raise BadPhrase("两个“…?”之间要有词")
    return [*found, ")"] if opened else found
