"""Three values: what a letter surely tells, what it perhaps tells, and what it does not.

In: `Facts` and a `Claim`, that something is missing or wrong. Out: the words that leave it possible that
it is not; with none, and nothing unread that touches it, it is False, and only then may it be called
absent or defective (design.md, "Three values"). A close reader knows only the wordings that somebody
thought of. So beside it stand a coarse look, and every clause that no reader can explain: where the
letter says something that nobody understood, a person reads it.
"""

from __future__ import annotations

import re

from harness.reading.account import Clause
from harness.reading.facts import Facts
from harness.reading.perhaps import decision, form, remedy
from harness.reading.perhaps.look import ABSENT, Claim
from harness.reading.unread import touching
from parsers.document import SEAL, TEXT, Unread

LOOKS = {**form.LOOKS, **decision.LOOKS, **remedy.LOOKS}
_SHOWN = 24  # so many characters of what was seen are told

_ANYTHING = re.compile(r"")
# what a clause must hold to be able to tell the thing at all, whatever its words
_MAY_TELL: dict[tuple[str, str], re.Pattern[str]] = {
    ("decision", ABSENT): _ANYTHING,
    # whatever may be done with a paper, or a place that it may be in
    ("decision", "no_way_to_obtain"): re.compile(
        r"[登载刊贴挂放存看翻读找搜点取拿领馆室处网报栏墙屏柜楼窗厅站送交给来去到问要听念拍抄传发寄附印份里]|《|“|第?\d+[号版期页]"
    ),
    ("decision", "no_agency_named"): re.compile(
        r"[局厅委办部院会所站司署馆社校库乡镇]|中心|政府|机关|单位|海关|那边|他们|对方"
    ),
    ("reasons", ABSENT): _ANYTHING,
    ("request", ABSENT): _ANYTHING,
    ("request", "no_content"): re.compile(r"[《“]|(?:19|20)\d\d年"),
    ("legal_basis", ABSENT): re.compile(r"[法规条例令款]|国办"),
    ("remedy", ABSENT): re.compile(
        r"[诉讼议]|裁判|维权|权利|救济|[评说]理|不认可|不满意|不同意|有意见"
        r"|(?:[向找到去]|反映)[^,]{0,14}(?:政府|司法|部门|上级)"
    ),
}


def perhaps(facts: Facts, claim: Claim) -> str:
    """Words that speak against the claim; empty: nothing does."""
    look = LOOKS.get((claim.element, claim.fault))
    seen = look(facts, claim) if look else ""
    return (seen or _unexplained(facts, claim)).strip("\n")[:_SHOWN]


def unread_for(facts: Facts, element: str) -> Unread | None:
    """The first part not read that may hold this element."""
    wide = SEAL if element == "seal" else TEXT
    return touching(facts.unread, element) or touching(facts.unread, wide)


def _unexplained(facts: Facts, claim: Claim) -> str:
    """A clause of the letter's body that nobody claims and that may tell what is said to be missing."""
    may_tell = _MAY_TELL.get((claim.element, claim.fault))
    if may_tell is None:
        return ""
    told = (facts.said(one) for one in facts.unexplained if _in_body(facts, one))
    return next((words for words in told if may_tell.search(words)), "")


def _in_body(facts: Facts, clause: Clause) -> bool:
    begin, end = facts.letter.body
    return begin <= clause.start < end
