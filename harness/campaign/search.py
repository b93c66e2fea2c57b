"""`search`: a few characters, looked for in all that a campaign holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.campaign.workspace import Workspace
from harness.casebook.book import sheets_to_read
from harness.store import log
from harness.store.database import Store
from harness.store.reading import from_json, kept
from harness.store.search.index import Hits, Index


@dataclass(frozen=True, slots=True)
class Searched:
    text: str
    hits: Hits


def search(
    workspace: Workspace,
    text: str,
    *,
    kinds: Iterable[str] = (),
    after: int | None = None,
    most: int = 50,
) -> Searched:
    """`kinds`: tables of store/search/rows.py; none: all. What was not read yet is found by its name
    and sender alone."""
    index = Index(workspace.store, _Letters(workspace.store).text)
    return Searched(text, index.search(text, kinds=kinds, after=after, most=most))


class _Letters:
    """What the arrivals say, as far as they were read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, log.NewArrival] | None = None
        self._paths: dict[str, str] = {}

    def text(self, id: int) -> str | None:
        if self._known is None:
            with self._store.reading() as connection:
                self._known = {each.id: each.fact for each in log.arrivals(connection)}
                self._paths = log.paths(connection)
        came = self._known.get(id)
        if came is None:
            return ""
        told = []
        for sheet in sheets_to_read(self._store.evidence, self._paths, came):
            reading = kept(sheet)
            if reading is None:
                return None
            told += [each.text for each in from_json(reading.document).walk()]
        return "\n".join(told)
