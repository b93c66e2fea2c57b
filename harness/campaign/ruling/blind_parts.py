"""Who marks blind marks nothing first, and who has read what was found marks nothing blind: whichever way
they come, by page, by interface, at the command line or with a ledger.
"""

from __future__ import annotations

from harness.campaign.errors import Refused
from harness.campaign.ruling.review import STAGE_OF, Viewer, What, letter_of
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.scoring.assessment import Assessment
from harness.scoring.people import Stage


def refuse_first(
    workspace: Workspace, book: Book, assessment: Assessment, head: str, tail: str, who: str
) -> None:
    """Whoever has an answer to mark blind would learn, and could move, what was marked first. What
    waits for a first mark is open to them as ever, but not the element that was drawn."""
    own = who == workspace.store.by
    if not book.samples or (own and workspace.decides):
        return
    letter = letter_of(book, assessment, head)
    if letter is None:
        return
    mine = Viewer(who, False, workspace.seen if own else frozenset()).tasks(letter)
    if any(STAGE_OF[each.what] is Stage.FIRST for each in mine):
        asked = any(
            each.what is What.SAMPLE and each.element == tail and each.waits_for(who)
            for each in letter.tasks
        )
    else:
        asked = any(each.what is What.SAMPLE for each in mine)
    if asked:
        raise Refused(f"{head}还要由{who}盲评复评，不能作初评；请在“复核”里完成复评")


def refuse_second(workspace: Workspace, assessment: Assessment, head: str) -> None:
    """A mark of who knows the other is not blind."""
    case = assessment.case_of(head)
    if case is not None and case.answer is not None and case.answer.sha256 in workspace.seen:
        raise Refused(
            f"{workspace.store.by}已看过{head}的认定（复核、案卷、评分的页面），不能再作盲评复评，请由另一人作出"
        )
