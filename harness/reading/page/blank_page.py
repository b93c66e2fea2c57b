"""Pages that say of themselves that they hold no text: （此页无正文）.

In: a page, or a letter. Out: whether nothing but such words (and page numbers) stands on it; in a format
without pages, whether such words stand behind signature and date: what follows them seals nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.reading.letter_parts.letter import Letter
from parsers import lazy_re as re
from parsers.document import Page
from parsers.page.punctuation import canonical

_NO_TEXT = re.compile(
    r"[(\[{]?(?:此|本|该|以下|下)?(?:页|面|处)?(?:以下)?(?:无正文|无内容|空白|无文字)(?:页)?[)\]}]?[。.]?"
)
_NUMBER = re.compile(r"[-—–·~]*\d{1,3}[-—–·~]*|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}")


def is_blank(page: Page, pages: Sequence[Page] = ()) -> bool:
    """Nothing is read on it but that there is nothing, and what runs at the head or foot of others too."""
    running = {_bare(line.text) for other in pages if other is not page for line in other.lines}
    return all(_says_nothing(line.text) or _bare(line.text) in running for line in page.lines)


def says_blank(page: Page) -> bool:
    """It says so itself, so that no line of it was merely not recognised."""
    return any(_NO_TEXT.fullmatch(_bare(line.text)) for line in page.lines)


def ends_blank(letter: Letter) -> bool:
    """The words (此页无正文) end the letter, behind its signature and its date."""
    if letter.issuer is None or letter.dated is None or not letter.prose.rows:
        return False
    signed = max(letter.prose.row_at(place.start) for place in (letter.issuer, letter.dated))
    behind = [row.text for row in letter.prose.rows[signed + 1 :]]
    return (
        bool(behind)
        and all(_says_nothing(text) for text in behind)
        and any(_NO_TEXT.fullmatch(_bare(text)) for text in behind)
    )


def _says_nothing(text: str) -> bool:
    bare = _bare(text)
    return not bare or bool(_NO_TEXT.fullmatch(bare) or _NUMBER.fullmatch(bare))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", canonical(text))
