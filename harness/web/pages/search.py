"""检索: a few characters, found anywhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from harness.campaign.search import Searched, search
from harness.campaign.workspace import Workspace
from harness.store.search.index import Hit
from harness.store.search.rows import KINDS
from harness.web.blinded import hits_for
from harness.web.first_reading import Progress, StillReading
from harness.web.here import Here, Looking
from harness.web.people.rights import Right
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
AT_ONCE = 300  # rows that are put into the index while somebody waits


@pages.get("/c/{key}/search")
def look(
    here: Looking,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: str = "",
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> Response:
    kinds = [name for name in KINDS if may_find(here, name) and kind in ("", name)]
    found, seen, filling = None, [], None
    if q.strip():
        with here.workspace() as workspace:
            found, filling = _found(here, workspace, q, kinds, after)
            seen = hits_for(here, workspace, found.hits.hits)
    shown = {name: told for name, told in KINDS.items() if may_find(here, name)}
    hits = [(hit, KINDS[hit.table], _place(here, hit)) for hit in seen]
    return page(here, "search/search.html", q=q, kind=kind, kinds=shown, found=found, hits=hits,
        filling=filling,
    )  # fmt: skip


def _found(
    here: Here, workspace: Workspace, q: str, kinds: list[str], after: int | None
) -> tuple[Searched, Progress | None]:
    """And how far the index is, where it takes longer."""
    found = search(workspace, q, kinds=kinds, after=after, at_once=AT_ONCE)
    if found.behind:
        try:
            here.desk.index(here.key)
        except StillReading as wrong:
            return found, wrong.progress
        found = search(workspace, q, kinds=kinds, after=after, at_once=AT_ONCE)
    return found, None


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
