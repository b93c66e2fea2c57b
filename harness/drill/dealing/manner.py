"""What a profile's file says (a `Manner`), and a `Profile` with that laid over it.

What a file does not say stays as it was: over a plain profile that is an agency which answers in time
and in order, over one that was drawn whatever was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.drill.dealing.profile import (
    BY_WIRE,
    Basis,
    Confirmation,
    Outcome,
    Profile,
    Quirk,
    Remedy,
    Turn,
)
from harness.drill.letter import forms
from harness.drill.letter.forms import Form, Medium
from letters.model import Channel


@dataclass(frozen=True, slots=True)
class Manner:
    """One file, field by field; what each means and allows stands in profile_file.FIELDS."""

    name: str
    about: str = ""
    outcome: str = ""
    days: tuple[int, int] | None = None
    decision: str = ""
    by: str = ""
    form: str = ""
    lacks: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    confirms: str = ""
    besides: tuple[str, ...] = ()
    mailbox: str = ""
    envelope: str = ""
    delivery: str = ""
    telephone: str = ""


# a word of a file -> what it is to the agencies
_QUIRKS = {
    "receipt": Quirk.RECEIPT_FIRST,
    "extension": Quirk.EXTENDED,
    "damaged": Quirk.DAMAGED_FIRST,
    "quoted": Quirk.QUOTED,
    "stray": Quirk.WRONG_PERSON,
    "name": Quirk.GENERIC_ADDRESSEE,
    "reasons": Quirk.UNREASONED,
}
_CAN_COME_BACK = (Channel.EMAIL, Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)
_TURNS = {each.value: each for each in Turn}
# what comes of these is nobody's answer, or nobody's that can be told
_CLOUDS_QUIRKS = frozenset({Quirk.WRONG_PERSON, Quirk.DAMAGED_FIRST})


def plain(drawn: Profile) -> Profile:
    """The same unit asked the same, but it answers in time and in order, the way it was asked."""
    wire = drawn.channel in BY_WIRE
    medium = Medium.MAIL_PDF if wire else Medium.POST_PDF
    unit = drawn.unit
    # where the table does not say who they are, nobody can name them
    nameless = not unit.reconsideration_organs or not unit.courts
    return replace(
        drawn,
        outcome=Outcome.IN_TIME,
        medium=medium,
        form=forms.USUAL[medium],
        numbered=True,
        sealed=True,
        basis=Basis.ARTICLE,
        remedy=Remedy.UNNAMED if nameless else Remedy.NAMED,
        quirks=frozenset(),
    )


def laid_over(profile: Profile, manner: Manner) -> Profile:
    """The profile, with everything that the file says. Who has no mailbox answers by post."""
    if not profile.unit.email and (manner.by == "mail" or manner.form not in ("", *forms.ON_PAPER)):
        on_paper = manner.form if manner.form in forms.ON_PAPER else ""
        manner = replace(manner, by="post", form=on_paper)
    words = (*manner.first, *manner.besides, *manner.lacks)
    quirks = {_QUIRKS[word] for word in words if word in _QUIRKS} | _set_by(manner)
    turns = {_TURNS[word] for word in words if word in _TURNS}
    if manner.mailbox == "bounces" and profile.channel in _CAN_COME_BACK:
        turns.add(Turn.BOUNCES)
    made = replace(
        _in_its_form(profile, manner),
        outcome=_outcome(manner, profile.outcome, turns),
        quirks=profile.quirks | quirks,
        turns=profile.turns | turns,
        pace=manner.days or profile.pace,
        decision=manner.decision or profile.decision,
    )
    if manner.confirms:
        made = replace(made, confirmation=Confirmation(manner.confirms))
    return _lacking(made, manner)


def is_cloud(profile: Profile) -> bool:
    """Whether something comes that nobody can place, and that may be any answer of the unit."""
    return Turn.FOR_ANOTHER in profile.turns or bool(profile.quirks & _CLOUDS_QUIRKS)


def _set_by(manner: Manner) -> set[Quirk]:
    said = {
        Quirk.LAST_DAY: manner.outcome == "last_day",
        Quirk.OTHER_SENDER: manner.mailbox == "other",
        Quirk.SHORT_NAME: manner.envelope == "short",
        Quirk.SATURDAY: manner.delivery == "saturday",
    }
    return {quirk for quirk, there in said.items() if there}


def _outcome(manner: Manner, before: Outcome, turns: set[Turn]) -> Outcome:
    if Turn.BOUNCES in turns:
        return Outcome.RETURNED
    if manner.form == Form.LINK or Turn.FOR_ANOTHER in turns:
        return Outcome.ASKED
    if manner.outcome == "last_day":
        return Outcome.IN_TIME
    return Outcome(manner.outcome) if manner.outcome else before


def _in_its_form(profile: Profile, manner: Manner) -> Profile:
    """By post a letter is scanned, where nothing else is said; by mail it is a PDF."""
    if not manner.by and not manner.form:
        return profile
    by_post = manner.by == "post" or (not manner.by and profile.medium is Medium.POST_PDF)
    form = Form(manner.form) if manner.form else None
    if by_post and (form is None or form in forms.ON_PAPER):
        return replace(profile, medium=Medium.POST_PDF, form=form or Form.SCAN)
    if form is None and profile.medium is not Medium.POST_PDF:
        return profile
    form = form or Form.TYPESET
    return replace(profile, medium=forms.MEDIA[form], form=form)


def _lacking(profile: Profile, manner: Manner) -> Profile:
    lacks, bare = manner.lacks, profile.medium is Medium.MAIL_TEXT
    basis, remedy = profile.basis, profile.remedy
    if "basis" in lacks or "article" in lacks:
        basis = Basis.NONE if "basis" in lacks else Basis.NAME_ONLY
    if "remedy" in lacks or "organ" in lacks:
        remedy = Remedy.NONE if "remedy" in lacks else Remedy.UNNAMED
    return replace(
        profile,
        numbered=profile.numbered and "number" not in lacks and not bare,
        sealed=profile.sealed and "seal" not in lacks and not bare,
        basis=basis,
        remedy=remedy,
    )
