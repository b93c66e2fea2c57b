"""Punctuation as a Chinese letter has it, where an OCR took a full-width sign for a narrow one.

In: a line as it was recognised. Out: the line as it was most likely printed. Only signs change,
never a character or a digit, and only where the neighbours leave no doubt: a number's own signs
(0771-5550123, 12:30, 3.5) stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers import lazy_re as re

_WIDE = {":": "：", ",": "，", ";": "；", "?": "？", "!": "！"}
_HAN = "\u3007\u3400-\u9fff"
_SIGNS = "、。，：；？！“”‘’《》〈〉〔〕【】（）…"
_BESIDE = re.compile(rf"(?<=[{_HAN}{_SIGNS}])[:,;?!]|[:,;?!](?=[{_HAN}{_SIGNS}])")
# 国办发[2010]5号: brackets round a year before a number are 〔〕, unless both are round (court cases)
_YEAR = re.compile(r"[\[〔【［(（]\s?((?:19|20)\d\d)\s?[\]〕】］)）](?=\s?第?\s?\d{1,5}\s?号)")
_ROUND = ("(（", ")）")
_PAIR = re.compile(r"[(（]([^()（）]{0,40})[)）]")
_OPEN = re.compile(rf"\((?=[{_HAN}])|(?<=[{_HAN}{_SIGNS}])\(")
_CLOSE = re.compile(rf"(?<=[{_HAN}])\)|\)(?=[{_HAN}{_SIGNS}])")
_DASH = re.compile(r"(?<=\d)\s?[－−]\s?(?=\d)")
_CANONICAL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("∶"): ord(":"),
    ord("︰"): ord(":"),
    ord("﹕"): ord(":"),
    ord("．"): ord("."),
    ord("−"): ord("-"),
    ord("‐"): ord("-"),
    ord("‑"): ord("-"),
    ord("﹝"): ord("〔"),
    ord("﹞"): ord("〕"),
    ord("［"): ord("["),
    ord("］"): ord("]"),
    ord("⟨"): ord("《"),
    ord("⟩"): ord("》"),
}


def proper(text: str) -> str:
    """The line with its signs set right."""
    text = _YEAR.sub(_year, text)
    text = _OPEN.sub("（", text)
    text = _CLOSE.sub("）", text)
    text = _PAIR.sub(_paired, text)
    text = _BESIDE.sub(lambda sign: _WIDE[sign[0]], text)
    return _DASH.sub("-", text)


def _year(found: re.Match[str]) -> str:
    opening, closing = found[0][0], found[0][-1]
    if opening in _ROUND[0] and closing in _ROUND[1]:
        return f"（{found[1]}）"
    return f"〔{found[1]}〕"


def _paired(found: re.Match[str]) -> str:
    """Brackets come in pairs of one width."""
    whole = found[0]
    if "（" in whole or "）" in whole:
        return f"（{found[1]}）"
    return whole


def canonical(text: str) -> str:
    """Half-width forms, character for character; white space is left as it is."""
    return text.translate(_CANONICAL)


def unwrapped(pieces: Iterable[str]) -> str:
    """Lines of one cell as the text that was wrapped: Chinese has no blank there."""
    text = ""
    for piece in pieces:
        apart = _is_latin(text[-1:]) and _is_latin(piece[:1])
        text += " " + piece if apart else piece
    return text


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
