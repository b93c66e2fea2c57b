"""Ways to obtain: how an applicant comes by what a letter gives, or says to be public already.

In: `Facts`. Out: whether a usable way is told; and the letter's own part, in which ways and bodies are
looked for: what was asked for, the application told again and the remedies name places and bodies too.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.reading.decision.reported_words import application_spans, blanked
from harness.reading.facts import Facts
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

_URL = re.compile(
    r"https?:|www\.|[a-z0-9-]\.(?:gov|com|org|cn|net|example)|网址|链接|二维码", re.IGNORECASE
)


def way_told(facts: Facts) -> bool:
    """Whether a usable way is told."""
    text = without_contacts(own_part(facts))
    if _URL.search(text) or pattern("place_told").search(text) or pattern("formality").search(text):
        return True
    codes = set(facts.codes)
    if "granted" in codes and pattern("told_here").search(text):
        return True
    if "granted" in codes or "partial" in codes:
        return (
            bool(pattern("attached").search(_said_of_giving(facts)))
            or len(facts.document.parts) > 1
        )
    return pattern("given_here").search(text) is not None


def _said_of_giving(facts: Facts) -> str:
    """All of the letter, its list of enclosures too, but for the application told again: 你邮寄的申请."""
    text = facts.words.told[facts.letter.body[0] :]
    return without_contacts(blanked(text, [*application_spans(text), *_wished(text)]))


def _wished(text: str) -> Iterator[tuple[int, int]]:
    """The way that the applicant chose: 提供方式选择“邮寄”."""
    return (match.span() for match in pattern("way_wished").finditer(text))


_CLAUSE = re.compile(r"[^,。;\n]+")


def without_contacts(text: str) -> str:
    """Without the clauses that name a telephone or an address for questions: that is no way to obtain."""
    asides = (
        one.span()
        for one in _CLAUSE.finditer(text)
        if pattern("contact_clause").search(one[0]) and not pattern("getting").search(one[0])
    )
    return blanked(text, asides)


def without_vague_ways(text: str) -> str:
    """Without 请自行上网查询: the whole web is no way to obtain, nor is 答复如上."""
    return blanked(text, (match.span() for match in pattern("vague_way").finditer(text)))


def own_part(facts: Facts) -> str:
    """The letter's body and the mail around it, without the paragraph on remedies and without the
    names of what was asked for: a body named there does not become responsible by it."""
    begin, end = facts.letter.body
    cover = facts.letter.cover.text
    handed = (one.span() for one in _CLAUSE.finditer(cover) if _hands_over(one[0]))
    text = facts.words.told[begin:end] + "\n" + blanked(cover, handed)
    named = (match.span("what") for match in _ASKED.finditer(text))
    # the marks of what was asked for stay
    return blanked(text, [*((start + 1, end - 1) for start, end in named), *_wished(text)])


_THING = re.compile(r"复印|《|“|材料|资料|数据|信息|目录|方案|名单|清单|[表册图]|合同|全文|原件")
_HERE = re.compile(r"附件|查收|附上|随信")


def _hands_over(clause: str) -> bool:
    """Of a mail: 答复见附件 hands over the answer, and nothing that was asked for."""
    return bool(_HERE.search(clause)) and not _THING.search(clause)


_ASKED = re.compile(
    r"(?<=[申要请][请求公])(?:公开|获取|查询|了解|提供)?(?:的)?(?:信息|内容)?(?:为|是)?:?(?P<what>“[^”\n]{2,200}”)"
)
