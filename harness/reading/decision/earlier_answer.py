"""What a letter tells of the answer that was given before: whether it gave the information.

In: the letter's text without its remedies. Out: `Earlier`. A letter that turns a request away as a
repetition names an earlier answer; only the sentences that speak of that one are looked at. Where they say
both, or neither, it is UNKNOWN: nothing rests on it.
"""

from __future__ import annotations

from enum import StrEnum

from harness.reading.decision.reported_words import application_spans, blanked, without_quotations
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re


class Earlier(StrEnum):
    GAVE = "gave"  # the information was made public or handed out then
    DID_NOT = "did_not"  # it was refused, or there was none
    UNKNOWN = "unknown"


_SENTENCE = re.compile(r"[^。;\n]{1,600}")


def earlier_answer(text: str) -> Earlier:
    gave = did_not = False
    # neither what is asked for now, nor the law's own words, tell of that answer
    text = without_quotations(blanked(text, application_spans(text)))
    for sentence in _SENTENCE.finditer(text):
        if not pattern("of_before").search(sentence[0]):
            continue
        told = pattern("aside_of_before").sub("", sentence[0])
        did_not = did_not or pattern("did_not_give").search(told) is not None
        gave = (
            gave or pattern("gave_before").search(pattern("did_not_give").sub("", told)) is not None
        )
    if gave is did_not:
        return Earlier.UNKNOWN
    return Earlier.GAVE if gave else Earlier.DID_NOT
