"""Which letter a file belongs to, and which 来件编号 is taken: read once, then kept true while one
transaction takes in letters on paper. One file is never two letters, one number never two either.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from harness.casebook.book import number_of
from harness.intake.things import Sheet
from harness.store import log, said
from harness.store.evidence import sha256
from harness.store.log import NewArrival, Stored

_OURS = re.compile(r"(?:邮件|文件)\d+")  # how the program itself calls what came


@dataclass(frozen=True, slots=True)
class Holder:
    """A letter that has a file, and what it calls it there."""

    id: int
    name: str
    role: str  # first | page | envelope


@dataclass(slots=True)
class Letters:
    sources: dict[int, str] = field(default_factory=dict)  # mail | paper | file
    shown: dict[int, str] = field(default_factory=dict)  # the number that people see
    holders: dict[str, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    taken: dict[str, int] = field(default_factory=dict)  # numbers, in one form
    spoken_of: set[int] = field(default_factory=set)  # filed by a person

    @classmethod
    def of(cls, connection: Connection) -> Letters:
        letters = cls(spoken_of=set(said.filings(connection)))
        for id, number in log.first_numbers(connection).items():
            letters.taken[_plain(number)] = id
        for each in log.arrivals(connection):
            letters.add(each)
        return letters

    def add(self, new: Stored[NewArrival]) -> None:
        fact = new.fact
        self.register(new.id, number_of(new), fact.source)
        self.hold(new.id, "first", fact.name, fact.sha256)
        for each in fact.files:
            self.hold(new.id, each.role, each.name, each.sha256)

    def register(self, id: int, number: str, source: str = "paper") -> None:
        self.sources[id], self.shown[id] = source, number
        self.taken[_plain(number)] = id

    def hold(self, id: int, role: str, name: str, digest: str) -> None:
        self.holders[digest].append(Holder(id, name, role))
        self.files[id].add(digest)

    # --- questions

    def not_free(self, number: str, own: int | None = None) -> str:
        """Why a letter cannot have this number; empty where it can. `own`: which letter it is."""
        if _OURS.fullmatch(_plain(number)):
            return f"来件编号“{number}”是程序给其他来件的编号，纸质来件请另编，如 Z001"
        holder = self.taken.get(_plain(number))
        if holder is None or holder == own:
            return ""
        now = self.shown[holder]
        since = "" if _plain(now) == _plain(number) else f"（现编号 {now}）"
        return f"来件编号“{number}”已经是另一件来件的{since}，请另编一个"

    def not_loose(self, sheets: Sequence[Sheet], own: int | None = None) -> str:
        """Why these files cannot become a letter, because another has them; empty where they can.
        Two letters may have come in one envelope."""
        for sheet in sheets:
            for each in self.holders.get(sha256(sheet.data), ()):
                shared = sheet.role == each.role == "envelope"
                if each.id != own and self.sources[each.id] != "file" and not shared:
                    number = self.shown[each.id]
                    return (
                        f"文件“{sheet.name}”就是来件 {number} 的“{each.name}”，一件来信只登记一次；"
                        f"要更正，请改 {number} 的登记（已作废的，先用 mingcha undo 撤销作废）"
                    )
        return ""

    def begun_by(self, digest: str) -> int | None:
        """What lies there as a file, of which this is the first page."""
        for each in self.holders.get(digest, ()):
            if each.role == "first" and self.sources[each.id] == "file":
                return each.id
        return None

    def parts(self, digests: Iterable[str], own: int | None = None) -> tuple[int, ...]:
        """What was taken for letters of their own, and is part of one that has these files."""
        found = [each.id for digest in digests for each in self.holders.get(digest, ())]
        loose = (each for each in found if each != own and self.sources[each] == "file")
        return tuple(dict.fromkeys(loose))

    def not_part(self, parts: Iterable[int], digests: Iterable[str]) -> str:
        """Why these cannot become parts of a letter that has these files; empty where they can."""
        whole = set(digests)
        for each in parts:
            number = self.shown[each]
            if each in self.spoken_of:
                return (
                    f"其中有文件已经收为来件 {number} 并由人归卷，不能并入另一件；"
                    "确为一件的，请先用 mingcha undo 撤销那次归卷"
                )
            if why := self.torn(each, whole):
                return why
        return ""

    def torn(self, id: int, digests: Iterable[str]) -> str:
        """Why these files tear apart what came as one letter; empty where they do not."""
        if self.files[id] <= set(digests):
            return ""
        number = self.shown[id]
        return f"其中有文件与别的文件一起收为来件 {number}，须把 {number} 的文件写全"


def _plain(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())
