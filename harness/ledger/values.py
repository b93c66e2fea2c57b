"""What a cell says: the value as Excel, WPS or LibreOffice kept it -> text or a day, in one form.

The same thing said in two ways gives equal values: a day and its text, 12.0 and “12”, √ and 是,
text with blanks behind it and without. `normal` complains of what the column does not promise;
`said` and `known` never do: so is what is stored laid beside what was read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from harness.ledger.columns import NONE, Column, Kind
from letters import days
from letters.cells import Complaint
from letters.writable import for_cell

Cell = str | date

MOST = 10**15  # from here on Excel has put zeros in the place of the last digits
_ROUNDED = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_DASHES = str.maketrans("‐‑–—−", "-----")
_EXTENSION = re.compile(r".*\.[A-Za-z0-9]{2,5}")
_NOBODY = ("无", "没有", "不属于", "无关", "none", "-", "×", "/")
_LONGEST = 40  # characters of what was written that are shown again
TEXT_FORMAT = "请把单元格格式设为“文本”后重新填写"


class Unvalued(str):
    """What a cell shows that holds no value: an error, a formula that nobody has worked out."""


def normal(column: Column, value: object) -> Cell:
    """What the cell says; "" where it is empty. Complaint where it is nothing for its column."""
    if value is None or (isinstance(value, str) and not _tidy(value)):
        return ""
    if isinstance(value, Unvalued):
        raise Complaint(f"没有值（{value}），是出错或者未算出的公式；请改为要填的内容")
    return _READERS[column.kind](column, value)


def said(column: Column, value: object) -> tuple[Cell, str]:
    """The same, with the complaint ("" where there is none) beside the value as it stands."""
    return _said_in_text(column, value) if type(value) is str else _said(column, value)


def known(column: Column, value: object) -> Cell:
    """The value as it is compared: never for taking in what is complained of."""
    return said(column, value)[0]


def _said(column: Column, value: object) -> tuple[Cell, str]:
    try:
        return normal(column, value), ""
    except Complaint as why:
        shown = _as_shown(value)
        try:
            return normal(column, shown), str(why)
        except Complaint:
            return shown, str(why)


# three states of one ledger say most things three times
_said_in_text = lru_cache(maxsize=1 << 16)(_said)


def short(value: Cell) -> str:
    text = " ".join((value.isoformat() if isinstance(value, date) else value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def files(text: str) -> tuple[str, ...]:
    """The names in a cell, in their order. 、 may belong to a name: it parts names only where each
    piece could be one."""
    found: list[str] = []
    for piece in re.split(r"[；;\n]", text):
        parts = [part.strip() for part in piece.split("、") if part.strip()]
        named = [bool(_EXTENSION.fullmatch(part)) for part in parts]
        found += parts if all(named) or not any(named) else [piece.strip()]
    return tuple(found)


def several(text: str) -> tuple[str, ...]:
    """甲、乙；丙 -> three words, in their order."""
    return tuple(
        dict.fromkeys(part.strip() for part in re.split(r"[、；;，,\n]", text) if part.strip())
    )


def _tidy(text: str) -> str:
    lines = for_cell(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return lines.translate(_INVISIBLE).translate(_WIDE).strip()


def _as_shown(value: object) -> str:
    """A value as Excel shows it, whatever it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        whole = math.isfinite(value) and value == int(value)
        return str(int(value)) if whole else f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return _tidy(value.isoformat() if isinstance(value, date) else str(value))


def _text(_: Column, value: object) -> str:
    _refuse_rounded(value)
    return _as_shown(value)


def _id(_: Column, value: object) -> str:
    _refuse_rounded(value)
    if isinstance(value, bool | date | time | timedelta):
        raise Complaint(
            f"应为编号或号码，现被当成日期、时间或是否（{_as_shown(value)}），{TEXT_FORMAT}"
        )
    plain = unicodedata.normalize("NFKC", _as_shown(value)).translate(_DASHES)
    plain = "".join(plain.split())
    return plain[: -len(found[0])] if (found := re.search(r"(?<=\d)\.0+$", plain)) else plain


def _refuse_rounded(value: object) -> None:
    """More than 15 digits as a number: the last ones are gone, and nobody can tell them."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (number and not abs(float(value)) < MOST) or (  # type: ignore[arg-type]
        isinstance(value, str) and _ROUNDED.fullmatch(_tidy(value))
    ):
        raise Complaint(
            f"“{_as_shown(value)}”超过15位，末尾的数字已被 Excel 舍去。请先把单元格格式设为“文本”，"
            "再照原件重新填写"
        )


def _ids(column: Column, value: object) -> str:
    parts = re.split(
        r"[、；;，,\s]+", _tidy(value) if isinstance(value, str) else _id(column, value)
    )
    ids = tuple(dict.fromkeys(_id(column, part) for part in parts if part))
    nobody = [each for each in ids if each.casefold() in _NOBODY]
    if not nobody:
        return "、".join(ids)
    if len(ids) > 1:
        raise Complaint(f"既填了“{nobody[0]}”又填了申请编号，两者只留其一")
    return NONE


def _files(_: Column, value: object) -> str:
    return "；".join(files(_as_shown(value)))


def _names(column: Column, value: object) -> str:
    words = [_chosen(column, part) for part in several(_as_shown(value))]
    return "、".join(dict.fromkeys(words))


def _day(_: Column, value: object) -> date:
    try:
        return days.in_cell(_as_shown(value) if isinstance(value, bool | time) else value)
    except days.NoDay as why:
        raise Complaint(str(why)) from None


_CLOCK = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[T ]?)?"
    r"(?P<half>上午|下午|早上|早晨|中午|晚上|晚|am|pm)?(?P<hour>\d{1,2})"
    r"(?:[:点时](?P<minute>\d{1,2}|半)?分?(?::\d{2}(?:\.\d+)?)?)(?P<after>am|pm)?",
)


def _time(_: Column, value: object) -> str:
    if isinstance(value, datetime | time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        value = value.total_seconds() / 86400
    if isinstance(value, int | float) and not isinstance(value, bool):
        minutes = round(value % 1 * 1440) if math.isfinite(value) else 1440
        clock = isinstance(value, float) and 0 <= value < 1 and minutes < 1440
        text = f"{minutes // 60:02d}:{minutes % 60:02d}" if clock else _as_shown(value)
    else:
        text = _as_shown(value)
    found = _CLOCK.fullmatch("".join(unicodedata.normalize("NFKC", text).lower().split()))
    if found and (read := _hour_and_minute(found)):
        return read
    raise Complaint(f"“{short(text)}”不是能认出的时间，应写成 09:40、14:05 这样的形式")


def _hour_and_minute(found: re.Match[str]) -> str:
    said, hour = found["half"] or found["after"] or "", int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    if said in ("下午", "晚上", "晚", "pm") and hour < 12:
        hour += 12
    elif (said == "中午" and hour < 3) or (said in ("上午", "早上", "am") and hour == 12):
        hour = (hour + 12) % 24
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _count(_: Column, value: object) -> str:
    text = unicodedata.normalize("NFKC", _as_shown(value))
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0+)?\s*(?:个?工作日|天|日)?", text)
    if not found or not int(found[1]):
        raise Complaint(f"“{short(text)}”不是天数，应为1至999的整数")
    return str(int(found[1]))


def _choice(column: Column, value: object) -> str:
    return _chosen(column, _as_shown(value))


def _chosen(column: Column, text: str) -> str:
    word = _word(text)
    for canonical, others in column.choices.items():
        if word == _word(canonical) or word in map(_word, others):
            return canonical
    offered = "、".join(each for each in column.choices if each not in column.hidden)
    raise Complaint(f"“{short(text)}”不在可选之列，应为{offered}之一")


def _ruled(column: Column, value: object) -> Cell:
    if isinstance(value, str) and not re.search(r"\d|年", _tidy(value)):
        return _choice(column, value)
    try:
        return days.in_cell(value)
    except days.NoDay as why:
        offered = "、".join(column.choices)
        raise Complaint(f"{why}；不是日期的，应为{offered}之一") from None


def _word(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


_READERS: dict[Kind, Callable[[Column, object], Cell]] = {
    Kind.TEXT: _text,
    Kind.ID: _id,
    Kind.IDS: _ids,
    Kind.FILES: _files,
    Kind.NAMES: _names,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.COUNT: _count,
    Kind.CHOICE: _choice,
    Kind.RULED: _ruled,
}
