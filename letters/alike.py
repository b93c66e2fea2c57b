"""Whether two questions ask nearly the same: what a clerk sees who has both on the desk.

The words of asking, figures and stops do not count; of the rest, nearly all must be the same in the same
order. Questions of two years or of two places are alike for that reason too.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_ASKING = re.compile(
    r"请?(?:依法|依据[^，。]*|根据[^，。]*)?(?:申请)?(?:公开|提供|告知|说明|问一下|问)(?:给我|给本人|一下)?"
    r"|[贵我本]?(?:单位|机关|部门|局|委|厅)|您好|谢谢|麻烦|的|了|吗|呢|请"
)
_MARKS = re.compile(r"[\W\d_]+")
NEARLY = 0.85
_TOO_LITTLE = 4  # characters, of which nothing can be said


@lru_cache(maxsize=20_000)
def _core(text: str) -> str:
    return _ASKING.sub("", _MARKS.sub("", text)).casefold()


@lru_cache(maxsize=20_000)
def alike(one: str, other: str) -> bool:
    a, b = _core(one), _core(other)
    if min(len(a), len(b)) < _TOO_LITTLE:
        return False
    if min(len(a), len(b)) / max(len(a), len(b)) < NEARLY / (2 - NEARLY):
        return False  # so unlike in length cannot be so like
    compared = SequenceMatcher(None, a, b, autojunk=False)
    return compared.quick_ratio() >= NEARLY and compared.ratio() >= NEARLY
