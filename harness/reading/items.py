"""Which items of an application a letter answers, where it answers them one by one.

In: a letter's own words without citations and remedies, and how many items were asked for. Out: what of
them is left without an answer. An item is told by its number (第2项, 二、), by its subject (关于……合同) or by
words that stand in its name alone. Where the letter does not go item by item, or some words of it may
cover the rest, nothing is called unanswered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.reading.asked_items import names_of
from harness.reading.facts import Facts
from harness.reading.numerals import to_int
from harness.reading.reported_words import blanked
from parsers import lazy_re as re


@dataclass(frozen=True, slots=True)
class Unanswered:
    """`numbers` of the items without an answer; none where only how many were `answered` is known."""

    numbers: tuple[int, ...]
    answered: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    text: str
    numbers: frozenset[int]  # of the items that it names
    by_name: bool  # by words of their names alone
    subjects: int  # or how many things it says that it is about


def left_unanswered(facts: Facts, asked: int) -> Unanswered | None:
    """What this letter leaves unanswered; `asked`: how many items there were."""
    if asked < 2:
        return None
    return unanswered(_own_words(facts), asked, len(facts.codes))


def in_doubt(facts: Facts, asked: int) -> str:
    """A clause that nobody could explain, in a sentence that is about none of the items."""
    begin, end = facts.letter.body
    _, told = _answer(_own_words(facts), asked)
    answer = begin + told[0].start if told else end
    of_items = [(begin + one.start, begin + one.end) for one in told if one.numbers or one.subjects]
    for clause in facts.unexplained:
        if answer <= clause.start < end and not any(a <= clause.start < b for a, b in of_items):
            return facts.said(clause)
    return ""


def _own_words(facts: Facts) -> str:
    """Without citations: an item of an article is no item of the application."""
    begin, end = facts.letter.body
    cited = ((one.start, one.end) for one in facts.words.citations)
    return blanked(facts.words.told, cited)[begin:end]


def unanswered(words: str, asked: int, decisions: int) -> Unanswered | None:
    """What is left without an answer; None where that cannot be said for certain."""
    names, told = _answer(words, asked)
    numbers = frozenset(number for one in told for number in one.numbers)
    answered = numbers | _spoken_of(names, "".join(one.text for one in told))
    # told by a subject that is none of the names: which item that is, is not known
    others = sum(one.subjects for one in told if not _spoken_of(names, one.text))
    count = len(answered) + others
    if decisions > count or count >= asked or _covered(told, asked):
        return None
    if others:
        return Unanswered((), count) if count >= 2 else None
    missing = tuple(number for number in range(1, asked + 1) if number not in answered)
    return Unanswered(missing, count) if answered else None


# --- what the sentences of the answer are about -----------------------------------------------------

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])"
_UNIT = r"(?:项|点|个|条|件|问|样|份|类)"
_JOIN = r"(?:[、,和及与至到~—-]|以及)"
_POINT = re.compile(
    rf"第\(?{_N}\)?(?:{_UNIT}?{_JOIN}第?\(?{_N}\)?){{0,30}}{_UNIT}(?!第|款|的规定|规定)"
    # ①、②、④三份; A、B、C均可公开
    r"|[①-⑳](?:[、,和及与]?[①-⑳]){0,20}(?![^。;\n]{0,2}:)|(?<![A-Za-z])[A-H](?:[、,和及与][A-H]){1,7}(?![A-Za-z])"
)
_RANGE = re.compile(rf"({_N})\)?(?:项|点)?[至到~—-]第?\(?({_N})")
_HEADING = re.compile(
    r"\n?(?:关于|针对|对)?(?:\((?P<a>\d|[一二三四五六七八九])\)|(?P<b>\d|[一二三四五六七八九])[、.]|(?P<c>[①-⑳]))(?!\d)"
)
_ABOUT = re.compile(
    r"\n?(?:\(?[\d一二三四五六七八九①-⑳]{1,2}[、.)])?(?:其中,?|此外,?|另,?)?(?:关于|对于|针对|至于|就)(?:你|您)?(?:所)?(?:申请|要求)?(?:公开|获取)?的?"
    r"(?P<what>(?!第|上述|以上|你|您|本|其)[^,。;:\n]{2,50}?)(?:方面|一项|的?问题|事宜|一事)?[,:]"
)
_BETWEEN = re.compile(r"、|以及|和|及|与")
# the sections of a letter are no items of an application
_SECTION = re.compile(
    r"[^,。;:\n]{0,8}(?:情况|事项|内容|依据|理由|决定|救济|意见|请求|收件|认定|权利|答复)"
)
_SENTENCE = re.compile(r"\n?[^。;\n]+[。;]?")


def _answer(words: str, asked: int) -> tuple[Mapping[int, str], list[_Sentence]]:
    """The names of what was asked for, and the sentences of the answer."""
    names, begin = names_of(words, asked)
    pointed = bool(_POINT.search(words, begin))
    told = [_read(match, pointed, names) for match in _SENTENCE.finditer(words, begin)]
    return names, told


def _read(match: re.Match[str], pointed: bool, names: Mapping[int, str]) -> _Sentence:
    text = match[0]
    numbers, subjects = frozenset(_points(text)), 0
    heading = _HEADING.match(text)
    if heading and not _SECTION.match(text, heading.end()):
        number = number_of(heading["a"] or heading["b"] or heading["c"])
        if (pointed or names) and not numbers:
            numbers = frozenset([number])
        elif not numbers:
            subjects = 1
    about = None if numbers else _ABOUT.match(text)
    if about:
        subjects = len(_BETWEEN.split(about["what"]))
    by_name = frozenset() if numbers else _spoken_of(names, text, _MANY)
    return _Sentence(match.start(), match.end(), text, numbers | by_name, bool(by_name), subjects)


def _points(text: str) -> Iterator[int]:
    """The numbers told: 第1项, 第一、二项, 第1至3项, 第③项."""
    for match in _POINT.finditer(text):
        for first, last in _RANGE.findall(match[0]):
            yield from range(number_of(first), number_of(last) + 1)
        yield from map(number_of, re.findall(rf"{_N}|[A-H]", match[0]))


def number_of(written: str) -> int:
    """3, 三, ③; 0 for anything else."""
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    if "A" <= written <= "H":
        return ord(written) - ord("A") + 1
    return to_int(written) or 0


# --- items told by words of their names --------------------------------------------------------------

_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|(?:19|20)\d\d")


_PAIR, _MANY = 2, 4  # characters in a row: perhaps spoken of, and surely


def _spoken_of(names: Mapping[int, str], answer: str, length: int = _PAIR) -> frozenset[int]:
    """The items of whose names something stands in the answer that is in no other name."""
    found = set()
    for number, name in names.items():
        others = "\n".join(other for key, other in names.items() if key != number)
        own = [piece for piece in _pieces(name, length) if piece not in others]
        if (not own and length == _PAIR) or any(piece in answer for piece in own):
            found.add(number)
    return frozenset(found)


def _pieces(name: str, length: int) -> Iterator[str]:
    """Its characters by so many in a row, and its years."""
    for match in _PIECE.finditer(name):
        piece = match[0]
        if not piece.isdecimal():
            yield from (piece[at : at + length] for at in range(len(piece) - length + 1))
        elif length == _PAIR:
            yield piece


# --- words that may cover what is not told by itself --------------------------------------------------

# what speaks of all that was asked for, and what may add one thing more
_ALL = re.compile(
    r"以上(?!答复|告知|意见|决定)|上述(?!答复|告知|意见|决定|规定|[一二两三四五六七八九\d]+[项件])|全部|各项|所申请|其余|其他|综上|一并|剩余"
    r"|(?:你|您|申请人)(?:所)?(?:申请|要求)(?:公开|获取)?的(?:政府)?(?:信息|内容|材料)"
)
_ONE_MORE = re.compile(
    r"均|都|同样|[也亦](?!可|不|由|无|未)|另(?:一|外|查|有)|此外|同时|[前后]一?[项者]"
)
# as many as were asked for: 三项均…… of three
_COUNT = re.compile(
    r"(?:这|该)?(?<![第\d、和及与至到~—-])(?P<n>[二三四五六七八九十两]|\d{1,2})项(?!(?:内容|信息|申请)?(?:中|里|分别|,?其中|:|,?包括))"
)
_SAYS = re.compile(
    r"公开|提供|不存在|没有|[未无]|不[属予掌由]|可以|附[件后上]|查[阅询看找]|复印|领取|寄|属于|涉及|负责|建议|决定"
)
# a sentence that goes on with what the one before is about
_GOES_ON = re.compile(
    r"(?:根据|依据|依照|按照|因此|故|据此|为此|所以|该|此|现|特|经|[本我]|上述|以上|综上|请|如|若|附|联系|感谢|收|因|由于|不服|答复|法律|条例|申请人|你|您|可|并|但|其|具体|网|地|电|栏)"
)


def _covered(told: list[_Sentence], asked: int) -> bool:
    """Whether a sentence that names no item may answer what the others do not."""
    begun = False
    for one in told:
        if _counts_all(one.text, asked):
            return True
        if one.numbers or one.subjects:
            begun = True
            if one.by_name and _ALL.search(one.text):
                return True
            continue
        if _ALL.search(one.text) or _ONE_MORE.search(one.text):
            return True
        if _SAYS.search(one.text) and not (begun and _GOES_ON.match(one.text.lstrip())):
            return True
    return False


def _counts_all(text: str, asked: int) -> bool:
    return any((to_int(match["n"]) or asked) >= asked for match in _COUNT.finditer(text))
