"""检索: a few characters, found anywhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from harness.campaign.search import search
from harness.store.search.index import Hit
from harness.store.search.rows import KINDS
from harness.web.blinded import hits_for
from harness.web.here import Here, Looking
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)


@pages.get("/c/{key}/search")
def look(
    here: Looking,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: str = "",
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> Response:
    kinds = [name for name in KINDS if may_find(here, name) and kind in ("", name)]
    found, seen = None, []
    if q.strip():
        with here.workspace() as workspace:
            found = search(workspace, q, kinds=kinds, after=after)
            seen = hits_for(here, workspace, found.hits.hits)
    shown = {name: told for name, told in KINDS.items() if may_find(here, name)}
    hits = [(hit, KINDS[hit.table], _place(here, hit)) for hit in seen]
    return page(here, "search/search.html", q=q, kind=kind, kinds=shown, found=found, hits=hits)


def may_find(here: Here, table: str) -> bool:
    """Whoever may have to mark blind is not told what others have ruled."""
    return table != "rulings" or here.user.may(Right.DECIDE)


def _place(here: Here, hit: Hit) -> str:
    """The page on which it stands."""
    if hit.table in ("arrivals", "filings"):
        return here.url("arrivals", hit.ref)
    if hit.table == "objections":
        return here.url("objections")
    if hit.table in ("units", "calls"):
        return (
            here.url("calls") + f"#{hit.ref}"
            if hit.table == "calls"
            else here.url("marks") + f"#{hit.ref}"
        )
    return here.url("case", hit.ref)
