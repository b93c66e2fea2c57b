"""Long texts that honest letters are not, and texts made to try one pattern's patience.

In: a number of characters; or a pattern. Out: texts of that length, or the words that such texts
are made of by saying them again and again: what the pattern would match, whole and cut short.
"""

from __future__ import annotations

import random
import re
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# what is said again and again, in one clause
SHAPES = {
    "one verb": "基于",
    "one request": "申请公开",
    "one basis": "依据",
    "one article": "第三十六条第(四)项",
    "one remedy": "可以在收到本答复之日起60日内向某市人民政府申请行政复议",
    "brackets": "(",
    "titles": "《",
    "quotation marks": "“",
    "digits": "7",
    "letters": "a",
    "address": "www.a-b.example/",
    "list": "甲方、",
    "alternatives": "或者甲",
    "half sentences": "收到,提交的申请,",
    "quote signs": ">",
    "blanks": "   ",
    "mixture": "你“基于”(第十条)可、由某局申请",
}
# what is said in as many clauses, lines or sentences
MANY = {
    "sentences": "该信息由某局公开。",
    "refusals": "根据第十五条,不予公开。",
    "half": "收到第一项申请;",
    "findings": "系。",
    "lines": "申请公开\n",
    "empty lines": "\n",
    "quoted": "请“申请”《条例》、(60日)。",
    "requests": "你申请“甲乙”的信息。",
    "remedies": "如不服,可在60日内向某市政府申请复议,或者6个月内向某法院起诉。\n",
    "numbers": "2026年3月1日〔2026〕3号。",
}


def of_length(words: str, length: int) -> str:
    return (words * (length // len(words) + 1))[:length]


def of_sentences(words: str, length: int) -> tuple[str, str]:
    """About this long, and twice the same: both of whole sentences, with half of one behind.

    Cut anywhere, the two would end differently, and a rule may stop early in the one alone.
    """
    times = length // len(words)
    half = words[: len(words) // 2]
    return words * times + half, words * times * 2 + half


def attacks(pattern: re.Pattern[str], count: int) -> list[str]:
    """Words that begin as the pattern's matches begin, the same at every run."""
    chance = random.Random(pattern.pattern)
    tree = list(_parser.parse(pattern.pattern, pattern.flags))
    words: dict[str, None] = {}
    for _ in range(count):
        whole = _said(chance, tree)
        for cut in (whole, whole[:-1], whole[: len(whole) // 2 + 1], whole[:2]):
            words.setdefault(cut)
    words.pop("", None)
    return chance.sample(list(words), min(count, len(words)))


def _said(chance: random.Random, items: list[Any]) -> str:
    return "".join(_one(chance, op, av) for op, av in items)


def _one(chance: random.Random, op: Any, av: Any) -> str:
    if op is _constants.LITERAL:
        return chr(av)
    if op in (_constants.NOT_LITERAL, _constants.ANY):
        return "甲"
    if op is _constants.IN:
        return _of_class(chance, av)
    if op is _constants.BRANCH:
        return _said(chance, list(chance.choice(av[1])))
    if op is _constants.SUBPATTERN:
        return _said(chance, list(av[3]))
    if op is _constants.ATOMIC_GROUP:
        return _said(chance, list(av))
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        least, most, body = av
        times = chance.randint(least, min(int(most), least + 2))
        return "".join(_said(chance, list(body)) for _ in range(times))
    if op is _constants.ASSERT and av[0] < 0:
        return _said(chance, list(av[1]))
    return ""


def _of_class(chance: random.Random, choices: Any) -> str:
    if choices[0][0] is _constants.NEGATE:
        return chance.choice("甲在为")
    op, av = chance.choice(choices)
    if op is _constants.LITERAL:
        return chr(av)
    if op is _constants.RANGE:
        return chr(chance.randint(av[0], min(av[1], av[0] + 20)))
    return {_constants.CATEGORY_DIGIT: "1", _constants.CATEGORY_SPACE: " "}.get(av, "甲")
