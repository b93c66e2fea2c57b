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
from harness.drill.dealing.profile import Confirmation, Outcome, Profile, Quirk, Turn
from harness.drill.letter.forms import Medium
from letters.model import Channel, Convention

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
    clarification: date | None = None
    supplied: date | None = None  # the applicant hands in what was asked for
    resumed: date | None = None  # the agency has it: the period begins anew
    withdrawal: date | None = None  # a call
    forwarding: date | None = None
    second: date | None = None  # the same answer once more

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
    asked = _clarified(profile, received, calendar)
    begun = asked[-1] if asked else received
    due, latest = calendar.add(begun, PERIOD), calendar.due_bounds(begun, PERIOD)[1]
    receipt = calendar.add(received, random.randint(2, 4))
    pace = round(random.triangular(5, 17, 13))
    haste, travel = random.choice((0, 0, 0, 1, 2)), random.randint(1, 3)
    if not profile.answers and profile.outcome is not Outcome.ASKED:
        answered = None
    elif profile.outcome is Outcome.LATE:
        answered = calendar.add(latest, random.randint(*_behind(profile)))
    elif Quirk.EXTENDED in profile.quirks:
        answered = calendar.add(due, random.randint(5, 9))
    elif Quirk.LAST_DAY in profile.quirks:
        answered = _on_the_last_day(profile, received, travel, calendar, convention)
    else:
        answered = calendar.add(begun, random.randint(*profile.pace) if profile.pace else pace)
    extension, until = _extended(profile, begun, due, latest, calendar)
    return Days(
        received=received,
        receipt=receipt if Quirk.RECEIPT_FIRST in profile.quirks else None,
        extension=extension,
        extended_until=until,
        signed=calendar.add(answered, -haste) if answered and haste else answered,
        answered=answered,
        arrives=_arrival(profile, answered, travel, calendar),
        due_at_last=latest,
        clarification=asked[0] if asked else None,
        supplied=asked[1] if asked else None,
        resumed=asked[2] if asked else None,
        withdrawal=_some_days_later(profile, Turn.WITHDRAWAL_CALL, received, calendar),
        forwarding=_some_days_later(profile, Turn.FORWARDING, received, calendar),
        second=_some_days_later(profile, Turn.SECOND_ANSWER, answered, calendar),
    )


def _behind(profile: Profile) -> tuple[int, int]:
    """How late an answer is, in working days; it comes after the notice that it will be late."""
    return profile.pace or ((8, 14) if Turn.EXTENSION_LATE in profile.turns else (3, 7))


def _clarified(
    profile: Profile, received: date, calendar: Workdays
) -> tuple[date, date, date] | tuple[()]:
    """补正: asked for on, handed in on, and in the agency's hands on."""
    if Turn.CLARIFICATION not in profile.turns:
        return ()
    random = Random(f"{profile.stream} clarification")
    asked = calendar.add(received, random.randint(2, 5))
    by_mail = profile.channel is Channel.EMAIL
    known = asked if by_mail else in_the_post(asked, profile.stream, calendar)
    supplied = calendar.add(known, random.randint(2, 4))
    posted = profile.channel in (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)
    return asked, supplied, calendar.add(supplied, random.randint(1, 3)) if posted else supplied


def _extended(
    profile: Profile, begun: date, due: date, latest: date, calendar: Workdays
) -> tuple[date, date] | tuple[None, None]:
    """延期: told on, and until when."""
    if Quirk.EXTENDED in profile.quirks:
        return calendar.add(begun, 15), calendar.add(due, PERIOD)
    if Turn.EXTENSION_LATE in profile.turns:
        return calendar.add(latest, 3), calendar.add(due, PERIOD)
    return None, None


def _some_days_later(
    profile: Profile, turn: Turn, after: date | None, calendar: Workdays
) -> date | None:
    if turn not in profile.turns or after is None:
        return None
    return calendar.add(after, Random(f"{profile.stream} {turn}").randint(3, 6))


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
