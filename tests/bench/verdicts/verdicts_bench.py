"""`python tests/bench/verdicts/verdicts_bench.py [--set 6] [--scans N] [--show]`: the checker, measured.

Every labelled letter is rendered to real bytes, read by the parsers and judged. Printed for each
element: right, wrong, unclear, and the false accusations (a fault claimed where the label knows
none). --show names every letter and element that was not right.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import corpus
import render
import written
from corpus import Label, Letter

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier
from harness.checker.finding import Element, Finding, Verdict
from parsers import read

REMARKS = frozenset({"style", "no_received_date"})
ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one letter came out: (what, element or 'kind', words for --show)."""

    letter: str
    marks: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@cache
def press() -> render.Press:
    return render.Press()


def outcome(job: tuple[Letter, bool]) -> Outcome:
    """One letter through everything."""
    letter, as_scan = job
    if as_scan:
        data, name = press().scan(letter), f"{letter.id}.pdf"
    else:
        name, data = press().file(letter)
    judgement = judge(Dossier(read(data, name), letter.expected, letter.replied_on))
    marks, notes = [], []
    for where, mark, note in _compared(letter, judgement):
        marks.append((where, mark))
        if mark != "right":
            notes.append(f"{letter.id} [{letter.medium}] {where}: {mark.upper()} {note}")
    return Outcome(letter.id, tuple(marks), tuple(notes))


def _compared(letter: Letter, judgement: Judgement) -> list[tuple[str, str, str]]:
    rows = []
    right = judgement.kind == letter.kind
    rows.append(("kind", "right" if right else "wrong", f"{judgement.kind} for {letter.kind}"))
    if letter.kind == "answer":
        found = set(judgement.decisions)
        fits = letter.decisions <= found <= letter.decisions | letter.optional
        mark = "right" if fits else "unclear" if found <= {"unknown"} else "wrong"
        rows.append(("decisions", mark, f"{sorted(found)} for {sorted(letter.decisions)}"))
    for element, label in letter.labels.items():
        finding = judgement.finding(element)
        rows.append((str(element), _mark(finding, label), _words(finding, label)))
    return rows


def _mark(finding: Finding, label: Label) -> str:
    defects = frozenset(finding.defects) - REMARKS
    wanted = label.defects - REMARKS
    defects -= label.allowed - wanted
    if finding.verdict in label.verdicts and (
        defects == wanted or finding.verdict != Verdict.DEFECTIVE
    ):
        styled = "style" in label.defects
        return "right" if styled == ("style" in finding.defects) else "remark"
    if finding.verdict == Verdict.UNCLEAR:
        return "unclear"
    if finding.verdict in ACCUSING and not (label.verdicts & set(ACCUSING)):
        return "false accusation"
    if (
        finding.verdict == Verdict.DEFECTIVE
        and defects - wanted
        and Verdict.DEFECTIVE in label.verdicts
    ):
        return "false accusation" if defects >= wanted else "wrong"
    return "wrong"


def _words(finding: Finding, label: Label) -> str:
    wanted = "/".join(sorted(label.verdicts)) + " " + ",".join(sorted(label.defects))
    return f"{finding.verdict} {list(finding.defects)} for {wanted} | {finding.value} | {finding.reason}"


def scans(letters: list[Letter], count: int) -> list[Letter]:
    """Every so many-th letter that could have come on paper."""
    paper = [one for one in letters if _could_be_paper(one)]
    chosen = paper[:: max(1, len(paper) // count)][:count] if count else []
    return [_on_paper(one) for one in chosen]


def _could_be_paper(letter: Letter) -> bool:
    """The third set says it of each letter; of the others all but a mail's own words could be."""
    if letter.on_paper is not None:
        return letter.on_paper
    return letter.kind == "answer" or bool(letter.part("号"))


def _on_paper(letter: Letter) -> Letter:
    if letter.medium not in corpus.WORDS_ALONE:
        return letter
    seal = (
        letter.unit.name
        if Verdict.ABSENT in letter.labels[Element.SEAL].verdicts and letter.part("署")
        else ""
    )
    labels = dict(letter.labels)
    if seal and letter.fault not in ("signed_by_an_office", "no_signature", "another_unit_signs"):
        labels[Element.SEAL] = corpus.PRESENT
        return replace(letter, medium="scan", labels=labels)
    return replace(letter, medium="scan")


def table(outcomes: list[Outcome]) -> str:
    rows = ["kind", "decisions", *map(str, Element)]
    counts = {row: Counter(m for one in outcomes for w, m in one.marks if w == row) for row in rows}
    lines = [
        "| element | right | remark only | unclear | wrong | false accusations |",
        "|---|---|---|---|---|---|",
    ]
    total: Counter[str] = Counter()
    for row, count in counts.items():
        lines.append(_line(row, count))
        if row in list(Element):
            total += count
    lines.append(_line("all elements", total))
    every = total.total() or 1
    lines.append(
        f"\n{len(outcomes)} letters, {every} elements: right {(total['right'] + total['remark']) / every:.2%}, "
        f"unclear {total['unclear'] / every:.2%}, false accusations {total['false accusation']}"
    )
    return "\n".join(lines)


def _line(row: str, count: Counter[str]) -> str:
    cells = [count[mark] for mark in ("right", "remark", "unclear", "wrong", "false accusation")]
    return f"| {row} | " + " | ".join(map(str, cells)) + " |"


def measured(letters: list[Letter], as_scan: bool, workers: int) -> list[Outcome]:
    jobs = [(letter, as_scan) for letter in letters]
    if workers == 1:
        return [outcome(job) for job in jobs]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(outcome, jobs, chunksize=4))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--set", choices=("1", "2", *written.SETS, "all"), default="all", dest="which"
    )
    asked.add_argument("--scans", type=int, default=0, help="letters to measure as scans too")
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--only", default="", help="letters whose id holds this")
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    letters = [one for one in corpus.everything(options.which) if options.only in one.id]
    for name, chosen in (("digital", letters), ("scans", scans(letters, options.scans))):
        if not chosen:
            continue
        start = time.monotonic()
        outcomes = measured(chosen, name == "scans", options.workers)
        clean = sum(not one.fault for one in chosen)
        _say(f"\n## {name} ({clean} without fault), {time.monotonic() - start:.0f} s\n")
        _say(table(outcomes))
        if options.show:
            _say("\n" + "\n".join(note for one in outcomes for note in one.notes))


if __name__ == "__main__":
    main()
