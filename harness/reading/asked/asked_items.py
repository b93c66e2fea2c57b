"""What an application asked for, item by item, as the answer tells it again.

In: a letter's own words and how many items were asked for. Out: the items' names by number, where the
letter lists exactly so many, and where its answer begins. A list that decides something is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from parsers import lazy_re as re

_BEFORE = r"(?:(?<=[:;。,、“”》的\n])|(?<![\s\S]))"
_STYLES = tuple(
    re.compile(_BEFORE + style)
    for style in (
        r"(?P<n>\d{1,2})(?:[、)]|\.(?!\d)|\.(?=(?:19|20)\d\d年))",
        r"\((?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\)[、.]?",
        r"(?P<n>[①-⑳])",
        r"(?P<n>[一二三四五六七八九十]{1,2})[、.]",
        r"(?P<n>[一二三四五六七八九十])(?:是|为)",
        r"第(?P<n>[一二三四五六七八九十])(?:[,、:]|[条项件样](?:想?要|是|为|问|求))",
        r"(?P<n>[A-H])[.、)]",
    )
)
_DECIDES = re.compile(
    r"不存在|不予|予以公开|可以公开|[提附]供给|未(?:制|查|检|获|找)|没有|不属|见附件|附后|已(?:主动)?公开|关于第"
)
_NAME_ENDS = re.compile(r"[;。\n]")
_SENTENCE = re.compile(r"[^。\n]+[。\n]*")
_SENTENCE_ENDS = re.compile(r"[。\n]")
_DIGITS = "一二三四五六七八九十"
# where the agency begins to speak for itself; what stands before is the application told again
_ITEM = r"第\(?(?:\d{1,2}|[一二三四五六七八九十①-⑳])\)?"
_OF_AN_ITEM = rf"(?:关于|对于?|针对|就)(?:你|您)?[^,。;\n]{{0,10}}{_ITEM}[项点个条、,和及与至到~—-]"
_ANSWER_BEGINS = re.compile(
    rf"(?:答复|告知|回复|函复)(?:意见)?如下|{_OF_AN_ITEM}"
    rf"|(?<=[。;:\n]){_ITEM}[项点、,和及与至到~—-]|经(?:审查|检索|查|核|研究)"
    r"|(?<=[。\n])(?:关于|对于|针对)(?!你|您|[^。\n]{0,60}(?:收悉|收到|的申请))"
    r"|(?<=[。\n])(?:一、|\(一\)|1[.、])(?=[^。\n]{0,80}(?:不存在|不予|公开|提供|未|没有|不属))"
)
# a sentence with these tells the application again
_TELLING = re.compile(
    r"收到|收悉|(?:申请|要求|请求|希望)(?:公开|获取)(?!的)|申请内容|提出|提交|分别|如下"
)
_ASKS = re.compile(
    r"(?:申请|要求|请求|希望)(?:公开|获取|提供|查询|了解)(?!的)[:,]?"
    r"|(?:申请|要|求|问|含|列了|包括)(?:的是|有)?[^,。;:\n]{0,30}?[一二两三四五六七八九\d]{1,2}(?:样|项|件|份|个|种)(?:材料|东西|信息|文件|内容)?[:,]"
)
_QUOTED = re.compile(r"“([^”\n]{2,120})”|《([^》\n]{2,120})》")
_JOINED = re.compile(r"、|以及|和|及(?!其)|与|;")
_TAIL = re.compile(
    r"(?:[一二两三四五六七八九\d]{1,3}项|等)?(?:的)?(?:政府)?(?:信息|材料|文件)?(?:的申请.{0,40})?$"
)
_SHORT = 4  # characters: a piece of fewer is no item's name


def names_of(words: str, asked: int) -> tuple[Mapping[int, str], int]:
    """The names of the items, and where the answer begins; no names where they are not told."""
    for style in _STYLES:
        listed = _listed(words, style, asked)
        if listed:
            return listed
    one_by_one = _one_by_one(words, asked)
    if one_by_one:
        return one_by_one
    begins = _answer_begins(words)
    return dict(enumerate(_in_a_row(words[:begins], asked), 1)), begins


def _listed(words: str, style: re.Pattern[str], asked: int) -> tuple[Mapping[int, str], int] | None:
    """A list that counts from one to as many as were asked for, and decides nothing."""
    marks: list[re.Match[str]] = []
    for match in style.finditer(words):
        if _number(match["n"]) == len(marks) + 1:
            marks.append(match)
        elif _number(match["n"]) == 1:
            marks = [match]
        if len(marks) == asked:
            break
    if len(marks) < asked:
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    names = dict(enumerate(_names(words, marks, ends), 1))
    last = _NAME_ENDS.search(words, marks[-1].end())
    end = last.end() if last else len(words)
    if _DECIDES.search(words, marks[0].start(), end):
        return None
    return names, end


def _names(words: str, marks: Sequence[re.Match[str]], ends: Sequence[int]) -> Iterator[str]:
    for mark, end in zip(marks, ends, strict=True):
        stop = _NAME_ENDS.search(words, mark.end(), end)
        yield words[mark.end() : stop.start() if stop else end].rstrip(",、")


def _number(written: str) -> int:
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    if "A" <= written <= "H":
        return ord(written) - ord("A") + 1
    return int(written) if written.isdecimal() else _DIGITS.find(written) + 1


def _answer_begins(words: str) -> int:
    """Behind the application told again; in the middle of a sentence where the answer begins there."""
    begins, asks = _ANSWER_BEGINS.search(words), _ASKS.search(words)
    if begins is None:
        end = _SENTENCE_ENDS.search(words, asks.end()) if asks else None
        return end.end() if end else 0
    told = 0
    for sentence in _SENTENCE.finditer(words, 0, begins.start()):
        if _TELLING.search(sentence[0]):
            told = sentence.end()
    return told


_ONE_MORE = re.compile(r"(?:另|还有|再有|最后)?一(?:项|份|件|个|种|样|类)(?:是|为)")
_ONE_ENDS = re.compile(r"[,;。\n]")


def _one_by_one(words: str, asked: int) -> tuple[Mapping[int, str], int] | None:
    """两项,一项是甲,一项是乙。 in one sentence that decides nothing."""
    for sentence in _SENTENCE.finditer(words):
        marks = list(_ONE_MORE.finditer(sentence[0]))
        if len(marks) == asked and not _DECIDES.search(sentence[0]):
            ends = [*(mark.start() for mark in marks[1:]), len(sentence[0])]
            names = [
                _ONE_ENDS.split(sentence[0][mark.end() : end])[0]
                for mark, end in zip(marks, ends, strict=True)
            ]
            if all(len(name) >= _SHORT for name in names):
                return dict(enumerate(names, 1)), sentence.end()
    return None


def _in_a_row(told: str, asked: int) -> tuple[str, ...]:
    """“甲”“乙”和“丙”, or 甲、乙和丙 behind 申请公开."""
    if (below := _LISTED.search(told)) and (listed := _between_marks(told, below, asked)):
        return listed
    asks = _ASKS.search(told)
    if asks is None:
        return ()
    listed = _between_marks(told, asks, asked) or _and_also(told, asks, asked)
    if listed:
        return listed
    end = _NAME_ENDS.search(told, asks.end())
    row = told[asks.end() : end.start() if end else len(told)]
    quoted = tuple(one or other for one, other in _QUOTED.findall(row))
    if len(quoted) == asked:
        return quoted
    pieces = tuple(_JOINED.split(_TAIL.sub("", row.split(",")[0])))
    whole = len(pieces) == asked and all(len(piece) >= _SHORT for piece in pieces)
    return pieces if whole and not quoted else ()


# 下列材料:甲;乙;丙。
_LISTED = re.compile(r"(?:下列|以下|如下)[^,。;:\n]{0,8}:")
_ALSO = re.compile(
    r"[,;](?:并且?|还|另外?|再|同时)(?:想|要|希望|申请|请求|索)(?:要|求|取|公开|知道|了解|看)*[一两二]?[份件个张册]?"
)


def _and_also(told: str, asks: re.Match[str], asked: int) -> tuple[str, ...]:
    """希望了解甲,并要一份乙。"""
    end = _SENTENCE_ENDS.search(told, asks.end())
    pieces = _ALSO.split(told[asks.end() : end.start() if end else len(told)])
    whole = len(pieces) == asked and all(len(piece) >= _SHORT for piece in pieces)
    return tuple(pieces) if whole and not any(map(_DECIDES.search, pieces)) else ()


def _between_marks(told: str, asks: re.Match[str], asked: int) -> tuple[str, ...]:
    """两样:甲;乙。"""
    if not asks[0].endswith(":"):
        return ()
    end = _SENTENCE_ENDS.search(told, asks.end())
    row = told[asks.end() : end.start() if end else len(told)]
    pieces = tuple(piece.strip() for piece in row.split(";"))
    whole = len(pieces) == asked and all(len(piece) >= _SHORT for piece in pieces)
    return pieces if whole and not _DECIDES.search(row) else ()
