"""What one cell of a person's table may say: the value as Excel holds it -> text, or a `Complaint`.

Excel keeps a postcode typed as a number without its leading zero and a telephone number as a
float; where the digits that were meant can be told for certain they are taken, else complained of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta

from letters.sheet import Value

LEVELS = ("国家级", "省级", "地市级", "县级", "乡级")

# one address: one @, a domain of two labels or more; in ASCII, or with Chinese characters (SMTPUTF8)
_HAN = "\u4e00-\u9fff"
_ATOM = rf"[A-Za-z0-9{_HAN}!#$%&'*+/=?^_`{{|}}~-]+"
_LABEL = rf"[A-Za-z0-9{_HAN}](?:[A-Za-z0-9{_HAN}-]*[A-Za-z0-9{_HAN}])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_PHONE = re.compile(r"[0-9+()（）\-－—转、，,;；/ ]+")
_WITHIN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_UNIT_ID = re.compile(r"[A-Za-z]+[0-9]+")
LONGEST_CODE = 12  # it goes into names of files, beside others
_SEPARATORS = re.compile(r"[、；;\n]+")


class Complaint(Exception):
    """What is wrong with a cell and what it should say, in Chinese."""


def plain(value: Value) -> str:
    """Text as it stands, in one line."""
    if isinstance(value, bool | date | time | timedelta):
        raise Complaint(f"应为文字，现为{_kind(value)}，请把单元格格式设为“文本”后重新填写")
    if isinstance(value, int | float):
        raise Complaint(f"应为文字，现为数字 {value:g}，请把单元格格式设为“文本”后重新填写")
    return _one_line(value)


def required(value: Value) -> str:
    text = plain(value)
    if not text:
        raise Complaint("不能为空，请填写")
    return text


def needed(read: Callable[[Value], str]) -> Callable[[Value], str]:
    """The same reading, of a cell that may not be empty."""

    def reading(value: Value) -> str:
        text = read(value)
        if not text:
            raise Complaint("不能为空，请填写")
        return text

    return reading


def unit_id(value: Value) -> str:
    """单位编号; empty where none was given yet."""
    return _coded(value, _UNIT_ID, "应为字母加数字，如 U001")


def code(value: Value) -> str:
    """The id of a person or a question, which other files refer to."""
    return _coded(value, _CODE, "应以字母开头，只含字母和数字，如 P1")


def _coded(value: Value, form: re.Pattern[str], rule: str) -> str:
    if isinstance(value, str):
        text = _one_line(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = f"{value:.15g}"
    else:
        raise Complaint(f"现为{_kind(value)}，{rule}")
    if text and not (form.fullmatch(text) and len(text) <= LONGEST_CODE):
        raise Complaint(f"“{text}”不能作编号，{rule}（半角，至多{LONGEST_CODE}个字符）")
    return text


def up_to(most: int, lines: int = 1) -> Callable[[Value], str]:
    """Text of so many characters, not empty. Of several lines where the form has room for them."""

    def reading(value: Value) -> str:
        if lines == 1 or not isinstance(value, str):
            text = required(value)
        else:
            text = "\n".join(filter(None, map(plain, value.splitlines())))
            required(text)
        if len(text) > most:
            raise Complaint(f"有{len(text)}字，申请表容纳不下，请缩短到{most}字以内")
        taken = sum(-(-len(line) // (most // lines)) for line in text.split("\n"))
        if taken > lines:
            raise Complaint(f"排成{taken}行，申请表容纳不下，请少分行，至多{lines}行")
        return text

    return reading


def counted(value: Value) -> int:
    """事项数: 1 to 20; an empty cell is one thing."""
    text = digits(value) if value != "" else "1"
    if text and not (text.isdecimal() and 1 <= int(text[:3]) <= 20 and len(text) <= 2):
        raise Complaint(f"“{text}”不是事项数，应为 1 到 20 的整数")
    return int(text or "1")


def level(value: Value) -> str:
    text = required(value)
    if text not in LEVELS:
        raise Complaint(f"“{text}”不是行政层级，应为{'、'.join(LEVELS)}之一")
    return text


def email(value: Value) -> str:
    """Empty is allowed (a unit may publish none); whether one is needed the plan knows."""
    text = plain(value)
    if text and not (_EMAIL.fullmatch(text) and _is_one_script(text)):
        raise Complaint(f"“{text}”{_why_no_email(text)}，例如 xxgk@example.org")
    return text


def _is_one_script(address: str) -> bool:
    """A Chinese name before an ASCII domain is a unit's name in the wrong place, not a mailbox."""
    local, _, domain = address.rpartition("@")
    return local.isascii() or not domain.isascii()


def postcode(value: Value) -> str:
    text = digits(value)
    if text and not re.fullmatch(r"[0-9]{6}", text):
        if not isinstance(value, str) and len(text) < 6:
            raise Complaint(
                f"{text} 只有{len(text)}位，开头的 0 可能已被 Excel 去掉，"
                "邮政编码应为6位数字，请把单元格格式设为“文本”后重新填写"
            )
        raise Complaint(f"“{text}”不是邮政编码，应为6位数字，例如 530000")
    return text


def phone(value: Value) -> str:
    text = digits(value)
    if not text:
        return ""
    if not isinstance(value, str) and not re.fullmatch(r"1\d{10}|[48]00\d{7}|[2-9]\d{6,7}", text):
        raise Complaint(
            f"{text} 像是以数字存储而丢了区号开头的 0，请把单元格格式设为“文本”，"
            "按 0771-5550101 的样子重新填写"
        )
    if not _PHONE.fullmatch(text) or sum(c.isdigit() for c in text) < 5:
        raise Complaint(f"“{text}”不是电话号码，应如 0771-5550101")
    return text


def several(value: Value) -> tuple[str, ...]:
    """`甲、乙；丙` -> three names, in their order."""
    if isinstance(value, str):
        parts = (_one_line(part) for part in _SEPARATORS.split(value))
        return tuple(dict.fromkeys(part for part in parts if part))
    return (plain(value),)


def digits(value: Value) -> str:
    """A number's digits where they are certain; text in half-width characters."""
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", _one_line(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Complaint(f"应为一串数字，现为{_kind(value)}，请把单元格格式设为“文本”后重新填写")
    if value != int(value) or not 0 < value < 10**15:
        raise Complaint(f"应为一串数字，现为数值 {value:g}，请把单元格格式设为“文本”后重新填写")
    return str(int(value))


def _one_line(text: str) -> str:
    """Spaces tidied; those within Chinese words, and Alt+Enter's line breaks, fall out."""
    joined = " ".join(re.sub(r"\s*[\r\n]+\s*", "", text).split())
    joined = _WITHIN_CHINESE.sub("", joined)
    for character in joined:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            raise Complaint(f"含有看不见的字符（U+{ord(character):04X}），请删去后重新填写")
    return joined


def _why_no_email(text: str) -> str:
    if "＠" in text:
        return "用了全角的＠，请改为半角 @"
    if "@" not in text:
        return "缺少 @，应为一个电子邮箱地址"
    if text.count("@") > 1:
        return "含有多个 @，这里只能写一个电子邮箱地址"
    return "不是电子邮箱地址"


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "“是/否”值"
    return "日期或时间"
