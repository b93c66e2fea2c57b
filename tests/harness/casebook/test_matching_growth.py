"""What a match costs grows with what an arrival may mean, not with the campaign: counted, not timed."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "corpus"))

import crowds
import mail_corpus
import mail_results

from harness.casebook.matching import needles
from harness.casebook.matching.match import Scales, decided
from harness.casebook.matching.words import words_of
from harness.casebook.placing import envelope_of

SMALL, LARGE = 2_000, 16_000


@cache
def _asked(size: int) -> dict[str, tuple[int, int]]:
    """Mail -> (how many units, applicants, titles and applications are asked; how many are weighed)."""
    desk, found = crowds.desk(size, wide=True), {}
    for mail in mail_corpus.mails():
        document = mail_results.document(mail.id)
        envelope = envelope_of(document, mail_results.material(mail))
        words = words_of(document, envelope, desk.message_ids)
        clues = desk.index.clues(words, envelope)
        scales = Scales(desk.index, clues, words, envelope)
        decided(document, scales)
        told = (clues.units, clues.applicants, clues.titles, clues.applications)
        found[mail.id] = (sum(map(len, told)), len(scales._weights))
    return found


def test_eight_times_the_applications_ask_no_more_of_a_mail_that_names_its_unit():
    small, large = _asked(SMALL), _asked(LARGE)
    # 市财政局 without a city's name, or with that of one who is not asked, is as many offices as there are
    # cities that have it
    grown = {id for id in small if sum(large[id]) > 1.2 * sum(small[id]) + 10}
    assert grown <= {"a24", "s19", "s32", "t17"}, {id: (small[id], large[id]) for id in grown}


def test_few_of_sixteen_thousand_applications_are_weighed():
    weighed = sorted(after for _, after in _asked(LARGE).values())
    assert weighed[len(weighed) // 2] <= 12
    assert weighed[-1] <= LARGE / 20


def test_names_are_looked_for_only_where_they_may_stand():
    names = [
        f"{first}{second}市财政局"
        for first in map(chr, range(0x4E00, 0x4E64))
        for second in map(chr, range(0x5E00, 0x5E64))
    ]
    index = needles.Needles(names)
    text = needles.Cut(f"关于{names[4321]}的答复，财政局、水利局、市财政局" * 20)
    assert index.found(text) == [names[4321]]
    assert len(list(index.likely(text))) <= 0.03 * len(names)


def test_the_pieces_of_a_name_are_never_taken_for_it():
    index = needles.Needles(["市财政局", "财政", "财", "首练市财政局", ""])
    text = needles.Cut("首练市财政局")
    assert sorted(index.found(text)) == sorted(["市财政局", "财政", "财", "首练市财政局"])
    assert needles.whole(index.found(text)) == {"首练市财政局"}
    assert index.found(needles.Cut("")) == []
    assert needles.Lengths(["0998", "5550102"]).found("090998") == ["0998"]
