"""What one unit does with one application: a `Profile`, and the words of which it is made.

Who does what is dealt out in dealing.py; what a profile's file says is laid over one in manner.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.drill.letter.forms import Form, Lack, Medium
from harness.drill.published import NORMAL, OTHER
from letters.model import Campaign, Channel, Unit


class Outcome(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    NONE = "none"
    OPEN = "open"  # planned, and when the campaign ended the deadline had not passed
    ASKED = "asked"  # something came that may be the answer: a person must say
    RETURNED = "returned"  # it never reached the unit


OUTCOME_NAMES = {
    Outcome.IN_TIME: "按期答复",
    Outcome.LATE: "逾期答复",
    Outcome.NONE: "未答复",
    Outcome.OPEN: "未到期",
    Outcome.ASKED: "待人工认定",
    Outcome.RETURNED: "退回，不计入",
}


class Basis(StrEnum):
    ARTICLE = "article"  # the law with article and item
    NAME_ONLY = "name_only"  # the law's name, no article
    NONE = "none"


class Remedy(StrEnum):
    NAMED = "named"  # organ and court by name
    UNNAMED = "unnamed"  # told of the right, organ or court left open
    NONE = "none"


class Confirmation(StrEnum):
    """How the agency confirms that an e-mail reached it."""

    AUTOMATIC = "automatic"
    MAIL = "mail"
    TELEPHONE = "telephone"


class Quirk(StrEnum):
    """What real mail is like; none of these changes a published figure."""

    RECEIPT_FIRST = "receipt_first"  # 登记回执 by post or mail before the answer
    EXTENDED = "extended"  # 延期答复告知书, and then in time
    DAMAGED_FIRST = "damaged_first"  # an attachment that cannot be opened, resent the next day
    OTHER_SENDER = "other_sender"  # answers from a mailbox that is not in units.xlsx
    QUOTED = "quoted"  # our own mail stands quoted below the answer
    WRONG_PERSON = "wrong_person"  # a mail meant for somebody else
    GENERIC_ADDRESSEE = "generic_addressee"  # 尊敬的申请人
    UNREASONED = "unreasoned"  # cites its article and gives no reasons, if it keeps something back
    LAST_DAY = "last_day"  # posted on the very last day
    SATURDAY = "saturday"  # the letter is signed for on a rest day
    SHORT_NAME = "short_name"  # the envelope carries the unit's short name


class Turn(StrEnum):
    """What else may happen to an application; the published province knows none of it."""

    CLARIFICATION = "clarification"  # 补正告知书; the period begins anew with what is supplied
    EXTENSION_LATE = "extension_late"  # 延期 told when the period was over
    WITHDRAWAL_CALL = "withdrawal_call"  # asks by telephone that the application be withdrawn
    FORWARDING = "forwarding"  # tells that it was passed on
    SECOND_ANSWER = "second_answer"  # some days later the letter comes anew
    FOR_ANOTHER = "for_another"  # what comes is the answer to somebody else's application
    BOUNCES = "bounces"  # mail does not get in, post comes back


@dataclass(frozen=True, slots=True)
class Profile:
    """How one unit deals with one application."""

    unit: Unit
    round: str  # its name: NORMAL or OTHER in the province
    outcome: Outcome
    medium: Medium
    numbered: bool
    sealed: bool
    basis: Basis
    remedy: Remedy
    confirmation: Confirmation
    quirks: frozenset[Quirk]
    stream: str  # names the random stream of everything else about this application
    form: Form = Form.TYPESET
    channel: Channel = Channel.REGISTERED_MAIL
    turns: frozenset[Turn] = frozenset()
    pace: tuple[int, int] | None = None  # answers so many working days after receipt, or too late
    decision: str = ""  # what it decides, where that is not left to chance
    clouded: bool = False  # mail of its unit that nobody can place may hide an answer

    @property
    def answers(self) -> bool:
        """Whether a letter will decide on the application, and will be seen to."""
        return self.outcome in (Outcome.IN_TIME, Outcome.LATE)


@dataclass(frozen=True, slots=True)
class DrillRound:
    """A round as the drill knows it. `manner`: which of the report's two rounds it is like."""

    name: str
    channel: Channel

    @property
    def manner(self) -> str:
        return OTHER if self.channel in BY_WIRE else NORMAL


BY_WIRE = (Channel.EMAIL, Channel.WEB_FORM)  # asked for by these, an answer comes by mail
PROVINCE_ROUNDS = (
    DrillRound(NORMAL, Channel.REGISTERED_MAIL),
    DrillRound(OTHER, Channel.EMAIL),
)


def lacks(profile: Profile) -> frozenset[Lack]:
    """Of what kinds the things are that a letter by this profile lacks."""
    whole = (
        profile.numbered
        and profile.basis is Basis.ARTICLE
        and profile.remedy is Remedy.NAMED
        and not profile.quirks & {Quirk.GENERIC_ADDRESSEE, Quirk.UNREASONED}
    )
    found = {Lack.SEAL: not profile.sealed, Lack.WORDS: not whole}
    return frozenset(lack for lack, there in found.items() if there)


def drill_rounds(campaign: Campaign) -> dict[str, DrillRound]:
    """By the rounds' ids. A round goes by its label, where no other has the same."""
    labels = [each.label for each in campaign.rounds]
    return {
        each.id: DrillRound(
            each.label if labels.count(each.label) == 1 else f"{each.label}（{each.id}）",
            each.channel,
        )
        for each in campaign.rounds
    }
