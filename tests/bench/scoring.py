"""How long marks and ranks take for a campaign of 200,000 applications, judged already.

`python tests/bench/scoring.py [applications] [a unit]`. Processor seconds, the best of two; and the growth
from a tenth of the size: linear is 10, quadratic 100.
"""

from __future__ import annotations

import sys
import time
from datetime import date

from harness.checker.check import Judgement
from harness.checker.finding import Element, Finding, Verdict
from harness.clock.deadline import Clock, State
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival, Assessment, Case
from harness.scoring.facts import facts_of
from harness.scoring.rubric_file.rubric import load
from harness.scoring.score import score
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit
from parsers.document import TextFrom

DAY = date(2020, 9, 18)
PERSON = Applicant("P1", "林演一", "p@b.example", "某路2号", "530000", "2")
QUESTION = Question("Q1", "培训经费", "2019年培训经费")
ROUND = Round("A", "正常渠道", Channel.REGISTERED_MAIL, DAY, ("P1",), ("Q1",))
AS_OF = date(2020, 11, 20)
CAMPAIGN = Campaign("c", "测评", "某省", False, AS_OF, (ROUND,), (PERSON,))
CLOCK = Clock(
    date(2020, 9, 21), "delivered", date(2020, 10, 23), date(2020, 10, 23), date(2020, 10, 23), False,
    State.ANSWERED_IN_TIME, 17, 3, date(2020, 10, 14), False,
)  # fmt: skip
CLOCKS = (
    CLOCK,
    CLOCK._replace(state=State.ANSWERED_LATE, answered_on=date(2020, 10, 29)),
    CLOCK._replace(state=State.OVERDUE, answered_on=None),
)


def judged(n: int) -> Judgement:
    """One fault more with each number, as they come."""
    verdicts = (Verdict.PRESENT, Verdict.ABSENT, Verdict.PRESENT, Verdict.UNCLEAR, Verdict.PRESENT)
    findings = tuple(
        Finding(one, verdicts[(n + at) % 5] if n % 3 else Verdict.PRESENT, f"{one.value}如此")
        for at, one in enumerate(Element)
    )
    return Judgement(
        ReplyKind.ANSWER, ("granted",), DAY, text_from=TextFrom.DIGITAL, pages=1, findings=findings,
        rules="2019-05-15",
    )  # fmt: skip


def campaign(applications: int, each: int) -> Assessment:
    judgements = [judged(n) for n in range(30)]
    units, cases = [], []
    for number in range(applications // each):
        unit = Unit(f"U{number:06d}", f"第{number}局", f"第{number % 5}类", "县级", "", "", "", "")
        units.append(unit)
        for of in range(each):
            application = Application(f"{unit.id}-{of}", unit, PERSON, QUESTION, ROUND)
            clock = CLOCKS[(number + of) % 7 % 3]
            if clock.answered_on is None:
                cases.append(Case(application, clock, (), None, None))
                continue
            on = clock.answered_on
            answer = Arrival(
                f"R{of}", on, on, "post", unit.name, "答复.pdf", "0", "", ReplyKind.ANSWER
            )
            judgement = judgements[(number * 7 + of) % 30]
            cases.append(Case(application, clock, (answer,), answer, judgement))
    return Assessment(CAMPAIGN, tuple(units), tuple(cases), (), (), AS_OF)


def timed(applications: int, each: int, name: str) -> tuple[float, float]:
    """facts_of, and score with ranks."""
    assessment, rubric = campaign(applications, each), load(name)
    best = (1e9, 1e9)
    for _ in range(2):
        begun = time.process_time()
        facts = facts_of(rubric, assessment)
        between = time.process_time()
        score(rubric, facts)
        took = (between - begun, time.process_time() - between)
        best = min(best, took, key=sum)
    return best


def main() -> None:
    applications = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    shapes = [int(sys.argv[2])] if len(sys.argv) > 2 else [2, 100]
    for name in ("general", "jiangmen_2020_annex2"):
        for each in shapes:
            few, many = (timed(n, each, name) for n in (applications // 10, applications))
            units = applications // each
            grown = sum(many) / sum(few)
            sys.stdout.write(
                f"| {name} | {applications:,} 件，{units:,} 个单位 | {many[0]:.1f} | {many[1]:.1f} | "
                f"{sum(many):.1f} | {grown:.1f} |\n"
            )


if __name__ == "__main__":
    main()
