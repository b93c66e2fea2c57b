"""How an answer speaks of the items of an application by words of their names.

In: the items' names by number, and words of the answer. Out: the numbers of the items meant. Only what
stands in one name and in no other tells anything; how much of it must be said depends on what is asked:
whether a sentence is surely about an item, or whether it can be left out that it speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parsers import lazy_re as re

_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|(?:19|20)\d\d")
_PAIR, _SOME, _MANY = 2, 3, 4  # characters in a row: perhaps spoken of, touched, surely meant
_LAST_WORD = re.compile(r"[\u4e00-\u9fff]{3}(?=[^\u4e00-\u9fff]*$)")
_LAST_PAIR = re.compile(r"[\u4e00-\u9fff]{2}(?=[^\u4e00-\u9fff]*$)")
_OFFICES = re.compile(r"[省市县区]政府|人民政|民政府|常务会|办公室|委员会|务会议")
_ANY_PAPER = frozenset(
    {"信息", "材料", "文件", "内容", "情况", "资料", "数据", "复印", "原件", "依据", "结果"}
)
_SAYS_NOTHING = frozenset(
    "的了在是和与及或一二三四五六七八九十年月日个项份件这那其有不没为于至到信息材料文件内容情况公开我本局你您"
)


def called(names: Mapping[int, str], answer: str) -> frozenset[int]:
    """The items that the words surely mean: four characters in a row, or the last word of the name
    (签到表 of 居民议事会的签到表)."""
    return _by_pieces(names, answer, _MANY) | _by_end(names, answer, _LAST_WORD)


def touched(names: Mapping[int, str], answer: str) -> frozenset[int]:
    """The items that the words speak of beside the one that they are about: 凭证和合同都给你."""
    said = _PAPER_YEAR.sub("", answer)
    return _by_pieces(names, said, _SOME) | _by_end(names, said, _LAST_PAIR)


_PAPER_YEAR = re.compile(r"[〔\[(]\d{4}[〕\])]|\d{4}年(?:\d{1,2}月|[^,。;\n]{0,4}第?\d{1,5}号)")


def abbreviated(names: Mapping[int, str], words: str) -> frozenset[int]:
    """The one item whose name has these characters in this order: 环评批复 of 环境影响评价批复."""
    found = [number for number, name in names.items() if _is_drawn_from(words, name)]
    return frozenset(found if len(found) == 1 else [])


def _is_drawn_from(words: str, name: str) -> bool:
    rest = iter(name)
    return len(words) >= _SOME and all(char in rest for char in words)


def spoken_of(names: Mapping[int, str], answer: str) -> frozenset[int]:
    """The items of whose names any two characters in a row are said, or a year."""
    return _by_pieces(names, answer, _PAIR)


def likest(names: Mapping[int, str], answer: str) -> frozenset[int]:
    """The one item whose name has more pairs in the words than any other; none where two have as many."""
    shared = {
        number: sum(piece in answer for piece in _own(names, number, _PAIR)) for number in names
    }
    best = max(shared.values(), default=0)
    numbers = [number for number, count in shared.items() if count == best]
    return frozenset(numbers if best and len(numbers) == 1 else [])


def shares_characters(names: Mapping[int, str], number: int, clause: str) -> bool:
    """Three characters of this name alone, or half of them: 医废那张单子 for 医疗废物转运联单."""
    name = names.get(number, "")
    others = set("".join(other for key, other in names.items() if key != number))
    own = {char for char in name if "\u4e00" <= char <= "\u9fff"} - others - _SAYS_NOTHING
    return len(own & set(clause)) >= max(2, min(3, (len(own) + 1) // 2))


def _by_pieces(names: Mapping[int, str], answer: str, length: int) -> frozenset[int]:
    found = set()
    for number in names:
        own = _own(names, number, length)
        if (not own and length == _PAIR) or any(piece in answer for piece in own):
            found.add(number)
    return frozenset(found)


def _by_end(names: Mapping[int, str], answer: str, end: re.Pattern[str]) -> frozenset[int]:
    ends = {number: match[0] for number, name in names.items() if (match := end.search(name))}
    return frozenset(
        number
        for number, word in ends.items()
        if word in answer
        and word not in _ANY_PAPER
        and not any(word in other for key, other in names.items() if key != number)
    )


def _own(names: Mapping[int, str], number: int, length: int) -> list[str]:
    """Pieces that stand in this name and in no other."""
    others = "\n".join(other for key, other in names.items() if key != number)
    return [piece for piece in _pieces(names[number], length) if piece not in others]


def _pieces(name: str, length: int) -> Iterator[str]:
    """Its characters by so many in a row, and its years."""
    for match in _PIECE.finditer(name):
        piece = match[0]
        if not piece.isdecimal():
            cut = (piece[at : at + length] for at in range(len(piece) - length + 1))
            yield from (one for one in cut if not _OFFICES.search(one))
        elif length < _MANY:
            yield piece
