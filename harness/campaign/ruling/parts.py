"""Who may mark what at which stage: nobody has two parts in one mark, and none is undone from below.

Two marks are compared as they were made: once somebody has marked blind, neither the first mark nor
the blind one is changed any more. Whoever is of another mind decides (定评), and is a third person.
"""

from __future__ import annotations

from harness.campaign.errors import Refused
from harness.casebook.book import Book
from harness.casebook.ruled.staged import about, other_part
from harness.checker.finding import Element, Verdict
from harness.scoring.assessment import Case
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.said import Ruling, Staged


def concerning(book: Book, target: str, element: Element | None, answer: str) -> Staged:
    """What was ruled on it that speaks today: of an element what is about this very answer, of a day
    nothing that is about another. Points speak, whatever file was put beside them."""
    staged = book.staged.get(target, {})
    if element is not None:
        return about(staged, answer)
    return {} if target in book.stale else staged


def unclear(case: Case | None, element: Element | None) -> bool:
    """Whether the program could not tell."""
    judged = (case.machine or case.judgement) if case else None
    if judged is None or element is None:
        return False
    return judged.finding(element).verdict is Verdict.UNCLEAR


def refuse_part(
    staged: Staged, stage: Stage, who: str, told: str, *, unclear: bool = False
) -> None:
    """`unclear`: the program could not tell. Then a blind mark by itself says nothing, and may still
    be followed by the first one."""
    above = max((each for each in Stage if each > stage and each in staged), default=None)
    if above is Stage.SECOND:
        if Stage.FIRST in staged or not unclear:
            raise Refused(
                f"{told}已有复评，初评不能再作、再改，以免把两次评定改成一致；有不同意见的，请由第三人作定评"
            )
    elif above is not None:
        raise Refused(f"{told}已有{STAGE_NAMES[above]}，{STAGE_NAMES[stage]}不再起作用；请先撤销它")
    other = other_part(staged, stage, who)
    if other is not None:
        raise Refused(
            f"{who}已对{told}作过{STAGE_NAMES[other]}，不能再作{STAGE_NAMES[stage]}，请由另一人作出（--by 姓名）"
        )


def refuse_again(staged: Staged, new: Ruling, who: str, told: str) -> None:
    """A blind mark that stands may be taken back, and is not made twice; the very same is none."""
    now = staged.get(Stage.SECOND)
    if new.stage != Stage.SECOND or now is None:
        return
    if (now.value, now.defects, now.why, now.by) != (new.value, new.defects, new.why, who):
        raise Refused(f"{told}已有{now.by}的复评，复评只作一次，不能改作；作错了的，请先撤销它")
