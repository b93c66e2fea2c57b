"""Days as a letter writes them, for whoever must tell a date from what a seal has made of it."""

from __future__ import annotations

from datetime import date

from parsers import lazy_re as re

_HAN_YEAR = "[一二][〇零○ＯOo0一二三四五六七八九]{3}"
DATE = re.compile(
    rf"((?:19|20)\d\d|{_HAN_YEAR})年(\d{{1,2}}|[元正一二三四五六七八九十]{{1,3}})月"
    r"(\d{1,2}|[一二三四五六七八九十廿]{1,4})日"
)
LIKE_A_DATE = re.compile(r"[\d一二三四五六七八九十〇零○]{1,4}[年月日]")
_DIGITS = {char: at for at, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零○ＯOo0", 0
)


def day_of(text: str) -> date | None:
    """The first day told in a text; None where there is none, or the calendar has no such day."""
    found = DATE.search(re.sub(r"\s", "", text))
    if found is None:
        return None
    year = found[1] if found[1].isdigit() else "".join(str(_DIGITS.get(c, 0)) for c in found[1])
    try:
        return date(int(year), _number(found[2]), _number(found[3]))
    except ValueError:
        return None


def dated(text: str) -> str:
    """Its words; empty where there is none."""
    found = DATE.search(text)
    return found[0] if found else ""


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    text = text.replace("元", "一").replace("正", "一").replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0) if len(text) == 1 else 0
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)
