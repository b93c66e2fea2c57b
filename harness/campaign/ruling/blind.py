"""May this person see the verdicts of this application now? Whoever may still be asked to mark one of
its elements blind (复评) must not have read what was found before.

Drawn, not marked a second time yet, and not marked first by this very person: that element is hidden.
Who marked it first knows it already and cannot mark it blind; once it is marked, all may see it.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.campaign.ruling.drawn import drawn_of, is_drawn
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.staged import about, other_part
from harness.checker.finding import Element
from harness.scoring.assessment import Case
from harness.scoring.people import Stage


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


@dataclass(frozen=True, slots=True)
class _Hides:
    """From this person; several ask, and each is answered by himself."""

    who: str

    def __call__(self, case: Case, _samples: object, known: Drawn) -> tuple[str, ...]:
        drawn, book = known
        if case.answer is None:
            return ()
        id, answer = case.application.id, case.answer.sha256
        return (
            (id,)
            if any(
                (f"{id}/{each.value}", answer) in drawn
                and _open(book, f"{id}/{each.value}", answer, self.who)
                for each in Element
            )
            else ()
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """All of them."""

    who: str

    def __call__(self, hidden: tuple[str, ...], _: object) -> frozenset[str]:
        return frozenset(hidden)


Drawn = tuple[frozenset[tuple[str, str]], Book]


def all_hidden(workspace: Workspace) -> frozenset[str]:
    """The applications of which whoever works may not see what was found."""
    book, who = workspace.book(), workspace.store.by
    if not book.samples:
        return frozenset()
    drawn = workspace.once(drawn_of, book.samples)
    cases = workspace.assess(book).cases
    found = workspace.flat(_Hides(who), cases, book.samples, using=(drawn, book))
    return workspace.once(_Told(who), found)


def _open(book: Book, target: str, answer: str, who: str) -> bool:
    staged = about(book.staged.get(target, {}), answer)
    return not staged.keys() - {Stage.FIRST} and other_part(staged, Stage.SECOND, who) is None
