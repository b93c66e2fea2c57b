"""The law's limits as dated data."""

from __future__ import annotations

from datetime import date

import pytest

from calendars import OutOfRange
from calendars.periods import in_force, texts


@pytest.mark.parametrize(
    ("day", "answer", "extension", "clarification", "payment"),
    [
        (date(2008, 5, 1), 15, 15, None, None),
        (date(2019, 5, 14), 15, 15, None, None),
        (date(2019, 5, 15), 20, 20, 7, None),
        (date(2020, 12, 31), 20, 20, 7, None),
        (date(2021, 1, 1), 20, 20, 7, 20),
    ],
)
def test_the_limits_are_those_of_the_text_in_force(
    day: date, answer: int, extension: int, clarification: int | None, payment: int | None
) -> None:
    law = in_force(day)
    assert (law.answer_days, law.extension_days) == (answer, extension)
    assert (law.clarification.days, law.payment.days) == (clarification, payment)


def test_every_limit_names_its_article_or_says_that_the_text_has_none() -> None:
    for law in texts():
        limits = [law.answer, law.extension, law.clarification, law.consultation_pause]
        assert all(limit.article.startswith("第") for limit in limits)
        assert law.receipt.article.startswith("第") or "没有规定" in law.receipt.note


def test_before_the_regulation_there_is_no_limit_to_apply() -> None:
    with pytest.raises(OutOfRange, match="没有可以适用的期限"):
        in_force(date(2008, 4, 30))
