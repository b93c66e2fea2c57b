"""How many lines a text takes in a cell, and how high its row must be.

A Chinese character, and the dashes and quotation marks of a Chinese font, are as wide as two digits,
which the widths of columns count in: a text is as wide as (its characters + its bytes in UTF-8) / 2.
"""

from __future__ import annotations

LINE = 14.5  # points a line of text takes
MARGIN = 6
MAX_HEIGHT = 400.0  # Excel allows no more than 409


def lines_of(text: str, width: int) -> int:
    # most cells hold less than a line: what is short is not measured
    if 2 * len(text) < width and "\n" not in text:
        return 1
    room = width - 1
    return sum(max(1, -(-wide(part) // room)) for part in text.split("\n"))


def wide(text: str) -> int:
    if text.isascii():
        return len(text)
    return (len(text) + len(text.encode("utf-8", "surrogatepass")) + 1) // 2


def height_of(lines: int) -> float:
    return min(MAX_HEIGHT, MARGIN + LINE * lines)
