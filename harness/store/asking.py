"""疑问 in the store: what somebody who marks asks of the lead about a letter, and the answers. What was
taken back is not answered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from harness.store import facts, standing, tables
from harness.store.standing import Said

NOBODY = Said(0, "", "")


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    said: Said


@dataclass(frozen=True, slots=True)
class Question:
    """`answer`: the latest; None while it is open."""

    number: int
    application_id: str
    text: str
    said: Said
    answer: Answer | None = None


def questions(connection: Connection, application: str | None = None) -> tuple[Question, ...]:
    """In the order in which they were asked; of one application, where one is named."""
    table = tables.questions
    query = select(table).order_by(table.c.id)
    if application is not None:
        query = query.where(table.c.application_id == application)
    rows = connection.execute(query).all()
    if not rows:
        return ()
    gone, who = standing.dead(connection, table), standing.said(connection, table)
    answered = _answers(connection)
    return tuple(
        Question(
            row.id, row.application_id, row.text, who.get(str(row.id), NOBODY), answered.get(row.id)
        )
        for row in rows
        if row.id not in gone
    )


def _answers(connection: Connection) -> dict[int, Answer]:
    table = tables.question_answers
    gone, who = standing.dead(connection, table), standing.said(connection, table)
    return {
        row.question_id: Answer(row.text, who.get(str(row.id), NOBODY))
        for row in connection.execute(select(table).order_by(table.c.id))
        if row.id not in gone
    }


def ask(connection: Connection, application: str, text: str) -> int:
    row = {"application_id": application, "text": text}
    number: int = facts.insert(connection, tables.questions, row)
    return number


def answer(connection: Connection, number: int, text: str) -> None:
    row = {"question_id": number, "text": text}
    facts.insert(connection, tables.question_answers, row)
