"""Identity numbers: where a person's table holds one, and what was typed in. They are never kept in a
table.

They are typed in (`mingcha applicant`), checked and stored encrypted elsewhere; a table lies about in
mails and on sticks. No fault repeats the number.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

from letters.sheet import Sheet, Value, every_cell
from letters.workbook import letter

_LOOKS = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_BETWEEN = re.compile(r"(?<=[\dXx])[\s\-－·.]+(?=[\dXx])")
_SPACED = re.compile(r"[1-9１-９](?:[\s\-－·.]*[0-9０-９]){16}[\s\-－·.]*[0-9０-９XxＸｘ]")
_HEADING = re.compile(
    r"身份证|证件号|证件编号|身份号|身份代码|护照号|通行证号|id_?(?:number|card|no)", re.I
)
_NEVER = (
    "身份证件号码一律不存放在这个文件里（由程序另行录入、校验并加密保存：mingcha applicant 编号）"
)
_KEY = re.compile(r"\s*[\"']?(?:id_?(?:number|card|no)|身份证\w*|证件\w*号\w*)[\"']?\s*=", re.I)
LENGTH = 18


class NoNumber(ValueError):
    """What was typed is no identity number: one Chinese line, which does not repeat it."""


def typed(text: str) -> str:
    """The number that was typed in any width, with blanks or hyphens; NoNumber where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("\ufeff")
    number = re.sub(r"[\s\-－·.]", "", plain).upper()
    if not number:
        raise NoNumber("没有输入证件号码，没有变动")
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise NoNumber(
            f"证件号码应为{LENGTH}位（前17位是数字，末位是数字或者 X），输入的有{len(number)}位或者含有别的字符；"
            "护照等其他证件不在这里录入，申请表上印“另附”"
        )
    if not is_identity_number(number):
        raise NoNumber("证件号码的校验码不符，多半有一位输错，请对照证件重新输入")
    return number


def is_identity_number(text: str) -> bool:
    """Whether the text could be somebody's: 18 characters whose last one checks (GB 11643)."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9Xx]", text):
        return False
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(text[:17], weights, strict=True)) % 11
    return text[17].upper() == "10X98765432"[rest]


def holds_identity_number(value: Value) -> bool:
    """Also within other words, with spaces between, in wide digits, or rounded off by Excel."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):  # its last three digits are lost, and the check with them
        return 10**17 <= value < 10**18 and _has_birthday(str(int(value)))
    text = unicodedata.normalize("NFKC", str(value))
    joined = _BETWEEN.sub("", text)
    return any(map(is_identity_number, _LOOKS.findall(text) + _LOOKS.findall(joined)))


def without_numbers(text: str) -> str:
    """With a star for every character of an identity number in it."""
    if not holds_identity_number(text):
        return text
    return _SPACED.sub("＊" * LENGTH, text)


def _has_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return born.year >= 1900


def faults_in_text(name: str, text: str) -> list[str]:
    """Every line of a settings file that is for identity numbers, or holds one, also in a remark."""
    return [
        f"{name}，第{number}行：{_NEVER}，请删去这一行中的号码和项目"
        for number, line in enumerate(text.splitlines(), 1)
        if _KEY.match(line) or holds_identity_number(line)
    ]


def faults(path: Path, sheet: Sheet) -> list[str]:
    """Every column and cell of the workbook that is for identity numbers, or holds one."""
    columns = [
        f"{sheet.place(sheet.header_row)}（表头）：“{heading}”列（{letter(place)}列）："
        f"{_NEVER}，请删去整列"
        for place, heading in enumerate(sheet.headings)
        if _HEADING.search(heading)
    ]
    found = [
        f"{path.name}，工作表“{name}”，{letter(column)}{row}：{_NEVER}，请删去这一格中的号码"
        for name, row, column, value in every_cell(path)
        if holds_identity_number(value)
    ]
    return columns + found
