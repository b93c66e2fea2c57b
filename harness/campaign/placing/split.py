"""What one bundle holds to different applications: files in a mail or an archive become arrivals of their
own, with the days and the sender of the bundle, and are placed each by itself.

The files are kept first; that, like all that came, is never undone. Where they belong is one operation,
and may be taken back. The same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.campaign.errors import Refused
from harness.campaign.placing.file import NONE, found, told
from harness.campaign.placing.preview import opened_documents
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed, number_of
from harness.engine import Lost
from harness.intake.pieces import pieces
from harness.intake.receive import found as lying
from harness.intake.receive import take_in
from harness.intake.things import Sheet, Thing
from harness.store import log, said
from harness.store.evidence import sha256
from harness.store.log import NewArrival
from harness.store.said import Filing, Stale, token

MOST_WORDS = 6  # lines by which people know a file


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a bundle. `here`: the arrival that has it already, and how that is placed."""

    sha256: str
    name: str
    size: int
    lines: tuple[str, ...]
    here: str = ""
    placed: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    arrival: str
    told: str
    seen: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Each part's arrival, with where it was placed."""

    placed: Mapping[str, tuple[str, ...]]
    what: str
    written: bool


def bundle(workspace: Workspace, arrival: str) -> Bundle:
    """Refused where there is no such arrival, or it cannot be taken apart."""
    book = workspace.book()
    filed = found(book, arrival)
    words = {
        each.sha256: tuple(line.text for page in each.pages for line in page.lines)[:MOST_WORDS]
        for document in opened_documents(workspace, filed)
        for each in document.walk()
    }
    parts = tuple(
        _part(book, name, data, words.get(sha256(data), ()))
        for name, data in _pieces(workspace, filed)
    )
    before = told(filed)
    return Bundle(filed.arrival.id, before, token(before), parts)


def _part(book: Book, name: str, data: bytes, lines: tuple[str, ...]) -> Part:
    digest = sha256(data)
    here = next((each for each in book.filed if each.stored.sha256 == digest), None)
    placed = told(here) if here else ""
    return Part(digest, name, len(data), lines, here.arrival.id if here else "", placed)


def _pieces(workspace: Workspace, filed: Filed) -> list[tuple[str, bytes]]:
    stored = filed.stored
    made = workspace.engine.submit(
        pieces, workspace.store.load(stored.sha256), stored.name
    ).result()
    if isinstance(made, Lost):
        raise Refused(f"来件 {filed.arrival.id} 拆不开：{made.message}")
    return made


def split(
    workspace: Workspace,
    arrival: str,
    places: Mapping[str, Sequence[str]],
    *,
    rest: Sequence[str] = (),
    seen: str | None = None,
    write: bool = False,
) -> Split:
    """`places`: a part's SHA-256 -> its applications, or [none]; `rest`: those with which the bundle
    itself stays. Refused where a part would be left with nobody."""
    book = workspace.book()
    filed = found(book, arrival)
    before = told(filed)
    if seen is not None and seen != token(before):
        raise Stale(arrival, seen, before)
    inside = {sha256(data): (name, data) for name, data in _pieces(workspace, filed)}
    named = _named(book, filed, inside, places, rest)
    what = f"拆开来件 {filed.arrival.id}：{'；'.join(_words(inside, named))}"
    if write:
        _write(workspace, book, filed, inside, named, _known(book, rest), what)
    return Split(named, what, write)


def _named(
    book: Book,
    filed: Filed,
    inside: Mapping[str, tuple[str, bytes]],
    places: Mapping[str, Sequence[str]],
    rest: Sequence[str],
) -> dict[str, tuple[str, ...]]:
    if not inside:
        raise Refused(f"来件 {filed.arrival.id} 里没有可以拆出的文件")
    if places.keys() - inside.keys():
        raise Refused("所选的文件不在这件来件里，请刷新页面再试")
    named = {digest: _known(book, ids) for digest, ids in places.items() if ids}
    if not any(named.values()):
        raise Refused("没有给任何一个文件填写申请；整件归到一处的，请用“归卷”")
    left = [inside[digest][0] for digest in inside if digest not in named]
    if left and not _known(book, rest):
        names = "、".join(f"“{each}”" for each in left[:5])
        raise Refused(
            f"{names}没有归处：请填写申请，不属于任何一件的勾选“不是我们的”，或者让原件仍归某件申请"
        )
    for digest, ids in named.items():
        _not_elsewhere(book, digest, inside[digest][0], ids)
    return named


def _not_elsewhere(book: Book, digest: str, name: str, ids: tuple[str, ...]) -> None:
    """What a person placed before is placed anew on its own page, where that can be seen."""
    for each in book.filed:
        if each.stored.sha256 == digest and each.filing is not None and each.applications != ids:
            raise Refused(f"“{name}”已收为来件 {each.arrival.id}（{told(each)}），请到那一件改归卷")


def _known(book: Book, ids: Sequence[str]) -> tuple[str, ...]:
    if list(ids) == [NONE]:
        return ()
    known = {each.id.casefold(): each.id for each in book.applications}
    unknown = [each for each in ids if each.casefold() not in known]
    if unknown:
        raise Refused(f"没有编号为{'、'.join(f'“{each}”' for each in unknown)}的申请")
    return tuple(dict.fromkeys(known[each.casefold()] for each in ids))


def _words(
    inside: Mapping[str, tuple[str, bytes]], named: Mapping[str, tuple[str, ...]]
) -> list[str]:
    return [
        f"“{inside[digest][0]}”{'归入 ' + '、'.join(ids) if ids else '不属于任何申请'}"
        for digest, ids in named.items()
    ]


def _write(
    workspace: Workspace,
    book: Book,
    filed: Filed,
    inside: Mapping[str, tuple[str, bytes]],
    named: Mapping[str, tuple[str, ...]],
    rest: tuple[str, ...],
    what: str,
) -> None:
    things = {digest: _thing(filed, *inside[digest]) for digest in named}
    take_in(workspace.store, things.values())
    before = {each.id: each.filing.id if each.filing else 0 for each in book.filed}
    with workspace.store.writing(verb="file", what=what) as connection:
        standing = said.filings(connection)
        rows = {digest: lying(connection, thing) for digest, thing in things.items()}
        ids = {digest: row.id for digest, row in rows.items() if row is not None}
        for row in (filed.id, *ids.values()):
            now = standing.get(row)
            if (now.id if now else 0) != before.get(row, 0):
                raise Stale(filed.arrival.id, "", "另有人刚刚改了归卷")
        numbers = {each.id: number_of(each) for each in log.arrivals(connection)}
        for digest, row in ids.items():
            why = f"由来件 {filed.arrival.id} 拆出"
            if row not in standing or standing[row].applications != named[digest]:
                said.add_filing(connection, Filing(row, named[digest], None, None, why))
        shown = "、".join(numbers[row] for row in ids.values())
        why = f"已拆为来件 {shown}"
        if filed.filing is None or (filed.filing.applications, filed.filing.why) != (rest, why):
            said.add_filing(connection, Filing(filed.id, rest, None, None, why, told(filed)))


def _thing(filed: Filed, name: str, data: bytes) -> Thing:
    """With the days and the sender of the bundle."""
    stored, digest = filed.stored, sha256(data)
    last = name.replace("\\", "/").rpartition("/")[2] or "附件"
    arrival = NewArrival(
        "file", digest, stored.on, stored.posted_on, filed.arrival.sender, last, "",
        stored.noticed_on, note=f"由来件 {filed.arrival.id} 拆出", carrier=stored.carrier,
    )  # fmt: skip
    return Thing(arrival, (Sheet(last, data),))
