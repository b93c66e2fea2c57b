"""What every report is written from: the assessment, its figures, the rubric and the scores."""

from __future__ import annotations

from dataclasses import dataclass

from harness.scoring.assessment import Assessment, Case
from harness.scoring.figures import Figures, figures
from harness.scoring.rubric import Rubric
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

    @property
    def title(self) -> str:
        return self.assessment.campaign.title

    @property
    def drill(self) -> bool:
        return self.assessment.campaign.drill

    def score_of(self, unit: Unit) -> Score:
        return next(score for score in self.scores if score.unit_id == unit.id)

    def ranked(self) -> tuple[Score, ...]:
        """Best first; units without a score last, equal ones in the order of units.xlsx."""
        return tuple(sorted(self.scores, key=lambda one: (one.rank is None, one.rank or 0)))

    def case(self, application_id: str) -> Case:
        cases = self.assessment.cases
        return next(case for case in cases if case.application.id == application_id)


def gather(assessment: Assessment, rubric: Rubric) -> Material:
    return Material(assessment, figures(assessment), rubric, score_assessment(rubric, assessment))
