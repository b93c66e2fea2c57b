"""What was really planted, for the comparison at the very end; no judge ever reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from harness.checker.finding import Element, Verdict
from harness.drill.dealing.profile import Basis, Outcome, Profile, Quirk, Remedy, Turn
from harness.drill.letter import wording
from harness.drill.letter.forms import Medium
from harness.drill.letter.paper import Answer
from harness.drill.play.schedule import Days
from harness.drill.published import TELEPHONE, Figure, Measure


@dataclass(frozen=True, slots=True)
class Plant:
    """What a right judge says of one element; `defects` as in contracts.md. `also` is a second
    verdict that is as right and accuses as little."""

    verdict: Verdict
    defects: tuple[str, ...] = ()
    also: Verdict | None = None

    @property
    def right(self) -> frozenset[Verdict]:
        return frozenset({self.verdict, self.also or self.verdict})


@dataclass(frozen=True, slots=True)
class Planted:
    """One application's story. Elements, all of them, only where it was answered."""

    application_id: str
    unit_id: str
    unit_name: str
    category: str
    round: str
    outcome: Outcome
    received_on: date | None = None
    answered_on: date | None = None
    decision: str = ""
    medium: str = ""
    elements: Mapping[Element, Plant] = field(default_factory=dict)
    extended: bool = False
    arrives: date | None = None  # when the answer is in the applicant's hands
    due_at_last: date | None = None
    findings: tuple[tuple[str, date], ...] = ()  # codes of contracts.md, section 2, and since when
    clouded: bool = False  # accused of nothing while mail of its unit is nobody's

    @property
    def answered(self) -> bool:
        return self.answered_on is not None

    def by(self, day: date) -> Planted:
        """As far as anybody could know of it at the end of a day."""
        findings = tuple((code, since) for code, since in self.findings if since <= day)
        if self.arrives is not None and self.arrives <= day:
            return replace(self, findings=findings)
        open_ = self.due_at_last is None or day <= self.due_at_last or self.extended
        return replace(
            self,
            outcome=Outcome.OPEN if open_ else Outcome.NONE,
            answered_on=None,
            decision="",
            medium="",
            elements={},
            findings=findings,
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """All applications by id, and by id of each unit that was called whether it was reached."""

    applications: Mapping[str, Planted]
    telephones: Mapping[str, bool]
    categories: Mapping[str, str]  # unit id -> category

    def figures(self) -> tuple[Figure, ...]:
        """The counts of published.PUBLISHED, as they are true of this campaign."""
        planted = self.applications.values()
        rounds = tuple(dict.fromkeys(each.round for each in planted))
        categories = tuple(dict.fromkeys(each.category for each in planted))
        counted = [
            Figure(measure, round_, category, self._count(measure, round_, category), "")
            for round_ in rounds
            for measure in _TESTS
            for category in categories
        ]
        for category in categories:
            connected = sum(
                on for unit, on in self.telephones.items() if self.categories[unit] == category
            )
            counted.append(Figure(Measure.CONNECTED, TELEPHONE, category, connected, ""))
        return tuple(counted)

    def _count(self, measure: Measure, round_: str, category: str) -> int:
        return sum(
            _TESTS[measure](planted)
            for planted in self.applications.values()
            if planted.round == round_ and planted.category == category
        )


def _verdict(planted: Planted, element: Element) -> Verdict | None:
    return planted.elements[element].verdict if element in planted.elements else None


_TESTS: dict[Measure, Callable[[Planted], bool]] = {
    Measure.DELIVERED: lambda p: p.received_on is not None,
    Measure.IN_TIME: lambda p: p.answered and p.outcome is Outcome.IN_TIME,
    Measure.LATE: lambda p: p.answered and p.outcome is Outcome.LATE,
    Measure.NONE: lambda p: not p.answered and p.outcome is Outcome.NONE,
    Measure.NO_NUMBER: lambda p: _verdict(p, Element.DOC_NUMBER) is Verdict.ABSENT,
    Measure.NO_SEAL: lambda p: _verdict(p, Element.SEAL) is Verdict.ABSENT,
    Measure.NO_BASIS: lambda p: (
        _verdict(p, Element.LEGAL_BASIS) in (Verdict.ABSENT, Verdict.DEFECTIVE)
    ),
    Measure.NO_REMEDY: lambda p: _verdict(p, Element.REMEDY) is Verdict.ABSENT,
    Measure.REMEDY_UNNAMED: lambda p: _verdict(p, Element.REMEDY) is Verdict.DEFECTIVE,
}


def nothing_yet(application_id: str, profile: Profile) -> Planted:
    """Before it reached the unit."""
    return Planted(
        application_id=application_id,
        unit_id=profile.unit.id,
        unit_name=profile.unit.name,
        category=profile.unit.category,
        round=profile.round,
        outcome=profile.outcome,
    )


def returned(application_id: str, profile: Profile, on: date) -> Planted:
    """It came back, and the unit never had it."""
    return replace(nothing_yet(application_id, profile), arrives=on)


def planted(
    profile: Profile, application_id: str, when: Days, counted: date | None, answer: Answer | None
) -> Planted:
    """What an agency's plan for an application comes to; `counted`: the day of the answer by the
    campaign's convention."""
    return Planted(
        application_id=application_id,
        unit_id=profile.unit.id,
        unit_name=profile.unit.name,
        category=profile.unit.category,
        round=profile.round,
        outcome=profile.outcome,
        received_on=when.received,
        answered_on=counted,
        decision=answer.decision if answer else "",
        medium=profile.medium if answer else "",
        elements=elements(profile, answer) if answer else {},
        extended=Quirk.EXTENDED in profile.quirks,
        arrives=when.arrives,
        due_at_last=when.due_at_last,
        findings=tuple(_findings(profile, when)),
        clouded=profile.clouded,
    )


def _findings(profile: Profile, when: Days) -> Iterator[tuple[str, date]]:
    """What the clock must say of the agency's ways, and from which day on."""
    if when.withdrawal:
        yield "asked_to_withdraw", when.withdrawal
    if when.extension and Turn.EXTENSION_LATE in profile.turns:
        yield "extension_after_deadline", when.extension


def elements(profile: Profile, answer: Answer) -> dict[Element, Plant]:
    """What the letter that was written really holds."""
    text_only = profile.medium is Medium.MAIL_TEXT
    generic = Quirk.GENERIC_ADDRESSEE in profile.quirks
    return {
        Element.TITLE: _there(not text_only),
        Element.DOC_NUMBER: _there(bool(answer.paper.number)),
        Element.APPLICANT: Plant(Verdict.DEFECTIVE, ("generic",)) if generic else _there(True),
        Element.REQUEST: _there(True),
        Element.LEGAL_BASIS: _basis(profile),
        Element.REASONS: _reasons(answer),
        Element.DECISION: _there(True),
        Element.REMEDY: _remedy(profile, answer),
        Element.ISSUER: _there(True),
        Element.DATE: _there(True),
        # whether a sealed paper came besides, a person says
        Element.SEAL: Plant(Verdict.UNCLEAR) if text_only else _there(answer.paper.sealed),
    }


def _there(present: bool) -> Plant:
    return Plant(Verdict.PRESENT if present else Verdict.ABSENT)


def _basis(profile: Profile) -> Plant:
    if profile.basis is Basis.NAME_ONLY:
        return Plant(Verdict.DEFECTIVE, ("no_article",))
    return _there(profile.basis is Basis.ARTICLE)


def _reasons(answer: Answer) -> Plant:
    """Where all is given or public already, a judge may quote what the letter tells of it or say
    that none is needed; where something is kept back, its words give a ground or give none."""
    if answer.decision not in wording.GROUNDS:
        return Plant(Verdict.NOT_REQUIRED, also=Verdict.PRESENT)
    said = "".join(answer.paper.paragraphs)
    return _there(any(ground in said for ground in wording.GROUNDS[answer.decision]))


def _remedy(profile: Profile, answer: Answer) -> Plant:
    if profile.remedy is not Remedy.UNNAMED:
        return _there(profile.remedy is Remedy.NAMED)
    said = answer.paper.paragraphs[-1]
    unit = profile.unit
    named = {
        "no_organ": any(organ in said for organ in unit.reconsideration_organs),
        # where review must come first, nobody need tell of a court
        "no_court": "诉讼" not in said or any(court in said for court in unit.courts),
        "no_period": any(period in said for period in wording.PERIODS),
    }
    return Plant(Verdict.DEFECTIVE, tuple(defect for defect, there in named.items() if not there))
