"""The sentences in which a letter answers, and which of the items that were asked for each is about.

In: a letter's own words without citations and remedies, and how many items were asked for. Out: the
items' names by number, and the sentences of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from harness.reading.asked.asked_items import names_of
from harness.reading.asked.item_names import abbreviated, called, likest, spoken_of, touched
from harness.reading.page.numerals import to_int
from parsers import lazy_re as re

UNITS = r"[项件份样类个]"


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    text: str
    numbers: frozenset[int]  # of the items that it names
    by_name: bool  # by words of their names alone
    subjects: int  # or how many things it says that it is about
    begun: bool  # an item was named here or before
    aside: bool  # the law that the letter rests on, a lead, a receipt, advice: of no item
    of_paragraph: bool = False  # it goes on with the one item that its paragraph is about

    @property
    def named(self) -> bool:
        return bool(self.numbers or self.subjects)

    @property
    def known(self) -> bool:
        """What it is about is known: items, those just told (所以这两件都……), what the applicant is to do
        with them, the law."""
        text = self.text.lstrip()
        told = _THOSE_TOLD.match(text) is not None or text.startswith("请")
        return self.named or self.aside or self.of_paragraph or told


_SAYS = re.compile(
    r"公开|提供|不存在|没有|[未无]|不[属予掌由]|可以|附[件后上]|查[阅询看找]|复印|领取|寄|属于|涉及|负责|建议|决定"
)
_ANOTHER = re.compile(r"另(?:一|外|查|有)|此外|同时|[前后]一?[项者]")
# of so many, and they are fewer than were asked for, or `_covered` had said so
_THOSE_TOLD = re.compile(
    rf"\n?(?:所以|因此|故|可见)?,?(?:这|以上|上述|前述)(?:[二三四五六七八九两]|\d){UNITS}"
)

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])"
_UNIT = r"(?:项|点|个|条|件|问|样|份|类)"
_JOIN = r"(?:[、,和及与至到~—-]|以及)"
_POINT = re.compile(
    rf"第\(?{_N}\)?(?:{_UNIT}?{_JOIN}第?\(?{_N}\)?|\({_N}\)|[①-⑳]){{0,30}}{_UNIT}(?!第|款|的规定|规定)"
    # ①、②、④三份; A、B、C均可公开
    r"|[①-⑳](?:[、,和及与]?[①-⑳]){0,20}(?![^。;\n]{0,2}:)|(?<![A-Za-z])[A-H](?:[、,和及与][A-H]){1,7}(?![A-Za-z])"
)
_RANGE = re.compile(rf"({_N})\)?(?:项|点)?[至到~—-]第?\(?({_N})")
_HEADING = re.compile(
    r"\n?(?:关于|针对|对)?(?:\((?P<a>\d|[一二三四五六七八九])\)|(?P<b>\d|[一二三四五六七八九])[、.]|(?P<c>[①-⑳]))(?!\d)"
)
_ABOUT = re.compile(
    r"\n?(?:\(?[\d一二三四五六七八九①-⑳]{1,2}[、.)])?(?:其中,?|此外,?|另,?)?(?:关于|对于|针对|至于|就)(?:你|您)?(?:所)?(?:申请|要求)?(?:公开|获取)?的?"
    r"(?P<what>(?!第|上述|以上|你|您|本|其)[^,。;:\n]{2,50}?)(?:方面|一项|的?问题|事宜|一事)?[,:。]"
)
_BETWEEN = re.compile(r"、|以及|和|及|与")
# the sections of a letter are no items of an application
_SECTION = re.compile(
    r"[^,。;:\n]{0,8}(?:情况|事项|内容|依据|理由|决定|救济|意见|请求|收件|认定|权利|答复)"
)
_SENTENCE = re.compile(r"\n?[^。;\n]+[。;]?")
# the law that a letter rests on speaks of no item, nor does a lead (现答复如下:)
_LAW = re.compile(r"《[^》]{2,60}》")
_RECEIPT = re.compile(r"收到|收悉|签收")
_ADVICE = re.compile(r"\n?(?:(?:请(?!求)|如|若|所附|敬请|联系)[^,。;\n]*[,。;]?)+")
_CAN = re.compile(r"可以|申请公开")
_LEADS = re.compile(
    r"^\n?附件?\d{0,2}:|如下(?:答复|回复|告知|处理)[:。]?\n?$|(?:答复|告知|回复|函复|说明|情况)[^,。;:\n]{0,4}如下[:。]?\n?$|^\n?现?(?:逐项|分别)?(?:答复|回复|告知)(?:您|你)?:?$"
)


def answer_of(words: str, asked: int) -> tuple[Mapping[int, str], list[Sentence]]:
    """The names of what was asked for, and the sentences of the answer."""
    names, begin = names_of(words, asked)
    pointed = bool(_POINT.search(words, begin))
    told: list[Sentence] = []
    for match in _SENTENCE.finditer(words, begin):
        told.append(_read(match, pointed, names, begun=bool(told and told[-1].begun)))
    if any(_counted_anew(one, names) for one in told):  # 第3点 is then a point of the answer
        told = [replace(one, numbers=frozenset()) if one.aside else one for one in told]
    return names, _by_paragraph(told)


def _counted_anew(one: Sentence, names: Mapping[int, str]) -> bool:
    """3.面试录像, which was the fourth thing that was asked for."""
    heading = _HEADING.match(one.text)
    number = number_of(heading["a"] or heading["b"] or heading["c"]) if heading else 0
    return bool(heading and one.numbers and one.numbers != {number}) and len(names) > 0


def _by_paragraph(told: list[Sentence]) -> list[Sentence]:
    """Where several paragraphs begin with an item each, what follows in such a paragraph is about it."""
    of: list[int] = []  # of each sentence, the first one of its paragraph
    for index, one in enumerate(told):
        of.append(index if one.text.startswith("\n") or not of else of[-1])
    begins = {first for first in of if told[first].named}
    if len(begins) < 2:
        return told
    alone = {
        first
        for first in begins
        if all(
            not one.named or one.numbers <= told[first].numbers
            for one, at in zip(told, of, strict=True)
            if at == first
        )
    }
    return [
        replace(one, of_paragraph=True)
        if first in alone and index != first and not _ANOTHER.search(one.text)
        else one
        for index, (one, first) in enumerate(zip(told, of, strict=True))
    ]


def _read(
    match: re.Match[str], pointed: bool, names: Mapping[int, str], *, begun: bool
) -> Sentence:
    text = match[0]
    numbers, subjects = frozenset(points(text)), 0
    heading = None if numbers else _HEADING.match(text)
    if heading and not _SECTION.match(text, heading.end()):
        number = number_of(heading["a"] or heading["b"] or heading["c"])
        # the points of the answer may be counted anew: what they are about tells which item it is
        numbers = likest(names, text) or frozenset([number] if pointed or names else [])
        subjects = 0 if numbers else 1
    about = _ABOUT.match(text)
    if about and (short := abbreviated(names, about["what"])):
        numbers = short
    elif about and not numbers:
        subjects = len(_BETWEEN.split(about["what"]))
    by_name = frozenset() if numbers else called(names, text)
    numbers |= by_name
    return Sentence(
        match.start(), match.end(), text, numbers, bool(by_name), subjects,
        begun or bool(numbers or subjects), _is_aside(text),
    )  # fmt: skip


def _is_aside(text: str) -> bool:
    """It leads to the answer, rests on the law, tells a receipt or gives advice, and answers nothing."""
    said = _LAW.sub("", text)
    if _LEADS.search(text):
        return True
    if said == text and not _RECEIPT.search(text) and not _ADVICE.fullmatch(text):
        return False
    return not _SAYS.search(_CAN.sub("", said))


def points(text: str) -> Iterator[int]:
    """The numbers told: 第1项, 第一、二项, 第1至3项, 第③项, 第①②项."""
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


def mentioned(names: Mapping[int, str], one: Sentence) -> frozenset[int]:
    """In a sentence about other things a pair of characters says nothing (街道 of 街道签的合同)."""
    return touched(names, one.text) if one.known else spoken_of(names, one.text)
