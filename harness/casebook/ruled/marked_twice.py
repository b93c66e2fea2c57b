"""The rulings of a campaign -> how far first and second marks agree, and the program's with both.

Only what was marked blind a second time, or decided, is compared: a first ruling alone is made mostly
where the program was wrong, and would make it look worse than it is. Where the program could not tell,
it has marked nothing that could agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.casebook.ruled.staged import Dispute, about, counting
from harness.checker.finding import Finding, Verdict
from harness.scoring.agreement import Compared, compared
from harness.scoring.assessment import Case
from harness.scoring.people import Mark, Stage, mark_of
from harness.store.said import Ruling, Staged

Marks = tuple[str, Mark, Mark]  # the element, and the two


Told = tuple[str, str, Mark, Mark]  # who is compared, and the marks


def agreements(cases: Sequence[Case], staged: Mapping[str, Staged]) -> tuple[Compared, ...]:
    """None where nothing was marked twice."""
    twice = {target.partition("/")[0] for target, of in staged.items() if of.keys() - {Stage.FIRST}}
    return agreeing(
        each for case in cases if case.application.id in twice for each in marked(case, staged)
    )


def agreeing(told: Iterable[Told]) -> tuple[Compared, ...]:
    found: dict[str, list[Marks]] = {
        "first_second": [], "machine_second": [], "machine_decided": [],
    }  # fmt: skip
    for who, element, one, other in told:
        found[who].append((element, one, other))
    return tuple(
        compared(who, [(element, (a[0], b[0]), a == b) for element, a, b in marks])
        for who, marks in found.items()
        if marks
    )


def marked(case: Case, staged: Mapping[str, Staged]) -> Iterator[Told]:
    """What of one answer was marked twice."""
    judged, answer = case.machine or case.judgement, case.answer
    for found in judged.findings if judged is not None and answer is not None else ():
        here = staged.get(f"{case.application.id}/{found.element.value}", {})
        of = about(here, answer.sha256) if answer is not None else {}
        if any(stage is not Stage.FIRST for stage in map(Stage, of)):
            for who, one, other in _pairs(found, of):
                yield who, found.element.value, one, other


def _pairs(machine: Finding, staged: Staged) -> Iterator[tuple[str, Mark, Mark]]:
    found = mark_of(machine.verdict, machine.defects)
    first, second = staged.get(Stage.FIRST), staged.get(Stage.SECOND)
    if first is not None and second is not None:
        yield "first_second", _of(first), _of(second)
    if machine.verdict is Verdict.UNCLEAR:
        return
    if second is not None:
        yield "machine_second", found, _of(second)
    what = counting(staged, machine)
    if not isinstance(what, Dispute):
        yield "machine_decided", found, found if what is None else _of(what)


def _of(ruling: Ruling) -> Mark:
    return mark_of(ruling.value, ruling.defects)
