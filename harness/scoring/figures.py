"""测评数据: an `Assessment` -> the figures that such a report publishes, with what stands behind each.

A `Tally` is one figure: how many of which, for one round and one category (empty = all of them).
It names the applications (for the telephone: the units) that were counted, those among which was
counted, and apart from both, those that nobody could decide. Nothing here rounds or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import product

from harness.checker.finding import Element, Verdict
from harness.clock.deadline import State
from harness.scoring.assessment import Assessment, Case
from harness.scoring.faults import is_faulty
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import Timing, maybe_first, timing, was_not_received, was_received


class Measure(StrEnum):
    RECEIVED = "received"
    IN_TIME = "in_time"
    LATE = "late"
    NONE = "none"
    PENDING = "pending"
    CONNECTED = "connected"
    NO_DOC_NUMBER = "no_doc_number"
    NO_SEAL = "no_seal"
    NO_LEGAL_BASIS = "no_legal_basis"
    NO_REMEDY = "no_remedy"
    REMEDY_UNNAMED = "remedy_unnamed"


MEASURE_NAMES: dict[Measure, str] = {
    Measure.RECEIVED: "签收",
    Measure.IN_TIME: "按期答复",
    Measure.LATE: "逾期答复",
    Measure.NONE: "未答复",
    Measure.PENDING: "未到期",
    Measure.CONNECTED: "电话接通",
    Measure.NO_DOC_NUMBER: "答复书缺少文号",
    Measure.NO_SEAL: "答复书未加盖公章",
    Measure.NO_LEGAL_BASIS: "未告知法律依据及具体条款",
    Measure.NO_REMEDY: "未告知救济渠道",
    Measure.REMEDY_UNNAMED: "告知救济渠道但未列明受理法院或复议机关",
}

FORM_FAULTS: tuple[Measure, ...] = (Measure.NO_DOC_NUMBER, Measure.NO_SEAL)
CONTENT_FAULTS: tuple[Measure, ...] = (
    Measure.NO_LEGAL_BASIS,
    Measure.NO_REMEDY,
    Measure.REMEDY_UNNAMED,
)

# which finding each fault is read from, whether its absence counts, and which defects do.
# `other_law_only` is not in here: such an answer does tell a basis and an article.
_FAULTS: dict[Measure, tuple[Element, bool, frozenset[str]]] = {
    Measure.NO_DOC_NUMBER: (Element.DOC_NUMBER, True, frozenset()),
    Measure.NO_SEAL: (Element.SEAL, True, frozenset()),
    Measure.NO_LEGAL_BASIS: (Element.LEGAL_BASIS, True, frozenset({"no_article"})),
    Measure.NO_REMEDY: (Element.REMEDY, True, frozenset()),
    Measure.REMEDY_UNNAMED: (Element.REMEDY, False, frozenset({"no_court", "no_organ"})),
}


class Answer(StrEnum):
    """Does one application belong to a figure?"""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
    APART = "apart"  # it is not even among those that are counted


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure. `hits`, `among` and `unclear` are application ids (units' ids for CONNECTED)."""

    measure: Measure
    round: str
    category: str
    hits: tuple[str, ...]
    among: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.hits)

    @property
    def decided(self) -> int:
        """The denominator of a rate: what is unclear is held against nobody."""
        return len(self.among) - len(self.unclear)

    @property
    def rate(self) -> Decimal | None:
        """Per cent of what is decided, two places; None where nothing is."""
        return percent(self.number, self.decided)


@dataclass(frozen=True, slots=True)
class Figures:
    """All tallies of a campaign. Rounds go by their id, categories by their name."""

    rounds: tuple[str, ...]
    categories: tuple[str, ...]
    tallies: tuple[Tally, ...]

    def tally(self, measure: Measure, round_id: str = "", category: str = "") -> Tally:
        for tally in self.tallies:
            if (tally.measure, tally.round, tally.category) == (measure, round_id, category):
                return tally
        raise KeyError(f"no figure {measure} for round {round_id!r}, category {category!r}")

    @property
    def answer_rate(self) -> Decimal | None:
        """总体答复率: the share answered in time, of all that are due and decided."""
        return self.tally(Measure.IN_TIME).rate


def element_of(measure: Measure) -> Element:
    """The element whose finding a fault is read from."""
    return _FAULTS[measure][0]


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    if not whole:
        return None
    share = Decimal(part) * 100 / Decimal(whole)
    return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def figures(assessment: Assessment) -> Figures:
    rounds = tuple(round_.id for round_ in assessment.campaign.rounds)
    categories = tuple(dict.fromkeys(unit.category for unit in assessment.units))
    tallies = [
        _count(assessment, measure, round_id, category)
        for measure in Measure
        if measure is not Measure.CONNECTED
        for round_id, category in product(("", *rounds), ("", *categories))
    ]
    tallies += [_calls(assessment, category) for category in ("", *categories)]
    return Figures(rounds, categories, tuple(tallies))


def _count(assessment: Assessment, measure: Measure, round_id: str, category: str) -> Tally:
    belongs = _TESTS[measure]
    sorted_ids: dict[Answer, list[str]] = {answer: [] for answer in Answer}
    among: list[str] = []
    for case in _chosen(assessment.cases, round_id, category):
        answer = belongs(measure, case, assessment)
        sorted_ids[answer].append(case.application.id)
        if answer is not Answer.APART:
            among.append(case.application.id)
    hits, unclear = tuple(sorted_ids[Answer.YES]), tuple(sorted_ids[Answer.UNCLEAR])
    return Tally(measure, round_id, category, hits, tuple(among), unclear)


def _chosen(cases: Iterable[Case], round_id: str, category: str) -> Iterable[Case]:
    for case in cases:
        application = case.application
        if round_id in ("", application.round.id) and category in ("", application.unit.category):
            yield case


def _received(_measure: Measure, case: Case, _assessment: Assessment) -> Answer:
    if case.clock.state is State.NOT_SENT:
        return Answer.APART
    if was_received(case.clock):
        return Answer.YES
    return Answer.NO if was_not_received(case) else Answer.UNCLEAR


def _timed(measure: Measure, case: Case, assessment: Assessment) -> Answer:
    """Of all applications that a unit had to answer. One not yet due is no failure, so it stays
    out of the rates; PENDING alone counts it."""
    group = timing(case, assessment.as_of)
    if group is Timing.OUTSIDE or (group is Timing.PENDING and measure is not Measure.PENDING):
        return Answer.APART
    if group is Timing.UNCLEAR:
        return Answer.UNCLEAR
    return Answer.YES if group.value == measure.value else Answer.NO


def _faulty(measure: Measure, case: Case, _assessment: Assessment) -> Answer:
    """Of all answers on record, in time or late. A fault is held against nobody whose first answer may be
    another, neither here nor in the marks (grounds.py) nor in the lists that name who has it."""
    if case.judgement is None:
        return Answer.APART
    element, counts_absent, codes = _FAULTS[measure]
    finding = case.judgement.finding(element)
    if finding.verdict is Verdict.UNCLEAR:
        return Answer.UNCLEAR
    absent = counts_absent and finding.verdict is Verdict.ABSENT
    found = absent or (bool(codes) and is_faulty(finding, codes))
    if found and maybe_first(case):
        return Answer.UNCLEAR
    return Answer.YES if found else Answer.NO


_Test = Callable[[Measure, Case, Assessment], Answer]
_TESTS: dict[Measure, _Test] = {
    Measure.RECEIVED: _received,
    **dict.fromkeys((Measure.IN_TIME, Measure.LATE, Measure.NONE, Measure.PENDING), _timed),
    **dict.fromkeys(_FAULTS, _faulty),
}


def _calls(assessment: Assessment, category: str) -> Tally:
    """Units reached by the campaign's rule, of the units that were called at all."""
    chosen = [unit for unit in assessment.units if category in ("", unit.category)]
    found = {unit.id: reach_of(unit, assessment).reach for unit in chosen}
    called = tuple(id for id, reach in found.items() if reach is not Reach.UNTESTED)
    hits = tuple(id for id in called if found[id] is Reach.REACHED)
    unclear = tuple(id for id in called if found[id] is Reach.OPEN)
    return Tally(Measure.CONNECTED, "", category, hits, called, unclear)
