"""A judged campaign and its facts -> the same with what people did beside judging: samples, how far
marks agree, objections with their terms on the official calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import calendars
from harness.casebook.book import Book
from harness.casebook.ruled.marked_twice import agreements
from harness.scoring.assessment import Assessment
from harness.scoring.people import Objection, Stage, Term
from letters.model import Campaign, Unit


def with_people(assessment: Assessment, book: Book) -> Assessment:
    terms = terms_of(assessment.campaign, book)
    return replace(
        assessment,
        samples=book.samples,
        agreements=agreements(assessment.cases, book.staged),
        second_marks=second_marks(book),
        objections=objections_by(assessment.as_of, book, terms),
        terms=terms,
    )


def objections_by(as_of: date, book: Book, terms: Mapping[str, Term]) -> tuple[Objection, ...]:
    return tuple(
        replace(each, term=terms.get(each.unit_id, Term(None)))
        for each in book.objections
        if each.on <= as_of
    )


def terms_of(campaign: Campaign, book: Book) -> Mapping[str, Term]:
    """Unit -> its term, of units that were handed a 反馈单."""
    units = {each.id: each for each in book.units}
    return {
        id: term_of(campaign, units[id], handed.on)
        for id, handed in book.feedbacks.items()
        if id in units
    }


def term_of(campaign: Campaign, unit: Unit, handed_on: date) -> Term:
    """The first day is the working day after that of the handing over. Where the calendar is not
    certain yet, the latest day that it can be: nobody is called late before."""
    days = campaign.objections.working_days
    if not days:
        return Term(handed_on)
    calendar = calendars.load(unit.region or campaign.region or None)
    due = calendar.due(handed_on, days)
    return Term(handed_on, due.latest, due.provisional)


def second_marks(book: Book) -> frozenset[tuple[str, str]]:
    """What was marked a second time: the target, and the answer that was marked."""
    return frozenset(
        (target, staged[Stage.SECOND].about)
        for target, staged in book.staged.items()
        if Stage.SECOND in staged
    )
