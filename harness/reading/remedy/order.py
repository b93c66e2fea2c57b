"""The order of the two ways of complaint: whether a letter puts reconsideration first, wherever it says so.

In: words on remedies, or a whole letter and where its remedies stand. Out: yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.reading.decision.reported_words import without_quotations
from harness.reading.page.prose import sentences
from harness.reading.wordings.book import pattern


def is_put_first(text: str, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence outside of these puts reconsideration first, and speaks of nothing else:
    法律规定此类答复必须先复议、后诉讼."""
    known = set(ranges)
    return any(
        _puts_first(text[start:end]) for start, end in sentences(text) if (start, end) not in known
    )


def _puts_first(sentence: str) -> bool:
    words = without_quotations(sentence)
    return bool(
        "复议" in words
        and pattern("puts_review_first").search(words)
        and not (
            pattern("order_left_open").search(words) or pattern("order_of_another").search(words)
        )
    )
