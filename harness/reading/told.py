"""Three values: what a letter surely tells, what it perhaps tells, and what it does not.

In: `Facts` and a `Claim`, that something is missing or wrong. Out: the words that leave it possible that
it is not; with none, and nothing unread that touches it, it is False, and only then may it be called
absent or defective (design.md, "Three values"). A close reader knows only the wordings that somebody
thought of. So beside it stand a coarse look, and every clause that no reader can explain: where the
letter says something that nobody understood, a person reads it.
"""

from __future__ import annotations

from harness.reading.account import REQUEST, Clause
from harness.reading.arrived.unread import touching
from harness.reading.asked.asked_words import says_something
from harness.reading.decision.responsible import without_nobodies
from harness.reading.facts import Facts
from harness.reading.page.prose import joined
from harness.reading.perhaps import decision, form, remedy
from harness.reading.perhaps.look import ABSENT, Claim
from parsers import lazy_re as re
from parsers.document import SEAL, TEXT, Unread

LOOKS = {**form.LOOKS, **decision.LOOKS, **remedy.LOOKS}
_SHOWN = 24  # so many characters of what was seen are told

_ANYTHING = re.compile(r"")
# what a clause must hold to be able to tell the thing at all, whatever its words
_MAY_TELL: dict[tuple[str, str], re.Pattern[str]] = {
    ("decision", ABSENT): _ANYTHING,
    # whatever may be done with a paper, or a place that it may be in
    ("decision", "no_way_to_obtain"): re.compile(
        r"[登载刊贴挂放存看翻读找搜点取拿领馆室处网报栏墙屏柜楼窗厅站送交给来去到问要听念拍抄传发寄附印份里]|《|“|\d[号版期页]"
    ),
    ("decision", "no_agency_named"): re.compile(
        r"[局厅委办部院所站司署馆社校库乡镇]|(?<=[委协联学商村居])会|合作社|中心|政府|机关|单位|海关|那边|他们|对方"
    ),
    ("reasons", ABSENT): _ANYTHING,
    ("request", ABSENT): _ANYTHING,
    ("request", "no_content"): _ANYTHING,
    ("legal_basis", ABSENT): re.compile(r"[法规条例令款]|国办"),
    ("remedy", ABSENT): re.compile(
        r"[诉讼]|(?<![会决审协提商建])议|裁判|维权|权利|救济|[评说]理|不认可|不满意|不同意|有意见"
        r"|(?:[向找到去]|反映)[^,]{0,14}(?:政府|司法|部门|上级)"
    ),
}


def perhaps(facts: Facts, claim: Claim) -> str:
    """Words that speak against the claim; empty: nothing does."""
    look = LOOKS.get((claim.element, claim.fault))
    seen = look(facts, claim) if look else ""
    return joined(seen or _unexplained(facts, claim))[:_SHOWN]


def unread_for(facts: Facts, element: str) -> Unread | None:
    """The first part not read that may hold this element."""
    wide = SEAL if element == "seal" else TEXT
    return touching(facts.unread, element) or touching(facts.unread, wide)


def _unexplained(facts: Facts, claim: Claim) -> str:
    """A clause of the letter's body that nobody claims and that may tell what is said to be missing."""
    may_tell = _MAY_TELL.get((claim.element, claim.fault))
    if may_tell is None:
        return ""
    clauses = [*facts.unexplained, *_of_asking(facts, claim)]
    told = (without_nobodies(facts.said(one)) for one in clauses if _in_place(facts, claim, one))
    return next((words for words in told if may_tell.search(words)), "")


def _in_place(facts: Facts, claim: Claim, clause: Clause) -> bool:
    """In the body; what was asked for is told before what is decided on it."""
    if claim.element == "request" and facts.words.decided:
        begin = facts.letter.body[0]
        first = min(
            (one.start for one in facts.words.decided if one.start >= begin),
            default=len(facts.text),
        )
        return _in_body(facts, clause) and clause.start < first
    return _in_body(facts, clause)


def _of_asking(facts: Facts, claim: Claim) -> list[Clause]:
    """Clauses that are known only to be about the application: they may say what was asked for."""
    if claim.element != "request":
        return []
    return [
        one
        for one in facts.clauses
        if one.claims == {REQUEST} and _tells(facts.text[one.start : one.end])
    ]


_TO_DO = re.compile(r"^(?:请|如|若|可|应|须)|补正|重新|再次")


def _tells(clause: str) -> bool:
    """It says more than every opening, and is no advice."""
    return says_something(clause) and not _TO_DO.search(clause)


def _in_body(facts: Facts, clause: Clause) -> bool:
    """Below the title; a form's rows stand where another letter has its head."""
    title, (begin, end) = facts.letter.title, facts.letter.body
    return min(begin, title.end if title else begin) <= clause.start < end
