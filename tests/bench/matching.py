"""Matching, measured: `python tests/bench/matching.py` prints the table of matching.md.

Every mail of tests/corpus/mails is matched at desks of 57 to 200,000 applications around the corpus's own:
twenty applicants, sixty questions, units whose names are neighbours of one another. Beside it, in the same
run, the same decision by weighing every application, as it was before the index; at the larger desks on fewer
mails. Times are processor time a mail; reading the mail is not in them. `--quick` leaves out 200,000.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "corpus"))

import crowds
import mail_corpus
import mail_results
from weighed_all import match_all

from harness.casebook.matching.index import Desk, Index
from harness.casebook.matching.match import Match, match
from harness.casebook.matching.words import Envelope
from harness.casebook.placing import envelope_of
from parsers.document import Document

SIZES = (57, 2_000, 20_000, 200_000)
BY_ALL = {57: 150, 2_000: 30, 20_000: 6, 200_000: 2}
Mail = tuple[Document, Envelope]


def main(sizes: Sequence[int]) -> None:
    mails = [_mail(each) for each in mail_corpus.mails()]
    for size in sizes:
        desk = crowds.desk(size - len(mail_corpus.applications()), wide=True)
        begin = time.process_time()
        Index(desk)
        built = time.process_time() - begin
        _times(match, mails[:10], desk)  # names are made bare once
        quick, found = _times(match, mails, desk)
        some = mails[:: len(mails) // BY_ALL[size]][: BY_ALL[size]]
        slow, by_all = _times(match_all, some, desk)
        same = sum(match(*mail, desk) == other for mail, other in zip(some, by_all, strict=True))
        placed = sum(bool(each.applications) for each in found)
        sys.stdout.write(
            f"| {size} | {built:.2f} s | {statistics.mean(quick):.2f} ms | {_most(quick, 0.95):.2f} ms | {max(quick):.2f} ms "
            f"| {statistics.mean(slow):.1f} ms | {same}/{len(some)} | {placed} |\n"
        )
        crowds.desk.cache_clear()


def _mail(mail: mail_corpus.Mail) -> Mail:
    document = mail_results.document(mail.id)
    return document, envelope_of(document, mail_results.material(mail))


def _times(
    by: Callable[[Document, Envelope, Desk], Match], mails: Sequence[Mail], desk: Desk
) -> tuple[list[float], list[Match]]:
    times, found = [], []
    for document, envelope in mails:
        begin = time.process_time()
        found.append(by(document, envelope, desk))
        times.append((time.process_time() - begin) * 1000)
    return times, found


def _most(times: Sequence[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


if __name__ == "__main__":
    main(SIZES[:-1] if "--quick" in sys.argv else SIZES)
