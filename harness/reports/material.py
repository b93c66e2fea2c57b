"""What every report is written from: the assessment, its figures, the rubric and the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from harness.reports.collected import collected_until
from harness.scoring.assessment import Assessment, Case
from harness.scoring.figures import Figures, figures
from harness.scoring.rubric_file.rubric import Rubric
from harness.scoring.score import Score, score_assessment
from letters.model import Unit

DRILL_MARK = "演练"
DRILL_NOTE = "演练材料：单位、人员、文书、印章均为虚构，不涉及任何真实机关。"


@dataclass(frozen=True, slots=True)
class Material:
    assessment: Assessment
    figures: Figures
    rubric: Rubric
    scores: tuple[Score, ...]
    # made once: reports ask for each unit and each application again and again
    _scores: Mapping[str, Score] = field(init=False, repr=False, compare=False)
    _cases: Mapping[str, Case] = field(init=False, repr=False, compare=False)
    _ranked: Mapping[str, int] = field(init=False, repr=False, compare=False)
    collected: date = field(init=False, compare=False)  # 数据采集截至

    def __post_init__(self) -> None:
        object.__setattr__(self, "_scores", {one.unit_id: one for one in self.scores})
        cases = {case.application.id: case for case in self.assessment.cases}
        object.__setattr__(self, "_cases", cases)
        ranked = Counter(one.category for one in self.scores if one.rank is not None)
        object.__setattr__(self, "_ranked", ranked)
        object.__setattr__(self, "collected", collected_until(self.assessment))

    @property
    def title(self) -> str:
        return self.assessment.campaign.title

    @property
    def drill(self) -> bool:
        return self.assessment.campaign.drill

    def score_of(self, unit: Unit) -> Score:
        return self._scores[unit.id]

    def ranked(self) -> tuple[Score, ...]:
        """Best first; units without a score last, equal ones in the order of units.xlsx."""
        return tuple(sorted(self.scores, key=lambda one: (one.rank is None, one.rank or 0)))

    def ranked_in(self, category: str) -> int:
        """How many units of this class have a place."""
        return self._ranked.get(category, 0)

    def case(self, application_id: str) -> Case:
        return self._cases[application_id]


def gather(assessment: Assessment, rubric: Rubric) -> Material:
    """The reasons of the marks say up to which day nothing came: that up to which was looked."""
    looked = replace(assessment, as_of=collected_until(assessment))
    return Material(assessment, figures(assessment), rubric, score_assessment(rubric, looked))
