"""The name that a seal bears beside the names that it may bear: one body, nearly one, surely two.

In: names. Out: whether they are of one body as far as rings are read, whether they are of two whatever was
misread. Nothing here knows a letter.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import takewhile

from harness.law.body_names import covers, same_body

_WORDS = 2  # characters of the part that differs: 水利 and 财政
_LONGEST_NAME = 200  # no body's name has as many characters


def is_of(name: str, unit: str, slips: int | None = None) -> bool:
    slips = slips_of(min(name, unit, key=len)) if slips is None else slips
    # a ring has no beginning of its own: a name may be read from its middle on
    return (
        same_body(name, unit) or covers(name, unit) or _alike(name, unit, slips) or name in unit * 2
    )


_OTHER = 3  # so many characters are no slip of the recognition


def _common(one: str, other: str) -> int:
    blocks = SequenceMatcher(None, one, other, False).get_matching_blocks()
    return sum(block.size for block in blocks)


def slips_of(name: str) -> int:
    """How many characters of a ring's text are wont to be misread."""
    return max(1, len(name) // 6)


def _alike(name: str, other: str, slips: int) -> bool:
    """Nearly the same characters in the same order."""
    shorter, longer = sorted((name, other), key=len)
    if len(longer) > _LONGEST_NAME:  # a file may call itself anything
        return shorter in longer
    common = _common(shorter, longer)
    # 某市某区某局 for 某市某局: what a seal says more, in the middle of a name, was not misread
    more = len(name) - common if name is longer and name is not other else 0
    return shorter in longer or (len(shorter) - common <= slips and more < _OTHER)


def words_differ(name: str, other: str) -> bool:
    ours, theirs = _apart(name, other)
    long = min(len(ours), len(theirs)) >= _WORDS and not set(ours) & set(theirs)
    return long and not same_body(name, other) and not covers(name, other)


def _apart(name: str, other: str) -> tuple[str, str]:
    """What each says beside what they have in common at both ends."""
    head = _same(name, other)
    tail = _same(name[head:][::-1], other[head:][::-1])
    return name[head : len(name) - tail], other[head : len(other) - tail]


_KIND = 3  # 委员会


def has_another_word(name: str, other: str) -> bool:
    """Beside what they have in common at both ends, each says something of its own; and it is not the
    place alone that differs."""
    head = _same(name, other)
    tail = _same(name[head:][::-1], other[head:][::-1])
    ours, theirs = _apart(name, other)
    if min(len(ours), len(theirs)) < _WORDS or set(ours) & set(theirs):
        return False
    return (head > 0 or tail <= _KIND) and _are_two_bodies(name, other)


# functions that no body has beside another of these, whatever it was joined with or renamed: 城市管理 and
# 综合行政执法, 民政 and 社会组织管理 may be one body under two names
_FUNCTIONS = (
    "教育", "公安", "财政", "民政", "司法", "审计", "税务", "水利", "水务", "统计", "卫生健康", "医疗保障", "农业农村",
    "交通运输", "自然资源", "生态环境", "人力资源和社会保障", "住房和城乡建设", "市场监督管理", "退役军人事务",
    "发展和改革", "气象", "海关", "应急管理", "文化", "城市管理",
)  # fmt: skip
# one body under two names, here or there
_MAY_BE_ONE = (
    frozenset({"水利", "水务"}),
    frozenset({"城市管理", "住房和城乡建设"}),
    frozenset({"城市管理", "水务"}),
    frozenset({"文化", "教育"}),
)


def _are_two_bodies(name: str, other: str) -> bool:
    ours = {one for one in _FUNCTIONS if one in name}
    theirs = {one for one in _FUNCTIONS if one in other}
    if not ours or not theirs or ours & theirs:
        return False
    return not any(ours | theirs <= alike for alike in _MAY_BE_ONE)


def _same(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
