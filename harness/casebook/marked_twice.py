"""The rulings of a campaign -> how far first and second marks agree, and the program's with both.

Only what was marked blind a second time, or decided, is compared: a first ruling alone is made mostly
where the program was wrong, and would make it look worse than it is. Where the program could not tell,
it has marked nothing that could agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harness.casebook.staged import Dispute, about, counting
from harness.checker.finding import Finding, Verdict
from harness.scoring.agreement import Compared, compared
from harness.scoring.assessment import Case
from harness.scoring.people import Mark, Stage, mark_of
from harness.store.said import Ruling, Staged

Marks = tuple[str, Mark, Mark]  # the element, and the two


def agreements(cases: Sequence[Case], staged: Mapping[str, Staged]) -> tuple[Compared, ...]:
    """None where nothing was marked twice."""
    found: dict[str, list[Marks]] = {
        "first_second": [], "machine_second": [], "machine_decided": [],
    }  # fmt: skip
    for machine, of in _marked(cases, staged):
        for who, one, other in _pairs(machine, of):
            found[who].append((machine.element.value, one, other))
    return tuple(
        compared(who, [(element, (a[0], b[0]), a == b) for element, a, b in marks])
        for who, marks in found.items()
        if marks
    )


def _marked(
    cases: Sequence[Case], staged: Mapping[str, Staged]
) -> Iterator[tuple[Finding, Staged]]:
    for case in cases:
        judged, answer = case.machine or case.judgement, case.answer
        if judged is None or answer is None:
            continue
        for found in judged.findings:
            of = about(
                staged.get(f"{case.application.id}/{found.element.value}", {}), answer.sha256
            )
            if any(stage is not Stage.FIRST for stage in map(Stage, of)):
                yield found, of


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
