"""When an agency does what: a profile and the day it received the application -> its days.

Counted in working days of the official calendar from the day of receipt, so that what is meant to
be in time is in time under every reading of the law, but for the few that wait for the last day;
what is meant to be late is late under every holiday notice that is still to come. Which day of an
answer counts is the campaign's convention.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from calendars import Workdays
from harness.drill.forms import Medium
from harness.drill.profile import Confirmation, Outcome, Profile, Quirk
from letters.model import Convention

PERIOD = 20  # working days
PLAIN = Convention()


@dataclass(frozen=True, slots=True)
class Days:
    """None where it does not happen."""

    received: date
    receipt: date | None  # 登记回执
    extension: date | None
    extended_until: date | None
    signed: date | None  # the letter's own date
    answered: date | None  # posted, or sent by mail
    arrives: date | None  # in the applicant's hands
    due_at_last: date  # after it nobody can doubt that an answer is late

    def counted(self, convention: Convention) -> date | None:
        """The day of the answer, by the campaign's convention."""
        days = {"signed": self.signed, "posted": self.answered, "delivered": self.arrives}
        return days[convention.answered_on]


def delivery(profile: Profile, posted: date, calendar: Workdays) -> date:
    """The day on which a registered letter is signed for: one to four days later, on a working
    day, save for the few that the gatehouse takes on a Saturday."""
    random = Random(f"{profile.stream} delivery")
    if Quirk.SATURDAY in profile.quirks:
        return posted + timedelta(days=(5 - posted.weekday()) % 7 or 7)
    return calendar.add(posted, random.choice((1, 2, 2, 3, 3, 4)))


def confirmation(profile: Profile, came: date, calendar: Workdays) -> date:
    """The day on which an agency confirms that an e-mail reached it."""
    if profile.confirmation is Confirmation.AUTOMATIC:
        return came
    random = Random(f"{profile.stream} confirmation")
    return calendar.add(came, random.choice((1, 1, 2, 3)))


def days(
    profile: Profile, received: date, calendar: Workdays, convention: Convention = PLAIN
) -> Days:
    """Everything that an agency will do about an application that it received on a day."""
    random = Random(f"{profile.stream} days")
    due, latest = calendar.add(received, PERIOD), calendar.due_bounds(received, PERIOD)[1]
    receipt = calendar.add(received, random.randint(2, 4))
    pace = round(random.triangular(5, 17, 13))
    haste, travel = random.choice((0, 0, 0, 1, 2)), random.randint(1, 3)
    if not profile.answers:
        answered = None
    elif profile.outcome is Outcome.LATE:
        answered = calendar.add(latest, random.randint(3, 7))
    elif Quirk.EXTENDED in profile.quirks:
        answered = calendar.add(due, random.randint(5, 9))
    elif Quirk.LAST_DAY in profile.quirks:
        answered = _on_the_last_day(profile, received, travel, calendar, convention)
    else:
        answered = calendar.add(received, pace)
    extended = Quirk.EXTENDED in profile.quirks
    return Days(
        received=received,
        receipt=receipt if Quirk.RECEIPT_FIRST in profile.quirks else None,
        extension=calendar.add(received, 15) if extended else None,
        extended_until=calendar.add(due, PERIOD) if extended else None,
        signed=calendar.add(answered, -haste) if answered and haste else answered,
        answered=answered,
        arrives=_arrival(profile, answered, travel, calendar),
        due_at_last=latest,
    )


def _on_the_last_day(
    profile: Profile, received: date, travel: int, calendar: Workdays, convention: Convention
) -> date:
    """So that what counts of the answer is in time to the day."""
    last = calendar.add(received, PERIOD - convention.count_receipt_day)
    by_post = profile.medium is Medium.POST_PDF
    return (
        calendar.add(last, -travel) if convention.answered_on == "delivered" and by_post else last
    )


def in_the_post(sent: date, stream: str, calendar: Workdays) -> date:
    """When paper that was posted on a day is in the applicant's hands."""
    return calendar.add(sent, Random(f"{stream} post {sent}").randint(1, 3))


def _arrival(
    profile: Profile, answered: date | None, travel: int, calendar: Workdays
) -> date | None:
    if answered is None or profile.medium is not Medium.POST_PDF:
        return answered
    return calendar.add(answered, travel)
