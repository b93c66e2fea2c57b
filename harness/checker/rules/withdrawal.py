"""要求撤回

要求：收到申请应当依法答复，不得以要求、劝说申请人撤回申请代替答复。
依据：条例第三十三条、第三十六条；江门市2019年测评对要求撤回申请的扣分。
瑕疵：asked_to_withdraw（要求申请人撤回申请）。申请人自愿撤回的，不是瑕疵。
"""

from __future__ import annotations

from harness.checker.course import Course
from harness.checker.proceeding import Handling, Proceeding, of_notices
from harness.clock.events import Kind

ID = "withdrawal"
CODES = ("asked_to_withdraw",)

_ASKED = "2020-09-18 sent\n2020-09-21 delivered\n"
PRESENT: tuple[Course, ...] = ()
DEFECTIVE = (
    Course(
        _ASKED + "2020-09-25 withdrawal_requested 通话记录",
        "2020-10-01",
        defects=("asked_to_withdraw",),
    ),
)
ABSENT: tuple[Course, ...] = ()
QUIET = (
    Course(_ASKED + "2020-09-25 withdrawn", "2020-10-01"),
    Course(_ASKED + "2020-10-16 answered", "2020-12-31"),
)


def check(case: Proceeding) -> Handling:
    return of_notices(ID, case, Kind.WITHDRAWAL_REQUESTED, CODES, "要求申请人撤回申请")
