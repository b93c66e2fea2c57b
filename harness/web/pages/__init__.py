"""The pages, one file a group; a page is in this list or nowhere. Each file has a router `pages`."""

from __future__ import annotations

from fastapi import APIRouter

from harness.web.pages import (
    calendar_year,
    dispatching,
    entry,
    home,
    live,
    marks,
    objections,
    own_tables,
    past,
    planning,
    printing,
    reporting,
    sampling,
    search,
    starting,
    users,
)

PAGES: tuple[APIRouter, ...] = (
    entry.pages, home.pages, live.pages, search.pages, users.pages,
    starting.pages, own_tables.pages, planning.pages, printing.pages, dispatching.pages,
    calendar_year.pages, marks.pages, sampling.pages, objections.pages, reporting.pages, past.pages,
)  # fmt: skip
