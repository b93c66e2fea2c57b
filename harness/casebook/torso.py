"""Files that were taken in before they were copied whole -> in doubt, each with the whole one's number.

Nothing is ever taken back by the program: the torso stays, judged by nobody, until a person files it
away. It can be nothing else than the whole one is: it keeps nobody waiting whom that does not concern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.casebook.book import Filed
    from harness.store.shelves import Evidence

_HEAD = 4096
# SHA-256 -> how those bytes begin: to open a file whole only where it may be one
_heads: dict[str, bytes] = {}


def without_torsos(held: Evidence, filed: Sequence[Filed]) -> tuple[Filed, ...]:
    """The same, every torso that no person has spoken of in doubt."""
    here = {each.id: each for each in filed}
    wholes = {one.id: other.id for one, other in _pairs(held, filed)}
    return tuple(
        _doubted(each, here[wholes[each.id]]) if each.id in wholes else each for each in filed
    )


def _pairs(held: Evidence, filed: Sequence[Filed]) -> Iterator[tuple[Filed, Filed]]:
    """A torso and a later file of its name that begins with all its bytes and goes on; of several the
    last."""
    named: dict[str, list[Filed]] = defaultdict(list)
    for each in filed:
        if each.stored.source == "file" and not each.stored.files:
            named[each.stored.name].append(each)
    for several in named.values():
        for one, other in permutations(sorted(several, key=lambda each: each.id), 2):
            if one.id < other.id and one.filing is None and _begins(held, one, other):
                yield one, other


def _begins(held: Evidence, one: Filed, other: Filed) -> bool:
    try:
        if not _head(held, other).startswith(_head(held, one)):
            return False
        short, long = _bytes(held, one), _bytes(held, other)
    except (OSError, ValueError):  # evidence that is gone or altered says nothing
        return False
    return len(short) < len(long) and long.startswith(short)


def _head(held: Evidence, filed: Filed) -> bytes:
    if filed.stored.sha256 not in _heads:
        _heads[filed.stored.sha256] = _bytes(held, filed)[:_HEAD]
    return _heads[filed.stored.sha256]


def _bytes(held: Evidence, filed: Filed) -> bytes:
    return held.load(filed.arrival.path, filed.stored.sha256)


def _doubted(torso: Filed, whole: Filed) -> Filed:
    why = (
        f"后来收到的同名来件 {whole.arrival.id} 以此件的全部内容开头而且更长，此件（{torso.arrival.id}）"
        f"可能是没有复制完的残件，不据以认定；确是残件的，请写 mingcha file {torso.arrival.id} none"
    )
    return replace(
        torso,
        arrival=replace(torso.arrival, doubt=why),
        applications=(),
        candidates=whole.applications or whole.candidates,
        touches=tuple(dict.fromkeys((*whole.applications, *whole.touches))),
        placement=replace(torso.placement, applications=(), doubt=why),
        events={},
    )
