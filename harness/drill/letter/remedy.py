"""The clause on remedies: who gives what decision on which day -> what he tells of them.

The law of the day decides in which order review and suit come, and of which nothing need be told.
"""

from __future__ import annotations

from datetime import date
from random import Random

from harness.drill.dealing.profile import Profile, Remedy
from harness.drill.letter import wording
from harness.drill.letter.wording import Decision


def remedy_told(random: Random, profile: Profile, decision: Decision, on: date) -> str:
    """Empty where nothing is told."""
    if profile.remedy is Remedy.NONE:
        return ""
    organs, courts = profile.unit.reconsideration_organs, profile.unit.courts
    organ = random.choice(organs) if organs else ""
    court = random.choice(courts) if courts else ""
    texts = [
        text
        for text in _texts(profile.remedy, decision, on)
        if (organ or "{organ}" not in text) and (court or "{court}" not in text)
    ]
    return random.choice(texts).format(organ=organ, court=court)


def tells_nothing_sure(profile: Profile, decision: Decision, on: date) -> bool:
    """Of these decisions an unnamed court is no fault, and where no court is known none can be
    named: nobody could say what is right."""
    closed = decision in wording.SUIT_CLOSED and on >= wording.SUIT_CLOSED_FROM
    return closed and not profile.unit.courts


def _texts(remedy: Remedy, decision: Decision, on: date) -> tuple[str, ...]:
    named = remedy is Remedy.NAMED
    if decision in wording.REVIEW_FIRST and on >= wording.REVIEW_FIRST_FROM:
        return wording.REMEDY_FIRST_NAMED if named else wording.REMEDY_FIRST_UNNAMED
    if decision in wording.SUIT_CLOSED and on >= wording.SUIT_CLOSED_FROM and not named:
        return wording.REMEDY_CLOSED_UNNAMED
    return wording.REMEDY_NAMED if named else wording.REMEDY_UNNAMED
