"""The periods that a letter tells, held against those of the law of its day.

In: a letter opened, and the ways of complaint that it offers. Out: the periods that are wrong, and what
that of the suit should be.
"""

from __future__ import annotations

from harness.checker.opened import Opened
from harness.reading.remedy.remedies import Routes


def wrong_periods(opened: Opened, routes: Routes) -> dict[str, tuple[int, str]]:
    """The periods told that are not the law's, of "review" and of "suit"."""
    if opened.on is None:
        return {}
    wrong = {}
    review, suit = routes.reconsideration_period, routes.litigation_period
    if review and review not in {(opened.remedy_law.reconsideration_days, "日"), (2, "月")}:
        wrong["review"] = review
    if suit and not _litigation_right(opened, routes):
        wrong["suit"] = suit
    return wrong


def suit_term(opened: Opened, routes: Routes) -> str:
    """What the period of the suit told should be: of the one after review, where that is told."""
    law = opened.remedy_law
    if (routes.litigation_after or routes.first) and not routes.at_once:
        return f"{law.after_reconsideration_days}日"
    return f"{law.litigation_months}个月"


def _litigation_right(opened: Opened, routes: Routes) -> bool:
    period, law = routes.litigation_period, opened.remedy_law
    if period == (law.litigation_months, "月"):
        # told of the suit after a refusal was reviewed, and of no other, it is the wrong one
        only_after = routes.litigation_after and not routes.at_once
        return not (only_after and opened.codes and set(opened.codes) <= law.first)
    return period == (law.after_reconsideration_days, "日") and (
        routes.litigation_after or routes.first
    )
