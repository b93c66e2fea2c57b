"""Which items of an application a letter answers, where it answers them one by one.

In: a letter's own words without citations and remedies, and how many items were asked for. Out: what of
them is left without an answer, and the words that leave it possible that it is answered after all. An
item is told by its number (第2项, 二、), by its subject (关于……合同) or by words that stand in its name alone.
Where the letter does not go item by item, or some words of it cover the rest, nothing is unanswered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.reading.asked.item_answer import UNITS, Sentence, answer_of, mentioned, points
from harness.reading.asked.item_names import shares_characters, touched
from harness.reading.decision.reported_words import blanked
from harness.reading.facts import Facts
from harness.reading.page.numerals import to_int
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re


@dataclass(frozen=True, slots=True)
class Unanswered:
    """`numbers` of the items without an answer; none where only how many were `answered` is known."""

    numbers: tuple[int, ...]
    answered: int


def left_unanswered(facts: Facts, asked: int) -> Unanswered | None:
    """What this letter leaves unanswered; `asked`: how many items there were."""
    if asked < 2:
        return None
    return unanswered(_own_words(facts), asked, len(facts.codes))


def in_doubt(facts: Facts, asked: int) -> str:
    """Words that may answer what seems left out: a sentence or a clause about nothing that is known, or
    one that shares characters with the name."""
    begin, end = facts.letter.body
    words = _own_words(facts)
    names, told = answer_of(words, asked)
    missing = unanswered(words, asked, len(facts.codes))
    doubt = (
        _perhaps_covered(told)
        or _perhaps_named(names, told, missing)
        or _perhaps_beside(names, told, words)
        or _another_thing(names, told)
        or _as_many(told, asked)
    )
    if doubt:
        return doubt
    answer = begin + told[0].start if told else end
    known = [(begin + one.start, begin + one.end) for one in told if one.known]
    for clause in facts.unexplained:
        if answer <= clause.start < end and not any(a <= clause.start < b for a, b in known):
            return facts.said(clause)
    return ""


def not_told(facts: Facts, asked: int) -> tuple[int, ...]:
    """Items of which the answer holds no word, though it tells of others one by one. Words for all of them
    (您申请的信息可以公开) may cover those: it is asked, and nobody accused."""
    if asked < 2:
        return ()
    names, told = answer_of(_own_words(facts), asked)
    if any(_counts_all(one.text, asked) or _REST.search(one.text) for one in told):
        return ()
    known = frozenset(number for one in told for number in one.numbers)
    known = known.union(*(touched(names, one.text) for one in told))
    named = any(one.numbers and not one.aside for one in told)
    return tuple(sorted(set(names) - known)) if named and _as_many(told, asked) == "" else ()


def _own_words(facts: Facts) -> str:
    """Without citations: an item of an article is no item of the application."""
    begin, end = facts.letter.body
    cited = ((one.start, one.end) for one in facts.words.citations)
    return blanked(facts.words.told, cited)[begin:end]


def unanswered(words: str, asked: int, decisions: int) -> Unanswered | None:
    """What is left without an answer; None where that cannot be said for certain."""
    names, told = answer_of(words, asked)
    numbers = frozenset(number for one in told for number in one.numbers)
    answered = numbers.union(*(mentioned(names, one) for one in told))
    if not names:  # where the answer begins is not certain: 不归我们|……|第3项 may stand before it
        answered |= frozenset(points(words))
    # told by a subject that is none of the names: which item that is, is not known
    others = sum(one.subjects for one in told if not mentioned(names, one))
    count = len(answered) + others
    if decisions > count or count >= asked or _covered(told, asked):
        return None
    if others:
        return Unanswered((), count) if count >= 2 else None
    missing = tuple(number for number in range(1, asked + 1) if number not in answered)
    return Unanswered(missing, count) if answered else None


# --- words that may cover what is not told by itself --------------------------------------------------

# what speaks of the rest, or of all that was asked for
_REST = re.compile(
    r"各项|(?:其余|其他|剩余|剩下)(?:那|这)?(?:[一二两三四五六七八九\d]{0,2}[项件份样类个]|部分|信息|材料|内容|文件|[的均都皆暂则没未不,])|统统|每一?[项件份样类个]"
)
_ALL = re.compile(
    r"(?:以上|上述|前述)(?!答复|告知|意见|决定|规定|条例|第|[一二两三四五六七八九\d]+[项件份样类个])|所申请|综上"
    r"|(?:你|您|申请人)(?:所)?(?:申请|要求|要)(?:公开|获取)?的(?:政府)?(?:信息|内容|材料|东西)"
)
# what may speak of all, or only of what the sentence before told; and what may add one thing more
_PERHAPS_ALL = re.compile(
    r"全部|一并|均|都|同样|[也亦](?!可|不|由|无|未)|另(?:一|外|查|有)|此外|同时|[前后]一?[项者]"
)
# as many as were asked for: 三项均…… of three
_COUNT = re.compile(
    rf"(?<![第\d、,和及与至到~—-])(?P<n>[二三四五六七八九十两]|\d{{1,2}}){UNITS}(?!(?:内容|信息|申请)?(?:中|里|分别|,?其中|:|,?包括|工作日|月))"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
# a sentence that goes on with what the one before is about
_GOES_ON = re.compile(
    r"(?:根据|依据|依照|按照|因此|故|据此|为此|所以|该|此|这|现|特|经|[本我]|上述|以上|综上|请|如|若|所?附|联系|感谢|特此|收|因|由于|不服|答复|告知|法律|条例|依|抄送|申请人|你|您|可|并|但|其|具体|网|地|电|栏)"
)


def _covered(told: list[Sentence], asked: int) -> bool:
    """Whether the letter speaks of the rest, or of all that was asked for before it names an item."""
    return any(
        _counts_all(one.text, asked)
        or ((one.by_name or not one.named) and _REST.search(one.text) is not None)
        or (not one.begun and _ALL.search(one.text) is not None)
        for one in told
        if not one.aside
    )


def _counts_all(text: str, asked: int) -> bool:
    """三项 of three; 七份 are copies unless seven things were asked for."""
    return any(
        (count := to_int(match["n"]) or asked) == asked or (count > asked and match[0][-1] == "项")
        for match in _COUNT.finditer(text)
    )


def _perhaps_covered(told: list[Sentence]) -> str:
    """A sentence that may answer what the others do not: it is about nothing that is known, or about
    all that stands above, which may be the items just told or everything that was asked for."""
    for one in told:
        text = one.text.strip()
        if _ALL.search(text) and not one.numbers and not one.aside:
            return text
        if one.known or not _HAN.search(text):
            continue
        if _PERHAPS_ALL.search(text) or not (one.begun and _GOES_ON.match(text)):
            return text
    return ""


_POINTED = re.compile(r"第\(?[\d一二三四五六七八九十①-⑳、,和及与至到第\-—~()项点条件份样类问]+")
# 二、三项, (1)(2)项, 1至2项: numbers without 第
_NUMERAL = r"(?:[\d一二三四五六七八九十]|\([\d一二三四五六七八九十]\))"
_BARE_NUMBERS = re.compile(
    rf"(?<![第\d一二三四五六七八九十、,和及与至到~—-]){_NUMERAL}(?:[、和及与至到~—-]?{_NUMERAL}){{1,8}}[一二三]?项"
)
_DECIDES = re.compile(r"公开|提供|不存在|没有|[未无]|附件|查阅|申请|属于|涉及")


def _perhaps_beside(names: Mapping[int, str], told: list[Sentence], words: str) -> str:
    """A clause that speaks of items by their place or of the rest; that says so much less was wanted; or
    a sentence behind the first item that has a subject of its own."""
    if less := pattern("asked_less").search(words):
        return less[0]
    for one in told:
        if one.aside and not one.numbers:
            continue
        bare = _POINTED.sub("", one.text)
        if beside := pattern("item_beside").search(bare) or _BARE_NUMBERS.search(bare):
            return beside[0]
        if names or (one.known and not one.of_paragraph) or not one.begun:
            continue
        if len(pattern("stock").sub("", one.text).strip()) >= 2 and _DECIDES.search(one.text):
            return one.text.strip()
    return ""


# 拆除决定及签收凭证予以公开: something beside the item, by a word of nobody's name
_BESIDE_IT = re.compile(
    r"[\u4e00-\u9fff](?:以及|及|和|与|、)(?P<thing>[\u4e00-\u9fff]{2,12}?)(?=,?(?:现)?(?:均|都|一并)?(?:予以|可以?|依法|同意)?(?:公开|提供|不存在|不予|未(?:制作|保存|找)|见附|附后))"
)
_ANNEX = re.compile(r"附件\(?([一二三四五六七八九十]|\d{1,2})")


def _another_thing(names: Mapping[int, str], told: list[Sentence]) -> str:
    """In a sentence about an item that gives or refuses: another thing, which may be the one left out."""
    whole = "\n".join(names.values())
    for one in (one for one in told if one.numbers and not one.aside):
        for found in _BESIDE_IT.finditer(_LAW_NAME.sub("", one.text)):
            thing = pattern("stock").sub("", found["thing"])
            pairs = [thing[at : at + 2] for at in range(len(thing) - 1)]
            if pairs and names and not any(pair in whole for pair in pairs):
                return found["thing"]
    return ""


_LAW_NAME = re.compile(r"《[^》]{0,60}》")


def _as_many(told: list[Sentence], asked: int) -> str:
    """As many enclosures as things that were asked for."""
    annexes = {number for one in told for number in _ANNEX.findall(one.text)}
    return f"附件{len(annexes)}" if len(annexes) >= asked else ""


def _perhaps_named(
    names: Mapping[int, str], told: list[Sentence], missing: Unanswered | None
) -> str:
    """A clause that shares characters with the name of what seems left out (医废那张单子)."""
    left = missing.numbers if missing else ()
    for one in told:
        for said in re.split(r"[,:()]", one.text) if one.named else [one.text]:
            if any(shares_characters(names, number, said) for number in left):
                return said.strip()
    return ""
