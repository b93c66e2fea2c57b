"""The sets from the third on: letters written out whole, each in a hand of its own, with labels of its own.

In: letters3.txt and units3.toml beside this file, and so on. Out: `Letter`s, always the same ones. Nothing is
filled in and nothing drawn by lot; the head of letters3.txt tells how a letter is written down.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus import (
    ANYTHING,
    FORMAL,
    HARMLESS,
    HERE,
    PRESENT,
    UNSEALED,
    WORDS_ALONE,
    Label,
    Letter,
    Unit,
    label,
)

from harness.checker.dossier import Expected
from harness.checker.finding import Element, Verdict

_NUMBERS = (path.stem.removeprefix("letters") for path in HERE.glob("letters*.txt"))
# the first two, letters.txt and letters2.txt, are drawn by corpus.py
SETS = tuple(sorted((one for one in _NUMBERS if one not in ("", "2")), key=int))
NOTICES = FORMAL | {
    "acknowledgement",
    "forwarding",
    "withdrawal_request",
    "auto_reply",
    "bounce",
    "other",
}
FREE_CHOICE = date(2024, 1, 1)  # until then a department's review lay with either of two organs
_OVER = (-12.0, -9.0)  # left and up, into the last lines of the text
_QUIET = {Verdict.PRESENT, Verdict.NOT_REQUIRED}


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency: who reviews it now and who did before 2024, and who tries its cases."""

    name: str
    organs: tuple[str, ...]
    before: tuple[str, ...]
    courts: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    def reviewers(self, day: date) -> tuple[str, ...]:
        return self.organs if day >= FREE_CHOICE else self.before


@cache
def agencies(name: str) -> dict[str, Agency]:
    read = tomllib.loads((HERE / f"units{name}.toml").read_text(encoding="utf-8"))
    return {one["name"]: _agency(**one) for one in read["unit"]}


def _agency(name: str, **lists: list[str]) -> Agency:
    return Agency(name, **{key: tuple(names) for key, names in lists.items()})


def letters(name: str) -> list[Letter]:
    """Every letter of the set of this name, in the order of the file."""
    blocks: list[list[str]] = []
    for line in (HERE / f"letters{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            blocks.append([line])
        elif line.strip() and not line.startswith("#"):
            blocks[-1].append(line)
    return [_letter(name, block[0], block[1:]) for block in blocks]


def _letter(name: str, head: str, lines: list[str]) -> Letter:
    mark, what, unit, day, medium, person, *rest = (cell.strip() for cell in head[2:].split("|"))
    flags = _flags(rest[0] if rest else "")
    agency, on = agencies(name)[unit], date.fromisoformat(day)
    kind = what if what in NOTICES else "answer"
    said = [] if kind != "answer" else [one.strip() for one in what.split(",")]
    labels = _answer(said, medium) if kind == "answer" else _notice(kind, medium)
    labels |= dict(_override(line) for line in lines if line.startswith("! "))
    seal = "" if "noseal" in flags or medium in WORDS_ALONE else flags.get("seal", unit)
    return Letter(
        id=f"w{mark}" if name == "3" else f"{name}w{mark}", kind=kind,
        decisions=frozenset(one for one in said if not one.endswith("?")),
        optional=frozenset(one[:-1] for one in said if one.endswith("?")),
        day=on, unit=Unit(unit, "", agency.organs[0], "", agency.courts[0]), person=person,
        parts=tuple((line[0], line[2:].strip()) for line in lines if not line.startswith("! ")),
        labels=labels, fault=_fault(labels, medium),
        masthead=flags.get("head", "") or (unit if "head" in flags else ""),
        seal=seal, medium=medium, on_paper="scan" in flags,
        stamp=_OVER if "over" in flags else (0.0, 0.0), expected=_expected(agency, on, person, flags),
        replied_on=date.fromisoformat(flags["sent"]) if "sent" in flags else None,
    )  # fmt: skip


def _flags(cell: str) -> dict[str, str]:
    return {key: value for key, _, value in (one.partition("=") for one in cell.split())}


def _expected(agency: Agency, on: date, person: str, flags: dict[str, str]) -> Expected:
    """What the applicant's side knows; `bare`: nothing, as when a clerk tries a single file."""
    if "bare" in flags:
        return Expected()
    return Expected(
        applicant=person, unit=agency.name, unit_aliases=agency.aliases,
        reconsideration_organs=agency.reviewers(on), courts=agency.courts,
        requested_on=date.fromisoformat(flags["got"]) if "got" in flags else None,
        items=int(flags["items"]) if "items" in flags else None,
    )  # fmt: skip


def _override(line: str) -> tuple[Element, Label]:
    """`! remedy defective/unclear no_court +no_organ`: verdicts, defects, defects also allowed."""
    _, element, verdicts, *defects = line.split()
    wanted = [one for one in defects if not one.startswith("+")]
    allowed = [one[1:] for one in defects if one.startswith("+")]
    known = label(*(Verdict(one) for one in verdicts.split("/")), defects=tuple(wanted))
    return Element(element), Label(known.verdicts, known.defects, frozenset(allowed))


def _answer(decisions: list[str], medium: str) -> dict[Element, Label]:
    labels = dict.fromkeys(Element, PRESENT)
    if medium in WORDS_ALONE:
        labels[Element.SEAL] = UNSEALED
    if {"granted", "already_public", "publication"} & set(decisions):
        labels[Element.REASONS] = label(Verdict.PRESENT, Verdict.NOT_REQUIRED)
    return labels


def _notice(kind: str, medium: str) -> dict[Element, Label]:
    """A formal notice has what it shows; of anything else nothing may be called missing."""
    labels = dict.fromkeys(Element, HARMLESS)
    labels[Element.REMEDY] = labels[Element.DECISION] = label(Verdict.NOT_REQUIRED)
    if kind in FORMAL:
        for element in (Element.TITLE, Element.DOC_NUMBER, Element.LEGAL_BASIS, Element.ISSUER,
                        Element.DATE, Element.APPLICANT):  # fmt: skip
            labels[element] = PRESENT
        labels[Element.SEAL] = ANYTHING if medium in WORDS_ALONE else PRESENT
    return labels


def _fault(labels: dict[Element, Label], medium: str) -> str:
    """The faults planted; that a mail's text has no seal is not counted among them."""
    bad = [
        f"{element} {','.join(sorted(one.defects)) or 'absent'}"
        for element, one in labels.items()
        if not one.verdicts & (_QUIET | {Verdict.UNCLEAR})
        and not (element is Element.SEAL and medium in WORDS_ALONE)
    ]
    return "; ".join(bad)
