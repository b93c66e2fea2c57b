"""The pages, one file a group; a page is in this list or nowhere. Each file has a router `pages`."""

from __future__ import annotations

from fastapi import APIRouter

from harness.web.pages import (
    entry,
    home,
    live,
    review,
    review_more,
    review_pictures,
    review_save,
    search,
    users,
)

PAGES: tuple[APIRouter, ...] = (
    entry.pages,
    home.pages,
    live.pages,
    review.pages,
    review_save.pages,
    review_pictures.pages,
    review_more.pages,
    search.pages,
    users.pages,
)
