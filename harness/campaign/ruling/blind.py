"""May this person see the verdicts of this application now? Whoever may still be asked to mark one of
its elements blind (复评) must not have read what was found before.

Drawn, not marked a second time yet, and not marked first by this very person: that element is hidden.
Who marked it first knows it already and cannot mark it blind; once it is marked, all may see it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.staged import about, other_part
from harness.checker.finding import Element
from harness.scoring.people import Sample, Stage


def may_see(workspace: Workspace, application: str) -> bool:
    """All that was found of it. Where not, neither its verdicts nor its marks may be shown."""
    return not hidden(workspace, application)


def hidden(workspace: Workspace, application: str) -> frozenset[Element]:
    """The elements of which whoever works must not learn yet what anybody found."""
    book = workspace.book()
    if not book.samples:
        return frozenset()
    case = workspace.assess(book).case_of(application)
    if case is None or case.answer is None:
        return frozenset()
    answer, who = case.answer.sha256, workspace.store.by
    return frozenset(
        element
        for element in Element
        if is_drawn(book.samples, f"{application}/{element.value}", answer)
        and _open(book, f"{application}/{element.value}", answer, who)
    )


def _open(book: Book, target: str, answer: str, who: str) -> bool:
    staged = about(book.staged.get(target, {}), answer)
    return not staged.keys() - {Stage.FIRST} and other_part(staged, Stage.SECOND, who) is None


def is_drawn(samples: Iterable[Sample], target: str, answer: str) -> bool:
    """A drawing is kept in the order of its targets."""
    pair = target, answer
    for each in samples:
        at = bisect_left(each.drawn, pair, key=lambda one: (one.target, one.about))
        if at < len(each.drawn) and (each.drawn[at].target, each.drawn[at].about) == pair:
            return True
    return False
