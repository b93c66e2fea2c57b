"""The pages, one file a group; a page is in this list or nowhere. Each file has a router `pages`."""

from __future__ import annotations

from fastapi import APIRouter

from harness.web.pages import (
    applicants,
    arrivals,
    calendar_year,
    calls,
    case,
    dispatching,
    due,
    entry,
    home,
    ledger,
    live,
    marks,
    objections,
    own_tables,
    past,
    planning,
    post,
    printing,
    reporting,
    restoring,
    review,
    review_more,
    review_pictures,
    review_save,
    sampling,
    search,
    settings_form,
    starting,
    unplaced,
    users,
)

PAGES: tuple[APIRouter, ...] = (
    entry.pages, home.pages, live.pages, search.pages, users.pages,
    starting.pages, restoring.pages, own_tables.pages, settings_form.pages, applicants.pages,
    planning.pages, printing.pages, dispatching.pages,
    calendar_year.pages, unplaced.pages, arrivals.pages, post.pages, calls.pages, due.pages,
    review.pages, review_save.pages, review_pictures.pages, review_more.pages,
    case.pages, marks.pages, sampling.pages, objections.pages, ledger.pages, reporting.pages, past.pages,
)  # fmt: skip
