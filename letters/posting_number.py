"""挂号号码 -> what is wrong with it, as far as a number tells by itself.

Numbers of the form that the Universal Postal Union's standard S10 lays down (two letters, eight
digits, a check digit, two letters: EA473124829CN) carry their own test. Others, such as the 13 digits
of many a domestic letter, do not, and are taken as they are. A number that fails is never mended: any
of its digits may be the wrong one.
"""

from __future__ import annotations

import re
import unicodedata

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_MEANT = re.compile(r"[A-Z]{2}(.*[0-9].*)[A-Z]{2}")  # what can only be meant as one of S10


def check_digit(serial: str) -> int:
    """Of the eight digits."""
    left = 11 - sum(w * int(d) for w, d in zip(WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(left, left)


def fault(number: str) -> str:
    """A Chinese sentence, empty where nothing is wrong."""
    plain = unicodedata.normalize("NFKC", re.sub(r"[\s-]", "", number)).upper()
    if not (meant := _MEANT.fullmatch(plain)):
        return ""
    digits = meant[1]
    told = f"挂号号码“{number}”"
    if not re.fullmatch("[0-9]{9}", digits):
        return f"{told}两端是字母，中间应为9位数字，请对照回执改正"
    right = check_digit(digits[:8])
    if int(digits[8]) != right:
        return (
            f"{told}的校验码不符（前8位数字对应的应是{right}，现为{digits[8]}），有一位抄错了，"
            "请对照回执改正"
        )
    return ""
