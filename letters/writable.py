"""Any text -> text that a file can hold: XML (.docx, .xlsx), HTML, calendars, mails, pictures.

Names, subjects and letters come from outside and may hold what no XML file can: control characters,
U+FFFE and U+FFFF, halves of surrogate pairs. One such character must not cost a report; each is
shown as U+FFFD, so that a reader sees that something stood there. Whatever writes a file passes its
text through here, as late as it can.
"""

from __future__ import annotations

import re

INSTEAD = "\ufffd"
MOST_IN_A_CELL = 32_767  # of UTF-16, as Excel counts; it calls a longer one a broken file
MOST_IN_A_PROPERTY = 255  # title and author of a .docx

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text, U+FFFD in the place of each character that XML 1.0 forbids."""
    return _FORBIDDEN.sub(INSTEAD, text)


def for_property(text: str) -> str:
    """The text as a title or an author among a document's properties."""
    return writable(text)[:MOST_IN_A_PROPERTY]


def for_cell(text: str) -> str:
    """The text as a cell of Excel; too long a one is cut, and says so."""
    text = writable(text)
    if _units(text) <= MOST_IN_A_CELL:
        return text
    told = f"……（全文{len(text)}字，Excel单元格容纳不下，后面的已略去）"
    kept = text.encode("utf-16-le")[: 2 * (MOST_IN_A_CELL - len(told))]
    return kept.decode("utf-16-le", "ignore") + told  # `ignore`: half a pair at the cut


def _units(text: str) -> int:
    return len(text) if len(text) * 2 <= MOST_IN_A_CELL else len(text.encode("utf-16-le")) // 2
