"""Question of the bank, one of its wordings, a unit, a day -> the Question as it is asked.

{上年} is the year before that of the day, {今年} the year itself, {地方} the unit's place, {贵} how the
unit is called to its face, {项目} one of the question's programmes. The same every time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from letters.kinds import called, place_of
from letters.model import Question, Unit, Wording


def asked(question: Question, number: int, unit: Unit, on: date, seed: int) -> Question:
    """`number`: which wording, from 1."""
    wording = wordings(question)[number - 1]
    words = {
        "上年": str(on.year - 1),
        "今年": str(on.year),
        "地方": place_of(unit),
        "贵": called(unit),
        "项目": _programme(question, unit, seed),
    }
    return replace(
        question,
        title=_filled(wording.title, words),
        text=_filled(wording.text, words),
        use=_filled(wording.use, words),
        wording=number,
        wordings=(),
        programmes=(),
    )


def wordings(question: Question) -> tuple[Wording, ...]:
    """A question of a campaign's own has the one that stands in its table."""
    return question.wordings or (Wording(question.title, question.text, question.use),)


def _programme(question: Question, unit: Unit, seed: int) -> str:
    if not question.programmes:
        return "{项目}"
    return Random(f"{seed} {unit.id} {question.id} programme").choice(question.programmes)


def _filled(text: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        text = text.replace(f"{{{key}}}", word)
    return text
