"""The question bank: questions/*.toml -> Question by id.

Each question is harmless and may be asked of any unit: it names information that every unit holds
and that touches no secret. `{上年}` in a title or text stands for the year before the application
goes out (see `dated`), so that the bank does not grow old.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from letters.model import Question

LAST_YEAR = "{上年}"


class _Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    title: str
    text: str
    items: int = 1
    use: str = ""


@cache
def _bank() -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    folder = files("letters") / "questions"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            entries = msgspec.convert(
                tomllib.loads(file.read_text(encoding="utf-8")), dict[str, _Entry]
            )
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
            raise ValueError(f"letters/questions/{file.name}: {wrong}") from wrong
        for id, entry in entries.items():
            if id in found:
                raise ValueError(f"letters/questions/{file.name}: {id} is taken, give it a new id")
            found[id] = Question(id, entry.title, entry.text, entry.items, entry.use)
    return tuple(found[id] for id in sorted(found))


def load() -> dict[str, Question]:
    """The shipped questions, ordered by id."""
    return {question.id: question for question in _bank()}


def dated(question: Question, on: date) -> Question:
    """The question as it is asked on a day: {上年} filled in."""
    year = str(on.year - 1)
    return replace(
        question,
        title=question.title.replace(LAST_YEAR, year),
        text=question.text.replace(LAST_YEAR, year),
    )
