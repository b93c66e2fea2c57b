"""`search`: a few characters, looked for in all that a campaign holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from harness.campaign.workspace import Workspace
from harness.casebook.book import sheets_to_read
from harness.store import log
from harness.store.database import Store, paths_of
from harness.store.reading import from_json, kept
from harness.store.search.index import Hits, Index


@dataclass(frozen=True, slots=True)
class Searched:
    """`behind`: about how many rows are not in the index yet."""

    text: str
    hits: Hits
    behind: int = 0


def search(
    workspace: Workspace,
    text: str,
    *,
    kinds: Iterable[str] = (),
    after: int | None = None,
    most: int = 50,
    at_once: int | None = None,
) -> Searched:
    """`kinds`: tables of store/search/rows.py; none: all. What was not read yet is found by its name
    and sender alone. `at_once`: where more rows are new than so many, they are left to `indexed`."""
    index = _index(workspace)
    behind = 0 if at_once is None else index.behind()
    if at_once is None:
        index.follow()
    elif behind <= at_once and index.follow(waiting=False):
        behind = 0
    return Searched(text, index.search(text, kinds=kinds, after=after, most=most), behind)


def indexed(workspace: Workspace) -> None:
    """All that is known put into the index, with its progress told."""
    _index(workspace).follow(workspace.told)


def _index(workspace: Workspace) -> Index:
    return Index(workspace.store, lambda ids: _letters(workspace.store, ids))


def _letters(store: Store, ids: Collection[int]) -> dict[int, str | None]:
    """What these arrivals say, as far as they were read."""
    with store.reading() as connection:
        came = log.arrivals(connection, ids)
        digests = {each.fact.sha256 for each in came}
        digests |= {file.sha256 for each in came for file in each.fact.files}
        paths = paths_of(connection, sorted(digests))
    return {each.id: _text(store, paths, each.fact) for each in came}


def _text(store: Store, paths: Mapping[str, str], came: log.NewArrival) -> str | None:
    told = []
    for sheet in sheets_to_read(store.evidence, paths, came):
        reading = kept(sheet)
        if reading is None:
            return None
        told += [each.text for each in from_json(reading.document).walk()]
    return "\n".join(told)
