"""补正告知

要求：申请内容不明确需要补正的，在收到申请之日起7个工作日内一次性告知补正事项和合理的补正期限。
依据：条例第三十条；旧条例第二十一条第（四）项没有7个工作日的限制。
瑕疵：clarification_late（超过7个工作日才要求补正）；clarification_repeated（就同一申请再次要求补正）。
没有要求补正的，不要求此项；补正是否确有必要、事项是否写明，看补正告知书本身。
"""

from __future__ import annotations

from harness.checker.course import Course
from harness.checker.proceeding import Handling, Proceeding, of_notices
from harness.clock.events import Kind

ID = "clarification"
CODES = ("clarification_late", "clarification_repeated")

_ASKED = "2020-09-18 sent\n2020-09-21 delivered\n"
PRESENT = (
    Course(
        _ASKED + "2020-09-25 clarification_requested period_days=15 补正告知书.pdf", "2020-10-09"
    ),
    Course(
        _ASKED + "2020-09-29 clarification_requested\n2020-10-15 clarification_submitted",
        "2020-10-20",
    ),
)
DEFECTIVE = (
    Course(
        _ASKED + "2020-10-12 clarification_requested",
        "2020-10-20",
        defects=("clarification_late",),
    ),
    Course(
        _ASKED
        + "2020-09-25 clarification_requested\n2020-10-09 clarification_submitted\n2020-10-12 clarification_requested",
        "2020-10-20",
        defects=("clarification_repeated",),
    ),
)
ABSENT: tuple[Course, ...] = ()
QUIET = (
    Course(_ASKED + "2020-10-16 answered", "2020-12-31"),
    Course(_ASKED, "2020-12-31"),
    # the seventh working day, a long holiday between
    Course(_ASKED + "2020-09-29 clarification_requested", "2020-10-09"),
    # the old text set no limit of seven days
    Course(
        "2014-02-10 sent\n2014-02-12 delivered\n2014-02-28 clarification_requested", "2014-03-03"
    ),
)


def check(case: Proceeding) -> Handling:
    return of_notices(ID, case, Kind.CLARIFICATION_REQUESTED, CODES, "要求补正")
