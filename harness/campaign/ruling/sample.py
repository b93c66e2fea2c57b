"""`sample`: which elements are marked a second time, blind; drawn from a seed, and kept as a fact.

The first drawing sets seed and share. Later ones add what came since, and draw nothing anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.campaign.workspace import Refused, Workspace
from harness.scoring.assessment import Case
from harness.scoring.people import Ground, Sample, Sampled
from harness.scoring.sampling import Group, clean_drawn, draw, many_of
from harness.store import objecting

CLEAN = 10  # per cent, where nobody says


@dataclass(frozen=True, slots=True)
class Drawn:
    """`new`: what is, or would be, added now; `before`: how many were drawn earlier."""

    seed: int
    clean: int
    method: str
    new: tuple[Sampled, ...]
    faults: int
    unclear: int
    clean_drawn: int
    clean_among: int
    before: int
    written: bool


def sample(
    workspace: Workspace, *, clean: int | None = None, seed: int | None = None, write: bool = False
) -> Drawn:
    if clean is not None and not 0 <= clean <= 100:
        raise Refused(f"--clean {clean}：应为0至100的整数（百分数）")
    book = workspace.book()
    with workspace.store.reading() as connection:
        before = objecting.first_sample(connection)
    seed, clean = _settled(workspace, before, seed, clean)
    new = draw(workspace.assess(book), seed, clean, book.samples)
    adds = bool(new.drawn or new.answers)
    if write and adds:
        what = f"抽样：种子{seed}，未见问题的抽{clean}%，抽出{len(new.drawn)}项"
        with workspace.store.writing(verb="sample", what=what) as connection:
            now = objecting.samples(connection)
            first = objecting.first_sample(connection)
            if first != before or [each.id for each in now] != [each.id for each in book.samples]:
                raise Refused("另有人刚刚抽过样，请再看一次：mingcha sample")
            objecting.add_sample(connection, new)
    grounds = Counter(each.ground for each in new.drawn)
    return Drawn(
        seed, clean, new.method, new.drawn, grounds[Ground.FAULT], grounds[Ground.UNCLEAR],
        grounds[Ground.CLEAN], new.among, sum(len(each.drawn) for each in book.samples),
        write and adds,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """What would be drawn now, in numbers."""

    seed: int
    clean: int
    faults: int
    unclear: int
    clean_drawn: int
    clean_among: int

    @property
    def new(self) -> int:
        return self.faults + self.unclear + self.clean_drawn


def coming(workspace: Workspace, *, clean: int | None = None, seed: int | None = None) -> Coming:
    """As `sample` would draw it; which they are is drawn only when it is written."""
    book = workspace.book()
    with workspace.store.reading() as connection:
        before = objecting.first_sample(connection)
    seed, clean = _settled(workspace, before, seed, clean)
    known = workspace.once(_known, book.samples)
    cases = workspace.assess(book).cases
    many = workspace.along(_many, _many_on, cases, book.samples, using=known)
    among = sum(each for (of, _), each in many.items() if of is Ground.CLEAN)
    faults, unclear = many[Ground.FAULT, ""], many[Ground.UNCLEAR, ""]
    return Coming(seed, clean, faults, unclear, clean_drawn(many, clean), among)


Pairs = frozenset[tuple[str, str]]


def _known(samples: Sequence[Sample], _: object) -> tuple[Pairs, Pairs]:
    """What was drawn, and which answers were looked at."""
    drawn = frozenset((one.target, one.about) for each in samples for one in each.drawn)
    return drawn, frozenset(answer for each in samples for answer in each.answers)


def _many(
    cases: Sequence[Case], _samples: Sequence[Sample], known: tuple[Pairs, Pairs]
) -> Counter[Group]:
    found: Counter[Group] = Counter()
    for each in cases:
        found.update(many_of(each, *known))
    return found


def _many_on(
    before: Counter[Group],
    gone: Sequence[Case],
    come: Sequence[Case],
    samples: Sequence[Sample],
    known: tuple[Pairs, Pairs],
) -> Counter[Group]:
    return before + _many(come, samples, known) - _many(gone, samples, known)


def _settled(
    workspace: Workspace, first: Sample | None, seed: int | None, clean: int | None
) -> tuple[int, int]:
    """Whoever could draw again with another seed could choose what is looked at. A drawing that was
    taken back was drawn all the same: the next one has its seed."""
    if first is None:
        own = workspace.campaign.seed
        return own if seed is None else seed, CLEAN if clean is None else clean
    if seed not in (None, first.seed) or clean not in (None, first.clean):
        raise Refused(
            f"已按种子{first.seed}、{first.clean}%抽过样（{first.by}，{first.at[:10]}），不重抽；"
            "后来的来件用同样的种子和比例补抽，不必写 --seed、--clean"
        )
    return first.seed, first.clean
