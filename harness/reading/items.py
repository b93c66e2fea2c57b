"""Which items of an application a letter answers, where it answers them one by one.

In: a letter's own words without citations and remedies, and how many items were asked for. Out: the
numbers of the items of which no answer is seen. Where the letter does not go item by item, or some
words of it may cover the rest, nothing is called unanswered.
"""

from __future__ import annotations

import re

from harness.reading.facts import Facts
from harness.reading.numerals import to_int
from harness.reading.reported_words import blanked

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_JOIN = r"(?:[、,和及与至到~—-]|以及)"
_POINT = re.compile(
    rf"第\(?{_N}\)?(?:(?:项|点)?{_JOIN}第?\(?{_N}\)?){{0,30}}(?:项|点|个|条)(?!第|款|的规定|规定)"
)
_HEADING = re.compile(
    r"(?:^|[\n。;:])(?:\((?P<a>[一二三四五六七八九]|\d)\)|(?P<b>[一二三四五六七八九]|\d)[、.])"
)
_RANGE = re.compile(rf"({_N})\)?(?:项|点)?[至到~—-]第?\(?({_N})")
# where the agency begins to speak for itself; what stands before is the application told again
_ANSWER_BEGINS = re.compile(
    r"(?:答复|告知|回复|函复)(?:意见)?如下|(?:关于|对于?|针对|就)(?:你|您)?[^,。;\n]{0,10}第\(?[一1]\)?[项点个条、,和及与至到~—-]|经(?:审查|检索|查|核|研究)"
)
_NUMBERED = re.compile(rf"(?:^|[:;。,\n])\(?(?P<n>{_N})\)?[.、)](?P<name>[^;。\n]{{2,60}})")
# words that may cover what is not told by its number
_COVERS = re.compile(
    r"以上|上述(?![一二两三四五六七八九\d]+[项件])|均|都|全部|各项|所申请|其余|其他|综上|同样|[也亦](?!可|不|由|无|未)|另(?:一|外|查|有)|此外|一并|同时|[前后]一?[项者]|剩余"
)
# as many as were asked for: 三项均…… of three
_COUNT = re.compile(
    r"(?:这|该)?(?<![第\d、和及与至到~—-])(?P<n>[二三四五六七八九十两]|\d{1,2})项(?!(?:内容|信息|申请)?(?:中|里|分别|,?其中|:|,?包括))"
)


_CIRCLED = {ord("①") + n: f"({n + 1})" for n in range(20)}


def left_unanswered(facts: Facts, asked: int) -> tuple[int, ...]:
    """The numbers of the items without an answer in this letter; `asked`: how many there were."""
    if asked < 2:
        return ()
    return unanswered(_own_words(facts), asked, len(facts.codes))


def _own_words(facts: Facts) -> str:
    """Without citations: an item of an article is no item of the application."""
    begin, end = facts.letter.body
    cited = ((one.start, one.end) for one in facts.words.citations)
    return blanked(facts.words.told, cited)[begin:end]


def unanswered(words: str, asked: int, decisions: int) -> tuple[int, ...]:
    """The numbers of the items without an answer; empty where that cannot be said for certain."""
    told, answer = _apart(words.translate(_CIRCLED))
    answered = _points(answer)
    # more decisions than items told by number: some item was answered by its name
    if not answered or decisions > len(answered) or _covered(answer, asked):
        return ()
    names = {to_int(match["n"]): match["name"] for match in _NUMBERED.finditer(told)}
    return tuple(
        number
        for number in range(1, asked + 1)
        if number not in answered and not _spoken_of(names.get(number, ""), answer)
    )


def _covered(answer: str, asked: int) -> bool:
    counts = (to_int(match["n"]) or asked for match in _COUNT.finditer(answer))
    return bool(_COVERS.search(answer)) or any(count >= asked for count in counts)


# a sentence with these tells the application again
_TELLING = re.compile(r"收到|收悉|(?:申请|要求)?(?:公开|获取)(?!的)|申请内容|提出|提交|分别|如下")


def _apart(words: str) -> tuple[str, str]:
    """The application told again, and the answer from the beginning of its first sentence."""
    begins = _ANSWER_BEGINS.search(words)
    at = begins.start() if begins else 0
    sentence = max(words.rfind("。", 0, at), words.rfind("\n", 0, at)) + 1
    if not _TELLING.search(words, sentence, at):
        at = sentence
    return words[:at], words[at:]


def _points(answer: str) -> set[int | None]:
    """The numbers told: 第1项, 第一、二项, 第1至3项, and the headings 一、 二、 of a list."""
    found: set[int | None] = set()
    for match in _POINT.finditer(answer):
        for first, last in _RANGE.findall(match[0]):
            found |= set(range(to_int(first) or 0, (to_int(last) or 0) + 1))
        found |= {to_int(number) for number in re.findall(_N, match[0])}
    if not found:
        return found
    return found | {to_int(match["a"] or match["b"]) for match in _HEADING.finditer(answer)}


def _spoken_of(name: str, answer: str) -> bool:
    """Whether four characters of the item's name in a row stand in the answer; years stand in many."""
    pieces = (name[at : at + 4] for at in range(len(name) - 3))
    return any(piece in answer for piece in pieces if not re.search(r"\d", piece))
