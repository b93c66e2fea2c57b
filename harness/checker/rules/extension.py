"""延期告知

要求：需要延长答复期限的，经政府信息公开工作机构负责人同意，在原期限届满前告知申请人；延长不超过20个工作日。
条例没有写“只能延长一次”：再次延期视为瑕疵，是按“延长的期限最长不得超过20个工作日”的通行理解（实践掌握）。
申请数量、频次明显超过合理范围而依第三十五条延迟答复的，不属于此处的延期。
依据：条例第三十三条第二款；旧条例第二十四条第二款（延长不超过15个工作日）。
瑕疵：extension_after_deadline（期限届满后才告知）；extension_too_long（超过20个工作日）；extension_repeated（再次延期）。
没有延期的，不要求此项。
"""

from __future__ import annotations

from harness.checker.course import Course
from harness.checker.proceeding import Handling, Proceeding, of_notices
from harness.clock.events import Kind

ID = "extension"
CODES = ("extension_after_deadline", "extension_too_long", "extension_repeated")

_ASKED = "2020-09-18 sent\n2020-09-21 delivered\n"
PRESENT = (Course(_ASKED + "2020-10-20 extension_notified days=20 延期告知书.pdf", "2020-10-30"),)
DEFECTIVE = (
    Course(
        _ASKED + "2020-11-02 extension_notified days=20",
        "2020-11-05",
        defects=("extension_after_deadline",),
    ),
    Course(
        _ASKED + "2020-10-20 extension_notified days=30",
        "2020-10-30",
        defects=("extension_too_long",),
    ),
    Course(
        _ASKED + "2020-10-20 extension_notified days=10\n2020-11-04 extension_notified days=10",
        "2020-11-05",
        defects=("extension_repeated",),
    ),
)
ABSENT: tuple[Course, ...] = ()
QUIET = (
    Course(_ASKED + "2020-10-16 answered", "2020-12-31"),
    Course(_ASKED, "2020-12-31"),
    # told on the last day of the period
    Course(_ASKED + "2020-10-23 extension_notified days=20", "2020-10-30"),
    # fifteen days more were what the old text allowed
    Course(
        "2014-02-10 sent\n2014-02-12 delivered\n2014-03-03 extension_notified days=15", "2014-03-10"
    ),
)


def check(case: Proceeding) -> Handling:
    return of_notices(ID, case, Kind.EXTENSION_NOTIFIED, CODES, "告知延期")
