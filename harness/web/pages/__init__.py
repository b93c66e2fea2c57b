"""The pages, one file a group; a page is in this list or nowhere. Each file has a router `pages`."""

from __future__ import annotations

from fastapi import APIRouter

from harness.web.pages import (
    arrivals,
    calls,
    case,
    due,
    entry,
    home,
    live,
    post,
    search,
    unplaced,
    users,
)

PAGES: tuple[APIRouter, ...] = (
    entry.pages,
    home.pages,
    live.pages,
    search.pages,
    users.pages,
    unplaced.pages,
    arrivals.pages,
    post.pages,
    calls.pages,
    due.pages,
    case.pages,
)
