"""The corpus of mails: what must come out of each, counted; and the index gives what weighing all gives."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
sys.path.append(str(CORPUS))

import crowds  # noqa: E402
import mail_corpus  # noqa: E402
import mail_results  # noqa: E402
from weighed_all import match_all  # noqa: E402

from harness.casebook.matching.match import match  # noqa: E402
from harness.casebook.placing import envelope_of  # noqa: E402


@cache
def _results() -> tuple[mail_results.Result, ...]:
    return mail_results.results()


def test_the_corpus_is_large_and_no_mail_stands_in_it_twice():
    mails = mail_corpus.mails()
    assert len(mails) >= 150
    assert len({each.raw for each in mails}) == len({each.id for each in mails}) == len(mails)


def test_a_mail_has_the_same_bytes_whenever_it_is_made():
    mail_corpus.mails.cache_clear()
    again = mail_corpus.mails()
    assert [each.raw for each in again] == [each.raw for each in mail_corpus.mails()]


def test_no_mail_is_linked_to_an_application_to_which_it_does_not_belong():
    wrong = [each for each in _results() if each.wrong_link]
    assert wrong == [], mail_results.table(_results())


def test_of_the_mails_that_belong_somewhere_95_in_100_are_placed_by_nobodys_help():
    linkable = [each for each in _results() if each.mail.right]
    assert sum(each.right for each in linkable) >= 0.95 * len(linkable), mail_results.table(
        linkable
    )


def test_what_a_person_must_decide_is_forgotten_for_no_application_that_it_may_be():
    asked = [each for each in _results() if each.mail.ask]
    assert [each.mail.id for each in asked if not each.right] == [], mail_results.table(asked)


def test_of_a_hundred_kinds_99_are_right_and_no_machine_answers():
    results = _results()
    assert sum(each.kind_right for each in results) >= 0.99 * len(results), mail_results.table(
        results
    )
    assert [
        each.mail.id for each in results if each.mail.event is not None and each.kind == "answer"
    ] == []


def test_what_came_back_and_what_was_confirmed_moves_the_clock_and_nothing_else_of_machines_does():
    machines = [each for each in _results() if each.mail.event is not None]
    assert [each.mail.id for each in machines if not each.event_right] == [], mail_results.table(
        machines
    )


@pytest.mark.parametrize(("more", "seed"), [(0, 0), (120, 1), (600, 2)])
def test_the_index_gives_what_weighing_every_application_gives(more: int, seed: int):
    desk = crowds.desk(more, seed)
    for mail in mail_corpus.mails():
        document = mail_results.document(mail.id)
        envelope = envelope_of(document, mail_results.material(mail))
        assert match(document, envelope, desk) == match_all(document, envelope, desk), mail.id


@pytest.mark.parametrize("seed", range(1, 8))
def test_in_a_crowd_of_like_names_no_link_is_wrong(seed: int):
    """150 mails against seven crowds: more than a thousand links, and not one wrong."""
    desk = crowds.desk(2000, seed)
    wrong, placed = [], 0
    for mail in mail_corpus.mails():
        document = mail_results.document(mail.id)
        found = match(document, envelope_of(document, mail_results.material(mail)), desk)
        ids = {each.id for each in found.applications}
        placed += bool(ids) and ids == set(mail.right)
        if ids - set(mail.right):
            wrong.append((mail.id, ids, found.reasons))
    assert wrong == []
    assert placed >= 0.9 * sum(bool(each.right) for each in mail_corpus.mails())


def test_what_was_linked_rightly_in_the_first_run_is_linked_so_still():
    """The matcher that weighed everything left these to a person or linked them wrongly; all others it linked
    rightly, and the index gives the same."""
    told = (CORPUS / "mails" / "first_run.txt").read_text(encoding="utf-8")
    missed = {each[1] for each in re.finditer(r"^(\w+): linked", told, re.MULTILINE)}
    now = {each.mail.id: each for each in _results()}
    first = [
        each.id
        for each in mail_corpus.mails()
        if each.id not in missed and each.id in _OF_FIRST_RUN
    ]
    assert len(first) == 125
    assert [id for id in first if not now[id].right] == []


_OF_FIRST_RUN = frozenset(
    [f"a{n:02d}" for n in range(1, 46)] + [f"n{n:02d}" for n in range(1, 29)]
    + [f"m{n:02d}" for n in range(1, 42)] + [f"s{n:02d}" for n in range(1, 37)]
)  # fmt: skip
