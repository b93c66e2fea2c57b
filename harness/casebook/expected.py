"""An application -> what a right answer to it would name."""

from __future__ import annotations

from harness.checker.dossier import Expected
from letters.model import Application


def expected_of(application: Application) -> Expected:
    unit = application.unit
    return Expected(
        applicant=application.applicant.name,
        unit=unit.name,
        unit_aliases=unit.aliases,
        reconsideration_organs=unit.reconsideration_organs,
        courts=unit.courts,
        requested_on=application.round.send_on,
        items=application.question.items,
        level=unit.level,
        region=unit.region,
    )
